/** The repair that makes a lock of threads one of the async library. */
import type { ByteRange } from "./text-edit.ts";

export interface AsyncLockAction {
  readonly kind: "async-lock";
  /** Dotted name of the class that takes its place: `asyncio.Lock`. */
  readonly to: string;
  /** Looks at the program, so it is called only when the fix is wanted; undefined when the lock may be used by others. */
  readonly plan: () => LockPlan | undefined;
}

/** Where objects keep a lock. */
export interface LockAttribute {
  /** The class that sets it, and those below it. */
  readonly classes: readonly { readonly path: string; readonly name: string }[];
  /** Times it is read in the whole program. */
  readonly reads: number;
}

export interface LockPlan {
  readonly path: string;
  /** The call that makes the lock. */
  readonly made: ByteRange;
  /** The name of the local or global, or of the attribute of `self`. */
  readonly name: string;
  /** For an attribute; undefined for a local or global. */
  readonly attribute: LockAttribute | undefined;
}
