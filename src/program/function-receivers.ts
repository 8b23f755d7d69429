/** Which objects may have a function as an attribute, as far as can be told. */
import type { Obstacle } from "../diagnostics/async-chain.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { memberOf, mroOf, subclassesBelow } from "./members.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "./shape.ts";
import { classRef } from "./state.ts";
import { countReads, valueUsersOf } from "./value-users.ts";

/** The class a method is defined in. */
export function classOf(program: Program, { module, index }: FunctionRef): ClassRef | undefined {
  const cls = S.functionColumn(module.summary, index, S.FunctionClass);
  return cls < 0 ? undefined : classRef(program.state, module, cls);
}

/** Whether the attribute `name` of an object of a shape, which is not known to be the function, may be it after all. */
export function mayBeReceiver(
  program: Program,
  ref: FunctionRef,
  user: Module,
  receiver: Shape,
  name: string,
): boolean {
  const owner = classOf(program, ref);
  return membersOf(receiver).some((member) =>
    owner === undefined ? mayBeModule(program, ref.module, user, member) : mayBeInstance(program, owner, member, name),
  );
}

/** An object of which nothing is known is a module only where modules are handed around or imported by computed names. */
function mayBeModule(program: Program, module: Module, user: Module, shape: Shape): boolean {
  if (shape.kind === "module") return shape.module === module;
  if (shape.kind !== "unknown") return false;
  return importsByName(user) || isHandedAround(program, module);
}

const importers: ReadonlySet<string> = new Set([
  "import_module",
  "__import__",
  "modules",
  "exec_module",
  "load_module",
]);

function importsByName({ summary }: Module): boolean {
  return summary.strings.some((text) => importers.has(text));
}

/** Whether some file uses the module itself for anything but its attributes. */
function isHandedAround(program: Program, module: Module): boolean {
  return program.modules.some((user) => {
    const { summary } = user;
    for (const [value, symbols] of valueUsersOf(user).symbolsOf) {
      if (S.valueKindOf(summary, value) !== Value.Import) continue;
      const shape = shapeOf(program, user, value);
      if (shape.kind === "module" && shape.module === module && symbols.some((symbol) => escapes(user, symbol)))
        return true;
    }
    return false;
  });
}

/** Whether a name is read other than for an attribute of what it means. */
function escapes(user: Module, symbol: number): boolean {
  const { summary } = user;
  const values = new Set(valueUsersOf(user).readsOf.get(symbol));
  let reads = 0;
  for (let value = 2; value < summary.values.length / S.ValueStride; value++)
    if (S.valueKindOf(summary, value) === Value.Attribute && values.has(S.valueA(summary, value))) reads++;
  return reads !== countReads(summary, symbol);
}

function mayBeInstance(program: Program, owner: ClassRef, shape: Shape, name: string): boolean {
  const { state } = program;
  switch (shape.kind) {
    case "unknown":
    case "super":
      return true;
    case "instance":
    case "class": {
      const { ref } = shape;
      if (mroOf(state, ref).includes(owner) || mroOf(state, owner).includes(ref) || isProtocol(program, ref))
        return true;
      // A class without the attribute is there to be mixed with one that has it.
      return (
        memberOf(state, ref, name) === undefined &&
        subclassesBelow(state, ref).some((below) => mroOf(state, below).includes(owner))
      );
    }
    default:
      return false;
  }
}

/** Whether anything with the right methods is of the class. */
export function isProtocol(program: Program, cls: ClassRef): boolean {
  return mroOf(program.state, cls).some(({ module, index }) =>
    S.listItems(module.summary, S.classColumn(module.summary, index, S.ClassBases)).some((base) => {
      const named = S.valueKindOf(module.summary, base) === Value.Subscript ? S.valueA(module.summary, base) : base;
      const shape = shapeOf(program, module, named);
      return shape.kind === "intrinsic" && shape.name === "typing.Protocol";
    }),
  );
}

/** Where attributes of what has the function are read by computed names: `getattr(self, f"do_{verb}")`, `vars(self)`. */
export function mayComputeName(program: Program, ref: FunctionRef): Obstacle | undefined {
  for (const module of program.modules) {
    const { summary } = module;
    const callees = ["getattr", "vars", "globals"].flatMap((name) => {
      const text = summary.strings.indexOf(name);
      return text < 0 ? [] : (valueUsersOf(module).named.get(text) ?? []);
    });
    for (const callee of callees) {
      if (S.valueKindOf(summary, callee) === Value.Constant || S.valueKindOf(summary, callee) === Value.Attribute)
        continue;
      for (const site of valueUsersOf(module).callsOf.get(callee) ?? [])
        if (readsFrom(program, ref, module, site)) {
          const start = S.siteColumn(summary, site, S.SiteStart);
          const reason = "reads attributes by names that cannot be told";
          return { path: summary.path, start, end: S.siteColumn(summary, site, S.SiteEnd), reason };
        }
    }
  }
  return undefined;
}

/** Whether a call of `getattr`, `vars` or `globals` may give the function. */
function readsFrom(program: Program, ref: FunctionRef, module: Module, site: number): boolean {
  const { summary } = module;
  const call = S.siteColumn(summary, site, S.SiteValue);
  const [, object, , name] = S.listItems(summary, S.valueB(summary, call));
  const owner = classOf(program, ref);
  const isLocal = module === ref.module;
  if (object === undefined) return isLocal && owner === undefined;
  // A constant name was looked at with the other texts.
  if (name !== undefined && S.valueKindOf(summary, name) === Value.Constant) return false;
  return membersOf(shapeOf(program, module, object)).some((member) => {
    if (member.kind === "unknown") return isLocal;
    if (owner === undefined) return member.kind === "module" && member.module === ref.module;
    if (member.kind !== "instance" && member.kind !== "class") return false;
    const { state } = program;
    return mroOf(state, member.ref).includes(owner) || mroOf(state, owner).includes(member.ref);
  });
}
