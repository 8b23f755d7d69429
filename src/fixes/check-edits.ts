/** What must still hold when a file has been edited: it parses, its comments are there, and the rest of it is what it was. */
import { mapEdits, mapOffset } from "../diagnostics/apply-edits.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, parseModule, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { childrenOf, isStatement, nextLineStartOf } from "./source-file.ts";

/** Why the edited source must not be kept, as the end of a sentence; undefined when it may. */
export function findDamage(before: SyntaxTree, edits: readonly TextEdit[], source: Uint8Array): string | undefined {
  const after = parseModule(source);
  const error = newError(before, after);
  if (error !== undefined) return say`the file would not parse any more: ${error}`;
  if (!hasAll(commentsOf(after), commentsOf(before))) return say`a comment would be lost`;
  return hasUntouched(before, edits, after) ? undefined : say`code outside the edits would change its meaning`;
}

function newError(before: SyntaxTree, after: SyntaxTree): string | undefined {
  const known = before.errors.map(({ message }) => message);
  for (const { message } of after.errors) {
    const at = known.indexOf(message);
    if (at < 0) return message;
    known.splice(at, 1);
  }
  return undefined;
}

const decoder = new TextDecoder();

function commentsOf({ comments, source }: SyntaxTree): string[] {
  const texts: string[] = [];
  for (let at = 0; at < comments.length; at += 2)
    texts.push(decoder.decode(source.subarray(comments[at], comments[at + 1])));
  return texts;
}

function hasAll(texts: readonly string[], wanted: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return wanted.every((text) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count - 1);
    return count > 0;
  });
}

/** A statement, and the names of the definitions it stands in. */
interface PlacedStatement {
  readonly node: NodeId;
  readonly owners: string;
}

/** Whether every statement that no edit touches is in the new tree: same place, same definition around it, same nodes. */
function hasUntouched(before: SyntaxTree, edits: readonly TextEdit[], after: SyntaxTree): boolean {
  const touches = (node: NodeId, end: number): boolean =>
    edits.some((edit) => edit.start <= end && edit.end >= startOf(before, node));
  // A line inserted below a block may belong to it: what is in the block is looked at one by one.
  const isTouched = (node: NodeId): boolean =>
    touches(node, endOf(before, node)) ||
    (isCompound(before, node) && touches(node, nextLineStartOf(before, endOf(before, node))));
  const map = mapEdits(edits);
  const found = new Map<string, PlacedStatement>();
  for (const item of statementsOf(after, () => false))
    found.set(`${kindOf(after, item.node)} ${startOf(after, item.node)}`, item);
  return statementsOf(before, (node) => !isTouched(node)).every(({ node, owners }) => {
    if (isTouched(node)) return true;
    const start = mapOffset(map, startOf(before, node), "after");
    const same = found.get(`${kindOf(before, node)} ${start}`);
    return same !== undefined && same.owners === owners && isSameSubtree(before, node, after, same.node);
  });
}

function isCompound(tree: SyntaxTree, node: NodeId): boolean {
  return childrenOf(tree, node).some((child) => {
    const kind = kindOf(tree, child);
    return kind === Kind.Block || kind === Kind.MatchCase;
  });
}

/** The statements of a tree in order; those inside of one for which `isWhole` holds are left out. */
function statementsOf(tree: SyntaxTree, isWhole: (node: NodeId) => boolean): PlacedStatement[] {
  const statements: PlacedStatement[] = [];
  const around: { readonly end: NodeId; readonly owners: string }[] = [{ end: tree.length, owners: "" }];
  let node = 1;
  while (node < tree.length) {
    while ((around.at(-1)?.end ?? tree.length) <= node && around.length > 1) around.pop();
    const kind = kindOf(tree, node);
    if (!isStatement(kind)) {
      // Nothing in an expression is a statement.
      node = kind >= Kind.FirstExpression ? nextOf(tree, node) : node + 1;
      continue;
    }
    const owners = around.at(-1)?.owners ?? "";
    statements.push({ node, owners });
    if (isWhole(node)) {
      node = nextOf(tree, node);
      continue;
    }
    if (kind === Kind.FunctionDef || kind === Kind.AsyncFunctionDef || kind === Kind.ClassDef) {
      const name = nameOf(tree, nextOf(tree, node + 1));
      around.push({ end: nextOf(tree, node), owners: `${owners}.${name}` });
    }
    node++;
  }
  return statements;
}

function isSameSubtree(left: SyntaxTree, leftNode: NodeId, right: SyntaxTree, rightNode: NodeId): boolean {
  const length = nextOf(left, leftNode) - leftNode;
  if (nextOf(right, rightNode) - rightNode !== length) return false;
  const shift = startOf(right, rightNode) - startOf(left, leftNode);
  for (let at = 0; at < length; at++) {
    const one = leftNode + at;
    const other = rightNode + at;
    if (kindOf(left, one) !== kindOf(right, other)) return false;
    if (startOf(left, one) + shift !== startOf(right, other) || endOf(left, one) + shift !== endOf(right, other))
      return false;
  }
  for (let at = startOf(left, leftNode); at < endOf(left, leftNode); at++)
    if (left.source[at] !== right.source[at + shift]) return false;
  return true;
}
