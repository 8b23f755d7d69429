/** How a file that makes an object of one class makes one of its counterpart. */
import { argumentsOf, insertion } from "./call-fixes.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { childrenOf, scopeAround, textOf, type SourceFile } from "./source-file.ts";
import { importOfName, importedName, wantMember } from "./wanted-name.ts";

/**
 * `OpenAI(…)` → `AsyncOpenAI(…)`, `Redis.from_url(…)` → `redis.asyncio.Redis.from_url(…)`, with the import it needs. `from` and
 * `to` are dotted names, `added` further keyword arguments; an annotation of the name it is assigned to is changed too, and any
 * other one stops it.
 */
export function writeConstructor(
  file: SourceFile,
  path: readonly NodeId[],
  { from, to, added }: { readonly from: string; readonly to: string; readonly added: readonly string[] },
): readonly TextEdit[] | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  if (kindOf(tree, call) !== Kind.Call) return undefined;
  const made = madeBy(file, path, from);
  if (made === undefined) return undefined;
  const places = [made, ...annotationsAround(file, path, made)];
  if (places.includes(-1)) return undefined;
  const edits =
    kindOf(tree, made) === Kind.Name
      ? replaceNames(file, path, places, from, to)
      : replaceAttributes(file, path, places, from, to);
  if (edits === undefined || added.length === 0) return edits;
  // What is added goes where nothing is given.
  const isEmpty = argumentsOf(tree, call).length === 0;
  return isEmpty ? [...edits, insertion(endOf(tree, call) - 1, added.join(", "))] : undefined;
}

/** The class, or function, in the callee of a call: `Redis` in `Redis.from_url(…)`. */
function madeBy(file: SourceFile, path: readonly NodeId[], from: string): NodeId | undefined {
  const { tree } = file;
  const callee = (path.at(-1) ?? 0) + 1;
  const last = from.slice(from.lastIndexOf(".") + 1);
  const isIt = (node: NodeId): boolean => {
    const name = importedName(file, scopeAround(file, path), node);
    // A file of the project that hands the class on may not hand on its counterpart.
    return name?.split(".", 1)[0] === from.split(".", 1)[0] && name?.endsWith(`.${last}`) === true;
  };
  if (isIt(callee)) return callee;
  return kindOf(tree, callee) === Kind.Attribute && isIt(callee + 1) ? callee + 1 : undefined;
}

/** The annotation of the assignment the call stands in; -1 for one that says something else. */
function annotationsAround(file: SourceFile, path: readonly NodeId[], made: NodeId): NodeId[] {
  const { tree } = file;
  const statement = path.at(-2) ?? 0;
  if (kindOf(tree, statement) !== Kind.AnnAssign) return [];
  const annotation = nextOf(tree, statement + 1);
  return [textOf(file, annotation) === textOf(file, made) ? annotation : -1];
}

function replaceAttributes(
  file: SourceFile,
  path: readonly NodeId[],
  places: readonly NodeId[],
  from: string,
  to: string,
): readonly TextEdit[] | undefined {
  const { tree } = file;
  if (moduleOf(from) === moduleOf(to))
    return places.map((node) => {
      const end = endOf(tree, node);
      return { start: end - lastOf(from).length, end, text: lastOf(to) };
    });
  return replaceByMember(file, path, places, to);
}

function replaceByMember(
  file: SourceFile,
  path: readonly NodeId[],
  places: readonly NodeId[],
  to: string,
): readonly TextEdit[] | undefined {
  const { tree } = file;
  const name = wantMember(file, scopeAround(file, path), moduleOf(to), lastOf(to), startOf(tree, path.at(-1) ?? 0));
  if (name === undefined) return undefined;
  return [
    ...name.edits,
    ...places.map((node) => ({ start: startOf(tree, node), end: endOf(tree, node), text: name.text })),
  ];
}

/** `from openai import OpenAI` → `from openai import AsyncOpenAI`, or both where the old name has other uses. */
function replaceNames(
  file: SourceFile,
  path: readonly NodeId[],
  places: readonly NodeId[],
  from: string,
  to: string,
): readonly TextEdit[] | undefined {
  const { tree, index } = file;
  const scope = scopeAround(file, path);
  const [made = 0] = places;
  const alias = importOfName(file, scope, made);
  const text = lastOf(to);
  const isRenamed = alias !== undefined && kindOf(tree, alias + 1) === Kind.Identifier;
  if (alias === undefined || isRenamed || moduleOf(from) !== moduleOf(to))
    return replaceByMember(file, path, places, to);
  const replaced = places.map((node) => ({ start: startOf(tree, node), end: endOf(tree, node), text }));
  const symbol = resolveName(index, scope, text);
  if (symbol >= 0) return importOf(file, alias, text) === undefined ? undefined : replaced;
  const range = { start: startOf(tree, alias), end: endOf(tree, alias) };
  const isLast = usesOf(file, nameOf(tree, made)) === places.length;
  const edit: TextEdit = isLast ? { ...range, text } : insertion(range.start, `${text}, `);
  return [{ ...edit, isShared: true }, ...replaced];
}

/** The alias of a name in the import statement another alias stands in. */
function importOf({ tree }: SourceFile, alias: NodeId, name: string): NodeId | undefined {
  for (let node = 1; node < tree.length; node++) {
    if (kindOf(tree, node) !== Kind.ImportFrom || alias < node || alias >= nextOf(tree, node)) continue;
    return childrenOf(tree, node).find((child) => kindOf(tree, child) === Kind.Alias && nameOf(tree, child) === name);
  }
  return undefined;
}

/** How often a name stands in a file, whatever it means there, also in a text: it may be exported by name. */
function usesOf(file: SourceFile, name: string): number {
  const { tree } = file;
  let count = 0;
  for (let node = 1; node < tree.length; node++) {
    const kind = kindOf(tree, node);
    if (kind === Kind.Name && nameOf(tree, node) === name) count++;
    else if (kind === Kind.String && textOf(file, node).includes(name)) count++;
  }
  return count;
}

function moduleOf(dotted: string): string {
  return dotted.slice(0, dotted.lastIndexOf("."));
}

function lastOf(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}
