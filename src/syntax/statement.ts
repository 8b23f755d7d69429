/* oxlint-disable import/no-cycle -- a grammar is recursive, and so are the files that read it */
import { parseClass, parseDecorated, parseFunction } from "./definition.ts";
import { parseExpressionList, parseNamedExpression } from "./expression.ts";
import { atMatchStatement, parseMatch } from "./match-statement.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addNode, advance, peek, skipLayout, tokenStart } from "./parser.ts";
import {
  enter,
  expect,
  fail,
  failExpected,
  leave,
  recoverClause,
  recoverStatement,
  skipIndentedBlock,
  skipLogicalLine,
} from "./recovery.ts";
import { parseSimpleStatement } from "./simple-statement.ts";
import { parseTargetList } from "./target.ts";
import * as Token from "./token-kind.ts";
import { parseTry } from "./try-statement.ts";
import { parseWith } from "./with-statement.ts";

/** Statements up to a Dedent, which is left, or the end of the file. */
export function parseStatements(p: Parser): void {
  while (p.token !== Token.Dedent && p.token !== Token.EndOfFile) parseStatement(p);
}

/** Reads a statement, or a line of simple ones. Whatever is wrong with it is noted here: nothing is thrown. */
function parseStatement(p: Parser): void {
  const mark = p.count;
  const from = p.index;
  const depth = p.depth;
  const openIfs = p.openIfCount;
  try {
    if (!parseCompoundStatement(p)) parseSimpleLine(p);
  } catch (error) {
    p.openIfCount = openIfs;
    recoverStatement(p, error, from, mark, depth);
    if (isCompoundStart(p.tokenKinds[from]!)) skipOrphanedClauses(p);
  }
}

/** A header that could not be read takes its `else`, `except`… with it: they are no errors of their own. */
function skipOrphanedClauses(p: Parser): void {
  while (p.token === Token.Elif || p.token === Token.Else || p.token === Token.Except || p.token === Token.Finally) {
    skipLogicalLine(p);
    if (p.token === Token.Indent) skipIndentedBlock(p);
    p.ends[p.count - 1] = p.previousEnd;
  }
}

function isCompoundStart(token: number): boolean {
  return (
    token === Token.If ||
    token === Token.While ||
    token === Token.For ||
    token === Token.Try ||
    token === Token.With ||
    token === Token.Async ||
    token === Token.Else ||
    token === Token.Elif ||
    token === Token.Except ||
    token === Token.Finally
  );
}

/** False, without having read anything, when the current token begins no compound statement. */
function parseCompoundStatement(p: Parser): boolean {
  switch (p.token) {
    case Token.If:
      parseIf(p);
      return true;
    case Token.Def:
      parseFunction(p, p.count);
      return true;
    case Token.Class:
      parseClass(p, p.count);
      return true;
    case Token.For:
      parseFor(p, tokenStart(p), Kind.For);
      return true;
    case Token.With:
      parseWith(p, tokenStart(p), Kind.With);
      return true;
    case Token.Try:
      parseTry(p);
      return true;
    case Token.While:
      parseWhile(p);
      return true;
    case Token.At:
      parseDecorated(p);
      return true;
    case Token.Async:
      parseAsync(p);
      return true;
    case Token.Indent:
      parseUnexpectedIndent(p);
      return true;
    case Token.Name:
      if (!atMatchStatement(p)) return false;
      parseMatch(p);
      return true;
    case Token.Elif:
    case Token.Else:
    case Token.Except:
    case Token.Finally:
      return failExpected(p, "a statement");
    default:
      return false;
  }
}

/** The statements of a block that nothing opens are read as if they were not indented. */
function parseUnexpectedIndent(p: Parser): void {
  const start = tokenStart(p);
  p.errors.push({ message: "unexpected indentation", start, end: start });
  enter(p);
  skipLayout(p);
  parseStatements(p);
  if (p.token === Token.Dedent) skipLayout(p);
  leave(p);
}

/** Simple statements separated by `;`. One that cannot be read takes the rest of the line with it. */
function parseSimpleLine(p: Parser): void {
  for (;;) {
    const mark = p.count;
    const from = p.index;
    const depth = p.depth;
    try {
      parseSimpleStatement(p);
      if (p.token === Token.Newline) {
        skipLayout(p);
        return;
      }
      if (p.token !== Token.Semicolon) failExpected(p, "the end of the statement");
      advance(p);
    } catch (error) {
      recoverStatement(p, error, from, mark, depth);
      return;
    }
    if (p.token === Token.Newline) {
      skipLayout(p);
      return;
    }
  }
}

/**
 * `:` and the block after it. `what` names what the colon follows: "the if condition". A missing colon is noted but
 * the block is read, when there is one.
 */
export function parseBlock(p: Parser, what: string): void {
  if (p.token === Token.Colon) {
    advance(p);
  } else if (p.token === Token.Newline && peek(p) === Token.Indent) {
    const start = p.previousEnd;
    p.errors.push({ message: `expected ':' after ${what}`, start, end: start });
  } else {
    failExpected(p, `':' after ${what}`);
  }
  enter(p);
  const mark = p.count;
  if (p.token === Token.Newline) {
    if (peek(p) !== Token.Indent) fail(p, `expected an indented block after ${what}`);
    skipLayout(p);
    skipLayout(p);
    const start = tokenStart(p);
    parseStatements(p);
    if (p.token === Token.Dedent) skipLayout(p);
    finishBlock(p, mark, start);
  } else {
    const start = tokenStart(p);
    parseSimpleLine(p);
    finishBlock(p, mark, start);
  }
  leave(p);
}

function finishBlock(p: Parser, mark: number, start: number): void {
  const end = p.count > mark ? p.ends[p.count - 1]! : start;
  addNode(p, Kind.Block, mark, start, end, 0);
}

/** `else:` and its block, or Absent. */
export function parseElse(p: Parser): void {
  if (p.token !== Token.Else) {
    addAbsent(p);
    return;
  }
  advance(p);
  parseBlock(p, "'else'");
}

/** An `if` with all its `elif`s: a loop, not a recursion, however many there are. */
function parseIf(p: Parser): void {
  const firstOpen = p.openIfCount;
  parseIfClause(p, "the if condition");
  while (p.token === Token.Elif) parseElif(p);
  parseElse(p);
  while (p.openIfCount > firstOpen) {
    p.openIfCount -= 2;
    const start = p.openIfs[p.openIfCount]!;
    addNode(p, Kind.If, p.openIfs[p.openIfCount + 1]!, start, p.previousEnd, 0);
  }
}

function parseIfClause(p: Parser, what: string): void {
  pushOpenIf(p, tokenStart(p), p.count);
  advance(p);
  parseNamedExpression(p);
  parseBlock(p, what);
}

/** Reads one `elif` clause, or drops it when it cannot be read. */
function parseElif(p: Parser): void {
  const mark = p.count;
  const depth = p.depth;
  const openIfs = p.openIfCount;
  try {
    parseIfClause(p, "the elif condition");
  } catch (error) {
    p.openIfCount = openIfs;
    recoverClause(p, error, mark, depth);
  }
}

function pushOpenIf(p: Parser, start: number, mark: number): void {
  if (p.openIfCount + 2 > p.openIfs.length) {
    const grown = new Int32Array(p.openIfs.length * 2);
    grown.set(p.openIfs);
    p.openIfs = grown;
  }
  p.openIfs[p.openIfCount++] = start;
  p.openIfs[p.openIfCount++] = mark;
}

function parseWhile(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseNamedExpression(p);
  parseBlock(p, "the while condition");
  parseElse(p);
  addNode(p, Kind.While, mark, start, p.previousEnd, 0);
}

/** `for`, at the keyword; an `async` before it begins at byte `start`. */
function parseFor(p: Parser, start: number, kind: number): void {
  const mark = p.count;
  advance(p);
  parseTargetList(p);
  expect(p, Token.In, "'in' after the target of a for loop");
  parseExpressionList(p);
  parseBlock(p, "the for loop");
  parseElse(p);
  addNode(p, kind, mark, start, p.previousEnd, 0);
}

function parseAsync(p: Parser): void {
  const start = tokenStart(p);
  switch (peek(p)) {
    case Token.Def:
      parseFunction(p, p.count);
      break;
    case Token.For:
      advance(p);
      parseFor(p, start, Kind.AsyncFor);
      break;
    case Token.With:
      advance(p);
      parseWith(p, start, Kind.AsyncWith);
      break;
    default:
      advance(p);
      failExpected(p, "'def', 'for' or 'with' after 'async'");
  }
}
