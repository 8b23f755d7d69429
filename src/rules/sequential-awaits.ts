import { say } from "../language/say.ts";
import { isAsync, isGenerator } from "../program/call.ts";
import { independentWait } from "../program/independence.ts";
import type { Program } from "../program/program.ts";
import { shapeOf } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { siteLocation } from "../program/trace.ts";
import { shownName } from "../program/unawaited.ts";
import { qualifiedName } from "../program/names.ts";
import { gatherHelp, gatherRepairs } from "./gather-help.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const sequentialAwaits: Rule = {
  code: "AIO302",
  name: "sequential-awaits",
  summary: "Calls that do not need each other are awaited one after the other",
  severity: "warning",
  isOffByDefault: true,
  aliases: [],
  since: "0.1.0",
  category: "tasks",
  serves: ["gather", "create-task"],
  check: (program, report) => {
    const reportFinding = createReporter(sequentialAwaits, report);
    for (const module of program.modules) {
      for (let fn = 1; fn < S.functionCount(module.summary); fn++) {
        const ref = functionRef(program.state, module, fn);
        if (!isAsync(ref) || isGenerator(ref)) continue;
        for (const run of independentRuns(program, ref)) {
          const sites = run.map((call) => S.valueC(module.summary, call));
          const names = run.map((call) => nameOf(program, module, call));
          reportFinding({
            ref,
            at: sites[0] ?? 0,
            message: say`${run.length} awaited calls that do not need each other run one after the other: ${names.map((name) => `\`${name}\``).join(", ")}`,
            why: say`Each waits until the one before it has answered: together they take as long as all of them, not as long as the slowest`,
            help: gatherHelp(module),
            subject: names.join(),
            repairs: gatherRepairs(program, module, sites, false),
            trace: sites.map((site, index) => ({
              location: siteLocation(module, site),
              functionName: qualifiedName(ref),
              target: names[index] ?? "",
            })),
          });
        }
      }
    }
  },
};

function nameOf(program: Program, module: Module, call: number): string {
  const callee = shapeOf(program, module, S.valueA(module.summary, call));
  return callee.kind === "function" ? shownName(program, callee) : "the call";
}

/** Runs of at least two awaited calls with nothing but assignments between them, none of which needs one before it. */
function* independentRuns(program: Program, ref: FunctionRef): Generator<number[]> {
  const { module } = ref;
  const { summary } = module;
  let run: number[] = [];
  for (const step of stepsOf(program, ref)) {
    const isNext =
      step >= 0 &&
      !run.some((before) => needs(summary, step, before, 0)) &&
      independentWait(program, module, step, () => false) !== undefined;
    if (isNext) {
      run.push(step);
      continue;
    }
    if (run.length > 1) yield run;
    run = step >= 0 && independentWait(program, module, step, () => false) !== undefined ? [step] : [];
  }
  if (run.length > 1) yield run;
}

/** The awaited calls of a function in order; -1 for whatever else must keep its place: control flow, other calls, waits. */
function stepsOf(program: Program, ref: FunctionRef): number[] {
  const { summary } = ref.module;
  const first = S.functionColumn(summary, ref.index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  const barriers: number[] = [];
  for (let row = first; row < end; row++) {
    const kind = S.flowColumn(summary, row, S.FlowKind);
    const isTest = kind === Flow.Use && S.flowColumn(summary, row, S.FlowB) === Flow.Tested;
    if (isTest || (kind !== Flow.Bind && kind !== Flow.Use)) barriers.push(S.flowColumn(summary, row, S.FlowSite));
  }
  const steps: number[] = [];
  let barrier = 0;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    for (; barrier < barriers.length && (barriers[barrier] ?? 0) <= site; barrier++) steps.push(-1);
    const kind = S.siteColumn(summary, site, S.SiteKind);
    const flags = S.siteColumn(summary, site, S.SiteFlags);
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (kind === Site.Attribute || kind === Site.Formatted || kind === Site.Subscript) continue;
    if (kind === Site.Call && flags === (flags & quiet) && isAnswerRead(program, ref.module, value)) continue;
    // What is awaited for its effect alone may have to come before what follows.
    const inPlace = Site.IsReturned | Site.InLoop | Site.IsAwaitedInVain | Site.IsDiscarded | Site.IsChosen;
    const isStep = kind === Site.Call && (flags & Site.IsAwaited) !== 0 && (flags & inPlace) === 0;
    steps.push(isStep ? value : -1);
  }
  return steps;
}

/** A call with other flags than these is awaited, dropped, tested, or in a loop. */
const quiet = Site.InTry | Site.InHandler | Site.InFinally | Site.IsConditional | Site.InScope | Site.IsArgument;

/** `response.json()` of a response that was awaited: it looks at an answer, and waits for nothing. */
function isAnswerRead(program: Program, module: Module, call: number): boolean {
  const { summary } = module;
  const callee = S.valueA(summary, call);
  if (S.valueKindOf(summary, callee) !== Value.Attribute) return false;
  const fn = shapeOf(program, module, callee);
  if (fn.kind !== "function" || fn.ref.module.origin !== "model" || isAsync(fn.ref)) return false;
  const [answer, ...others] = valuesOf(summary, S.valueA(summary, callee));
  const isAwaited = answer !== undefined && others.length === 0 && S.valueKindOf(summary, answer) === Value.Await;
  return isAwaited && program.state.ask.facts(program.state, fn.ref).blocks === undefined;
}

function valuesOf(summary: Module["summary"], value: number): readonly number[] {
  if (S.valueKindOf(summary, value) !== Value.Reaching) return [value];
  return Array.from(S.listItems(summary, S.valueA(summary, value)), (binding) =>
    S.bindingColumn(summary, binding, S.BindingValue),
  );
}

/** Whether a value is made of what awaiting a call gave. */
function needs(summary: Module["summary"], value: number, call: number, depth: number): boolean {
  if (depth > 16) return true;
  if (value === call) return true;
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Reaching)
    return S.listItems(summary, S.valueA(summary, value)).some((binding) =>
      needs(summary, S.bindingColumn(summary, binding, S.BindingValue), call, depth + 1),
    );
  if (kind === Value.Formatted)
    return S.listItems(summary, S.valueA(summary, value)).some((part) => needs(summary, part, call, depth + 1));
  return operandsOf(summary, value).some((operand) => needs(summary, operand, call, depth + 1));
}
