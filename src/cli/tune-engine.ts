import { setFlagsFromString } from "node:v8";

/**
 * Tells V8 that this process lives for a second or two and that its profile is flat: thousands of functions, each a little
 * warm. With V8's own settings, made for servers and pages, optimising them (with much inlining) takes more processor time
 * than it saves; PERFORMANCE.md has the numbers. Call it before the work starts; it holds for worker threads too.
 *
 * V8 12 has a compiler in between and counts otherwise: there the budget is neither needed nor known.
 */
export function tuneEngine(): void {
  setFlagsFromString("--max-inlined-bytecode-size=100");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString("--interrupt-budget=200000");
}
