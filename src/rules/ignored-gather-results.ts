import { calleesOf, givenTo } from "../program/given.ts";
import { endsSomething } from "../program/closing.ts";
import { catchesItsErrors } from "../program/failures.ts";
import { dottedName } from "../program/names.ts";
import { mayCall, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { elementShape } from "../program/protocol.ts";
import { membersOf } from "../program/shape.ts";
import type { Module, Shape } from "../program/shape.ts";
import { methodCalled } from "../program/suspension.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { quieter } from "./quieter.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const ignoredGatherResults: Rule = {
  code: "AIO402",
  name: "ignored-gather-results",
  summary: "Exceptions are asked for as results, and nobody looks at the results",
  severity: "warning",
  aliases: [],
  since: "0.2.0",
  category: "errors",
  serves: ["never-ignore-errors", "gather"],
  check: (program, report) => {
    const reportFinding = createReporter(ignoredGatherResults, report);
    const { collectors } = program.state.names;
    for (const module of program.modules) {
      const visits = sitesOf(
        program,
        module,
        (kind, flags, value) =>
          kind === Site.Call && (flags & Site.IsAwaited) !== 0 && mayCall(module, value, collectors),
      );
      for (const visit of visits) {
        const collector = collectorCalled(program, module, visit);
        if (collector === undefined || !isIgnored(visit)) continue;
        if (isClosing(program, module, visit) || !mayLoseErrors(program, module, visit.value)) continue;
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message: `The exceptions that \`${collector}\` hands back are thrown away`,
          why: "With `return_exceptions=True` a failure is only a value in the list of results: here it is lost without a trace",
          help: "Look at the results and log each exception among them, or leave `return_exceptions` out",
          subject: collector,
          severity: quieter(program, visit.ref, visit.site, ignoredGatherResults.severity),
        });
      }
    }
  },
};

/** Name of what is called, when it hands back exceptions for sure. */
function collectorCalled(program: Program, module: Module, { value }: SiteVisit): string | undefined {
  for (const { fn, facts } of calleesOf(program, module, value)) {
    if (facts.collectsErrors === "") continue;
    const given = givenTo(program, module, value, fn, [facts.collectsErrors]);
    if (given.some(({ shape }) => shape.kind === "literal" && shape.constant === Value.ConstantTrue))
      return dottedName(program.state, fn.ref);
  }
  return undefined;
}

/** The results are dropped, or bound to a local nobody reads. */
function isIgnored({ ref, flags, value: call }: SiteVisit): boolean {
  if ((flags & Site.IsAwaitedInVain) !== 0) return true;
  const { summary } = ref.module;
  const first = S.functionColumn(summary, ref.index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  for (let row = first; row < end; row++) {
    if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Bind) continue;
    const value = S.flowColumn(summary, row, S.FlowB);
    if (S.valueKindOf(summary, value) !== Value.Await || S.valueA(summary, value) !== call) continue;
    const symbolFlags = S.symbolColumn(summary, S.flowColumn(summary, row, S.FlowA), S.SymbolFlags);
    return (symbolFlags & (S.SymbolIsRead | S.SymbolIsShared)) === 0;
  }
  return false;
}

/** At the end of things nobody is left to care: what was cancelled is waited for, or everything is closed at once. */
function isClosing(program: Program, module: Module, { ref, site, flags }: SiteVisit): boolean {
  const { summary } = module;
  if ((flags & Site.InFinally) !== 0) return true;
  if (endsSomething(S.stringAt(summary, S.functionColumn(summary, ref.index, S.FunctionName)))) return true;
  for (let before = S.functionColumn(summary, ref.index, S.FunctionFirstSite); before >= 0 && before < site;) {
    if (endsSomething(methodCalled(module, before))) return true;
    before = S.siteColumn(summary, before, S.SiteNext);
  }
  return false;
}

/**
 * Whether what is gathered was surely started here, and may fail: of the tasks of others their owner may learn what
 * became of them.
 */
function mayLoseErrors(program: Program, module: Module, call: number): boolean {
  const { state } = program;
  const { summary } = module;
  const items = S.listItems(summary, S.valueB(summary, call));
  const members: Shape[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] ?? -1;
    if (name >= 0) continue;
    const shape = state.ask.evaluate(state, module, items[i + 1] ?? 0, undefined);
    members.push(...membersOf(name === Value.Star ? elementShape(state, shape, false) : shape));
  }
  return members.some((member) => {
    if (member.kind !== "coroutine") return false;
    const { ref } = member.fn;
    const name = S.stringAt(ref.module.summary, S.functionColumn(ref.module.summary, ref.index, S.FunctionName));
    return !endsSomething(name) && (ref.module.origin === "model" || !catchesItsErrors(program, ref));
  });
}
