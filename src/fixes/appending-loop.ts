/** Loops that do nothing but collect what awaited calls give: read from the tree, for fixes that make the calls side by side. */
import { resolveName } from "../semantic/semantic-index.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { argumentsOf } from "./call-fixes.ts";
import { childrenOf, endsLine, isFunction, scopeAround, textBetween, textOf, type SourceFile } from "./source-file.ts";

/** What one appends to, and what. */
interface Appending {
  readonly loop: NodeId;
  readonly items: NodeId;
  readonly call: NodeId;
  /** The name the result has on its way: `result = await f(x)`, `items.append(result)`. */
  readonly result: NodeId | undefined;
}

/** A loop that only appends, in the parts a fix writes. */
export interface AppendingLoop {
  readonly loop: NodeId;
  /** Bytes of the loop, with the statement above it that makes the list, if that stands there. */
  readonly start: number;
  readonly end: number;
  /** The awaited call, and `for x in xs`. */
  readonly element: string;
  readonly clause: string;
  /** The statement that takes a list of all results. */
  readonly collect: (results: string) => string;
}

/** The loop around an awaited call, the last of some nodes from the module down; undefined where it does more than append. */
export function appendingLoopAround(file: SourceFile, path: readonly NodeId[]): AppendingLoop | undefined {
  const { tree } = file;
  const found = appendedAtOnce(tree, path) ?? appendedByName(tree, path);
  if (found === undefined) return undefined;
  const { loop, items, call, result } = found;
  const [target = 0, iterable = 0, , orElse = 0] = childrenOf(tree, loop);
  const end = endOf(tree, loop);
  const isPlain = kindOf(tree, target) === Kind.Name && kindOf(tree, orElse) === Kind.Absent && endsLine(tree, end);
  if (!isPlain || textBetween(file, startOf(tree, loop), end).includes("#")) return undefined;
  const isWanted = [target, ...(result === undefined ? [] : [result])].some((name) =>
    isNamedAfter(file, path, nameOf(tree, name), loop),
  );
  if (isWanted) return undefined;
  const made = emptyListAbove(file, path, loop, items);
  const list = nameOf(tree, items);
  return {
    loop,
    start: startOf(tree, made ?? loop),
    end,
    element: textOf(file, call),
    clause: `for ${nameOf(tree, target)} in ${textOf(file, iterable)}`,
    collect: (results) => (made === undefined ? `${list}.extend(${results})` : `${list} = ${results}`),
  };
}

/** `items.append(await f(x))` alone in the loop. */
function appendedAtOnce(tree: SyntaxTree, path: readonly NodeId[]): Appending | undefined {
  const [loop = 0, block = 0, statement = 0, append = 0, , waiting = 0, call = 0] = path.slice(-7);
  const items = kindOf(tree, loop) === Kind.For ? listAppendedTo(tree, statement, append) : undefined;
  const isAlone = childrenOf(tree, block).length === 1 && endOf(tree, waiting) === endOf(tree, call);
  return items !== undefined && isAlone ? { loop, items, call, result: undefined } : undefined;
}

/** `result = await f(x)` and `items.append(result)`, and nothing else in the loop. */
function appendedByName(tree: SyntaxTree, path: readonly NodeId[]): Appending | undefined {
  const [loop = 0, block = 0, statement = 0, waiting = 0, call = 0] = path.slice(-5);
  if (kindOf(tree, loop) !== Kind.For || kindOf(tree, statement) !== Kind.Assign) return undefined;
  const [result = 0, value = 0, ...more] = childrenOf(tree, statement);
  const [first, second = 0, ...others] = childrenOf(tree, block);
  const isAssigned = more.length === 0 && value === waiting && endOf(tree, waiting) === endOf(tree, call);
  if (!isAssigned || kindOf(tree, result) !== Kind.Name || first !== statement || others.length > 0) return undefined;
  const items = listAppendedTo(tree, second, second + 1);
  const [appended = 0] = items === undefined ? [] : argumentsOf(tree, second + 1);
  const name = nameOf(tree, result);
  const isSame = kindOf(tree, appended) === Kind.Name && nameOf(tree, appended) === name;
  return items !== undefined && isSame && countNames(tree, loop, name) === 2
    ? { loop, items, call, result }
    : undefined;
}

/** The name in `items.append(…)`, with one argument. */
function listAppendedTo(tree: SyntaxTree, statement: NodeId, append: NodeId): NodeId | undefined {
  const isAppend =
    kindOf(tree, statement) === Kind.ExpressionStatement &&
    kindOf(tree, append) === Kind.Call &&
    kindOf(tree, append + 1) === Kind.Attribute &&
    nameOf(tree, append + 1) === "append" &&
    kindOf(tree, append + 2) === Kind.Name &&
    argumentsOf(tree, append).length === 1;
  return isAppend ? append + 2 : undefined;
}

/** The statement `items = []` just above a loop that names the list nowhere else. */
function emptyListAbove(file: SourceFile, path: readonly NodeId[], loop: NodeId, items: NodeId): NodeId | undefined {
  const { tree } = file;
  const siblings = childrenOf(tree, path[path.indexOf(loop) - 1] ?? 0);
  const above = siblings[siblings.indexOf(loop) - 1] ?? 0;
  if (kindOf(tree, above) !== Kind.Assign) return undefined;
  const [target = 0, value = 0, ...more] = childrenOf(tree, above);
  const list = nameOf(tree, items);
  const isMade =
    more.length === 0 &&
    kindOf(tree, target) === Kind.Name &&
    nameOf(tree, target) === list &&
    kindOf(tree, value) === Kind.List &&
    childrenOf(tree, value).length === 0;
  const isNext = /^\s*$/.test(textBetween(file, endOf(tree, above), startOf(tree, loop)));
  return isMade && isNext && countNames(tree, loop, list) === 1 ? above : undefined;
}

function countNames(tree: SyntaxTree, around: NodeId, name: string): number {
  let count = 0;
  for (let node = around; node < nextOf(tree, around); node++)
    if (kindOf(tree, node) === Kind.Name && nameOf(tree, node) === name) count++;
  return count;
}

/** Whether a name is used below a loop by whoever may see what its function binds: its last value may be wanted. */
function isNamedAfter(file: SourceFile, path: readonly NodeId[], name: string, loop: NodeId): boolean {
  const { tree, index } = file;
  const scope = scopeAround(file, path);
  const isLocal = index.symbolScopes[resolveName(index, scope, name)] === scope;
  const fn = path.findLast((node) => isFunction(tree, node)) ?? 0;
  const end = isLocal ? nextOf(tree, fn) : tree.length;
  for (let node = nextOf(tree, loop); node < end; node++)
    if (kindOf(tree, node) === Kind.Name && nameOf(tree, node) === name) return true;
  return false;
}
