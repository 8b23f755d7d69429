import type { FunctionRef } from "../program/shape.ts";
import * as S from "../summary/module-summary.ts";

/** Whether a decorator is the nearest to the `def`: what stands between might make something else of the function. */
export function isInnermost(ref: FunctionRef, decorator: number): boolean {
  const { summary } = ref.module;
  const decorators = S.listItems(summary, S.functionColumn(summary, ref.index, S.FunctionDecorators));
  return decorators.at(-1) === decorator;
}
