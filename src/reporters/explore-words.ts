import type {
  AwaitedThing,
  ExploredDecision,
  ExploredFailure,
  ExploredPlace,
  ExploredProblem,
  ExploredTask,
} from "../diagnostics/exploration.ts";
import { retell, say } from "../language/say.ts";
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
  const text = kind === "error" ? (first === "" ? type : `${type}: ${first}`) : kindWords(kind, retell(first));
  return isLater === true ? say`run once more after this, undisturbed, it fails: ${text}` : text;
}

function kindWords(kind: ExploredProblem["kind"], message: string): string {
  switch (kind) {
    case "deadlock":
      return say`deadlock: ${message}`;
    case "livelock":
      return say`livelock: ${message}`;
    case "hang":
      return say`hang: it ${message}`;
    case "swallowed":
      return say`swallowed cancellation: ${message}`;
    case "leak":
      return say`leak: ${message}`;
    default:
      return message;
  }
}

/** Why a failure of its kind matters. */
export function explainStrategy({ strategy, copies }: ExploredFailure): string {
  switch (strategy) {
    case "cancel":
      return say`a task may be cancelled at any \`await\`: by a time limit, a client that goes away, a shutdown`;
    case "timing":
      return say`the loop runs what is ready in its usual order; I/O that takes this long is all it takes`;
    case "order":
      return say`asyncio promises no order for tasks that are ready at the same time; no late I/O was found that does the same`;
    case "copies":
      return say`${copies} copies that run at the same time share something that one alone does not mind`;
    case "faults":
      return say`connections break and time limits pass: an error may come out, but nothing may be left behind`;
  }
}

/** What a decision does, as a sentence without a period. */
export function describeDecision(decision: ExploredDecision, nameOf: NameOfTask, showPlace: ShowPlace): string {
  const who = nameOf(decision.task);
  const where = decision.place === null ? "" : say` at ${showPlace(decision.place)}`;
  switch (decision.kind) {
    case "cancel":
      if (decision.ordinal === 0) return say`${who} is cancelled before it begins`;
      return decision.value === "waiting"
        ? say`${who} is cancelled while it waits${where}`
        : say`${who} is cancelled${where}, after what it waits for has come and before it goes on`;
    case "timer":
      return decision.task === 0
        ? say`a timer of the loop${where} is ${describeDuration(decision.value)} late`
        : say`what ${who} waits for${where} takes ${describeDuration(decision.value)} longer`;
    case "event":
      return decision.value === 0
        ? say`${decision.label ?? say`an event`} is seen once the loop has nothing else to do`
        : say`${decision.label ?? say`an event`} is seen ${describeDuration(decision.value)} late`;
    case "thread":
      return say`${decision.label ?? say`a thread`}${where === "" ? "" : say` that is started${where}`} comes ${describeDuration(decision.value)} late`;
    case "order":
      return decision.value === 1
        ? say`a step of ${who} lets 1 other go first`
        : say`a step of ${who} lets ${decision.value} others go first`;
    case "fault":
      return decision.value === "reset"
        ? say`what ${who} waits for${where} loses its connection`
        : say`what ${who} waits for${where} times out`;
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
  const where = made === null ? "" : say` made at ${showPlace(made)}`;
  const [holder] = tasks;
  switch (kind) {
    case "lock": {
      const who =
        holder === undefined ? "" : holder === task ? say`, which it holds itself` : say`, held by ${nameOf(holder)}`;
      return say`the lock${where}${who}`;
    }
    case "semaphore":
      return say`a place in the semaphore${where}`;
    case "event":
      return say`the event${where}, which nobody sets`;
    case "condition":
      return say`the condition${where}, which nobody notifies`;
    case "barrier":
      return say`others at the barrier${where}`;
    case "item":
      return say`an item of the queue${where}`;
    case "room":
      return say`room in the queue${where}`;
    case "join":
      return say`\`task_done\` for each item of the queue${where}`;
    case "data":
      return say`data from a connection`;
    case "timer":
      return say`a timer`;
    case "tasks":
      return tasks.map(nameOf).join(", ");
    case "future":
      return say`a future that nobody sets`;
  }
}

/** The same, for a column: what it is, and who holds it or where it was made. */
export function describeAwaitedBriefly({ kind, made, tasks }: AwaitedThing, nameOf: NameOfTask): string {
  const where = made === null ? "" : say` (line ${made[1]})`;
  const names = tasks.map(nameOf).join(", ");
  switch (kind) {
    case "lock":
      return names === "" ? say`lock${where}` : say`lock held by ${names}`;
    case "item":
      return say`item of queue${where}`;
    case "room":
      return say`room in queue${where}`;
    case "join":
      return say`queue to be done${where}`;
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
  return (task) => `\`${names.get(task) ?? say`the loop`}\``;
}

function labelOf({ name, function: functionName }: ExploredTask): string {
  return name ?? functionName;
}

/** The command that runs a failure again. */
export function replayCommand(target: string, { id }: Pick<ExploredFailure, "id">): string {
  const word = /^[\w./:@%+=,~-]+$/.test(target) ? target : `'${target.replaceAll("'", `'\\''`)}'`;
  return `uncoil explore ${word} --replay ${id}`;
}
