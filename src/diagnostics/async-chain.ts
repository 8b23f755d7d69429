/** Plain functions that become coroutine functions together: what `src/fixes` writes, and what keeps it from doing so. */
import type { ByteRange } from "./text-edit.ts";
import type { SwitchStep } from "./twin-repair.ts";

/** A range of bytes of a file. */
export interface Place extends ByteRange {
  readonly path: string;
}

/** What changes when a plain function that waits, and all that call it, become coroutine functions. */
export interface AsyncChain {
  /** Names of the functions, by path and place. */
  readonly names: readonly string[];
  /** How often they are called. */
  readonly callCount: number;
  /** Every place that changes: the functions, their calls, and what they wait for. */
  readonly steps: readonly SwitchStep[];
}

/** The first thing found that forbids it: with it, none of the functions may change. */
export interface StoppedChain {
  /** The function that the coroutine calls. */
  readonly name: string;
  readonly obstacle: Obstacle;
}

export interface Obstacle extends Place {
  /** Ends the sentence that begins with the place: "calls `load` outside a function". */
  readonly reason: string;
  /** Where only the file is known: a name that is used, imported, or ends a string there. */
  readonly usedName?: string;
}
