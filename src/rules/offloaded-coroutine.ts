import { say } from "../language/say.ts";
import { isAsync } from "../program/call.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { calleesOf, givenTo } from "../program/given.ts";
import type { Given } from "../program/given.ts";
import { memberOf, mroOf } from "../program/members.ts";
import { dottedName } from "../program/names.ts";
import { callsOf } from "../program/call-sites.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { Module, Shape } from "../program/shape.ts";
import { isUnawaited, shownName, unawaitedFunction, unawaitedName } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const offloadedCoroutine: Rule = {
  code: "AIO208",
  name: "offloaded-coroutine",
  summary: "A thread is given a coroutine function, or the result of a call instead of the function",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["never-mix", "await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(offloadedCoroutine, report);
    const { takers } = program.state.names;
    for (const module of program.modules) {
      for (const visit of callsOf(program, module, takers)) {
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
  const first = unawaitedFunction(program, shape);
  if (first === undefined || isResultAwaited(visit)) return undefined;
  const name = shownName(program, first);
  return {
    ref: visit.ref,
    at: visit.site,
    message: isAsync(first.ref)
      ? say`\`${taker}\` is given the coroutine function \`${name}\``
      : say`\`${taker}\` is given \`${name}\`, which returns a coroutine`,
    why: say`The thread only creates the coroutine and hands it back: the work itself never runs`,
    help: say`Await it on the loop: \`await ${name}(…)\`; threads are for plain functions`,
    subject: `${taker}>${name}`,
    repairs: [repairAt(visit.ref.module, visit.site, "unsafe", { kind: "call-directly" })],
  };
}

/** Whether the coroutine the thread gives back is awaited in its turn, or given to somebody who may do so. */
function isResultAwaited({ ref, value: call }: SiteVisit): boolean {
  const { summary } = ref.module;
  // The first `await` (or `result()`) waits for the thread, a second one for the coroutine.
  const pending = new Set([call]);
  const results = new Set<number>();
  for (let before = -1; before < pending.size + results.size;) {
    before = pending.size + results.size;
    for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
      const isOfResult = handsOn(summary, value, results);
      const kind = S.valueKindOf(summary, value);
      if (isOfResult && (kind === Value.Await || kind === Value.Call)) return true;
      if (isOfResult) results.add(value);
      else if (handsOn(summary, value, pending)) (isAnswer(summary, value, pending) ? results : pending).add(value);
    }
  }
  return false;
}

/** Whether a value is made of one of the others: an element of it, a list with it, a local bound to it. */
function handsOn(summary: Module["summary"], value: number, others: ReadonlySet<number>): boolean {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Reaching) {
    const bindings = S.listItems(summary, S.valueA(summary, value));
    return bindings.some((binding) => others.has(S.bindingColumn(summary, binding, S.BindingValue)));
  }
  if (kind === Value.Symbol) {
    let binding = S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding);
    for (; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext))
      if (others.has(S.bindingColumn(summary, binding, S.BindingValue))) return true;
    return false;
  }
  return operandsOf(summary, value).some((operand) => others.has(operand));
}

/** `await pending`, `pending.result()`: what the thread has given. */
function isAnswer(summary: Module["summary"], value: number, pending: ReadonlySet<number>): boolean {
  if (S.valueKindOf(summary, value) === Value.Await) return true;
  const callee = S.valueKindOf(summary, value) === Value.Call ? S.valueA(summary, value) : 0;
  return S.valueKindOf(summary, callee) === Value.Attribute && pending.has(S.valueA(summary, callee));
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
    message: say`\`${taker}\` is given what \`${name}(…)\` gives, not the function`,
    why: isCoroutine
      ? say`A coroutine cannot be called: the thread raises TypeError`
      : say`The call is made right here, on the event loop; then the thread tries to call its result and raises TypeError`,
    help: isCoroutine
      ? say`Await it on the loop: \`await ${name}(…)\``
      : say`Give the function and its arguments apart: \`${taker}(${name}, …)\``,
    subject: `${taker}>${name}()`,
    repairs: isCoroutine ? [] : [repairAt(module, visit.site, "unsafe", { kind: "pass-callable" })],
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
