/**
 * Which awaited calls may just as well run at the same time: they wait for something outside, and touch nothing that the
 * others touch. Whatever is not known to be harmless is taken to matter.
 */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync, isGenerator } from "./call.ts";
import type { BlockingKind } from "./facts.ts";
import { givenTo } from "./given.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { instanceShape, membersOf } from "./shape.ts";
import type { ClassRef, FunctionRef, FunctionShape, Module, Shape } from "./shape.ts";
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
 * What an awaited call waits for, when it may run at the same time as others like it, in any order: its callee is known,
 * changes nothing that outlives it, and gets nothing that two tasks may not use at once. Undefined when any of this is not
 * sure.
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
  const isOfModel = callee.ref.module.origin === "model";
  if (receiver >= 0 && callee.self !== undefined) given.push(receiver);
  // What a function of the project does with its arguments is read.
  const isShareable = given.every(
    (value) =>
      isOwn(value) || isSafe(program, module, value, isOwn, 0) || (!isOfModel && isRead(program, module, value)),
  );
  if (!isShareable) return undefined;
  const isHarmlessCall = isOfModel
    ? changesNothing(program, module, call, callee) || (receiver >= 0 && isOwn(receiver))
    : isAsync(callee.ref) && !isGenerator(callee.ref) && isHarmless(program, callee.ref);
  return isHarmlessCall ? waitOf(program, callee, shapeOf(program, module, call)) : undefined;
}

/** An object of the project, or a collection: harmless as long as it is only looked at. */
function isRead(program: Program, module: Module, value: number): boolean {
  return membersOf(shapeOf(program, module, value)).every((member) => {
    if (member.kind === "container" || isSafeShape(program, member)) return true;
    return member.kind === "instance" && member.ref.module.origin === "project";
  });
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
    case "instance":
      return isImmutable(shape) || isConcurrent(program, shape);
    default:
      return false;
  }
}

/** A text, a number…: none of its methods changes anything. */
function isImmutable(shape: Shape): boolean {
  if (shape.kind === "literal") return true;
  if (shape.kind !== "instance" || shape.ref.module.name !== "builtins") return false;
  const { summary } = shape.ref.module;
  return immutableTypes.has(S.stringAt(summary, S.classColumn(summary, shape.ref.index, S.ClassName)));
}

function isConcurrent(program: Program, shape: Shape): boolean {
  if (shape.kind !== "instance") return false;
  const { state } = program;
  return state.ask.mro(state, shape.ref).some((cls) => state.ask.classFacts(state, cls).isConcurrent);
}

/** Whether a function of a model changes nothing, by its word; one that is given SQL, by the SQL. */
function changesNothing(program: Program, module: Module, call: number, fn: FunctionShape): boolean {
  const { isRead: reads, query } = program.state.ask.facts(program.state, fn.ref);
  if (!reads) return false;
  if (query === "") return true;
  const texts = givenTo(program, module, call, fn, [query]);
  return texts.length === 1 && texts.every(({ shape }) => shape.kind === "literal" && onlyAsks(shape.text));
}

const asking = /^[\s(]*(?:select|show|table|values)\b|^(?:get|head|options)$/i;
const changing = /;\s*\S|\b(?:into|nextval|setval|pg_notify)\b|_lock\b|\bfor\s+(?:no\s+key\s+)?(?:update|share|key)\b/i;

/** Whether SQL is a question that changes and locks nothing, or the method of a request is one that only asks. */
function onlyAsks(sql: string): boolean {
  return asking.test(sql) && !changing.test(sql);
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
  // Who sleeps between questions spares somebody.
  const isPaced = found.has("sleep") && found.size > 1;
  const worst = isPaced ? undefined : outsideKinds.find((kind) => found.has(kind));
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
    case Site.AttributeDelete: {
      const owner = S.valueA(summary, value);
      return isMadeHere(program, module, owner, 0) || (isConstructor(ref) && isFirstParameter(summary, owner));
    }
    case Site.SubscriptStore:
    case Site.SubscriptDelete:
      return isMadeHere(program, module, S.valueA(summary, value), 0);
    case Site.AsyncWith:
    case Site.With:
      return (
        S.valueKindOf(summary, value) === Value.Call && isHarmlessContext(program, shapeOf(program, module, value))
      );
    case Site.AsyncFor:
      return S.valueKindOf(summary, value) === Value.Call;
    case Site.Await:
      return false;
    case Site.Call:
      return isHarmlessCall(program, ref, value);
    default:
      return true;
  }
}

/** What a library gives to be entered, unless it is held while others wait: a lock, semaphore or limiter. */
function isHarmlessContext(program: Program, shape: Shape): boolean {
  const { state } = program;
  return membersOf(shape).every((member) => {
    if (member.kind === "coroutine") return member.fn.ref.module.origin === "model";
    if (member.kind !== "instance" || member.ref.module.origin !== "model") return false;
    if (state.ask.mro(state, member.ref).some((cls) => state.ask.classFacts(state, cls).isThreadLock)) return false;
    const enter = state.ask.attribute(state, member, "__aenter__");
    return enter.kind !== "function" || waitsOf(state, enter.ref) !== "lock";
  });
}

function isHarmlessCall(program: Program, ref: FunctionRef, call: number): boolean {
  const { module } = ref;
  const { summary } = module;
  const { state } = program;
  const receiver = receiverOf(module, call);
  const isOwn = receiver >= 0 && isMadeHere(program, module, receiver, 0);
  const members = membersOf(shapeOf(program, module, S.valueA(summary, call)));
  if (isConstructor(ref) && (isSuper(summary, call) || isSuper(summary, receiver)))
    return members.every((member) => {
      const isOfProject = member.kind === "function" && member.ref.module.origin !== "model";
      return !isOfProject || isHarmless(program, member.ref);
    });
  return members.every((member) => {
    if (member.kind === "class") return isHarmlessConstructor(program, member.ref);
    if (member.kind !== "function") return isOwn;
    const facts = state.ask.facts(state, member.ref);
    if (facts.formats.length > 0) return true;
    if (member.ref.module.origin !== "model") return isHarmless(program, member.ref);
    if (waitsOutside(program, member, shapeOf(program, module, call)))
      return changesNothing(program, module, call, member) && (isOwn || isUsedBySeveral(program, member));
    if (isOwn || member.self !== undefined) return isOwn || isUsedBySeveral(program, member);
    const given = S.listItems(summary, S.valueB(summary, call)).filter((_, index) => index % 2 === 1);
    return (
      facts.blocks === undefined && (!changers.test(nameOf(member)) || isMadeHere(program, module, given[0] ?? 0, 0))
    );
  });
}

/** Whether making an object changes nothing else; what a constructor sets is the new object's. */
function isHarmlessConstructor(program: Program, cls: ClassRef): boolean {
  if (cls.module.origin === "model") return true;
  const { state } = program;
  const init = state.ask.attribute(state, instanceShape(state.shapes, cls), "__init__");
  return init.kind !== "function" || init.ref.module.origin === "model" || isHarmless(program, init.ref);
}

function isConstructor(ref: FunctionRef): boolean {
  const { summary } = ref.module;
  return S.stringAt(summary, S.functionColumn(summary, ref.index, S.FunctionName)) === "__init__";
}

/** `super()` */
function isSuper(summary: Module["summary"], call: number): boolean {
  if (call < 0 || S.valueKindOf(summary, call) !== Value.Call) return false;
  const callee = S.valueA(summary, call);
  return S.valueKindOf(summary, callee) === Value.Builtin && S.stringAt(summary, S.valueA(summary, callee)) === "super";
}

function isFirstParameter(summary: Module["summary"], value: number): boolean {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Parameter) return S.valueB(summary, value) === 0;
  if (kind !== Value.Reaching) return false;
  const bindings = S.listItems(summary, S.valueA(summary, value));
  return bindings.every((binding) => isFirstParameter(summary, S.bindingColumn(summary, binding, S.BindingValue)));
}

/** Functions of the language that change what they are given. */
const changers = /^(?:next|anext|setattr|delattr|shuffle|heap|insort|exec|eval)/;

function nameOf({ ref }: FunctionShape): string {
  return S.stringAt(ref.module.summary, S.functionColumn(ref.module.summary, ref.index, S.FunctionName));
}

function isUsedBySeveral(program: Program, { self }: FunctionShape): boolean {
  return self === undefined || isSafeShape(program, self);
}

/** Whether a function of a model waits for somebody else, who may be changed by it. */
function waitsOutside(program: Program, fn: FunctionShape, result: Shape): boolean {
  const { state } = program;
  const own = waitsOf(state, fn.ref);
  const ofResult = result.kind === "instance" ? state.ask.classFacts(state, result.ref).waits : undefined;
  const wait = isAsync(fn.ref) ? own : ofResult;
  return wait !== undefined && wait !== "sleep" && outsideKinds.includes(wait);
}

/** Whether an object is made or received in this very call, so that nobody else has it, or cannot be changed. */
function isMadeHere(program: Program, module: Module, value: number, depth: number): boolean {
  const { summary } = module;
  if (depth > 8) return false;
  const isMade = (part: number): boolean => isMadeHere(program, module, part, depth + 1);
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Comprehension:
    case Value.Dict:
    case Value.Formatted:
    case Value.List:
    case Value.Set:
    case Value.Tuple:
    case Value.Constant:
      return true;
    case Value.Attribute:
    case Value.Await:
    case Value.Element:
    case Value.Entered:
    case Value.Subscript:
    case Value.Unpack:
      return !displays.has(S.valueKindOf(summary, a)) && isMade(a);
    case Value.Call:
      return isNew(program, module, value, isMade);
    case Value.Reaching:
      return S.listItems(summary, a).every((binding) => isMade(S.bindingColumn(summary, binding, S.BindingValue)));
    default:
      return membersOf(shapeOf(program, module, value)).every(isImmutable);
  }
}

/** Collections made here may hold what others have, too. */
const displays: ReadonlySet<number> = new Set([Value.Comprehension, Value.Dict, Value.List, Value.Set, Value.Tuple]);

/** Whether a call gives a new object: it makes one, asks for one outside, or asks one that is new itself. */
function isNew(program: Program, module: Module, call: number, isMade: (value: number) => boolean): boolean {
  const receiver = receiverOf(module, call);
  return membersOf(shapeOf(program, module, S.valueA(module.summary, call))).every((member) => {
    if (member.kind === "class") return true;
    if (member.kind === "function" && member.ref.module.origin === "model") {
      if (member.self === undefined) return true;
      return waitsOutside(program, member, shapeOf(program, module, call)) || (receiver >= 0 && isMade(receiver));
    }
    return receiver >= 0 && isMade(receiver);
  });
}
