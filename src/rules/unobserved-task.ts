import { say } from "../language/say.ts";
import { knowsAsync } from "../program/context.ts";
import { catchesItsErrors } from "../program/failures.ts";
import { className, qualifiedName } from "../program/names.ts";
import { mayCall } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { usesOfAttribute } from "../program/references.ts";
import type { Module } from "../program/shape.ts";
import { classRef } from "../program/state.ts";
import { workOfTask } from "../program/started.ts";
import { isFreshTask } from "../program/tasks.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { functionAround } from "./function-around.ts";
import { quieter } from "./quieter.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const unobservedTask: Rule = {
  code: "AIO307",
  name: "unobserved-task",
  summary: "A task is kept in an attribute, and nobody ever looks how it ended",
  severity: "warning",
  aliases: [],
  since: "0.1.0",
  category: "tasks",
  serves: ["never-ignore-errors", "create-task"],
  check: (program, report) => {
    const reportFinding = createReporter(unobservedTask, report);
    for (const module of program.modules) {
      if (!knowsAsync(module)) continue;
      for (const { cls, row, value } of keptTasks(program, module)) {
        const attribute = S.stringAt(module.summary, S.attributeColumn(module.summary, row, S.AttributeName));
        const uses = usesOfAttribute(program, classRef(program.state, module, cls), attribute);
        if (uses.escapes || [...uses.members].some((member) => !blindMembers.has(member))) continue;
        const [work] = workOfTask(program, module, value);
        if (work === undefined || work.isLikely || work.ref.module.origin !== "project") continue;
        if (catchesItsErrors(program, work.ref)) continue;
        const name = qualifiedName(work.ref);
        const site = S.valueC(module.summary, value);
        const ref = functionAround(program, module, site);
        reportFinding({
          ref,
          at: site,
          severity: quieter(program, ref, site, unobservedTask.severity),
          message: say`Nobody looks how the task in \`${className(module, cls)}.${attribute}\` ended`,
          why: say`When \`${name}\` fails, its exception stays in the task: nothing is logged as long as the attribute holds it, and the work has silently stopped`,
          help: say`Await the task when the object is closed, or give it a callback that logs \`task.exception()\``,
          subject: `${attribute}=${name}`,
          repairs: [
            repairAt(module, site, "unsafe", { kind: "start-in-group" }),
            repairAt(module, site, "safe", { kind: "log-failure" }),
          ],
        });
      }
    }
  },
};

/** What may be asked of a task without seeing its exception. */
const blindMembers: ReadonlySet<string> = new Set([
  "cancel",
  "cancelled",
  "done",
  "get_name",
  "set_name",
  "cancelling",
]);

interface KeptTask {
  readonly cls: number;
  /** Attribute row. */
  readonly row: number;
  /** The Call that starts the task. */
  readonly value: number;
}

/** `self.name = create_task(…)` */
function* keptTasks(program: Program, module: Module): Generator<KeptTask> {
  const { summary } = module;
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    let row = S.classColumn(summary, cls, S.ClassFirstAttribute);
    for (; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext)) {
      const value = S.attributeColumn(summary, row, S.AttributeValue);
      const isCall = S.valueKindOf(summary, value) === Value.Call && S.valueC(summary, value) >= 0;
      if (!isCall || !mayCall(module, value, program.state.names.starters)) continue;
      if (isFreshTask(program, module, value)) yield { cls, row, value };
    }
  }
}
