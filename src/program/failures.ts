/** Whether, and how, a coroutine lets errors out. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync } from "./call.ts";
import { flowOf, nodesIn, sitesBetween } from "./flow.ts";
import type { HandlerNode } from "./flow.ts";
import type { Facts } from "./facts.ts";
import { calleesOf, givenTo } from "./given.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import type { FunctionRef, FunctionShape, Module } from "./shape.ts";
import { caughtBy, suspends } from "./suspension.ts";
import { waitsOf } from "./waits.ts";

const maximumDepth = 3;

/**
 * Whether all that a coroutine awaits and that may fail stands in a `try` that catches every error. What it calls without
 * awaiting may fail as well; that counts in a `while True` that catches nothing, where a failure ends work meant to go on.
 */
export function catchesItsErrors(program: Program, ref: FunctionRef, depth = 0): boolean {
  const { module } = ref;
  const { summary } = module;
  const covered = new Set<number>();
  let goesOn = false;
  for (const [node, around] of nodesIn(flowOf(ref))) {
    if (node.kind === "raise" && !around.some((outer) => outer.kind === "try")) return false;
    goesOn ||= node.kind === "loop" && node.isEndless;
    if (node.kind !== "try") continue;
    const caught = node.handlers.map(({ row }) => caughtBy(program, module, S.flowColumn(summary, row, S.FlowA)));
    const isBroad = caught.some((kind) => kind === "everything" || kind === "errors" || kind === "unknown");
    // A handler that raises again lets the error out, unless it tells of it first; a cancellation is none.
    const raises = node.handlers.some(
      (handler, index) =>
        caught[index] !== "cancellation" &&
        [...nodesIn(handler.body)].some(([inner]) => inner.kind === "raise") &&
        !logs(program, ref, handler),
    );
    if (isBroad && !raises) for (const site of sitesBetween(ref, node.row, node.endRow)) covered.add(site);
  }
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const mayFail =
      suspends(module, site) || (goesOn && covered.size === 0 && S.siteColumn(summary, site, S.SiteKind) === Site.Call);
    if (mayFail && !covered.has(site) && !isHarmless(program, module, site, depth)) return false;
  }
  return true;
}

/** Whether a handler writes the error somewhere. */
function logs(program: Program, ref: FunctionRef, { row, endRow }: HandlerNode): boolean {
  const { summary } = ref.module;
  return sitesBetween(ref, row, endRow).some((site) => {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) return false;
    const callees = calleesOf(program, ref.module, S.siteColumn(summary, site, S.SiteValue));
    return callees.some(({ facts }) => facts.formats.length > 0);
  });
}

/** Sleeping and waiting for others raise nothing of their own; a coroutine that catches its errors lets none out. */
function isHarmless(program: Program, module: Module, site: number, depth: number): boolean {
  const { state } = program;
  const value = S.siteColumn(module.summary, site, S.SiteValue);
  if (S.siteColumn(module.summary, site, S.SiteKind) === Site.AsyncWith) {
    const enter = state.ask.attribute(state, shapeOf(program, module, value), "__aenter__");
    return enter.kind === "function" && harmlessKinds.has(waitsOf(state, enter.ref) ?? "");
  }
  if (S.valueKindOf(module.summary, value) !== Value.Call) return false;
  const callees = calleesOf(program, module, value);
  return (
    callees.length > 0 &&
    callees.every(({ fn, facts }) => {
      if (collectsErrors(program, module, value, fn, facts)) return true;
      if (harmlessKinds.has(waitsOf(state, fn.ref) ?? "") || facts.formats.length > 0) return true;
      const isOwn = fn.ref.module.origin !== "model" && isAsync(fn.ref) && !fn.isLikely;
      return isOwn && depth < maximumDepth && catchesItsErrors(program, fn.ref, depth + 1);
    })
  );
}

/** `gather(…, return_exceptions=True)` hands back what goes wrong. */
export function collectsErrors(
  program: Program,
  module: Module,
  call: number,
  fn: FunctionShape,
  { collectsErrors: parameter }: Facts,
): boolean {
  if (parameter === "") return false;
  return givenTo(program, module, call, fn, [parameter]).some(
    ({ shape }) => shape.kind === "literal" && shape.constant === Value.ConstantTrue,
  );
}

const harmlessKinds: ReadonlySet<string> = new Set(["sleep", "lock"]);

/**
 * Whether the call at a site can be started in a task group as it can be awaited: it surely makes a coroutine, as the group
 * asks for, and no code that is seen raises an error, which would come out of the group as one of an `ExceptionGroup`.
 */
export function fitsTaskGroup(program: Program, module: Module, site: number): boolean {
  const value = S.siteColumn(module.summary, site, S.SiteValue);
  const callee = shapeOf(program, module, S.valueA(module.summary, value));
  if (callee.kind !== "function" || callee.isLikely || callee.ref.module.origin === "model") return false;
  return isAsync(callee.ref) && !raises(program, callee.ref, 0);
}

/** Whether a function of the sources, or one that it calls, says `raise`. */
function raises(program: Program, ref: FunctionRef, depth: number): boolean {
  if (depth > maximumDepth) return true;
  for (const [node] of nodesIn(flowOf(ref))) if (node.kind === "raise") return true;
  let site = S.functionColumn(ref.module.summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(ref.module.summary, site, S.SiteNext)) {
    if (S.siteColumn(ref.module.summary, site, S.SiteKind) !== Site.Call) continue;
    const callees = calleesOf(program, ref.module, S.siteColumn(ref.module.summary, site, S.SiteValue));
    const isRaised = callees.some(({ fn }) => fn.ref.module.origin !== "model" && raises(program, fn.ref, depth + 1));
    if (isRaised) return true;
  }
  return false;
}
