/** Names that nothing is called by yet. */
import { Kind, kindOf, nameOf, nextOf, type NodeId } from "../syntax/index.ts";
import type { SourceFile } from "./source-file.ts";

/** The name itself, or with a number, such that nothing in the file is called so. */
export function freeName({ tree }: SourceFile, name: string): string {
  return numbered(name, new Set(tree.names));
}

/** The name itself, or with a number, such that nothing in the innermost coroutine function around is called so. */
export function freeLocal({ tree }: SourceFile, path: readonly NodeId[], name: string): string {
  const fn = path.findLast((node) => kindOf(tree, node) === Kind.AsyncFunctionDef) ?? 0;
  const taken = new Set<string>();
  const attributes = new Set<NodeId>();
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    const kind = kindOf(tree, node);
    // The name of an attribute is no variable.
    const isOwn = kind === Kind.Name || (kind === Kind.Identifier && !attributes.has(node));
    if (kind === Kind.Attribute) attributes.add(nextOf(tree, node + 1));
    if (isOwn) taken.add(nameOf(tree, node));
  }
  return numbered(name, taken);
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}
