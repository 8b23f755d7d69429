import { Kind } from "../../src/syntax/index.ts";
import type { SyntaxTree } from "../../src/syntax/index.ts";

const KIND_NAMES: readonly string[] = namesWhere((name) => !/^(?:Operator|Parameter(?!s?$)|First|Last)/.test(name));
const OPERATOR_NAMES: readonly string[] = namesWhere((name) => name.startsWith("Operator"));
const PARAMETER_NAMES: readonly string[] = namesWhere((name) => /^Parameter(?!s?$)/.test(name));

function namesWhere(isWanted: (name: string) => boolean): string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(Kind)) if (isWanted(name)) names[value] = name;
  return names;
}

const NAMED: ReadonlySet<number> = new Set([
  Kind.Identifier,
  Kind.Keyword,
  Kind.Alias,
  Kind.ExceptHandler,
  Kind.MatchMapping,
  Kind.KeywordPattern,
  Kind.MatchStar,
  Kind.MatchAs,
  Kind.Name,
]);
const OPERATED: ReadonlySet<number> = new Set([
  Kind.BoolOp,
  Kind.BinOp,
  Kind.UnaryOp,
  Kind.AugAssign,
  Kind.CompareOperator,
]);

/**
 * A tree as text: `Assign(Name:x, Number)`. After the colon comes the payload: a name, an operator, or a number that is
 * not 0. `_` is Absent.
 */
export function printTree(tree: SyntaxTree, node: number): string {
  if (tree.kinds[node] === Kind.Absent) return "_";
  const children: string[] = [];
  for (let child = node + 1; child < tree.nexts[node]!; child = tree.nexts[child]!) {
    children.push(printTree(tree, child));
  }
  const head = KIND_NAMES[tree.kinds[node]!]! + printData(tree, node);
  return children.length === 0 ? head : `${head}(${children.join(", ")})`;
}

function printData(tree: SyntaxTree, node: number): string {
  const kind = tree.kinds[node]!;
  const data = tree.data[node]!;
  if (NAMED.has(kind)) return data === -1 ? "" : `:${tree.names[data]}`;
  if (OPERATED.has(kind)) return `:${OPERATOR_NAMES[data]!.slice("Operator".length)}`;
  if (kind === Kind.Parameter) return `:${PARAMETER_NAMES[data]!.slice("Parameter".length)}`;
  if (kind === Kind.MatchSingleton) return `:${KIND_NAMES[data]}`;
  if (kind === Kind.FormattedValue || kind === Kind.Interpolation) {
    return data === -1 ? "" : `:${String.fromCharCode(data)}`;
  }
  if (kind === Kind.Attribute || data === 0) return "";
  return `:${data}`;
}

/** All statements, one per line, and the errors with the text they are about. */
export function printModule(tree: SyntaxTree): string {
  const lines: string[] = [];
  for (let child = 1; child < tree.nexts[0]!; child = tree.nexts[child]!) lines.push(printTree(tree, child));
  for (const error of tree.errors) {
    const text = new TextDecoder().decode(tree.source.subarray(error.start, error.end));
    lines.push(`error ${error.start}..${error.end} ${JSON.stringify(text)}: ${error.message}`);
  }
  return lines.join("\n");
}
