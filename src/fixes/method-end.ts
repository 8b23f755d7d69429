/** Lines that run where a function ends. */
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { endOf, Kind, kindOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { insertion } from "./call-fixes.ts";
import { isAloneOnLines, linesBelow, unitBelow } from "./indentation.ts";
import { childrenOf, indentationBefore, isFunction, textOf, type SourceFile } from "./source-file.ts";

/** The statements a function always comes to, unless it leaves before: those of its own block. */
export function statementsOf(tree: SyntaxTree, fn: NodeId): NodeId[] {
  return childrenOf(tree, childrenOf(tree, fn).at(-1) ?? fn);
}

/**
 * Adds lines at the end of a method, above the `return` it ends with; undefined when it may leave before, or returns what the
 * lines are about: `attribute`.
 */
export function addToMethod(
  file: SourceFile,
  fn: NodeId,
  attribute: string,
  linesFor: (unit: string) => readonly string[],
): readonly TextEdit[] | undefined {
  const { tree, newline } = file;
  const last = statementsOf(tree, fn).at(-1) ?? fn;
  const indent = indentationBefore(file, startOf(tree, last));
  if (indent === undefined || !isAloneOnLines(file, last) || leavesBefore(tree, fn, last)) return undefined;
  const lines = linesFor(unitBelow(indent));
  if (isPlaceholder(tree, last)) {
    const text = lines.join(newline + indent);
    return [{ start: startOf(tree, last), end: endOf(tree, last), text }];
  }
  if (kindOf(tree, last) !== Kind.Return) return [linesBelow(file, last, lines)];
  if (textOf(file, last).includes(attribute)) return undefined;
  return [insertion(startOf(tree, last), lines.map((line) => line + newline + indent).join(""))];
}

/** `pass`, `...` */
function isPlaceholder(tree: SyntaxTree, statement: NodeId): boolean {
  const kind = kindOf(tree, statement);
  if (kind === Kind.Pass) return true;
  return kind === Kind.ExpressionStatement && kindOf(tree, statement + 1) === Kind.Ellipsis;
}

/** Whether a function may leave before its last statement, or in the middle of it. */
function leavesBefore(tree: SyntaxTree, fn: NodeId, last: NodeId): boolean {
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    if (isFunction(tree, node)) node = nextOf(tree, node) - 1;
    else if (node !== last && leaving.has(kindOf(tree, node))) return true;
  }
  return kindOf(tree, last) === Kind.Raise;
}

const leaving: ReadonlySet<number> = new Set([Kind.Return, Kind.Raise, Kind.Yield, Kind.YieldFrom]);
