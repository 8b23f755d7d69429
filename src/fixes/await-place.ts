/** Whether an `await` may stand at an expression, and the parentheses it needs there. */
import { endOf, Kind, kindOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { isBlank, type SourceFile } from "./source-file.ts";

/** What goes around an awaited expression. */
export interface AwaitPlace {
  readonly before: string;
  readonly after: string;
}

const none: ReadonlySet<NodeId> = new Set();

/**
 * How to await the last of some nodes, from the module down; undefined where it is awaited already, or where Python allows
 * no `await`: outside `async def`, in a lambda, a class body, a generator expression (it would become an async one).
 * `turned`: functions that will be `async def` when the edit is made.
 */
export function awaitPlace(
  file: SourceFile,
  path: readonly NodeId[],
  turned: ReadonlySet<NodeId> = none,
): AwaitPlace | undefined {
  const { tree } = file;
  const node = path.at(-1);
  const parent = path.at(-2);
  if (node === undefined || parent === undefined || !allowsAwait(tree, path, turned)) return undefined;
  if (kindOf(tree, parent) === Kind.Await) return undefined;
  return bindsTighter(tree, node, parent) && !isParenthesised(file, node)
    ? { before: "(await ", after: ")" }
    : { before: "await ", after: "" };
}

/** Whether the innermost function around the last node is an `async def`, or one of `turned`, whose own code it is. */
export function allowsAwait(tree: SyntaxTree, path: readonly NodeId[], turned: ReadonlySet<NodeId> = none): boolean {
  let comprehensions = 0;
  for (let at = path.length - 2; at >= 0; at--) {
    const around = path[at] ?? 0;
    const inner = path[at + 1] ?? 0;
    switch (kindOf(tree, around)) {
      case Kind.AsyncFunctionDef:
        // Decorators, defaults and annotations belong to the code around.
        return kindOf(tree, inner) === Kind.Block;
      case Kind.FunctionDef:
        return turned.has(around) && kindOf(tree, inner) === Kind.Block;
      case Kind.Lambda:
      case Kind.ClassDef:
      case Kind.TypeAlias:
        return false;
      case Kind.GeneratorExp:
        if (!isFirstIterable(tree, around, path.slice(at + 1))) return false;
        break;
      case Kind.ListComp:
      case Kind.SetComp:
      case Kind.DictComp:
        // Before Python 3.11 no comprehension inside another may await.
        if (!isFirstIterable(tree, around, path.slice(at + 1)) && ++comprehensions > 1) return false;
        break;
      default:
    }
  }
  return false;
}

/** The iterable of the first `for` of a generator expression or comprehension is evaluated by the code around it. */
function isFirstIterable(tree: SyntaxTree, generator: NodeId, inner: readonly NodeId[]): boolean {
  const [clause = 0, part = 0] = inner;
  let first = generator + 1;
  while (first < nextOf(tree, generator) && kindOf(tree, first) !== Kind.Comprehension) first = nextOf(tree, first);
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
