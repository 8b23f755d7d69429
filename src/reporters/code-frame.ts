import type { Position } from "../diagnostics/diagnostic.ts";
import { type Cell, layOut } from "./display-width.ts";
import type { Paint, Painter } from "./painter.ts";

export interface CodeFrame {
  /** The file's lines, without line breaks. */
  readonly lines: readonly string[];
  readonly start: Position;
  readonly end: Position;
  /** Lines shown before and after the range. */
  readonly context: number;
  /** Cells a row may take. */
  readonly width: number;
  readonly painter: Painter;
  /** Colour of the marks. */
  readonly paint: Paint;
}

/** Ranges of more lines than this lose their middle. */
const longestRange = 8;

/** Splits source text where Python does: form feeds and other separators of Unicode do not end a line. */
export function splitLines(source: string): string[] {
  return source.split(/\r\n|\n|\r/);
}

/** Width of the line numbers of a frame, for what is printed around it. */
export function gutterWidth(frame: Pick<CodeFrame, "lines" | "end" | "context">): number {
  return String(Math.min(frame.lines.length, frame.end.line + frame.context)).length;
}

/**
 * Rows of a frame, without line breaks: source lines with their numbers, marks under (one line) or beside (several) the
 * range. Blank lines at the ends are left out. Empty when the range is not in the file (it changed meanwhile).
 */
export function renderCodeFrame(frame: CodeFrame): string[] {
  const { lines, start, painter } = frame;
  if (start.line < 1 || start.line > lines.length) return [];
  const gutter = gutterWidth(frame);
  const end = { ...frame.end, line: Math.min(frame.end.line, lines.length) };
  const isMultiline = end.line > start.line;
  const { first, last } = contextBounds(frame, end.line);
  const room = frame.width - gutter - 3 - (isMultiline ? 2 : 0);
  const window = chooseWindow(layOut(lines[start.line - 1] ?? ""), start.column, room);
  const bar = painter.blue("|");
  const rows = [`${" ".repeat(gutter)} ${bar}`];
  const elided = isMultiline && end.line - start.line >= longestRange;
  for (let line = first; line <= last; line++) {
    if (elided && line === start.line + 3) {
      rows.push(painter.blue(`${".".repeat(Math.min(3, gutter + 1))}`.padEnd(gutter + 1)) + ` ${frame.paint("|")}`);
      line = end.line - 2;
      continue;
    }
    const cells = layOut(lines[line - 1] ?? "");
    const code = crop(cells, window, room);
    const number = painter.blue(String(line).padStart(gutter));
    const side = isMultiline ? `${sideMark(frame, line, end.line)} ` : "";
    rows.push(`${number} ${bar} ${side}${code}`.trimEnd());
    const marks = markRow(frame, cells, line, end, window, room);
    if (marks !== undefined) rows.push(`${" ".repeat(gutter)} ${bar} ${marks}`);
  }
  rows.push(`${" ".repeat(gutter)} ${bar}`);
  return rows;
}

/** A source line on its own, without its indentation, cut to a width. */
export function renderSourceLine(line: string, width: number): string {
  return crop(layOut(line.trim()), 0, width).trimEnd();
}

function contextBounds(frame: CodeFrame, endLine: number): { first: number; last: number } {
  const isBlank = (line: number): boolean => (frame.lines[line - 1] ?? "").trim() === "";
  let first = Math.max(1, frame.start.line - frame.context);
  let last = Math.min(frame.lines.length, endLine + frame.context);
  while (first < frame.start.line && isBlank(first)) first++;
  while (last > endLine && isBlank(last)) last--;
  return { first, last };
}

function sideMark(frame: CodeFrame, line: number, endLine: number): string {
  const { start, paint } = frame;
  if (line < start.line || line > endLine) return " ";
  if (line > start.line) return paint("|");
  return startsAtFirstCharacter(frame) ? paint("/") : " ";
}

function startsAtFirstCharacter({ lines, start }: CodeFrame): boolean {
  const before = Array.from(lines[start.line - 1] ?? "").slice(0, start.column - 1);
  return before.join("").trim() === "";
}

/** The row of marks below a line, or undefined when there is none. */
function markRow(
  frame: CodeFrame,
  cells: readonly Cell[],
  line: number,
  end: Position,
  window: number,
  room: number,
): string | undefined {
  const { start, paint } = frame;
  const from = cellOffset(cells, start.column) - window;
  const to = cellOffset(cells, end.column) - window;
  if (start.line === end.line) {
    if (line !== start.line) return undefined;
    const visibleEnd = Math.min(Math.max(to, from + 1), Math.max(from + 1, room));
    return " ".repeat(from) + paint("^".repeat(visibleEnd - from));
  }
  if (line === start.line && !startsAtFirstCharacter(frame)) {
    return ` ${paint(`${"_".repeat(Math.max(1, from + 1))}^`)}`;
  }
  if (line !== end.line) return undefined;
  return paint(`|${"_".repeat(Math.min(Math.max(1, to), room))}^`);
}

/** Cells before a 1-based column that counts code points. */
function cellOffset(cells: readonly Cell[], column: number): number {
  let offset = 0;
  let seen = 1;
  for (const cell of cells) {
    if (seen + cell.codePoints > column) return offset;
    seen += cell.codePoints;
    offset += cell.width;
  }
  return offset;
}

/** Cells to leave out on the left so that the marked column is in sight, with some room before it. */
function chooseWindow(cells: readonly Cell[], column: number, room: number): number {
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const from = cellOffset(cells, column);
  if (total <= room || from < room * 0.75) return 0;
  return from - Math.floor(room / 3);
}

/** The part of a line in a window, with an ellipsis where something is left out. */
function crop(cells: readonly Cell[], window: number, room: number): string {
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const cutsRight = total - window > room;
  const isCut = window > 0 && total > window;
  let text = isCut ? "…" : "";
  let offset = 0;
  let used = isCut ? 1 : 0;
  const limit = cutsRight ? room - 1 : room;
  for (const cell of cells) {
    const begin = offset - window;
    offset += cell.width;
    if (begin < used) continue;
    if (begin + cell.width > limit) break;
    // A wide character cut in half by the window leaves a blank.
    text += " ".repeat(begin - used) + cell.text;
    used = begin + cell.width;
  }
  return cutsRight ? `${text}…` : text;
}
