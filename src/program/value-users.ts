/** Who uses the values of a module, for the few modules somebody asks about. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import type { Module } from "./shape.ts";

export interface ValueUsers {
  /** Sites of the calls whose callee a value is. */
  readonly callsOf: ReadonlyMap<number, readonly number[]>;
  /** Values that read a symbol. */
  readonly readsOf: ReadonlyMap<number, readonly number[]>;
  /** Values with a string of their own: attributes, imported and unbound names, constants. */
  readonly named: ReadonlyMap<number, readonly number[]>;
  /** Symbols that a value is bound to. */
  readonly symbolsOf: ReadonlyMap<number, readonly number[]>;
  /** Values that stand where an attribute is assigned or deleted. */
  readonly stores: ReadonlySet<number>;
  /** First site at which a value stands: an attribute that is read. */
  readonly siteOf: ReadonlyMap<number, number>;
  /** Function of each site; -1 for none. */
  readonly functionOf: Int32Array;
}

const known = new WeakMap<Module, ValueUsers>();

export function valueUsersOf(module: Module): ValueUsers {
  let users = known.get(module);
  if (users === undefined) {
    users = collectUsers(module);
    known.set(module, users);
  }
  return users;
}

function collectUsers({ summary }: Module): ValueUsers {
  return { ...collectSites(summary), ...collectValues(summary), symbolsOf: collectSymbols(summary) };
}

function add(map: Map<number, number[]>, key: number, item: number): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

function collectSites(summary: Module["summary"]): Pick<ValueUsers, "callsOf" | "stores" | "siteOf" | "functionOf"> {
  const callsOf = new Map<number, number[]>();
  const stores = new Set<number>();
  const siteOf = new Map<number, number>();
  const functionOf = new Int32Array(summary.sites.length / S.SiteStride).fill(-1);
  for (let fn = 0; fn < S.functionCount(summary); fn++) {
    let site = S.functionColumn(summary, fn, S.FunctionFirstSite);
    for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
      functionOf[site] = fn;
      const kind = S.siteColumn(summary, site, S.SiteKind);
      const value = S.siteColumn(summary, site, S.SiteValue);
      if (!siteOf.has(value)) siteOf.set(value, site);
      if (kind === Site.Call) add(callsOf, S.valueA(summary, value), site);
      else if (kind === Site.AttributeStore || kind === Site.AttributeDelete) stores.add(value);
    }
  }
  return { callsOf, stores, siteOf, functionOf };
}

function collectValues(summary: Module["summary"]): Pick<ValueUsers, "readsOf" | "named"> {
  const readsOf = new Map<number, number[]>();
  const named = new Map<number, number[]>();
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    switch (S.valueKindOf(summary, value)) {
      case Value.Symbol:
        add(readsOf, S.valueA(summary, value), value);
        break;
      case Value.Reaching:
        add(readsOf, S.valueB(summary, value), value);
        break;
      case Value.Attribute:
      case Value.Import:
        add(named, S.valueB(summary, value), value);
        break;
      case Value.Builtin:
      case Value.StarImported:
        add(named, S.valueA(summary, value), value);
        break;
      case Value.Constant:
        if (S.valueA(summary, value) === Value.ConstantString) add(named, S.valueB(summary, value), value);
        break;
      default:
    }
  }
  return { readsOf, named };
}

function collectSymbols(summary: Module["summary"]): ReadonlyMap<number, readonly number[]> {
  const symbolsOf = new Map<number, number[]>();
  for (let symbol = 0; symbol < summary.symbols.length / S.SymbolStride; symbol++) {
    let binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
    for (; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext))
      add(symbolsOf, S.bindingColumn(summary, binding, S.BindingValue), symbol);
  }
  return symbolsOf;
}

/** How often a symbol is read. */
export function countReads(summary: Module["summary"], symbol: number): number {
  return S.symbolColumn(summary, symbol, S.SymbolFlags) >> S.SymbolReadShift;
}

/** The only binding of a symbol; -1 when it has none or several. */
export function onlyBindingOf(summary: Module["summary"], symbol: number): number {
  const first = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  return first >= 0 && S.bindingColumn(summary, first, S.BindingNext) < 0 ? first : -1;
}
