import { say } from "../language/say.ts";
import { isAsync, isGenerator } from "../program/call.ts";
import { flowOf, nodesIn, sitesBetween } from "../program/flow.ts";
import type { LoopNode } from "../program/flow.ts";
import { independentWait } from "../program/independence.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { methodCalled, suspends } from "../program/suspension.ts";
import { shownName } from "../program/unawaited.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { gatherHelp, gatherRepairs } from "./gather-help.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const awaitInLoop: Rule = {
  code: "AIO303",
  name: "await-in-loop",
  summary: "A loop awaits the same call for each element, though no round needs another",
  severity: "warning",
  isOffByDefault: true,
  aliases: [],
  since: "0.1.0",
  category: "tasks",
  serves: ["gather", "create-task"],
  check: (program, report) => {
    const reportFinding = createReporter(awaitInLoop, report);
    for (const module of program.modules) {
      for (let fn = 1; fn < S.functionCount(module.summary); fn++) {
        const ref = functionRef(program.state, module, fn);
        if (!isAsync(ref) || isGenerator(ref)) continue;
        for (const call of [...callsInLoops(program, ref), ...callsInComprehensions(program, ref)]) {
          const callee = shapeOf(program, module, S.valueA(module.summary, call));
          const name = callee.kind === "function" ? shownName(program, callee) : "the call";
          reportFinding({
            ref,
            at: S.valueC(module.summary, call),
            message: say`\`${name}\` is awaited in each round of a loop, one after the other`,
            why: say`Each round waits until the one before it has been answered: the loop takes as long as all of them together, not as long as the slowest`,
            help: gatherHelp(module),
            subject: name,
            repairs: gatherRepairs(program, module, [S.valueC(module.summary, call)], true),
          });
        }
      }
    }
  },
};

/** `for x in xs: await f(x)`: the one thing the body does, but for keeping the result. */
function* callsInLoops(program: Program, ref: FunctionRef): Generator<number> {
  const { module } = ref;
  const { summary } = module;
  for (const [node] of nodesIn(flowOf(ref))) {
    if (node.kind !== "loop" || S.flowColumn(summary, node.row, S.FlowA) !== Flow.ForLoop) continue;
    const iterable = S.flowColumn(summary, node.row, S.FlowB);
    const body = onlyAwaitedCall(ref, node);
    if (body === undefined || isMadeOnTheWay(program, module, iterable)) continue;
    const { call, kept } = body;
    const isOwn = (value: number): boolean => isElementOf(summary, value, iterable, 0);
    if (!isForEach(summary, call, isOwn) || needsRoundBefore(summary, call, kept)) continue;
    // What is awaited for its effect alone may have to keep its place, unless each round has an object of its own.
    if (body.isInVain && !isOwn(receiverOf(summary, call))) continue;
    if (independentWait(program, module, call, isOwn) !== undefined) yield call;
  }
}

/** A generator may make the next element when the one before is done with. */
function isMadeOnTheWay(program: Program, module: Module, iterable: number): boolean {
  return membersOf(shapeOf(program, module, iterable)).some(({ kind }) => kind === "generator");
}

/** The object of `object.method(…)`, or 0 (unknown). */
function receiverOf(summary: Module["summary"], call: number): number {
  const callee = S.valueA(summary, call);
  return S.valueKindOf(summary, callee) === Value.Attribute ? S.valueA(summary, callee) : 0;
}

/** Whether the call has to do with the element: else it asks the same thing again and again, until something happens. */
function isForEach(summary: Module["summary"], call: number, isOwn: (value: number) => boolean): boolean {
  const visit = (value: number, depth: number): boolean => {
    if (isOwn(value)) return true;
    if (depth > 6) return false;
    const parts =
      S.valueKindOf(summary, value) === Value.Formatted
        ? [...S.listItems(summary, S.valueA(summary, value))]
        : operandsOf(summary, value);
    return parts.some((part) => visit(part, depth + 1));
  };
  return operandsOf(summary, call).some((value) => visit(value, 0));
}

/** Whether an argument is made of what the call gave in a round before, or is what the body stores that in. */
function needsRoundBefore(summary: Module["summary"], call: number, kept: readonly number[]): boolean {
  const seen = new Set<number>();
  const symbols = new Set(kept.map((value) => symbolOf(summary, value)).filter((symbol) => symbol >= 0));
  const visit = (value: number): boolean => {
    if (value === call || symbols.has(symbolOf(summary, value))) return true;
    if (seen.has(value)) return false;
    seen.add(value);
    const kind = S.valueKindOf(summary, value);
    const a = S.valueA(summary, value);
    if (kind === Value.Reaching)
      return S.listItems(summary, a).some((binding) => visit(S.bindingColumn(summary, binding, S.BindingValue)));
    if (kind === Value.Symbol) return bindingsOf(summary, a).some(visit);
    const parts =
      kind === Value.Formatted || kind === Value.Union ? [...S.listItems(summary, a)] : operandsOf(summary, value);
    return parts.some(visit);
  };
  return operandsOf(summary, call).some(visit);
}

function bindingsOf(summary: Module["summary"], symbol: number): number[] {
  const found: number[] = [];
  let binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  for (; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext))
    found.push(S.bindingColumn(summary, binding, S.BindingValue));
  return found;
}

/** The variable a value is read from, or -1. */
function symbolOf(summary: Module["summary"], value: number): number {
  switch (S.valueKindOf(summary, value)) {
    case Value.Reaching:
      return S.valueB(summary, value);
    case Value.Symbol:
      return S.valueA(summary, value);
    case Value.Attribute:
    case Value.Subscript:
      return symbolOf(summary, S.valueA(summary, value));
    default:
      return -1;
  }
}

/** Methods that keep a result in a local collection. */
const keepers: ReadonlySet<string> = new Set(["append", "add", "extend", "update"]);

interface Body {
  readonly call: number;
  /** Nobody uses what the call gives. */
  readonly isInVain: boolean;
  /** Collections that results are kept in. */
  readonly kept: readonly number[];
}

/** The awaited call of a loop's body, when it is the only thing that happens there. */
function onlyAwaitedCall(ref: FunctionRef, node: LoopNode): Body | undefined {
  const { module } = ref;
  const { summary } = module;
  if (!node.body.every(({ kind }) => kind === "bind" || kind === "use") || node.orElse.length > 0) return undefined;
  let call = -1;
  let isInVain = false;
  const kept: number[] = [];
  for (const site of sitesBetween(ref, node.row, node.endRow)) {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (kind === Site.Attribute || kind === Site.Formatted) continue;
    if (kind === Site.SubscriptStore) kept.push(S.valueA(summary, value));
    else if (suspends(module, site)) {
      if (call >= 0 || kind !== Site.Call) return undefined;
      call = value;
      isInVain = (S.siteColumn(summary, site, S.SiteFlags) & Site.IsAwaitedInVain) !== 0;
    } else if (keepers.has(methodCalled(module, site))) kept.push(receiverOf(summary, value));
    else return undefined;
  }
  return call < 0 ? undefined : { call, isInVain, kept };
}

/** Whether a value is the loop's own element, or a part of it. */
function isElementOf(summary: Module["summary"], value: number, iterable: number, depth: number): boolean {
  if (depth > 8) return false;
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Element) return S.valueA(summary, value) === iterable;
  if (kind === Value.Unpack || kind === Value.Attribute || kind === Value.Subscript)
    return isElementOf(summary, S.valueA(summary, value), iterable, depth + 1);
  if (kind !== Value.Reaching) return false;
  const bindings = S.listItems(summary, S.valueA(summary, value));
  return bindings.every((binding) =>
    isElementOf(summary, S.bindingColumn(summary, binding, S.BindingValue), iterable, depth + 1),
  );
}

/** `[await f(x) for x in xs]` */
function* callsInComprehensions(program: Program, ref: FunctionRef): Generator<number> {
  const { module } = ref;
  const { summary } = module;
  const awaited = awaitedInComprehensions(summary);
  if (awaited.size === 0) return;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const call = S.siteColumn(summary, site, S.SiteValue);
    if (!awaited.has(call) || S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const isOwn = (value: number): boolean => isComprehended(summary, value, 0);
    if (isForEach(summary, call, isOwn) && independentWait(program, module, call, isOwn) !== undefined) yield call;
  }
}

const known = new WeakMap<Module["summary"], ReadonlySet<number>>();

function awaitedInComprehensions(summary: Module["summary"]): ReadonlySet<number> {
  let found = known.get(summary);
  if (found !== undefined) return found;
  const calls = new Set<number>();
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    if (S.valueKindOf(summary, value) !== Value.Comprehension) continue;
    const element = S.valueA(summary, value);
    if (S.valueKindOf(summary, element) !== Value.Await) continue;
    const call = S.valueA(summary, element);
    if (S.valueKindOf(summary, call) === Value.Call) calls.add(call);
  }
  found = calls;
  known.set(summary, found);
  return found;
}

/** The variable of a comprehension, which has one binding: an element. */
function isComprehended(summary: Module["summary"], value: number, depth: number): boolean {
  if (depth > 8) return false;
  const kind = S.valueKindOf(summary, value);
  // What `async for` gives comes when it comes.
  if (kind === Value.Element) return S.valueC(summary, value) !== 1;
  if (kind === Value.Unpack || kind === Value.Attribute || kind === Value.Subscript)
    return isComprehended(summary, S.valueA(summary, value), depth + 1);
  if (kind !== Value.Symbol) return false;
  const binding = S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding);
  if (binding < 0 || S.bindingColumn(summary, binding, S.BindingNext) >= 0) return false;
  return isComprehended(summary, S.bindingColumn(summary, binding, S.BindingValue), depth + 1);
}
