/** What exploring a target found, as plain objects. Times are in microseconds, lines 1-based. */

/** A line of the user's code: absolute path, line, name of the function. */
export type ExploredPlace = readonly [path: string, line: number, functionName: string];

export type Strategy = "cancel" | "timing" | "order" | "copies" | "faults";

/** `fragile`: it takes an order of ready tasks that the loop does not choose today, and no late I/O was found that does the same. */
export type ExploredSeverity = "failure" | "fragile";

/** What broke. */
export interface ExploredProblem {
  /** `error`: the body raised. `swallowed`: a task went on after its cancellation. `leak`: a lock or permit was not given back. */
  readonly kind: "error" | "invariant" | "deadlock" | "livelock" | "hang" | "crash" | "swallowed" | "leak";
  /** The class of an error; else the kind in words. */
  readonly type: string;
  readonly message: string;
  /** The user's places it came through, outermost first. */
  readonly places: readonly ExploredPlace[];
  /** Of a deadlock: where every task stands. */
  readonly waiting?: readonly WaitingTask[];
  /** Whether the disturbed run passed, and the next, undisturbed one failed. */
  readonly isLater?: boolean;
}

export interface WaitingTask {
  readonly task: number;
  readonly place: ExploredPlace | null;
  /** Null where nobody can tell. */
  readonly awaits: AwaitedThing | null;
}

/** What a task waits for. */
export interface AwaitedThing {
  /**
   * `item`: a queue is empty; `room`: it is full; `join`: its items are not all done. `data`: a connection. `future`: something else that
   * nobody has set.
   */
  readonly kind:
    | "lock"
    | "semaphore"
    | "event"
    | "condition"
    | "barrier"
    | "item"
    | "room"
    | "join"
    | "data"
    | "timer"
    | "tasks"
    | "future";
  /** Where the lock, event, queue… was made. */
  readonly made: ExploredPlace | null;
  /** Of `lock`: who holds it. Of `tasks`: those that have not ended. */
  readonly tasks: readonly number[];
}

/** One deviation from the undisturbed run. */
export interface ExploredDecision {
  readonly kind: "cancel" | "timer" | "event" | "thread" | "order" | "fault";
  /** The number of a task; of a file descriptor where `kind` is `event`. */
  readonly task: number;
  readonly ordinal: number;
  /** `waiting` or `late` of `cancel`, `reset` or `timeout` of `fault`, steps of `order`, else microseconds. */
  readonly value: number | string;
  readonly place: ExploredPlace | null;
  /** The coroutine function of the task. */
  readonly function: string | null;
  /** What the user named the task. */
  readonly name: string | null;
  /** What is late, where it is no task. */
  readonly label: string | null;
}

/** A line that ran, by the number of its task; a decision, by its index, where the path is null. */
export type ExploredStep = readonly [task: number, path: string | null, line: number];

export interface ExploredTask {
  readonly number: number;
  readonly name: string | null;
  readonly function: string;
}

/** A failure that a disturbance brought about. */
export interface ExploredFailure {
  /** Replays it. */
  readonly id: string;
  readonly strategy: Strategy;
  readonly severity: ExploredSeverity;
  readonly problem: ExploredProblem;
  readonly decisions: readonly ExploredDecision[];
  /** How many copies of the body ran at the same time. */
  readonly copies: number;
  /** How often it came again, of how many repetitions: ten, or two of a hang, unless the time was up. */
  readonly rate: readonly [number, number];
  /** Whether there was time to leave out all decisions that are not needed. */
  readonly isSmall: boolean;
  /** The number of the run that showed it first. */
  readonly foundAfter: number;
  /** How many runs failed in this way. */
  readonly seen: number;
  /** Of the failing run. Tasks with the same number are the same until the runs part. */
  readonly tasks: readonly ExploredTask[];
  readonly passingTasks: readonly ExploredTask[];
  readonly passing: readonly ExploredStep[];
  readonly failing: readonly ExploredStep[];
}

/** An exploration that came to its end. */
export interface Exploration {
  readonly target: string;
  /** The version of the interpreter: `3.12.1`. */
  readonly python: string;
  readonly failures: readonly ExploredFailure[];
  readonly runs: number;
  readonly milliseconds: number;
  /** Runs of each strategy. */
  readonly counts: Readonly<Partial<Record<Strategy, number>>>;
  /** Tasks that were not cancelled, because the target needs what they do. */
  readonly skipped: readonly SkippedTask[];
  /** What goes wrong when the target runs once more after its end, undisturbed; null where nothing does, or it was not tried. */
  readonly again: ExploredProblem | null;
  /** Failures that did not come again, and are not reported. */
  readonly unsteady: number;
  /** Failures that were not repeated, because the time was up, and are not reported. */
  readonly unrepeated: number;
  /** Whether the time limit cut anything short: what was tried, or how it is reported. */
  readonly isOutOfTime: boolean;
  /** Whether time jumped where nothing real was waited for. */
  readonly isVirtual: boolean;
  readonly notes: readonly string[];
}

export interface SkippedTask {
  readonly function: string;
  readonly name: string | null;
  readonly place: ExploredPlace | null;
}
