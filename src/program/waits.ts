/** What awaiting a coroutine function of a model waits for. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import type { BlockingKind } from "./facts.ts";
import { blockingKinds } from "./facts.ts";
import type { FunctionShape, Module } from "./shape.ts";
import type { ProgramState } from "./state.ts";

const known = new WeakMap<Module, BlockingKind | "">();

/** By the word of the function, else of its class, else of the stub it stands in; undefined where nobody says. */
export function waitsOf(state: ProgramState, fn: FunctionShape): BlockingKind | undefined {
  const { ref } = fn;
  const own = state.ask.facts(state, ref).waits;
  if (own !== undefined || ref.module.origin !== "model") return own;
  const { summary } = ref.module;
  const cls = S.functionColumn(summary, ref.index, S.FunctionClass);
  const ofClass = cls < 0 ? undefined : state.ask.classFacts(state, state.ask.ownerOf(state, ref.module, cls)).waits;
  const isAsync = (S.functionColumn(summary, ref.index, S.FunctionFlags) & S.FunctionIsAsync) !== 0;
  return ofClass ?? (isAsync ? waitsOfStub(ref.module) : undefined);
}

/** `__waits__ = "network"` in the stub. */
function waitsOfStub(module: Module): BlockingKind | undefined {
  let kind = known.get(module);
  if (kind === undefined) {
    kind = readKind(module);
    known.set(module, kind);
  }
  return kind === "" ? undefined : kind;
}

function readKind(module: Module): BlockingKind | "" {
  const { summary } = module;
  const symbol = module.names.get("__waits__");
  const binding = symbol === undefined ? -1 : S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  const value = binding < 0 ? 0 : S.bindingColumn(summary, binding, S.BindingValue);
  if (S.valueKindOf(summary, value) !== Value.Constant || S.valueA(summary, value) !== Value.ConstantString) return "";
  const text = S.stringAt(summary, S.valueB(summary, value));
  return blockingKinds.find((kind) => kind === text) ?? "";
}
