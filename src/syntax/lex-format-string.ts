import { Backslash, CarriageReturn, CloseBrace, LineFeed, OpenBrace, UpperN } from "./character.ts";
import { addNulError, skipEscape } from "./lex-line.ts";
import type { Lexer } from "./lexer-state.ts";
import { addInvalid, addLine, addToken, ModeField, ModeLiteral, ModeSpec, popMode, pushMode } from "./lexer-state.ts";
import * as Token from "./token-kind.ts";

/*
 * f-strings and t-strings. As in CPython ≥ 3.12 their insides are tokens: FormatStart, then FormatMiddle (literal
 * text) and `{` … `}` (tokens of code; `!` and `:` end the expression), then FormatEnd. Modes nest on a stack:
 *
 *     f"a{b:>{c}}"     FormatStart Middle { Name : Middle { Name } } FormatEnd
 *                      Literal            Field    Spec  Field   Spec→Literal
 */

/** Begins the f-string whose token starts at `start` and whose opening quote is at `open`. */
export function startFormatString(l: Lexer, start: number, open: number, flags: number): number {
  const end = (flags & Token.FlagTriple) === 0 ? open + 1 : open + 3;
  addToken(l, Token.FormatStart, start, end, flags);
  pushMode(l, ModeLiteral, flags, l.source[open]!);
  return end;
}

/** Ends the innermost replacement field. Its `}` has been added. */
export function endField(l: Lexer): void {
  l.brackets = l.modeBrackets[l.modeCount - 1]!;
  popMode(l);
}

/** Reads literal text at `start`, and the brace or quote that ends it; returns the offset after. */
export function scanFormatText(l: Lexer, start: number): number {
  const source = l.source;
  const top = l.modeCount - 1;
  const flags = l.modeFlags[top]!;
  const quote = l.modeQuotes[top]!;
  const isSpec = l.mode === ModeSpec;
  const isTriple = (flags & Token.FlagTriple) !== 0;
  let textFlags = flags;
  let pos = start;
  for (;;) {
    const byte = source[pos]!;
    if (byte === quote) {
      if (!isTriple || (source[pos + 1] === quote && source[pos + 2] === quote)) break;
      pos++;
    } else if (byte === OpenBrace) {
      if (isSpec || source[pos + 1] !== OpenBrace) break;
      textFlags |= Token.FlagEscape;
      pos += 2;
    } else if (byte === CloseBrace) {
      if (isSpec || source[pos + 1] !== CloseBrace) break;
      textFlags |= Token.FlagEscape;
      pos += 2;
    } else if (byte === Backslash) {
      textFlags |= Token.FlagEscape;
      pos = skipFormatEscape(l, pos, flags);
    } else if (byte <= CarriageReturn) {
      if (byte === LineFeed || byte === CarriageReturn) {
        if (!isTriple) break;
        if (byte === CarriageReturn) textFlags |= Token.FlagEscape;
        if (byte === LineFeed || source[pos + 1] !== LineFeed) addLine(l, pos + 1);
      } else if (byte === 0) {
        if (pos >= l.end) break;
        addNulError(l, pos);
      }
      pos++;
    } else {
      pos++;
    }
  }
  if (pos > start) addToken(l, Token.FormatMiddle, start, pos, textFlags);
  return endFormatText(l, pos, flags, quote);
}

/** In a raw string a backslash escapes the quote but not a brace, and in a plain one `\N{…}` is not a field. */
function skipFormatEscape(l: Lexer, pos: number, flags: number): number {
  const source = l.source;
  const next = source[pos + 1]!;
  if (next === OpenBrace || next === CloseBrace) return pos + 1;
  if (next === UpperN && source[pos + 2] === OpenBrace && (flags & Token.FlagRaw) === 0) {
    let end = pos + 3;
    while (end < l.end && source[end] !== CloseBrace && source[end] !== LineFeed && source[end] !== CarriageReturn)
      end++;
    if (source[end] === CloseBrace) return end + 1;
  }
  return skipEscape(l, pos);
}

/** Handles the byte at `pos` at which literal text ended. */
function endFormatText(l: Lexer, pos: number, flags: number, quote: number): number {
  const byte = l.source[pos]!;
  if (byte === OpenBrace) {
    addToken(l, Token.LeftBrace, pos, pos + 1, 0);
    pushMode(l, ModeField, flags, quote);
    l.brackets++;
    return pos + 1;
  }
  const isSpec = l.mode === ModeSpec;
  if (byte === CloseBrace) {
    if (isSpec) {
      addToken(l, Token.RightBrace, pos, pos + 1, 0);
      endField(l);
    } else {
      addInvalid(l, "a single '}' in an f-string must be written '}}'", pos, pos + 1);
    }
    return pos + 1;
  }
  if (isSpec) addInvalid(l, "f-string: expected '}'", pos, pos);
  else if (byte !== quote) addInvalid(l, unclosedMessage(flags), pos, pos);
  leaveFormatString(l);
  if (byte !== quote) return pos;
  const end = (flags & Token.FlagTriple) === 0 ? pos + 1 : pos + 3;
  addToken(l, Token.FormatEnd, pos, end, flags);
  return end;
}

/** Ends the innermost f-string and the fields of it that are open. */
export function leaveFormatString(l: Lexer): void {
  while (l.mode !== ModeLiteral) endField(l);
  popMode(l);
}

function unclosedMessage(flags: number): string {
  const name = (flags & Token.FlagTemplate) === 0 ? "f-string" : "t-string";
  return (flags & Token.FlagTriple) === 0
    ? `this ${name} is not closed on its line`
    : `this triple-quoted ${name} is never closed`;
}
