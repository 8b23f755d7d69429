import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingCpu: Rule = {
  code: "AIO108",
  name: "blocking-cpu",
  summary: "A long computation keeps the event loop from everything else, at any depth below a coroutine",
  severity: "warning",
  isOffByDefault: true,
  aliases: [],
  since: "0.1.0",
  category: "blocking",
  serves: ["never-block", "never-mix"],
  effect: "cpu",
  check: (program, report) => {
    reportBlocking(program, blockingCpu, "cpu", report);
  },
};
