/** Where a file keeps its imports. */
import { dataOf, endOf, Kind, kindOf, lineOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import {
  childrenOf,
  indentationBefore,
  isLineEnd,
  nextLineStartOf,
  lineStartOf,
  type SourceFile,
} from "./source-file.ts";

/** Text to insert, and where: the start of a line, or the end of a source that has no line break at its end. */
export interface InsertionPlace {
  readonly offset: number;
  readonly text: string;
}

/**
 * Where `import module` goes: among the plain imports of the block that imports of the same package already, or of the first
 * block of imports that has some, in order of name; without such, before the first `from … import`; without any, after the
 * docstring and the comments at the head.
 */
export function placeOfImport(file: SourceFile, module: string): InsertionPlace {
  const { tree, newline } = file;
  const statement = `import ${module}`;
  const header = headerOf(file);
  const groups = groupsOf(
    file,
    header.filter((node) => isImport(file, node)),
  );
  const [own = ""] = module.split(".", 1);
  const group =
    groups.find((nodes) => nodes.some((node) => importsFrom(file, node, own))) ??
    groups.find((nodes) => nodes.some((node) => kindOf(tree, node) === Kind.Import)) ??
    [];
  const plain = group.filter((node) => kindOf(tree, node) === Kind.Import);
  const before = plain.filter((node) => nameOf(tree, node + 1) < module).at(-1);
  if (before !== undefined) return afterLine(file, before, statement);
  const mayFollow = (node: NodeId): boolean => isImport(file, node) && !isFutureImport(file, node);
  const first = plain[0] ?? group.find(mayFollow) ?? header.find(mayFollow);
  if (first !== undefined) return { offset: lineStartOf(tree, startOf(tree, first)), text: statement + newline };
  const last = header.at(-1);
  if (last !== undefined) return afterLine(file, last, `${newline}${statement}`);
  const offset = endOfHeadComments(file);
  const [next = 0] = childrenOf(tree, 0);
  const isDefinition =
    kindOf(tree, next) === Kind.FunctionDef ||
    kindOf(tree, next) === Kind.AsyncFunctionDef ||
    kindOf(tree, next) === Kind.ClassDef;
  const gap = isLineEnd(tree, offset) ? "" : isDefinition ? newline + newline : newline;
  return { offset, text: `${statement}${newline}${gap}` };
}

/** Where a definition for the whole module goes: below the imports at its head, with blank lines around. */
export function placeOfDefinition(file: SourceFile, text: string): InsertionPlace {
  const { newline } = file;
  const last = headerOf(file).at(-1);
  if (last !== undefined) return afterLine(file, last, `${newline}${text}`);
  return { offset: endOfHeadComments(file), text: `${text}${newline}${newline}` };
}

/** The statements at the head of a module: its docstring, then imports, `if` and `try` around imports. */
export function headerOf(file: SourceFile): NodeId[] {
  const { tree } = file;
  const header: NodeId[] = [];
  for (const [position, node] of childrenOf(tree, 0).entries()) {
    const isDocstring =
      position === 0 && kindOf(tree, node) === Kind.ExpressionStatement && kindOf(tree, node + 1) === Kind.String;
    if (!isDocstring && !isImport(file, node) && !holdsOnlyImports(file, node)) break;
    if (indentationBefore(file, startOf(tree, node)) === "") header.push(node);
  }
  // An `if` or `try` counts only where imports follow.
  while (header.length > 0 && holdsOnlyImports(file, header.at(-1) ?? 0)) header.pop();
  return header;
}

function isImport({ tree }: SourceFile, node: NodeId): boolean {
  return kindOf(tree, node) === Kind.Import || kindOf(tree, node) === Kind.ImportFrom;
}

function isFutureImport({ tree }: SourceFile, node: NodeId): boolean {
  return kindOf(tree, node) === Kind.ImportFrom && nameOf(tree, node + 1) === "__future__";
}

function holdsOnlyImports(file: SourceFile, node: NodeId): boolean {
  const { tree } = file;
  const kind = kindOf(tree, node);
  if (kind !== Kind.If && kind !== Kind.Try) return false;
  const blocks = childrenOf(tree, node).filter((child) => kindOf(tree, child) === Kind.Block);
  return blocks.length > 0 && blocks.every((block) => childrenOf(tree, block).every((child) => isImport(file, child)));
}

/** Whether a statement imports a package, or something of it. */
function importsFrom({ tree }: SourceFile, node: NodeId, name: string): boolean {
  const isOf = (dotted: string): boolean => dotted === name || dotted.startsWith(`${name}.`);
  if (kindOf(tree, node) === Kind.ImportFrom)
    return dataOf(tree, node) === 0 && kindOf(tree, node + 1) !== Kind.Absent && isOf(nameOf(tree, node + 1));
  return childrenOf(tree, node).some((alias) => isOf(nameOf(tree, alias)));
}

/** Runs of imports without a blank line or other statement between. */
function groupsOf(file: SourceFile, imports: readonly NodeId[]): NodeId[][] {
  const { tree } = file;
  const groups: NodeId[][] = [];
  for (const node of imports) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    const isNext =
      previous !== undefined && lineOf(tree, startOf(tree, node)) - lineOf(tree, endOf(tree, previous)) <= 1;
    if (isNext) group?.push(node);
    else groups.push([node]);
  }
  return groups;
}

function afterLine(file: SourceFile, node: NodeId, text: string): InsertionPlace {
  const { tree, newline } = file;
  const offset = nextLineStartOf(tree, endOf(tree, node));
  const isAtBreak =
    offset === lineStartOf(tree, offset) && offset > endOf(tree, node) && endsWithBreak(tree.source, offset);
  return isAtBreak ? { offset, text: text + newline } : { offset, text: newline + text };
}

function endsWithBreak(source: Uint8Array, offset: number): boolean {
  const before = source[offset - 1];
  return before === 10 || before === 13;
}

/** Start of the line after the comments at the head: the `#!` line, the encoding, a licence. */
function endOfHeadComments({ tree }: SourceFile): number {
  const { source, lineStarts } = tree;
  let end = 0;
  for (const [line, start] of lineStarts.entries()) {
    if (source[start] !== 35) break;
    end = lineStarts[line + 1] ?? source.length;
  }
  return endsWithBreak(source, end) ? end : 0;
}
