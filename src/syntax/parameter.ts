import { parseExpression, parseStarred } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { expect, expectClosing, fail, failExpected } from "./recovery.ts";
import * as Token from "./token-kind.ts";

/**
 * Parameters up to, and not including, the token `end`; `annotated` in a `def`, not in a lambda. The range of a
 * Parameter goes from its `*` or name to the end of its default.
 */
export function parseParameters(p: Parser, end: number, annotated: boolean): void {
  const mark = p.count;
  let kind: number = Kind.ParameterPositionalOrKeyword;
  let seenSlash = false;
  let needsKeywordOnly = false;
  let seenDefault = false;
  while (p.token !== end) {
    if (p.token === Token.Slash) {
      if (seenSlash || kind !== Kind.ParameterPositionalOrKeyword || p.count === mark) {
        fail(p, "'/' must come once, after parameters and before '*'");
      }
      advance(p);
      markPositionalOnly(p, mark);
      seenSlash = true;
    } else if (p.token === Token.Star) {
      if (kind !== Kind.ParameterPositionalOrKeyword) fail(p, "'*' may come only once among the parameters");
      kind = Kind.ParameterKeywordOnly;
      needsKeywordOnly = parseVariadic(p, annotated);
    } else if (p.token === Token.DoubleStar) {
      if (needsKeywordOnly) fail(p, "expected a parameter between '*' and '**'");
      parseParameter(p, Kind.ParameterKeywords, annotated);
      if (p.token === Token.Comma) advance(p);
      if (p.token !== end) fail(p, "no parameter can follow the '**' parameter");
      return;
    } else {
      const hasDefault = parseParameter(p, kind, annotated);
      needsKeywordOnly = false;
      if (kind === Kind.ParameterPositionalOrKeyword) {
        if (seenDefault && !hasDefault) fail(p, "a parameter without a default cannot follow one with a default");
        seenDefault = hasDefault;
      }
    }
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  if (needsKeywordOnly) fail(p, "expected a named parameter after '*'");
}

/** `*name`, or a lone `*`; true for the latter. */
function parseVariadic(p: Parser, annotated: boolean): boolean {
  const next = p.tokenKinds[p.index + 1];
  if (next !== Token.Name) {
    advance(p);
    return true;
  }
  parseParameter(p, Kind.ParameterVariadic, annotated);
  return false;
}

/** Reads one parameter with its stars; true when it has a default. */
function parseParameter(p: Parser, kind: number, annotated: boolean): boolean {
  const mark = p.count;
  const start = tokenStart(p);
  const isStarred = kind === Kind.ParameterVariadic || kind === Kind.ParameterKeywords;
  if (isStarred) advance(p);
  if (p.token !== Token.Name) failExpected(p, "a parameter name");
  addLeaf(p, Kind.Identifier, tokenStart(p), tokenEnd(p), tokenData(p));
  advance(p);
  if (annotated && p.token === Token.Colon) {
    advance(p);
    if (p.token === Token.Star && kind === Kind.ParameterVariadic) parseStarred(p);
    else parseExpression(p);
  } else {
    addAbsent(p);
  }
  const hasDefault = p.token === Token.Equal;
  if (hasDefault) {
    if (isStarred) fail(p, "a starred parameter cannot have a default");
    advance(p);
    parseExpression(p);
  } else {
    addAbsent(p);
  }
  addNode(p, Kind.Parameter, mark, start, p.previousEnd, kind);
  return hasDefault;
}

function markPositionalOnly(p: Parser, mark: number): void {
  for (let node = p.count - 1; node >= mark; node -= p.sizes[node]!) p.data[node] = Kind.ParameterPositionalOnly;
}

/** `[T, *Ts, **P]` after the name of a def, class or type alias; Absent when there is none. */
export function parseTypeParameters(p: Parser): void {
  if (p.token !== Token.LeftBracket) {
    addAbsent(p);
    return;
  }
  const mark = p.count;
  const open = tokenStart(p);
  advance(p);
  if (p.token === Token.RightBracket) fail(p, "expected a type parameter between the brackets");
  while (p.token !== Token.RightBracket) {
    parseTypeParameter(p);
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  expectClosing(p, Token.RightBracket, open);
  addNode(p, Kind.TypeParameters, mark, open, p.previousEnd, 0);
}

function parseTypeParameter(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  let kind: number = Kind.TypeVar;
  if (p.token === Token.Star) kind = Kind.TypeVarTuple;
  else if (p.token === Token.DoubleStar) kind = Kind.ParamSpec;
  if (kind !== Kind.TypeVar) advance(p);
  const nameStart = tokenStart(p);
  const nameEnd = tokenEnd(p);
  const name = tokenData(p);
  expect(p, Token.Name, "the name of a type parameter");
  addLeaf(p, Kind.Identifier, nameStart, nameEnd, name);
  if (kind === Kind.TypeVar) {
    if (p.token === Token.Colon) {
      advance(p);
      parseExpression(p);
    } else {
      addAbsent(p);
    }
  }
  if (p.token === Token.Equal) {
    advance(p);
    if (p.token === Token.Star && kind === Kind.TypeVarTuple) parseStarred(p);
    else parseExpression(p);
  } else {
    addAbsent(p);
  }
  addNode(p, kind, mark, start, p.previousEnd, 0);
}
