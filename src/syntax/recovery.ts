import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addNode, advance, skipLayout, tokenEnd, tokenStart } from "./parser.ts";
import * as Token from "./token-kind.ts";

/**
 * Thrown, after the error has been noted, to leave the statement that cannot be read. It never leaves the parser. One
 * object for all, since nobody looks at its stack.
 */
const unreadable: Error = new Error("a statement cannot be read");

/**
 * Levels of nesting that are read; CPython reads 200 brackets and 100 blocks. So many of the costliest construct, before
 * any function is optimised, fit into half of Node's default stack.
 */
const MaximumDepth = 300;

/** Notes an error for `[start, end)` and gives up the statement. */
export function failAt(p: Parser, message: string, start: number, end: number): never {
  p.errors.push({ message, start, end });
  throw unreadable;
}

/** Gives up the statement because of the current token; what the lexer has to say about it goes first. */
export function fail(p: Parser, message: string): never {
  const end = p.token === Token.Newline ? tokenStart(p) : tokenEnd(p);
  failAt(p, p.token === Token.Invalid ? p.lexer.messages[p.tokenData[p.index]!]! : message, tokenStart(p), end);
}

/**
 * Gives up because something that should be here is not: "expected X, found Y". When a bracket before it is never
 * closed, that is what is wrong.
 */
export function failExpected(p: Parser, what: string): never {
  const unclosed = p.token === Token.Invalid ? -1 : indexOfUnclosed(p);
  if (unclosed >= 0) failUnclosed(p, p.tokenStarts[unclosed]!);
  fail(p, `expected ${what}, found ${describeToken(p)}`);
}

/** Goes past a token that has to be there. */
export function expect(p: Parser, kind: number, what: string): void {
  if (p.token !== kind) failExpected(p, what);
  advance(p);
}

/** Goes past the bracket that closes the one at byte `open`. */
export function expectClosing(p: Parser, kind: number, open: number): void {
  if (p.token === kind) advance(p);
  else failClosing(p, open);
}

function failUnclosed(p: Parser, open: number): never {
  failAt(p, `'${String.fromCharCode(p.lexer.source[open]!)}' was never closed`, open, open + 1);
}

function failClosing(p: Parser, open: number): never {
  const bracket = String.fromCharCode(p.lexer.source[open]!);
  if (p.token === Token.Newline || p.token === Token.EndOfFile) failUnclosed(p, open);
  if (isClosing(p.token)) fail(p, `${describeToken(p)} does not match the opening '${bracket}'`);
  failExpected(p, `',' or '${closingOf(bracket)}'`);
}

function closingOf(bracket: string): string {
  return bracket === "(" ? ")" : bracket === "[" ? "]" : "}";
}

export function isClosing(token: number): boolean {
  return token === Token.RightParenthesis || token === Token.RightBracket || token === Token.RightBrace;
}

/** One more level of nesting; `leave` ends it. A statement that fails resets the level itself. */
export function enter(p: Parser): void {
  if (++p.depth > MaximumDepth) fail(p, "nested too deeply");
}

export function leave(p: Parser): void {
  p.depth--;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const LongestShown = 30;

/** The current token for a message: `'x'`, `end of line`… */
export function describeToken(p: Parser): string {
  switch (p.token) {
    case Token.EndOfFile:
      return "end of file";
    case Token.Newline:
      return "end of line";
    case Token.Indent:
      return "an indented block";
    case Token.Dedent:
      return "end of block";
    case Token.FormatMiddle:
    case Token.FormatEnd:
      return "end of field";
    default: {
      const start = tokenStart(p);
      const text = decoder.decode(p.lexer.source.subarray(start, Math.min(tokenEnd(p), start + LongestShown)));
      return p.token === Token.Number || p.token === Token.String ? text : `'${text}'`;
    }
  }
}

/**
 * Called when a statement threw: swallows `unreadable` and stack overflow, and passes on what is a bug.
 * Everything from token `from` to the end of the logical line and its block, if it has one, becomes an ErrorStatement
 * in place of the nodes since `mark`.
 */
export function recoverStatement(p: Parser, error: unknown, from: number, mark: number, depth: number): void {
  noteFailure(p, error);
  p.depth = depth;
  p.count = mark;
  const start = p.tokenStarts[from]!;
  skipLogicalLine(p);
  if (p.token === Token.Indent) skipIndentedBlock(p);
  addNode(p, Kind.ErrorStatement, mark, start, Math.max(start, p.previousEnd), 0);
}

/**
 * Called when a clause of a statement (`elif`, `except`, `case`) threw: drops the clause, with its block and the nodes
 * since `mark`, and lets the statement go on.
 */
export function recoverClause(p: Parser, error: unknown, mark: number, depth: number): void {
  noteFailure(p, error);
  p.depth = depth;
  p.count = mark;
  skipLogicalLine(p);
  if (p.token === Token.Indent) skipIndentedBlock(p);
}

/** Turns what was thrown into a diagnostic, unless it is one already, and forgets text that was being read. */
export function noteFailure(p: Parser, error: unknown): void {
  p.textStart = -1;
  p.textHasValue = false;
  if (error === unreadable) return;
  if (!(error instanceof RangeError)) throw error;
  p.errors.push({ message: "nested too deeply", start: tokenStart(p), end: tokenEnd(p) });
}

/** Goes to the token after the Newline that ends the current logical line. */
export function skipLogicalLine(p: Parser): void {
  while (p.token !== Token.Newline && p.token !== Token.EndOfFile) {
    if (p.token === Token.Indent || p.token === Token.Dedent) return;
    advance(p);
  }
  if (p.token === Token.Newline) skipLayout(p);
}

/** Goes past the block whose Indent is the current token. */
export function skipIndentedBlock(p: Parser): void {
  let open = 0;
  for (;;) {
    if (p.token === Token.EndOfFile) return;
    if (p.token === Token.Indent) open++;
    else if (p.token === Token.Dedent) open--;
    if (p.token === Token.Indent || p.token === Token.Dedent || p.token === Token.Newline) skipLayout(p);
    else advance(p);
    if (open === 0) return;
  }
}

/** The innermost bracket before the current token that its logical line does not close, or -1. */
function indexOfUnclosed(p: Parser): number {
  let index = p.index;
  while (p.tokenKinds[index] !== Token.Newline && p.tokenKinds[index] !== Token.EndOfFile) index++;
  let closed = 0;
  while (--index >= 0) {
    const kind = p.tokenKinds[index]!;
    if (kind === Token.Newline) return -1;
    if (isClosing(kind)) closed++;
    else if (isOpening(kind) && --closed < 0) {
      if (index < p.index) return index;
      closed = 0;
    }
  }
  return -1;
}

function isOpening(token: number): boolean {
  return token === Token.LeftParenthesis || token === Token.LeftBracket || token === Token.LeftBrace;
}

/** Goes to the token that closes the bracket at token `open`, or to the end of the logical line. */
export function indexOfClosing(p: Parser, open: number): number {
  let depth = 0;
  let index = open;
  for (;;) {
    const kind = p.tokenKinds[index]!;
    if (isOpening(kind)) depth++;
    else if (isClosing(kind)) {
      if (--depth === 0) return index;
    } else if (kind === Token.Newline || kind === Token.EndOfFile) return index;
    index++;
  }
}
