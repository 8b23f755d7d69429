/* oxlint-disable import/no-cycle -- a grammar is recursive, and so are the files that read it */
import { Backslash, CarriageReturn, LineFeed } from "./character.ts";
import { parseYieldOrList } from "./expression.ts";
import { skipLineEnd } from "./lex-line.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { enter, expect, fail, failExpected, leave } from "./recovery.ts";
import * as Token from "./token-kind.ts";

/** Adjacent string literals, the first of which is neither an f-string nor a t-string. */
export function parseStrings(p: Parser): void {
  const mark = p.count;
  const first = p.index;
  const start = tokenStart(p);
  const flags = tokenData(p);
  advance(p);
  if (p.token === Token.String || p.token === Token.FormatStart) {
    while (p.token === Token.String) {
      if (((tokenData(p) ^ flags) & Token.FlagBytes) !== 0) fail(p, "bytes and text cannot be joined");
      advance(p);
    }
    if (p.token === Token.FormatStart) {
      if ((flags & Token.FlagBytes) !== 0) fail(p, "bytes and text cannot be joined");
      p.index = first;
      p.token = Token.String;
      parseFormatString(p, mark, start);
      return;
    }
    addLeaf(p, (flags & Token.FlagBytes) === 0 ? Kind.String : Kind.Bytes, start, p.previousEnd, 0);
    return;
  }
  const isPlain = (flags & ~Token.FlagTriple) === 0 ? 1 : 0;
  if ((flags & Token.FlagBytes) === 0) addLeaf(p, Kind.String, start, p.previousEnd, isPlain);
  else addLeaf(p, Kind.Bytes, start, p.previousEnd, 0);
}

/**
 * Adjacent string literals with an f-string or t-string among them, beginning at the current token. As in CPython,
 * literal text that meets at a seam is one String, and empty text is none.
 */
export function parseFormatString(p: Parser, mark: number, start: number): void {
  enter(p);
  let templates = 0;
  let others = 0;
  let textStart = -1;
  let textEnd = -1;
  while (p.token === Token.String || p.token === Token.FormatStart) {
    const flags = tokenData(p);
    if ((flags & Token.FlagBytes) !== 0) fail(p, "bytes and text cannot be joined");
    const isTemplate = (flags & Token.FlagTemplate) !== 0;
    if (isTemplate) templates++;
    else others++;
    if (templates > 0 && others > 0) fail(p, "t-strings cannot be joined with other strings");
    if (p.token === Token.String) {
      if (!isEmptyText(p, openingLength(flags), closingLength(flags))) {
        if (textStart < 0) textStart = tokenStart(p);
        textEnd = tokenEnd(p);
      }
      advance(p);
      continue;
    }
    advance(p);
    const field = isTemplate ? Kind.Interpolation : Kind.FormattedValue;
    for (;;) {
      if (p.token === Token.FormatMiddle) {
        if (!isEmptyText(p, 0, 0)) {
          if (textStart < 0) textStart = tokenStart(p);
          textEnd = tokenEnd(p);
        }
        advance(p);
      } else if (p.token === Token.LeftBrace) {
        if (textStart >= 0) addLeaf(p, Kind.String, textStart, textEnd, 0);
        textStart = -1;
        parseField(p, field);
      } else {
        break;
      }
    }
    expect(p, Token.FormatEnd, "the end of the f-string");
  }
  if (textStart >= 0) addLeaf(p, Kind.String, textStart, textEnd, 0);
  addNode(p, templates > 0 ? Kind.TemplateStr : Kind.JoinedStr, mark, start, p.previousEnd, 0);
  leave(p);
}

function closingLength(flags: number): number {
  return (flags & Token.FlagTriple) === 0 ? 1 : 3;
}

/** Length of the prefix and the opening quote. */
function openingLength(flags: number): number {
  const raw = (flags & Token.FlagRaw) === 0 ? 0 : 1;
  const unicode = (flags & Token.FlagUnicode) === 0 ? 0 : 1;
  return closingLength(flags) + raw + unicode;
}

/**
 * True when the text of the current token, less `before` bytes at its start and `after` at its end, has the empty
 * string as value: when there is none, or none but line ends that are escaped.
 */
function isEmptyText(p: Parser, before: number, after: number): boolean {
  const { source } = p.lexer;
  const end = tokenEnd(p) - after;
  let pos = tokenStart(p) + before;
  if (pos < end && (tokenData(p) & Token.FlagRaw) !== 0) return false;
  while (pos < end) {
    if (source[pos] !== Backslash || (source[pos + 1] !== LineFeed && source[pos + 1] !== CarriageReturn)) return false;
    pos = skipLineEnd(source, pos + 1);
  }
  return true;
}

/** `{expression = !r :spec}` */
function parseField(p: Parser, kind: number): void {
  enter(p);
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  if (p.token === Token.RightBrace) fail(p, "expected an expression between the braces of an f-string");
  parseYieldOrList(p);
  const isDebug = p.token === Token.Equal;
  if (isDebug) advance(p);
  let conversion = -1;
  if (p.token === Token.Exclamation) conversion = parseConversion(p);
  else if (isDebug && p.token !== Token.Colon) conversion = ConversionRepr;
  if (p.token === Token.Colon) parseFormatSpec(p, kind);
  else addAbsent(p);
  if (p.token !== Token.RightBrace) failExpected(p, "'}' after the expression of an f-string");
  advance(p);
  addNode(p, kind, mark, start, p.previousEnd, conversion);
  leave(p);
}

const ConversionRepr = 114;
const ConversionStr = 115;
const ConversionAscii = 97;

function parseConversion(p: Parser): number {
  advance(p);
  const start = tokenStart(p);
  const code = p.lexer.source[start]!;
  const isKnown = code === ConversionRepr || code === ConversionStr || code === ConversionAscii;
  if (p.token !== Token.Name || tokenEnd(p) - start !== 1 || !isKnown) {
    failExpected(p, "'s', 'r' or 'a' after '!' in an f-string");
  }
  if (start !== p.previousEnd) fail(p, "no space may stand between '!' and the conversion of an f-string");
  advance(p);
  return code;
}

/** `:spec`, as a JoinedStr that begins at the colon, as in CPython. */
function parseFormatSpec(p: Parser, field: number): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  for (;;) {
    if (p.token === Token.FormatMiddle) {
      if (!isEmptyText(p, 0, 0)) addLeaf(p, Kind.String, tokenStart(p), tokenEnd(p), 0);
      advance(p);
    } else if (p.token === Token.LeftBrace) {
      parseField(p, field === Kind.Interpolation ? Kind.FormattedValue : field);
    } else {
      break;
    }
  }
  addNode(p, Kind.JoinedStr, mark, start, p.previousEnd, 0);
}
