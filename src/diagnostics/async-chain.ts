/** Plain functions that become coroutine functions together: what `src/fixes` writes, and what keeps it from doing so. */
import type { ByteRange } from "./text-edit.ts";

/** A range of bytes of a file. */
export interface Place extends ByteRange {
  readonly path: string;
}

/** Every place that changes when a plain function that sleeps, and all that call it, become coroutine functions. */
export interface AsyncChain {
  /** The functions: the names in their `def`, by path and offset. */
  readonly functions: readonly NamedPlace[];
  /** Every call of one of them. */
  readonly calls: readonly Place[];
  /** The calls that sleep. */
  readonly sleeps: readonly Place[];
  /** Dotted name of what is awaited instead: `asyncio.sleep`. */
  readonly sleep: string;
}

export interface NamedPlace extends Place {
  readonly name: string;
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
