import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends what a program has left behind: processes that were started with events going to the address, whatever group or session
 * they are in by now. Where the system does not show that (it is not Linux), those that are connected.
 */
export function endProcesses(address: string, connected: Iterable<number>): void {
  const pids = process.platform === "linux" ? processesWith(`UNCOIL_EVENTS=${address}`) : connected;
  for (const pid of new Set(pids)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

/** Processes that were started with a variable, as far as we may look. */
function processesWith(variable: string): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => pid !== process.pid && environmentOf(pid).includes(variable));
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
