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
 * literal text that meets at a seam is one String; its range has empty literals at its ends in it, but nothing that is
 * empty as a whole is a String.
 */
export function parseFormatString(p: Parser, mark: number, start: number): void {
  enter(p);
  let joined = 0;
  while (p.token === Token.String || p.token === Token.FormatStart) {
    const flags = tokenData(p);
    joined |= (flags & Token.FlagTemplate) === 0 ? JoinedOther : JoinedTemplate;
    if ((flags & Token.FlagBytes) !== 0) fail(p, "bytes and text cannot be joined");
    if (joined === (JoinedOther | JoinedTemplate)) fail(p, "t-strings cannot be joined with other strings");
    if (p.token === Token.String) {
      extendText(p, !isEmptyText(p, openingLength(flags), closingLength(flags)));
      advance(p);
    } else {
      parseFormatParts(p, joined === JoinedTemplate ? Kind.Interpolation : Kind.FormattedValue);
    }
  }
  addText(p);
  addNode(p, joined === JoinedTemplate ? Kind.TemplateStr : Kind.JoinedStr, mark, start, p.previousEnd, 0);
  leave(p);
}

const JoinedOther = 1;
const JoinedTemplate = 2;

/** Makes the current token part of the literal text that is not in the tree yet, since more may join it. */
function extendText(p: Parser, hasValue: boolean): void {
  if (p.textStart < 0) p.textStart = tokenStart(p);
  p.textEnd = tokenEnd(p);
  if (hasValue) p.textHasValue = true;
}

function addText(p: Parser): void {
  if (p.textHasValue) addLeaf(p, Kind.String, p.textStart, p.textEnd, 0);
  p.textStart = -1;
  p.textHasValue = false;
}

/** One f-string or t-string; the text it begins or ends with may be joined to that of its neighbours. */
function parseFormatParts(p: Parser, field: number): void {
  advance(p);
  for (;;) {
    if (p.token === Token.FormatMiddle) {
      if (!isEmptyText(p, 0, 0)) extendText(p, true);
      advance(p);
    } else if (p.token === Token.LeftBrace) {
      addText(p);
      parseField(p, field);
    } else {
      break;
    }
  }
  expect(p, Token.FormatEnd, "the end of the f-string");
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
