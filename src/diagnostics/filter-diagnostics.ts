import { type Confidence, type Diagnostic, isAtLeast, type Severity } from "./diagnostic.ts";

/** Findings left out of a report, by the reason. */
export interface HiddenCounts {
  /** Not severe enough, by their severity. */
  readonly bySeverity: ReadonlyMap<Severity, number>;
  /** Severe enough, not certain enough. */
  readonly likely: number;
}

export interface FilteredDiagnostics {
  readonly shown: readonly Diagnostic[];
  readonly hidden: HiddenCounts;
}

/** Splits findings into those to show and counts of those to hide. */
export function filterDiagnostics(
  diagnostics: readonly Diagnostic[],
  minSeverity: Severity,
  confidence: Confidence,
): FilteredDiagnostics {
  const shown: Diagnostic[] = [];
  const bySeverity = new Map<Severity, number>();
  let likely = 0;
  for (const diagnostic of diagnostics) {
    const { severity } = diagnostic;
    if (!isAtLeast(severity, minSeverity)) bySeverity.set(severity, (bySeverity.get(severity) ?? 0) + 1);
    else if (diagnostic.confidence === "likely" && confidence === "certain") likely++;
    else shown.push(diagnostic);
  }
  return { shown, hidden: { bySeverity, likely } };
}

/** Whether a shown finding makes the run fail: errors and warnings that are certain do. */
export function failsRun(diagnostic: Diagnostic): boolean {
  return diagnostic.confidence === "certain" && isAtLeast(diagnostic.severity, "warning");
}
