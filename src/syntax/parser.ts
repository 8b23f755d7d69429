import { createLexer } from "./lexer-state.ts";
import type { Lexer } from "./lexer-state.ts";
import * as Kind from "./node-kind.ts";
import type { SyntaxError } from "./syntax-tree.ts";
import * as Token from "./token-kind.ts";

/**
 * The parser's state: the tokens, where it stands in them, and the nodes so far.
 *
 * Nodes are kept in **post-order** while parsing: a node is added after its children, so giving an operand that has
 * been read already a parent (`a` in `a.b + c`) moves nothing. `sizes[n]` counts the nodes of the subtree, which is the
 * index range `(n - sizes[n], n]`. A function that reads something takes `mark = p.count` first and ends with
 * `addNode(p, kind, mark, …)`: every node since the mark that has no parent yet becomes a child. `writeTree` turns the
 * finished arrays into the pre-order of `SyntaxTree`.
 */
export interface Parser {
  readonly grammar: Grammar;
  lexer: Lexer;
  tokenKinds: Uint8Array;
  tokenStarts: Int32Array;
  tokenEnds: Int32Array;
  tokenData: Int32Array;
  /** Current token and its kind. */
  index: number;
  token: number;
  /** End of the last token that was read, layout (Newline, Indent, Dedent) left out. */
  previousEnd: number;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  sizes: Int32Array;
  data: Int32Array;
  count: number;
  capacity: number;
  /** Nesting of the function calls that read the current construct; see `enter`. */
  depth: number;
  /** Starts (data) of the `elif`s whose `If` is still open, and their first nodes: pairs. */
  openIfs: Int32Array;
  openIfCount: number;
  /** Literal text of an f-string that may go on: start or -1, end, and whether it is not empty. None inside a field. */
  textStart: number;
  textEnd: number;
  textHasValue: boolean;
  errors: SyntaxError[];
}

/**
 * The functions through which the grammar comes back to itself: each is called from a file that its own file imports.
 * Everything else is a plain import, so that no imports form a cycle.
 */
export interface Grammar {
  readonly parsePrimary: (p: Parser) => void;
  readonly parseParameters: (p: Parser, end: number, annotated: boolean) => void;
  readonly parseCompoundStatement: (p: Parser) => boolean;
}

const InitialNodes = 1 << 14;
const KeptNodes = 1 << 20;

export function createParser(grammar: Grammar): Parser {
  return {
    grammar,
    lexer: createLexer(),
    tokenKinds: new Uint8Array(0),
    tokenStarts: new Int32Array(0),
    tokenEnds: new Int32Array(0),
    tokenData: new Int32Array(0),
    index: 0,
    token: 0,
    previousEnd: 0,
    kinds: new Uint8Array(InitialNodes),
    starts: new Int32Array(InitialNodes),
    ends: new Int32Array(InitialNodes),
    sizes: new Int32Array(InitialNodes),
    data: new Int32Array(InitialNodes),
    count: 0,
    capacity: InitialNodes,
    depth: 0,
    openIfs: new Int32Array(64),
    openIfCount: 0,
    textStart: -1,
    textEnd: 0,
    textHasValue: false,
    errors: [],
  };
}

/** Points the parser at the first token of its lexer; offsets of nodes begin at `start`. */
export function resetParser(p: Parser, start: number): void {
  p.tokenKinds = p.lexer.kinds;
  p.tokenStarts = p.lexer.starts;
  p.tokenEnds = p.lexer.ends;
  p.tokenData = p.lexer.data;
  p.index = 0;
  p.token = p.tokenKinds[0]!;
  p.previousEnd = start;
  if (p.capacity > KeptNodes) resizeNodes(p, InitialNodes);
  p.count = 0;
  p.depth = 0;
  p.openIfCount = 0;
  p.textStart = -1;
  p.textHasValue = false;
  p.errors = p.lexer.errors;
}

/** Adds a node whose children are the parentless nodes from index `mark` on. */
export function addNode(p: Parser, kind: number, mark: number, start: number, end: number, data: number): void {
  const node = p.count;
  if (node === p.capacity) resizeNodes(p, p.capacity * 2);
  p.kinds[node] = kind;
  p.starts[node] = start;
  p.ends[node] = end;
  p.sizes[node] = node - mark + 1;
  p.data[node] = data;
  p.count = node + 1;
}

/** Adds a node without children. */
export function addLeaf(p: Parser, kind: number, start: number, end: number, data: number): void {
  addNode(p, kind, p.count, start, end, data);
}

/** Adds the placeholder of something optional that is not there. */
export function addAbsent(p: Parser): void {
  addNode(p, Kind.Absent, p.count, p.previousEnd, p.previousEnd, 0);
}

function resizeNodes(p: Parser, capacity: number): void {
  const kinds = new Uint8Array(capacity);
  kinds.set(p.kinds.subarray(0, capacity));
  p.kinds = kinds;
  p.starts = resized(p.starts, capacity);
  p.ends = resized(p.ends, capacity);
  p.sizes = resized(p.sizes, capacity);
  p.data = resized(p.data, capacity);
  p.capacity = capacity;
}

function resized(array: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(capacity);
  copy.set(array.subarray(0, capacity));
  return copy;
}

/** Goes to the next token; the one left is part of what is being read. */
export function advance(p: Parser): void {
  const index = p.index;
  p.previousEnd = p.tokenEnds[index]!;
  p.index = index + 1;
  p.token = p.tokenKinds[index + 1]!;
}

/** Goes past a Newline, Indent or Dedent. Must not be called at the end of the file. */
export function skipLayout(p: Parser): void {
  p.token = p.tokenKinds[++p.index]!;
}

export function goTo(p: Parser, index: number): void {
  p.index = index;
  p.token = p.tokenKinds[index]!;
}

export function tokenStart(p: Parser): number {
  return p.tokenStarts[p.index]!;
}

export function tokenEnd(p: Parser): number {
  return p.tokenEnds[p.index]!;
}

export function tokenData(p: Parser): number {
  return p.tokenData[p.index]!;
}

/** Kind of the token after the current one. */
export function peek(p: Parser): number {
  return p.token === Token.EndOfFile ? Token.EndOfFile : p.tokenKinds[p.index + 1]!;
}

/** Goes past the token if it is of that kind. */
export function accept(p: Parser, kind: number): boolean {
  if (p.token !== kind) return false;
  advance(p);
  return true;
}

/** True when the current token is a name spelled like the ASCII bytes of `word`: a soft keyword. */
export function isWord(p: Parser, word: Uint8Array): boolean {
  if (p.token !== Token.Name) return false;
  const start = tokenStart(p);
  if (tokenEnd(p) - start !== word.length) return false;
  const source = p.lexer.source;
  for (let i = 0; i < word.length; i++) if (source[start + i] !== word[i]) return false;
  return true;
}
