import type { FrameRange, ProblemKind, RunFrame } from "../diagnostics/run-report.ts";
import type { AgentEvent } from "./event-channel.ts";

/** Times are microseconds of the machine's monotonic clock; `epoch` is microseconds since 1970. */
export interface ProcessEvent extends AgentEvent {
  readonly event: "process";
  readonly pid: number;
  readonly parent: number;
  readonly python: string;
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly time: number;
  readonly epoch: number;
}

/** A frame as the agent tells it: columns are UTF-8 bytes from 0, and missing before Python 3.11. */
export interface FrameEvent {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly own: boolean;
  readonly startLine?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A problem, told once; each `seen` of the same `id` and process is an occurrence. */
export interface ProblemEvent extends AgentEvent {
  readonly event: "problem";
  readonly id: number;
  readonly kind: ProblemKind;
  /** The innermost first. */
  readonly stack: readonly FrameEvent[];
  readonly blamed: number;
  /** Of a blocked loop: index of the coroutine below which the line is reached. */
  readonly left?: number;
  /** Of a blocked loop: the line to blame is before the one shown. */
  readonly isAfter?: boolean;
  readonly started?: readonly FrameEvent[];
  /** Where the task in question waits, the innermost first. */
  readonly waits?: readonly FrameEvent[];
  readonly defined?: readonly FrameEvent[];
  readonly task?: string | null;
  readonly coroutine?: string;
  readonly exception?: string;
  readonly text?: string;
  readonly resource?: string;
  readonly thread?: string;
  readonly how?: string;
}

export interface SeenEvent extends AgentEvent {
  readonly event: "seen";
  readonly id: number;
  readonly time: number;
  readonly count: number;
  readonly total?: number;
  readonly worst?: number;
  readonly started?: number;
  readonly waiting?: number;
  readonly task?: string | null;
  /** A step that is still at work. */
  readonly isOpen?: boolean;
}

export interface LinesEvent extends AgentEvent {
  readonly event: "lines";
  readonly path: string;
  readonly lines: readonly number[];
}

/** A task that was constructed. Numbers are those of its process; 0 is none. */
export interface TaskEvent extends AgentEvent {
  readonly event: "task";
  readonly id: number;
  readonly time: number;
  readonly parent: number;
  readonly name: string;
  /** The place that started it. */
  readonly site: number;
}

export interface PlaceEvent extends AgentEvent {
  readonly event: "place";
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

/** Records of five numbers each; their meaning is at the head of agent/uncoil_agent/observe/timeline.py. */
export interface TimelineEvent extends AgentEvent {
  readonly event: "timeline";
  readonly records: readonly number[];
  /** Whether records are missing from here on. */
  readonly isCut: boolean;
}

export interface FailedEvent extends AgentEvent {
  readonly event: "agent-failed";
  readonly errors: readonly string[];
}

export interface EndEvent extends AgentEvent {
  readonly event: "end";
  readonly time: number;
}

export type RunEvent =
  | ProcessEvent
  | ProblemEvent
  | SeenEvent
  | LinesEvent
  | TaskEvent
  | PlaceEvent
  | TimelineEvent
  | FailedEvent
  | EndEvent;

/** A frame as reports have it. */
export function frameOf(frame: FrameEvent): RunFrame {
  return { path: frame.path, line: frame.line, name: frame.name, isOwn: frame.own, range: rangeOf(frame) };
}

function rangeOf({ startLine, column, endLine, endColumn }: FrameEvent): FrameRange | undefined {
  if (startLine === undefined || column === undefined || endLine === undefined || endColumn === undefined) {
    return undefined;
  }
  return { startLine, startByte: column, endLine, endByte: endColumn };
}
