/** Which sites the constants at hand rule out: `if wait:` around a call, under a frame that says `wait=False`. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { membersOf } from "./shape.ts";
import type { ClassRef, Frame, FunctionRef, InstanceShape, LiteralShape, Module, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";

/** Whether what is known of names rules out that code under a guard runs. */
export function isRuledOut(state: ProgramState, module: Module, guard: number, frame: Frame | undefined): boolean {
  const { summary } = module;
  for (let current = guard; current >= 0; current = S.guardColumn(summary, current, S.GuardParent)) {
    const mode = S.guardColumn(summary, current, S.GuardMode);
    if (mode === S.GuardInContext) continue;
    const value = S.guardColumn(summary, current, S.GuardValue);
    // Without a frame only the constants of a module decide; a parameter may be anything.
    if (frame === undefined && S.valueKindOf(summary, value) !== Value.Symbol) continue;
    const given = state.ask.evaluate(state, module, value, frame);
    if (given.kind === "unknown" || (frame === undefined && given.kind !== "literal")) continue;
    const operand = S.guardColumn(summary, current, S.GuardOperand);
    const compared = operand < 0 ? undefined : state.ask.evaluate(state, module, operand, undefined);
    if (contradicts(state, given, mode, compared)) return true;
  }
  return false;
}

function contradicts(state: ProgramState, given: Shape, mode: number, compared: Shape | undefined): boolean {
  const answer = answerOf(state, given, mode & ~1, compared);
  if (answer === undefined) return false;
  return (mode & 1) === 0 ? !answer : answer;
}

/** The answer to an even mode's question, or undefined when it cannot be told. */
function answerOf(state: ProgramState, given: Shape, mode: number, compared: Shape | undefined): boolean | undefined {
  switch (mode) {
    case S.GuardTruthy:
      return truthOf(given);
    case S.GuardIsNone:
      if (given.kind === "none") return true;
      return given.kind === "union" ? undefined : false;
    case S.GuardEquals:
      return compared === undefined ? undefined : equals(given, compared);
    case S.GuardIn: {
      if (compared?.kind !== "tuple") return undefined;
      const answers = compared.elements.map((element) => equals(given, element));
      if (answers.includes(true)) return true;
      return answers.includes(undefined) ? undefined : false;
    }
    case S.GuardStartsWith:
    case S.GuardEndsWith: {
      const text = textOf(given);
      const part = compared === undefined ? undefined : textOf(compared);
      if (text === undefined || part === undefined) return undefined;
      return mode === S.GuardStartsWith ? text.startsWith(part) : text.endsWith(part);
    }
    case S.GuardIsCoroutine:
      return isCoroutine(given);
    case S.GuardIsCoroutineFunction:
      if (given.kind !== "function" || given.isLikely) return given.kind === "class" ? false : undefined;
      return isCoroutineFunction(given.ref);
    case S.GuardIsInstance:
      return compared === undefined ? undefined : isInstance(state, given, compared);
    default:
      return undefined;
  }
}

/** What makes a coroutine function of a function: `async def`, and no `yield`. */
function isCoroutineFunction({ module, index }: FunctionRef): boolean {
  const flags = S.functionColumn(module.summary, index, S.FunctionFlags);
  return (flags & (S.FunctionIsAsync | S.FunctionIsGenerator)) === S.FunctionIsAsync;
}

function isCoroutine(given: Shape): boolean | undefined {
  if (given.kind === "coroutine" || given.kind === "awaitable") return true;
  return given.kind === "none" || given.kind === "literal" || given.kind === "container" ? false : undefined;
}

/**
 * Whether code under a guard is a special case nobody can be sure of: what to do if a value turns out to be a coroutine,
 * or a branch behind two comparisons of strings that are not known.
 */
export function isSpecialCase(state: ProgramState, module: Module, guard: number, frame: Frame | undefined): boolean {
  const { summary } = module;
  let comparisons = 0;
  for (let current = guard; current >= 0; current = S.guardColumn(summary, current, S.GuardParent)) {
    const mode = S.guardColumn(summary, current, S.GuardMode);
    const isText = mode === S.GuardEquals || mode === S.GuardStartsWith || mode === S.GuardEndsWith;
    if (!isText && mode !== S.GuardIsCoroutine) continue;
    const operand = S.guardColumn(summary, current, S.GuardOperand);
    const compared = operand < 0 ? undefined : state.ask.evaluate(state, module, operand, undefined);
    if (isText && (compared === undefined || textOf(compared) === undefined)) continue;
    const given = state.ask.evaluate(state, module, S.guardColumn(summary, current, S.GuardValue), frame);
    if (answerOf(state, given, mode, compared) !== undefined) continue;
    comparisons += isText ? 1 : 2;
    if (comparisons > 1) return true;
  }
  return false;
}

function truthOf(given: Shape): boolean | undefined {
  if (given.kind === "none") return false;
  if (given.kind === "function" || given.kind === "class" || given.kind === "module") return true;
  if (given.kind !== "literal") return undefined;
  if (given.constant === Value.ConstantFalse || given.constant === Value.ConstantZero) return false;
  return given.constant === Value.ConstantTrue || given.constant === Value.ConstantNumber ? true : undefined;
}

/** The text of a string constant; undefined where the summary kept none. */
function textOf(shape: Shape): string | undefined {
  return shape.kind === "literal" && shape.constant === Value.ConstantString && shape.text !== ""
    ? shape.text
    : undefined;
}

function equals(given: Shape, compared: Shape): boolean | undefined {
  const text = textOf(given);
  const other = textOf(compared);
  if (text !== undefined && other !== undefined) return text === other;
  const isPlain = (shape: Shape): boolean => shape.kind === "none" || (shape.kind === "literal" && isBoolean(shape));
  if (isPlain(given) && isPlain(compared)) return given === compared;
  // A string is no None and no bool, and the other way round.
  if ((text !== undefined && isPlain(compared)) || (other !== undefined && isPlain(given))) return false;
  return undefined;
}

function isBoolean({ constant }: LiteralShape): boolean {
  return constant === Value.ConstantTrue || constant === Value.ConstantFalse;
}

function isInstance(state: ProgramState, given: Shape, compared: Shape): boolean | undefined {
  const classes = compared.kind === "tuple" ? compared.elements.flatMap(membersOf) : membersOf(compared);
  const refs = classes.map((member) => (member.kind === "class" ? member.ref : undefined));
  if (given.kind === "union" || refs.length === 0) return undefined;
  if (given.kind === "instance") return instanceAnswer(state, given, refs);
  const builtin = given.kind === "literal" ? literalClasses[given.constant] : given.kind === "none" ? [] : undefined;
  if (builtin === undefined || refs.includes(undefined)) return undefined;
  const names = refs.map((ref) => (ref?.module.name === "builtins" ? nameOf(ref) : ""));
  if (names.some((name) => builtin.includes(name))) return true;
  // An abstract class (`Sequence`, `Hashable`) may claim a constant; a class of the builtins or the user does not.
  return refs.every((ref) => ref?.module.name === "builtins" || ref?.module.origin !== "model") ? false : undefined;
}

const literalClasses: Readonly<Record<number, readonly string[]>> = {
  [Value.ConstantTrue]: ["bool", "int", "object"],
  [Value.ConstantFalse]: ["bool", "int", "object"],
  [Value.ConstantString]: ["str", "object"],
  [Value.ConstantBytes]: ["bytes", "object"],
};

function instanceAnswer(
  state: ProgramState,
  given: InstanceShape,
  refs: readonly (ClassRef | undefined)[],
): boolean | undefined {
  const order = state.ask.mro(state, given.ref);
  if (refs.some((ref) => ref !== undefined && order.includes(ref))) return true;
  if (refs.includes(undefined) || given.ref.hasUnknownBase) return undefined;
  return refs.every((ref) => ref?.module.name === "builtins" || ref?.hasUnknownBase === false) ? false : undefined;
}

function nameOf({ module, index }: ClassRef): string {
  return S.stringAt(module.summary, S.classColumn(module.summary, index, S.ClassName));
}

/** Parameters whose constants decide something below a function, by position. */
export interface DecidingParameters {
  /** Some condition in the function asks for them. */
  readonly asked: ReadonlySet<number>;
  /** Handed on as they are: what is called may ask. */
  readonly forwarded: ReadonlySet<number>;
  /** One of those handed on has a constant default. */
  readonly hasForwardedDefault: boolean;
}

const decidingByFunction = new WeakMap<FunctionRef, DecidingParameters>();

export function decidingParameters(ref: FunctionRef): DecidingParameters {
  let deciding = decidingByFunction.get(ref);
  if (deciding === undefined) {
    deciding = findDecidingParameters(ref);
    decidingByFunction.set(ref, deciding);
  }
  return deciding;
}

function findDecidingParameters(ref: FunctionRef): DecidingParameters {
  const { summary } = ref.module;
  const asked = new Set<number>();
  const forwarded = new Set<number>();
  const seen = new Set<number>();
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    let guard = S.siteColumn(summary, site, S.SiteGuard);
    for (; guard >= 0 && !seen.has(guard); guard = S.guardColumn(summary, guard, S.GuardParent)) {
      seen.add(guard);
      if (S.guardColumn(summary, guard, S.GuardMode) !== S.GuardInContext)
        addParameters(ref, S.guardColumn(summary, guard, S.GuardValue), asked);
    }
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (S.valueKindOf(summary, value) !== Value.Call) continue;
    const items = S.listItems(summary, S.valueB(summary, value));
    for (let i = 1; i < items.length; i += 2) addParameters(ref, items[i] ?? 0, forwarded);
  }
  return {
    asked,
    forwarded,
    hasForwardedDefault: [...forwarded].some((position) => hasConstantDefault(ref, position)),
  };
}

function hasConstantDefault(ref: FunctionRef, position: number): boolean {
  const { summary } = ref.module;
  const row = S.functionColumn(summary, ref.index, S.FunctionFirstParameter) + position;
  const fallback = S.parameterColumn(summary, row, S.ParameterDefault);
  return fallback >= 0 && (fallback === 1 || S.valueKindOf(summary, fallback) === Value.Constant);
}

/** Adds the parameters of a function that a name may hold. */
function addParameters(ref: FunctionRef, value: number, found: Set<number>): void {
  const { summary } = ref.module;
  if (S.valueKindOf(summary, value) !== Value.Reaching) return;
  for (const binding of S.listItems(summary, S.valueA(summary, value))) {
    const bound = S.bindingColumn(summary, binding, S.BindingValue);
    if (S.valueKindOf(summary, bound) === Value.Parameter && S.valueA(summary, bound) === ref.index)
      found.add(S.valueB(summary, bound));
  }
}
