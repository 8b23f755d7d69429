/** Which statements of a function must be inside a block, so that coroutines made there end before the block does. */
import { Kind, kindOf, nameOf, nextOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { childrenOf, isFunction, isStatement, scopeAround, textOf, type SourceFile } from "./source-file.ts";
import { groupAround } from "./task-fixes.ts";
import { importedName } from "./wanted-name.ts";

export interface StatementRun {
  readonly first: NodeId;
  readonly last: NodeId;
  /** From the module down to the first statement. */
  readonly path: readonly NodeId[];
}

/**
 * The statements of one block of a function, from the first that makes one of some coroutines to the last that waits for them;
 * undefined when one may go on after the block. Paths lead to the calls that make them.
 */
export function statementsUsing(
  file: SourceFile,
  fn: NodeId,
  paths: readonly (readonly NodeId[])[],
): StatementRun | undefined {
  // The innermost block that will do: less is indented, and the client is held for less long.
  for (const depth of depthsOfBlocks(file.tree, fn, paths).toReversed()) {
    const run = statementsIn(file, paths, depth);
    if (run !== undefined) return run;
  }
  return undefined;
}

/** The same in the block at a depth of the paths. */
function statementsIn(
  file: SourceFile,
  paths: readonly (readonly NodeId[])[],
  depth: number,
): StatementRun | undefined {
  const { tree } = file;
  const [first = []] = paths;
  const statements = childrenOf(tree, first[depth] ?? 0);
  let from = statements.length;
  let to = -1;
  for (const path of paths) {
    const at = statements.indexOf(path[depth + 1] ?? -1);
    const end = endOfUse(file, path, depth, statements.slice(at));
    if (at < 0 || end < 0) return undefined;
    from = Math.min(from, at);
    to = Math.max(to, at + end);
  }
  const opening = statements[from];
  const closing = statements[to];
  if (opening === undefined || closing === undefined) return undefined;
  return { first: opening, last: closing, path: [...first.slice(0, depth + 1), opening] };
}

/** The blocks that hold all of the nodes and are run once when the function is: their depths in the paths, outermost first. */
function depthsOfBlocks(tree: SyntaxTree, fn: NodeId, paths: readonly (readonly NodeId[])[]): number[] {
  const [first = []] = paths;
  const depths: number[] = [];
  for (let at = first.indexOf(fn) + 1; at > 0 && at < first.length; at++) {
    const node = first[at] ?? 0;
    const kind = kindOf(tree, node);
    const isAgain = kind === Kind.For || kind === Kind.AsyncFor || kind === Kind.While || kind >= Kind.FirstExpression;
    if (isAgain || !paths.every((path) => path[at] === node)) break;
    if (kind === Kind.Block) depths.push(at);
  }
  return depths;
}

/** How many statements after the first the coroutine of a call is waited for; -1 when that cannot be told. */
function endOfUse(file: SourceFile, path: readonly NodeId[], depth: number, statements: readonly NodeId[]): number {
  const { tree } = file;
  const inner = path.slice(depth + 1);
  const call = path.at(-1) ?? 0;
  if (inner.some((node) => isFunction(tree, node))) return -1;
  const waiting = inner.findLastIndex((node) => kindOf(tree, node) === Kind.Await);
  if (waiting >= 0 && isWaitedFor(file, inner.slice(waiting + 1), scopeAround(file, path))) return 0;
  const starter = path.findLast((node) => node !== call && kindOf(tree, node) === Kind.Call);
  const group = groupAround(file, path);
  const opensInside = group !== undefined && inner.some((node) => kindOf(tree, node) === Kind.AsyncWith);
  if (starter !== undefined && opensInside && textOf(file, starter + 1) === `${group}.create_task`) return 0;
  const list = listOf(file, inner, scopeAround(file, path));
  return list === undefined ? -1 : lastWaitFor(file, statements, list, scopeAround(file, path));
}

const collectors: ReadonlySet<string> = new Set(["asyncio.gather", "asyncio.wait", "asyncio.wait_for"]);
const starters: ReadonlySet<string> = new Set(["asyncio.create_task", "asyncio.ensure_future"]);

/** `await f()`, `await asyncio.gather(*[f() for …])`: the nodes below the `await`. */
function isWaitedFor(file: SourceFile, below: readonly NodeId[], scope: number): boolean {
  const { tree } = file;
  return below.every((node, index) => {
    if (index === below.length - 1) return true;
    if (kindOf(tree, node) !== Kind.Call) return isCollection(tree, node);
    const name = importedName(file, scope, node + 1) ?? "";
    return collectors.has(name) || starters.has(name);
  });
}

/** What arguments and lists are made of. */
function isCollection(tree: SyntaxTree, node: NodeId): boolean {
  switch (kindOf(tree, node)) {
    case Kind.ArgumentList:
    case Kind.Starred:
    case Kind.List:
    case Kind.Tuple:
    case Kind.Set:
    case Kind.ListComp:
    case Kind.GeneratorExp:
      return true;
    default:
      return false;
  }
}

/** The local that holds the coroutine or its task: `tasks = [f() for …]`, `tasks.append(f())`. */
function listOf(file: SourceFile, inner: readonly NodeId[], scope: number): string | undefined {
  const { tree } = file;
  const at = inner.findLastIndex((node) => isStatement(kindOf(tree, node)));
  const statement = inner[at] ?? 0;
  const below = inner.slice(at + 1, -1);
  const isHeld = (nodes: readonly NodeId[]): boolean =>
    nodes.every((node) =>
      kindOf(tree, node) === Kind.Call
        ? starters.has(importedName(file, scope, node + 1) ?? "")
        : isCollection(tree, node),
    );
  const target = statement + 1;
  if (kindOf(tree, statement) === Kind.Assign)
    return kindOf(tree, target) === Kind.Name && childrenOf(tree, statement).length === 2 && isHeld(below)
      ? nameOf(tree, target)
      : undefined;
  const [append = 0] = below;
  const isAppend =
    kindOf(tree, statement) === Kind.ExpressionStatement &&
    kindOf(tree, append) === Kind.Call &&
    kindOf(tree, append + 1) === Kind.Attribute &&
    nameOf(tree, append + 1) === "append" &&
    kindOf(tree, append + 2) === Kind.Name;
  return isAppend && isHeld(below.slice(1)) ? nameOf(tree, append + 2) : undefined;
}

/** The place of the last statement that names a list, when one of them waits for all that is in it; or -1. */
function lastWaitFor(file: SourceFile, statements: readonly NodeId[], list: string, scope: number): number {
  const { tree } = file;
  let last = -1;
  let isWaited = false;
  for (const [index, statement] of statements.entries()) {
    for (let node = statement; node < nextOf(tree, statement); node++) {
      const kind = kindOf(tree, node);
      if (kind === Kind.Name && nameOf(tree, node) === list) last = index;
      if (kind === Kind.Await && kindOf(tree, node + 1) === Kind.Call)
        isWaited ||=
          collectors.has(importedName(file, scope, node + 2) ?? "") && namesList(tree, nextOf(tree, node + 2), list);
      if (kind === Kind.For || kind === Kind.AsyncFor) isWaited ||= awaitsEach(file, node, list, scope);
    }
  }
  return isWaited ? last : -1;
}

/** Whether the first argument is the list, or the list with a star. */
function namesList(tree: SyntaxTree, args: NodeId, list: string): boolean {
  const [first = 0] = childrenOf(tree, args);
  const value = kindOf(tree, first) === Kind.Starred ? first + 1 : first;
  return kindOf(tree, value) === Kind.Name && nameOf(tree, value) === list;
}

/** `for task in tasks:` or `for task in asyncio.as_completed(tasks):`, with `await task` in it. */
function awaitsEach(file: SourceFile, loop: NodeId, list: string, scope: number): boolean {
  const { tree } = file;
  const [target = 0, iterable = 0, block = 0] = childrenOf(tree, loop);
  const isOver =
    kindOf(tree, iterable) === Kind.Name
      ? nameOf(tree, iterable) === list
      : kindOf(tree, iterable) === Kind.Call &&
        importedName(file, scope, iterable + 1) === "asyncio.as_completed" &&
        namesList(tree, nextOf(tree, iterable + 1), list);
  if (!isOver || kindOf(tree, target) !== Kind.Name) return false;
  for (let node = block; node < nextOf(tree, block); node++) {
    const isAwait = kindOf(tree, node) === Kind.Await && kindOf(tree, node + 1) === Kind.Name;
    if (isAwait && nameOf(tree, node + 1) === nameOf(tree, target)) return true;
    if (kindOf(tree, node) === Kind.Break) return false;
  }
  return false;
}
