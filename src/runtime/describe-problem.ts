import { type Diagnostic, type Location, type Severity, type TraceHop } from "../diagnostics/diagnostic.ts";
import { hashText } from "../diagnostics/hash-text.ts";
import type { ProblemKind, RunFrame } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import type { Occurrences } from "./collect-run.ts";
import { frameOf } from "./run-event.ts";

/** How a problem is described: what happened, why that is bad, what to do. */
interface Wording {
  readonly message: string;
  readonly why: string;
  readonly help: string;
}

export interface DescribeRequest {
  /** The text of a file, or undefined when it cannot be read. */
  readonly sourceOf: (path: string) => string | undefined;
  /** Microseconds. */
  readonly budget: number;
}

/** Blocked stretches below this many budgets are warnings while they are few. */
const shortStretch = 5;
const fewStretches = 3;

/** A problem as a finding: the blamed line, with the stack as its trace, outermost first. */
export function describeProblem(occurrences: Occurrences, request: DescribeRequest): Diagnostic {
  const { problem } = occurrences;
  const stack = problem.stack.map(frameOf);
  const blamed = stack[problem.blamed] ?? { path: "", line: 1, name: "", isOwn: false, range: undefined };
  const location = locationOf(blamed, request.sourceOf);
  const expression = calledAt(blamed, location, request.sourceOf);
  const wording = wordings[problem.kind](occurrences, expression);
  const shown = stack.slice(problem.blamed).filter((frame) => frame.isOwn || frame === blamed);
  return {
    code: problem.kind,
    name: problem.kind,
    severity: severityOf(occurrences, request.budget),
    confidence: "certain",
    location,
    ...wording,
    trace: shown.length < 2 ? [] : shown.toReversed().map((frame) => hopOf(frame, expression, request.sourceOf)),
    fingerprint: hashText(`run|${problem.kind}|${blamed.path}|${blamed.name}|${expression}`),
  };
}

/** What the blamed line was doing, for one row: `time.sleep`, or the function's name. */
function calledAt(frame: RunFrame, location: Location, sourceOf: DescribeRequest["sourceOf"]): string {
  const line = sourceOf(frame.path)?.split(/\r\n|\n|\r/)[location.start.line - 1] ?? "";
  const text = Array.from(line)
    .slice(location.start.column - 1)
    .join("");
  const call = /^(?:await\s+)?([A-Za-z_][\w.]*)\s*\(/.exec(text)?.[1];
  const isExact = frame.range !== undefined;
  return isExact && call !== undefined ? call : frame.name;
}

/** A duration for people: `152 ms`, `2.4 s`. */
function formatDuration(microseconds: number): string {
  const milliseconds = microseconds / 1000;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

const severities: Readonly<Record<ProblemKind, Severity>> = {
  blocked: "error",
  "slow-round": "information",
  "never-awaited": "error",
  "exception-never-retrieved": "error",
  "callback-failed": "error",
  "task-destroyed": "error",
  "task-alive-at-exit": "information",
  "cancellation-swallowed": "warning",
  "nested-loop": "error",
  "wrong-thread": "error",
  "left-open": "warning",
  "thread-left-running": "warning",
};

/** What nobody of the user's has written, or what happened once and briefly, is a warning at most. */
function severityOf({ problem, count, worst }: Occurrences, budget: number): Severity {
  const severity = severities[problem.kind];
  const isOwn = problem.stack[problem.blamed]?.own === true;
  if (severity !== "error") return severity;
  if (!isOwn) return "warning";
  const isBrief = problem.kind === "blocked" && worst < shortStretch * budget && count < fewStretches;
  return isBrief ? "warning" : "error";
}

type Describe = (occurrences: Occurrences, expression: string) => Wording;

const wordings: Readonly<Record<ProblemKind, Describe>> = {
  blocked: ({ problem, worst, waiting }, expression) => ({
    message:
      problem.isAfter === true
        ? say`the event loop was kept for ${formatDuration(worst)}, somewhere before this line of \`${problem.stack[problem.blamed]?.name ?? ""}\``
        : say`the event loop was kept for ${formatDuration(worst)} by \`${expression}\``,
    why: describeWaiting(waiting),
    help: say`Use an awaitable call, or run this in a thread: \`await asyncio.to_thread(…)\``,
  }),
  "slow-round": ({ worst }, expression) => ({
    message: say`one round of the event loop took ${formatDuration(worst)} in many short steps, most of it in \`${expression}\``,
    why: say`I/O and timers are looked at between rounds only: all of them were late by that much`,
    help: say`Do less at a time, or in fewer tasks at once`,
  }),
  "never-awaited": ({ problem }) => ({
    message: say`the coroutine \`${problem.coroutine ?? ""}\` was never awaited`,
    why: say`Not a line of its body ran`,
    help: say`Await it, or start a task and keep it`,
  }),
  "exception-never-retrieved": ({ problem }) => ({
    message: say`${problem.exception ?? say`an exception`} in ${nameTask(problem.task)} was never seen by anybody: ${problem.text || say`no message`}`,
    why: say`The task failed, and the program went on as if it had not`,
    help: say`Await the task, or look at its result in a callback`,
  }),
  "callback-failed": ({ problem }) => ({
    message: say`${problem.exception ?? say`an exception`} in a callback of the event loop: ${problem.text || say`no message`}`,
    why: say`The loop logs it and goes on; whoever waits for the callback waits for ever`,
    help: say`Handle the exception in the callback`,
  }),
  "task-destroyed": ({ problem }) => ({
    message: say`${nameTask(problem.task)} was thrown away before it had finished`,
    why: say`The loop holds tasks weakly: one that nobody keeps may go at any time`,
    help: say`Keep the task until it is done: in a set, or in a \`TaskGroup\``,
  }),
  "task-alive-at-exit": ({ problem }) => ({
    message: say`${nameTask(problem.task)} was still running when the main coroutine returned`,
    why: say`\`asyncio.run\` cancels it wherever it is`,
    help: say`Await it or cancel it before the end`,
  }),
  "cancellation-swallowed": ({ problem }) => ({
    message:
      problem.how === "ended"
        ? say`${nameTask(problem.task)} was cancelled here, went on, and ended as if nothing had happened`
        : say`${nameTask(problem.task)} was cancelled here, and waits here again`,
    why: say`Whoever cancelled it waits for it to stop: time-outs and shutting down hang`,
    help: say`Raise \`CancelledError\` again when the clean-up is done`,
  }),
  "nested-loop": () => ({
    message: say`an event loop is entered while one is running in this thread`,
    why: say`asyncio refuses, or the inner loop keeps the outer one`,
    help: say`Await the coroutine`,
  }),
  "wrong-thread": () => ({
    message: say`another thread than the event loop's touches the loop here`,
    why: say`The loop does not wake up for it, and its queues are not made for two threads`,
    help: say`Use \`loop.call_soon_threadsafe\` or \`asyncio.run_coroutine_threadsafe\``,
  }),
  "left-open": ({ problem }) => ({
    message: say`${problem.resource === "connection" ? say`a connection` : `\`${problem.resource ?? ""}\``} opened here was still open when its loop was closed`,
    why: say`The other side never hears the end of it, and the descriptor is lost until the process ends`,
    help: say`Close it, best with \`async with\``,
  }),
  "thread-left-running": ({ problem }) => ({
    message: say`the thread \`${problem.thread ?? ""}\` started here keeps the program from ending`,
    why: say`Python waits for threads that are no daemons`,
    help: say`Tell the thread to stop, and join it`,
  }),
};

function nameTask(task: string | null | undefined): string {
  return task === null || task === undefined ? say`a task` : say`the task of \`${task}\``;
}

function describeWaiting(waiting: number | undefined): string {
  if (waiting === undefined || waiting === 0) return say`Meanwhile the loop runs nothing else`;
  return waiting === 1
    ? say`1 other task or callback waited for it`
    : say`${waiting} other tasks and callbacks waited for it`;
}

function hopOf(frame: RunFrame, expression: string, sourceOf: DescribeRequest["sourceOf"]): TraceHop {
  return { location: locationOf(frame, sourceOf), functionName: frame.name, target: expression };
}

/** The frame's expression, or its whole line where the interpreter does not say. */
function locationOf({ path, line, range }: RunFrame, sourceOf: DescribeRequest["sourceOf"]): Location {
  const lines = sourceOf(path)?.split(/\r\n|\n|\r/) ?? [];
  if (range !== undefined) {
    const at = (row: number, byte: number): { line: number; column: number } => ({
      line: row,
      column:
        Array.from(
          Buffer.from(lines[row - 1] ?? "")
            .subarray(0, byte)
            .toString(),
        ).length + 1,
    });
    return { path, start: at(range.startLine, range.startByte), end: at(range.endLine, range.endByte) };
  }
  const text = lines[line - 1] ?? "";
  const indent = Array.from(text).length - Array.from(text.trimStart()).length;
  const end = Math.max(Array.from(text.replace(/\s+#[^"']*$/, "").trimEnd()).length, indent + 1);
  return { path, start: { line, column: indent + 1 }, end: { line, column: end + 1 } };
}
