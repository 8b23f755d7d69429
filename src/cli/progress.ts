import { writeSync } from "node:fs";
import { isTerminal } from "./terminal.ts";

/** A row on standard error that says how far a long run is. */
export interface Progress {
  /** Says what is being done, and how much of it when counted. */
  readonly show: (stage: string, done?: number, total?: number) => void;
  /** Erases the row. */
  readonly clear: () => void;
}

const millisecondsBeforeFirst = 500;
/** Before a stage whose progress cannot be counted: it takes about as long as what came before, and shows nothing new. */
const millisecondsBeforeUncounted = 250;
const millisecondsBetween = 80;

/** Shows nothing before half a second has passed, and nothing at all unless `isShown`. */
export function createProgress(isShown: boolean): Progress {
  if (!isShown) return { show: () => undefined, clear: () => undefined };
  const start = performance.now();
  let next = start + millisecondsBeforeFirst;
  let isVisible = false;
  return {
    show: (stage, done, total) => {
      const now = performance.now();
      const isUncounted = done === undefined || total === undefined;
      if (isUncounted ? now < start + millisecondsBeforeUncounted : now < next) return;
      next = now + millisecondsBetween;
      isVisible = true;
      writeRow(isUncounted ? `${stage}…` : `${stage} ${done}/${total}`);
    },
    clear: () => {
      if (isVisible) writeRow("");
      isVisible = false;
    },
  };
}

/** Whether progress makes sense: a person is looking. */
export function isWatched(): boolean {
  return isTerminal(2) && (process.env["CI"] ?? "") === "" && process.env["TERM"] !== "dumb";
}

/** Synchronous, because the thread that shows progress is the one that works. */
function writeRow(text: string): void {
  try {
    writeSync(2, `\r\u001B[2K${text}`);
  } catch {
    // A terminal that cannot take it now misses one update.
  }
}
