import { beginsExpression, parseExpression, parseExpressionList, parseYieldOrList } from "./expression.ts";
import { parseImport, parseImportFrom } from "./import-statement.ts";
import * as Kind from "./node-kind.ts";
import { parseTypeParameters } from "./parameter.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, isWord, peek, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { expect, fail, failAt, failExpected } from "./recovery.ts";
import { checkTarget, describeExpression, parseTarget } from "./target.ts";
import * as Token from "./token-kind.ts";

const encoder = new TextEncoder();
const WORD_TYPE: Uint8Array = encoder.encode("type");
const WORD_PRINT: Uint8Array = encoder.encode("print");
const WORD_EXEC: Uint8Array = encoder.encode("exec");

/** Reads one simple statement, not the `;` or Newline after it. */
export function parseSimpleStatement(p: Parser): void {
  switch (p.token) {
    case Token.Return:
      parseReturn(p);
      break;
    case Token.Import:
      parseImport(p);
      break;
    case Token.From:
      parseImportFrom(p);
      break;
    case Token.Raise:
      parseRaise(p);
      break;
    case Token.Pass:
      readWord(p, Kind.Pass);
      break;
    case Token.Break:
      readWord(p, Kind.Break);
      break;
    case Token.Continue:
      readWord(p, Kind.Continue);
      break;
    case Token.Assert:
      parseAssert(p);
      break;
    case Token.Del:
      parseDelete(p);
      break;
    case Token.Global:
      parseNames(p, Kind.Global);
      break;
    case Token.Nonlocal:
      parseNames(p, Kind.Nonlocal);
      break;
    default:
      if (p.token === Token.Name && peek(p) === Token.Name && isWord(p, WORD_TYPE)) parseTypeAlias(p);
      else parseExpressionStatement(p);
  }
}

function readWord(p: Parser, kind: number): void {
  addLeaf(p, kind, tokenStart(p), tokenEnd(p), 0);
  advance(p);
}

function parseReturn(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  if (beginsExpression(p) || p.token === Token.Star) parseExpressionList(p);
  else addAbsent(p);
  addNode(p, Kind.Return, mark, start, p.previousEnd, 0);
}

function parseRaise(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  if (beginsExpression(p)) {
    parseExpression(p);
    if (p.token === Token.From) {
      advance(p);
      parseExpression(p);
    } else {
      addAbsent(p);
    }
  } else {
    addAbsent(p);
    addAbsent(p);
  }
  addNode(p, Kind.Raise, mark, start, p.previousEnd, 0);
}

function parseAssert(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseExpression(p);
  if (p.token === Token.Comma) {
    advance(p);
    parseExpression(p);
  } else {
    addAbsent(p);
  }
  addNode(p, Kind.Assert, mark, start, p.previousEnd, 0);
}

function parseDelete(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  if (p.token === Token.Star) fail(p, "a starred expression cannot be deleted");
  parseTarget(p);
  while (p.token === Token.Comma) {
    advance(p);
    if (!beginsExpression(p)) break;
    parseTarget(p);
  }
  addNode(p, Kind.Delete, mark, start, p.previousEnd, 0);
}

/** `global a, b` */
function parseNames(p: Parser, kind: number): void {
  const mark = p.count;
  const start = tokenStart(p);
  do {
    advance(p);
    if (p.token !== Token.Name) failExpected(p, "a name");
    addLeaf(p, Kind.Identifier, tokenStart(p), tokenEnd(p), tokenData(p));
    advance(p);
  } while (p.token === Token.Comma);
  addNode(p, kind, mark, start, p.previousEnd, 0);
}

/** `type X[T] = value`, at the soft keyword. */
function parseTypeAlias(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  addLeaf(p, Kind.Name, tokenStart(p), tokenEnd(p), tokenData(p));
  advance(p);
  parseTypeParameters(p);
  expect(p, Token.Equal, "'=' after the name of a type alias");
  parseExpression(p);
  addNode(p, Kind.TypeAlias, mark, start, p.previousEnd, 0);
}

/** An expression, and what makes it more: `=`, `+=` or `: annotation`. */
function parseExpressionStatement(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const first = p.token;
  parseYieldOrList(p);
  const token = p.token;
  if (token === Token.Newline || token === Token.Semicolon) {
    addNode(p, Kind.ExpressionStatement, mark, start, p.previousEnd, 0);
  } else if (token === Token.Equal) {
    parseAssignment(p, mark, start);
  } else if (token >= Token.FirstAugmented && token <= Token.LastAugmented) {
    checkSingleTarget(p, "augmented assignment");
    advance(p);
    parseYieldOrList(p);
    addNode(p, Kind.AugAssign, mark, start, p.previousEnd, token - Token.AugmentedBase);
  } else if (token === Token.Colon) {
    parseAnnotated(p, mark, start, first);
  } else {
    failAfterExpression(p, mark);
  }
}

function parseAssignment(p: Parser, mark: number, start: number): void {
  while (p.token === Token.Equal) {
    checkTarget(p, p.count - 1);
    advance(p);
    parseYieldOrList(p);
  }
  addNode(p, Kind.Assign, mark, start, p.previousEnd, 0);
}

function parseAnnotated(p: Parser, mark: number, start: number, first: number): void {
  checkSingleTarget(p, "annotation");
  const isSimple = first === Token.Name && p.kinds[p.count - 1] === Kind.Name ? 1 : 0;
  advance(p);
  parseExpression(p);
  if (p.token === Token.Equal) {
    advance(p);
    parseYieldOrList(p);
  } else {
    addAbsent(p);
  }
  addNode(p, Kind.AnnAssign, mark, start, p.previousEnd, isSimple);
}

/** Fails unless the last node can be the target of an augmented or annotated assignment. */
function checkSingleTarget(p: Parser, what: string): void {
  const node = p.count - 1;
  const kind = p.kinds[node]!;
  if (kind === Kind.Name || kind === Kind.Attribute || kind === Kind.Subscript) return;
  failAt(p, `${describeExpression(kind)} cannot be the target of an ${what}`, p.starts[node]!, p.ends[node]!);
}

/** Two expressions in a row: names the usual reasons. */
function failAfterExpression(p: Parser, mark: number): never {
  const node = p.count - 1;
  if (node === mark && p.kinds[node] === Kind.Name && beginsExpression(p)) {
    for (const word of [WORD_PRINT, WORD_EXEC]) {
      if (spellsWord(p, node, word)) {
        const name = word === WORD_PRINT ? "print" : "exec";
        fail(p, `'${name}' is a function in Python 3: put its arguments in parentheses`);
      }
    }
  }
  if (p.token === Token.RightParenthesis || p.token === Token.RightBracket || p.token === Token.RightBrace) {
    fail(p, `unmatched '${String.fromCharCode(p.lexer.source[tokenStart(p)]!)}'`);
  }
  failExpected(p, "the end of the statement");
}

function spellsWord(p: Parser, node: number, word: Uint8Array): boolean {
  const start = p.starts[node]!;
  if (p.ends[node]! - start !== word.length) return false;
  return word.every((byte, i) => p.lexer.source[start + i] === byte);
}
