import type { Applicability } from "../diagnostics/fix.ts";
import type { Repair, RepairAction } from "../diagnostics/repair.ts";
import type { ByteRange } from "../diagnostics/text-edit.ts";
import type { Module } from "../program/shape.ts";
import * as S from "../summary/module-summary.ts";

/** A repair of the expression at a site. */
export function repairAt(module: Module, site: number, applicability: Applicability, action: RepairAction): Repair {
  return { action, applicability, ...siteRange(module, site) };
}

/** The bytes of the expression at a site. */
export function siteRange({ summary }: Module, site: number): ByteRange {
  return { start: S.siteColumn(summary, site, S.SiteStart), end: S.siteColumn(summary, site, S.SiteEnd) };
}
