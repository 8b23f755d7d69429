import { parseExpression } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addNode, advance, tokenData, tokenStart } from "./parser.ts";
import { expect, fail, recoverClause } from "./recovery.ts";
import { parseBlock, parseElse } from "./statement.ts";
import * as Token from "./token-kind.ts";

/** `try`, `except`, `except*`, `else`, `finally`. */
export function parseTry(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseBlock(p, "'try'");
  let kind: number = Kind.Try;
  let handlers = 0;
  while (p.token === Token.Except) {
    const isStar = p.tokenKinds[p.index + 1] === Token.Star;
    if (handlers === 0) kind = isStar ? Kind.TryStar : Kind.Try;
    else if (isStar !== (kind === Kind.TryStar)) fail(p, "a try statement cannot have both 'except' and 'except*'");
    parseHandler(p);
    handlers++;
  }
  if (handlers === 0) {
    if (p.token !== Token.Finally) {
      const message = "expected 'except' or 'finally' after the block of a try statement";
      p.errors.push({ message, start, end: start + "try".length });
    }
    addAbsent(p);
  } else {
    parseElse(p);
  }
  if (p.token === Token.Finally) {
    advance(p);
    parseBlock(p, "'finally'");
  } else {
    addAbsent(p);
  }
  addNode(p, kind, mark, start, p.previousEnd, 0);
}

/** Reads one `except` clause, or drops it when it cannot be read. */
function parseHandler(p: Parser): void {
  const mark = p.count;
  const depth = p.depth;
  try {
    parseHandlerClause(p, mark);
  } catch (error) {
    recoverClause(p, error, mark, depth);
  }
}

function parseHandlerClause(p: Parser, mark: number): void {
  const start = tokenStart(p);
  let name = -1;
  advance(p);
  const isStar = p.token === Token.Star;
  if (isStar) advance(p);
  if (p.token === Token.Colon) {
    if (isStar) fail(p, "expected a type of exception after 'except*'");
    addAbsent(p);
  } else {
    parseExceptionTypes(p);
    if (p.token === Token.As) {
      advance(p);
      name = tokenData(p);
      expect(p, Token.Name, "a name after 'as'");
    }
  }
  parseBlock(p, isStar ? "'except*'" : "'except'");
  addNode(p, Kind.ExceptHandler, mark, start, p.previousEnd, name);
}

/** One expression, or several without parentheses (PEP 758), which makes a tuple and allows no `as`. */
function parseExceptionTypes(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  parseExpression(p);
  if (p.token !== Token.Comma) return;
  while (p.token === Token.Comma) {
    advance(p);
    if (p.token === Token.Colon) break;
    parseExpression(p);
  }
  addNode(p, Kind.Tuple, mark, start, p.previousEnd, 0);
  if (p.token === Token.As) fail(p, "several types of exceptions with 'as' must be in parentheses");
}
