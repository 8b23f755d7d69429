/** Which plain functions may become coroutine functions at all, whoever calls them. */
import type { Obstacle } from "../diagnostics/async-chain.ts";
import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { flagsOf } from "./call.ts";
import { mentionsLoopCheck } from "./collect-sites.ts";
import { classOf } from "./function-receivers.ts";
import { nameOf, obstacleAt, obstacleAtSite, type WrittenCall } from "./function-uses.ts";
import { memberOf, mroOf } from "./members.ts";
import { familyOf } from "./method-family.ts";
import { className, qualifiedName } from "./names.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { ClassRef, FunctionRef, Module } from "./shape.ts";
import { classRef } from "./state.ts";
import { isExportedBy } from "./text-uses.ts";
import { valueUsersOf } from "./value-users.ts";

/** What keeps a function of the user's files from becoming a coroutine function, as it is written; undefined when nothing does. */
export function obstacleIn(program: Program, ref: FunctionRef): Obstacle | undefined {
  const name = `\`${qualifiedName(ref)}\``;
  const flags = flagsOf(ref);
  if ((flags & S.FunctionIsLambda) !== 0) return obstacleAt(ref, say`a lambda cannot await`);
  if ((flags & S.FunctionIsAsync) !== 0) return obstacleAt(ref, say`${name} is a coroutine function`);
  if ((flags & S.FunctionIsGenerator) !== 0) return obstacleAt(ref, say`${name} is a generator`);
  if (/^__.*__$/.test(nameOf(ref))) return obstacleAt(ref, say`Python itself calls ${name}`);
  if (!hasPlainDecorators(program, ref)) return obstacleAt(ref, say`${name} is decorated`);
  if (program.graph.entries.some((entry) => entry.ref === ref))
    return obstacleAt(ref, say`${name} is called by a library`);
  if (mentionsLoopCheck(program.state, { ref, frame: undefined }))
    return obstacleAt(ref, say`${name} asks whether a loop is running`);
  const cls = classOf(program, ref);
  return cls === undefined ? undefined : obstacleInClass(program, ref, cls);
}

const plainDecorators: ReadonlySet<string> = new Set([
  "staticmethod",
  "classmethod",
  "typing.final",
  "typing.override",
  "typing.abstractmethod",
]);

/** Whether every decorator hands on what it is given. */
function hasPlainDecorators(program: Program, { module, index }: FunctionRef): boolean {
  const { summary } = module;
  return S.listItems(summary, S.functionColumn(summary, index, S.FunctionDecorators)).every((decorator) => {
    const shape = shapeOf(program, module, decorator);
    return shape.kind === "intrinsic" && plainDecorators.has(shape.name);
  });
}

function obstacleInClass(program: Program, ref: FunctionRef, cls: ClassRef): Obstacle | undefined {
  const { state } = program;
  const { summary } = cls.module;
  const name = qualifiedName(ref);
  const isPlain = S.listItems(summary, S.classColumn(summary, cls.index, S.ClassDecorators)).every((decorator) =>
    isDataclass(program, cls.module, decorator),
  );
  const hasKeywords = S.listLength(summary, S.classColumn(summary, cls.index, S.ClassKeywords)) > 0;
  if (!isPlain || hasKeywords) return obstacleAt(ref, say`the class of \`${name}\` is not a plain one`);
  const order = mroOf(state, cls);
  const isOwn = !cls.hasUnknownBase && order.every(({ module }) => module.origin === "project" || isObject(module));
  if (!isOwn) return obstacleAt(ref, say`a base class that is not of this program may call \`${name}\``);
  const method = nameOf(ref);
  const member = memberOf(state, cls, method);
  if (member === undefined || member.attribute >= 0) return obstacleAt(ref, say`\`${name}\` is assigned too`);
  const { odd } = familyOf(program, ref);
  if (odd === undefined) return undefined;
  const other = className(odd.module, odd.index);
  return obstacleAtClass(
    odd,
    order.includes(odd) ? say`\`${name}\` overrides a method of \`${other}\`` : say`\`${other}\` overrides \`${name}\``,
  );
}

function obstacleAtClass({ module: { summary }, index }: ClassRef, reason: string): Obstacle {
  const start = S.classColumn(summary, index, S.ClassNameStart);
  return { path: summary.path, start, end: S.classColumn(summary, index, S.ClassNameEnd), reason };
}

function isObject({ name, origin }: Module): boolean {
  return origin === "model" && name === "builtins";
}

function isDataclass(program: Program, module: Module, decorator: number): boolean {
  const { summary } = module;
  const isCall = S.valueKindOf(summary, decorator) === Value.Call;
  const shape = shapeOf(program, module, isCall ? S.valueA(summary, decorator) : decorator);
  return shape.kind === "intrinsic" && shape.name === "typing.dataclass";
}

/** A method of the same name that may stand in for this one where its object is given: a double of a test, say. */
export function doubleOf(program: Program, ref: FunctionRef, calls: readonly WrittenCall[]): Obstacle | undefined {
  const { owners } = familyOf(program, ref);
  if (owners.size === 0 || calls.every((call) => isOnSelf(call))) return undefined;
  const { state } = program;
  const name = nameOf(ref);
  for (const module of program.modules) {
    if (!module.summary.strings.includes(name)) continue;
    for (let index = 0; index < S.classCount(module.summary); index++) {
      const other = classRef(state, module, index);
      if (mroOf(state, other).some((base) => owners.has(base))) continue;
      if (memberOf(state, other, name)?.owner === other)
        return obstacleAtClass(
          other,
          say`an object of \`${className(module, index)}\`, which has \`${name}\` too, may be given`,
        );
    }
  }
  return undefined;
}

/** Whether a call is of `self.name` or `cls.name`, in a method. */
function isOnSelf({ caller, site }: WrittenCall): boolean {
  const { summary } = caller.module;
  if (S.functionColumn(summary, caller.index, S.FunctionClass) < 0) return false;
  const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
  if (S.valueKindOf(summary, callee) !== Value.Attribute) return false;
  const object = S.valueA(summary, callee);
  if (S.valueKindOf(summary, object) !== Value.Reaching) return false;
  return S.listItems(summary, S.valueA(summary, object)).every((binding) => {
    const value = S.bindingColumn(summary, binding, S.BindingValue);
    return S.valueKindOf(summary, value) === Value.Parameter && S.valueB(summary, value) === 0;
  });
}

/** Where a function, or its class, is offered to other programs: in an `__all__`, or by a package that does not use it. */
export function exportOf(program: Program, ref: FunctionRef): Obstacle | undefined {
  const { module } = ref;
  const cls = classOf(program, ref);
  const isNested = S.functionColumn(module.summary, ref.index, S.FunctionParent) > 0;
  if (nameOf(ref).startsWith("_") || isNested) return undefined;
  const exported = cls === undefined ? nameOf(ref) : className(cls.module, cls.index);
  for (const user of program.modules) {
    const { summary } = user;
    const text = summary.strings.indexOf(exported);
    if (text < 0) continue;
    const users = valueUsersOf(user);
    const values = users.named.get(text) ?? [];
    const means = (value: number): boolean => isExport(program, user, value, ref, cls);
    const constants = values.filter((value) => S.valueKindOf(summary, value) === Value.Constant);
    const isListed = isExportedBy(user, new Set(constants));
    const isHere =
      user === module || values.some((value) => S.valueKindOf(summary, value) === Value.Import && means(value));
    const isPassedOn = user.isPackage && user !== module && isHere && !isImportedFrom(program, user, text);
    if (isHere && (isListed || isPassedOn))
      return obstacleAtSite(user, undefined, say`offers \`${exported}\` to other programs`, exported);
  }
  return undefined;
}

function isExport(program: Program, user: Module, value: number, ref: FunctionRef, cls: ClassRef | undefined): boolean {
  return membersOf(shapeOf(program, user, value)).some((member) =>
    cls === undefined
      ? member.kind === "function" && member.ref === ref
      : member.kind === "class" && member.ref === cls,
  );
}

/** Whether a file of the program imports a name from a package, or reads it there. */
function isImportedFrom(program: Program, from: Module, text: number): boolean {
  const name = S.stringAt(from.summary, text);
  return program.modules.some((user) => {
    const { summary } = user;
    const own = user === from ? -1 : summary.strings.indexOf(name);
    if (own < 0) return false;
    return (valueUsersOf(user).named.get(own) ?? []).some((value) => {
      if (S.valueKindOf(summary, value) === Value.Import)
        return program.state.ask.importedModule(program.state, user, value) === from;
      if (S.valueKindOf(summary, value) !== Value.Attribute) return false;
      const shape = shapeOf(program, user, S.valueA(summary, value));
      return shape.kind === "module" && shape.module === from;
    });
  });
}
