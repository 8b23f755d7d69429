/**
 * The semantic index of one file: which scopes there are and which names each binds.
 *
 * Words: a *scope* is the module, a class, a function (a lambda and a generator expression are functions) or a
 * comprehension. A *symbol* is a name in a scope. A name is local to a scope when the scope binds it anywhere, before or
 * after the use (the language reference, "Naming and binding"); class scopes are invisible to the functions in them.
 */
import type { NodeId } from "../syntax/index.ts";

export type ScopeId = number;
export type SymbolId = number;

export const ModuleScope = 0;
export const ClassScope = 1;
export const FunctionScope = 2;
/** List, set and dict comprehensions: run at once, in the function around them. */
export const ComprehensionScope = 3;

export interface Scope {
  readonly kind: number;
  /** -1 for the module. */
  readonly parent: ScopeId;
  readonly node: NodeId;
  readonly symbols: Map<string, SymbolId>;
  /** Names declared `global` here; `nonlocal` ones map to the scope that binds them. */
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  /** Node of each binding in this scope and its symbol, in source order: pairs. */
  readonly bound: number[];
}

export interface SemanticIndex {
  readonly scopes: readonly Scope[];
  /** Scope opened by a node (function, class, lambda, comprehension). */
  readonly scopeOfNode: ReadonlyMap<NodeId, ScopeId>;
  /** Name of each symbol. */
  readonly symbolNames: readonly string[];
  readonly symbolScopes: readonly ScopeId[];
}

/**
 * The symbol a name refers to when read in `scope`, or -1 when it is a builtin or undefined.
 */
export function resolveName(index: SemanticIndex, scope: ScopeId, name: string): SymbolId {
  let current = scope;
  let isFirst = true;
  while (current >= 0) {
    const here = index.scopes[current];
    if (here === undefined) return -1;
    if (here.globals.has(name)) return index.scopes[0]?.symbols.get(name) ?? -1;
    if ((isFirst || here.kind !== ClassScope) && !here.nonlocals.has(name)) {
      const symbol = here.symbols.get(name);
      if (symbol !== undefined) return symbol;
    }
    // A comprehension in a class body sees the class only in its first iterable; treating it as invisible is right for the rest.
    isFirst = false;
    current = here.parent;
  }
  return -1;
}

/** The symbol that binding `name` in `scope` binds, following `global`, `nonlocal`; -1 when undeclared. */
export function bindingSymbol(index: SemanticIndex, scope: ScopeId, name: string): SymbolId {
  const here = index.scopes[scope];
  if (here === undefined) return -1;
  if (here.globals.has(name)) return index.scopes[0]?.symbols.get(name) ?? -1;
  if (here.nonlocals.has(name)) return resolveName(index, here.parent, name);
  return here.symbols.get(name) ?? -1;
}

/** Symbols of `scope` bound by a node in `[from, to)`; used for loops. */
export function symbolsBoundIn(index: SemanticIndex, scope: ScopeId, from: NodeId, to: NodeId): Set<SymbolId> {
  const bound = index.scopes[scope]?.bound ?? [];
  const found = new Set<SymbolId>();
  let low = 0;
  let high = bound.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bound[middle << 1] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  for (let i = low << 1; i < bound.length && (bound[i] ?? 0) < to; i += 2) found.add(bound[i + 1] ?? -1);
  return found;
}
