/** Lines that are moved to the right or left, and lines that are added below a statement. */
import type { ByteRange, TextEdit } from "../diagnostics/text-edit.ts";
import { endOf, Kind, kindOf, lineOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { insertion } from "./call-fixes.ts";
import {
  endsLine,
  indentationBefore,
  isBlank,
  isLineEnd,
  lineStartOf,
  nextLineStartOf,
  textBetween,
  type SourceFile,
} from "./source-file.ts";

/** An indentation for each line after the first of a range, except blank ones and those that begin inside a string. */
export function indentedLines({ tree }: SourceFile, start: number, end: number, unit: string): TextEdit[] {
  const edits: TextEdit[] = [];
  const strings = literalsIn(tree, start, end);
  for (let line = lineOf(tree, start) + 1; line <= lineOf(tree, end); line++) {
    const at = tree.lineStarts[line] ?? end;
    let first = at;
    while (isBlank(tree.source[first])) first++;
    if (at >= end || isLineEnd(tree, first) || strings.some((item) => item.start < at && at < item.end)) continue;
    edits.push(insertion(at, unit));
  }
  return edits;
}

/** The other way round: each line after the first of a range loses as many blanks, as far as it has them. */
export function outdentedLines({ tree }: SourceFile, start: number, end: number, unit: string): TextEdit[] {
  const edits: TextEdit[] = [];
  const strings = literalsIn(tree, start, end);
  for (let line = lineOf(tree, start) + 1; line <= lineOf(tree, end); line++) {
    const at = tree.lineStarts[line] ?? end;
    let first = at;
    while (isBlank(tree.source[first]) && first < at + unit.length) first++;
    if (at >= end || first === at || strings.some((item) => item.start < at && at < item.end)) continue;
    edits.push({ start: at, end: first, text: "" });
  }
  return edits;
}

const decoder = new TextDecoder();

function literalsIn(tree: SourceFile["tree"], start: number, end: number): ByteRange[] {
  const found: ByteRange[] = [];
  for (let node = 1; node < tree.length; node++) {
    const kind = kindOf(tree, node);
    const isText = kind === Kind.String || kind === Kind.Bytes || kind === Kind.JoinedStr || kind === Kind.TemplateStr;
    if (!isText || startOf(tree, node) < start || endOf(tree, node) > end) continue;
    // Strings side by side, each on its line, are one node: only what is inside of a string must stay.
    const text = decoder.decode(tree.source.subarray(startOf(tree, node), endOf(tree, node)));
    if (/"""|'''|\\[\r\n]/.test(text)) found.push({ start: startOf(tree, node), end: endOf(tree, node) });
  }
  return found;
}

/**
 * Whether a statement stands alone on its lines, so that others can be put above and below it: nothing before it, not even
 * a backslash, and nothing but a comment behind it.
 */
export function isAloneOnLines(file: SourceFile, statement: NodeId): boolean {
  const { tree } = file;
  const start = startOf(tree, statement);
  const isContinued = tree.source[lineStartOf(tree, start) - 2] === 92;
  return indentationBefore(file, start) !== undefined && endsLine(tree, endOf(tree, statement)) && !isContinued;
}

/** Takes away the lines of a statement that stands alone on them. */
export function statementLines({ tree }: SourceFile, statement: NodeId): TextEdit {
  const start = lineStartOf(tree, startOf(tree, statement));
  return { start, end: nextLineStartOf(tree, endOf(tree, statement)), text: "" };
}

/** Adds lines, without their indentation, below a statement that stands alone on its lines. */
export function linesBelow(file: SourceFile, statement: NodeId, lines: readonly string[]): TextEdit {
  const { tree, newline } = file;
  const indent = indentationBefore(file, startOf(tree, statement)) ?? "";
  const at = nextLineStartOf(tree, endOf(tree, statement));
  const isLast = at === tree.source.length && !/[\n\r]/.test(textBetween(file, at - 1, at));
  const text = lines.map((line) => (isLast ? `${newline}${indent}${line}` : `${indent}${line}${newline}`));
  return insertion(at, text.join(""));
}

/** What a new block below a line of some indentation is indented by, beyond it. */
export function unitBelow(indentation: string): string {
  return indentation.endsWith("\t") ? "\t" : "    ";
}
