import { say } from "../language/say.ts";
import { flowOf, hasBreak, hasFlow, hasReturn, nodesIn } from "../program/flow.ts";
import { flagsOf, isAsync } from "../program/call.ts";
import { qualifiedName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { FunctionRef } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { shortName } from "../program/unawaited.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { quieter } from "./quieter.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const unclosedAsyncGenerator: Rule = {
  code: "AIO703",
  name: "unclosed-async-generator",
  summary: "An `async for` is left early, and the generator's clean-up runs some time, somewhere else",
  severity: "warning",
  aliases: [],
  since: "0.1.0",
  category: "resources",
  serves: ["never-leak", "async-with"],
  check: (program, report) => {
    const reportFinding = createReporter(unclosedAsyncGenerator, report);
    for (const module of program.modules) {
      const { summary } = module;
      for (let fn = 1; fn < S.functionCount(summary); fn++) {
        const ref = functionRef(program.state, module, fn);
        for (const { call, generator } of leftEarly(program, ref)) {
          const name = qualifiedName(generator);
          reportFinding({
            ref,
            at: S.valueC(summary, call),
            message: say`The loop over \`${name}\` is left early, and nobody closes the generator`,
            why: say`What its \`finally\` or \`with\` is to clean up stays open until the generator is collected; then it runs in another task`,
            help: say`Close it: \`async with contextlib.aclosing(${shortName(name)}(…)) as …:\` around the loop`,
            subject: name,
            repairs: [repairAt(ref.module, S.valueC(summary, call), "unsafe", { kind: "close-generator" })],
            severity: quieter(program, ref, S.valueC(summary, call), unclosedAsyncGenerator.severity),
          });
        }
      }
    }
  },
};

/** Whether a function has an `async for`. */
function goesOverAsync({ module: { summary }, index }: FunctionRef): boolean {
  const first = S.functionColumn(summary, index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, index, S.FunctionFlowCount);
  for (let row = first; row < end; row++) {
    const isLoop = S.flowColumn(summary, row, S.FlowKind) === Flow.Loop;
    if (isLoop && S.flowColumn(summary, row, S.FlowA) === Flow.AsyncForLoop) return true;
  }
  return false;
}

/** `async for` loops that `break` or `return`, over an async generator of the project that has something to clean up. */
function* leftEarly(program: Program, ref: FunctionRef): Generator<{ call: number; generator: FunctionRef }> {
  const { summary } = ref.module;
  if (!isAsync(ref) || !hasFlow(ref, Flow.Loop) || !goesOverAsync(ref)) return;
  for (const [node] of nodesIn(flowOf(ref))) {
    if (node.kind !== "loop" || S.flowColumn(summary, node.row, S.FlowA) !== Flow.AsyncForLoop) continue;
    if (!hasBreak(node.body) && !hasReturn(node.body)) continue;
    const call = S.flowColumn(summary, node.row, S.FlowB);
    if (S.valueKindOf(summary, call) !== Value.Call || S.valueC(summary, call) < 0) continue;
    const [only, ...others] = membersOf(shapeOf(program, ref.module, call));
    if (only?.kind !== "generator" || others.length > 0 || !only.isAsync || only.fn.isLikely) continue;
    const cleansUp = (flagsOf(only.fn.ref) & S.FunctionYieldsInScope) !== 0;
    if (cleansUp && only.fn.ref.module.origin !== "model") yield { call, generator: only.fn.ref };
  }
}
