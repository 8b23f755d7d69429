import type { Occurrence, RunProcess, RunTimeline, TimelinePlace, TimelineTask } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import type { AgentEvent } from "./event-channel.ts";
import type {
  PlaceEvent,
  ProblemEvent,
  ProcessEvent,
  RunEvent,
  SeenEvent,
  TaskEvent,
  TimelineEvent,
} from "./run-event.ts";

/** One problem of all processes, with its occurrences summed up. Times are microseconds. */
export interface Occurrences {
  readonly problem: ProblemEvent;
  readonly process: number;
  count: number;
  total: number;
  worst: number;
  waiting: number | undefined;
  first: number;
  last: number;
  /** When a step that nobody has seen end began, and in which process. */
  openSince: number | undefined;
  openIn: number;
  /** The first of those that took time. */
  readonly times: Occurrence[];
}

const mostTimes = 2000;

/** The records of a process, as they come. */
interface TimelineDraft {
  readonly places: TimelinePlace[];
  readonly tasks: TimelineTask[];
  readonly records: number[];
  isCut: boolean;
}

/** What the events of a run say, as far as they have come. */
export interface RunRecord {
  readonly processes: Map<number, RunProcess>;
  /** When the first process began, in microseconds of the machine's clock. */
  start: number;
  /** By kind and place: the same line in two processes is one problem. */
  readonly problems: Map<string, Occurrences>;
  /** Lines that ran, by path: before Python 3.12 not all of them. */
  readonly lines: Map<string, Set<number>>;
  readonly notes: string[];
  /** By pid. Empty unless a timeline was asked for. */
  readonly timelines: Map<number, TimelineDraft>;
  /** `pid id` → the problem. */
  readonly known: Map<string, Occurrences>;
  /** Connection → pid. */
  readonly connections: Map<number, number>;
}

export function createRunRecord(): RunRecord {
  return {
    processes: new Map(),
    start: 0,
    problems: new Map(),
    lines: new Map(),
    notes: [],
    timelines: new Map(),
    known: new Map(),
    connections: new Map(),
  };
}

/** Adds an event. Returns the problem it is the first sign of, or undefined. */
export function addEvent(record: RunRecord, event: AgentEvent, connection: number): Occurrences | undefined {
  const run = event as RunEvent;
  const pid = record.connections.get(connection) ?? 0;
  switch (run.event) {
    case "process":
      addProcess(record, run, connection);
      return undefined;
    case "problem":
      record.known.set(`${pid} ${run.id}`, knownProblem(record, run, pid));
      return undefined;
    case "seen":
      return addOccurrence(record, pid, run);
    case "lines": {
      const known = record.lines.get(run.path) ?? new Set<number>();
      for (const line of run.lines) known.add(line);
      record.lines.set(run.path, known);
      return undefined;
    }
    case "task":
    case "place":
    case "timeline":
      addToTimeline(record, pid, run);
      return undefined;
    case "agent-failed":
      record.notes.push(...run.errors.map((error) => say`the agent failed in process ${pid}: ${error}`));
      return undefined;
    case "end":
      return undefined;
  }
}

/** Counts steps that were at work when the program ended; `end` is the time it did. */
export function closeOpenSteps(record: RunRecord, end: number): void {
  for (const occurrences of record.problems.values()) {
    if (occurrences.openSince === undefined) continue;
    const duration = end - occurrences.openSince;
    occurrences.count++;
    occurrences.total += duration;
    occurrences.worst = Math.max(occurrences.worst, duration);
    occurrences.times.push({ pid: occurrences.openIn, start: occurrences.openSince - record.start, duration });
  }
}

/** The timeline of a run, for the problems in the order given. */
export function timelineOf(record: RunRecord, problems: readonly Occurrences[]): RunTimeline {
  const processes = Array.from(record.timelines, ([pid, draft]) => ({ pid, ...draft }));
  return { processes, occurrences: problems.map(({ times }) => times) };
}

function addToTimeline(record: RunRecord, pid: number, event: TaskEvent | PlaceEvent | TimelineEvent): void {
  let draft = record.timelines.get(pid);
  if (draft === undefined) {
    draft = { places: [], tasks: [], records: [], isCut: false };
    record.timelines.set(pid, draft);
  }
  if (event.event === "place") {
    draft.places[event.id - 1] = { path: event.path, line: event.line, name: event.name };
  } else if (event.event === "task") {
    const { time, parent, name, site } = event;
    draft.tasks[event.id - 1] = { time: time - record.start, parent, name, site };
  } else {
    draft.isCut = event.isCut;
    event.records.forEach((value, at) => draft.records.push(at % 5 === 1 ? value - record.start : value));
  }
}

function addProcess(record: RunRecord, event: ProcessEvent, connection: number): void {
  record.connections.set(connection, event.pid);
  if (record.start === 0) record.start = event.time;
  if (record.processes.has(event.pid)) return;
  const { pid, parent, python } = event;
  record.processes.set(pid, { pid, parent, python, arguments: event.arguments });
}

function knownProblem(record: RunRecord, problem: ProblemEvent, process: number): Occurrences {
  const blamed = problem.stack[problem.blamed];
  const detail = problem.exception ?? problem.coroutine ?? problem.resource ?? "";
  const left = problem.left === undefined ? undefined : problem.stack[problem.left];
  const places = [blamed?.path, blamed?.line, left?.path, left?.line];
  const key = [problem.kind, ...places, detail, problem.isAfter === true].join("|");
  let known = record.problems.get(key);
  if (known === undefined) {
    known = {
      problem,
      process,
      count: 0,
      total: 0,
      worst: 0,
      waiting: undefined,
      first: 0,
      last: 0,
      openSince: undefined,
      openIn: 0,
      times: [],
    };
    record.problems.set(key, known);
  }
  return known;
}

function addOccurrence(record: RunRecord, pid: number, seen: SeenEvent): Occurrences | undefined {
  const known = record.known.get(`${pid} ${seen.id}`);
  if (known === undefined) return undefined;
  const isFirst = known.first === 0;
  if (isFirst) known.first = seen.started ?? seen.time;
  known.last = seen.time;
  known.openSince = seen.isOpen === true ? seen.started : undefined;
  if (seen.isOpen === true) {
    known.openIn = pid;
    known.worst = Math.max(known.worst, seen.time - (seen.started ?? seen.time));
    return isFirst ? known : undefined;
  }
  known.count += seen.count;
  known.total += seen.total ?? 0;
  known.worst = Math.max(known.worst, seen.worst ?? 0);
  if (seen.waiting !== undefined) known.waiting = Math.max(known.waiting ?? 0, seen.waiting);
  if (known.times.length < mostTimes) {
    known.times.push({ pid, start: (seen.started ?? seen.time) - record.start, duration: seen.total ?? 0 });
  }
  return isFirst ? known : undefined;
}
