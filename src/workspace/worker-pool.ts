import { Worker } from "node:worker_threads";
import type { PackedSummary } from "../summary/transfer.ts";

/** What a worker is started with. */
export interface WorkerData {
  readonly files: readonly string[];
  /** One integer, shared by every thread: the index of the next file nobody has taken. */
  readonly counter: Int32Array;
}

/** What became of the file at `index`: its summary, undefined when it cannot be read. */
export interface WorkerResult {
  readonly index: number;
  readonly summary: PackedSummary | undefined;
}

/**
 * Threads that share a list of files. Each, the caller's own included, takes the next file when it is done with the last:
 * the work is balanced without anybody knowing the files' sizes.
 */
export interface WorkerPool {
  /** The next file for the calling thread, or undefined when all are taken. */
  readonly takeFile: () => string | undefined;
  /** Resolves when every file is done or every worker has ended. Returns the files taken by a worker that died before it was done with them. */
  readonly finish: () => Promise<readonly string[]>;
}

/** Starts `workerCount` workers. `onResult` is called on this thread, whenever it is idle, once for each of their files. */
export function startWorkers(
  files: readonly string[],
  workerCount: number,
  onResult: (path: string, summary: PackedSummary | undefined) => void,
): WorkerPool {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const isDone = new Uint8Array(files.length);
  let remaining = files.length;
  let onAllDone: () => void = () => undefined;
  const allDone = new Promise<void>((resolve) => {
    onAllDone = resolve;
  });
  const markDone = (index: number): void => {
    isDone[index] = 1;
    if (--remaining === 0) onAllDone();
  };
  const workerData: WorkerData = { files, counter };
  const workers = Array.from({ length: workerCount }, () => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData });
    worker.on("message", (results: readonly WorkerResult[]) => {
      for (const result of results) {
        onResult(files[result.index] ?? "", result.summary);
        markDone(result.index);
      }
    });
    return worker;
  });
  // A worker that dies leaves its files undone: the caller's thread does them, and fails where it can be seen.
  const allEnded = workers.map(
    (worker) => new Promise<void>((resolve) => worker.on("error", () => resolve()).on("exit", () => resolve())),
  );
  return {
    takeFile: () => {
      const index = takeIndex(counter);
      if (index < files.length) markDone(index);
      return files[index];
    },
    finish: async () => {
      await Promise.race([allDone, Promise.all(allEnded)]);
      // Those still starting when the work is done would keep the process waiting.
      for (const worker of workers) void worker.terminate();
      return files.filter((_, index) => isDone[index] === 0);
    },
  };
}

/** Takes the next index from the shared counter. */
export function takeIndex(counter: Int32Array): number {
  return Atomics.add(counter, 0, 1);
}
