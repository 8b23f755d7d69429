import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addNode, advance, peek, skipLayout, tokenStart } from "./parser.ts";
import { enter, fail, failExpected, leave, recoverStatement, skipIndentedBlock, skipLogicalLine } from "./recovery.ts";
import { parseSimpleStatement } from "./simple-statement.ts";
import * as Token from "./token-kind.ts";

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
    if (!p.grammar.parseCompoundStatement(p)) parseSimpleLine(p);
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
