import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingProcess: Rule = {
  code: "AIO104",
  name: "blocking-process",
  summary: "Running or waiting for a process makes the event loop wait, at any depth below a coroutine",
  severity: "error",
  aliases: ["ASYNC220", "ASYNC221", "ASYNC222"],
  since: "0.1.0",
  category: "blocking",
  serves: ["never-block", "never-mix"],
  effect: "process",
  check: (program, report) => {
    reportBlocking(program, blockingProcess, "process", report);
  },
};
