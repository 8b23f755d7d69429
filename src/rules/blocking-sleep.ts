import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingSleep: Rule = {
  code: "AIO101",
  name: "blocking-sleep",
  summary: "time.sleep and its like stop the event loop, at any depth below a coroutine",
  severity: "error",
  aliases: ["ASYNC251"],
  since: "0.1.0",
  category: "blocking",
  serves: ["never-block", "never-mix"],
  effect: "sleep",
  check: (program, report) => {
    reportBlocking(program, blockingSleep, "sleep", report);
  },
};
