/** The fix of a resource that is not closed on every way: the rest of its block goes into a `with`, or a `try` with `finally`. */
import type { CloseResourceAction } from "../diagnostics/resource-repair.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { allowsAwait } from "./await-place.ts";
import { insertion } from "./call-fixes.ts";
import { indentedLines, isAloneOnLines, linesBelow, statementLines, unitBelow } from "./indentation.ts";
import {
  childrenOf,
  endsLine,
  indentationBefore,
  isFunction,
  nextLineStartOf,
  nodesAround,
  scopeAround,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import type { WrittenBlock } from "./statement-fixes.ts";
import { bindersOf, wantName } from "./wanted-name.ts";

/** `path` leads to the call that opens it: `name = call` or `name = await call`. */
export function writeCloseResource(
  file: SourceFile,
  path: readonly NodeId[],
  action: CloseResourceAction,
): WrittenBlock | undefined {
  const { tree } = file;
  const around = kindOf(tree, path.at(-2) ?? 0) === Kind.Await ? path.slice(0, -1) : path;
  const [block = 0, statement = 0, value = 0] = around.slice(-3);
  const [target = 0, assigned = 0, ...more] = childrenOf(tree, statement);
  const isBound =
    kindOf(tree, statement) === Kind.Assign &&
    more.length === 0 &&
    assigned === value &&
    kindOf(tree, target) === Kind.Name;
  if (!isBound || kindOf(tree, block) !== Kind.Block || !isAloneOnLines(file, statement)) return undefined;
  const needsAwait = action.way === "async with" || action.way === "aclosing" || action.isAwaited;
  if (needsAwait && !allowsAwait(tree, path)) return undefined;
  const name = nameOf(tree, target);
  const rest = childrenOf(tree, block).filter((node) => node > statement);
  const closing = closingsIn(file, rest, name, action.closers);
  const end = endOf(tree, block);
  const isOwn = isNamedOnlyFrom(file, path, name, statement, block);
  if (closing === undefined || !isOwn || rest.every((node) => closing.has(node)) || !endsLine(tree, end))
    return undefined;
  const opening = openingOf(file, path, { statement, value, name, end }, action);
  if (opening === undefined) return undefined;
  const removed = Array.from(closing, (node) => statementLines(file, node));
  const indent = indentationBefore(file, startOf(tree, statement)) ?? "";
  const unit = unitBelow(indent);
  const moved = indentedLines(file, endOf(tree, statement), end, unit);
  const isKept = ({ start }: TextEdit): boolean => !removed.some((line) => line.start <= start && start < line.end);
  const lines = moved.filter(isKept);
  // What is inserted at the start of a line comes before its indentation.
  const joined = opening.map((edit) => {
    const line = lines.find(({ start }) => start === edit.start && edit.end === start);
    return line === undefined ? edit : { ...edit, text: edit.text + line.text };
  });
  const starts = new Set(joined.map(({ start }) => start));
  return {
    title: say`Close \`${name}\` whatever happens`,
    edits: [...joined, ...lines.filter(({ start }) => !starts.has(start)), ...removed],
    claims: [{ start: startOf(tree, statement), end }],
  };
}

interface Opened {
  readonly statement: NodeId;
  readonly value: NodeId;
  readonly name: string;
  /** Offset of the end of its block. */
  readonly end: number;
}

/** The edits around the block. */
function openingOf(
  file: SourceFile,
  path: readonly NodeId[],
  { statement, value, name, end }: Opened,
  { way, closers, isAwaited, entersUnawaited }: CloseResourceAction,
): TextEdit[] | undefined {
  const { tree, newline } = file;
  const start = startOf(tree, statement);
  const indent = indentationBefore(file, start) ?? "";
  const unit = unitBelow(indent);
  if (way === "finally") {
    const last = `finally:${newline}${indent}${unit}${isAwaited ? "await " : ""}${name}.${closers[0] ?? "close"}()`;
    const at = nextLineStartOf(tree, end);
    const isBroken = tree.source[at - 1] === 10 || tree.source[at - 1] === 13;
    return [
      linesBelow(file, statement, ["try:"]),
      insertion(at, isBroken ? `${indent}${last}${newline}` : `${newline}${indent}${last}`),
    ];
  }
  if (!/^\w+\s*=\s*$/.test(textBetween(file, start, startOf(tree, value)))) return undefined;
  const isUnwrapped = way === "async with" && entersUnawaited && kindOf(tree, value) === Kind.Await;
  const entered = isUnwrapped ? value + 1 : value;
  if (endOf(tree, entered) !== endOf(tree, statement)) return undefined;
  const header = { start, end: startOf(tree, entered), text: `${way} ` };
  if (way !== "aclosing") return [header, insertion(endOf(tree, statement), ` as ${name}:`)];
  const aclosing = wantName(file, scopeAround(file, path), "contextlib.aclosing", start);
  if (aclosing === undefined) return undefined;
  return [
    ...aclosing.edits,
    { ...header, text: `async with ${aclosing.text}(` },
    insertion(endOf(tree, statement), `) as ${name}:`),
  ];
}

/** Whether a name stands in its function only from a statement to the end of the block. */
function isNamedOnlyFrom(
  file: SourceFile,
  path: readonly NodeId[],
  name: string,
  statement: NodeId,
  block: NodeId,
): boolean {
  const { tree, index } = file;
  const fn = path.findLast((node) => isFunction(tree, node)) ?? 0;
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    const isInside = statement <= node && node < nextOf(tree, block);
    if (!isInside && kindOf(tree, node) === Kind.Name && nameOf(tree, node) === name) return false;
  }
  const symbol = index.scopes[scopeAround(file, path)]?.symbols.get(name);
  return symbol !== undefined && bindersOf(file, symbol).length === 1;
}

/**
 * The statements that close it by hand, which are no longer needed: at the end of the block, or right before a `return` or
 * `raise`. Undefined when one stands elsewhere.
 */
function closingsIn(
  file: SourceFile,
  rest: readonly NodeId[],
  name: string,
  closers: readonly string[],
): Set<NodeId> | undefined {
  const { tree } = file;
  const found = new Set<NodeId>();
  for (const top of rest) {
    for (let node = top; node < nextOf(tree, top); node++) {
      const isCloser =
        kindOf(tree, node) === Kind.Attribute &&
        closers.includes(nameOf(tree, node)) &&
        kindOf(tree, node + 1) === Kind.Name &&
        nameOf(tree, node + 1) === name;
      if (!isCloser) continue;
      const path = nodesAround(tree, startOf(tree, node), endOf(tree, node));
      const at = path.findLastIndex((around) => kindOf(tree, around) === Kind.ExpressionStatement);
      const statement = path[at] ?? 0;
      const isCall = /^(?:await\s+)?\w+\.\w+\(\)$/.test(textOf(file, statement));
      if (at < 0 || !isCall || !isAloneOnLines(file, statement)) return undefined;
      const siblings = childrenOf(tree, path[at - 1] ?? 0);
      const next = siblings[siblings.indexOf(statement) + 1];
      const isLast = next === undefined ? statement === rest.at(-1) : leaves(tree, next);
      if (!isLast || siblings.length < 2) return undefined;
      found.add(statement);
    }
  }
  return found;
}

function leaves(tree: SyntaxTree, node: NodeId): boolean {
  const kind = kindOf(tree, node);
  return kind === Kind.Return || kind === Kind.Raise;
}
