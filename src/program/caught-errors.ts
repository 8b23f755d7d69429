/** Whether a program waits for errors of a package: those of another would pass it by. */
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { oncePerProgram, type Question } from "./once.ts";
import type { Module } from "./shape.ts";

/** Whether some handler of the program names an error of a package. */
export const isCaught: Question<string, boolean> = oncePerProgram(({ modules }, topLevel) =>
  modules.some((module) => catchesErrorsOf(module, topLevel)),
);

function catchesErrorsOf({ summary }: Module, topLevel: string): boolean {
  if (!summary.strings.some((text) => text === topLevel || text.startsWith(`${topLevel}.`))) return false;
  for (let row = 0; row < summary.flow.length / S.FlowStride; row++) {
    const isHandler = S.flowColumn(summary, row, S.FlowKind) === Flow.Handler;
    if (isHandler && isOf(summary, S.flowColumn(summary, row, S.FlowA), topLevel)) return true;
  }
  return false;
}

/** Whether a value is a name imported from a package, an attribute of one, or a tuple with one in it. */
function isOf(summary: Module["summary"], value: number, topLevel: string): boolean {
  if (value < 0) return false;
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Attribute:
      return isOf(summary, a, topLevel);
    case Value.Tuple:
      return [...S.listItems(summary, a)].some((item) => isOf(summary, item, topLevel));
    case Value.Import:
    case Value.ImportTop:
      return S.stringAt(summary, a).split(".", 1)[0] === topLevel;
    case Value.Symbol: {
      let row = S.symbolColumn(summary, a, S.SymbolFirstBinding);
      for (; row >= 0; row = S.bindingColumn(summary, row, S.BindingNext))
        if (isOf(summary, S.bindingColumn(summary, row, S.BindingValue), topLevel)) return true;
      return false;
    }
    case Value.Reaching:
      return [...S.listItems(summary, a)].some((row) =>
        isOf(summary, S.bindingColumn(summary, row, S.BindingValue), topLevel),
      );
    default:
      return false;
  }
}
