import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingInput: Rule = {
  code: "AIO106",
  name: "blocking-input",
  summary: "Waiting for a person to type stops the event loop, at any depth below a coroutine",
  severity: "error",
  aliases: ["ASYNC250"],
  since: "0.1.0",
  category: "blocking",
  serves: ["never-block", "never-mix"],
  effect: "input",
  check: (program, report) => {
    reportBlocking(program, blockingInput, "input", report);
  },
};
