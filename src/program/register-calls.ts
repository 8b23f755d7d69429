/**
 * Calls outside the call graph that decide what runs where: `FastAPI(lifespan=…)` in a module body, `asyncio.run(main())` in a
 * plain function, `loop.call_soon(…)` in a thread. Only their facts are read; nothing they block is reported.
 */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { emptyNode } from "./call-graph.ts";
import type { CallGraph } from "./call-graph.ts";
import { isAsync } from "./call.ts";
import { mayBeNamed } from "./name-index.ts";
import { registerSite } from "./register-facts.ts";
import type { Module } from "./shape.ts";
import { functionRef } from "./state.ts";
import type { ProgramState } from "./state.ts";

export function registerCalls(state: ProgramState, graph: CallGraph, module: Module): void {
  const { summary } = module;
  const { registering, handing } = state.names;
  // Many modules name none of them.
  if (!summary.strings.some((name) => registering.has(name) || handing.has(name))) return;
  for (let fn = 0; fn < S.functionCount(summary); fn++) {
    if (S.functionColumn(summary, fn, S.FunctionFirstSite) < 0) continue;
    const ref = functionRef(state, module, fn);
    // Coroutines and what they reach are in the graph already.
    if (isAsync(ref) || graph.nodes.has(`${ref.id}.`)) continue;
    const node = emptyNode(ref, undefined);
    let site = S.functionColumn(summary, fn, S.FunctionFirstSite);
    for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
      const kind = S.siteColumn(summary, site, S.SiteKind);
      if (kind !== Site.Call && kind !== Site.Decorator) continue;
      const value = S.siteColumn(summary, site, S.SiteValue);
      const callee = calleeNamed(module, value);
      const isOnLoop = mayBeNamed(module, callee, registering);
      const isElsewhere =
        mayBeNamed(module, callee, handing) && (kind === Site.Decorator || givesFunction(module, value));
      if (isOnLoop || isElsewhere) registerSite(state, graph, node, site, kind, { isOnLoop, isElsewhere });
    }
  }
}

/** What a call or a decorator is called: of `@app.on_event("startup")`, `on_event`. */
function calleeNamed(module: Module, value: number): number {
  return S.valueKindOf(module.summary, value) === Value.Call ? S.valueA(module.summary, value) : value;
}

/** Whether some argument of a call may be a function, by a look at what it is written as. */
function givesFunction(module: Module, call: number): boolean {
  const items = S.listItems(module.summary, S.valueB(module.summary, call));
  for (let i = 1; i < items.length; i += 2) if (mayBeFunction(module, items[i] ?? 0)) return true;
  return false;
}

function mayBeFunction({ summary }: Module, value: number): boolean {
  switch (S.valueKindOf(summary, value)) {
    case Value.Lambda:
    case Value.Function:
    case Value.Attribute:
    case Value.Call:
      return true;
    case Value.Symbol:
      return isBoundToFunction(summary, S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding));
    case Value.Reaching:
      return S.listItems(summary, S.valueA(summary, value)).some((binding) => isBoundToFunction(summary, binding));
    default:
      return false;
  }
}

function isBoundToFunction(summary: Module["summary"], binding: number): boolean {
  if (binding < 0) return false;
  const kind = S.valueKindOf(summary, S.bindingColumn(summary, binding, S.BindingValue));
  return functionBindings.has(kind);
}

const functionBindings: ReadonlySet<number> = new Set([
  Value.Function,
  Value.Lambda,
  Value.Import,
  Value.Attribute,
  Value.Call,
  Value.Union,
]);
