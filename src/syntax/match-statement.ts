import { parseNamedExpression, parseStarNamed } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import { parsePatterns } from "./pattern.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addNode, advance, isWord, peek, skipLayout, tokenStart } from "./parser.ts";
import { failExpected, recoverClause } from "./recovery.ts";
import { parseBlock } from "./statement.ts";
import * as Token from "./token-kind.ts";

const encoder = new TextEncoder();
const WORD_MATCH: Uint8Array = encoder.encode("match");
const WORD_CASE: Uint8Array = encoder.encode("case");

/**
 * True when a `match` statement begins here, and not an expression with a name `match` in it. A line that begins with a
 * name, ends with `:` and is followed by an indented block can be nothing else.
 */
export function atMatchStatement(p: Parser): boolean {
  if (!isWord(p, WORD_MATCH)) return false;
  switch (peek(p)) {
    case Token.Name:
    case Token.Number:
    case Token.String:
    case Token.FormatStart:
    case Token.LeftBrace:
    case Token.Tilde:
    case Token.Await:
    case Token.Lambda:
    case Token.None:
    case Token.True:
    case Token.False:
      return true;
    case Token.LeftParenthesis:
    case Token.LeftBracket:
    case Token.Star:
    case Token.Minus:
    case Token.Plus:
    case Token.Not:
    case Token.Ellipsis:
      return lineOpensBlock(p);
    default:
      return false;
  }
}

function lineOpensBlock(p: Parser): boolean {
  let index = p.index + 1;
  for (;;) {
    const kind = p.tokenKinds[index]!;
    if (kind === Token.EndOfFile) return false;
    if (kind === Token.Newline) break;
    index++;
  }
  return p.tokenKinds[index - 1] === Token.Colon && p.tokenKinds[index + 1] === Token.Indent;
}

/** `match subject:` and its cases, at the soft keyword. */
export function parseMatch(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseSubject(p);
  if (p.token !== Token.Colon) failExpected(p, "':' after the subject of a match statement");
  advance(p);
  if (p.token !== Token.Newline || peek(p) !== Token.Indent) {
    failExpected(p, "an indented block after the head of a match statement");
  }
  skipLayout(p);
  skipLayout(p);
  if (!isWord(p, WORD_CASE)) failExpected(p, "'case'");
  while (isWord(p, WORD_CASE)) parseCase(p);
  if (p.token !== Token.Dedent && p.token !== Token.EndOfFile) failExpected(p, "'case'");
  if (p.token === Token.Dedent) skipLayout(p);
  addNode(p, Kind.Match, mark, start, p.previousEnd, 0);
}

function parseSubject(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const isStarred = p.token === Token.Star;
  parseStarNamed(p);
  if (p.token !== Token.Comma) {
    if (isStarred) failExpected(p, "',' after a starred subject");
    return;
  }
  while (p.token === Token.Comma) {
    advance(p);
    if (p.token === Token.Colon) break;
    parseStarNamed(p);
  }
  addNode(p, Kind.Tuple, mark, start, p.previousEnd, 0);
}

/** Reads one `case` clause, or drops it when it cannot be read. */
function parseCase(p: Parser): void {
  const mark = p.count;
  const depth = p.depth;
  try {
    parseCaseClause(p, mark);
  } catch (error) {
    recoverClause(p, error, mark, depth);
  }
}

function parseCaseClause(p: Parser, mark: number): void {
  const start = tokenStart(p);
  advance(p);
  parsePatterns(p);
  if (p.token === Token.If) {
    advance(p);
    parseNamedExpression(p);
  } else {
    addAbsent(p);
  }
  parseBlock(p, "the pattern");
  addNode(p, Kind.MatchCase, mark, start, p.previousEnd, 0);
}
