/** Turns plain functions and all their calls async, in every file at once, or says what keeps it from being done. */
import type { AsyncChain, Obstacle, StoppedChain } from "../diagnostics/async-chain.ts";
import type { Fix } from "../diagnostics/fix.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { textOf, type SourceFile } from "./source-file.ts";
import { writeSwitch } from "./switch-fixes.ts";

type Open = (path: string) => SourceFile | undefined;

/** The fix of a chain, one that is only shown where it is stopped; undefined when it cannot be written. */
export function writeTurnAsync(chain: AsyncChain | StoppedChain | undefined, open: Open): Fix | undefined {
  if (chain === undefined) return undefined;
  if ("obstacle" in chain) {
    const title = say`Turn \`${chain.name}\` async`;
    return { title, applicability: "display", edits: new Map(), obstacle: findUse(chain.obstacle, open) };
  }
  const edits = writeSwitch(chain.steps, open);
  return edits && { title: titleOf(chain, edits.size), applicability: "unsafe", edits };
}

const mostNames = 3;

/** The same for every finding that the chain mends. */
function titleOf({ names: all, callCount }: AsyncChain, fileCount: number): string {
  const names = all.slice(0, mostNames).map((name) => `\`${name}\``);
  const more = all.length - names.length;
  const last = more > 0 ? say`${more} more` : (names.pop() ?? "");
  const functions = names.length === 0 ? last : say`${names.join(", ")} and ${last}`;
  const turn =
    callCount === 1
      ? say`Turn ${functions} async, and await the call`
      : say`Turn ${functions} async, and await ${callCount} calls`;
  return fileCount === 1 ? turn : say`${turn} in ${fileCount} files`;
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
