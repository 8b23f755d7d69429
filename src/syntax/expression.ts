import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, peek, tokenStart } from "./parser.ts";
import { enter, expect, fail, leave } from "./recovery.ts";
import * as Token from "./token-kind.ts";

/*
 * Expressions, by precedence climbing. Each function reads the construct at the current token, leaves its node as the
 * last one added, and throws (see recovery.ts) when it cannot.
 *
 * Every way back into itself is counted by `enter`: brackets, calls, subscripts, fields, unary operators, `**`, lambdas
 * and conditionals. Operators of the same precedence, attributes and calls in a row are loops.
 */

const PrecedenceNone = 0;
export const PrecedenceOr = 1;
const PrecedenceAnd = 2;
const PrecedenceNot = 3;
const PrecedenceCompare = 4;
export const PrecedenceBitOr = 5;
const PrecedenceBitXor = 6;
const PrecedenceBitAnd = 7;
const PrecedenceShift = 8;
const PrecedenceSum = 9;
const PrecedenceTerm = 10;

/** Precedence of each token as a binary operator; `**` is not among them, `parsePower` reads it. */
const PRECEDENCE: Uint8Array = buildPrecedences();

/** 1 for tokens an expression can begin with. */
const BEGINS_EXPRESSION: Uint8Array = buildBeginnings();

function buildPrecedences(): Uint8Array {
  const table = new Uint8Array(Token.KindCount);
  table[Token.Or] = PrecedenceOr;
  table[Token.And] = PrecedenceAnd;
  for (let token = Token.EqualEqual; token <= Token.GreaterEqual; token++) table[token] = PrecedenceCompare;
  for (const token of [Token.In, Token.Is, Token.Not]) table[token] = PrecedenceCompare;
  table[Token.Bar] = PrecedenceBitOr;
  table[Token.Caret] = PrecedenceBitXor;
  table[Token.Ampersand] = PrecedenceBitAnd;
  for (const token of [Token.LeftShift, Token.RightShift]) table[token] = PrecedenceShift;
  for (const token of [Token.Plus, Token.Minus]) table[token] = PrecedenceSum;
  for (const token of [Token.Star, Token.At, Token.Slash, Token.Percent, Token.DoubleSlash])
    table[token] = PrecedenceTerm;
  return table;
}

function buildBeginnings(): Uint8Array {
  const table = new Uint8Array(Token.KindCount);
  for (const token of [
    Token.Name,
    Token.Number,
    Token.String,
    Token.FormatStart,
    Token.LeftParenthesis,
    Token.LeftBracket,
    Token.LeftBrace,
    Token.Ellipsis,
    Token.Plus,
    Token.Minus,
    Token.Tilde,
    Token.Not,
    Token.Await,
    Token.Lambda,
    Token.None,
    Token.True,
    Token.False,
  ]) {
    table[token] = 1;
  }
  return table;
}

/** True when an expression (not a starred one, not `yield`) can begin at the current token. */
export function beginsExpression(p: Parser): boolean {
  return BEGINS_EXPRESSION[p.token] === 1;
}

/** `expression`: a ternary, a lambda, or anything that binds tighter. No `:=`, `*`, `yield` or bare tuple. */
export function parseExpression(p: Parser): void {
  if (p.token === Token.Lambda) {
    parseLambda(p);
    return;
  }
  const mark = p.count;
  const start = tokenStart(p);
  parseBinary(p, PrecedenceOr);
  if (p.token === Token.If) parseConditional(p, mark, start);
}

function parseConditional(p: Parser, mark: number, start: number): void {
  enter(p);
  advance(p);
  parseBinary(p, PrecedenceOr);
  expect(p, Token.Else, "'else' after the condition of a conditional expression");
  parseExpression(p);
  addNode(p, Kind.IfExp, mark, start, p.previousEnd, 0);
  leave(p);
}

function parseLambda(p: Parser): void {
  enter(p);
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  const parametersMark = p.count;
  const parametersStart = p.token === Token.Colon ? p.previousEnd : tokenStart(p);
  p.grammar.parseParameters(p, Token.Colon, false);
  addNode(p, Kind.Parameters, parametersMark, parametersStart, p.previousEnd, 0);
  expect(p, Token.Colon, "':' after the parameters of a lambda");
  parseExpression(p);
  addNode(p, Kind.Lambda, mark, start, p.previousEnd, 0);
  leave(p);
}

/** `expression`, or `name := expression`. */
export function parseNamedExpression(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  parseExpression(p);
  if (p.token !== Token.ColonEqual) return;
  if (p.kinds[p.count - 1] !== Kind.Name || p.starts[p.count - 1] !== start) {
    fail(p, "the target of ':=' must be a name");
  }
  advance(p);
  parseExpression(p);
  addNode(p, Kind.NamedExpr, mark, start, p.previousEnd, 0);
}

/** `*operand` or a named expression: an element of a display. */
export function parseStarNamed(p: Parser): void {
  if (p.token === Token.Star) parseStarred(p);
  else parseNamedExpression(p);
}

/** `*operand`, the operand binding as tight as `|`. */
export function parseStarred(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseBinary(p, PrecedenceBitOr);
  addNode(p, Kind.Starred, mark, start, p.previousEnd, 0);
}

/** `star_expressions`: one expression, possibly starred, or a tuple without parentheses. */
export function parseExpressionList(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  parseStarOrExpression(p);
  if (p.token === Token.Comma) finishTuple(p, mark, start);
}

/** The rest of a tuple without parentheses whose first element has been read and begins at byte `start`. */
function finishTuple(p: Parser, mark: number, start: number): void {
  while (p.token === Token.Comma) {
    advance(p);
    if (!beginsExpression(p) && p.token !== Token.Star) break;
    parseStarOrExpression(p);
  }
  addNode(p, Kind.Tuple, mark, start, p.previousEnd, 0);
}

function parseStarOrExpression(p: Parser): void {
  if (p.token === Token.Star) parseStarred(p);
  else parseExpression(p);
}

/** What may stand right of `=`, in an f-string field, or alone as a statement: an expression list or a `yield`. */
export function parseYieldOrList(p: Parser): void {
  if (p.token === Token.Yield) parseYield(p);
  else parseExpressionList(p);
}

export function parseYield(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  if (p.token === Token.From) {
    advance(p);
    parseExpression(p);
    addNode(p, Kind.YieldFrom, mark, start, p.previousEnd, 0);
    return;
  }
  if (beginsExpression(p) || p.token === Token.Star) parseExpressionList(p);
  else addAbsent(p);
  addNode(p, Kind.Yield, mark, start, p.previousEnd, 0);
}

/** Operators that bind at least as tight as `minimum`. */
export function parseBinary(p: Parser, minimum: number): void {
  const mark = p.count;
  const start = tokenStart(p);
  if (p.token === Token.Not && minimum <= PrecedenceNot) parseNot(p);
  else parseUnary(p);
  for (;;) {
    const precedence = PRECEDENCE[p.token]!;
    if (precedence < minimum || precedence === PrecedenceNone) return;
    if (precedence === PrecedenceCompare) {
      if (!parseComparison(p, mark, start)) return;
    } else if (precedence <= PrecedenceAnd) {
      parseBoolean(p, mark, start, precedence);
    } else {
      const operator = p.token - Token.OperatorBase;
      advance(p);
      parseBinary(p, precedence + 1);
      addNode(p, Kind.BinOp, mark, start, p.previousEnd, operator);
    }
  }
}

function parseNot(p: Parser): void {
  enter(p);
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  if (p.token === Token.Not) parseNot(p);
  else parseBinary(p, PrecedenceCompare);
  addNode(p, Kind.UnaryOp, mark, start, p.previousEnd, Kind.OperatorNot);
  leave(p);
}

/** `and` and `or` take any number of operands. The left one has been read. */
function parseBoolean(p: Parser, mark: number, start: number, precedence: number): void {
  const token = p.token;
  while (p.token === token) {
    advance(p);
    parseBinary(p, precedence + 1);
  }
  const operator = token === Token.And ? Kind.OperatorAnd : Kind.OperatorOr;
  addNode(p, Kind.BoolOp, mark, start, p.previousEnd, operator);
}

/** A chain of comparisons whose left operand has been read; false when `not` is not followed by `in`. */
function parseComparison(p: Parser, mark: number, start: number): boolean {
  let found = false;
  while (PRECEDENCE[p.token] === PrecedenceCompare) {
    if (p.token === Token.Not && peek(p) !== Token.In) break;
    const operatorStart = tokenStart(p);
    const operator = readCompareOperator(p);
    addLeaf(p, Kind.CompareOperator, operatorStart, p.previousEnd, operator);
    parseBinary(p, PrecedenceBitOr);
    found = true;
  }
  if (found) addNode(p, Kind.Compare, mark, start, p.previousEnd, 0);
  return found;
}

function readCompareOperator(p: Parser): number {
  const token = p.token;
  advance(p);
  if (token === Token.In) return Kind.OperatorIn;
  if (token === Token.Not) {
    advance(p);
    return Kind.OperatorNotIn;
  }
  if (token !== Token.Is) return token - Token.OperatorBase;
  if (p.token !== Token.Not) return Kind.OperatorIs;
  advance(p);
  return Kind.OperatorIsNot;
}

/** `-x`, `+x`, `~x`, or a power. */
function parseUnary(p: Parser): void {
  const token = p.token;
  if (token !== Token.Minus && token !== Token.Plus && token !== Token.Tilde) {
    parsePower(p);
    return;
  }
  enter(p);
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseUnary(p);
  const operator =
    token === Token.Minus ? Kind.OperatorUSub : token === Token.Plus ? Kind.OperatorUAdd : Kind.OperatorInvert;
  addNode(p, Kind.UnaryOp, mark, start, p.previousEnd, operator);
  leave(p);
}

function parsePower(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  if (p.token === Token.Await) {
    advance(p);
    p.grammar.parsePrimary(p);
    addNode(p, Kind.Await, mark, start, p.previousEnd, 0);
  } else {
    p.grammar.parsePrimary(p);
  }
  if (p.token !== Token.DoubleStar) return;
  enter(p);
  advance(p);
  parseUnary(p);
  addNode(p, Kind.BinOp, mark, start, p.previousEnd, Kind.OperatorPow);
  leave(p);
}
