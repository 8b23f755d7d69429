import { statSync } from "node:fs";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { RunProblem, RunReport, RunTimeline } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { type Occurrences, type RunRecord, timelineOf } from "./collect-run.ts";
import { describeProblem } from "./describe-problem.ts";
import { matchFindings } from "./match-findings.ts";
import { frameOf } from "./run-event.ts";
import type { Ending } from "./start-program.ts";

export interface ReportRequest {
  readonly command: readonly string[];
  readonly record: RunRecord;
  readonly ending: Ending;
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds. */
  readonly budget: number;
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly sourceOf: (path: string) => string | undefined;
  /** Findings of the source; undefined when it was not checked. */
  readonly diagnostics: readonly Diagnostic[] | undefined;
}

const severities: readonly Severity[] = ["error", "warning", "information"];

/** What a run has shown, held against what was found in the source, and what its timeline is drawn from. */
export function buildReport(request: ReportRequest): { readonly report: RunReport; readonly timeline: RunTimeline } {
  const { command, record, ending, duration, budget, startedAt, diagnostics } = request;
  const ordered = [...record.problems.values()]
    .filter(({ count }) => count > 0)
    .map((occurrences) => ({ occurrences, problem: problemOf(occurrences, request) }))
    .toSorted(({ problem: left }, { problem: right }) => rankOf(left) - rankOf(right) || left.first - right.first);
  const problems = ordered.map(({ problem }) => problem);
  const matches =
    diagnostics &&
    matchFindings(diagnostics, {
      problems,
      lines: record.lines,
      knowsLines: [...record.processes.values()].some(({ python }) => tellsLines(python)),
      isEdited: (path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > startedAt,
    });
  const report: RunReport = {
    command,
    exitCode: ending.exitCode,
    signal: ending.signal,
    isTimedOut: ending.isTimedOut,
    duration,
    budget,
    processes: [...record.processes.values()],
    problems: problems.map((problem, index) => ({ ...problem, confirms: matches?.confirms[index] ?? [] })),
    findings: matches?.findings,
    notes: [...new Set([...record.notes, ...notesOn(record)])],
  };
  const timeline = timelineOf(
    record,
    ordered.map(({ occurrences }) => occurrences),
  );
  return { report, timeline };
}

function problemOf(occurrences: Occurrences, { record, sourceOf, budget }: ReportRequest): RunProblem {
  const { problem, process, count, total, worst, waiting, first, last } = occurrences;
  const milliseconds = (time: number): number => time / 1000;
  const isTimed = total > 0;
  return {
    kind: problem.kind,
    diagnostic: describeProblem(occurrences, { sourceOf, budget: budget * 1000 }),
    count,
    total: isTimed ? milliseconds(total) : undefined,
    worst: isTimed ? milliseconds(worst) : undefined,
    waiting,
    stack: problem.stack.map(frameOf),
    blamed: problem.blamed,
    started: (problem.started ?? []).map(frameOf),
    first: milliseconds(first - record.start),
    last: milliseconds(last - record.start),
    process,
    confirms: [],
  };
}

function rankOf({ diagnostic }: RunProblem): number {
  return severities.indexOf(diagnostic.severity);
}

function tellsLines(python: string): boolean {
  const [major = 0, minor = 0] = python.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= 12);
}

function notesOn({ processes }: RunRecord): readonly string[] {
  if (processes.size === 0) {
    return [say`nothing was watched: the command started no Python process that runs its sitecustomize`];
  }
  const old = [...processes.values()].filter(({ python }) => /^(?:2|3\.[0-8])\./.test(python));
  return old.map(({ pid, python }) => say`process ${pid} was not watched: it is Python ${python}, and 3.9 is needed`);
}
