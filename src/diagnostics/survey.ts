/**
 * What a survey of a project says, as plain objects: `--output-format json` prints them as they are. The words are explained
 * in docs/survey.md.
 */

/** What a call waits for, or what it keeps busy. */
export type IoKind = "network" | "database" | "process" | "sleep" | "lock" | "input" | "file" | "cpu";

export const ioKinds: readonly IoKind[] = ["network", "database", "process", "sleep", "lock", "input", "file", "cpu"];

/**
 * How I/O is done: `blocking` stops the event loop, `awaited` leaves it free, `offloaded` runs in a thread or process,
 * `synchronous` runs where no loop is known to be.
 */
export type IoHow = "blocking" | "synchronous" | "offloaded" | "awaited";

export const ioHows: readonly IoHow[] = ["blocking", "synchronous", "offloaded", "awaited"];

/** Where a function was seen to run. */
export type Context = "loop" | "worker" | "startup" | "unknown";

export interface SourcePlace {
  readonly path: string;
  readonly line: number;
}

export interface Survey {
  /** What it is a survey of: a directory, a file. */
  readonly name: string;
  /** Parts are named by their paths below it. */
  readonly root: string;
  readonly counts: SurveyCounts;
  readonly libraries: readonly Library[];
  readonly contexts: ContextCounts;
  /** Totals of the project's own I/O, each call counted once. */
  readonly io: readonly IoCount[];
  readonly parts: readonly Part[];
  /** What hurts most first. */
  readonly entries: readonly SurveyEntry[];
  /** Functions below the entries that reach I/O, for call trees. */
  readonly functions: readonly SurveyFunction[];
  /** Files of which some statements could not be read. */
  readonly syntaxErrors: readonly SourcePlace[];
}

export interface SurveyCounts {
  readonly files: number;
  readonly testFiles: number;
  readonly functions: number;
  readonly coroutines: number;
  /** Calls in the project's files, and how many of them go to something that is not known. */
  readonly calls: number;
  readonly unknownCalls: number;
}

export interface ContextCounts {
  readonly total: number;
  readonly loop: number;
  readonly worker: number;
  readonly startup: number;
  readonly unknown: number;
  /** Counted under `loop` and under `worker`. */
  readonly loopAndWorker: number;
}

export interface Library {
  /** As it is imported. */
  readonly name: string;
  /** As it is installed. */
  readonly distribution: string;
  /** `web framework`, `HTTP client`, `database`… */
  readonly role: string;
  /** Files that import it, tests left out where others do. */
  readonly files: number;
  readonly isStandard: boolean;
  readonly version: Version | undefined;
}

export interface Version {
  /** `0.115.2`, or what is asked for: `>=0.115`. */
  readonly text: string;
  /** `uv.lock`, `pyproject.toml`, `environment`… */
  readonly source: string;
}

export interface IoCount {
  readonly kind: IoKind;
  readonly how: IoHow;
  readonly count: number;
  /** How many of them are only likely. */
  readonly likely: number;
}

/** A call that does I/O, as it is reached. */
export interface IoExample extends SourcePlace {
  readonly kind: IoKind;
  readonly how: IoHow;
  /** `requests.get` */
  readonly name: string;
  readonly confidence: "certain" | "likely";
  /** The asynchronous way, or "". */
  readonly instead: string;
  /** Functions between the entry and the call, outermost first. */
  readonly via: readonly string[];
}

export interface SurveyEntry extends SourcePlace {
  /** `GET /books/{isbn}` where the route is known, else the function. */
  readonly label: string;
  /** Dotted name of the function. */
  readonly name: string;
  readonly kind: string;
  readonly context: Context;
  /** Where it is registered. */
  readonly registered: SourcePlace | undefined;
  /** Index among `functions`, or -1 when no I/O was seen below it. */
  readonly function: number;
  readonly io: readonly IoCount[];
  /** The worst first. */
  readonly examples: readonly IoExample[];
  /** How much it hurts; 0 when nothing blocks. */
  readonly score: number;
  readonly isAsync: boolean;
}

export interface SurveyFunction extends SourcePlace {
  readonly name: string;
  readonly module: string;
  /** `project`, or code of an installed package. */
  readonly origin: "project" | "installed";
  readonly isAsync: boolean;
  readonly contexts: readonly Context[];
  readonly steps: readonly SurveyStep[];
  /** Calls of functions below which no I/O was seen. */
  readonly quietCalls: number;
  readonly unknownCalls: number;
}

/** What a function does at a line: runs another function, or I/O. */
export interface SurveyStep {
  readonly line: number;
  /** Of I/O, `calls` means on the thread of the function. */
  readonly how: "calls" | "awaits" | "starts" | "offloads" | "injects";
  /** Index among `functions`, or -1 for I/O. */
  readonly to: number;
  readonly io: IoStep | undefined;
}

export interface IoStep {
  readonly kind: IoKind;
  readonly name: string;
  readonly confidence: "certain" | "likely";
}

export type Verdict = "async" | "mixed" | "synchronous" | "files" | "cpu" | "none";

/** A package or directory of the project. */
export interface Part {
  readonly name: string;
  readonly verdict: Verdict;
  /** `I/O-bound and async already` */
  readonly title: string;
  /** The numbers behind it, as sentences. */
  readonly reasons: readonly string[];
  /** The one of them that says what moving calls off the loop would bring. */
  readonly gain: string | undefined;
  readonly files: number;
  readonly functions: number;
  readonly calls: number;
  readonly unknownCalls: number;
  readonly io: readonly IoCount[];
}
