import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Report, TextStyle } from "./report.ts";

interface RuleCount {
  readonly code: string;
  readonly name: string;
  readonly count: number;
}

/** Findings per rule, most first: one row each, `count code name`. */
export function reportStatistics(diagnostics: readonly Diagnostic[], { painter }: Pick<TextStyle, "painter">): string {
  const counts = countRules(diagnostics);
  const countWidth = Math.max(0, ...counts.map(({ count }) => String(count).length));
  const codeWidth = Math.max(0, ...counts.map(({ code }) => code.length));
  const rows = counts.map(({ count, code, name }) => {
    const shownCode = painter.bold(painter.red(code)) + " ".repeat(codeWidth - code.length);
    return `${painter.bold(String(count).padStart(countWidth))}  ${shownCode}  ${name}\n`;
  });
  return rows.join("");
}

/** The same as a JSON array of `{code, name, count, fixable}`. */
export function reportStatisticsJson(report: Pick<Report, "diagnostics" | "fixesOf">): string {
  const fixable = new Set(
    report.diagnostics.filter((item) => (report.fixesOf?.(item) ?? []).length > 0).map(({ code }) => code),
  );
  const counts = countRules(report.diagnostics).map((count) => ({ ...count, fixable: fixable.has(count.code) }));
  return `${JSON.stringify(counts, undefined, 2)}\n`;
}

function countRules(diagnostics: readonly Diagnostic[]): RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { code, name } of diagnostics) {
    counts.set(code, { code, name, count: (counts.get(code)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((left, right) => right.count - left.count || (left.code < right.code ? -1 : 1));
}
