import { reportBlocking } from "./report-blocking.ts";
import type { Rule } from "./rule.ts";

export const blockingDatabase: Rule = {
  code: "AIO103",
  name: "blocking-database",
  summary: "A synchronous database driver or ORM makes the event loop wait, at any depth below a coroutine",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "blocking",
  serves: ["async-def", "never-block", "never-mix"],
  effect: "database",
  check: (program, report) => {
    reportBlocking(program, blockingDatabase, "database", report);
  },
};
