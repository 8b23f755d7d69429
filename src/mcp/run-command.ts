/** Runs what `run` is asked to run, and remembers the last. */
import { delimiter, join } from "node:path";
import type { Severity } from "../diagnostics/diagnostic.ts";
import { UserError } from "../config/user-error.ts";
import type { RunReport } from "../diagnostics/run-report.ts";
import { countOf } from "../language/say.ts";
import { buildReport } from "../runtime/build-report.ts";
import { programCommand, watchProgram } from "../runtime/watch-program.ts";
import { confinePath } from "../workspace/confine-path.ts";
import { findEnvironment } from "../workspace/environment.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import type { ServerOptions } from "./engine.ts";
import { cancelled, secondsWithin } from "./limits.ts";
import { createTail, type OutputTail } from "./output-tail.ts";
import type { ProgramHost } from "./tool.ts";

export interface RunRequest {
  readonly command: readonly string[];
  readonly directory: string;
  /** Undefined for the default. */
  readonly seconds?: number | undefined;
  /** Milliseconds a step may keep the loop. */
  readonly budget: number;
  readonly min_severity: Severity;
}

/** A run that more may be asked of. */
export interface KeptRun {
  /** What was asked, without a cursor. */
  readonly question: string;
  readonly report: RunReport;
  readonly output: Readonly<Record<"stdout" | "stderr", OutputTail>>;
  /** Problems below it are counted, not shown. */
  readonly leastSeverity: Severity;
}

/** Seconds a program is given when the call does not say. */
export const secondsByDefault = 60;

/** The last run: the next page of its problems asks for no other. */
const lastRuns = new WeakMap<ServerOptions, KeptRun>();

/**
 * The last run.
 * @throws UserError when that was another.
 */
export function keptRun(options: ServerOptions, asked: RunRequest): KeptRun {
  const last = lastRuns.get(options);
  if (last?.question === JSON.stringify(asked)) return last;
  throw new UserError(
    "the cursor is not of the last run, and no other is remembered",
    "repeat the arguments of the last run, or leave `cursor` out to run the command",
  );
}

/**
 * Runs a command to its end.
 * @throws UserError when it cannot be started, and when the call is cancelled.
 */
export async function runCommand(host: ProgramHost, asked: RunRequest): Promise<KeptRun> {
  const { confinement, options, agentDirectory } = host.options;
  const { budget, seconds } = asked;
  const start = performance.now();
  const workingDirectory = confinePath(asked.directory, confinement);
  const timeLimit = secondsWithin(seconds, secondsByDefault, host.timeLimit);
  const command = programCommand({ words: asked.command, workingDirectory, python: options.python });
  const variables = projectVariables(workingDirectory, options.python);
  // Before the run, so that nothing is run in vain: with a broken configuration there are no findings.
  host.onProgress("checking the source");
  const diagnostics = await host.findings();
  const secondsLeft = (host.timeLimit - (performance.now() - start)) / 1000;
  host.onProgress("running");
  let seen = 0;
  const output = { stdout: createTail(), stderr: createTail() };
  const run = await watchProgram({
    command,
    workingDirectory,
    agentDirectory,
    budget,
    recordsTimeline: false,
    timeLimit: Math.min(timeLimit, secondsLeft),
    variables,
    signal: host.signal,
    streams: "pipe",
    isApart: true,
    onOutput: (bytes, stream) => output[stream].add(bytes),
    onProblem: () => host.onProgress(`running: ${countOf(++seen, "problem")} so far`),
  });
  if (host.signal.aborted) throw cancelled();
  const sourceOf = createSourceReader(new Map());
  const { report } = buildReport({ ...run, command, budget, sourceOf, diagnostics });
  const kept = { question: JSON.stringify(asked), report, output, leastSeverity: asked.min_severity };
  lastRuns.set(host.options, kept);
  return kept;
}

/** Programs of the project's environment come before others of their names, as where it is activated. */
function projectVariables(projectRoot: string, python: string | undefined): Readonly<Record<string, string>> {
  const environment = findEnvironment({ projectRoot, python, variables: process.env });
  if (environment === undefined) return {};
  const programs = join(environment.prefix, process.platform === "win32" ? "Scripts" : "bin");
  return { PATH: [programs, process.env["PATH"] ?? ""].join(delimiter) };
}
