import type { ScopeId, SymbolId } from "../semantic/semantic-index.ts";
import { endOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { addList, internString, Unbound } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { pushRow, reserve } from "./integer-table.ts";
import * as S from "./module-summary.ts";

/** Appends a function row; parameters, decorators and what the body yields are filled in by its lowering. */
export function addFunction(builder: SummaryBuilder, place: Place, node: NodeId, name: string, flags: number): number {
  const fn = builder.functions.length / S.FunctionStride;
  const start = startOf(builder.tree, node);
  const end = endOf(builder.tree, node);
  const { functions } = builder;
  const row = functions.length;
  reserve(functions, S.FunctionStride);
  functions.length += S.FunctionStride;
  const { data } = functions;
  data.fill(-1, row, functions.length);
  data[row + S.FunctionName] = internString(builder, name);
  data[row + S.FunctionFlags] = flags;
  data[row + S.FunctionParent] = place.fn;
  data[row + S.FunctionClass] = place.cls;
  data[row + S.FunctionFirstParameter] = 0;
  data[row + S.FunctionParameterCount] = 0;
  data[row + S.FunctionDecorators] = S.EmptyList;
  data[row + S.FunctionReturns] = S.EmptyList;
  data[row + S.FunctionYields] = S.EmptyList;
  data[row + S.FunctionStart] = start;
  data[row + S.FunctionEnd] = end;
  data[row + S.FunctionNameStart] = start;
  data[row + S.FunctionNameEnd] = start;
  data[row + S.FunctionBodyStart] = start;
  data[row + S.FunctionFirstFlow] = 0;
  data[row + S.FunctionFlowCount] = 0;
  data[row + S.FunctionFlowKinds] = 0;
  builder.lastSite[fn] = -1;
  return fn;
}

export function setFunctionColumn(builder: SummaryBuilder, fn: number, column: number, value: number): void {
  builder.functions.data[fn * S.FunctionStride + column] = value;
}

export function addFunctionFlags(builder: SummaryBuilder, fn: number, flags: number): void {
  const at = fn * S.FunctionStride + S.FunctionFlags;
  builder.functions.data[at] = (builder.functions.data[at] ?? 0) | flags;
}

/** Where the module or a lambda's body is lowered: names are read with any of their bindings. */
export function untrackedPlace(scope: ScopeId, fn: number): Place {
  return {
    scope,
    fn,
    cls: -1,
    flowScope: -1,
    localOf: new Map(),
    state: undefined,
    guard: -1,
    flags: 0,
    returns: [],
    yields: [],
    flow: undefined,
  };
}

/** Where a function's body is lowered, with the bindings of its locals tracked. */
export function functionPlace(builder: SummaryBuilder, scope: ScopeId, fn: number): Place {
  const localOf = new Map<SymbolId, number>();
  const state: number[] = [];
  for (const symbol of builder.index.scopes[scope]?.symbols.values() ?? []) {
    localOf.set(symbol, state.length);
    state.push(Unbound);
  }
  return {
    scope,
    fn,
    cls: -1,
    flowScope: scope,
    localOf,
    state,
    guard: -1,
    flags: 0,
    returns: [],
    yields: [],
    flow: [],
  };
}

/** Writes what the body returns and yields, and its control flow, into the function's row. */
export function finishFunction(builder: SummaryBuilder, place: Place, firstSymbol: number): void {
  setFunctionColumn(builder, place.fn, S.FunctionReturns, addList(builder, place.returns));
  setFunctionColumn(builder, place.fn, S.FunctionYields, addList(builder, place.yields));
  setFunctionColumn(builder, place.fn, S.FunctionFirstSymbol, firstSymbol);
  if (place.flow === undefined || place.flow.length === 0) return;
  setFunctionColumn(builder, place.fn, S.FunctionFirstFlow, builder.flow.length / S.FlowStride);
  setFunctionColumn(builder, place.fn, S.FunctionFlowCount, place.flow.length / S.FlowStride);
  let kinds = 0;
  for (let at = 0; at < place.flow.length; at += S.FlowStride) kinds |= 1 << (place.flow[at] ?? 0);
  setFunctionColumn(builder, place.fn, S.FunctionFlowKinds, kinds);
  pushRow(builder.flow, place.flow);
}
