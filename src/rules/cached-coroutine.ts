import { say } from "../language/say.ts";
import { decoratorsOf } from "../program/call-sites.ts";
import { isAsync } from "../program/call.ts";
import { runsOnAsyncio } from "../program/context.ts";
import { qualifiedName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { functionShape, membersOf } from "../program/shape.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { shownName, unawaitedIn } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { isInnermost } from "./innermost-decorator.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const cachedCoroutine: Rule = {
  code: "AIO206",
  name: "cached-coroutine",
  summary: "A cache keeps the coroutine of an `async def`, which can be awaited only once",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(cachedCoroutine, report);
    for (const module of program.modules) {
      for (const visit of decoratorsOf(program, module)) {
        const target = functionRef(program.state, module, S.siteColumn(module.summary, visit.site, S.SiteExtra));
        if (!isInnermost(target, visit.value)) continue;
        const cache = cachingDecorator(program, module, visit.value);
        if (cache === undefined) continue;
        const given = givenBy(program, target);
        if (given === undefined) continue;
        const name = qualifiedName(target);
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message:
            given === "coroutine"
              ? say`\`${cache}\` keeps the coroutine of \`${name}\`, not its result`
              : say`\`${cache}\` keeps the async generator of \`${name}\`, not its result`,
          why:
            given === "coroutine"
              ? say`A coroutine can be awaited once: the second caller gets the spent one and RuntimeError`
              : say`An async generator can be iterated once: the second caller gets the spent one and no items`,
          help: say`Use a cache that knows of coroutines, or keep the result, or a task, in a dict of your own`,
          subject: `${cache}>${name}`,
          repairs:
            given === "coroutine" && runsOnAsyncio(module)
              ? [repairAt(module, visit.site, "unsafe", { kind: "share-result" })]
              : [],
        });
      }
    }
  },
};

/** What a call of the function surely gives, when it is good for one use only. */
function givenBy(program: Program, ref: FunctionRef): "coroutine" | "async generator" | undefined {
  const { state } = program;
  const result = state.ask.call(state, functionShape(state.shapes, ref, undefined), []);
  const lost = unawaitedIn(program, membersOf(result));
  if (lost === undefined || (lost.isLikely && !isAsync(ref))) return undefined;
  return lost.shape.kind === "generator" ? "async generator" : "coroutine";
}

/** Name of the cache a decorator is, if it keeps what the function returns. */
function cachingDecorator(program: Program, module: Module, decorator: number): string | undefined {
  const { state } = program;
  const isCall = S.valueKindOf(module.summary, decorator) === Value.Call;
  const shape = shapeOf(program, module, isCall ? S.valueA(module.summary, decorator) : decorator);
  if (shape.kind === "intrinsic") return shape.name === "functools.cached_property" ? shape.name : undefined;
  if (shape.kind !== "function" || state.ask.facts(state, shape.ref).caches !== "returned") return undefined;
  return shownName(program, shape);
}
