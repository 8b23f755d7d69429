import { isAsync } from "../program/call.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { calleesOf, givenTo } from "../program/given.ts";
import type { Given } from "../program/given.ts";
import { memberOf, mroOf } from "../program/members.ts";
import { dottedName } from "../program/names.ts";
import { mayCall, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { Module, Shape } from "../program/shape.ts";
import { isUnawaited, shownName, unawaitedIn, unawaitedName } from "../program/unawaited.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const offloadedCoroutine: Rule = {
  code: "AIO208",
  name: "offloaded-coroutine",
  summary: "A thread is given a coroutine function, or the result of a call instead of the function",
  severity: "error",
  aliases: [],
  since: "0.2.0",
  category: "awaiting",
  serves: ["never-mix", "await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(offloadedCoroutine, report);
    const { takers } = program.state.names;
    for (const module of program.modules) {
      const visits = sitesOf(
        program,
        module,
        (kind, _flags, value) => kind === Site.Call && mayCall(module, value, takers),
      );
      for (const visit of visits) {
        const finding = misuseIn(program, module, visit);
        if (finding !== undefined && !isExpectedToFail(program, module, visit.site)) reportFinding(finding);
      }
    }
  },
};

function misuseIn(program: Program, module: Module, visit: SiteVisit): Finding | undefined {
  for (const { fn, facts } of calleesOf(program, module, visit.value)) {
    if (facts.offloads.length === 0) continue;
    const taker = dottedName(program.state, fn.ref);
    for (const given of givenTo(program, module, visit.value, fn, facts.offloads)) {
      const finding =
        coroutineFunctionGiven(program, visit, taker, given) ?? resultGiven(program, module, visit, taker, given);
      if (finding !== undefined) return finding;
    }
  }
  return undefined;
}

/** `to_thread(fetch, url)` where `fetch` is an `async def`: the thread only creates the coroutine. */
function coroutineFunctionGiven(
  program: Program,
  visit: SiteVisit,
  taker: string,
  { shape }: Given,
): Finding | undefined {
  const members = membersOf(shape);
  const [first] = members;
  if (first?.kind !== "function") return undefined;
  for (const member of members) {
    if (member.kind !== "function" || member.isLikely) return undefined;
    const result = unawaitedIn(program, membersOf(program.state.ask.call(program.state, member, [])));
    if (result === undefined || result.isLikely) return undefined;
  }
  if (isResultAwaited(visit)) return undefined;
  const name = shownName(program, first);
  return {
    ref: visit.ref,
    at: visit.site,
    message: isAsync(first.ref)
      ? `\`${taker}\` is given the coroutine function \`${name}\``
      : `\`${taker}\` is given \`${name}\`, which returns a coroutine`,
    why: "The thread only creates the coroutine and hands it back: the work itself never runs",
    help: `Await it on the loop: \`await ${name}(…)\`; threads are for plain functions`,
    subject: `${taker}>${name}`,
  };
}

/** Whether what the thread gives back is awaited in its turn, or given to somebody who may do so. */
function isResultAwaited({ ref, value: call }: SiteVisit): boolean {
  const { summary } = ref.module;
  // The first `await` waits for the thread, a second one for the coroutine.
  const first = awaitsOf(summary, new Set([call]));
  if (awaitsOf(summary, first).size > 0) return true;
  const held = new Set<number>();
  const start = S.functionColumn(summary, ref.index, S.FunctionFirstFlow);
  const end = start + S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  for (let row = start; row < end; row++) {
    const kind = S.flowColumn(summary, row, S.FlowKind);
    const symbol = S.flowColumn(summary, row, S.FlowA);
    if (kind === Flow.Bind && first.has(S.flowColumn(summary, row, S.FlowB))) held.add(symbol);
    if (kind !== Flow.Use || !held.has(symbol)) continue;
    const use = S.flowColumn(summary, row, S.FlowB);
    if (use === Flow.Given || use === Flow.Awaited) return true;
  }
  return false;
}

function awaitsOf(summary: Module["summary"], operands: ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  for (let value = 2; value < summary.values.length / S.ValueStride; value++)
    if (S.valueKindOf(summary, value) === Value.Await && operands.has(S.valueA(summary, value))) found.add(value);
  return found;
}

/** `to_thread(load(path))`: the work was done here, and its result is no function. */
function resultGiven(
  program: Program,
  module: Module,
  visit: SiteVisit,
  taker: string,
  { value, shape }: Given,
): Finding | undefined {
  if (S.valueKindOf(module.summary, value) !== Value.Call) return undefined;
  const members = membersOf(shape);
  const lost = members.find((member) => isUnawaited(program, member));
  const isCoroutine = lost !== undefined && members.every((member) => isUnawaited(program, member));
  if (!isCoroutine && !members.every((member) => isNotCallable(program, member))) return undefined;
  const name = isCoroutine ? unawaitedName(program, module, value, lost) : calleeName(program, module, value);
  return {
    ref: visit.ref,
    at: visit.site,
    message: `\`${taker}\` is given what \`${name}(…)\` gives, not the function`,
    why: isCoroutine
      ? "A coroutine cannot be called: the thread raises TypeError"
      : "The call is made right here, on the event loop; then the thread tries to call its result and raises TypeError",
    help: isCoroutine
      ? `Await it on the loop: \`await ${name}(…)\``
      : `Give the function and its arguments apart: \`${taker}(${name}, …)\``,
    subject: `${taker}>${name}()`,
  };
}

function calleeName(program: Program, module: Module, call: number): string {
  const [callee] = calleesOf(program, module, call);
  return callee === undefined ? "the call" : shownName(program, callee.fn).replace(/\.__init__$/, "");
}

/** Whether calling a shape surely raises TypeError. */
function isNotCallable(program: Program, shape: Shape): boolean {
  switch (shape.kind) {
    case "none":
    case "literal":
    case "container":
    case "tuple":
    case "generator":
      return true;
    case "instance":
      mroOf(program.state, shape.ref);
      return (
        !shape.ref.hasUnknownBase &&
        memberOf(program.state, shape.ref, "__call__") === undefined &&
        memberOf(program.state, shape.ref, "__getattr__") === undefined
      );
    default:
      return false;
  }
}
