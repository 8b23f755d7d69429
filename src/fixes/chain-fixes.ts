/** Turns plain functions and all their calls async, in every file at once, or says what keeps it from being done. */
import type { AsyncChain, Obstacle, Place, StoppedChain } from "../diagnostics/async-chain.ts";
import type { Fix } from "../diagnostics/fix.ts";
import { compareEdits, sameEdit, type TextEdit } from "../diagnostics/text-edit.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { awaitPlace } from "./await-place.ts";
import { insertion, writeCallInstead } from "./call-fixes.ts";
import { nodesAround, textOf, type SourceFile } from "./source-file.ts";

type Open = (path: string) => SourceFile | undefined;

/** The fix of a chain, one that is only shown where it is stopped; undefined when it cannot be written. */
export function writeTurnAsync(chain: AsyncChain | StoppedChain | undefined, open: Open): Fix | undefined {
  if (chain === undefined) return undefined;
  if ("obstacle" in chain) {
    const title = `Turn \`${chain.name}\` async`;
    return { title, applicability: "display", edits: new Map(), obstacle: findUse(chain.obstacle, open) };
  }
  const edits = new Map<string, readonly TextEdit[]>();
  const places = [...chain.functions, ...chain.calls, ...chain.sleeps];
  for (const path of new Set(places.map((place) => place.path))) {
    const file = open(path);
    const written = file && writeFile(file, chain);
    if (written === undefined) return undefined;
    edits.set(path, written);
  }
  return { title: titleOf(chain, edits.size), applicability: "unsafe", edits };
}

const mostNames = 3;

/** The same for every finding that the chain mends. */
function titleOf({ functions, calls }: AsyncChain, fileCount: number): string {
  const names = functions.slice(0, mostNames).map(({ name }) => `\`${name}\``);
  const more = functions.length - names.length;
  const last = more > 0 ? `${more} more` : (names.pop() ?? "");
  const all = names.length === 0 ? last : `${names.join(", ")} and ${last}`;
  const awaits = calls.length === 1 ? "await the call" : `await ${calls.length} calls`;
  return `Turn ${all} async, and ${awaits}${fileCount === 1 ? "" : ` in ${fileCount} files`}`;
}

/** The edits of one file; undefined when one of its places does not allow them. */
function writeFile(file: SourceFile, { functions, calls, sleeps, sleep }: AsyncChain): TextEdit[] | undefined {
  const { tree, path } = file;
  const isHere = (place: Place): boolean => place.path === path;
  const turned = definitionsNamedAt(file, new Set(functions.filter(isHere).map(({ start }) => start)));
  if (turned === undefined) return undefined;
  const edits = [...turned].map((node) => insertion(startOf(tree, node), "async "));
  const awaited: NodeId[][] = calls.filter(isHere).map(({ start, end }) => nodesAround(tree, start, end));
  // The outer of two calls that begin at one place (`f().g()`) is awaited first; their shortest paths come first.
  for (const nodes of awaited.toSorted((left, right) => left.length - right.length)) {
    const node = nodes.at(-1);
    const place = awaitPlace(file, nodes, turned);
    if (node === undefined || place === undefined || kindOf(tree, node) !== Kind.Call) return undefined;
    addInsertion(edits, startOf(tree, node), place.before, "after");
    if (place.after !== "") addInsertion(edits, endOf(tree, node), place.after, "before");
  }
  for (const { start, end } of sleeps.filter(isHere)) {
    const written = writeCallInstead(file, nodesAround(tree, start, end), sleep, true, turned);
    if (written === undefined) return undefined;
    for (const edit of written.edits) if (!edits.some((other) => sameEdit(edit, other))) edits.push(edit);
  }
  return edits.toSorted(compareEdits);
}

/** Edits at one offset are one edit. */
function addInsertion(edits: TextEdit[], at: number, text: string, side: "before" | "after"): void {
  const index = edits.findIndex(({ start, end }) => start === at && end === at);
  const known = edits[index];
  if (known === undefined) edits.push(insertion(at, text));
  else edits[index] = insertion(at, side === "after" ? known.text + text : text + known.text);
}

/** The `def` statements whose names begin at some offsets; undefined unless each has one. */
function definitionsNamedAt({ tree }: SourceFile, starts: ReadonlySet<number>): ReadonlySet<NodeId> | undefined {
  const found = new Set<NodeId>();
  for (let node = 1; node < tree.length; node++)
    if (kindOf(tree, node) === Kind.FunctionDef && starts.has(startOf(tree, nextOf(tree, node + 1)))) found.add(node);
  return found.size === starts.size ? found : undefined;
}

/** An obstacle of which only the file is known, at the first place where its name is used, imported, or part of a string. */
function findUse(obstacle: Obstacle, open: Open): Obstacle {
  const { path, usedName } = obstacle;
  const file = usedName === undefined ? undefined : open(path);
  if (file === undefined || usedName === undefined) return obstacle;
  const { tree } = file;
  const node = [isUse, isImport, isInText]
    .map((test) => findNode(file, (at) => test(file, at, usedName)))
    .find(isFound);
  return node === undefined ? obstacle : { ...obstacle, start: startOf(tree, node), end: endOf(tree, node) };
}

function isFound(node: NodeId): boolean {
  return node >= 0;
}

function findNode({ tree }: SourceFile, isWanted: (node: NodeId) => boolean): NodeId {
  for (let node = 1; node < tree.length; node++) if (isWanted(node)) return node;
  return -1;
}

function isUse({ tree }: SourceFile, node: NodeId, name: string): boolean {
  const kind = kindOf(tree, node);
  if ((kind !== Kind.Name && kind !== Kind.Attribute) || nameOf(tree, node) !== name) return false;
  return kindOf(tree, node - 1) !== Kind.Call;
}

function isImport({ tree }: SourceFile, node: NodeId, name: string): boolean {
  if (kindOf(tree, node) !== Kind.Alias) return false;
  return nameOf(tree, node) === name || (kindOf(tree, node + 1) === Kind.Identifier && nameOf(tree, node + 1) === name);
}

function isInText(file: SourceFile, node: NodeId, name: string): boolean {
  if (kindOf(file.tree, node) !== Kind.String) return false;
  return textOf(file, node)
    .replace(/["']+$/, "")
    .endsWith(name);
}
