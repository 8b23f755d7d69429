import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { findMarkedRoot } from "../workspace/find-configuration.ts";
import { addEvent, closeOpenSteps, createRunRecord, type Occurrences, type RunRecord } from "./collect-run.ts";
import { endProcesses } from "./end-processes.ts";
import { openEventChannel } from "./event-channel.ts";
import { findInterpreter } from "./find-interpreter.ts";
import { type Ending, type ProgramRequest, runProgram } from "./start-program.ts";

/** A program to watch. */
export interface WatchRequest extends Omit<ProgramRequest, "address" | "settings"> {
  /** Milliseconds a step may keep the loop. */
  readonly budget: number;
  /** Whether every step is recorded. */
  readonly recordsTimeline: boolean;
  /** Is told each problem once, when it is first seen. */
  readonly onProblem: (problem: Occurrences) => void;
}

export interface WatchedRun {
  readonly record: RunRecord;
  readonly ending: Ending;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Milliseconds to wait for what processes that outlive the program have still to say. */
const patience = 300;

/**
 * Runs a program to its end with the observing agent in its Python processes. What is still there when it was stopped, or when
 * it was to be apart, is ended.
 * @throws UserError when it cannot be started.
 */
export async function watchProgram(request: WatchRequest): Promise<WatchedRun> {
  const record = createRunRecord();
  const channel = await openEventChannel(
    (event, connection) => {
      const first = addEvent(record, event, connection);
      if (first !== undefined) request.onProblem(first);
    },
    (connection) => record.connections.delete(connection),
  );
  try {
    const startedAt = Date.now();
    const start = performance.now();
    const { budget, recordsTimeline } = request;
    const ending = await runProgram({
      ...request,
      address: channel.address,
      settings: { mode: "run", budget: Math.round(budget * 1000), timeline: recordsTimeline ? 1 : 0 },
    });
    if (ending.isTimedOut || request.isApart === true) endProcesses(channel.address, record.connections.values());
    // The clock of `time.perf_counter`.
    const end = Number(process.hrtime.bigint() / 1000n);
    await channel.close(patience);
    closeOpenSteps(record, end);
    return { record, ending, startedAt, duration: performance.now() - start };
  } finally {
    await channel.close(0);
  }
}

export interface CommandRequest {
  /** A script and its arguments, or any command. */
  readonly words: readonly string[];
  /** What a script's path is relative to. */
  readonly workingDirectory: string;
  /** `--python`. */
  readonly python: string | undefined;
}

/**
 * What to start: a script gets the interpreter of its project, anything else is run as it is.
 * @throws UserError for a script that is not there.
 */
export function programCommand({ words, workingDirectory, python }: CommandRequest): readonly string[] {
  const [first = "", ...rest] = words;
  if (!/\.pyw?$/i.test(first)) return words;
  const script = resolve(workingDirectory, first);
  if (!existsSync(script)) throw new UserError(say`no such file: ${first}`);
  if (statSync(script).isDirectory()) throw new UserError(say`${first} is a directory, not a script`);
  const projectRoot = findMarkedRoot(dirname(script)) ?? workingDirectory;
  return [findInterpreter({ projectRoot, python, variables: process.env }), first, ...rest];
}
