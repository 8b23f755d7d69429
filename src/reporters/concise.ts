import { say } from "../language/say.ts";
import { printable } from "./display-width.ts";
import { isFixable } from "./fix-marks.ts";
import type { Report, TextStyle } from "./report.ts";
import { shownPath } from "./shown-path.ts";

/** One row per finding: `path:line:column: CODE message`. */
export function reportConcise(report: Report, { painter }: TextStyle): string {
  const separator = painter.cyan(":");
  const rows = report.diagnostics.map((diagnostic) => {
    const { path, start } = diagnostic.location;
    const place = `${painter.bold(shownPath(report.workingDirectory, path))}${separator}${start.line}${separator}${start.column}`;
    const doubt = diagnostic.confidence === "likely" ? say`(likely) ` : "";
    const mark = isFixable(diagnostic, report) ? `[${painter.cyan("*")}] ` : "";
    return `${place}${separator} ${painter.bold(painter.red(diagnostic.code))} ${mark}${doubt}${printable(diagnostic.message)}\n`;
  });
  return rows.join("");
}
