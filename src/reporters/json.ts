import type { Diagnostic, Location, Position, TraceHop } from "../diagnostics/diagnostic.ts";
import type { ShownFix } from "../diagnostics/shown-fix.ts";
import { shownFixOf, stoppedFixOf } from "./fix-marks.ts";
import type { Report } from "./report.ts";

/** An array with ruff's fields for each finding, and ours after them: what reads ruff's output reads this. */
export function reportJson(report: Report): string {
  const described = report.diagnostics.map((item) =>
    describeDiagnostic(item, shownFixOf(item, report), stoppedFixOf(item, report)),
  );
  return `${JSON.stringify(described, undefined, 2)}\n`;
}

/** A trace's hop as JSON output gives it. */
export function describeHop(hop: TraceHop): object {
  return { function: hop.functionName, target: hop.target, ...describeLocation(hop.location) };
}

function describeDiagnostic(diagnostic: Diagnostic, fix: ShownFix | undefined, stopped: ShownFix | undefined): object {
  const { filename, location, end_location } = describeLocation(diagnostic.location);
  const isOfFile = diagnostic.code === "E902" || diagnostic.code === "invalid-syntax";
  return {
    cell: null,
    code: diagnostic.code,
    name: diagnostic.name,
    message: diagnostic.message,
    filename,
    location,
    end_location,
    severity: diagnostic.severity,
    fix: fix === undefined ? null : describeFix(fix),
    stopped_fix: stopped === undefined ? null : describeStopped(stopped),
    url: null,
    noqa_row: isOfFile ? null : location.row,
    confidence: diagnostic.confidence,
    why: diagnostic.why,
    help: diagnostic.help,
    trace: diagnostic.trace.map(describeHop),
    fingerprint: diagnostic.fingerprint,
  };
}

function describeFix({ applicability, title, edits }: ShownFix): object {
  return {
    applicability,
    message: title,
    // A fix may change other files than the one of the finding.
    edits: edits.map(({ location, content }) => ({ content, ...describeLocation(location) })),
  };
}

function describeStopped({ title, obstacle }: ShownFix): object {
  return { message: title, ...(obstacle && { reason: obstacle.reason, ...describeLocation(obstacle.location) }) };
}

interface LocationFields {
  readonly filename: string;
  readonly location: RowAndColumn;
  readonly end_location: RowAndColumn;
}

interface RowAndColumn {
  readonly row: number;
  readonly column: number;
}

function describeLocation({ path, start, end }: Location): LocationFields {
  return { filename: path, location: describePosition(start), end_location: describePosition(end) };
}

function describePosition({ line, column }: Position): RowAndColumn {
  return { row: line, column };
}
