import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { say, translate } from "../language/say.ts";
import { renderCodeFrame, splitLines } from "./code-frame.ts";
import { printable } from "./display-width.ts";
import { optionFor, shownFixOf, stoppedFixOf } from "./fix-marks.ts";
import { paintCode, type Paint, type Painter } from "./painter.ts";
import type { Report, TextStyle } from "./report.ts";
import { shownPosition } from "./shown-path.ts";
import { renderTrace } from "./trace.ts";
import { wrapText } from "./wrap-text.ts";

/** Cells of the labels `path:`, `why:`, `help:` and the blank after them. */
function labelWidth(): number {
  const labels = [say`path`, say`why`, say`help`, say`fix`, say`note`];
  return Math.max(...labels.map((label) => label.length)) + 2;
}

const contextLines = 2;
/** How many findings with the same cause are shown whole; the others repeat little that is new. */
const wholeFindingsPerCause = 5;

/**
 * Each finding with its source, the path to its cause, why it is bad and what to do; blank lines between. When many paths
 * end at one cause, the later ones are shown without source and path.
 */
export function reportFull(report: Report, style: TextStyle): string {
  const shown = new Map<string, number>();
  const rendered = report.diagnostics.map((diagnostic) => {
    const cause = diagnostic.trace.at(-1);
    if (cause === undefined) return renderDiagnostic(diagnostic, report, style);
    const place = shownPosition(report.workingDirectory, cause.location.path, cause.location.start);
    const key = `${diagnostic.code} ${place}`;
    const count = (shown.get(key) ?? 0) + 1;
    shown.set(key, count);
    if (count <= wholeFindingsPerCause) return renderDiagnostic(diagnostic, report, style);
    return renderBriefly(diagnostic, say`${cause.target} at ${place}, as shown before`, report, style);
  });
  return rendered.join("\n");
}

function renderBriefly(diagnostic: Diagnostic, cause: string, report: Report, style: TextStyle): string {
  const { path, start } = diagnostic.location;
  const rows = [
    ...renderHeading(diagnostic, style, severityPaint(diagnostic, style.painter)),
    ` ${style.painter.blue("-->")} ${shownPosition(report.workingDirectory, path, start)}`,
    ...renderSentence(say`path`, say`${diagnostic.trace.length} calls to ${cause}`, style, style.painter.bold),
  ];
  return `${rows.join("\n")}\n`;
}

function renderDiagnostic(diagnostic: Diagnostic, report: Report, style: TextStyle): string {
  const { painter } = style;
  const paint = severityPaint(diagnostic, painter);
  const { path, start, end } = diagnostic.location;
  const source = report.sourceOf(path);
  const frame =
    source === undefined || diagnostic.code === "E902"
      ? []
      : renderCodeFrame({
          lines: splitLines(source),
          start,
          end,
          context: contextLines,
          width: style.width,
          painter,
          paint,
        });
  const gutter = Math.max(1, (frame[0] ?? "").search(/[^ ]/) - 1);
  const rows = [
    ...renderHeading(diagnostic, style, paint),
    `${" ".repeat(gutter)}${painter.blue("-->")} ${shownPosition(report.workingDirectory, path, start)}`,
    ...frame,
    ...renderPath(diagnostic, report, style),
    ...renderSentence(say`why`, diagnostic.why, style, painter.dim),
    ...renderSentence(say`help`, diagnostic.help, style, painter.green),
    ...renderSentence(say`fix`, describeFix(diagnostic, report), style, painter.cyan),
    ...renderSentence(say`note`, describeObstacle(diagnostic, report), style, painter.cyan),
  ];
  return `${rows.join("\n")}\n`;
}

function renderHeading(diagnostic: Diagnostic, style: TextStyle, paint: Paint): string[] {
  const { painter } = style;
  const code = diagnostic.code === diagnostic.name ? "" : `[${diagnostic.code}]`;
  const label = `${translate(diagnostic.severity)}${code}`;
  const doubt = diagnostic.confidence === "likely" ? say` (likely)` : "";
  const text = `${label} ${diagnostic.name}${doubt}: ${printable(diagnostic.message)}`;
  const rows = style.wraps ? wrapText(text, style.width) : [text];
  return rows.map((row, index) => {
    if (index > 0) return painter.bold(row);
    return painter.bold(paint(label)) + painter.bold(row.slice(label.length));
  });
}

/** The path says nothing where the finding is its own cause. */
function renderPath(diagnostic: Diagnostic, report: Report, style: TextStyle): string[] {
  const { trace, location } = diagnostic;
  const [first] = trace;
  const isOwnCause =
    trace.length === 1 && first?.location.path === location.path && first.location.start.line === location.start.line;
  if (trace.length === 0 || isOwnCause) return [];
  const [firstRow = "", ...rows] = renderTrace(trace, report, style, {
    indent: labelWidth(),
    mark: "✗",
    paint: style.painter.red,
  });
  return [`${paintLabel(say`path`, style.painter.blue, style.painter)} ${firstRow}`, ...rows];
}

/** What `--fix` would do, or "". */
function describeFix(diagnostic: Diagnostic, report: Report): string {
  const fix = shownFixOf(diagnostic, report);
  if (fix === undefined) return "";
  const option = optionFor(fix);
  return `${fix.title}${option === "" ? "" : ` (${option})`}`;
}

/** Why a better fix cannot be made, or "". */
function describeObstacle(diagnostic: Diagnostic, report: Report): string {
  const stopped = stoppedFixOf(diagnostic, report);
  if (stopped?.obstacle === undefined) return "";
  const { location, reason } = stopped.obstacle;
  const place = shownPosition(report.workingDirectory, location.path, location.start);
  return say`No fix to ${lowerFirst(stopped.title)}: ${place} ${reason}`;
}

function lowerFirst(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** A sentence behind its label, as findings have them: `help: …`. Nothing when there is none. */
export function renderSentence(label: string, sentence: string, style: TextStyle, paint: Paint): string[] {
  if (sentence === "") return [];
  const { painter } = style;
  const text = printable(sentence);
  const width = labelWidth();
  const rows = style.wraps ? wrapText(text, style.width - width) : [text];
  const heading = `${paintLabel(label, paint, painter)} `;
  return rows.map((row, index) => (index === 0 ? heading : " ".repeat(width)) + paintCode(row, painter.bold));
}

function paintLabel(label: string, paint: Paint, painter: Painter): string {
  return painter.bold(paint(`${label}:`.padStart(labelWidth() - 1)));
}

function severityPaint(diagnostic: Diagnostic, painter: Painter): Paint {
  if (diagnostic.severity === "error") return painter.red;
  return diagnostic.severity === "warning" ? painter.yellow : painter.cyan;
}
