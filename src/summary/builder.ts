import type { SemanticIndex, ScopeId, SymbolId } from "../semantic/semantic-index.ts";
import { dataOf, nameOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { createTable, push4, push8, pushRow, reserve } from "./integer-table.ts";
import type { IntegerTable } from "./integer-table.ts";
import * as Flow from "./flow-row.ts";
import * as S from "./module-summary.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

/** The set of bindings that may reach a point, by its id: `Unbound`, `AnyBinding`, or an index into `bindingSets`. */
export const Unbound = 0;
export const AnyBinding = 1;

/** Everything the summariser writes to while it walks one file. */
export interface SummaryBuilder {
  /** The tree being read; for a moment that of a string annotation. */
  tree: SyntaxTree;
  readonly mainTree: SyntaxTree;
  /** String of each name of the main tree, -1 while not interned. */
  readonly nameStrings: Int32Array;
  readonly index: SemanticIndex;
  readonly strings: string[];
  readonly stringIds: Map<string, number>;
  readonly values: IntegerTable;
  readonly lists: IntegerTable;
  readonly symbols: IntegerTable;
  readonly bindings: IntegerTable;
  readonly functions: IntegerTable;
  readonly parameters: IntegerTable;
  readonly classes: IntegerTable;
  readonly attributes: IntegerTable;
  readonly sites: IntegerTable;
  readonly guards: IntegerTable;
  readonly flow: IntegerTable;
  /** 1 for each local bound to a call so far: its uses are recorded. */
  readonly isFollowed: Uint8Array;
  readonly starImports: IntegerTable;
  readonly imports: IntegerTable;
  /** Last binding of each symbol, so that bindings keep their order. */
  readonly lastBinding: Int32Array;
  /** The `Symbol` value of each symbol, made once; 0 when not yet. */
  readonly symbolValue: Int32Array;
  /** The same, for reads within a loop of the symbol's own scope. */
  readonly loopValue: Int32Array;
  /** Last site of each function. */
  readonly lastSite: number[];
  readonly lastAttribute: number[];
  /** Class whose instances a symbol (`self`) holds. */
  readonly selfClass: Map<SymbolId, number>;
  readonly bindingSets: (readonly number[])[];
  /** The `Reaching` value of each binding set, made once; 0 when not yet. */
  readonly setValue: number[];
  readonly nonblockingLines: ReadonlySet<number>;
  readonly constantValue: Map<number, number>;
}

/** Where the walk is: one per function, class body, lambda or generator expression. */
export interface Place {
  readonly scope: ScopeId;
  /** Function that sites belong to. */
  readonly fn: number;
  /** Class whose body this is, or -1. */
  readonly cls: number;
  /** The function scope whose locals `state` tracks; -1 where bindings are not tracked (module, class, lambda). */
  readonly flowScope: ScopeId;
  readonly localOf: ReadonlyMap<SymbolId, number>;
  /** Binding set of each local; undefined where the code cannot be reached. */
  state: number[] | undefined;
  /** Innermost condition on a parameter that holds here, or -1. */
  guard: number;
  /** Site flags of everything inside the current suites (`InTry`, `InLoop`…). */
  flags: number;
  readonly returns: number[];
  readonly yields: number[];
  /** Rows of the function's control flow; undefined where it is not recorded (module, lambda). */
  readonly flow: number[] | undefined;
}

export function createBuilder(tree: SyntaxTree, index: SemanticIndex, nonblockingLines: Set<number>): SummaryBuilder {
  const symbolCount = index.symbolNames.length;
  const builder: SummaryBuilder = {
    tree,
    mainTree: tree,
    nameStrings: new Int32Array(tree.names.length).fill(-1),
    index,
    strings: [],
    stringIds: new Map(),
    values: createTable(),
    lists: createTable(),
    symbols: createTable(),
    bindings: createTable(),
    functions: createTable(),
    parameters: createTable(),
    classes: createTable(),
    attributes: createTable(),
    sites: createTable(),
    guards: createTable(),
    flow: createTable(),
    isFollowed: new Uint8Array(symbolCount),
    starImports: createTable(),
    imports: createTable(),
    lastBinding: new Int32Array(symbolCount).fill(-1),
    symbolValue: new Int32Array(symbolCount),
    loopValue: new Int32Array(symbolCount),
    lastSite: [],
    lastAttribute: [],
    selfClass: new Map(),
    bindingSets: [[], []],
    setValue: [0, 0],
    nonblockingLines,
    constantValue: new Map(),
  };
  push4(builder.values, Value.Unknown, 0, 0, 0);
  push4(builder.values, Value.None, 0, 0, 0);
  pushRow(builder.lists, [0]);
  addSymbols(builder);
  return builder;
}

function addSymbols(builder: SummaryBuilder): void {
  const { index } = builder;
  const lastOfScope = new Int32Array(index.scopes.length).fill(-1);
  for (let symbol = 0; symbol < index.symbolNames.length; symbol++) {
    push4(builder.symbols, internString(builder, index.symbolNames[symbol] ?? ""), -1, -1, 0);
    const scope = index.symbolScopes[symbol] ?? 0;
    const last = lastOfScope[scope] ?? -1;
    if (last >= 0) builder.symbols.data[last * S.SymbolStride + S.SymbolNext] = symbol;
    lastOfScope[scope] = symbol;
  }
}

/** First symbol of a scope, or -1: the map keeps the order of declaration. */
export function firstSymbolOf(builder: SummaryBuilder, scope: ScopeId): number {
  const first = builder.index.scopes[scope]?.symbols.values().next();
  return first === undefined || first.done === true ? -1 : first.value;
}

export function internString(builder: SummaryBuilder, text: string): number {
  let id = builder.stringIds.get(text);
  if (id === undefined) {
    id = builder.strings.length;
    builder.strings.push(text);
    builder.stringIds.set(text, id);
  }
  return id;
}

/** The string of a name of the tree being read; looked up by number once the name was met. */
export function internName(builder: SummaryBuilder, node: NodeId): number {
  const { tree, nameStrings } = builder;
  // A quoted annotation has a tree, and so names, of its own.
  if (tree !== builder.mainTree) return internString(builder, nameOf(tree, node));
  const name = dataOf(tree, node);
  const known = nameStrings[name] ?? -1;
  if (known >= 0) return known;
  const id = internString(builder, nameOf(tree, node));
  if (name >= 0) nameStrings[name] = id;
  return id;
}

export function addValue(builder: SummaryBuilder, kind: number, a = 0, b = 0, c = 0): number {
  return push4(builder.values, kind, a, b, c);
}

/** A constant without text of its own; one row each. */
export function constantValue(builder: SummaryBuilder, constant: number): number {
  let value = builder.constantValue.get(constant);
  if (value === undefined) {
    value = addValue(builder, Value.Constant, constant, -1);
    builder.constantValue.set(constant, value);
  }
  return value;
}

export function addList(builder: SummaryBuilder, items: readonly number[]): number {
  if (items.length === 0) return S.EmptyList;
  const { lists } = builder;
  reserve(lists, items.length + 1);
  const at = lists.length;
  lists.data[at] = items.length;
  for (let i = 0; i < items.length; i++) lists.data[at + 1 + i] = items[i] ?? 0;
  lists.length = at + 1 + items.length;
  return at;
}

export function addSite(
  builder: SummaryBuilder,
  place: Place,
  kind: number,
  value: number,
  flags: number,
  node: NodeId,
): number {
  const start = builder.tree.starts[node] ?? 0;
  const end = builder.tree.ends[node] ?? 0;
  const site = push8(builder.sites, kind, value, flags | place.flags, -1, start, end, 0, place.guard);
  const last = builder.lastSite[place.fn] ?? -1;
  if (last >= 0) builder.sites.data[last * S.SiteStride + S.SiteNext] = site;
  else builder.functions.data[place.fn * S.FunctionStride + S.FunctionFirstSite] = site;
  builder.lastSite[place.fn] = site;
  return site;
}

/** Appends a row of control flow. */
export function addFlow(builder: SummaryBuilder, place: Place, kind: number, a = -1, b = -1, c = -1): void {
  place.flow?.push(kind, a, b, c, builder.sites.length / S.SiteStride);
}

/** Values whose life is followed: what calls give, awaited or not, and lists of it. */
function isWorthFollowing(builder: SummaryBuilder, value: number): boolean {
  const kind = builder.values.data[value * S.ValueStride];
  return kind === Value.Call || kind === Value.Await || kind === Value.Comprehension;
}

function addBinding(builder: SummaryBuilder, place: Place, value: number, annotation: number, flags: number): number {
  return pushRow(builder.bindings, [value, annotation, -1, flags, place.guard]) / S.BindingStride;
}

const branchFlags = Site.IsConditional | Site.InLoop | Site.InTry | Site.InHandler;

/** Records that `symbol` gets `value`, and makes it the only binding that reaches what follows. */
export function bindSymbol(
  builder: SummaryBuilder,
  place: Place,
  symbol: SymbolId,
  value: number,
  annotation = -1,
  flags = 0,
): void {
  if (symbol < 0) return;
  const isElsewhere = builder.index.symbolScopes[symbol] !== place.scope;
  const isConditional = isElsewhere || (place.flags & branchFlags) !== 0;
  const allFlags = isConditional ? flags | S.BindingIsConditional : flags;
  const binding = addBinding(builder, place, value, annotation, allFlags);
  const last = builder.lastBinding[symbol] ?? -1;
  if (last >= 0) builder.bindings.data[last * S.BindingStride + S.BindingNext] = binding;
  else builder.symbols.data[symbol * S.SymbolStride + S.SymbolFirstBinding] = binding;
  builder.lastBinding[symbol] = binding;
  const local = place.localOf.get(symbol);
  if (local !== undefined && place.flow !== undefined && (flags & S.BindingIsDeclaration) === 0) {
    if (isWorthFollowing(builder, value)) builder.isFollowed[symbol] = 1;
    if (builder.isFollowed[symbol] === 1)
      addFlow(builder, place, Flow.Bind, symbol, value, (flags & S.BindingIsDelete) === 0 ? 0 : 1);
  }
  if (local === undefined) {
    const flagsAt = symbol * S.SymbolStride + S.SymbolFlags;
    if (place.flowScope >= 0) builder.symbols.data[flagsAt] = (builder.symbols.data[flagsAt] ?? 0) | S.SymbolIsShared;
  } else if (place.state !== undefined && (flags & S.BindingIsDeclaration) === 0) {
    if ((flags & S.BindingIsDelete) !== 0) place.state[local] = Unbound;
    else place.state[local] = addBindingSet(builder, [binding]);
  }
}

/** Binds `symbol` here only, for what follows in this suite: what a test has shown. Returns the set that held before. */
export function narrowSymbol(builder: SummaryBuilder, place: Place, symbol: SymbolId, value: number): number {
  const local = place.localOf.get(symbol);
  if (local === undefined || place.state === undefined) return -1;
  const before = place.state[local] ?? Unbound;
  const binding = addBinding(builder, place, value, -1, 0);
  place.state[local] = addBindingSet(builder, [binding]);
  return before;
}

function addBindingSet(builder: SummaryBuilder, set: readonly number[]): number {
  builder.bindingSets.push(set);
  builder.setValue.push(0);
  return builder.bindingSets.length - 1;
}

/** The state where two paths meet. Takes over `left`. */
export function mergeStates(
  builder: SummaryBuilder,
  left: number[] | undefined,
  right: number[] | undefined,
): number[] | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  for (let local = 0; local < left.length; local++) {
    const a = left[local] ?? 0;
    const b = right[local] ?? 0;
    if (a === b || b === Unbound) continue;
    if (a === Unbound || b === AnyBinding) left[local] = b;
    else if (a !== AnyBinding) {
      const union = new Set([...(builder.bindingSets[a] ?? []), ...(builder.bindingSets[b] ?? [])]);
      left[local] = union.size > 8 ? AnyBinding : addBindingSet(builder, [...union]);
    }
  }
  return left;
}

/** The value of reading `symbol` here. `use`: what for (`Flow.Escapes`…), `attribute`: which attribute of it, or -1. */
export function readSymbol(
  builder: SummaryBuilder,
  place: Place,
  symbol: SymbolId,
  use: number = Flow.Escapes,
  attribute = -1,
): number {
  if (builder.isFollowed[symbol] === 1 && place.localOf.has(symbol))
    addFlow(builder, place, Flow.Use, symbol, use, attribute);
  const flagsAt = symbol * S.SymbolStride + S.SymbolFlags;
  builder.symbols.data[flagsAt] = ((builder.symbols.data[flagsAt] ?? 0) | S.SymbolIsRead) + (1 << S.SymbolReadShift);
  return symbolValueOf(builder, place, symbol);
}

/** The same, for a look that does not count as a read. */
export function symbolValueOf(builder: SummaryBuilder, place: Place, symbol: SymbolId): number {
  const local = place.localOf.get(symbol);
  const set = local === undefined ? AnyBinding : (place.state?.[local] ?? AnyBinding);
  if (set > AnyBinding) {
    let value = builder.setValue[set] ?? 0;
    if (value === 0) {
      value = addValue(builder, Value.Reaching, addList(builder, builder.bindingSets[set] ?? []), symbol);
      builder.setValue[set] = value;
    }
    return value;
  }
  const cache = local === undefined ? builder.symbolValue : builder.loopValue;
  let value = cache[symbol] ?? 0;
  if (value === 0) {
    value = addValue(builder, Value.Symbol, symbol, local === undefined ? 0 : 1);
    cache[symbol] = value;
  }
  return value;
}

/** Notes on a call's site which bare name gets its result, so that a rule can tell whether anybody reads it. */
export function linkCallToSymbol(builder: SummaryBuilder, value: number, symbol: SymbolId): void {
  if (builder.values.data[value * S.ValueStride] !== Value.Call) return;
  const site = builder.values.data[value * S.ValueStride + 3] ?? -1;
  if (site >= 0) builder.sites.data[site * S.SiteStride + S.SiteExtra] = symbol + 1;
}
