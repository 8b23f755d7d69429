/** Calls after which nothing of the function runs: `sys.exit()`, `pytest.fail()`, a function that only raises. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { flowOf, hasReturn } from "./flow.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import type { FunctionRef, Module } from "./shape.ts";

/** Whether a site is a call that surely leaves the function by an exception. */
export function endsAt(program: Program, module: Module, site: number): boolean {
  const { summary } = module;
  if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) return false;
  if ((S.siteColumn(summary, site, S.SiteFlags) & Site.IsDropped) === 0) return false;
  const callee = shapeOf(program, module, S.valueA(summary, S.siteColumn(summary, site, S.SiteValue)));
  return callee.kind === "function" && !callee.isLikely && neverReturns(callee.ref);
}

function neverReturns(ref: FunctionRef): boolean {
  const { module, index } = ref;
  const { summary } = module;
  if ((S.functionColumn(summary, index, S.FunctionFlags) & (S.FunctionIsAsync | S.FunctionIsGenerator)) !== 0)
    return false;
  if (isAnnotatedNever(ref)) return true;
  // A method that only raises may be overridden by one that does not.
  if (S.functionColumn(summary, index, S.FunctionClass) >= 0) return false;
  const body = flowOf(ref);
  return body.at(-1)?.kind === "raise" && !hasReturn(body);
}

/** Whether a function is annotated to return `NoReturn` or `Never`, by whatever way that was imported. */
export function isAnnotatedNever({ module: { summary }, index }: FunctionRef): boolean {
  return namesNever(summary, S.functionColumn(summary, index, S.FunctionAnnotation), 0);
}

function namesNever(summary: Module["summary"], value: number, depth: number): boolean {
  if (value < 0 || depth > 3) return false;
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Builtin:
      return isNever(S.stringAt(summary, a));
    case Value.Import:
    case Value.Attribute:
      return S.valueB(summary, value) >= 0 && isNever(S.stringAt(summary, S.valueB(summary, value)));
    case Value.Symbol: {
      const binding = S.symbolColumn(summary, a, S.SymbolFirstBinding);
      return binding >= 0 && namesNever(summary, S.bindingColumn(summary, binding, S.BindingValue), depth + 1);
    }
    default:
      return false;
  }
}

function isNever(name: string): boolean {
  return name === "NoReturn" || name === "Never";
}
