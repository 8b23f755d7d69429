/** What awaiting a coroutine function of a library waits for, by the word of its model. */
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { BlockingKind } from "./facts.ts";
import { kindNamed, saidByStub } from "./read-facts.ts";
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
    waits = kindNamed(saidByStub(state, module, "__waits__")) ?? "";
    byModule.set(module, waits);
  }
  return waits === "" ? undefined : waits;
}
