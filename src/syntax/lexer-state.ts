import type { NameTable } from "./name-table.ts";
import { createNameTable, resetNameTable } from "./name-table.ts";
import type { SyntaxError } from "./syntax-tree.ts";
import * as Token from "./token-kind.ts";

/** Where the lexer is with respect to f-strings (t-strings alike). */
export const ModeCode = 0;
/** Literal text of an f-string. */
export const ModeLiteral = 1;
/** Expression of a replacement field. */
export const ModeField = 2;
/** Format spec of a replacement field. */
export const ModeSpec = 3;

/**
 * Everything the lexer knows: its input, the tokens so far, and where it stands.
 *
 * Token `t` is `kinds[t]`, `starts[t]`, `ends[t]`, `data[t]`. The arrays are kept from one file to the next.
 */
export interface Lexer {
  /** The source, followed by at least `SourcePadding` zero bytes: looking ahead needs no bounds check. */
  source: Uint8Array;
  /** One past the last byte of the source. */
  end: number;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  data: Int32Array;
  count: number;
  names: NameTable;
  lineStarts: Int32Array;
  lineCount: number;
  comments: Int32Array;
  commentCount: number;
  /** Open brackets, those of replacement fields included. */
  brackets: number;
  /** Columns of the open blocks, with tabs to multiples of 8 and with tabs counted as 1. */
  indents: Int32Array;
  alternateIndents: Int32Array;
  indentCount: number;
  /** Mode now; the enclosing ones are on the stack below. */
  mode: number;
  modeCount: number;
  modes: Uint8Array;
  /** For each f-string or field: string flags, the quote's byte, and `brackets` at its start. */
  modeFlags: Uint8Array;
  modeQuotes: Uint8Array;
  modeBrackets: Int32Array;
  /** `brackets` at which `:`, `!` and `}` belong to the replacement field; -1 outside of fields. */
  fieldBrackets: number;
  /** Texts of Invalid tokens. */
  messages: string[];
  /** Errors that are not tokens. */
  errors: SyntaxError[];
}

export const SourcePadding = 16;
const InitialTokens = 1 << 14;
/** Scratch arrays of a larger file are not kept for the next. */
const KeptTokens = 1 << 21;

export function createLexer(): Lexer {
  return {
    source: new Uint8Array(InitialTokens),
    end: 0,
    kinds: new Uint8Array(InitialTokens),
    starts: new Int32Array(InitialTokens),
    ends: new Int32Array(InitialTokens),
    data: new Int32Array(InitialTokens),
    count: 0,
    names: createNameTable(),
    lineStarts: new Int32Array(1024),
    lineCount: 0,
    comments: new Int32Array(256),
    commentCount: 0,
    brackets: 0,
    indents: new Int32Array(128),
    alternateIndents: new Int32Array(128),
    indentCount: 0,
    mode: ModeCode,
    modeCount: 0,
    modes: new Uint8Array(64),
    modeFlags: new Uint8Array(64),
    modeQuotes: new Uint8Array(64),
    modeBrackets: new Int32Array(64),
    fieldBrackets: -1,
    messages: [],
    errors: [],
  };
}

/** Makes the lexer ready for `source[start, end)`. Offsets of tokens will be those of `source`. */
export function resetLexer(l: Lexer, source: Uint8Array, start: number, end: number): void {
  if (l.source.length < end + SourcePadding || l.source.length > KeptTokens) {
    l.source = new Uint8Array(Math.max(InitialTokens, (end + SourcePadding) * 2));
  }
  l.source.set(start === 0 && end === source.length ? source : source.subarray(start, end), start);
  l.source.fill(0, end, end + SourcePadding);
  l.end = end;
  ensureTokens(l, 2 * (end - start) + 64);
  l.count = 0;
  resetNameTable(l.names);
  l.lineStarts[0] = 0;
  l.lineCount = 1;
  l.commentCount = 0;
  l.brackets = 0;
  l.indents[0] = 0;
  l.alternateIndents[0] = 0;
  l.indentCount = 1;
  l.mode = ModeCode;
  l.modeCount = 0;
  l.fieldBrackets = -1;
  l.messages = [];
  l.errors = [];
}

/**
 * No more than two tokens come of one byte (an indent brings a dedent later), and each f-string left open at the end
 * closes with one, so the arrays never have to grow while lexing.
 */
function ensureTokens(l: Lexer, needed: number): void {
  if (l.kinds.length >= needed && l.kinds.length <= KeptTokens) return;
  const capacity = Math.max(InitialTokens, needed, Math.min(KeptTokens, l.kinds.length * 2));
  if (l.kinds.length === capacity) return;
  l.kinds = new Uint8Array(capacity);
  l.starts = new Int32Array(capacity);
  l.ends = new Int32Array(capacity);
  l.data = new Int32Array(capacity);
}

export function addToken(l: Lexer, kind: number, start: number, end: number, data: number): void {
  const token = l.count++;
  l.kinds[token] = kind;
  l.starts[token] = start;
  l.ends[token] = end;
  l.data[token] = data;
}

export function addInvalid(l: Lexer, message: string, start: number, end: number): void {
  addToken(l, Token.Invalid, start, end, l.messages.length);
  l.messages.push(message);
}

/** Notes that a line begins at `start`. */
export function addLine(l: Lexer, start: number): void {
  if (l.lineCount === l.lineStarts.length) l.lineStarts = doubled(l.lineStarts);
  l.lineStarts[l.lineCount++] = start;
}

export function addComment(l: Lexer, start: number, end: number): void {
  if (l.commentCount + 2 > l.comments.length) l.comments = doubled(l.comments);
  l.comments[l.commentCount++] = start;
  l.comments[l.commentCount++] = end;
}

export function pushIndent(l: Lexer, column: number, alternate: number): void {
  if (l.indentCount === l.indents.length) {
    l.indents = doubled(l.indents);
    l.alternateIndents = doubled(l.alternateIndents);
  }
  l.indents[l.indentCount] = column;
  l.alternateIndents[l.indentCount++] = alternate;
}

/** Enters an f-string (`ModeLiteral`) or a replacement field (`ModeField`). */
export function pushMode(l: Lexer, mode: number, flags: number, quote: number): void {
  if (l.modeCount === l.modes.length) {
    l.modes = doubledBytes(l.modes);
    l.modeFlags = doubledBytes(l.modeFlags);
    l.modeQuotes = doubledBytes(l.modeQuotes);
    l.modeBrackets = doubled(l.modeBrackets);
  }
  const top = l.modeCount++;
  l.modes[top] = mode;
  l.modeFlags[top] = flags;
  l.modeQuotes[top] = quote;
  l.modeBrackets[top] = l.brackets;
  enterTopMode(l);
}

export function popMode(l: Lexer): void {
  l.modeCount--;
  enterTopMode(l);
}

/** Changes the innermost mode in place. */
export function switchMode(l: Lexer, mode: number): void {
  l.modes[l.modeCount - 1] = mode;
  enterTopMode(l);
}

function enterTopMode(l: Lexer): void {
  if (l.modeCount === 0) {
    l.mode = ModeCode;
    l.fieldBrackets = -1;
    return;
  }
  const top = l.modeCount - 1;
  l.mode = l.modes[top]!;
  l.fieldBrackets = l.mode === ModeField ? l.modeBrackets[top]! + 1 : -1;
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}

function doubledBytes(array: Uint8Array): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(array.length * 2);
  grown.set(array);
  return grown;
}
