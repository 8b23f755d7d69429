/** Whether a client that a function makes outlives it: somebody keeps it, or gets it. */
import { isAsync } from "../program/call.ts";
import { shapeOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";

/** Whether what a call makes is kept for others: in an attribute, a container, a global, or given back. */
export function isKept(
  program: Program,
  { ref, flags, site, value }: Pick<SiteVisit, "ref" | "flags" | "site" | "value">,
): boolean {
  const { module } = ref;
  // What a dependency gives is for one request.
  const isForRequest = program.graph.entries.some((entry) => entry.kind === "dependency" && entry.ref === ref);
  if ((flags & Site.IsReturned) !== 0) return !isForRequest;
  const { summary } = module;
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (S.attributeColumn(summary, row, S.AttributeValue) === value) return true;
  const symbol = S.siteColumn(summary, site, S.SiteExtra) - 1;
  // Bound to a local, or used where it stands.
  if (symbol < 0) return !isUsedAtOnce(ref, value) || (!isForRequest && isYieldedFrom(ref, value));
  if ((S.symbolColumn(summary, symbol, S.SymbolFlags) & S.SymbolIsShared) !== 0) return true;
  return !isForRequest && isGivenAway(program, ref, symbol);
}

/** `with Client() as client: yield client` */
function isYieldedFrom({ module: { summary }, index }: FunctionRef, client: number): boolean {
  return S.listItems(summary, S.functionColumn(summary, index, S.FunctionYields)).some((value) => {
    if (S.valueKindOf(summary, value) !== Value.Reaching) return false;
    return S.listItems(summary, S.valueA(summary, value)).some((binding) => {
      const bound = S.bindingColumn(summary, binding, S.BindingValue);
      return S.valueKindOf(summary, bound) === Value.Entered && S.valueA(summary, bound) === client;
    });
  });
}

/** Entered by `with`, or an argument's receiver: `async with Client() as client`, `Client().get(…)`. */
function isUsedAtOnce({ module: { summary }, index }: FunctionRef, value: number): boolean {
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const used = S.siteColumn(summary, site, S.SiteValue);
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if ((kind === Site.With || kind === Site.AsyncWith) && used === value) return true;
    if (kind !== Site.Call) continue;
    const callee = S.valueA(summary, used);
    if (S.valueKindOf(summary, callee) === Value.Attribute && S.valueA(summary, callee) === value) return true;
  }
  return false;
}

/** A local that is returned, yielded, or stored in something; not one that the function closes itself. */
function isGivenAway(program: Program, ref: FunctionRef, symbol: number): boolean {
  const { module, index } = ref;
  const { summary } = module;
  const isLocal = (value: number): boolean => holds(summary, value, symbol, 0);
  const given = [S.FunctionReturns, S.FunctionYields].flatMap((column) =>
    S.listItems(summary, S.functionColumn(summary, index, column)),
  );
  if (given.some(isLocal)) return true;
  const first = S.functionColumn(summary, index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, index, S.FunctionFlowCount);
  for (let row = first; row < end; row++) {
    if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Use || S.flowColumn(summary, row, S.FlowA) !== symbol) continue;
    const how = S.flowColumn(summary, row, S.FlowB);
    if (how === Flow.Entered) return false;
    if (how === Flow.Escapes) return true;
  }
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (isLocal(S.attributeColumn(summary, row, S.AttributeValue))) return true;
  return isGivenToKeeper(program, ref, symbol);
}

/** Given to something that is not awaited: a constructor, a registry, `clients.append(client)`. */
function isGivenToKeeper(program: Program, { module, index }: FunctionRef, symbol: number): boolean {
  const { summary } = module;
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const flags = S.siteColumn(summary, site, S.SiteFlags);
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call || (flags & Site.IsAwaited) !== 0) continue;
    const call = S.siteColumn(summary, site, S.SiteValue);
    const args = S.listItems(summary, S.valueB(summary, call)).filter((_, position) => position % 2 === 1);
    if (!args.some((value) => S.valueKindOf(summary, value) === Value.Reaching && S.valueB(summary, value) === symbol))
      continue;
    const callee = shapeOf(program, module, S.valueA(summary, call));
    const isCoroutine = callee.kind === "function" && isAsync(callee.ref);
    if (!isCoroutine) return true;
  }
  return false;
}

/** Whether a value is a local, or an object made with it; what awaiting gives is neither. */
function holds(summary: Module["summary"], value: number, symbol: number, depth: number): boolean {
  if (depth > 6) return false;
  const within = (part: number): boolean => holds(summary, part, symbol, depth + 1);
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Reaching:
      return (
        S.valueB(summary, value) === symbol ||
        S.listItems(summary, a).some((binding) => within(S.bindingColumn(summary, binding, S.BindingValue)))
      );
    case Value.Call:
      return S.listItems(summary, S.valueB(summary, value)).some(
        (part, position) => position % 2 === 1 && within(part),
      );
    case Value.Attribute:
    case Value.Await:
    case Value.Entered:
    case Value.Element:
      return false;
    default:
      return operandsOf(summary, value).some(within);
  }
}
