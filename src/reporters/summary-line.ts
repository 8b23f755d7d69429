import type { Severity } from "../diagnostics/diagnostic.ts";
import type { Report, TextStyle } from "./report.ts";
import { countOf, say } from "../language/say.ts";
import { countFixable } from "./fix-marks.ts";
import { wrapText } from "./wrap-text.ts";

/** What the run found and hid, in one row: `Found 3 errors, 2 warnings in 41 files (…)`. */
export function reportSummary(report: Report, { painter, width, wraps }: TextStyle): string {
  const files = countOf(report.fileCount, "file");
  const hidden = describeHidden(report);
  const counts = (["error", "warning", "information"] as const)
    .map((severity) => countSeverity(report, severity))
    .filter((count) => count !== "");
  const lead = counts.length === 0 ? say`All checks passed` : say`Found ${counts.join(", ")}`;
  const rest = counts.length === 0 ? `: ${files}${hidden}.` : say` in ${files}${hidden}.`;
  const [first = "", ...rows] = wraps ? wrapText(lead + rest, width) : [lead + rest];
  const paintedLead = counts.length === 0 ? painter.green(painter.bold(lead)) : painter.bold(lead);
  const firstRow = first.startsWith(lead) ? paintedLead + first.slice(lead.length) : first;
  const fixable = countFixable(report);
  if (fixable !== "") rows.push(`${fixable}.`);
  return `${[firstRow, ...rows].join("\n")}\n`;
}

/** `2 errors`, `3 information`. */
export function countFindings(count: number, severity: Severity): string {
  if (severity === "information") return say`${count} information`;
  return countOf(count, severity === "error" ? "error" : "warning");
}

function countSeverity(report: Report, severity: Severity): string {
  const count = report.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  if (count === 0) return "";
  return countFindings(count, severity);
}

function describeHidden({ hidden }: Report): string {
  const { bySeverity, likely } = hidden;
  const warnings = bySeverity.get("warning") ?? 0;
  const information = bySeverity.get("information") ?? 0;
  const parts: string[] = [];
  if (warnings > 0) parts.push(countOf(warnings, "warning"));
  if (information > 0) parts.push(countFindings(information, "information"));
  if (likely > 0) parts.push(likely === 1 ? say`1 likely` : say`${likely} likely`);
  if (parts.length === 0) return "";
  const flags: string[] = [];
  if (information > 0) flags.push("--min-severity information");
  else if (warnings > 0) flags.push("--min-severity warning");
  if (likely > 0) flags.push("--confidence likely");
  const total = warnings + information + likely;
  const [told, options] = [joinWords(parts), flags.join(", ")];
  if (warnings > 0 && parts.length === 1) return say` (${told} hidden: ${options})`;
  return total === 1 ? say` (${told} finding hidden: ${options})` : say` (${told} findings hidden: ${options})`;
}

function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : say`${words.slice(0, -1).join(", ")} and ${last}`;
}
