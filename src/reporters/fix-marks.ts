/** What a report says of fixes that were not applied. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isApplied } from "../diagnostics/fix.ts";
import { chooseShown, type ShownFix } from "../diagnostics/shown-fix.ts";
import { say } from "../language/say.ts";
import type { Report } from "./report.ts";

/** The fix a finding is shown with, if it has one that can be made. */
export function shownFixOf(diagnostic: Diagnostic, { fixesOf, allowsUnsafe = false }: Report): ShownFix | undefined {
  const fixes = fixesOf?.(diagnostic) ?? [];
  return chooseShown(
    fixes.filter(({ obstacle }) => obstacle === undefined),
    allowsUnsafe,
  );
}

/** The fix that something found in the program keeps from being made, if there is one. */
export function stoppedFixOf(diagnostic: Diagnostic, { fixesOf }: Pick<Report, "fixesOf">): ShownFix | undefined {
  return fixesOf?.(diagnostic).find(({ obstacle }) => obstacle !== undefined);
}

/** Whether `--fix`, with what else was given, would mend the finding. */
export function isFixable(diagnostic: Diagnostic, report: Report): boolean {
  const fix = shownFixOf(diagnostic, report);
  return fix !== undefined && isApplied(fix.applicability, report.allowsUnsafe === true);
}

/** The option that applies a fix; "" for one that is only shown. */
export function optionFor({ applicability }: ShownFix): string {
  if (applicability === "display") return "";
  return applicability === "safe" ? "--fix" : "--fix --unsafe-fixes";
}

/** `3 fixable with --fix, 5 more with --unsafe-fixes`, or "". */
export function countFixable(report: Report): string {
  const { diagnostics, fixesOf } = report;
  let safe = 0;
  let unsafe = 0;
  for (const diagnostic of diagnostics) {
    const fixes = fixesOf?.(diagnostic) ?? [];
    if (fixes.some(({ applicability }) => applicability === "safe")) safe++;
    else if (fixes.some(({ applicability }) => applicability === "unsafe")) unsafe++;
  }
  if (report.allowsUnsafe === true) {
    safe += unsafe;
    unsafe = 0;
  }
  if (safe === 0) return unsafe === 0 ? "" : say`${unsafe} fixable with --fix --unsafe-fixes`;
  return unsafe === 0
    ? say`${safe} fixable with --fix`
    : say`${safe} fixable with --fix, ${unsafe} more with --unsafe-fixes`;
}
