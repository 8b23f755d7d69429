import { parseCompoundStatement } from "./compound-statement.ts";
import { decodeSource } from "./decode-source.ts";
import { parseExpressionList } from "./expression.ts";
import { tokenize } from "./lexer.ts";
import { resetLexer } from "./lexer-state.ts";
import * as Kind from "./node-kind.ts";
import { parseParameters } from "./parameter.ts";
import { addLeaf, addNode, createParser, resetParser, skipLayout } from "./parser.ts";
import type { Grammar, Parser } from "./parser.ts";
import { parsePrimary } from "./primary.ts";
import { failExpected, noteFailure } from "./recovery.ts";
import { parseStatements } from "./statement.ts";
import type { SyntaxError, SyntaxTree } from "./syntax-tree.ts";
import * as Token from "./token-kind.ts";
import { writeTree } from "./write-tree.ts";

const GRAMMAR: Grammar = { parsePrimary, parseParameters, parseCompoundStatement };

/** Scratch state of all calls; parsing never yields, so one is enough for a thread. */
let shared: Parser | undefined;

/**
 * Parses a whole file as it is on disk: `decodeSource`, then `parseModule`. What is wrong with the encoding is in
 * `tree.errors` too. Never throws, whatever the bytes are.
 */
export function parseFile(bytes: Uint8Array): SyntaxTree {
  const decoded = decodeSource(bytes);
  return parseDecoded(decoded.source, decoded.errors);
}

/**
 * Parses a whole module. `source` is what `decodeSource` returns: UTF-8 without a byte-order mark; it becomes
 * `tree.source`, to which all offsets refer. Never throws: what cannot be read is in `tree.errors`, and the rest of the
 * file is in the tree.
 */
export function parseModule(source: Uint8Array): SyntaxTree {
  return parseDecoded(source, []);
}

function parseDecoded(source: Uint8Array, errors: readonly SyntaxError[]): SyntaxTree {
  const p = (shared ??= createParser(GRAMMAR));
  resetLexer(p.lexer, source, 0, source.length);
  tokenize(p.lexer, 0, false);
  resetParser(p, 0);
  for (const error of errors) p.errors.push(error);
  parseStatements(p);
  // Only blocks nothing opened leave a Dedent here.
  while (p.token === Token.Dedent) {
    skipLayout(p);
    parseStatements(p);
  }
  addNode(p, Kind.Module, 0, 0, source.length, 0);
  return writeTree(p, source);
}

/**
 * Parses the expression in bytes `[start, end)` of `source` (UTF-8, as in `SyntaxTree.source`), which may go over
 * several lines: the inside of a string annotation, for instance. The tree is Module > ExpressionStatement >
 * expression, an ErrorExpression if it cannot be read. Offsets are those of `source`; `lineStarts` has only the lines
 * that begin in the range, after a 0. Never throws.
 */
export function parseExpressionAt(source: Uint8Array, start: number, end: number): SyntaxTree {
  const p = (shared ??= createParser(GRAMMAR));
  resetLexer(p.lexer, source, start, end);
  tokenize(p.lexer, start, true);
  resetParser(p, start);
  try {
    parseExpressionList(p);
    if (p.token !== Token.Newline) failExpected(p, "the end of the expression");
  } catch (error) {
    noteFailure(p, error);
    p.count = 0;
    addLeaf(p, Kind.ErrorExpression, start, end, 0);
  }
  addNode(p, Kind.ExpressionStatement, 0, start, end, 0);
  addNode(p, Kind.Module, 0, start, end, 0);
  return writeTree(p, source);
}
