import { isAsync } from "../program/call.ts";
import { qualifiedName } from "../program/names.ts";
import { shapeOf, sitesOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { shownName } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const cachedCoroutine: Rule = {
  code: "AIO206",
  name: "cached-coroutine",
  summary: "A cache keeps the coroutine of an `async def`, which can be awaited only once",
  severity: "error",
  aliases: [],
  since: "0.2.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(cachedCoroutine, report);
    for (const module of program.modules) {
      for (const visit of sitesOf(program, module, (kind, _flags, value) => kind === Site.Decorator && value > 1)) {
        const target = functionRef(program.state, module, S.siteColumn(module.summary, visit.site, S.SiteExtra));
        if (!isAsync(target) || !isInnermost(target, visit.value)) continue;
        const cache = cachingDecorator(program, module, visit.value);
        if (cache === undefined) continue;
        const name = qualifiedName(target);
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message: `\`${cache}\` keeps the coroutine of \`${name}\`, not its result`,
          why: "A coroutine can be awaited once: the second caller gets the spent one and RuntimeError",
          help: "Use a cache that knows of coroutines, or keep the result, or a task, in a dict of your own",
          subject: `${cache}>${name}`,
        });
      }
    }
  },
};

/** The decorator nearest to the `def`: what stands between might make something else of the coroutine function. */
function isInnermost(ref: FunctionRef, decorator: number): boolean {
  const { summary } = ref.module;
  const decorators = S.listItems(summary, S.functionColumn(summary, ref.index, S.FunctionDecorators));
  return decorators.at(-1) === decorator;
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
