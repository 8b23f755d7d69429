/** Which objects may have a function as an attribute, as far as can be told. */
import type { Obstacle } from "../diagnostics/async-chain.ts";
import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { memberOf, mroOf, subclassesBelow } from "./members.ts";
import { oncePerProgram } from "./once.ts";
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
const isHandedAround = oncePerProgram((program, module: Module): boolean =>
  program.modules.some((user) => escapesIn(program, user, module)),
);

function escapesIn(program: Program, user: Module, module: Module): boolean {
  const { summary } = user;
  const name = module.name.slice(module.name.lastIndexOf(".") + 1);
  if (!summary.strings.some((text) => text === name || text.endsWith(`.${name}`))) return false;
  const means = (value: number): boolean => {
    const shape = shapeOf(program, user, value);
    return shape.kind === "module" && shape.module === module;
  };
  const objects = new Map<number, number>();
  const attributes: number[] = [];
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    if (S.valueKindOf(summary, value) !== Value.Attribute) continue;
    const object = S.valueA(summary, value);
    objects.set(object, (objects.get(object) ?? 0) + 1);
    if (S.stringAt(summary, S.valueB(summary, value)) === name) attributes.push(value);
  }
  const { symbolsOf, readsOf } = valueUsersOf(user);
  for (const [value, symbols] of symbolsOf) {
    if (S.valueKindOf(summary, value) !== Value.Import || !means(value)) continue;
    for (const symbol of symbols) {
      const reads = (readsOf.get(symbol) ?? []).reduce((sum, read) => sum + (objects.get(read) ?? 0), 0);
      if (reads !== countReads(summary, symbol)) return true;
    }
  }
  return attributes.some((value) => !objects.has(value) && means(value));
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
  for (const { module, site } of lookupsOf(program)) {
    if (!readsFrom(program, ref, module, site)) continue;
    const { summary } = module;
    const start = S.siteColumn(summary, site, S.SiteStart);
    const reason = say`reads attributes by names that cannot be told`;
    return { path: summary.path, start, end: S.siteColumn(summary, site, S.SiteEnd), reason };
  }
  return undefined;
}

interface Lookup {
  readonly module: Module;
  readonly site: number;
}

const lookups = new WeakMap<Program, readonly Lookup[]>();

/** The calls of `getattr`, `vars` and `globals` in the user's files. */
function lookupsOf(program: Program): readonly Lookup[] {
  let found = lookups.get(program);
  if (found === undefined) {
    found = program.modules.flatMap((module) => lookupsIn(module));
    lookups.set(program, found);
  }
  return found;
}

function lookupsIn(module: Module): Lookup[] {
  const { summary } = module;
  return ["getattr", "vars", "globals"].flatMap((name) => {
    const text = summary.strings.indexOf(name);
    if (text < 0) return [];
    const { named, callsOf } = valueUsersOf(module);
    const callees = (named.get(text) ?? []).filter((value) => {
      const kind = S.valueKindOf(summary, value);
      return kind === Value.Builtin || kind === Value.StarImported;
    });
    return callees.flatMap((callee) => (callsOf.get(callee) ?? []).map((site) => ({ module, site })));
  });
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
