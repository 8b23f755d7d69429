import type { SyntaxTree } from "./syntax-tree.ts";

/** A place in the source as people and editors count. Lines and columns begin with 1. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Index (0-based) of the line that byte `offset` is on; the offset after a line's end belongs to the next line. */
export function lineOf(tree: SyntaxTree, offset: number): number {
  const { lineStarts } = tree;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line and column of byte `offset`, the column in UTF-8 bytes. */
export function byteColumnAt(tree: SyntaxTree, offset: number): LineColumn {
  const line = lineOf(tree, offset);
  return { line: line + 1, column: offset - tree.lineStarts[line]! + 1 };
}

/** Line and column of byte `offset`, the column in code points: what ruff, flake8 and compilers print. */
export function codePointColumnAt(tree: SyntaxTree, offset: number): LineColumn {
  const line = lineOf(tree, offset);
  let column = 1;
  for (let i = tree.lineStarts[line]!; i < offset; i++) if (!isContinuation(tree.source[i]!)) column++;
  return { line: line + 1, column };
}

/** Line and column of byte `offset`, the column in UTF-16 code units: what LSP and JavaScript strings use, plus one. */
export function utf16ColumnAt(tree: SyntaxTree, offset: number): LineColumn {
  const line = lineOf(tree, offset);
  let column = 1;
  for (let i = tree.lineStarts[line]!; i < offset; i++) column += utf16Length(tree.source[i]!);
  return { line: line + 1, column };
}

/** Byte offset of a 1-based line and UTF-16 column, clamped to the line and the source. */
export function offsetAtUtf16(tree: SyntaxTree, line: number, column: number): number {
  const { source, lineStarts } = tree;
  if (line < 1) return 0;
  if (line > lineStarts.length) return source.length;
  const end = line < lineStarts.length ? lineStarts[line]! : source.length;
  let offset = lineStarts[line - 1]!;
  let units = 1;
  while (offset < end && units < column) {
    const byte = source[offset]!;
    if (byte === LineFeed || byte === CarriageReturn) break;
    units += utf16Length(byte);
    offset++;
    while (offset < end && isContinuation(source[offset]!)) offset++;
  }
  return offset;
}

const LineFeed = 10;
const CarriageReturn = 13;
/** Bytes from here on begin a sequence of four bytes: a surrogate pair in UTF-16. */
const FirstOfFour = 0xf0;

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function utf16Length(byte: number): number {
  if (isContinuation(byte)) return 0;
  return byte >= FirstOfFour ? 2 : 1;
}
