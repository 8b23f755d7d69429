import { UserError } from "../config/user-error.ts";
import type {
  Exploration,
  ExploredFailure,
  ExploredProblem,
  SkippedTask,
  Strategy,
} from "../diagnostics/exploration.ts";
import { retell, say } from "../language/say.ts";
import { endProcesses } from "./end-processes.ts";
import { type AgentEvent, openEventChannel } from "./event-channel.ts";
import { runProgram } from "./start-program.ts";

/** Lines of a file that matter more than others: 1-based, the last one included. */
export interface FocusedLines {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** What the agent's `explore.session` is told; undefined fields have its defaults. */
export interface ExploreSettings {
  readonly strategies: readonly Strategy[] | undefined;
  readonly cancelPoints: number | undefined;
  readonly timingSeeds: number | undefined;
  readonly orderSeeds: number | undefined;
  readonly copies: number | undefined;
  readonly seed: number | undefined;
  /** Only tasks of these names, or of coroutine functions of these names, are cancelled. */
  readonly cancelTasks: readonly string[] | undefined;
  readonly focus: readonly FocusedLines[];
  /** Whether to stop at the first failure. */
  readonly first: boolean;
  /** Seconds for all runs together. */
  readonly timeLimit: number;
  /** The ID of a run to repeat instead. */
  readonly replay: string | undefined;
}

/** The target itself is wrong, or fails without being disturbed. */
export class UnsuitableTarget extends UserError {
  /** How it fails undisturbed; null where that is not the reason. */
  readonly problem: ExploredProblem | null;

  constructor(message: string, hint: string, problem: ExploredProblem | null) {
    super(message, hint);
    this.problem = problem;
  }
}

export interface ExploreRequest {
  readonly target: string;
  readonly interpreter: string;
  readonly workingDirectory: string;
  readonly agentDirectory: string;
  readonly settings: ExploreSettings;
  readonly onProgress: (stage: string, done: number, total: number) => void;
  /** Ends the exploration when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** As `ProgramRequest` has it. */
  readonly isApart?: boolean;
}

/** For starting the interpreter, and for ending what runs when the time is up. */
const secondsToEnd = 10;

/** Bytes kept of what the target printed while it was imported, for when nothing else says what went wrong. */
const longestOutput = 4000;

/** The exit code of a process that was interrupted from the keyboard. */
const interrupted = 130;

/** The one by which the agent tells that its interpreter is too old. */
const tooOld = 223;

const oldestVersion = "3.9";

/**
 * Explores a target with the user's interpreter. Each run has a process of its own; none is left when this returns.
 * @throws UserError when the target cannot be explored: with what is wrong, and what to do.
 */
export async function exploreTarget(request: ExploreRequest): Promise<Exploration> {
  const events: AgentEvent[] = [];
  let output = "";
  const channel = await openEventChannel((event) => {
    if (event.event === "explore-progress") {
      request.onProgress(String(event["stage"]), Number(event["done"]), Number(event["total"]));
    } else events.push(event);
  });
  try {
    const { exitCode, isTimedOut } = await runProgram({
      command: [request.interpreter, "-m", "uncoil_agent.explore", JSON.stringify(describeRequest(request))],
      workingDirectory: request.workingDirectory,
      agentDirectory: request.agentDirectory,
      address: channel.address,
      settings: { mode: "explore" },
      // The order of sets of strings, and so of what is done for each element, must be that of every other run.
      variables: { PYTHONHASHSEED: "0" },
      streams: "pipe",
      timeLimit: request.settings.timeLimit + secondsToEnd,
      signal: request.signal,
      isApart: request.isApart === true,
      onOutput: (bytes) => (output = (output + Buffer.from(bytes).toString()).slice(-longestOutput)),
    });
    if (request.isApart === true) endProcesses(channel.address, []);
    await channel.close(2000);
    return readExploration(request, events, { exitCode, isTimedOut, output });
  } finally {
    await channel.close(0);
  }
}

function describeRequest({ target, settings }: ExploreRequest): object {
  return { ...settings, target };
}

interface AgentEnd {
  readonly exitCode: number;
  readonly isTimedOut: boolean;
  readonly output: string;
}

function readExploration(request: ExploreRequest, events: readonly AgentEvent[], end: AgentEnd): Exploration {
  const find = (name: string): AgentEvent | undefined => events.find(({ event }) => event === name);
  const unsuitable = find("explore-unsuitable");
  if (unsuitable !== undefined) throw describeUnsuitable(unsuitable);
  const ended = find("explore-ended");
  if (ended === undefined) throw describeMissingEnd(request, end);
  return {
    target: request.target,
    python: String(find("process")?.["python"] ?? ""),
    failures: events
      .filter(({ event }) => event === "explore-finding")
      .map((event) => event as unknown as ExploredFailure),
    runs: Number(ended["runs"]),
    milliseconds: Number(ended["milliseconds"]),
    counts: ended["counts"] as Exploration["counts"],
    skipped: ended["skipped"] as readonly SkippedTask[],
    again: ended["again"] as ExploredProblem | null,
    unsteady: Number(ended["unsteady"]),
    unrepeated: Number(ended["unrepeated"]),
    isOutOfTime: ended["isOutOfTime"] === true,
    isVirtual: ended["isVirtual"] === true,
    notes: events.filter(({ event }) => event === "explore-note").map((event) => retell(String(event["message"]))),
  };
}

function describeUnsuitable(event: AgentEvent): UnsuitableTarget {
  const problem = event["problem"] as ExploredProblem | null;
  const place = problem?.places.at(-1) ?? problem?.waiting?.find(({ place: at }) => at !== null)?.place;
  const where = place === undefined || place === null ? "" : say` (${place[0]}, line ${place[1]})`;
  return new UnsuitableTarget(`${retell(String(event["message"]))}${where}`, retell(String(event["hint"])), problem);
}

function describeMissingEnd({ target, interpreter, settings, signal }: ExploreRequest, end: AgentEnd): UserError {
  if (signal?.aborted === true) return new UserError(say`exploring ${target} was cancelled`);
  if (end.isTimedOut) {
    const hint = say`importing it takes longer than that, or hangs: give it more with --time-limit`;
    return new UserError(say`exploring ${target} did not end within ${settings.timeLimit} s`, hint);
  }
  if (end.exitCode === interrupted) return new UserError(say`exploring ${target} was interrupted`);
  const lines = end.output.split("\n").filter((line) => line.trim() !== "");
  const last = lines.at(-1) ?? "";
  if (end.exitCode === tooOld || /No module named .*uncoil_agent/.test(last)) {
    return new UserError(
      say`${interpreter} is no Python ${oldestVersion} or newer`,
      say`name another with \`--python PATH\``,
    );
  }
  const said = last === "" ? "" : `: ${last}`;
  return new UserError(say`${interpreter} ended with exit code ${end.exitCode} before anything was explored${said}`);
}
