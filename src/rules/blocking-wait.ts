import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingWait: Rule = {
  code: "AIO107",
  name: "blocking-wait",
  summary: "Waiting for a thread, a queue of threads or a future of one stops the event loop",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "blocking",
  serves: ["never-block", "never-mix"],
  effect: "lock",
  check: (program, report) => {
    reportBlocking(program, blockingWait, "lock", report);
  },
};
