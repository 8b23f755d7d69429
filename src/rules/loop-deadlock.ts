import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const loopDeadlock: Rule = {
  code: "AIO502",
  name: "loop-deadlock",
  summary: "The event loop waits for work that only the event loop could do",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "loop",
  serves: ["never-nest-loops", "never-mix"],
  effect: "deadlock",
  check: (program, report) => {
    reportBlocking(program, loopDeadlock, "deadlock", report);
  },
};
