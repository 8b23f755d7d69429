/** What a function of a model says of its parameters: defaults and annotations that fixes go by. */
import { argumentForms, type ArgumentForm } from "../diagnostics/twin-repair.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import type { FunctionRef, Module } from "./shape.ts";

/** What the annotation of a parameter of the model's function asks of an argument. */
export function formOf(ref: FunctionRef, position: number): ArgumentForm | undefined {
  const { summary } = ref.module;
  const value = position < 0 ? -1 : S.parameterColumn(summary, parameterRow(ref, position), S.ParameterAnnotation);
  if (value < 0) return undefined;
  const name = nameOfImported(summary, value);
  return argumentForms.find((form) => form === name);
}

function nameOfImported(summary: Module["summary"], value: number): string {
  switch (S.valueKindOf(summary, value)) {
    case Value.Import:
      return S.valueB(summary, value) < 0 ? "" : S.stringAt(summary, S.valueB(summary, value));
    case Value.Symbol: {
      const row = S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding);
      return row < 0 ? "" : nameOfImported(summary, S.bindingColumn(summary, row, S.BindingValue));
    }
    case Value.Reaching: {
      const [row = -1] = S.listItems(summary, S.valueA(summary, value));
      return row < 0 ? "" : nameOfImported(summary, S.bindingColumn(summary, row, S.BindingValue));
    }
    default:
      return "";
  }
}

function parameterRow({ module: { summary }, index }: FunctionRef, position: number): number {
  return S.functionColumn(summary, index, S.FunctionFirstParameter) + position;
}

function parameterName(ref: FunctionRef, position: number): string {
  const { summary } = ref.module;
  return S.stringAt(summary, S.parameterColumn(summary, parameterRow(ref, position), S.ParameterName));
}

export function positionNamed(ref: FunctionRef, name: string): number {
  const count = S.functionColumn(ref.module.summary, ref.index, S.FunctionParameterCount);
  for (let position = 0; position < count; position++) if (parameterName(ref, position) === name) return position;
  return -1;
}

/** The parameters of a function, in order. */
export function parametersOf(ref: FunctionRef): readonly { readonly name: string; readonly fallback: string }[] {
  const count = S.functionColumn(ref.module.summary, ref.index, S.FunctionParameterCount);
  return Array.from({ length: count }, (_, at) => ({ name: parameterName(ref, at), fallback: defaultOf(ref, at) }));
}

/** The default of a parameter as Python writes it: None, True, False, or a number; "" for another or none. */
export function defaultOf(ref: FunctionRef, position: number): string {
  const { summary } = ref.module;
  const value = position < 0 ? -1 : S.parameterColumn(summary, parameterRow(ref, position), S.ParameterDefault);
  if (value < 0) return "";
  if (value === Value.None) return "None";
  if (S.valueKindOf(summary, value) !== Value.Constant) return "";
  const constant = S.valueA(summary, value);
  if (constant === Value.ConstantTrue) return "True";
  if (constant === Value.ConstantFalse) return "False";
  return constant === Value.ConstantNumber ? String(S.valueB(summary, value)) : "";
}
