/** What a run of a program has shown, as plain objects. The words are explained in docs/run.md. */
import type { Diagnostic } from "./diagnostic.ts";

/** What may go wrong while a program runs. */
export type ProblemKind =
  | "blocked"
  | "slow-round"
  | "never-awaited"
  | "exception-never-retrieved"
  | "callback-failed"
  | "task-destroyed"
  | "task-alive-at-exit"
  | "cancellation-swallowed"
  | "nested-loop"
  | "wrong-thread"
  | "left-open"
  | "thread-left-running";

/** A call that was at work, or waiting. */
export interface RunFrame {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** `Repo.load` where the interpreter knows it (3.11 and newer), else `load`. */
  readonly name: string;
  /** Whether it is the user's code: not the standard library's, not an installed package's. */
  readonly isOwn: boolean;
  /** The expression that was at work, where the interpreter knows it: 1-based lines, columns in UTF-8 bytes from 0. */
  readonly range: FrameRange | undefined;
}

export interface FrameRange {
  readonly startLine: number;
  readonly startByte: number;
  readonly endLine: number;
  readonly endByte: number;
}

/** A problem that occurred, once or often. */
export interface RunProblem {
  readonly kind: ProblemKind;
  /** The problem as findings are shown: the user's line, the sentence, the stack as its trace. */
  readonly diagnostic: Diagnostic;
  readonly count: number;
  /** Milliseconds in all; undefined where time has nothing to do with it. */
  readonly total: number | undefined;
  /** Milliseconds of the worst occurrence. */
  readonly worst: number | undefined;
  /** The most callbacks and tasks that could have run meanwhile; undefined where nobody could count them. */
  readonly waiting: number | undefined;
  /** The innermost first. */
  readonly stack: readonly RunFrame[];
  /** Index of the frame to blame in `stack`. */
  readonly blamed: number;
  /** Where the task in question was started; empty where there is none. */
  readonly started: readonly RunFrame[];
  /** Milliseconds since the run began, of the first and the last occurrence. */
  readonly first: number;
  readonly last: number;
  /** The process it occurred in. */
  readonly process: number;
  /** Findings of the source that it confirms, as indices into `RunReport.findings`. */
  readonly confirms: readonly number[];
}

/**
 * What became of a finding of the source. `confirmed`: a problem was seen there. `exercised`: the line ran, and nothing was seen.
 * `not-exercised`: the line did not run. `not-observed`: nothing was seen, and whether the line ran is not known.
 */
export type FindingStatus = "confirmed" | "exercised" | "not-exercised" | "not-observed";

export interface RunFinding {
  readonly diagnostic: Diagnostic;
  readonly status: FindingStatus;
}

/** A Python process of the program. */
export interface RunProcess {
  readonly pid: number;
  readonly parent: number;
  /** `3.12.1` */
  readonly python: string;
  readonly arguments: readonly string[];
}

export interface RunReport {
  readonly command: readonly string[];
  /** The program's own; 128 + N when it died of signal N. */
  readonly exitCode: number;
  readonly signal: string | undefined;
  readonly isTimedOut: boolean;
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds a loop may be kept. */
  readonly budget: number;
  readonly processes: readonly RunProcess[];
  /** Errors first, then in the order they were first seen. */
  readonly problems: readonly RunProblem[];
  /** Undefined when the source was not checked. */
  readonly findings: readonly RunFinding[] | undefined;
  /** What went wrong with the watching itself. */
  readonly notes: readonly string[];
}

/** A place in code that a timeline names. */
export interface TimelinePlace {
  /** "" for code that is not Python's. */
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

export interface TimelineTask {
  /** Microseconds since the run began. */
  readonly time: number;
  /** The number of the task that started it, 0 for none. */
  readonly parent: number;
  readonly name: string;
  /** The number of the place that started it, 0 for none. */
  readonly site: number;
}

/** What the loops of one process did. Places and tasks have numbers from 1, their index plus one. */
export interface ProcessTimeline {
  readonly pid: number;
  readonly places: readonly TimelinePlace[];
  readonly tasks: readonly TimelineTask[];
  /** Five numbers each: operation, microseconds since the run began, and three operands. */
  readonly records: readonly number[];
  /** Whether the end is missing. */
  readonly isCut: boolean;
}

/** When a timed problem occurred. Times are microseconds since the run began. */
export interface Occurrence {
  readonly pid: number;
  readonly start: number;
  readonly duration: number;
}

/** What the timeline of a run is drawn from. */
export interface RunTimeline {
  readonly processes: readonly ProcessTimeline[];
  /** For each problem of the report. */
  readonly occurrences: readonly (readonly Occurrence[])[];
}
