import type { Program } from "../program/program.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import * as S from "../summary/module-summary.ts";

/** The innermost function around a site. */
export function functionAround(program: Program, module: Module, site: number): FunctionRef {
  const { summary } = module;
  const start = S.siteColumn(summary, site, S.SiteStart);
  let best = 0;
  for (let fn = 1; fn < S.functionCount(summary); fn++) {
    const isAround = S.functionColumn(summary, fn, S.FunctionStart) <= start;
    if (isAround && start < S.functionColumn(summary, fn, S.FunctionEnd)) best = fn;
  }
  return functionRef(program.state, module, best);
}
