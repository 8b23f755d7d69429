/** The fix of a plain function that returns a coroutine: it becomes one itself, and awaits what it returned. */
import { say } from "../language/say.ts";
import { Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { isPrimary } from "./await-place.ts";
import { insertion, type Written } from "./call-fixes.ts";
import { isFunction, type SourceFile } from "./source-file.ts";

/** `def f(): … return g()` → `async def f(): … return await g()`. Whoever awaited what `f` gave still does. */
export function writeAwaitReturned(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const fn = path.findLast((node) => isFunction(tree, node)) ?? 0;
  if (kindOf(tree, fn) !== Kind.FunctionDef) return undefined;
  const values: NodeId[] = [];
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    if (isFunction(tree, node) || kindOf(tree, node) === Kind.ClassDef) {
      node = nextOf(tree, node) - 1;
      continue;
    }
    if (kindOf(tree, node) === Kind.Return) values.push(node + 1);
  }
  if (!values.every((value) => isPrimary(tree, value))) return undefined;
  const name = nameOf(tree, nextOf(tree, fn + 1));
  return {
    title: say`Make \`${name}\` a coroutine function, and await what it returns`,
    edits: [
      insertion(startOf(tree, fn), "async "),
      ...values.map((value) => insertion(startOf(tree, value), "await ")),
    ],
  };
}
