/** Calls in the block of a `with` that take what it opened. */
import type { ByteRange } from "../diagnostics/text-edit.ts";
import { usesOfValue } from "../program/value-uses.ts";
import { operandsOf } from "../program/references.ts";
import type { Program } from "../program/program.ts";
import { findEffects } from "../program/trace.ts";
import type { EffectFinding } from "../program/trace.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";

/**
 * The calls that do a little of what the given one does, too little to be shown, with what `with` gave it a name for: where a
 * file is opened in a thread, they should not read it on the loop.
 */
export function mildCallsInBlock(program: Program, { node, site, kind }: EffectFinding): ByteRange[] {
  const { module } = node.ref;
  const { summary } = module;
  if (kind === "loop" || S.siteColumn(summary, site, S.SiteKind) !== Site.Call) return [];
  const opened = S.siteColumn(summary, site, S.SiteValue);
  if (!usesOfValue(module, opened).some((use) => use.kind === "with")) return [];
  return findEffects(program, kind)
    .filter(
      (other) =>
        other.node.ref === node.ref &&
        other.severity === "information" &&
        other.edges.length === 0 &&
        S.siteColumn(summary, other.site, S.SiteKind) === Site.Call &&
        takes(summary, S.siteColumn(summary, other.site, S.SiteValue), opened),
    )
    .map((other) => ({
      start: S.siteColumn(summary, other.site, S.SiteStart),
      end: S.siteColumn(summary, other.site, S.SiteEnd),
    }));
}

/** Whether a Call has a name bound by entering a value as its object or among its arguments. */
function takes(summary: ModuleSummary, call: number, opened: number): boolean {
  const callee = S.valueA(summary, call);
  const isMethod = S.valueKindOf(summary, callee) === Value.Attribute;
  const given = [...operandsOf(summary, call).slice(1), ...(isMethod ? [S.valueA(summary, callee)] : [])];
  return given.some(
    (value) =>
      S.valueKindOf(summary, value) === Value.Reaching &&
      [...S.listItems(summary, S.valueA(summary, value))].some((row) => {
        const bound = S.bindingColumn(summary, row, S.BindingValue);
        return S.valueKindOf(summary, bound) === Value.Entered && S.valueA(summary, bound) === opened;
      }),
  );
}
