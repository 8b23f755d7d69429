import { CarriageReturn, LineFeed } from "./character.ts";
import type { Lexer } from "./lexer-state.ts";
import { addLine } from "./lexer-state.ts";

/** Offset after the line end at `pos`: LF, CR or CRLF. */
export function skipLineEnd(source: Uint8Array, pos: number): number {
  return source[pos] === CarriageReturn && source[pos + 1] === LineFeed ? pos + 2 : pos + 1;
}

/** Offset after the backslash at `pos` and the character it escapes. */
export function skipEscape(l: Lexer, pos: number): number {
  const next = l.source[pos + 1]!;
  if (next === LineFeed || next === CarriageReturn) {
    const after = skipLineEnd(l.source, pos + 1);
    addLine(l, after);
    return after;
  }
  return pos + 1 >= l.end ? pos + 1 : pos + 2;
}

export const NulMessage = "source code cannot contain null bytes";

export function addNulError(l: Lexer, pos: number): void {
  l.errors.push({ message: NulMessage, start: pos, end: pos + 1 });
}
