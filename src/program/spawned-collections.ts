import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed } from "./call.ts";
import { argumentsOf } from "./evaluate.ts";
import { dottedName } from "./names.ts";
import { membersOf } from "./shape.ts";
import type { FunctionShape, Module, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";

/**
 * The name of a callee that runs each of its positional arguments (`gather(*coros)`), where the call gives it one
 * collection of coroutines instead; undefined otherwise.
 */
export function collectionsGivenToSpawners(state: ProgramState, module: Module, call: number): string | undefined {
  const callee = state.ask.evaluate(state, module, S.valueA(module.summary, call), undefined);
  if (callee.kind !== "function") return undefined;
  const { spawns } = state.ask.facts(state, callee.ref);
  const parameter = spawns.find((name) => isVariadic(callee, name));
  if (parameter === undefined) return undefined;
  const args = argumentsOf(state, module, call, undefined);
  if (args.some((argument) => argument.name === Value.Star)) return undefined;
  const given = argumentNamed(callee, args, parameter);
  return given.some(isCollectionOfCoroutines) ? dottedName(state, callee.ref) : undefined;
}

/** Whether a parameter is `*args`. */
export function isVariadic(fn: FunctionShape, name: string): boolean {
  const { summary } = fn.ref.module;
  const first = S.functionColumn(summary, fn.ref.index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, fn.ref.index, S.FunctionParameterCount);
  for (let row = first; row < first + count; row++) {
    if (S.stringAt(summary, S.parameterColumn(summary, row, S.ParameterName)) === name)
      return S.parameterColumn(summary, row, S.ParameterKind) === 2;
  }
  return false;
}

function isCollectionOfCoroutines(shape: Shape): boolean {
  if (shape.kind === "tuple") return shape.elements.length > 0 && shape.elements.every(isCoroutine);
  if (shape.kind === "generator") return !shape.isAsync;
  return shape.kind === "container" && isCoroutine(shape.element);
}

function isCoroutine(shape: Shape): boolean {
  return membersOf(shape).every((member) => member.kind === "coroutine" || member.kind === "awaitable");
}
