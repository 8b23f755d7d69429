import { say } from "../language/say.ts";
import { knowsAsync } from "../program/context.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { describeLeak, findLeak, leakTrace } from "../program/leaks.ts";
import type { Leak } from "../program/leaks.ts";
import { className } from "../program/names.ts";
import { endsAt } from "../program/never-returns.ts";
import { functionsCalling } from "../program/call-sites.ts";
import { mayCall } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { usesOfAttribute } from "../program/references.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { classRef, functionRef } from "../program/state.ts";
import { shortName, unawaitedCall, unawaitedName } from "../program/unawaited.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { functionAround } from "./function-around.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const coroutineNeverConsumed: Rule = {
  code: "AIO204",
  name: "coroutine-never-consumed",
  summary: "A coroutine is kept in a variable or attribute that nobody awaits, on some way at least",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(coroutineNeverConsumed, report);
    for (const module of program.modules) {
      if (!knowsAsync(module)) continue;
      for (const finding of lostLocals(program, module)) reportFinding(finding);
      for (const finding of lostAttributes(program, module)) reportFinding(finding);
    }
  },
};

/** Locals bound to a coroutine that some way out of the function leaves behind. */
function* lostLocals(program: Program, module: Module): Generator<Finding> {
  const { summary } = module;
  const used = Site.IsAwaited | Site.IsDropped | Site.IsReturned | Site.IsDiscarded;
  // Bound to a name, or the element of a comprehension that is.
  const isBound = (flags: number, _value: number, site: number): boolean =>
    (flags & used) === 0 && (S.siteColumn(summary, site, S.SiteExtra) > 0 || (flags & Site.InLoop) !== 0);
  for (const fn of functionsCalling(program, module, program.state.names.awaitables, isBound)) {
    const first = S.functionColumn(summary, fn, S.FunctionFirstFlow);
    const end = first + S.functionColumn(summary, fn, S.FunctionFlowCount);
    for (let row = first; row < end; row++) {
      const call = boundCall(program, module, row);
      if (call < 0) continue;
      const found = unawaitedCall(program, module, call);
      if (found === undefined || found.isLikely || found.shape.kind === "generator") continue;
      if (isExpectedToFail(program, module, S.valueC(summary, call))) continue;
      const ref = functionRef(program.state, module, fn);
      if (isBoundTwice(summary, row, call)) continue;
      const leak = findLeak(
        ref,
        row,
        (use) => (keepingUses.has(use) ? "keeps" : "settles"),
        (site) => endsAt(program, module, site),
      );
      if (leak === undefined || (!leak.isAlways && mayHoldNothing(summary, row, call))) continue;
      yield describeLocal(program, ref, row, call, leak, found.shape);
    }
  }
}

/** `if wanted and (pending := fetch()):` knows in its body only that there is a coroutine; a list may be empty. */
function mayHoldNothing(summary: Module["summary"], row: number, call: number): boolean {
  return isList(summary, row) || (S.siteColumn(summary, S.valueC(summary, call), S.SiteFlags) & Site.IsTested) !== 0;
}

/** `jobs = [fetch(url) for url in urls]` */
function isList(summary: Module["summary"], row: number): boolean {
  return S.valueKindOf(summary, S.flowColumn(summary, row, S.FlowB)) === Value.Comprehension;
}

/** `first = self.second = fetch()`: whoever looks at one of them looks at both. */
function isBoundTwice(summary: Module["summary"], row: number, call: number): boolean {
  if (!isList(summary, row)) return isGivenOn(summary, call);
  const list = S.flowColumn(summary, row, S.FlowB);
  let count = 0;
  for (let binding = 0; binding < summary.bindings.length / S.BindingStride; binding++)
    if (S.bindingColumn(summary, binding, S.BindingValue) === list) count++;
  for (let attribute = 0; attribute < summary.attributes.length / S.AttributeStride; attribute++)
    if (S.attributeColumn(summary, attribute, S.AttributeValue) === list) count++;
  return count > 1;
}

function isGivenOn(summary: Module["summary"], call: number): boolean {
  return (S.siteColumn(summary, S.valueC(summary, call), S.SiteFlags) & Site.IsArgument) !== 0;
}

/** Uses that leave the coroutine as it is. */
const keepingUses: ReadonlySet<number> = new Set([Flow.Tested, Flow.Dropped, Flow.Formatted]);

/** The call whose result, or results, a row binds to a local, when its name promises a coroutine; or -1. */
function boundCall(program: Program, module: Module, row: number): number {
  const { summary } = module;
  if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Bind) return -1;
  const bound = S.flowColumn(summary, row, S.FlowB);
  const value = isList(summary, row) ? S.valueA(summary, bound) : bound;
  if (S.valueKindOf(summary, value) !== Value.Call) return -1;
  const site = S.valueC(summary, value);
  // What is assigned to `_` is thrown away openly: another rule's.
  if (site < 0 || (S.siteColumn(summary, site, S.SiteFlags) & (Site.IsDiscarded | Site.IsUnreachable)) !== 0) return -1;
  return mayCall(module, value, program.state.names.awaitables) ? value : -1;
}

function describeLocal(
  program: Program,
  ref: FunctionRef,
  row: number,
  call: number,
  leak: Leak,
  shape: Parameters<typeof unawaitedName>[3],
): Finding {
  const { module } = ref;
  const { summary } = module;
  const name = unawaitedName(program, module, call, shape);
  const local = S.stringAt(summary, S.symbolColumn(summary, S.flowColumn(summary, row, S.FlowA), S.SymbolName));
  return {
    ref,
    at: S.valueC(summary, call),
    message: leak.isAlways
      ? isList(summary, row)
        ? say`The coroutines in \`${local}\` are never awaited`
        : say`The coroutine in \`${local}\` is never awaited`
      : say`The coroutine in \`${local}\` is not awaited ${describeLeak(leak)}`,
    why: say`What nobody awaits never runs: not a line of its body, and Python only warns when the object is collected`,
    help: isList(summary, row)
      ? say`Await each of them, all at once with a task group, or one after another`
      : leak.isAlways
        ? say`Await it: \`await ${shortName(name)}(…)\`, or start a task and keep it`
        : say`Create it where it is awaited, or \`${local}.close()\` it on the way out`,
    subject: `${local}=${name}`,
    isLikely: leak.isLikely,
    trace: leakTrace(ref, S.valueC(summary, call), name, leak),
    repairs: leak.isAlways ? [repairAt(module, S.valueC(summary, call), "unsafe", { kind: "await" })] : [],
  };
}

/** Attributes that get a coroutine and that no file of the project reads. */
function* lostAttributes(program: Program, module: Module): Generator<Finding> {
  const { summary } = module;
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    let row = S.classColumn(summary, cls, S.ClassFirstAttribute);
    for (; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext)) {
      const value = S.attributeColumn(summary, row, S.AttributeValue);
      const isCall = S.valueKindOf(summary, value) === Value.Call && S.valueC(summary, value) >= 0;
      if (!isCall || isGivenOn(summary, value) || !mayCall(module, value, program.state.names.awaitables)) continue;
      const found = unawaitedCall(program, module, value);
      if (found === undefined || found.isLikely || found.shape.kind === "generator") continue;
      const attribute = S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName));
      const { reads, escapes } = usesOfAttribute(program, classRef(program.state, module, cls), attribute);
      if (reads > 0 || escapes) continue;
      const name = unawaitedName(program, module, value, found.shape);
      yield {
        ref: functionAround(program, module, S.valueC(summary, value)),
        at: S.valueC(summary, value),
        message: say`The coroutine in \`${className(module, cls)}.${attribute}\` is never awaited`,
        why: say`No file of the project reads the attribute, and what nobody awaits never runs`,
        help: say`Await it: \`await ${shortName(name)}(…)\`, or start a task and await that when the object is closed`,
        subject: `${attribute}=${name}`,
      };
    }
  }
}
