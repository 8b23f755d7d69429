/**
 * Which awaited calls may just as well run at the same time: they wait for something outside, and touch nothing that the
 * others touch. Whatever is not known to be harmless is taken to matter.
 */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync, isGenerator } from "./call.ts";
import type { BlockingKind } from "./facts.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionRef, FunctionShape, Module, Shape } from "./shape.ts";
import { waitsOf } from "./waits.ts";

/** Kinds of waiting that are worth doing side by side, the longest first. */
const outsideKinds: readonly BlockingKind[] = ["network", "database", "process", "file", "sleep"];

interface Known {
  readonly waits: Map<FunctionRef, BlockingKind | undefined>;
  readonly harmless: Map<FunctionRef, boolean>;
}

const byProgram = new WeakMap<Program, Known>();

function knownOf(program: Program): Known {
  let known = byProgram.get(program);
  if (known === undefined) {
    known = { waits: new Map(), harmless: new Map() };
    byProgram.set(program, known);
  }
  return known;
}

/** Whether a value belongs to one of the calls alone: an element of what a loop goes over. */
export type OwnTest = (value: number) => boolean;

/**
 * What an awaited call waits for, when it may run at the same time as others like it: its callee is known, changes nothing
 * that outlives it, and gets nothing that two tasks may not use at once. Undefined when any of this is not sure.
 */
export function independentWait(
  program: Program,
  module: Module,
  call: number,
  isOwn: OwnTest,
): BlockingKind | undefined {
  const { summary } = module;
  const callee = shapeOf(program, module, S.valueA(summary, call));
  if (callee.kind !== "function" || callee.isLikely) return undefined;
  const items = S.listItems(summary, S.valueB(summary, call));
  const receiver = receiverOf(module, call);
  const given = items.filter((_, index) => index % 2 === 1);
  if (items.some((name, index) => index % 2 === 0 && (name === Value.Star || name === Value.DoubleStar)))
    return undefined;
  if (receiver >= 0 && callee.self !== undefined) given.push(receiver);
  const isShareable = given.every((value) => isOwn(value) || isSafe(program, module, value, isOwn, 0));
  if (!isShareable || !isHarmlessCallee(program, callee)) return undefined;
  return waitOf(program, callee, shapeOf(program, module, call));
}

/** The object of `object.method(…)`, or -1. */
function receiverOf({ summary }: Module, call: number): number {
  const callee = S.valueA(summary, call);
  return S.valueKindOf(summary, callee) === Value.Attribute ? S.valueA(summary, callee) : -1;
}

/** Whether two tasks may use a value at the same time: it cannot change, or is made for that, or is made here. */
function isSafe(program: Program, module: Module, value: number, isOwn: OwnTest, depth: number): boolean {
  const { summary } = module;
  if (depth > 6) return false;
  const isSafePart = (part: number): boolean => isOwn(part) || isSafe(program, module, part, isOwn, depth + 1);
  switch (S.valueKindOf(summary, value)) {
    case Value.Constant:
    case Value.None:
    case Value.Truth:
      return true;
    case Value.Formatted:
    case Value.List:
    case Value.Tuple:
    case Value.Set:
      return S.listItems(summary, S.valueA(summary, value)).every(isSafePart);
    case Value.Dict:
      return S.listItems(summary, S.valueB(summary, value)).every(isSafePart);
    default:
      return membersOf(shapeOf(program, module, value)).every((member) => isSafeShape(program, member));
  }
}

const immutableTypes: ReadonlySet<string> = new Set(["str", "int", "float", "bool", "bytes", "complex", "frozenset"]);

function isSafeShape(program: Program, shape: Shape): boolean {
  switch (shape.kind) {
    case "literal":
    case "none":
    case "module":
    case "class":
      return true;
    case "instance": {
      const { ref } = shape;
      if (ref.module.name === "builtins") {
        const name = S.stringAt(ref.module.summary, S.classColumn(ref.module.summary, ref.index, S.ClassName));
        return immutableTypes.has(name);
      }
      return isConcurrent(program, shape);
    }
    default:
      return false;
  }
}

function isConcurrent(program: Program, shape: Shape): boolean {
  if (shape.kind !== "instance") return false;
  const { state } = program;
  return state.ask.mro(state, shape.ref).some((cls) => state.ask.classFacts(state, cls).isConcurrent);
}

/** What awaiting a call of the function waits for, itself or through what it awaits. */
function waitOf(program: Program, fn: FunctionShape, result: Shape): BlockingKind | undefined {
  const { state } = program;
  const own = waitsOf(state, fn.ref);
  if (own !== undefined) return outsideKinds.includes(own) ? own : undefined;
  const ofResult = result.kind === "instance" ? state.ask.classFacts(state, result.ref).waits : undefined;
  if (ofResult !== undefined) return outsideKinds.includes(ofResult) ? ofResult : undefined;
  return fn.ref.module.origin === "model" ? undefined : waitInBody(program, fn.ref);
}

function waitInBody(program: Program, ref: FunctionRef): BlockingKind | undefined {
  const { waits } = knownOf(program);
  if (waits.has(ref)) return waits.get(ref);
  waits.set(ref, undefined);
  const found = new Set<BlockingKind>();
  for (const { kind, flags, value } of sitesOfFunction(ref)) {
    const isAwaited = (kind === Site.Call && (flags & Site.IsAwaited) !== 0) || kind === Site.AsyncWith;
    if (!isAwaited || S.valueKindOf(ref.module.summary, value) !== Value.Call) continue;
    const callee = shapeOf(program, ref.module, S.valueA(ref.module.summary, value));
    if (callee.kind !== "function") continue;
    const wait = waitOf(program, callee, shapeOf(program, ref.module, value));
    if (wait !== undefined) found.add(wait);
  }
  const worst = outsideKinds.find((kind) => found.has(kind));
  waits.set(ref, worst);
  return worst;
}

interface SiteRow {
  readonly kind: number;
  readonly flags: number;
  readonly value: number;
}

function* sitesOfFunction({ module: { summary }, index }: FunctionRef): Generator<SiteRow> {
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    yield { kind, flags: S.siteColumn(summary, site, S.SiteFlags), value: S.siteColumn(summary, site, S.SiteValue) };
  }
}

/** A coroutine function of a model does what it says; one of the project is read. */
function isHarmlessCallee(program: Program, { ref, self }: FunctionShape): boolean {
  if (ref.module.origin !== "model") return isAsync(ref) && !isGenerator(ref) && isHarmless(program, ref);
  return (
    self === undefined ||
    self.kind !== "instance" ||
    waitsOf(program.state, ref) !== undefined ||
    isConcurrent(program, self)
  );
}

/** Whether the body of a function changes nothing that outlives the call, and holds no lock. */
function isHarmless(program: Program, ref: FunctionRef): boolean {
  const { harmless } = knownOf(program);
  const answer = harmless.get(ref);
  if (answer !== undefined) return answer;
  // Recursion changes nothing by itself.
  harmless.set(ref, true);
  const result =
    !bindsGlobals(ref.module) && [...sitesOfFunction(ref)].every((site) => isHarmlessSite(program, ref, site));
  harmless.set(ref, result);
  return result;
}

/** Some function of the module binds a global: which one is not recorded. */
function bindsGlobals({ summary }: Module): boolean {
  for (let symbol = summary.firstSymbol; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext))
    if ((S.symbolColumn(summary, symbol, S.SymbolFlags) & S.SymbolIsShared) !== 0) return true;
  return false;
}

function isHarmlessSite(program: Program, ref: FunctionRef, { kind, value }: SiteRow): boolean {
  const { module } = ref;
  const { summary } = module;
  switch (kind) {
    case Site.AttributeStore:
    case Site.AttributeDelete:
      return false;
    case Site.SubscriptStore:
    case Site.SubscriptDelete:
      return isMadeHere(summary, S.valueA(summary, value));
    case Site.AsyncWith:
    case Site.With:
      return S.valueKindOf(summary, value) === Value.Call && !isHeld(program, shapeOf(program, module, value));
    case Site.Await:
      return false;
    case Site.Call:
      return isHarmlessCall(program, ref, value);
    default:
      return true;
  }
}

/** A lock, semaphore or limiter: what is held while others wait. */
function isHeld(program: Program, shape: Shape): boolean {
  return membersOf(shape).some((member) => {
    if (member.kind !== "instance") return member.kind === "unknown";
    const facts = program.state.ask.classFacts(program.state, member.ref);
    return facts.isThreadLock || facts.isLoopBound;
  });
}

function isHarmlessCall(program: Program, ref: FunctionRef, call: number): boolean {
  const { module } = ref;
  const { summary } = module;
  const receiver = receiverOf(module, call);
  if (receiver >= 0 && isMadeHere(summary, receiver)) return true;
  const members = membersOf(shapeOf(program, module, S.valueA(summary, call)));
  return members.every((member) => {
    if (member.kind === "class") return member.ref.module.origin === "model";
    if (member.kind !== "function") return false;
    const facts = program.state.ask.facts(program.state, member.ref);
    if (facts.formats.length > 0) return true;
    if (member.ref.module.origin !== "model") return isHarmless(program, member.ref);
    return member.self === undefined || isSafeShape(program, member.self);
  });
}

const made: ReadonlySet<number> = new Set([
  Value.Await,
  Value.Call,
  Value.Comprehension,
  Value.Dict,
  Value.Element,
  Value.Entered,
  Value.Formatted,
  Value.List,
  Value.Set,
  Value.Tuple,
  Value.Constant,
]);

/** Whether an object is a local's, made or received in this very call, or a part of such. */
function isMadeHere(summary: Module["summary"], value: number, depth = 0): boolean {
  if (depth > 8) return false;
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Attribute || kind === Value.Subscript)
    return isMadeHere(summary, S.valueA(summary, value), depth + 1);
  if (kind !== Value.Reaching) return made.has(kind);
  return S.listItems(summary, S.valueA(summary, value)).every((binding) => {
    const bound = S.bindingColumn(summary, binding, S.BindingValue);
    return made.has(S.valueKindOf(summary, bound));
  });
}
