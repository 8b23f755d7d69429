import type { Severity } from "../diagnostics/diagnostic.ts";
import type { RunReport } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { describeCounts } from "./run-text.ts";
import { shownPath } from "./shown-path.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", information: "notice" };

/** The problems as workflow commands, which GitHub shows beside the code. */
export function reportRunGithub(report: RunReport, workingDirectory: string): string {
  return report.problems
    .map((problem) => {
      const { severity, location, message, why, help, name } = problem.diagnostic;
      const confirmed = problem.confirms.map((index) => report.findings?.[index]?.diagnostic.code ?? "");
      const text = [
        message,
        why,
        help,
        say`Seen ${describeCounts(problem)}`,
        ...confirmed.map((code) => say`Confirms ${code}`),
      ];
      const properties = [
        `file=${escapeProperty(shownPath(workingDirectory, location.path))}`,
        `line=${location.start.line}`,
        `endLine=${location.end.line}`,
        `col=${location.start.column}`,
        `title=${escapeProperty(`uncoil run: ${name}`)}`,
      ];
      return `::${levels[severity]} ${properties.join(",")}::${escapeData(text.filter((part) => part !== "").join(". "))}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
