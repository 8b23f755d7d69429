import { parseCallArguments } from "./argument.ts";
import { parseExpression, parseNamedExpression } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import { parseParameters, parseTypeParameters } from "./parameter.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, peek, skipLayout, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { expectClosing, fail, failExpected } from "./recovery.ts";
import { parseBlock } from "./statement.ts";
import * as Token from "./token-kind.ts";

/** Decorators, and the function or class they are for. */
export function parseDecorated(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  while (p.token === Token.At) {
    advance(p);
    parseNamedExpression(p);
    if (p.token !== Token.Newline) failExpected(p, "the end of the line after a decorator");
    skipLayout(p);
  }
  addNode(p, Kind.DecoratorList, mark, start, p.previousEnd, 0);
  if (p.token === Token.Class) parseClass(p, mark);
  else if (p.token === Token.Def || (p.token === Token.Async && peek(p) === Token.Def)) parseFunction(p, mark);
  else failExpected(p, "a function or class after its decorators");
}

/** A function, at `def` or `async def`. Its DecoratorList is at `mark` if nodes have been added since. */
export function parseFunction(p: Parser, mark: number): void {
  const start = tokenStart(p);
  if (p.count === mark) addLeaf(p, Kind.DecoratorList, start, start, 0);
  const isAsync = p.token === Token.Async;
  if (isAsync) advance(p);
  advance(p);
  readDefinedName(p, "a function");
  parseTypeParameters(p);
  parseSignature(p);
  if (p.token === Token.Arrow) {
    advance(p);
    parseExpression(p);
  } else {
    addAbsent(p);
  }
  parseBlock(p, "the function's signature");
  addNode(p, isAsync ? Kind.AsyncFunctionDef : Kind.FunctionDef, mark, start, p.previousEnd, 0);
}

/** Parameters in parentheses. The node's range has the parentheses in it. */
function parseSignature(p: Parser): void {
  const mark = p.count;
  const open = tokenStart(p);
  if (p.token !== Token.LeftParenthesis) failExpected(p, "'(' after the name of a function");
  advance(p);
  parseParameters(p, Token.RightParenthesis, true);
  expectClosing(p, Token.RightParenthesis, open);
  addNode(p, Kind.Parameters, mark, open, p.previousEnd, 0);
}

function readDefinedName(p: Parser, what: string): void {
  if (p.token !== Token.Name) failExpected(p, `the name of ${what}`);
  addLeaf(p, Kind.Identifier, tokenStart(p), tokenEnd(p), tokenData(p));
  advance(p);
}

/** As the arguments of a call, save for a sole generator, which takes the parentheses into its range. */
function parseBases(p: Parser): void {
  parseCallArguments(p);
  const list = p.count - 1;
  if (p.kinds[list - 1] === Kind.GeneratorExp && p.starts[list - 1] === p.starts[list]) {
    fail(p, "a generator expression cannot be a base class");
  }
}

/** A class, at `class`. Its DecoratorList is at `mark` if nodes have been added since. */
export function parseClass(p: Parser, mark: number): void {
  const start = tokenStart(p);
  if (p.count === mark) addLeaf(p, Kind.DecoratorList, start, start, 0);
  advance(p);
  readDefinedName(p, "a class");
  parseTypeParameters(p);
  if (p.token === Token.LeftParenthesis) parseBases(p);
  else addLeaf(p, Kind.ArgumentList, p.previousEnd, p.previousEnd, 0);
  parseBlock(p, "the head of the class");
  addNode(p, Kind.ClassDef, mark, start, p.previousEnd, 0);
}
