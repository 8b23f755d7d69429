import { parseExpression } from "./expression.ts";
import { parseFormatString, parseStrings } from "./format-string.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addLeaf, addNode, advance, isWord, peek, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { enter, expect, expectClosing, fail, failExpected, leave } from "./recovery.ts";
import * as Token from "./token-kind.ts";

const WORD_UNDERSCORE: Uint8Array = new TextEncoder().encode("_");

/** `patterns`: what follows `case`, where a sequence needs no brackets. */
export function parsePatterns(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const isStarred = p.token === Token.Star;
  parseMaybeStarPattern(p);
  if (p.token !== Token.Comma) {
    if (isStarred) fail(p, "a starred pattern needs a sequence pattern around it");
    return;
  }
  while (p.token === Token.Comma) {
    advance(p);
    if (p.token === Token.Colon || p.token === Token.If) break;
    parseMaybeStarPattern(p);
  }
  addNode(p, Kind.MatchSequence, mark, start, p.previousEnd, 0);
}

function parseMaybeStarPattern(p: Parser): void {
  if (p.token !== Token.Star) {
    parsePattern(p);
    return;
  }
  const start = tokenStart(p);
  const mark = p.count;
  advance(p);
  const name = readCaptureName(p, "a name after '*' in a pattern");
  addNode(p, Kind.MatchStar, mark, start, p.previousEnd, name);
}

/** The name a capture binds, or -1 for `_`. */
function readCaptureName(p: Parser, what: string): number {
  if (p.token !== Token.Name) failExpected(p, what);
  const name = isWord(p, WORD_UNDERSCORE) ? -1 : tokenData(p);
  advance(p);
  return name;
}

/** `a | b as c` */
function parsePattern(p: Parser): void {
  enter(p);
  const mark = p.count;
  const start = tokenStart(p);
  parseClosedPattern(p);
  if (p.token === Token.Bar) {
    while (p.token === Token.Bar) {
      advance(p);
      parseClosedPattern(p);
    }
    addNode(p, Kind.MatchOr, mark, start, p.previousEnd, 0);
  }
  if (p.token === Token.As) {
    advance(p);
    const name = readCaptureName(p, "a name after 'as' in a pattern");
    if (name === -1) fail(p, "'_' cannot be the name after 'as' in a pattern");
    addNode(p, Kind.MatchAs, mark, start, p.previousEnd, name);
  }
  leave(p);
}

function parseClosedPattern(p: Parser): void {
  switch (p.token) {
    case Token.Name:
      parseNamePattern(p);
      break;
    case Token.LeftParenthesis:
      parseGroupPattern(p);
      break;
    case Token.LeftBracket:
      parseListPattern(p);
      break;
    case Token.LeftBrace:
      parseMappingPattern(p);
      break;
    case Token.None:
      readSingleton(p, Kind.None);
      break;
    case Token.True:
      readSingleton(p, Kind.True);
      break;
    case Token.False:
      readSingleton(p, Kind.False);
      break;
    case Token.Minus:
    case Token.Number:
    case Token.FormatStart:
    case Token.String: {
      const mark = p.count;
      const start = tokenStart(p);
      parseLiteral(p);
      addNode(p, Kind.MatchValue, mark, start, p.previousEnd, 0);
      break;
    }
    default:
      failExpected(p, "a pattern");
  }
}

function readSingleton(p: Parser, kind: number): void {
  addLeaf(p, Kind.MatchSingleton, tokenStart(p), tokenEnd(p), kind);
  advance(p);
}

/**
 * A string (CPython's grammar has f-strings here too, and rejects them later), a signed number, or a complex number
 * `a + bj`.
 */
function parseLiteral(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  if (p.token === Token.String || p.token === Token.FormatStart) {
    if (p.token === Token.String) parseStrings(p);
    else parseFormatString(p, mark, start);
    return;
  }
  parseSignedNumber(p);
  if (p.token !== Token.Plus && p.token !== Token.Minus) return;
  const operator = p.token - Token.OperatorBase;
  advance(p);
  if (p.token !== Token.Number) failExpected(p, "an imaginary number");
  readNumber(p);
  addNode(p, Kind.BinOp, mark, start, p.previousEnd, operator);
}

function parseSignedNumber(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const isNegative = p.token === Token.Minus;
  if (isNegative) advance(p);
  if (p.token !== Token.Number) failExpected(p, "a number after '-' in a pattern");
  readNumber(p);
  if (isNegative) addNode(p, Kind.UnaryOp, mark, start, p.previousEnd, Kind.OperatorUSub);
}

function readNumber(p: Parser): void {
  addLeaf(p, Kind.Number, tokenStart(p), tokenEnd(p), 0);
  advance(p);
}

/** A capture, the wildcard, a dotted value, or a class pattern. */
function parseNamePattern(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const next = peek(p);
  if (next !== Token.Dot && next !== Token.LeftParenthesis) {
    const name = readCaptureName(p, "a name");
    addNode(p, Kind.MatchAs, mark, start, p.previousEnd, name);
    return;
  }
  parseDottedName(p);
  if (p.token === Token.LeftParenthesis) parseClassPattern(p, mark, start);
  else addNode(p, Kind.MatchValue, mark, start, p.previousEnd, 0);
}

/** `a.b.c` as Name and Attributes. */
function parseDottedName(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  addLeaf(p, Kind.Name, start, tokenEnd(p), tokenData(p));
  advance(p);
  while (p.token === Token.Dot) {
    advance(p);
    if (p.token !== Token.Name) failExpected(p, "a name after '.'");
    const name = tokenData(p);
    addLeaf(p, Kind.Identifier, tokenStart(p), tokenEnd(p), name);
    advance(p);
    addNode(p, Kind.Attribute, mark, start, p.previousEnd, name);
  }
}

/** The arguments of a class pattern whose class has been read. */
function parseClassPattern(p: Parser, mark: number, start: number): void {
  const open = tokenStart(p);
  let positional = 0;
  let seenKeyword = false;
  advance(p);
  while (p.token !== Token.RightParenthesis) {
    if (p.token === Token.Name && peek(p) === Token.Equal) {
      seenKeyword = true;
      parseKeywordPattern(p);
    } else {
      if (seenKeyword) fail(p, "a positional pattern cannot follow a keyword pattern");
      positional++;
      parsePattern(p);
    }
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  expectClosing(p, Token.RightParenthesis, open);
  addNode(p, Kind.MatchClass, mark, start, p.previousEnd, positional);
}

function parseKeywordPattern(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const name = tokenData(p);
  advance(p);
  advance(p);
  parsePattern(p);
  addNode(p, Kind.KeywordPattern, mark, start, p.previousEnd, name);
}

/** `(p)` is `p` itself; `()`, `(p,)`, `(p, q)` and `(*p)` are sequences. */
function parseGroupPattern(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  advance(p);
  let isSequence = p.token === Token.RightParenthesis;
  while (p.token !== Token.RightParenthesis) {
    const isStarred = p.token === Token.Star;
    parseMaybeStarPattern(p);
    if (p.token !== Token.Comma) {
      if (isStarred && !isSequence) fail(p, "a starred pattern needs a sequence pattern around it");
      break;
    }
    isSequence = true;
    advance(p);
  }
  expectClosing(p, Token.RightParenthesis, open);
  if (isSequence) addNode(p, Kind.MatchSequence, mark, open, p.previousEnd, 0);
}

function parseListPattern(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  advance(p);
  while (p.token !== Token.RightBracket) {
    parseMaybeStarPattern(p);
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  expectClosing(p, Token.RightBracket, open);
  addNode(p, Kind.MatchSequence, mark, open, p.previousEnd, 0);
}

function parseMappingPattern(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  let rest = -1;
  advance(p);
  while (p.token !== Token.RightBrace) {
    if (rest !== -1) fail(p, "nothing can follow '**' in a mapping pattern");
    if (p.token === Token.DoubleStar) {
      advance(p);
      rest = readCaptureName(p, "a name after '**' in a pattern");
      if (rest === -1) fail(p, "'_' cannot be the name after '**' in a pattern");
    } else {
      parseMappingKey(p);
      expect(p, Token.Colon, "':' after the key of a mapping pattern");
      parsePattern(p);
    }
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  expectClosing(p, Token.RightBrace, open);
  addNode(p, Kind.MatchMapping, mark, open, p.previousEnd, rest);
}

function parseMappingKey(p: Parser): void {
  switch (p.token) {
    case Token.Name:
      if (peek(p) !== Token.Dot) fail(p, "the key of a mapping pattern must be a literal or a dotted name");
      parseDottedName(p);
      break;
    case Token.None:
    case Token.True:
    case Token.False:
      parseExpression(p);
      break;
    case Token.Minus:
    case Token.Number:
    case Token.FormatStart:
    case Token.String:
      parseLiteral(p);
      break;
    default:
      failExpected(p, "a key of a mapping pattern");
  }
}
