import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeProject, type Outcome, runUncoil } from "../cli/command-line.ts";

/** The JSON of `uncoil run`, as far as tests look at it. */
export interface RunJson {
  readonly version: number;
  readonly exitCode: number;
  readonly signal: string | null;
  readonly isTimedOut: boolean;
  readonly processes: readonly { readonly pid: number; readonly python: string }[];
  readonly problems: readonly ProblemJson[];
  readonly findings: readonly FindingJson[] | null;
  readonly notes: readonly string[];
}

export interface FindingJson {
  readonly status: string;
  readonly code: string;
  readonly filename: string;
  readonly location: { readonly row: number };
}

export interface ProblemJson {
  readonly kind: string;
  readonly severity: string;
  readonly message: string;
  readonly why: string;
  readonly filename: string;
  readonly location: { readonly row: number; readonly column: number };
  readonly count: number;
  readonly worst: number | null;
  readonly waiting: number | null;
  readonly stack: readonly { readonly name: string; readonly line: number; readonly isOwn: boolean }[];
  readonly confirms: readonly number[];
}

export interface RunOutcome extends Outcome {
  readonly report: RunJson;
}

export interface RunOptions {
  readonly python: string;
  /** Arguments of `uncoil run` before the script. */
  readonly options?: readonly string[];
  /** Arguments of the script. */
  readonly words?: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the script `app.py` of a new project. */
export function runScript(
  source: string,
  { python, options = ["--no-check"], words = [], stdin = "", env = {} }: RunOptions,
): RunOutcome {
  const cwd = makeProject({ "app.py": source });
  const file = join(cwd, "report.json");
  const outcome = runUncoil(
    ["run", "--python", python, "--output-format", "json", "-o", file, ...options, "app.py", ...words],
    { cwd, stdin, env },
  );
  const report = JSON.parse(readFileSync(file, "utf8")) as RunJson;
  rmSync(file);
  return { ...outcome, report };
}

/** `kind line` of each problem, sorted. */
export function placesOf({ report }: RunOutcome): string[] {
  return report.problems.map(({ kind, location }) => `${kind} ${location.row}`).toSorted();
}
