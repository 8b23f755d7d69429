import {
  Backslash,
  CarriageReturn,
  LineFeed,
  LowerB,
  LowerCaseBit,
  LowerF,
  LowerR,
  LowerT,
  LowerU,
} from "./character.ts";
import { leaveFormatString, startFormatString } from "./lex-format-string.ts";
import { addNulError, skipEscape } from "./lex-line.ts";
import type { Lexer } from "./lexer-state.ts";
import { addInvalid, addLine, addToken, ModeField } from "./lexer-state.ts";
import * as Token from "./token-kind.ts";

/** Flags of the string prefix `source[start, end)` (at most two bytes), 0 when it is none. */
export function stringPrefixFlags(source: Uint8Array, start: number, end: number): number {
  const first = prefixFlag(source[start]!);
  if (end - start === 1 || first === 0) return first;
  const second = prefixFlag(source[start + 1]!);
  const both = first | second;
  const isPair = second !== 0 && first !== second && (both & Token.FlagRaw) !== 0 && (both & Token.FlagUnicode) === 0;
  return isPair ? both : 0;
}

function prefixFlag(byte: number): number {
  switch (byte | LowerCaseBit) {
    case LowerR:
      return Token.FlagRaw;
    case LowerB:
      return Token.FlagBytes;
    case LowerF:
      return Token.FlagFormat;
    case LowerT:
      return Token.FlagTemplate;
    case LowerU:
      return Token.FlagUnicode;
    default:
      return 0;
  }
}

/** Reads the string whose token begins at `start` and whose opening quote is at `open`; returns the offset after it. */
export function scanString(l: Lexer, start: number, open: number, prefixFlags: number): number {
  const source = l.source;
  const quote = source[open]!;
  const isTriple = source[open + 1] === quote && source[open + 2] === quote;
  if ((prefixFlags & (Token.FlagFormat | Token.FlagTemplate)) !== 0) {
    return startFormatString(l, start, open, isTriple ? prefixFlags | Token.FlagTriple : prefixFlags);
  }
  if (isTriple) return scanTripleQuoted(l, start, open + 3, quote, prefixFlags | Token.FlagTriple);
  let flags = prefixFlags;
  let pos = open + 1;
  for (;;) {
    const byte = source[pos]!;
    if (byte === quote) break;
    if (byte === Backslash) {
      flags |= Token.FlagEscape;
      pos = skipEscape(l, pos);
      continue;
    }
    if (byte <= CarriageReturn) {
      if (byte === LineFeed || byte === CarriageReturn || (byte === 0 && pos >= l.end)) {
        addUnclosed(l, start, pos);
        return pos;
      }
      if (byte === 0) addNulError(l, pos);
    }
    pos++;
  }
  addToken(l, Token.String, start, pos + 1, flags);
  return pos + 1;
}

/** In a field of an f-string on one line, the quote is more likely the end of that than of a string in the field. */
function addUnclosed(l: Lexer, start: number, end: number): void {
  if (l.mode !== ModeField || (l.modeFlags[l.modeCount - 1]! & Token.FlagTriple) !== 0) {
    addInvalid(l, "this string is not closed on its line", start, end);
    return;
  }
  addInvalid(l, "expected '}' before the end of the f-string", start, start + 1);
  leaveFormatString(l);
}

function scanTripleQuoted(l: Lexer, start: number, from: number, quote: number, prefixFlags: number): number {
  const source = l.source;
  let flags = prefixFlags;
  let pos = from;
  for (;;) {
    const byte = source[pos]!;
    if (byte === quote) {
      if (source[pos + 1] === quote && source[pos + 2] === quote) break;
    } else if (byte === Backslash) {
      flags |= Token.FlagEscape;
      pos = skipEscape(l, pos);
      continue;
    } else if (byte <= CarriageReturn) {
      if (byte === LineFeed) {
        addLine(l, pos + 1);
      } else if (byte === CarriageReturn) {
        flags |= Token.FlagEscape;
        if (source[pos + 1] !== LineFeed) addLine(l, pos + 1);
      } else if (byte === 0) {
        if (pos >= l.end) {
          addInvalid(l, "this triple-quoted string is never closed", start, pos);
          return pos;
        }
        addNulError(l, pos);
      }
    }
    pos++;
  }
  addToken(l, Token.String, start, pos + 3, flags);
  return pos + 3;
}
