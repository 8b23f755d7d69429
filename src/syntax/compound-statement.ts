import { parseClass, parseDecorated, parseFunction } from "./definition.ts";
import { parseExpressionList, parseNamedExpression } from "./expression.ts";
import { atMatchStatement, parseMatch } from "./match-statement.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addNode, advance, peek, skipLayout, tokenStart } from "./parser.ts";
import { enter, expect, failExpected, leave, recoverClause } from "./recovery.ts";
import { parseBlock, parseElse, parseStatements } from "./statement.ts";
import { parseTargetList } from "./target.ts";
import * as Token from "./token-kind.ts";
import { parseTry } from "./try-statement.ts";
import { parseWith } from "./with-statement.ts";

/** False, without having read anything, when the current token begins no compound statement. */
export function parseCompoundStatement(p: Parser): boolean {
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
