/** A file as fixes see it: its tree, its names, its layout. Made only for files that are about to be changed. */
import { buildSemanticIndex } from "../semantic/build-semantic-index.ts";
import type { SemanticIndex, ScopeId } from "../semantic/semantic-index.ts";
import { decodeSource, endOf, Kind, kindOf, lineOf, nextOf, parseModule, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";

export interface SourceFile {
  readonly path: string;
  /** The file as it is, not decoded. */
  readonly bytes: Uint8Array;
  readonly tree: SyntaxTree;
  readonly index: SemanticIndex;
  /** The line break the file uses. */
  readonly newline: string;
  /** The oldest Python 3 it must run on, by its minor version: 11 for 3.11. Undefined when nobody says. */
  readonly minimumPython: number | undefined;
}

/** Undefined when the bytes are not of the encoding they should be: then nothing may be changed. */
export function openSourceFile(
  path: string,
  bytes: Uint8Array,
  minimumPython: number | undefined,
): SourceFile | undefined {
  const { source, errors } = decodeSource(bytes);
  if (errors.length > 0) return undefined;
  const tree = parseModule(source);
  return { path, bytes, tree, index: buildSemanticIndex(tree), newline: newlineOf(source), minimumPython };
}

const LineFeed = 10;
const CarriageReturn = 13;
const Space = 32;
const Tab = 9;
const FormFeed = 12;
const Hash = 35;

function newlineOf(source: Uint8Array): string {
  const at = source.findIndex((byte) => byte === LineFeed || byte === CarriageReturn);
  if (source[at] !== CarriageReturn) return "\n";
  return source[at + 1] === LineFeed ? "\r\n" : "\r";
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function textBetween(file: SourceFile, start: number, end: number): string {
  return decoder.decode(file.tree.source.subarray(start, end));
}

export function textOf(file: SourceFile, node: NodeId): string {
  return textBetween(file, startOf(file.tree, node), endOf(file.tree, node));
}

/** The children of a node, in order. */
export function childrenOf(tree: SyntaxTree, node: NodeId): NodeId[] {
  const children: NodeId[] = [];
  for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) children.push(child);
  return children;
}

/** The nodes from the module down to the expression with exactly this range; empty when there is none. */
export function nodesAround(tree: SyntaxTree, start: number, end: number): NodeId[] {
  const path: NodeId[] = [0];
  let deepest: NodeId[] = [];
  for (;;) {
    const node = path.at(-1) ?? 0;
    const kind = kindOf(tree, node);
    if (kind >= Kind.FirstExpression && startOf(tree, node) === start && endOf(tree, node) === end) deepest = [...path];
    const inner = childrenOf(tree, node).find((child) => covers(tree, child, start, end));
    if (inner === undefined) return deepest;
    path.push(inner);
  }
}

/** Decorators stand before the range of what they decorate. */
function covers(tree: SyntaxTree, node: NodeId, start: number, end: number): boolean {
  if (startOf(tree, node) <= start && end <= endOf(tree, node)) return true;
  const kind = kindOf(tree, node);
  const isDefinition = kind === Kind.FunctionDef || kind === Kind.AsyncFunctionDef || kind === Kind.ClassDef;
  return isDefinition && startOf(tree, node + 1) <= start && end <= endOf(tree, node + 1);
}

/** The scope the innermost of some nodes stands in. */
export function scopeAround(file: SourceFile, path: readonly NodeId[]): ScopeId {
  for (const node of path.toReversed()) {
    const scope = file.index.scopeOfNode.get(node);
    if (scope !== undefined) return scope;
  }
  return 0;
}

export function isStatement(kind: number): boolean {
  return kind >= Kind.FunctionDef && kind <= Kind.ErrorStatement;
}

/** Whether a node is a `def`, `async def` or lambda. */
export function isFunction(tree: SyntaxTree, node: NodeId): boolean {
  const kind = kindOf(tree, node);
  return kind === Kind.FunctionDef || kind === Kind.AsyncFunctionDef || kind === Kind.Lambda;
}

/** The innermost statement among nodes from the module down; -1 when there is none. */
export function statementAround(tree: SyntaxTree, path: readonly NodeId[]): NodeId {
  return path.findLast((node) => isStatement(kindOf(tree, node))) ?? -1;
}

/** Offset of the first byte of the line a byte is on. */
export function lineStartOf(tree: SyntaxTree, offset: number): number {
  return tree.lineStarts[lineOf(tree, offset)] ?? 0;
}

/** Offset of the first byte of the line after the one a byte is on; the end of the source for the last line. */
export function nextLineStartOf(tree: SyntaxTree, offset: number): number {
  return tree.lineStarts[lineOf(tree, offset) + 1] ?? tree.source.length;
}

/** What the line of a byte begins with, when that is blank up to the byte; undefined when other code stands before it. */
export function indentationBefore(file: SourceFile, offset: number): string | undefined {
  const { tree } = file;
  const start = lineStartOf(tree, offset);
  for (let at = start; at < offset; at++) if (!isBlank(tree.source[at])) return undefined;
  return textBetween(file, start, offset);
}

/** Whether nothing but a comment follows a byte on its line. */
export function endsLine(tree: SyntaxTree, offset: number): boolean {
  for (let at = offset; at < tree.source.length; at++) {
    const byte = tree.source[at];
    if (byte === LineFeed || byte === CarriageReturn || byte === Hash) return true;
    if (!isBlank(byte)) return false;
  }
  return true;
}

/** Whether a byte ends its line, or the source ends before it. */
export function isLineEnd(tree: SyntaxTree, offset: number): boolean {
  const byte = tree.source[offset];
  return byte === undefined || byte === LineFeed || byte === CarriageReturn;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === Space || byte === Tab || byte === FormFeed;
}
