import type {
  AwaitedThing,
  ExploredDecision,
  ExploredFailure,
  ExploredPlace,
  ExploredProblem,
  ExploredTask,
} from "../diagnostics/exploration.ts";
import { shownPath } from "./shown-path.ts";

/** Says where a place is. */
export type ShowPlace = (place: ExploredPlace) => string;

/** Shows places relative to a directory: `app/pool.py:12`. */
export function createShowPlace(workingDirectory: string): ShowPlace {
  return ([path, line]) => `${shownPath(workingDirectory, path)}:${line}`;
}

/** What broke, as one line. */
export function describeProblem({ kind, type, message, isLater }: ExploredProblem): string {
  const [first = ""] = message.split("\n");
  const text = kind === "error" ? (first === "" ? type : `${type}: ${first}`) : kindWords(kind, first);
  return isLater === true ? `run once more after this, undisturbed, it fails: ${text}` : text;
}

function kindWords(kind: ExploredProblem["kind"], message: string): string {
  switch (kind) {
    case "deadlock":
      return `deadlock: ${message}`;
    case "livelock":
      return `livelock: ${message}`;
    case "hang":
      return `hang: it ${message}`;
    case "swallowed":
      return `swallowed cancellation: ${message}`;
    case "leak":
      return `leak: ${message}`;
    default:
      return message;
  }
}

/** Why a failure of its kind matters. */
export function explainStrategy({ strategy, copies }: ExploredFailure): string {
  switch (strategy) {
    case "cancel":
      return "a task may be cancelled at any `await`: by a time limit, a client that goes away, a shutdown";
    case "timing":
      return "the loop runs what is ready in its usual order; I/O that takes this long is all it takes";
    case "order":
      return "asyncio promises no order for tasks that are ready at the same time; no late I/O was found that does the same";
    case "copies":
      return `${copies} copies that run at the same time share something that one alone does not mind`;
    case "faults":
      return "connections break and time limits pass: an error may come out, but nothing may be left behind";
  }
}

/** What a decision does, as a sentence without a period. */
export function describeDecision(decision: ExploredDecision, nameOf: NameOfTask, showPlace: ShowPlace): string {
  const who = nameOf(decision.task);
  const where = decision.place === null ? "" : ` at ${showPlace(decision.place)}`;
  switch (decision.kind) {
    case "cancel":
      if (decision.ordinal === 0) return `${who} is cancelled before it begins`;
      return decision.value === "waiting"
        ? `${who} is cancelled while it waits${where}`
        : `${who} is cancelled${where}, after what it waits for has come and before it goes on`;
    case "timer":
      return decision.task === 0
        ? `a timer of the loop${where} is ${describeDuration(decision.value)} late`
        : `what ${who} waits for${where} takes ${describeDuration(decision.value)} longer`;
    case "event":
      return decision.value === 0
        ? `${decision.label ?? "an event"} is seen once the loop has nothing else to do`
        : `${decision.label ?? "an event"} is seen ${describeDuration(decision.value)} late`;
    case "thread":
      return `${decision.label ?? "a thread"}${where === "" ? "" : ` that is started${where}`} comes ${describeDuration(decision.value)} late`;
    case "order":
      return `a step of ${who} lets ${decision.value} ${decision.value === 1 ? "other" : "others"} go first`;
    case "fault":
      return `what ${who} waits for${where} ${decision.value === "reset" ? "loses its connection" : "times out"}`;
  }
}

function describeDuration(microseconds: number | string): string {
  const value = Number(microseconds);
  return value >= 1000 ? `${(value / 1000).toFixed(1).replace(/\.0$/, "")} ms` : `${value} µs`;
}

/** What a task waits for, after "for". `showPlace` says where a thing was made. */
export function describeAwaited(
  { kind, made, tasks }: AwaitedThing,
  task: number,
  nameOf: NameOfTask,
  showPlace: ShowPlace,
): string {
  const where = made === null ? "" : ` made at ${showPlace(made)}`;
  const [holder] = tasks;
  switch (kind) {
    case "lock": {
      const who =
        holder === undefined ? "" : holder === task ? ", which it holds itself" : `, held by ${nameOf(holder)}`;
      return `the lock${where}${who}`;
    }
    case "semaphore":
      return `a place in the semaphore${where}`;
    case "event":
      return `the event${where}, which nobody sets`;
    case "condition":
      return `the condition${where}, which nobody notifies`;
    case "barrier":
      return `others at the barrier${where}`;
    case "item":
      return `an item of the queue${where}`;
    case "room":
      return `room in the queue${where}`;
    case "join":
      return `\`task_done\` for each item of the queue${where}`;
    case "data":
      return "data from a connection";
    case "timer":
      return "a timer";
    case "tasks":
      return tasks.map(nameOf).join(", ");
    case "future":
      return "a future that nobody sets";
  }
}

/** The same, for a column: what it is, and who holds it or where it was made. */
export function describeAwaitedBriefly({ kind, made, tasks }: AwaitedThing, nameOf: NameOfTask): string {
  const where = made === null ? "" : ` (line ${made[1]})`;
  const names = tasks.map(nameOf).join(", ");
  switch (kind) {
    case "lock":
      return names === "" ? `lock${where}` : `lock held by ${names}`;
    case "item":
      return `item of queue${where}`;
    case "room":
      return `room in queue${where}`;
    case "join":
      return `queue to be done${where}`;
    case "tasks":
      return names;
    default:
      return `${kind}${where}`;
  }
}

/** The name of a task, in backquotes. */
export type NameOfTask = (task: number) => string;

/** Names tasks as a person would: by the name they were given, else by their function, numbered where several share it. */
export function createNameOfTask(tasks: readonly ExploredTask[]): NameOfTask {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(labelOf(task), (counts.get(labelOf(task)) ?? 0) + 1);
  const seen = new Map<string, number>();
  const names = new Map<number, string>();
  for (const task of tasks) {
    const label = labelOf(task);
    const ordinal = (seen.get(label) ?? 0) + 1;
    seen.set(label, ordinal);
    names.set(task.number, (counts.get(label) ?? 0) > 1 ? `${label} ${ordinal}` : label);
  }
  return (task) => `\`${names.get(task) ?? "the loop"}\``;
}

function labelOf({ name, function: functionName }: ExploredTask): string {
  return name ?? functionName;
}

/** The command that runs a failure again. */
export function replayCommand(target: string, { id }: Pick<ExploredFailure, "id">): string {
  const word = /^[\w./:@%+=,~-]+$/.test(target) ? target : `'${target.replaceAll("'", `'\\''`)}'`;
  return `uncoil explore ${word} --replay ${id}`;
}
