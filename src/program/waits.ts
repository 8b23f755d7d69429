/** What awaiting a coroutine function of a library waits for, by the word of its model. */
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { BlockingKind } from "./facts.ts";
import { kindNamed } from "./read-facts.ts";
import type { FunctionRef, Module } from "./shape.ts";
import type { ProgramState } from "./state.ts";

const byModule = new WeakMap<Module, BlockingKind | "">();

/** The function's own fact, else that of its class, else what `__waits__` says of the whole stub. */
export function waitsOf(state: ProgramState, fn: FunctionRef): BlockingKind | undefined {
  const own = state.ask.facts(state, fn).waits;
  if (own !== undefined || fn.module.origin !== "model") return own;
  const cls = S.functionColumn(fn.module.summary, fn.index, S.FunctionClass);
  const ofClass = cls < 0 ? undefined : state.ask.classFacts(state, state.ask.ownerOf(state, fn.module, cls)).waits;
  return ofClass ?? (isAsync(fn) ? waitsOfModule(state, fn.module) : undefined);
}

function waitsOfModule(state: ProgramState, module: Module): BlockingKind | undefined {
  let waits = byModule.get(module);
  if (waits === undefined) {
    const symbol = module.names.get("__waits__");
    const binding = symbol === undefined ? -1 : S.symbolColumn(module.summary, symbol, S.SymbolFirstBinding);
    const value = binding < 0 ? -1 : S.bindingColumn(module.summary, binding, S.BindingValue);
    const shape = value < 0 ? undefined : state.ask.evaluate(state, module, value, undefined);
    waits = shape?.kind === "literal" ? (kindNamed(shape.text) ?? "") : "";
    byModule.set(module, waits);
  }
  return waits === "" ? undefined : waits;
}
