/** Imports that a file no longer needs when edits have been made: they go with what used them. */
import type { Fix } from "../diagnostics/fix.ts";
import { compareEdits, type TextEdit } from "../diagnostics/text-edit.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { dataOf, endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { isAloneOnLines } from "./indentation.ts";
import {
  childrenOf,
  isBlank,
  isFunction,
  isLineEnd,
  lineStartOf,
  nextLineStartOf,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import { bindersOf } from "./wanted-name.ts";

/** Whether the import of a dotted name, bound to a name in a file, may go when the file itself needs it no more. */
export type MayDropImport = (path: string, target: string, name: string) => boolean;

/** A name that an import statement binds. */
interface Import {
  readonly statement: NodeId;
  readonly alias: NodeId;
  /** Dotted name of what is imported. */
  readonly target: string;
  readonly name: string;
}

/**
 * The edits, with others that take out the imports whose every use they replace; all are of the file as it is, and in order. What nobody used before stays, and so
 * does what a file may import for others or on a condition: in `__init__.py`, for `__all__`, beside a comment, in `try` and `if`.
 */
export function dropUnusedImports(
  file: SourceFile,
  edits: readonly TextEdit[],
  mayDrop: MayDropImport,
): readonly TextEdit[] {
  const { path } = file;
  if (/(^|[\\/])__init__\.pyi?$/.test(path) || edits.every(({ start, end }) => start === end)) return edits;
  const byStatement = new Map<NodeId, Set<NodeId>>();
  for (const item of namesOf(file).imports) {
    const { statement, alias, target, name } = item;
    if (!isReplaced(file, edits, name) || !isDroppable(file, edits, item) || !mayDrop(path, target, name)) continue;
    byStatement.set(statement, new Set([...(byStatement.get(statement) ?? []), alias]));
  }
  const removed = [...byStatement].flatMap(([statement, aliases]) => removalOf(file, edits, statement, aliases));
  return removed.reduce(addRemoval, edits);
}

/** What is put where an import was takes its place. */
function addRemoval(edits: readonly TextEdit[], removed: TextEdit): readonly TextEdit[] {
  const put = edits.find(({ start, end }) => start === removed.start && end === start);
  const edit: TextEdit = { ...removed, text: put?.text ?? "", isShared: true };
  return [...edits.filter((other) => other !== put), edit].toSorted(compareEdits);
}

/** A fix as it is alone: with the imports gone that the code needs no more when it is made. */
export function withoutUnusedImports(
  fix: Fix,
  open: (path: string) => SourceFile | undefined,
  mayDrop: MayDropImport,
): Fix {
  const edits = Array.from(fix.edits, ([path, list]) => {
    const file = open(path);
    return [path, file === undefined ? list : dropUnusedImports(file, list, mayDrop)] as const;
  });
  return { ...fix, edits: new Map(edits) };
}

/** What a file imports, and where it names what. */
interface Names {
  readonly imports: readonly Import[];
  readonly uses: ReadonlyMap<string, readonly NodeId[]>;
}

const known = new WeakMap<SourceFile, Names>();

function namesOf(file: SourceFile): Names {
  let names = known.get(file);
  if (names === undefined) {
    const { tree } = file;
    const uses = new Map<string, NodeId[]>();
    for (let node = 1; node < tree.length; node++) {
      if (kindOf(tree, node) !== Kind.Name) continue;
      const same = uses.get(nameOf(tree, node));
      if (same === undefined) uses.set(nameOf(tree, node), [node]);
      else same.push(node);
    }
    names = { imports: importsIn(file), uses };
    known.set(file, names);
  }
  return names;
}

/** The names that absolute imports bind in the block of the module or of a function. */
function importsIn({ tree }: SourceFile): Import[] {
  const found: Import[] = [];
  for (let node = 0; node < tree.length; node++) {
    if (node > 0 && !isFunction(tree, node)) continue;
    const block = node === 0 ? 0 : (childrenOf(tree, node).at(-1) ?? 0);
    if (node > 0 && kindOf(tree, block) !== Kind.Block) continue;
    for (const statement of childrenOf(tree, block)) found.push(...namesBoundBy(tree, statement));
  }
  return found;
}

function namesBoundBy(tree: SyntaxTree, statement: NodeId): Import[] {
  const isFrom = kindOf(tree, statement) === Kind.ImportFrom;
  if (!isFrom && kindOf(tree, statement) !== Kind.Import) return [];
  if (isFrom && (dataOf(tree, statement) > 0 || kindOf(tree, statement + 1) === Kind.Absent)) return [];
  const module = isFrom ? `${nameOf(tree, statement + 1)}.` : "";
  return childrenOf(tree, statement).flatMap((alias): Import[] => {
    if (kindOf(tree, alias) !== Kind.Alias) return [];
    const dotted = nameOf(tree, alias);
    if (dotted === "*") return [];
    const hasAs = kindOf(tree, alias + 1) === Kind.Identifier;
    // `from a import b as b` says that it is for others.
    if (hasAs && nameOf(tree, alias + 1) === dotted) return [];
    const name = hasAs ? nameOf(tree, alias + 1) : dotted.replace(/\..*/, "");
    return [{ statement, alias, target: module + dotted, name }];
  });
}

/** Whether a name is used, each time in something that an edit replaces, and by none of what edits write. */
function isReplaced(file: SourceFile, edits: readonly TextEdit[], name: string): boolean {
  const { tree } = file;
  const uses = namesOf(file).uses.get(name) ?? [];
  const isGone = (node: NodeId): boolean =>
    edits.some(({ start, end }) => start <= startOf(tree, node) && endOf(tree, node) <= end);
  const word = wordOf(name);
  return uses.length > 0 && uses.every(isGone) && !edits.some(({ text }) => word.test(text));
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$.])${name}(?![\\w$])`, "u");
}

/** Whether an import stands there for this file's code alone, and no edit touches it. */
function isDroppable(file: SourceFile, edits: readonly TextEdit[], { statement, alias, name }: Import): boolean {
  const { tree, index } = file;
  const symbol = resolveName(index, scopeOf(file, statement), name);
  const [start, end] = [lineStartOf(tree, startOf(tree, statement)), nextLineStartOf(tree, endOf(tree, statement))];
  return (
    bindersOf(file, symbol).length === 1 &&
    bindersOf(file, symbol)[0] === alias &&
    isAloneOnLines(file, statement) &&
    !textBetween(file, start, end).includes("#") &&
    !edits.some((edit) => edit.start < end && edit.end > start) &&
    !isNamedInText(file, name)
  );
}

function scopeOf({ tree, index }: SourceFile, statement: NodeId): number {
  let scope = 0;
  for (const [node, id] of index.scopeOfNode)
    if (
      isFunction(tree, node) &&
      startOf(tree, node) <= startOf(tree, statement) &&
      endOf(tree, statement) <= endOf(tree, node)
    )
      scope = Math.max(scope, id);
  return scope;
}

/** Whether a name may be meant by a text: a quoted annotation, an entry of `__all__`, a comment with a type. */
function isNamedInText(file: SourceFile, name: string): boolean {
  const { tree } = file;
  const word = wordOf(name);
  const exports = tree.names.includes("__all__");
  for (let node = 1; node < tree.length; node++) {
    if (kindOf(tree, node) !== Kind.String) continue;
    const [, text = ""] = /^(?:'|")([\w.[\], |]*)(?:'|")$/.exec(textOf(file, node)) ?? [];
    if (!word.test(text)) continue;
    // A text that is the name of a module alone is no type.
    if (text !== name || exports || /[A-Z]/.test(name)) return true;
  }
  for (let at = 0; at < tree.comments.length; at += 2) {
    const text = textBetween(file, tree.comments[at] ?? 0, tree.comments[at + 1] ?? 0);
    if (text.includes("type:") && word.test(text)) return true;
  }
  return false;
}

/** The edits that take names out of an import statement, or all of it when it has no others. */
function removalOf(
  file: SourceFile,
  edits: readonly TextEdit[],
  statement: NodeId,
  dropped: ReadonlySet<NodeId>,
): TextEdit[] {
  const { tree } = file;
  const aliases = childrenOf(tree, statement).filter((child) => kindOf(tree, child) === Kind.Alias);
  if (aliases.every((alias) => dropped.has(alias))) return [linesOf(file, edits, statement)];
  const last = aliases.findLast((alias) => !dropped.has(alias)) ?? 0;
  const removed: TextEdit[] = [];
  for (const [at, alias] of aliases.entries()) {
    if (!dropped.has(alias)) continue;
    if (alias < last) removed.push({ start: startOf(tree, alias), end: startOf(tree, aliases[at + 1] ?? 0), text: "" });
  }
  const end = endOf(tree, aliases.at(-1) ?? 0);
  if (endOf(tree, last) < end) removed.push({ start: endOf(tree, last), end, text: "" });
  return removed;
}

/** The lines of a statement, with as many of the blank lines below it as there are above; all below it when it is the first. */
function linesOf({ tree }: SourceFile, edits: readonly TextEdit[], statement: NodeId): TextEdit {
  const start = lineStartOf(tree, startOf(tree, statement));
  let end = nextLineStartOf(tree, endOf(tree, statement));
  // What is put beside it takes its place.
  if (edits.some((edit) => edit.start === start || edit.start === end)) return { start, end, text: "" };
  let above = 0;
  for (let at = start; at > 0 && isBlankLine(tree, lineStartOf(tree, at - 1)); above++) at = lineStartOf(tree, at - 1);
  // Nothing stands above it in the module or function.
  if (start === 0 || opensBlock(tree, start)) above = tree.source.length;
  for (; above > 0 && end < tree.source.length && isBlankLine(tree, end); above--) end = nextLineStartOf(tree, end);
  return { start, end, text: "" };
}

/** Whether the line above ends with a colon. */
function opensBlock(tree: SyntaxTree, line: number): boolean {
  let at = line - 1;
  while (isBlank(tree.source[at]) || isLineEnd(tree, at)) at--;
  return tree.source[at] === 58;
}

function isBlankLine(tree: SyntaxTree, start: number): boolean {
  let at = start;
  while (isBlank(tree.source[at])) at++;
  return isLineEnd(tree, at);
}
