/** Functions that a test replaces by others at run time: `mock.patch("shop.mail.send")`, `service.send = Mock()`. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { isTestModule } from "./context.ts";
import type { Program } from "./program.ts";
import type { Module } from "./shape.ts";

/** Whether a test file names the function called in a string, or assigns to an attribute of its name. */
export function mayBeReplaced(program: Program, module: Module, call: number): boolean {
  if (!isTestModule(program, module)) return false;
  const { summary } = module;
  const name = calledName(summary, S.valueA(summary, call));
  if (name === "") return false;
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    if (S.valueKindOf(summary, value) !== Value.Constant || S.valueA(summary, value) !== Value.ConstantString) continue;
    const text = S.stringAt(summary, S.valueB(summary, value));
    if (text === name || text.endsWith(`.${name}`)) return true;
  }
  for (let site = 0; site < summary.sites.length / S.SiteStride; site++) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.AttributeStore) continue;
    if (S.stringAt(summary, S.valueB(summary, S.siteColumn(summary, site, S.SiteValue))) === name) return true;
  }
  return false;
}

function calledName(summary: Module["summary"], callee: number): string {
  switch (S.valueKindOf(summary, callee)) {
    case Value.Attribute:
      return S.stringAt(summary, S.valueB(summary, callee));
    case Value.Symbol:
      return S.stringAt(summary, S.symbolColumn(summary, S.valueA(summary, callee), S.SymbolName));
    case Value.Reaching:
      return S.stringAt(summary, S.symbolColumn(summary, S.valueB(summary, callee), S.SymbolName));
    default:
      return "";
  }
}
