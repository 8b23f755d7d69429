/** Keeps a thread from being ended while it writes: a file is written whole, or not at all. */
export interface WriteLock {
  /** Runs `write` unless the thread is about to be ended. */
  readonly whileWriting: (write: () => void) => void;
}

const idle = 0;
const writing = 1;
const ended = 2;

/** The memory both threads share. */
export function createLockCell(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** The side of the thread that writes. */
export function openWriteLock(cell: Int32Array): WriteLock {
  return {
    whileWriting: (write) => {
      if (Atomics.compareExchange(cell, 0, idle, writing) !== idle) return;
      try {
        write();
      } finally {
        Atomics.store(cell, 0, idle);
      }
    },
  };
}

/** The side of the one who ends it: whether it may. After that it writes no more. */
export function mayEnd(cell: Int32Array): boolean {
  return Atomics.compareExchange(cell, 0, idle, ended) !== writing;
}
