import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { FindingStatus, ProblemKind, RunFinding, RunFrame, RunProblem } from "../diagnostics/run-report.ts";

/** What a run knows, to hold findings against. */
export interface RunEvidence {
  readonly problems: readonly RunProblem[];
  /** Lines that ran, by path: all of them, or some. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
  /** Whether a process told all lines that ran (Python 3.12 and newer). */
  readonly knowsLines: boolean;
  /** Whether a file has changed since the run began: its lines may have moved, and functions go by their names. */
  readonly isEdited: (path: string) => boolean;
}

export interface Matches {
  readonly findings: readonly RunFinding[];
  /** For each problem the findings it confirms, as indices. */
  readonly confirms: readonly (readonly number[])[];
}

/** The problems that can confirm findings of a rule, by the beginning of its code. */
const observable: readonly (readonly [string, readonly ProblemKind[]])[] = [
  ["AIO1", ["blocked", "slow-round"]],
  ["AIO2", ["never-awaited"]],
  ["AIO3", ["exception-never-retrieved", "task-destroyed", "task-alive-at-exit"]],
  ["AIO401", ["cancellation-swallowed"]],
  ["AIO501", ["nested-loop"]],
  ["AIO502", ["blocked"]],
  ["AIO601", ["blocked"]],
  ["AIO604", ["wrong-thread"]],
  ["AIO7", ["left-open"]],
];

/** Holds findings of the source against what a run has shown. */
export function matchFindings(diagnostics: readonly Diagnostic[], evidence: RunEvidence): Matches {
  const confirms = evidence.problems.map(() => [] as number[]);
  const findings = diagnostics.map((diagnostic, index): RunFinding => {
    let isConfirmed = false;
    evidence.problems.forEach((problem, at) => {
      if (!isConfirmedBy(diagnostic, problem, evidence)) return;
      isConfirmed = true;
      confirms[at]?.push(index);
    });
    return { diagnostic, status: isConfirmed ? "confirmed" : statusOf(diagnostic, evidence) };
  });
  return { findings, confirms };
}

function isConfirmedBy(diagnostic: Diagnostic, problem: RunProblem, evidence: RunEvidence): boolean {
  const kinds = observable.find(([prefix]) => diagnostic.code.startsWith(prefix))?.[1] ?? [];
  if (!kinds.includes(problem.kind)) return false;
  const frames = [...problem.stack.slice(problem.blamed), ...problem.started];
  const covers = (place: Place): boolean => frames.some((frame) => isAt(frame, place, evidence));
  const { trace, location } = diagnostic;
  const cause = trace.at(-1);
  const owner = trace[0]?.functionName;
  // Both ends of the path: the place where the loop is left, and the line that causes it.
  if (!covers({ path: location.path, start: location.start.line, end: location.end.line, owner })) return false;
  if (cause === undefined) return problem.kind !== "blocked" || isBlamed(problem, location);
  const causeFrames = problem.kind === "blocked" ? problem.stack : frames;
  const { path, start, end } = cause.location;
  return causeFrames.some((frame) =>
    isAt(frame, { path, start: start.line, end: end.line, owner: cause.functionName }, evidence),
  );
}

interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** The function it is in, where that is known. */
  readonly owner: string | undefined;
}

function isAt(frame: RunFrame, { path, start, end, owner }: Place, { isEdited }: RunEvidence): boolean {
  if (frame.path !== path) return false;
  if (frame.line >= start && frame.line <= end) return true;
  return isEdited(path) && owner !== undefined && lastName(frame.name) === lastName(owner);
}

function isBlamed({ stack, blamed }: RunProblem, location: Diagnostic["location"]): boolean {
  const frame = stack[blamed];
  return frame?.path === location.path && frame.line >= location.start.line && frame.line <= location.end.line;
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function statusOf({ location }: Diagnostic, { lines, knowsLines, problems }: RunEvidence): FindingStatus {
  const { path, start, end } = location;
  const ran = lines.get(path);
  for (let line = start.line; line <= end.line; line++) if (ran?.has(line)) return "exercised";
  const isInStack = problems.some(({ stack }) =>
    stack.some((frame) => frame.path === path && frame.line >= start.line && frame.line <= end.line),
  );
  if (isInStack) return "exercised";
  return knowsLines ? "not-exercised" : "not-observed";
}
