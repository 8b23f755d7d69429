import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { Module } from "./shape.ts";

/** Whether a site stands in a context in which calls are meant to fail: `with pytest.raises(TypeError):`. */
export function isExpectedToFail(program: Program, module: Module, site: number): boolean {
  const { summary } = module;
  const { state } = program;
  let guard = S.siteColumn(summary, site, S.SiteGuard);
  for (; guard >= 0; guard = S.guardColumn(summary, guard, S.GuardParent)) {
    if (S.guardColumn(summary, guard, S.GuardMode) !== S.GuardInContext) continue;
    const context = S.guardColumn(summary, guard, S.GuardValue);
    if (S.valueKindOf(summary, context) !== Value.Call) continue;
    const callee = state.ask.evaluate(state, module, S.valueA(summary, context), undefined);
    const isMeant = membersOf(callee).some(
      (member) => member.kind === "function" && state.ask.facts(state, member.ref).expectsError,
    );
    if (isMeant) return true;
  }
  return false;
}
