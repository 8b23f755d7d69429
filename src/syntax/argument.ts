import { atComprehension, parseComprehensions } from "./display.ts";
import { parseExpression, parseNamedExpression } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addNode, advance, peek, tokenData, tokenStart } from "./parser.ts";
import { enter, expectClosing, fail, leave } from "./recovery.ts";
import * as Token from "./token-kind.ts";

const SeenNothing = 0;
const SeenKeyword = 1;
const SeenMapping = 2;

/** The parenthesised arguments of a call or a class, as an ArgumentList. */
export function parseCallArguments(p: Parser): void {
  enter(p);
  const mark = p.count;
  const open = tokenStart(p);
  advance(p);
  let seen = SeenNothing;
  let isFirst = true;
  while (p.token !== Token.RightParenthesis) {
    seen = parseArgument(p, seen);
    if (isFirst && atComprehension(p)) {
      parseGeneratorArgument(p, mark, open);
      leave(p);
      return;
    }
    if (atComprehension(p)) fail(p, "a generator expression beside other arguments must be in parentheses");
    isFirst = false;
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  expectClosing(p, Token.RightParenthesis, open);
  addNode(p, Kind.ArgumentList, mark, open, p.previousEnd, 0);
  leave(p);
}

/** `f(x for x in y)`: the generator takes the parentheses of the call into its range, as in CPython. */
function parseGeneratorArgument(p: Parser, mark: number, open: number): void {
  parseComprehensions(p);
  if (p.token === Token.Comma) fail(p, "a generator expression beside other arguments must be in parentheses");
  expectClosing(p, Token.RightParenthesis, open);
  addNode(p, Kind.GeneratorExp, mark, open, p.previousEnd, 0);
  addNode(p, Kind.ArgumentList, mark, open, p.previousEnd, 0);
}

/** Reads one argument; takes and returns which kinds of keyword arguments came before. */
function parseArgument(p: Parser, seen: number): number {
  const mark = p.count;
  const start = tokenStart(p);
  if (p.token === Token.Name && peek(p) === Token.Equal) {
    const name = tokenData(p);
    advance(p);
    advance(p);
    parseExpression(p);
    addNode(p, Kind.Keyword, mark, start, p.previousEnd, name);
    return seen === SeenNothing ? SeenKeyword : seen;
  }
  if (p.token === Token.DoubleStar) {
    advance(p);
    parseExpression(p);
    addNode(p, Kind.Keyword, mark, start, p.previousEnd, -1);
    return SeenMapping;
  }
  if (p.token === Token.Star) {
    if (seen === SeenMapping) fail(p, "'*' arguments must come before '**' arguments");
    advance(p);
    parseExpression(p);
    addNode(p, Kind.Starred, mark, start, p.previousEnd, 0);
    return seen;
  }
  parseNamedExpression(p);
  if (p.token === Token.Equal) fail(p, "the left side of '=' in an argument must be a name; did you mean '=='?");
  if (seen !== SeenNothing && !atComprehension(p)) failPositional(p, seen);
  return seen;
}

function failPositional(p: Parser, seen: number): never {
  fail(
    p,
    seen === SeenKeyword
      ? "a positional argument cannot follow a keyword argument"
      : "a positional argument cannot follow a '**' argument",
  );
}
