import type { Diagnostic, TraceHop } from "../diagnostics/diagnostic.ts";
import { printable } from "./display-width.ts";
import { optionFor, shownFixOf } from "./fix-marks.ts";
import type { Report } from "./report.ts";
import { shownPath } from "./shown-path.ts";

/** One row for each finding, for programs that write code: the place, what is wrong, the path to its cause, what to do. */
export function reportAgent(report: Report): string {
  return report.diagnostics.map((diagnostic) => `${renderAgentRow(diagnostic, report)}\n`).join("");
}

/** `app/views.py:12:5 AIO102 error: … | path: view > load > requests.get app/db.py:7 | help: … | fix: --fix` */
export function renderAgentRow(diagnostic: Diagnostic, report: Report): string {
  const { code, severity, confidence, location, message, help } = diagnostic;
  const place = `${shownPath(report.workingDirectory, location.path)}:${location.start.line}:${location.start.column}`;
  const level = confidence === "likely" ? `likely ${severity}` : severity;
  const path = agentPath(diagnostic.trace, report.workingDirectory);
  const fix = shownFixOf(diagnostic, report);
  const option = fix === undefined ? "" : optionFor(fix);
  const parts = [
    `${place} ${code} ${level}: ${message}`,
    path === "" ? "" : `path: ${path}`,
    help === "" ? "" : `help: ${help}`,
    option === "" ? "" : `fix: ${option}`,
  ];
  return printable(parts.filter((part) => part !== "").join(" | "));
}

/** `view > load > requests.get app/db.py:7`: the functions of a path, and where its cause is; "" when the finding is its own cause. */
export function agentPath(trace: readonly TraceHop[], workingDirectory: string): string {
  const cause = trace.at(-1);
  if (cause === undefined) return "";
  const { path, start } = cause.location;
  const names = [...trace.map(({ functionName }) => functionName), cause.target];
  return `${names.join(" > ")} ${shownPath(workingDirectory, path)}:${start.line}`;
}
