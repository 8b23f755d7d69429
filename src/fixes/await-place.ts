/** Whether an `await` may stand at an expression, and the parentheses it needs there. */
import { endOf, Kind, kindOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { isBlank, type SourceFile } from "./source-file.ts";

/** What goes around an awaited expression. */
export interface AwaitPlace {
  readonly before: string;
  readonly after: string;
}

/**
 * How to await the last of some nodes, from the module down; undefined where it is awaited already, or where Python allows
 * no `await`: outside `async def`, in a lambda, a class body, a generator expression (it would become an async one).
 */
export function awaitPlace(file: SourceFile, path: readonly NodeId[]): AwaitPlace | undefined {
  const { tree } = file;
  const node = path.at(-1);
  const parent = path.at(-2);
  if (node === undefined || parent === undefined || !allowsAwait(tree, path)) return undefined;
  if (kindOf(tree, parent) === Kind.Await) return undefined;
  return bindsTighter(tree, node, parent) && !isParenthesised(file, node)
    ? { before: "(await ", after: ")" }
    : { before: "await ", after: "" };
}

/** Whether the innermost function around the last node is an `async def` whose own code it is. */
export function allowsAwait(tree: SyntaxTree, path: readonly NodeId[]): boolean {
  for (let at = path.length - 2; at >= 0; at--) {
    const around = path[at] ?? 0;
    const inner = path[at + 1] ?? 0;
    switch (kindOf(tree, around)) {
      case Kind.AsyncFunctionDef:
        // Decorators, defaults and annotations belong to the code around.
        return kindOf(tree, inner) === Kind.Block;
      case Kind.FunctionDef:
      case Kind.Lambda:
      case Kind.ClassDef:
      case Kind.TypeAlias:
        return false;
      case Kind.GeneratorExp:
        if (!isFirstIterable(tree, around, path.slice(at + 1))) return false;
        break;
      default:
    }
  }
  return false;
}

/** The iterable of a generator expression's first `for` is evaluated by the code around it. */
function isFirstIterable(tree: SyntaxTree, generator: NodeId, inner: readonly NodeId[]): boolean {
  const [clause = 0, part = 0] = inner;
  const first = nextOf(tree, generator + 1);
  return clause === first && part === nextOf(tree, clause + 1);
}

/** Whether what the parent does with the node binds tighter than `await`. */
function bindsTighter(tree: SyntaxTree, node: NodeId, parent: NodeId): boolean {
  const kind = kindOf(tree, parent);
  return node === parent + 1 && (kind === Kind.Attribute || kind === Kind.Subscript || kind === Kind.Call);
}

/** Whether the object of an attribute, subscript or call has parentheses of its own. */
function isParenthesised({ tree }: SourceFile, node: NodeId): boolean {
  const { source } = tree;
  let before = startOf(tree, node) - 1;
  let after = endOf(tree, node);
  while (isBlank(source[before])) before--;
  while (isBlank(source[after])) after++;
  return source[before] === 40 && source[after] === 41;
}

/** Whether `await` in front of an expression takes all of it: names, calls, attributes, subscripts, literals, parentheses. */
export function isPrimary(tree: SyntaxTree, node: NodeId): boolean {
  switch (kindOf(tree, node)) {
    case Kind.Name:
    case Kind.Call:
    case Kind.Attribute:
    case Kind.Subscript:
    case Kind.List:
    case Kind.ListComp:
    case Kind.GeneratorExp:
      return true;
    default:
      return false;
  }
}
