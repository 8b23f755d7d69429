/** How code of a file reaches `asyncio.to_thread`: by what it imports already, or by an import that a fix adds. */
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { resolveName, type ScopeId, type SymbolId } from "../semantic/semantic-index.ts";
import { dataOf, endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { placeOfImport } from "./import-place.ts";
import { childrenOf, type SourceFile } from "./source-file.ts";

export interface WantedName {
  /** What to write. */
  readonly text: string;
  /** The import it needs, if any. */
  readonly edits: readonly TextEdit[];
}

/** The minor version of Python 3 that first had a name. What is not here is in every Python that fixes are written for. */
const firstPython: ReadonlyMap<string, number> = new Map([
  ["asyncio.to_thread", 9],
  ["contextlib.aclosing", 10],
  ["asyncio.TaskGroup", 11],
  ["asyncio.timeout", 11],
]);

/** Where a project does not say what it runs on. */
const assumedPython = 10;

/** Whether a name is in the oldest Python that a file must run on. */
export function isInPython({ minimumPython = assumedPython }: SourceFile, dotted: string): boolean {
  return (firstPython.get(dotted) ?? 0) <= minimumPython;
}

/** One name an import statement of the module binds. */
interface ImportedName {
  readonly alias: NodeId;
  /** Dotted name of what is bound: `asyncio`, `asyncio.sleep`. */
  readonly target: string;
  readonly bound: string;
}

/**
 * How to write a dotted name (module, then attributes) in a scope, or undefined when the module's name means something else
 * there, or the project's oldest Python has no such name. `use` is the offset where it will stand.
 */
export function wantName(file: SourceFile, scope: ScopeId, dotted: string, use: number): WantedName | undefined {
  const imported = importsOf(file, scope, use);
  if (!isInPython(file, dotted) && !imported.some(({ target }) => target === dotted)) return undefined;
  const reaches = ({ target }: ImportedName): boolean => dotted === target || dotted.startsWith(`${target}.`);
  // The longest target first: `from asyncio import sleep` before `import asyncio`.
  const known = imported.filter(reaches).toSorted((left, right) => right.target.length - left.target.length);
  for (const { bound, target, alias } of known)
    if (isSameSymbol(file, scope, bound, alias)) return { text: bound + dotted.slice(target.length), edits: [] };
  const [module = ""] = dotted.split(".");
  if (!canImport(file, scope, module)) return undefined;
  const place = placeOfImport(file, module);
  return { text: dotted, edits: [{ start: place.offset, end: place.offset, text: place.text, isShared: true }] };
}

/** The dotted name an expression stands for, by the imports of the module: `aio.sleep` → `asyncio.sleep`; else undefined. */
export function importedName(file: SourceFile, scope: ScopeId, expression: NodeId): string | undefined {
  const { tree } = file;
  let rest = "";
  let node = expression;
  while (kindOf(tree, node) === Kind.Attribute) {
    rest = `.${nameOf(tree, node)}${rest}`;
    node++;
  }
  if (kindOf(tree, node) !== Kind.Name) return undefined;
  const bound = nameOf(tree, node);
  const found = importsOf(file, scope, startOf(tree, expression)).find((item) => item.bound === bound);
  return found !== undefined && isSameSymbol(file, scope, bound, found.alias) ? found.target + rest : undefined;
}

/** Whether the symbol a name means in a scope is bound by this import and nothing else. */
function isSameSymbol(file: SourceFile, scope: ScopeId, name: string, alias: NodeId): boolean {
  const symbol = resolveName(file.index, scope, name);
  const binders = symbol < 0 ? [] : bindersOf(file, symbol);
  return binders.includes(alias) && binders.every((node) => isImportOfSame(file.tree, node, alias));
}

const known = new WeakMap<SourceFile, ReadonlyMap<SymbolId, readonly NodeId[]>>();

/** The nodes that bind a symbol, in any scope. */
export function bindersOf(file: SourceFile, symbol: SymbolId): readonly NodeId[] {
  let binders = known.get(file);
  if (binders === undefined) {
    const found = new Map<SymbolId, NodeId[]>();
    for (const { bound } of file.index.scopes) {
      for (let at = 0; at < bound.length; at += 2) {
        const item = bound[at + 1] ?? -1;
        const nodes = found.get(item);
        if (nodes === undefined) found.set(item, [bound[at] ?? 0]);
        else nodes.push(bound[at] ?? 0);
      }
    }
    known.set(file, found);
    binders = found;
  }
  return binders.get(symbol) ?? [];
}

/** `import os.path` beside `import os` binds the same name to the same module. */
function isImportOfSame(tree: SyntaxTree, node: NodeId, alias: NodeId): boolean {
  return kindOf(tree, node) === Kind.Alias && importTarget(tree, node) === importTarget(tree, alias);
}

function importTarget(tree: SyntaxTree, alias: NodeId): string {
  const name = nameOf(tree, alias);
  return kindOf(tree, alias + 1) === Kind.Identifier ? name : name.replace(/\..*/, "");
}

/** Names bound by the module's own import statements, and by those of the functions around a use that stand before it. */
function importsOf(file: SourceFile, scope: ScopeId, use: number): ImportedName[] {
  const { tree, index } = file;
  const found: ImportedName[] = [];
  for (let current = scope; current >= 0; current = index.scopes[current]?.parent ?? -1) {
    const node = index.scopes[current]?.node ?? 0;
    const body = node === 0 ? 0 : (childrenOf(tree, node).at(-1) ?? node);
    if (node !== 0 && kindOf(tree, body) !== Kind.Block) continue;
    for (const statement of childrenOf(tree, body)) {
      const isBefore = node === 0 || endOf(tree, statement) < use;
      if (isBefore) found.push(...namesImported(tree, statement));
    }
  }
  return found;
}

function namesImported(tree: SyntaxTree, statement: NodeId): ImportedName[] {
  const kind = kindOf(tree, statement);
  if (kind !== Kind.Import && kind !== Kind.ImportFrom) return [];
  if (kind === Kind.ImportFrom && (dataOf(tree, statement) > 0 || kindOf(tree, statement + 1) === Kind.Absent))
    return [];
  const module = kind === Kind.ImportFrom ? nameOf(tree, statement + 1) : "";
  const first = kind === Kind.ImportFrom ? nextOf(tree, statement + 1) : statement + 1;
  const names: ImportedName[] = [];
  for (let alias = first; alias < nextOf(tree, statement); alias = nextOf(tree, alias)) {
    const name = nameOf(tree, alias);
    if (name === "*") continue;
    const hasAs = kindOf(tree, alias + 1) === Kind.Identifier;
    const target = module === "" ? (hasAs ? name : name.replace(/\..*/, "")) : `${module}.${name}`;
    const bound = hasAs ? nameOf(tree, alias + 1) : name.replace(/\..*/, "");
    names.push({ alias, target, bound });
  }
  return names;
}

/** Whether an import at the top of the module makes the name mean the module in a scope. */
function canImport(file: SourceFile, scope: ScopeId, module: string): boolean {
  const { tree, index } = file;
  const symbol = resolveName(index, scope, module);
  if (symbol < 0) return true;
  if (index.symbolScopes[symbol] !== 0) return false;
  // Imports below `try` or `if TYPE_CHECKING` may stay: they bind the same module.
  return bindersOf(file, symbol).every((node) => kindOf(tree, node) === Kind.Alias && nameOf(tree, node) === module);
}

/** The alias of the import a Name means, where it means nothing else. */
export function importOfName(file: SourceFile, scope: ScopeId, name: NodeId): NodeId | undefined {
  const bound = nameOf(file.tree, name);
  const found = importsOf(file, scope, startOf(file.tree, name)).find((item) => item.bound === bound);
  return found !== undefined && isSameSymbol(file, scope, bound, found.alias) ? found.alias : undefined;
}

/**
 * How to write a member of a module that importing its package may not load: by an import of that very module, or of the member,
 * that the file has, or by one that a fix adds.
 */
export function wantMember(
  file: SourceFile,
  scope: ScopeId,
  module: string,
  member: string,
  use: number,
): WantedName | undefined {
  const dotted = `${module}.${member}`;
  const imported = importsOf(file, scope, use);
  for (const { bound, target, alias } of imported) {
    if (!isSameSymbol(file, scope, bound, alias)) continue;
    if (target === dotted) return { text: bound, edits: [] };
    const isModule = target === module || (nameOf(file.tree, alias) === module && module.startsWith(`${target}.`));
    if (isModule) return { text: bound + dotted.slice(target.length), edits: [] };
  }
  const [top = ""] = module.split(".");
  if (!canImport(file, scope, top)) return undefined;
  const place = placeOfImport(file, module);
  return { text: dotted, edits: [{ start: place.offset, end: place.offset, text: place.text, isShared: true }] };
}

/** Whether a name of the builtins means in every scope of the file what it means in Python. */
export function isBuiltin({ index }: SourceFile, name: string): boolean {
  return index.scopes.every(({ symbols }) => !symbols.has(name));
}
