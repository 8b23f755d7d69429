/** Values that do nothing until somebody awaits or iterates them. */
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import { overridesOf } from "./members.ts";
import { dottedName, qualifiedName } from "./names.ts";
import { oncePerProgram } from "./once.ts";
import { shapeOf } from "./program.ts";
import { mayBeReplaced } from "./replaced.ts";
import type { Program } from "./program.ts";
import { membersOf, unionOf, unknown } from "./shape.ts";
import type {
  AwaitableShape,
  CoroutineShape,
  FunctionShape,
  GeneratorShape,
  InstanceShape,
  Module,
  Shape,
} from "./shape.ts";

export type UnawaitedShape = CoroutineShape | GeneratorShape | AwaitableShape | InstanceShape;

/** Work that was set up and not begun. */
export interface Unawaited {
  readonly shape: UnawaitedShape;
  /** Only some of what the value may be is such work, or an overriding method decides. */
  readonly isLikely: boolean;
}

/** Whether dropping a shape loses work: a coroutine, an async generator, an awaitable that is no task. */
export function isUnawaited(program: Program, shape: Shape): shape is UnawaitedShape {
  if (shape.kind === "instance") return program.state.ask.classFacts(program.state, shape.ref).isAwaitable;
  return (
    shape.kind === "coroutine" ||
    (shape.kind === "generator" && shape.isAsync) ||
    (shape.kind === "awaitable" && !shape.isTask)
  );
}

/** The unawaited work among the members of a shape, if there is any. */
export function unawaitedIn(program: Program, members: readonly Shape[]): Unawaited | undefined {
  const isLost = (member: Shape): member is UnawaitedShape => isUnawaited(program, member);
  const shape = members.find(isLost);
  if (shape === undefined) return undefined;
  return { shape, isLikely: !members.every(isLost) || mayBePlain(program, shape) };
}

/** The function a shape is, when each function it may be surely gives unawaited work when called. */
export function unawaitedFunction(program: Program, shape: Shape): FunctionShape | undefined {
  const members = membersOf(shape);
  const [first] = members;
  if (first?.kind !== "function") return undefined;
  for (const member of members) {
    if (member.kind !== "function" || member.isLikely) return undefined;
    const result = unawaitedIn(program, membersOf(program.state.ask.call(program.state, member, [])));
    if (result === undefined || result.isLikely) return undefined;
  }
  return first;
}

/** What a Call value gives, when every callee it may have gives unawaited work, or some do (likely). */
export function unawaitedCall(program: Program, module: Module, call: number): Unawaited | undefined {
  const found = unawaitedIn(program, membersOf(resultOf(program, module, call)));
  if (found === undefined || found.isLikely || !mayBeReplaced(program, module, call)) return found;
  return { ...found, isLikely: true };
}

/** Each possible result of a call; a union that leaves out the None of some callee would prove too much. */
export function resultOf(program: Program, module: Module, call: number): Shape {
  const { state } = program;
  const callee = shapeOf(program, module, S.valueA(module.summary, call));
  if (callee.kind !== "union") return shapeOf(program, module, call);
  const results = callee.members.map((member) => state.ask.call(state, member, []));
  const isSure = results.every((result) => isUnawaited(program, result));
  return isSure ? shapeOf(program, module, call) : unionOf(state.shapes, [...results, unknown]);
}

/** A coroutine function without a body stands for what overrides it, which may not be one. */
function mayBePlain(program: Program, lost: UnawaitedShape): boolean {
  if (lost.kind !== "coroutine" && lost.kind !== "generator") return false;
  if (lost.fn.isLikely || isMadePlain(program, lost.fn)) return true;
  return isStub(lost.fn) && overridesOf(program.state, lost.fn).some(({ ref }) => !isAsync(ref));
}

/** What a module mentions that replaces the coroutine methods of classes by plain ones, at run time. */
const replacing = ["dir", "setattr", "iscoroutinefunction"];

const replacesMethods = oncePerProgram(({ modules }, top: string): boolean =>
  modules
    .filter(({ name }) => name === top || name.startsWith(`${top}.`))
    .some(({ summary }) => replacing.every((word) => summary.strings.includes(word))),
);

/** Whether something in a public method's own package may have replaced it by a plain function. */
function isMadePlain(program: Program, { ref }: FunctionShape): boolean {
  const { summary, name } = ref.module;
  if (S.functionColumn(summary, ref.index, S.FunctionClass) < 0 || ref.module.origin === "model") return false;
  const [top = ""] = name.split(".", 1);
  return replacesMethods(program, top);
}

/** Whether a function has no body of its own: abstract, or of a protocol. */
export function isStub(fn: FunctionShape): boolean {
  const { summary } = fn.ref.module;
  return (S.functionColumn(summary, fn.ref.index, S.FunctionFlags) & S.FunctionIsStub) !== 0;
}

/** A function as a message names it: with its module where it is a library's. */
export function shownName(program: Program, fn: FunctionShape): string {
  return fn.ref.module.origin === "model" ? dottedName(program.state, fn.ref) : qualifiedName(fn.ref);
}

/** Name of what gives the unawaited work: the coroutine function, or the plain function called. */
export function unawaitedName(program: Program, module: Module, call: number, shape: UnawaitedShape): string {
  if ("fn" in shape) return shownName(program, shape.fn);
  const callee = shapeOf(program, module, S.valueA(module.summary, call));
  return callee.kind === "function" ? shownName(program, callee) : "awaitable";
}

/** The last part of a dotted name. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
