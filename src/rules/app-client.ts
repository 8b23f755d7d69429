/** Whether a client that is made for each request can be made by the application that serves them, in the same file. */
import type { AppClientPlan } from "../diagnostics/client-repair.ts";
import { isAsync, isGenerator } from "../program/call.ts";
import type { Program } from "../program/program.ts";
import { instanceShape } from "../program/shape.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { siteRange } from "./repair-at.ts";

interface App {
  readonly module: Module;
  /** The name of the module it is bound to. */
  readonly name: string;
  /** The site that makes it. */
  readonly site: number;
  /** Parameter that takes what runs around its life. */
  readonly lifespan: string;
  /** Attribute in which it keeps things. */
  readonly keeper: string;
}

/** Undefined when the program has several applications, or somebody besides the application runs the function. */
export function planForApp(program: Program, maker: FunctionRef): AppClientPlan | undefined {
  const [app] = appsOf(program, maker.module);
  if (app === undefined || countApps(program) > 1) return undefined;
  if (!isAsync(maker) || isGenerator(maker) || !isOnlyForRequests(program, maker, new Set())) return undefined;
  return {
    app: siteRange(app.module, app.site),
    name: app.name,
    lifespan: app.lifespan,
    keeper: app.keeper,
    hasStartup: program.graph.startups.size > 0,
  };
}

const known = new WeakMap<Program, number>();

function countApps(program: Program): number {
  let count = known.get(program);
  if (count === undefined) {
    count = program.modules.flatMap((module) => appsOf(program, module)).length;
    known.set(program, count);
  }
  return count;
}

/** Names of a module that are bound once, to an application with a place for what lives as long as it does. */
function appsOf({ state }: Program, module: Module): App[] {
  const { summary } = module;
  const found: App[] = [];
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    if (S.valueKindOf(summary, value) !== Value.Call || S.valueC(summary, value) < 0) continue;
    const callee = state.ask.evaluate(state, module, S.valueA(summary, value), undefined);
    if (callee.kind !== "class") continue;
    const constructor = state.ask.attribute(state, instanceShape(state.shapes, callee.ref), "__init__");
    const [lifespan] = constructor.kind === "function" ? state.ask.facts(state, constructor.ref).startup : [];
    const keeper = state.ask
      .mro(state, callee.ref)
      .map((cls) => state.ask.classFacts(state, cls).keeper)
      .find((name) => name !== "");
    if (lifespan === undefined || keeper === undefined) continue;
    found.push({ module, name: globalBoundTo(module, value), site: S.valueC(summary, value), lifespan, keeper });
  }
  return found;
}

/** The global that is bound to a value and nothing else, or "". */
function globalBoundTo({ summary }: Module, value: number): string {
  for (let symbol = summary.firstSymbol; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext)) {
    const binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
    const isIt = binding >= 0 && S.bindingColumn(summary, binding, S.BindingValue) === value;
    if (isIt && S.bindingColumn(summary, binding, S.BindingNext) < 0)
      return S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName));
  }
  return "";
}

/** Whether a function is run for requests alone: by the framework, or by others that are. */
function isOnlyForRequests(program: Program, ref: FunctionRef, seen: Set<FunctionRef>): boolean {
  if (seen.has(ref)) return true;
  seen.add(ref);
  const { graph } = program;
  const kinds = graph.entries.filter((entry) => entry.ref === ref).map(({ kind }) => kind);
  const calls = graph.coroutineCalls.get(ref) ?? [];
  if (!kinds.every((kind) => kind === "request") || (kinds.length === 0 && calls.length === 0)) return false;
  if (kinds.length === 0 && isDecorated(ref)) return false;
  return calls.every(({ from, fn }) => isAsync(from.ref) && !fn.isLikely && isOnlyForRequests(program, from.ref, seen));
}

function isDecorated({ module: { summary }, index }: FunctionRef): boolean {
  return S.listLength(summary, S.functionColumn(summary, index, S.FunctionDecorators)) > 0;
}
