import type { Repair } from "./repair.ts";

/** Severities, most severe first. `information` is shown only when asked for and never fails a run. */
export type Severity = "error" | "warning" | "information";

/**
 * `certain`: every hop was resolved by a binding or an annotation. `likely`: some hop was chosen by overriding
 * methods, or one of several shapes a value may have. Only certain findings fail a run by default.
 */
export type Confidence = "certain" | "likely";

/** Line and column are 1-based; the column counts code points, as CPython's tracebacks and ruff's reports do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A half-open range in a file. `path` is absolute, with the separators of the host. */
export interface Location {
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** One hop from a finding to its cause, outermost first; the last one is the cause itself. */
export interface TraceHop {
  readonly location: Location;
  /** Qualified name of the function the hop is in: `Repo.load`, `<module>`, `lambda`. */
  readonly functionName: string;
  /** What is called or done there, as a person would name it: `requests.get`, `Repo.config (property)`. */
  readonly target: string;
}

export interface Diagnostic {
  /** `AIO101`; `E902` for a file that cannot be read and `invalid-syntax` for one that cannot be parsed. */
  readonly code: string;
  /** The kebab-case rule name. */
  readonly name: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly location: Location;
  /** What is wrong: one sentence without a final period. */
  readonly message: string;
  /** Why that is bad: one sentence, or "" where the message says it all. */
  readonly why: string;
  /** What to do: one sentence in the imperative, or "". */
  readonly help: string;
  /** Empty when the finding is its own cause. */
  readonly trace: readonly TraceHop[];
  /** Does not move when lines above it do. 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** What would mend it, the best first. Missing where nothing is known to. */
  readonly repairs?: readonly Repair[];
}

const severityOrder: readonly Severity[] = ["error", "warning", "information"];

/** Whether `severity` is at least as severe as `minimum`. */
export function isAtLeast(severity: Severity, minimum: Severity): boolean {
  return severityOrder.indexOf(severity) <= severityOrder.indexOf(minimum);
}

/** Order of report: by path, then position, then code. */
export function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  const paths = left.location.path < right.location.path ? -1 : left.location.path > right.location.path ? 1 : 0;
  return (
    paths ||
    left.location.start.line - right.location.start.line ||
    left.location.start.column - right.location.start.column ||
    (left.code < right.code ? -1 : left.code > right.code ? 1 : 0)
  );
}
