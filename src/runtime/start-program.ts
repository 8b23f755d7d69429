import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, delimiter, join } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";

/** A program to run with the agent in its Python processes. */
export interface ProgramRequest {
  /** The command and its arguments, as for a shell. */
  readonly command: readonly string[];
  readonly workingDirectory: string;
  /** The directory that holds `sitecustomize/` and the package `uncoil_agent/`. */
  readonly agentDirectory: string;
  /** Where events go: the address of an `EventChannel`. */
  readonly address: string;
  /** What the agent is told to do: `mode` and its settings. No blanks in keys and values. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Variables added to the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Seconds after which the program is stopped; undefined for no limit. */
  readonly timeLimit?: number | undefined;
  /** Stops the program when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** `inherit`: the program has our standard streams. `discard`: it has none. `pipe`: its output goes to `onOutput`. */
  readonly streams?: "inherit" | "discard" | "pipe";
  readonly onOutput?: (bytes: Uint8Array, stream: "stdout" | "stderr") => void;
  /**
   * Gives the program a process group of its own, without our terminal: signals sent to us are not passed on, and what is left of
   * the group ends with the program, and with us. Not on Windows.
   */
  readonly isApart?: boolean;
}

/** How a program ended. */
export interface Ending {
  /** The exit code; a program that died of signal N has 128 + N, as in a shell. */
  readonly exitCode: number;
  /** The signal it died of. */
  readonly signal: NodeJS.Signals | undefined;
  /** Whether the time limit stopped it. */
  readonly isTimedOut: boolean;
}

/** Between asking a program to end and making it end. */
const millisecondsToEnd = 3000;

const millisecondsForOutput = 500;

const forwarded: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];

/**
 * Runs a program to its end, in our own process group unless it is to be apart: a terminal's signals reach it as they would
 * without us.
 * @throws UserError when it cannot be started.
 */
export async function runProgram(request: ProgramRequest): Promise<Ending> {
  const { workingDirectory, streams = "inherit", timeLimit, signal: abortion, onOutput } = request;
  const isApart = request.isApart === true && process.platform !== "win32";
  const [name = "", ...rest] = withLauncher(request.command, request.agentDirectory);
  const terminal = streams === "inherit" ? saveTerminal() : undefined;
  const stdio = { inherit: "inherit", discard: "ignore", pipe: ["ignore", "pipe", "pipe"] } as const;
  const child = startProcess(name, rest, {
    cwd: workingDirectory,
    env: agentEnvironment(request),
    stdio: streams === "pipe" ? [...stdio.pipe] : stdio[streams],
    detached: isApart,
  });
  if (onOutput !== undefined) {
    child.stdout?.on("data", (bytes: Buffer) => onOutput(bytes, "stdout"));
    child.stderr?.on("data", (bytes: Buffer) => onOutput(bytes, "stderr"));
  }
  const send = isApart ? (signal: NodeJS.Signals) => signalGroup(child, signal) : child.kill.bind(child);
  const release = isApart ? endGroupWithUs(child) : forwardSignals(child);
  const limit = limitRun(send, timeLimit, abortion);
  try {
    const { code, signal } = await untilEnd(child, name, workingDirectory);
    const isTimedOut = limit.isTimedOut();
    if (signal !== null) terminal?.restore();
    return { exitCode: code ?? 128 + constants.signals[signal ?? "SIGKILL"], signal: signal ?? undefined, isTimedOut };
  } finally {
    limit.cancel();
    release();
    // What has left the group may still hold the other end.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left.
  }
}

/** Sees to it that a group ends when its first process does, or when we do. Returns what undoes the latter. */
function endGroupWithUs(child: ChildProcess): () => void {
  const end = (): void => signalGroup(child, "SIGKILL");
  child.once("exit", end);
  process.once("exit", end);
  return () => process.off("exit", end);
}

/** @throws UserError when the system refuses at once, as it does a command that is too long. */
function startProcess(name: string, words: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(name, words, options);
  } catch (error) {
    throw new UserError(say`cannot run \`${name}\`: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function agentEnvironment({ agentDirectory, address, settings, variables }: ProgramRequest): NodeJS.ProcessEnv {
  const path = process.env["PYTHONPATH"] ?? "";
  const written = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  return {
    ...process.env,
    ...variables,
    PYTHONPATH: join(agentDirectory, "sitecustomize") + (path === "" ? "" : delimiter + path),
    UNCOIL_EVENTS: address,
    UNCOIL_AGENT: written.join(" "),
  };
}

const longOptions: ReadonlySet<string> = new Set(["-W", "-X", "--check-hash-based-pycs"]);

/**
 * The command as it is started: an interpreter that is told to ignore `PYTHONPATH` or to run no sitecustomize (`-I`, `-E`,
 * `-S`) is given our launcher, which starts the agent and then the program.
 */
export function withLauncher(command: readonly string[], agentDirectory: string): readonly string[] {
  if (!/^(?:python|pypy)[\d.]*t?(?:\.exe)?$/i.test(basename(command[0] ?? ""))) return command;
  let isIsolated = false;
  let at = 1;
  for (; at < command.length; at++) {
    const word = command[at] ?? "";
    if (!word.startsWith("-") || word === "-" || /^-[A-Za-z]*[cm]/.test(word)) break;
    if (longOptions.has(word)) at++;
    else if (/^-[^-WX]*[IES]/.test(word)) isIsolated = true;
  }
  const rest = command.slice(at);
  const first = rest[0] ?? "";
  // `-Ic CODE` joins the option to what is to be run.
  const joined = /^-([A-Za-z]*)([cm])(.*)$/.exec(first);
  if (/[IES]/.test(joined?.[1] ?? "")) isIsolated = true;
  if (!isIsolated || first === "" || first === "-") return command;
  const launcher = join(agentDirectory, "uncoil_agent", "launch.py");
  const target =
    joined === null ? rest : [`-${joined[2] ?? ""}`, ...(joined[3] === "" ? [] : [joined[3] ?? ""]), ...rest.slice(1)];
  const flags = joined === null || joined[1] === "" ? [] : [`-${joined[1] ?? ""}`];
  return [...command.slice(0, at), ...flags, launcher, ...target];
}

function untilEnd(
  child: ChildProcess,
  name: string,
  directory: string,
): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => reject(describeFailure(error, name, directory)));
    child.once("exit", (code, signal) => {
      // Output that is still on its way; a daemon that keeps the pipe open is not waited for.
      const timer = setTimeout(() => resolve({ code, signal }), millisecondsForOutput);
      child.once("close", () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
}

function describeFailure(error: NodeJS.ErrnoException, name: string, directory: string): UserError {
  if (error.code === "ENOENT") {
    return new UserError(say`cannot run \`${name}\`: there is no such command`, say`looked in PATH, from ${directory}`);
  }
  if (error.code === "EACCES") return new UserError(say`cannot run \`${name}\`: it is not an executable file`);
  return new UserError(say`cannot run \`${name}\`: ${error.message}`);
}

/**
 * Keeps us alive while the program decides what a signal means, and passes on what only we were sent. A key pressed in a
 * terminal is sent to the whole process group: the program has had that one already.
 */
function forwardSignals(child: ChildProcess): () => void {
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const passIfAlone = (signal: NodeJS.Signals): void => {
    if (!isForeground()) child.kill(signal);
  };
  const handlers = [
    ...forwarded.map((signal) => [signal, pass] as const),
    ["SIGINT", passIfAlone] as const,
    ["SIGQUIT", passIfAlone] as const,
  ];
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** Whether we are in the process group that a terminal sends its keys to. */
function isForeground(): boolean {
  try {
    // After the command's name in parentheses: state, parent, group, session, terminal, the terminal's foreground group.
    const fields = readFileSync("/proc/self/stat", "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[2] === fields[5];
  } catch {
    return process.stdin.isTTY;
  }
}

interface RunLimit {
  readonly isTimedOut: () => boolean;
  readonly cancel: () => void;
}

function limitRun(
  send: (signal: NodeJS.Signals) => void,
  seconds: number | undefined,
  signal: AbortSignal | undefined,
): RunLimit {
  let isTimedOut = false;
  let second: NodeJS.Timeout | undefined;
  const stop = (): void => {
    send("SIGTERM");
    second ??= setTimeout(() => send("SIGKILL"), millisecondsToEnd);
  };
  const stopLate = (): void => {
    isTimedOut = true;
    stop();
  };
  const first = seconds === undefined ? undefined : setTimeout(stopLate, seconds * 1000);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted === true) stop();
  return {
    isTimedOut: () => isTimedOut,
    cancel: () => {
      clearTimeout(first);
      clearTimeout(second);
      signal?.removeEventListener("abort", stop);
    },
  };
}

/** The terminal's settings, for a program that dies without having put them back. */
function saveTerminal(): { readonly restore: () => void } | undefined {
  if (!process.stdin.isTTY || process.platform === "win32") return undefined;
  const saved = spawnSync("stty", ["-g"], { stdio: ["inherit", "pipe", "ignore"], encoding: "utf8" });
  const settings = saved.status === 0 ? saved.stdout.trim() : "";
  if (settings === "") return undefined;
  return { restore: () => void spawnSync("stty", [settings], { stdio: ["inherit", "ignore", "ignore"] }) };
}
