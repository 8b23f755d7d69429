import {
  Digit0,
  Digit1,
  Digit7,
  FirstNonAscii,
  FullStop,
  isDigit,
  LowerA,
  LowerB,
  LowerCaseBit,
  LowerD,
  LowerE,
  LowerF,
  LowerI,
  LowerJ,
  LowerL,
  LowerN,
  LowerO,
  LowerR,
  LowerS,
  LowerT,
  LowerX,
  MinusSign,
  NAME_BYTE,
  PlusSign,
  Underscore,
} from "./character.ts";
import type { Lexer } from "./lexer-state.ts";
import { addInvalid, addToken } from "./lexer-state.ts";
import * as Token from "./token-kind.ts";

/** Reads the number at `start` (a digit, or a `.` before one); returns the offset after it. */
export function scanNumber(l: Lexer, start: number): number {
  const source = l.source;
  const first = source[start]!;
  if (first === Digit0) {
    const marker = source[start + 1]! | LowerCaseBit;
    if (marker === LowerX || marker === LowerO || marker === LowerB) return scanRadixNumber(l, start, marker);
  }
  let pos = first === FullStop ? start : skipDigits(source, start);
  let isInteger = true;
  if (source[pos] === FullStop) {
    isInteger = false;
    pos++;
    if (isDigit(source[pos]!)) pos = skipDigits(source, pos);
  }
  const next = source[pos]!;
  if ((next | LowerCaseBit) === LowerE) {
    const sign = source[pos + 1]!;
    const digits = sign === PlusSign || sign === MinusSign ? pos + 2 : pos + 1;
    if (isDigit(source[digits]!)) {
      isInteger = false;
      pos = skipDigits(source, digits);
    }
  }
  if ((source[pos]! | LowerCaseBit) === LowerJ) {
    isInteger = false;
    pos++;
  }
  if (isInteger && first === Digit0 && hasNonZero(source, start, pos)) {
    addInvalid(l, "leading zeros are not allowed in a decimal integer; write '0o' for octal", start, pos);
    return pos;
  }
  return finishNumber(l, start, pos, "invalid decimal literal");
}

/** Digits with single underscores between them; a misplaced underscore stays for `finishNumber` to reject. */
function skipDigits(source: Uint8Array, start: number): number {
  let pos = start;
  for (;;) {
    while (isDigit(source[pos]!)) pos++;
    if (source[pos] !== Underscore || !isDigit(source[pos + 1]!)) return pos;
    pos++;
  }
}

function hasNonZero(source: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (source[i]! >= Digit1 && isDigit(source[i]!)) return true;
  return false;
}

function scanRadixNumber(l: Lexer, start: number, marker: number): number {
  const source = l.source;
  let pos = start + 2;
  for (;;) {
    if (source[pos] === Underscore) pos++;
    if (!isRadixDigit(source[pos]!, marker)) break;
    while (isRadixDigit(source[pos]!, marker)) pos++;
    if (source[pos] !== Underscore) break;
  }
  const name = marker === LowerX ? "hexadecimal" : marker === LowerO ? "octal" : "binary";
  if (source[pos - 1] === Underscore || pos === start + 2 || isDigit(source[pos]!)) {
    const end = skipNameBytes(source, pos);
    addInvalid(l, `invalid ${name} literal`, start, end);
    return end;
  }
  return finishNumber(l, start, pos, `invalid ${name} literal`);
}

function isRadixDigit(byte: number, marker: number): boolean {
  if (marker === LowerX) {
    const lower = byte | LowerCaseBit;
    return isDigit(byte) || (lower >= LowerA && lower <= LowerF);
  }
  return byte >= Digit0 && byte <= (marker === LowerO ? Digit7 : Digit1);
}

function skipNameBytes(source: Uint8Array, start: number): number {
  let pos = start;
  while (NAME_BYTE[source[pos]!] !== 0) pos++;
  return pos;
}

/** A number may touch only what no name can begin with, or one of the keywords that may follow an operand. */
function finishNumber(l: Lexer, start: number, pos: number, message: string): number {
  const source = l.source;
  const next = source[pos]!;
  if (NAME_BYTE[next] === 0 || (next < FirstNonAscii && keywordFollows(source, pos))) {
    addToken(l, Token.Number, start, pos, 0);
    return pos;
  }
  const end = skipNameBytes(source, pos);
  addInvalid(l, message, start, end);
  return end;
}

/** As CPython's tokenizer: only the beginning of `and`, `else`, `for`, `if`, `in`, `is`, `not` and `or` is looked at. */
function keywordFollows(source: Uint8Array, pos: number): boolean {
  const second = source[pos + 1]!;
  const third = source[pos + 2]!;
  switch (source[pos]) {
    case LowerA:
      return second === LowerN && third === LowerD;
    case LowerE:
      return second === LowerL && third === LowerS;
    case LowerF:
      return second === LowerO && third === LowerR;
    case LowerI:
      return second === LowerN || second === LowerF || second === LowerS;
    case LowerN:
      return second === LowerO && third === LowerT;
    case LowerO:
      return second === LowerR;
    default:
      return false;
  }
}
