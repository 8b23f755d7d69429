import * as Kind from "../syntax/node-kind.ts";
import { childAt, dataOf, kindOf, nameOf, nextOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { ClassScope, ComprehensionScope, FunctionScope, ModuleScope } from "./semantic-index.ts";
import type { Scope, ScopeId, SemanticIndex } from "./semantic-index.ts";

interface Builder {
  readonly tree: SyntaxTree;
  readonly scopes: Scope[];
  readonly scopeOfNode: Map<NodeId, ScopeId>;
  readonly symbolNames: string[];
  readonly symbolScopes: ScopeId[];
  /** Open regions, innermost last: scope, and the node index at which the region ends. */
  readonly regions: number[];
}

/** One pass over the nodes in pre-order; never recursive in the depth of the tree except over assignment targets. */
export function buildSemanticIndex(tree: SyntaxTree): SemanticIndex {
  const builder: Builder = {
    tree,
    scopes: [],
    scopeOfNode: new Map(),
    symbolNames: [],
    symbolScopes: [],
    regions: [],
  };
  openScope(builder, 0, ModuleScope, -1);
  builder.regions.push(0, tree.length);
  for (let node = 1; node < tree.length; node++) {
    while ((builder.regions.at(-1) ?? 0) <= node && builder.regions.length > 2) builder.regions.length -= 2;
    const scope = builder.regions.at(-2) ?? 0;
    const kind = kindOf(tree, node);
    if (kind <= Kind.ErrorStatement) visitStatement(builder, node, kind, scope);
    else visitPart(builder, node, kind, scope);
  }
  return builder;
}

function openScope(builder: Builder, node: NodeId, kind: number, parent: ScopeId): ScopeId {
  const id = builder.scopes.length;
  builder.scopes.push({
    kind,
    parent,
    node,
    symbols: new Map(),
    globals: new Set(),
    nonlocals: new Set(),
    bound: [],
  });
  builder.scopeOfNode.set(node, id);
  return id;
}

function declare(builder: Builder, scope: ScopeId, name: string, node: NodeId): void {
  let target = scope;
  const here = builder.scopes[scope];
  if (here === undefined || name === "") return;
  if (here.globals.has(name)) target = 0;
  else if (here.nonlocals.has(name)) return;
  const owner = builder.scopes[target];
  if (owner === undefined) return;
  let symbol = owner.symbols.get(name);
  if (symbol === undefined) {
    symbol = builder.symbolNames.length;
    builder.symbolNames.push(name);
    builder.symbolScopes.push(target);
    owner.symbols.set(name, symbol);
  }
  here.bound.push(node, symbol);
}

function declareTarget(builder: Builder, node: NodeId, scope: ScopeId): void {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  if (kind === Kind.Name) declare(builder, scope, nameOf(tree, node), node);
  else if (kind === Kind.Tuple || kind === Kind.List || kind === Kind.Starred) {
    for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child))
      declareTarget(builder, child, scope);
  }
}

/** The scope a walrus binds in: comprehensions hand it to the function (or module) around them. */
function walrusScope(builder: Builder, scope: ScopeId): ScopeId {
  let current = scope;
  while (builder.scopes[current]?.kind === ComprehensionScope) current = builder.scopes[current]?.parent ?? 0;
  return current;
}

function visitStatement(builder: Builder, node: NodeId, kind: number, scope: ScopeId): void {
  const { tree } = builder;
  switch (kind) {
    case Kind.FunctionDef:
    case Kind.AsyncFunctionDef:
    case Kind.ClassDef: {
      const decorators = node + 1;
      const identifier = nextOf(tree, decorators);
      declare(builder, scope, nameOf(tree, identifier), node);
      const opened = openScope(builder, node, kind === Kind.ClassDef ? ClassScope : FunctionScope, scope);
      builder.regions.push(opened, nextOf(tree, node));
      // Decorators run outside; annotations and defaults are moved outside at their Parameter.
      if (identifier > decorators + 1) builder.regions.push(scope, identifier);
      return;
    }
    case Kind.Assign:
      for (let child = node + 1; nextOf(tree, child) < nextOf(tree, node); child = nextOf(tree, child))
        declareTarget(builder, child, scope);
      return;
    case Kind.AugAssign:
    case Kind.AnnAssign:
    case Kind.For:
    case Kind.AsyncFor:
    case Kind.TypeAlias:
      declareTarget(builder, node + 1, scope);
      return;
    case Kind.Delete:
      for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child))
        declareTarget(builder, child, scope);
      return;
    case Kind.Global:
    case Kind.Nonlocal: {
      const here = builder.scopes[scope];
      for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
        const name = nameOf(tree, child);
        if (kind === Kind.Nonlocal) here?.nonlocals.add(name);
        else {
          here?.globals.add(name);
          declare(builder, scope, name, child);
        }
      }
      return;
    }
    default:
  }
}

function visitPart(builder: Builder, node: NodeId, kind: number, scope: ScopeId): void {
  const { tree } = builder;
  switch (kind) {
    case Kind.Parameter: {
      declare(builder, scope, nameOf(tree, node + 1), node);
      builder.regions.push(builder.scopes[scope]?.parent ?? 0, nextOf(tree, node));
      return;
    }
    case Kind.Lambda:
    case Kind.GeneratorExp:
      builder.regions.push(openScope(builder, node, FunctionScope, scope), nextOf(tree, node));
      return;
    case Kind.ListComp:
    case Kind.SetComp:
    case Kind.DictComp:
      builder.regions.push(openScope(builder, node, ComprehensionScope, scope), nextOf(tree, node));
      return;
    case Kind.Comprehension:
      declareTarget(builder, node + 1, scope);
      return;
    case Kind.NamedExpr:
      declare(builder, walrusScope(builder, scope), nameOf(tree, node + 1), node);
      return;
    case Kind.WithItem: {
      const target = childAt(tree, node, 1);
      if (target >= 0) declareTarget(builder, target, scope);
      return;
    }
    case Kind.Alias: {
      const asName = node + 1;
      const name = kindOf(tree, asName) === Kind.Identifier ? nameOf(tree, asName) : nameOf(tree, node);
      const dot = name.indexOf(".");
      if (name !== "*") declare(builder, scope, dot < 0 ? name : name.slice(0, dot), node);
      return;
    }
    case Kind.ExceptHandler:
    case Kind.MatchMapping:
    case Kind.MatchStar:
    case Kind.MatchAs:
      if (dataOf(tree, node) >= 0) declare(builder, scope, nameOf(tree, node), node);
      return;
    case Kind.TypeVar:
    case Kind.TypeVarTuple:
    case Kind.ParamSpec:
      declare(builder, scope, nameOf(tree, node + 1), node);
      return;
    default:
  }
}
