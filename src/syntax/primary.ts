import { parseCallArguments } from "./argument.ts";
import { parseBrace, parseBracket, parseParenthesis } from "./display.ts";
import { beginsExpression, parseExpression, parseNamedExpression } from "./expression.ts";
import { parseFormatString, parseStrings } from "./format-string.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { enter, expectClosing, fail, failExpected, leave } from "./recovery.ts";
import * as Token from "./token-kind.ts";

/** An atom and what follows it without space in mind: attributes, calls, subscripts. */
export function parsePrimary(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  parseAtom(p);
  for (;;) {
    switch (p.token) {
      case Token.Dot:
        parseAttribute(p, mark, start);
        break;
      case Token.LeftParenthesis:
        parseCallArguments(p);
        addNode(p, Kind.Call, mark, start, p.previousEnd, 0);
        break;
      case Token.LeftBracket:
        parseSubscript(p, mark, start);
        break;
      default:
        return;
    }
  }
}

function parseAttribute(p: Parser, mark: number, start: number): void {
  advance(p);
  if (p.token !== Token.Name) failExpected(p, "a name after '.'");
  const name = tokenData(p);
  addLeaf(p, Kind.Identifier, tokenStart(p), tokenEnd(p), name);
  advance(p);
  addNode(p, Kind.Attribute, mark, start, p.previousEnd, name);
}

function parseSubscript(p: Parser, mark: number, start: number): void {
  enter(p);
  const open = tokenStart(p);
  advance(p);
  if (p.token === Token.RightBracket) fail(p, "expected an index or a slice between the brackets");
  const sliceMark = p.count;
  const sliceStart = tokenStart(p);
  const isStarred = p.token === Token.Star;
  parseSlice(p);
  if (p.token === Token.Comma || isStarred) {
    while (p.token === Token.Comma) {
      advance(p);
      if (p.token === Token.RightBracket) break;
      parseSlice(p);
    }
    addNode(p, Kind.Tuple, sliceMark, sliceStart, p.previousEnd, 0);
  }
  expectClosing(p, Token.RightBracket, open);
  addNode(p, Kind.Subscript, mark, start, p.previousEnd, 0);
  leave(p);
}

function parseSlice(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  if (p.token === Token.Star) {
    // As in a call, not as in a list: any expression may follow.
    advance(p);
    parseExpression(p);
    addNode(p, Kind.Starred, mark, start, p.previousEnd, 0);
    return;
  }
  if (p.token === Token.Colon) {
    addNode(p, Kind.Absent, mark, start, start, 0);
  } else {
    parseNamedExpression(p);
    if (p.token !== Token.Colon) return;
    if (p.kinds[p.count - 1] === Kind.NamedExpr && p.starts[p.count - 1] === start) {
      fail(p, "a ':=' in a slice must be in parentheses");
    }
  }
  advance(p);
  if (beginsExpression(p)) parseExpression(p);
  else addAbsent(p);
  if (p.token === Token.Colon) {
    advance(p);
    if (beginsExpression(p)) parseExpression(p);
    else addAbsent(p);
  } else {
    addAbsent(p);
  }
  addNode(p, Kind.Slice, mark, start, p.previousEnd, 0);
}

function parseAtom(p: Parser): void {
  switch (p.token) {
    case Token.Name:
      readLeaf(p, Kind.Name, tokenData(p));
      break;
    case Token.Number:
      readLeaf(p, Kind.Number, 0);
      break;
    case Token.String:
      parseStrings(p);
      break;
    case Token.FormatStart:
      parseFormatString(p, p.count, tokenStart(p));
      break;
    case Token.LeftParenthesis:
      enter(p);
      parseParenthesis(p);
      leave(p);
      break;
    case Token.LeftBracket:
      enter(p);
      parseBracket(p);
      leave(p);
      break;
    case Token.LeftBrace:
      enter(p);
      parseBrace(p);
      leave(p);
      break;
    case Token.None:
      readLeaf(p, Kind.None, 0);
      break;
    case Token.True:
      readLeaf(p, Kind.True, 0);
      break;
    case Token.False:
      readLeaf(p, Kind.False, 0);
      break;
    case Token.Ellipsis:
      readLeaf(p, Kind.Ellipsis, 0);
      break;
    default:
      failExpected(p, "an expression");
  }
}

function readLeaf(p: Parser, kind: number, data: number): void {
  addNode(p, kind, p.count, tokenStart(p), tokenEnd(p), data);
  advance(p);
}
