import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingFile: Rule = {
  code: "AIO105",
  name: "blocking-file",
  summary: "File access makes the event loop wait for the disk, at any depth below a coroutine",
  severity: "warning",
  aliases: ["ASYNC230", "ASYNC231", "ASYNC232", "ASYNC240"],
  since: "0.1.0",
  category: "blocking",
  serves: ["never-block", "never-mix"],
  effect: "file",
  check: (program, report) => {
    reportBlocking(program, blockingFile, "file", report);
  },
};
