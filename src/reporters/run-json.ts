import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RunFrame, RunProblem, RunReport } from "../diagnostics/run-report.ts";

/** The report as one object; its fields are explained in docs/run.md. */
export function reportRunJson(report: RunReport): string {
  const { problems, findings, ...rest } = report;
  const shown = {
    version: 1,
    ...rest,
    signal: report.signal ?? null,
    problems: problems.map(describeProblem),
    findings: findings?.map(({ diagnostic, status }) => ({ status, ...describeDiagnostic(diagnostic) })) ?? null,
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function describeProblem({ diagnostic, stack, started, ...rest }: RunProblem): object {
  const { kind, count, total, worst, waiting, blamed, first, last, process, confirms } = rest;
  return {
    kind,
    ...describeDiagnostic(diagnostic),
    count,
    total: total ?? null,
    worst: worst ?? null,
    waiting: waiting ?? null,
    stack: stack.map(describeFrame),
    blamed,
    started: started.map(describeFrame),
    first,
    last,
    process,
    confirms,
  };
}

function describeFrame({ path, line, name, isOwn }: RunFrame): object {
  return { path, line, name, isOwn };
}

function describeDiagnostic({ code, name, severity, message, why, help, location, fingerprint }: Diagnostic): object {
  const { path, start, end } = location;
  return {
    code,
    name,
    severity,
    message,
    why,
    help,
    filename: path,
    location: { row: start.line, column: start.column },
    end_location: { row: end.line, column: end.column },
    fingerprint,
  };
}
