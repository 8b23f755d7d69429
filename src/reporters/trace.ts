import type { TraceHop } from "../diagnostics/diagnostic.ts";
import { displayWidth, padToWidth, printable } from "./display-width.ts";
import { renderSourceLine, splitLines } from "./code-frame.ts";
import type { Paint } from "./painter.ts";
import type { Report, TextStyle } from "./report.ts";
import { shownPath } from "./shown-path.ts";

/** Names wider than this do not push the column of places further right. */
const widestName = 36;

export interface TraceLayout {
  /** Cells before the names; the caller prints a label there on the first row. */
  readonly indent: number;
  /** One character before what the path ends in, and its colour. */
  readonly mark: string;
  readonly paint: Paint;
}

/**
 * One row per hop, `function  file:line`, arrows in between, and last the cause with its source line. The first row
 * starts at the names.
 */
export function renderTrace(
  hops: readonly TraceHop[],
  report: Pick<Report, "workingDirectory" | "sourceOf">,
  style: TextStyle,
  { indent, mark, paint }: TraceLayout,
): string[] {
  const cause = hops.at(-1);
  if (cause === undefined) return [];
  const { painter } = style;
  const names = [...hops.map((hop) => printable(hop.functionName)), printable(cause.target)];
  const nameWidth = Math.min(widestName, Math.max(...names.map(displayWidth)));
  const rows = hops.map((hop, index) => {
    const place = `${shownPath(report.workingDirectory, hop.location.path)}:${hop.location.start.line}`;
    const arrow = index === 0 ? "" : painter.dim("→".padStart(indent - 1)) + " ";
    const name = painter.bold(padToWidth(printable(hop.functionName), nameWidth));
    return `${arrow}${name}  ${painter.cyan(place)}`;
  });
  const room = style.width - indent - nameWidth - 2;
  const source = sourceLine(cause, report, room);
  const marker = paint(mark.padStart(indent - 1));
  rows.push(`${marker} ${paint(padToWidth(printable(cause.target), nameWidth))}  ${source}`.trimEnd());
  return rows;
}

function sourceLine(hop: TraceHop, report: Pick<Report, "sourceOf">, room: number): string {
  const source = report.sourceOf(hop.location.path);
  const line = source === undefined ? undefined : splitLines(source)[hop.location.start.line - 1];
  return line === undefined || room < 8 ? "" : renderSourceLine(line, room);
}
