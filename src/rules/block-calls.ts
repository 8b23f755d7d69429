/** What a `with` opens, and the calls in its block that take it. */
import type { ByteRange } from "../diagnostics/text-edit.ts";
import { operandsOf } from "../program/references.ts";
import type { Program } from "../program/program.ts";
import type { FunctionRef } from "../program/shape.ts";
import { findEffects } from "../program/trace.ts";
import type { EffectFinding } from "../program/trace.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { siteRange } from "./repair-at.ts";

const entering: ReadonlySet<number> = new Set([Site.With, Site.AsyncWith]);
const iterating: ReadonlySet<number> = new Set([Site.For]);

/** Whether the call at a site is what a `with` or `async with` enters. */
export function isEntered(ref: FunctionRef, site: number): boolean {
  const { summary } = ref.module;
  const opened = S.siteColumn(summary, site, S.SiteValue);
  return valuesAt(ref, entering).includes(opened);
}

/** Whether the block goes through what the call at a site has opened, item by item. */
export function isIteratedInBlock(ref: FunctionRef, site: number): boolean {
  const { summary } = ref.module;
  const opened = S.siteColumn(summary, site, S.SiteValue);
  return valuesAt(ref, iterating).some((value) => isBoundTo(summary, value, opened));
}

/** The values of a function's sites of some kinds. */
function valuesAt({ module: { summary }, index }: FunctionRef, kinds: ReadonlySet<number>): number[] {
  const found: number[] = [];
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext))
    if (kinds.has(S.siteColumn(summary, site, S.SiteKind))) found.push(S.siteColumn(summary, site, S.SiteValue));
  return found;
}

/**
 * The calls that do a little of what the given one does, too little to be shown, with what `with` gave it a name for: where a
 * file is opened in a thread, they should not read it on the loop.
 */
export function mildCallsInBlock(program: Program, { node, site, kind }: EffectFinding): ByteRange[] {
  const { summary } = node.ref.module;
  if (kind === "loop") return [];
  const opened = S.siteColumn(summary, site, S.SiteValue);
  return findEffects(program, kind)
    .filter(
      (other) =>
        other.node.ref === node.ref &&
        other.severity === "information" &&
        other.edges.length === 0 &&
        S.siteColumn(summary, other.site, S.SiteKind) === Site.Call &&
        takes(summary, S.siteColumn(summary, other.site, S.SiteValue), opened),
    )
    .map((other) => siteRange(node.ref.module, other.site));
}

/** Whether a Call has a name bound by entering a value as its object or among its arguments. */
function takes(summary: ModuleSummary, call: number, opened: number): boolean {
  const callee = S.valueA(summary, call);
  const isMethod = S.valueKindOf(summary, callee) === Value.Attribute;
  const given = [...operandsOf(summary, call).slice(1), ...(isMethod ? [S.valueA(summary, callee)] : [])];
  return given.some((value) => isBoundTo(summary, value, opened));
}

/** Whether a value is a name that entering another value has bound. */
function isBoundTo(summary: ModuleSummary, value: number, opened: number): boolean {
  if (S.valueKindOf(summary, value) !== Value.Reaching) return false;
  return [...S.listItems(summary, S.valueA(summary, value))].some((row) => {
    const bound = S.bindingColumn(summary, row, S.BindingValue);
    return S.valueKindOf(summary, bound) === Value.Entered && S.valueA(summary, bound) === opened;
  });
}
