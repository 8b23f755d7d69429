/**
 * Calls outside the call graph that decide what runs where: `FastAPI(lifespan=…)` in a module body, `asyncio.run(main())` in a
 * plain function, `loop.call_soon(…)` in a thread. Only their facts are read; nothing they block is reported.
 */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import type { CallGraph, CallNode } from "./call-graph.ts";
import { registerSite } from "./collect-sites.ts";
import { isAsync } from "./call.ts";
import { mayBeNamed } from "./name-index.ts";
import type { Module } from "./shape.ts";
import { functionRef } from "./state.ts";
import type { ProgramState } from "./state.ts";

export function registerCalls(state: ProgramState, graph: CallGraph, module: Module): void {
  const { summary } = module;
  // Most modules name none of them.
  if (!summary.strings.some((name) => state.names.registering.has(name))) return;
  for (let fn = 0; fn < S.functionCount(summary); fn++) {
    if (S.functionColumn(summary, fn, S.FunctionFirstSite) < 0) continue;
    const ref = functionRef(state, module, fn);
    // Coroutines and what they reach are in the graph already.
    if (isAsync(ref) || graph.nodes.has(`${ref.id}.`)) continue;
    const node: CallNode = { ref, frame: undefined, edges: [], leaves: [], callers: [] };
    let site = S.functionColumn(summary, fn, S.FunctionFirstSite);
    for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
      const kind = S.siteColumn(summary, site, S.SiteKind);
      if (kind !== Site.Call && kind !== Site.Decorator) continue;
      const value = S.siteColumn(summary, site, S.SiteValue);
      if (mayBeNamed(module, calleeNamed(module, value), state.names.registering))
        registerSite(state, graph, node, site, kind);
    }
  }
}

/** What a call or a decorator is called: of `@app.on_event("startup")`, `on_event`. */
function calleeNamed(module: Module, value: number): number {
  return S.valueKindOf(module.summary, value) === Value.Call ? S.valueA(module.summary, value) : value;
}
