import {
  beginsExpression,
  parseBinary,
  parseExpression,
  parseNamedExpression,
  parseStarNamed,
  parseYield,
  PrecedenceBitOr,
  PrecedenceOr,
} from "./expression.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addNode, advance, peek, tokenStart } from "./parser.ts";
import { expect, expectClosing, fail, failExpected } from "./recovery.ts";
import { parseTargetList } from "./target.ts";
import * as Token from "./token-kind.ts";

/** True at the `for` or `async for` of a comprehension. */
export function atComprehension(p: Parser): boolean {
  return p.token === Token.For || (p.token === Token.Async && peek(p) === Token.For);
}

/** `for … in … if …`, as often as it comes; one node each. */
export function parseComprehensions(p: Parser): void {
  while (atComprehension(p)) {
    const mark = p.count;
    const start = tokenStart(p);
    const isAsync = p.token === Token.Async ? 1 : 0;
    if (isAsync === 1) advance(p);
    advance(p);
    parseTargetList(p);
    expect(p, Token.In, "'in' after the target of a comprehension");
    parseBinary(p, PrecedenceOr);
    while (p.token === Token.If) {
      advance(p);
      parseBinary(p, PrecedenceOr);
    }
    addNode(p, Kind.Comprehension, mark, start, p.previousEnd, isAsync);
  }
}

/** `( … )`: a group, a tuple, a generator or a parenthesised `yield`. */
export function parseParenthesis(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  advance(p);
  if (p.token === Token.RightParenthesis) {
    advance(p);
    addNode(p, Kind.Tuple, mark, open, p.previousEnd, 1);
    return;
  }
  if (p.token === Token.Yield) {
    parseYield(p);
    expectClosing(p, Token.RightParenthesis, open);
    return;
  }
  const isStarred = p.token === Token.Star;
  parseStarNamed(p);
  if (atComprehension(p)) {
    parseComprehensions(p);
    expectClosing(p, Token.RightParenthesis, open);
    addNode(p, Kind.GeneratorExp, mark, open, p.previousEnd, 0);
  } else if (p.token === Token.Comma) {
    parseRestOfElements(p);
    expectClosing(p, Token.RightParenthesis, open);
    addNode(p, Kind.Tuple, mark, open, p.previousEnd, 1);
  } else {
    expectClosing(p, Token.RightParenthesis, open);
    if (isStarred) fail(p, "a starred expression needs a tuple, list or set around it");
  }
}

/** `, element` as often as it comes, and a trailing comma. */
function parseRestOfElements(p: Parser): void {
  while (p.token === Token.Comma) {
    advance(p);
    if (!beginsExpression(p) && p.token !== Token.Star) return;
    parseStarNamed(p);
  }
}

/** `[ … ]`: a list or a list comprehension. */
export function parseBracket(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  let kind: number = Kind.List;
  advance(p);
  if (p.token !== Token.RightBracket) {
    parseStarNamed(p);
    if (atComprehension(p)) {
      parseComprehensions(p);
      kind = Kind.ListComp;
    } else {
      parseRestOfElements(p);
    }
  }
  expectClosing(p, Token.RightBracket, open);
  addNode(p, kind, mark, open, p.previousEnd, 0);
}

/** `{ … }`: a dict, a set, or a comprehension of either. */
export function parseBrace(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  advance(p);
  let kind: number = Kind.Dict;
  if (p.token !== Token.RightBrace) {
    kind = parseFirstOfBrace(p);
    if (atComprehension(p)) {
      parseComprehensions(p);
      kind = kind === Kind.Dict ? Kind.DictComp : Kind.SetComp;
    } else if (kind === Kind.Dict) {
      parseRestOfDict(p);
    } else {
      parseRestOfElements(p);
    }
  }
  expectClosing(p, Token.RightBrace, open);
  addNode(p, kind, mark, open, p.previousEnd, 0);
}

/** The first element of a set or the first pair of a dict; tells which. */
function parseFirstOfBrace(p: Parser): number {
  if (p.token === Token.DoubleStar) {
    parseDictItem(p);
    return Kind.Dict;
  }
  if (p.token === Token.Star) {
    parseStarNamed(p);
    return Kind.Set;
  }
  const start = tokenStart(p);
  parseNamedExpression(p);
  if (p.token !== Token.Colon) return Kind.Set;
  if (p.kinds[p.count - 1] === Kind.NamedExpr && p.starts[p.count - 1] === start)
    fail(p, "a ':=' that is a key must be in parentheses");
  advance(p);
  parseDictValue(p);
  return Kind.Dict;
}

function parseRestOfDict(p: Parser): void {
  while (p.token === Token.Comma) {
    advance(p);
    if (p.token === Token.RightBrace) return;
    parseDictItem(p);
  }
}

function parseDictItem(p: Parser): void {
  if (p.token === Token.DoubleStar) {
    addNode(p, Kind.Absent, p.count, tokenStart(p), tokenStart(p), 0);
    advance(p);
    parseBinary(p, PrecedenceBitOr);
    return;
  }
  parseExpression(p);
  expect(p, Token.Colon, "':' after a key of a dict");
  parseDictValue(p);
}

function parseDictValue(p: Parser): void {
  if (!beginsExpression(p)) failExpected(p, "a value after ':' in a dict");
  parseExpression(p);
}
