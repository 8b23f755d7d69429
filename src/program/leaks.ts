/**
 * What becomes of the value a local is bound to: whether every way out of the function passes a use that settles it
 * (an `await`, a `close()`, giving it away), or some way leaves it behind.
 */
import type { TraceHop } from "../diagnostics/diagnostic.ts";
import { say } from "../language/say.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import type { Block, BranchNode, FlowNode, LoopNode, TryNode } from "./flow.ts";
import { flowOf, hasBreak, sitesBetween } from "./flow.ts";
import { qualifiedName } from "./names.ts";
import type { FunctionRef } from "./shape.ts";
import { locationOf, siteLocation } from "./trace.ts";

/** What a use does: `settles` ends the responsibility of this function, `keeps` leaves it. */
export type UseEffect = "settles" | "keeps";

export interface Leak {
  /** Row of the flow where the value is left behind (`return`, `raise`, a new binding), or -1: the end of the function. */
  readonly row: number;
  readonly how: "end" | "return" | "raise" | "rebound";
  /** No way out settles it. */
  readonly isAlways: boolean;
  /** The way may not exist: it depends on conditions that may go together. */
  readonly isLikely: boolean;
}

/** A way on which the value is alive and nobody has settled it: how many skipped chances to settle it lie behind. */
interface Live {
  readonly skipped: number;
  readonly isCorrelated: boolean;
}

type State = Live | undefined;

/** Where control may go after a block. */
interface Outcome {
  fall: State;
  /** The end of the block can be reached at all. */
  falls: boolean;
  breaks: State;
  continues: State;
  /** What holds at some call of the block, which may raise: what a handler around it sees. */
  any: State;
}

interface Walk {
  readonly ref: FunctionRef;
  readonly symbol: number;
  readonly bindRow: number;
  readonly effectOf: (use: number, attribute: number, row: number) => UseEffect;
  readonly endsAt: (site: number) => boolean;
  readonly leaks: { row: number; how: Leak["how"]; state: Live }[];
  settled: boolean;
  /** Exits found inside a `try` with a `finally` wait here until that has run. */
  exits: { row: number; how: Leak["how"]; state: State }[];
}

/**
 * The first way on which what the row binds is left behind; undefined when there is none, or when the local is read in ways
 * that are not recorded (a nested function, an earlier round of a loop).
 */
export function findLeak(
  ref: FunctionRef,
  bindRow: number,
  effectOf: (use: number, attribute: number, row: number) => UseEffect,
  endsAt: (site: number) => boolean = () => false,
): Leak | undefined {
  const { summary } = ref.module;
  const symbol = S.flowColumn(summary, bindRow, S.FlowA);
  if (!areAllUsesKnown(ref, symbol)) return undefined;
  const walk: Walk = { ref, symbol, bindRow, effectOf, endsAt, leaks: [], settled: false, exits: [] };
  const outcome = walkBlock(walk, flowOf(ref), undefined);
  for (const exit of walk.exits) if (exit.state !== undefined) walk.leaks.push({ ...exit, state: exit.state });
  if (outcome.fall !== undefined) walk.leaks.push({ row: -1, how: "end", state: outcome.fall });
  const best = walk.leaks.toSorted((left, right) => doubtOf(left.state) - doubtOf(right.state))[0];
  if (best === undefined) return undefined;
  return { row: best.row, how: best.how, isAlways: !walk.settled, isLikely: walk.settled && doubtOf(best.state) > 1 };
}

function doubtOf(state: Live): number {
  return state.skipped + (state.isCorrelated ? 2 : 0);
}

/** Whether every read of the local has a row: reads by nested functions and before its first call have none. */
function areAllUsesKnown(ref: FunctionRef, symbol: number): boolean {
  const { summary } = ref.module;
  const flags = S.symbolColumn(summary, symbol, S.SymbolFlags);
  if ((flags & S.SymbolIsShared) !== 0 || readsAllLocals(ref)) return false;
  const first = S.functionColumn(summary, ref.index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  let reads = 0;
  for (let row = first; row < end; row++)
    if (S.flowColumn(summary, row, S.FlowKind) === Flow.Use && S.flowColumn(summary, row, S.FlowA) === symbol) reads++;
  return reads === flags >> S.SymbolReadShift;
}

/** `locals()`, `exec(…)` and their like read what they please. */
function readsAllLocals(ref: FunctionRef): boolean {
  const { summary } = ref.module;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
    const isBuiltin = S.valueKindOf(summary, callee) === Value.Builtin;
    if (isBuiltin && localReaders.has(S.stringAt(summary, S.valueA(summary, callee)))) return true;
  }
  return false;
}

const localReaders: ReadonlySet<string> = new Set(["locals", "vars", "eval", "exec"]);

function merge(left: State, right: State): State {
  if (left === undefined || right === undefined) return left ?? right;
  return doubtOf(left) <= doubtOf(right) ? left : right;
}

/** `opener`: the row before the block's first; it tells which calls an empty block makes. */
function walkBlock(walk: Walk, block: Block, start: State, opener = (block[0]?.row ?? 0) - 1): Outcome {
  const outcome: Outcome = { fall: start, falls: true, breaks: undefined, continues: undefined, any: undefined };
  let last = opener;
  for (const node of block) {
    walkCalls(walk, outcome, last);
    if (!outcome.falls) return outcome;
    walkNode(walk, node, outcome);
    if (!outcome.falls) return outcome;
    last = "endRow" in node ? node.endRow : node.row;
  }
  walkCalls(walk, outcome, last);
  return outcome;
}

/** What runs between a row of the function and the next one, while the value is alive, may raise, or never come back. */
function walkCalls({ ref, endsAt }: Walk, outcome: Outcome, row: number): void {
  const { summary } = ref.module;
  const first = S.functionColumn(summary, ref.index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  if (outcome.fall === undefined || row < first || row + 1 >= end) return;
  const sites = sitesBetween(ref, row, row + 1);
  const mayRaise = sites.some((site) => raisingSites.has(S.siteColumn(summary, site, S.SiteKind)));
  if (mayRaise) outcome.any = merge(outcome.any, outcome.fall);
  if (sites.some(endsAt)) stop(outcome);
}

const raisingSites: ReadonlySet<number> = new Set([
  Site.Call,
  Site.With,
  Site.AsyncWith,
  Site.For,
  Site.AsyncFor,
  Site.Await,
]);

function walkNode(walk: Walk, node: FlowNode, outcome: Outcome): void {
  switch (node.kind) {
    case "noted":
      return;
    case "bind":
      return walkBind(walk, node.row, outcome);
    case "use":
      return walkUse(walk, node.row, outcome);
    case "return":
    case "raise":
      walk.exits.push({ row: node.row, how: node.kind, state: outcome.fall });
      return stop(outcome);
    case "break":
      outcome.breaks = merge(outcome.breaks, outcome.fall);
      return stop(outcome);
    case "continue":
      outcome.continues = merge(outcome.continues, outcome.fall);
      return stop(outcome);
    case "branch":
      return walkBranch(walk, node, outcome);
    case "loop":
      return walkLoop(walk, node, outcome);
    case "try":
      return walkTry(walk, node, outcome);
    case "with":
      return absorb(outcome, walkBlock(walk, node.body, outcome.fall, node.row));
  }
}

function stop(outcome: Outcome): void {
  outcome.fall = undefined;
  outcome.falls = false;
}

/** Goes on with what a block inside gave. */
function absorb(outcome: Outcome, inner: Outcome): void {
  outcome.fall = inner.fall;
  outcome.falls = inner.falls;
  outcome.breaks = merge(outcome.breaks, inner.breaks);
  outcome.continues = merge(outcome.continues, inner.continues);
  outcome.any = merge(outcome.any, inner.any);
}

function walkBind(walk: Walk, row: number, outcome: Outcome): void {
  const { summary } = walk.ref.module;
  if (S.flowColumn(summary, row, S.FlowA) !== walk.symbol) return;
  if (outcome.fall !== undefined) walk.leaks.push({ row, how: "rebound", state: outcome.fall });
  outcome.fall = row === walk.bindRow ? { skipped: 0, isCorrelated: false } : undefined;
}

function walkUse(walk: Walk, row: number, outcome: Outcome): void {
  const { summary } = walk.ref.module;
  if (outcome.fall === undefined || S.flowColumn(summary, row, S.FlowA) !== walk.symbol) return;
  const use = S.flowColumn(summary, row, S.FlowB);
  if (walk.effectOf(use, S.flowColumn(summary, row, S.FlowC), row) === "keeps") return;
  outcome.fall = undefined;
  walk.settled = true;
}

function walkBranch(walk: Walk, node: BranchNode, outcome: Outcome): void {
  const { summary } = walk.ref.module;
  const before = outcome.fall;
  const isAsked = S.flowColumn(summary, node.row, S.FlowA) === walk.symbol;
  const bodyIsTruthy = S.flowColumn(summary, node.row, S.FlowB) === 1;
  // Where the local shows to be None it does not hold the value.
  const starts = node.branches.map((_, index) => (isAsked && (index === 0) !== bodyIsTruthy ? undefined : before));
  const wasSettled = walk.settled;
  walk.settled = false;
  const outcomes = node.branches.map((block, index) => walkBlock(walk, block, starts[index], node.openRows[index]));
  // Settled in a branch, be it one that leaves the function.
  const isSettledSomewhere = before !== undefined && !isAsked && walk.settled;
  walk.settled ||= wasSettled;
  const skip = isAsked && bodyIsTruthy ? undefined : before;
  const ways: { state: State; falls: boolean }[] = outcomes.map(({ fall, falls }) => ({ state: fall, falls }));
  if (!node.isExhaustive) ways.push({ state: skip, falls: true });
  const open = ways.filter(({ falls }) => falls);
  const isBoundHere = before === undefined && open.some(({ state }) => state !== undefined);
  let fall = open.map(({ state }) => state).reduce(merge, undefined);
  if (fall !== undefined && isSettledSomewhere) fall = { ...fall, skipped: fall.skipped + 1 };
  // Bound on one way only: what follows may ask the same question again.
  if (fall !== undefined && isBoundHere && open.length > 1) fall = { ...fall, isCorrelated: true };
  outcome.fall = fall;
  outcome.falls = open.length > 0;
  for (const { breaks, continues, any } of outcomes) {
    outcome.breaks = merge(outcome.breaks, breaks);
    outcome.continues = merge(outcome.continues, continues);
    outcome.any = merge(outcome.any, any);
  }
}

function walkLoop(walk: Walk, node: LoopNode, outcome: Outcome): void {
  const before = outcome.fall;
  const exits = [...walk.exits];
  const leakCount = walk.leaks.length;
  const first = walkBlock(walk, node.body, before, node.row);
  // A second round, with what the first leaves behind.
  walk.exits = exits;
  walk.leaks.length = leakCount;
  const wasSettled = walk.settled;
  walk.settled = false;
  const body = walkBlock(walk, node.body, merge(before, merge(first.fall, first.continues)), node.row);
  // A round that settles it and leaves the loop may be sure to come: a search that always finds.
  const isSearch = walk.settled && before !== undefined;
  walk.settled ||= wasSettled;
  const rounds = merge(body.fall, body.continues);
  const through = isSearch ? doubted(rounds) : rounds;
  // Whether the loop runs at all is one more thing nobody knows.
  const skipped = isSearch || through === undefined ? doubted(before) : before;
  const orElse = walkBlock(walk, node.orElse, node.isEndless ? undefined : merge(through, skipped));
  outcome.fall = merge(orElse.fall, body.breaks);
  outcome.falls = (!node.isEndless && orElse.falls) || hasBreak(node.body);
  outcome.breaks = merge(outcome.breaks, orElse.breaks);
  outcome.continues = merge(outcome.continues, orElse.continues);
  outcome.any = merge(outcome.any, merge(body.any, orElse.any));
}

/** A way that may well not exist. */
function doubted(state: State): State {
  return state === undefined ? undefined : { ...state, skipped: state.skipped + 2 };
}

function walkTry(walk: Walk, node: TryNode, outcome: Outcome): void {
  const before = outcome.fall;
  const outside = walk.exits;
  walk.exits = [];
  const body = walkBlock(walk, node.body, before, node.row);
  const inner: Outcome = { ...body };
  if (node.orElse.length > 0 && body.falls) absorb(inner, walkBlock(walk, node.orElse, body.fall));
  if (node.handlers.length > 0) {
    // What the body raises by a statement surely comes to a handler; calls that raise are a guess.
    const raised = walk.exits.filter(({ how }) => how === "raise").map(({ state }) => state);
    walk.exits = walk.exits.filter(({ how }) => how !== "raise");
    const guessed = before !== undefined && body.fall !== undefined ? before : doubted(body.any);
    const start = [...raised, guessed].reduce(merge, undefined);
    for (const handler of node.handlers) absorbBeside(inner, walkBlock(walk, handler.body, start, handler.row));
  }
  if (node.hasFinally) runFinally(walk, node, inner);
  walk.exits = [...outside, ...walk.exits];
  absorb(outcome, inner);
}

/** Adds what a block beside the others gave. */
function absorbBeside(outcome: Outcome, beside: Outcome): void {
  outcome.fall = merge(outcome.fall, beside.fall);
  outcome.falls ||= beside.falls;
  outcome.breaks = merge(outcome.breaks, beside.breaks);
  outcome.continues = merge(outcome.continues, beside.continues);
  outcome.any = merge(outcome.any, beside.any);
}

/** Every way out of the `try` passes the `finally`. */
function runFinally(walk: Walk, node: TryNode, inner: Outcome): void {
  const exits = walk.exits;
  walk.exits = [];
  const after = (state: State): State => (state === undefined ? undefined : walkBlock(walk, node.final, state).fall);
  inner.fall = after(inner.fall);
  inner.breaks = after(inner.breaks);
  inner.continues = after(inner.continues);
  const kept = exits.map((exit) => ({ ...exit, state: after(exit.state) }));
  const final = walkBlock(walk, node.final, undefined);
  if (!final.falls) inner.falls = false;
  inner.any = after(inner.any);
  walk.exits = [...walk.exits, ...kept];
}

/** Where a value is left behind, as a sentence goes on. */
export function describeLeak({ how }: Leak): string {
  switch (how) {
    case "return":
      return say`before a \`return\``;
    case "raise":
      return say`before a \`raise\``;
    case "rebound":
      return say`before the name gets another value`;
    case "end":
      return say`on every way to the end of the function`;
  }
}

/** The hops from the call whose result is left behind to the statement that leaves it; none at the end of a function. */
export function leakTrace(ref: FunctionRef, site: number, target: string, leak: Leak): TraceHop[] {
  if (leak.isAlways || (leak.how !== "return" && leak.how !== "raise")) return [];
  const { summary } = ref.module;
  const start = S.flowColumn(summary, leak.row, S.FlowB);
  const end = S.flowColumn(summary, leak.row, S.FlowC);
  const functionName = qualifiedName(ref);
  return [
    { location: siteLocation(ref.module, site), functionName, target },
    { location: locationOf(ref.module, start, end), functionName, target: leak.how },
  ];
}
