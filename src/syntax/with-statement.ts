import { parseExpression } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addNode, advance, goTo, tokenStart } from "./parser.ts";
import { indexOfClosing, noteFailure } from "./recovery.ts";
import { parseBlock } from "./statement.ts";
import { parseTarget } from "./target.ts";
import * as Token from "./token-kind.ts";

/** `with`, at the keyword; an `async` before it begins at byte `start`. */
export function parseWith(p: Parser, start: number, kind: number): void {
  const mark = p.count;
  advance(p);
  if (!parseParenthesisedItems(p)) {
    parseWithItem(p);
    while (p.token === Token.Comma) {
      advance(p);
      parseWithItem(p);
    }
  }
  parseBlock(p, "the with statement");
  addNode(p, kind, mark, start, p.previousEnd, 0);
}

function parseWithItem(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  parseExpression(p);
  if (p.token === Token.As) {
    advance(p);
    parseTarget(p);
  } else {
    addAbsent(p);
  }
  addNode(p, Kind.WithItem, mark, start, p.previousEnd, 0);
}

/**
 * `with (a as b, c):`. Parentheses right before the colon are those of the statement if what is in them can be read as
 * items, and else part of an expression, like those of `with (yield x):`. False, with nothing read, in that case.
 */
function parseParenthesisedItems(p: Parser): boolean {
  if (p.token !== Token.LeftParenthesis) return false;
  const from = p.index;
  const previousEnd = p.previousEnd;
  const closing = indexOfClosing(p, from);
  if (p.tokenKinds[closing] !== Token.RightParenthesis || p.tokenKinds[closing + 1] !== Token.Colon) return false;
  if (closing === from + 1) return false;
  const mark = p.count;
  const depth = p.depth;
  const errorCount = p.errors.length;
  try {
    advance(p);
    while (p.index < closing) {
      parseWithItem(p);
      if (p.token !== Token.Comma) break;
      advance(p);
    }
  } catch (error) {
    noteFailure(p, error);
    p.index = from;
  }
  if (p.index === closing) {
    advance(p);
    return true;
  }
  goTo(p, from);
  p.previousEnd = previousEnd;
  p.count = mark;
  p.depth = depth;
  p.errors.length = errorCount;
  return false;
}
