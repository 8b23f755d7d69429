/** What a module does with each of its values: the places that take them. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { operandsOf } from "./references.ts";
import type { Module } from "./shape.ts";

export type ValueUse =
  /** Its attribute is read; `value` is the Attribute. */
  | { readonly kind: "attribute"; readonly value: number }
  /** It is called; `value` is the Call. */
  | { readonly kind: "callee"; readonly value: number }
  /** An item of it is read; `value` is the Subscript. */
  | { readonly kind: "item"; readonly value: number }
  /** It is entered or iterated at a site. */
  | { readonly kind: "with" | "for"; readonly site: number }
  /** It is bound to a name, or kept in an attribute of an object. */
  | { readonly kind: "binding" | "kept"; readonly row: number }
  /** It is assigned to: an attribute. */
  | { readonly kind: "store" }
  /** An expression statement, or asked for its truth. */
  | { readonly kind: "looked at" }
  | { readonly kind: "other" };

const known = new WeakMap<Module, ReadonlyMap<number, readonly ValueUse[]>>();

/** The uses of a value. Names share a value for each set of bindings, so the value of a name may have many. */
export function usesOfValue(module: Module, value: number): readonly ValueUse[] {
  let uses = known.get(module);
  if (uses === undefined) {
    uses = collectUses(module);
    known.set(module, uses);
  }
  return uses.get(value) ?? [];
}

function collectUses({ summary }: Module): ReadonlyMap<number, readonly ValueUse[]> {
  const found = new Map<number, ValueUse[]>();
  const add = (value: number, use: ValueUse): void => {
    const same = found.get(value);
    if (same === undefined) found.set(value, [use]);
    else same.push(use);
  };
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    const a = S.valueA(summary, value);
    const kind = S.valueKindOf(summary, value);
    // What is iterated or entered stands in a site.
    if (kind === Value.Element || kind === Value.Entered) continue;
    const [first, ...others] = operandsOf(summary, value);
    if (first === undefined) continue;
    if (kind === Value.Attribute) add(a, { kind: "attribute", value });
    else if (kind === Value.Call) add(a, { kind: "callee", value });
    else if (kind === Value.Subscript) add(a, { kind: "item", value });
    else add(first, { kind: "other" });
    for (const other of others) add(other, { kind: "other" });
  }
  for (let row = 0; row < summary.bindings.length / S.BindingStride; row++)
    add(S.bindingColumn(summary, row, S.BindingValue), { kind: "binding", row });
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    add(S.attributeColumn(summary, row, S.AttributeValue), { kind: "kept", row });
  for (let fn = 0; fn < S.functionCount(summary); fn++)
    for (const column of [S.FunctionReturns, S.FunctionYields])
      for (const value of S.listItems(summary, S.functionColumn(summary, fn, column))) add(value, { kind: "other" });
  for (let site = 0; site < summary.sites.length / S.SiteStride; site++) {
    const use = useAtSite(S.siteColumn(summary, site, S.SiteKind), site);
    if (use !== undefined) add(S.siteColumn(summary, site, S.SiteValue), use);
  }
  return found;
}

function useAtSite(kind: number, site: number): ValueUse | undefined {
  switch (kind) {
    case Site.With:
      return { kind: "with", site };
    case Site.For:
      return { kind: "for", site };
    case Site.AttributeStore:
      return { kind: "store" };
    case Site.Dropped:
    case Site.Tested:
      return { kind: "looked at" };
    case Site.AsyncFor:
    case Site.AsyncWith:
    case Site.AttributeDelete:
    case Site.Contains:
    case Site.Decorator:
    case Site.Formatted:
    case Site.Iterated:
    case Site.SubscriptDelete:
    case Site.SubscriptStore:
      return { kind: "other" };
    default:
      return undefined;
  }
}

/** The symbol each binding of a module binds. */
export function symbolOfBinding({ summary }: Module, binding: number): number {
  for (let symbol = 0; symbol < summary.symbols.length / S.SymbolStride; symbol++) {
    let row = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
    for (; row >= 0; row = S.bindingColumn(summary, row, S.BindingNext)) if (row === binding) return symbol;
  }
  return -1;
}
