import { say } from "../language/say.ts";
import { writeNotice } from "./terminal.ts";

/** What `--verbose` prints on standard error. */
export interface Stopwatch {
  /** Says how long it took since the last lap. */
  readonly lap: (stage: string) => void;
  /** Says what was found. */
  readonly note: (what: string, value: string) => void;
}

export function createStopwatch(isVerbose: boolean): Stopwatch {
  if (!isVerbose) return { lap: () => undefined, note: () => undefined };
  let last = performance.now();
  writeNotice(`${formatMilliseconds(last)}  ${say`node and command line started`}`);
  return {
    lap: (stage) => {
      const now = performance.now();
      writeNotice(`${formatMilliseconds(now - last)}  ${stage}`);
      last = now;
    },
    note: (what, value) => writeNotice(`${" ".repeat(11)}  ${what}: ${value}`),
  };
}

function formatMilliseconds(milliseconds: number): string {
  return `${milliseconds.toFixed(1).padStart(8)} ms`;
}
