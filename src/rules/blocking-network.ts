import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingNetwork: Rule = {
  code: "AIO102",
  name: "blocking-network",
  summary: "A network call makes the event loop wait, at any depth below a coroutine",
  severity: "error",
  aliases: ["ASYNC210", "ASYNC211", "ASYNC212"],
  since: "0.1.0",
  category: "blocking",
  serves: ["async-def", "never-block", "never-mix"],
  effect: "network",
  check: (program, report) => {
    reportBlocking(program, blockingNetwork, "network", report);
  },
};
