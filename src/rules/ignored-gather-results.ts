import { say } from "../language/say.ts";
import { callsOf } from "../program/call-sites.ts";
import { calleesOf } from "../program/given.ts";
import { endsSomething } from "../program/closing.ts";
import { catchesItsErrors, collectsErrors } from "../program/failures.ts";
import { dottedName } from "../program/names.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { workIn } from "../program/started.ts";
import type { Module } from "../program/shape.ts";
import { callsMethod, methodCalled } from "../program/suspension.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { quieter } from "./quieter.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const ignoredGatherResults: Rule = {
  code: "AIO402",
  name: "ignored-gather-results",
  summary: "Exceptions are asked for as results, and nobody looks at the results",
  severity: "warning",
  aliases: [],
  since: "0.1.0",
  category: "errors",
  serves: ["never-ignore-errors", "gather"],
  check: (program, report) => {
    const reportFinding = createReporter(ignoredGatherResults, report);
    const { collectors } = program.state.names;
    for (const module of program.modules) {
      const visits = callsOf(program, module, collectors, (flags) => (flags & Site.IsAwaited) !== 0);
      for (const visit of visits) {
        const collector = collectorCalled(program, module, visit);
        if (collector === undefined || !isIgnored(visit)) continue;
        if (isClosing(module, visit) || !mayLoseErrors(program, visit)) continue;
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message: say`The exceptions that \`${collector}\` hands back are thrown away`,
          why: say`With \`return_exceptions=True\` a failure is only a value in the list of results: here it is lost without a trace`,
          help: say`Look at the results and log each exception among them, or leave \`return_exceptions\` out`,
          subject: collector,
          repairs: [repairAt(module, visit.site, "unsafe", { kind: "log-results" })],
          severity: quieter(program, visit.ref, visit.site, ignoredGatherResults.severity),
        });
      }
    }
  },
};

/** Name of what is called, when it hands back exceptions for sure. */
function collectorCalled(program: Program, module: Module, { value }: SiteVisit): string | undefined {
  for (const { fn, facts } of calleesOf(program, module, value)) {
    if (collectsErrors(program, module, value, fn, facts)) return dottedName(program.state, fn.ref);
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

/** At the end of things nobody is left to care: all is closed at once, or waited for; a callback may look at each task. */
function isClosing(module: Module, { ref, site, flags }: SiteVisit): boolean {
  const { summary } = module;
  if ((flags & Site.InFinally) !== 0 || callsMethod(ref, "add_done_callback")) return true;
  if (endsSomething(S.stringAt(summary, S.functionColumn(summary, ref.index, S.FunctionName)))) return true;
  for (let before = S.functionColumn(summary, ref.index, S.FunctionFirstSite); before >= 0 && before < site;) {
    if (endsSomething(methodCalled(module, before))) return true;
    before = S.siteColumn(summary, before, S.SiteNext);
  }
  return false;
}

/**
 * Whether some of what is gathered was surely started here, and may fail: of the tasks of others their owner may learn
 * what became of them.
 */
function mayLoseErrors(program: Program, { ref, value }: SiteVisit): boolean {
  const { summary } = ref.module;
  const items = S.listItems(summary, S.valueB(summary, value));
  return items.some((item, index) => {
    const name = items[index - 1] ?? -1;
    if (index % 2 === 0 || name >= 0) return false;
    return workIn(program, ref, item).some((work) => {
      const { module, index: row } = work.ref;
      if (endsSomething(S.stringAt(module.summary, S.functionColumn(module.summary, row, S.FunctionName))))
        return false;
      return module.origin === "model" || !catchesItsErrors(program, work.ref);
    });
  });
}
