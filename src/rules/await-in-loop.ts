import { isAsync } from "../program/call.ts";
import { flowOf, nodesIn, sitesBetween } from "../program/flow.ts";
import type { LoopNode } from "../program/flow.ts";
import { independentWait } from "../program/independence.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { methodCalled, suspends } from "../program/suspension.ts";
import { shownName } from "../program/unawaited.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { gatherHelp } from "./gather-help.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const awaitInLoop: Rule = {
  code: "AIO303",
  name: "await-in-loop",
  summary: "A loop awaits the same call for each element, though no round needs another",
  severity: "warning",
  isOffByDefault: true,
  aliases: [],
  since: "0.2.0",
  category: "tasks",
  serves: ["gather", "create-task"],
  check: (program, report) => {
    const reportFinding = createReporter(awaitInLoop, report);
    for (const module of program.modules) {
      for (let fn = 1; fn < S.functionCount(module.summary); fn++) {
        const ref = functionRef(program.state, module, fn);
        if (!isAsync(ref)) continue;
        for (const call of [...callsInLoops(program, ref), ...callsInComprehensions(program, ref)]) {
          const callee = shapeOf(program, module, S.valueA(module.summary, call));
          const name = callee.kind === "function" ? shownName(program, callee) : "the call";
          reportFinding({
            ref,
            at: S.valueC(module.summary, call),
            message: `\`${name}\` is awaited in each round of a loop, one after the other`,
            why: "Each round waits until the one before it has been answered: the loop takes as long as all of them together, not as long as the slowest",
            help: gatherHelp(module),
            subject: name,
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
    const call = onlyAwaitedCall(ref, node);
    if (call < 0) continue;
    const iterable = S.flowColumn(summary, node.row, S.FlowB);
    if (independentWait(program, module, call, (value) => isElementOf(summary, value, iterable, 0)) !== undefined)
      yield call;
  }
}

/** Methods that keep a result in a local collection. */
const keepers: ReadonlySet<string> = new Set(["append", "add", "extend", "update"]);

/** The awaited call of a loop's body, when it is the only thing that happens there; or -1. */
function onlyAwaitedCall(ref: FunctionRef, node: LoopNode): number {
  const { module } = ref;
  const { summary } = module;
  if (!node.body.every(({ kind }) => kind === "bind" || kind === "use") || node.orElse.length > 0) return -1;
  let call = -1;
  for (const site of sitesBetween(ref, node.row, node.endRow)) {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if (kind === Site.Attribute || kind === Site.Formatted || kind === Site.SubscriptStore) continue;
    if (suspends(module, site)) {
      if (call >= 0 || kind !== Site.Call) return -1;
      call = S.siteColumn(summary, site, S.SiteValue);
    } else if (!keepers.has(methodCalled(module, site))) return -1;
  }
  return call;
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
    if (independentWait(program, module, call, (value) => isComprehended(summary, value, 0)) !== undefined) yield call;
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
  if (kind === Value.Element) return true;
  if (kind === Value.Unpack || kind === Value.Attribute || kind === Value.Subscript)
    return isComprehended(summary, S.valueA(summary, value), depth + 1);
  if (kind !== Value.Symbol) return false;
  const binding = S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding);
  if (binding < 0 || S.bindingColumn(summary, binding, S.BindingNext) >= 0) return false;
  return isComprehended(summary, S.bindingColumn(summary, binding, S.BindingValue), depth + 1);
}
