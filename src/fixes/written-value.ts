/** What can be told of a value by how it is written. */
import type { ArgumentForm } from "../diagnostics/twin-repair.ts";
import { resolveName, type ScopeId } from "../semantic/semantic-index.ts";
import { dataOf, Kind, kindOf, nameOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { argumentsOf } from "./call-fixes.ts";
import { childrenOf, scopeAround, textOf, type SourceFile } from "./source-file.ts";
import { bindersOf, importedName, isBuiltin } from "./wanted-name.ts";

/** Whether each argument of a call is what is asked of it; undefined asks nothing. */
export function haveForms(
  file: SourceFile,
  path: readonly NodeId[],
  forms: readonly (ArgumentForm | undefined)[],
): boolean {
  const { tree } = file;
  const values = argumentsOf(tree, path.at(-1) ?? 0).map((node) =>
    kindOf(tree, node) === Kind.Keyword ? node + 1 : node,
  );
  const [address = 0] = values;
  const scope = scopeAround(file, path);
  return values.every((value, at) => {
    const form = forms[at];
    return form === undefined || hasForm(file, scope, value, form, address);
  });
}

/** Whether an argument is what is asked of it. `address` is the first argument of its call. */
export function hasForm(file: SourceFile, scope: ScopeId, node: NodeId, form: ArgumentForm, address: NodeId): boolean {
  const { tree } = file;
  switch (form) {
    case "Form":
      return isPlainDict(file, scope, node);
    case "Query":
      return isPlainDict(file, scope, node) && isWithoutQuery(file, address);
    case "Pair":
      return kindOf(tree, node) === Kind.Tuple && childrenOf(tree, node).length === 2;
    case "Flag":
      return kindOf(tree, node) === Kind.True || kindOf(tree, node) === Kind.False;
    case "Body":
      return isText(file, scope, node) || isBytes(file, scope, node);
  }
}

/** Whether an expression is a display of a dict with texts and numbers under texts. */
function isPlainDict(file: SourceFile, scope: ScopeId, node: NodeId): boolean {
  const { tree } = file;
  if (kindOf(tree, node) !== Kind.Dict) return false;
  return childrenOf(tree, node).every(
    (item, at) => isText(file, scope, item) || (at % 2 === 1 && kindOf(tree, item) === Kind.Number),
  );
}

/** Whether an address is a text that asks nothing yet: what fills its places is taken for parts of a path or host. */
function isWithoutQuery(file: SourceFile, address: NodeId): boolean {
  const kind = kindOf(file.tree, address);
  const text = textOf(file, address);
  if (text.includes("?")) return false;
  return kind === Kind.String || (kind === Kind.JoinedStr && /[^}]["']+$/.test(text));
}

function isBytes(file: SourceFile, scope: ScopeId, node: NodeId): boolean {
  const { tree } = file;
  return kindOf(tree, node) === Kind.Bytes || isMethodOfText(file, scope, node, ["encode"]);
}

/** `", ".join(…)` */
function isMethodOfText(file: SourceFile, scope: ScopeId, node: NodeId, methods: readonly string[]): boolean {
  const { tree } = file;
  const isMethod = kindOf(tree, node) === Kind.Call && kindOf(tree, node + 1) === Kind.Attribute;
  return isMethod && methods.includes(nameOf(tree, node + 1)) && isText(file, scope, node + 2);
}

function isCallOf(file: SourceFile, scope: ScopeId, node: NodeId, dotted: string): boolean {
  return kindOf(file.tree, node) === Kind.Call && importedName(file, scope, node + 1) === dotted;
}

/** Whether an expression is surely a `str`: a literal, what gives one for sure, or a parameter that says so. */
export function isText(file: SourceFile, scope: ScopeId, node: NodeId): boolean {
  const { tree } = file;
  switch (kindOf(tree, node)) {
    case Kind.String:
    case Kind.JoinedStr:
      return true;
    case Kind.Call:
      return isMethodOfText(file, scope, node, ["format", "join"]) || isCallOf(file, scope, node, "json.dumps");
    case Kind.Name:
      return isTextParameter(file, scope, nameOf(tree, node));
    default:
      return false;
  }
}

/** Whether a name is a parameter of the function whose scope it is, annotated with `str`, and never bound to anything else. */
function isTextParameter(file: SourceFile, scope: ScopeId, name: string): boolean {
  const { tree, index } = file;
  const symbol = resolveName(index, scope, name);
  const [binder = 0, ...others] = symbol < 0 ? [] : bindersOf(file, symbol);
  if (others.length > 0 || index.symbolScopes[symbol] !== scope || !isPlainParameter(tree, binder)) return false;
  const [, annotation = 0, value = 0] = childrenOf(tree, binder);
  const isAnnotated = kindOf(tree, annotation) === Kind.Name && nameOf(tree, annotation) === "str";
  return isAnnotated && isBuiltin(file, "str") && kindOf(tree, value) !== Kind.None;
}

/** Whether a node is a parameter that takes one argument. */
function isPlainParameter(tree: SyntaxTree, node: NodeId): boolean {
  const kind = dataOf(tree, node);
  return kindOf(tree, node) === Kind.Parameter && kind !== Kind.ParameterVariadic && kind !== Kind.ParameterKeywords;
}
