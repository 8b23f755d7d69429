import type { ScopeId, SymbolId } from "../semantic/semantic-index.ts";
import { endOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { addList, internString, Unbound } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { pushRow } from "./integer-table.ts";
import * as S from "./module-summary.ts";

/** Appends a function row; parameters, decorators and what the body yields are filled in by its lowering. */
export function addFunction(builder: SummaryBuilder, place: Place, node: NodeId, name: string, flags: number): number {
  const fn = builder.functions.length / S.FunctionStride;
  const start = startOf(builder.tree, node);
  const end = endOf(builder.tree, node);
  const row = Array.from({ length: S.FunctionStride }, () => -1);
  row[S.FunctionName] = internString(builder, name);
  row[S.FunctionFlags] = flags;
  row[S.FunctionParent] = place.fn;
  row[S.FunctionClass] = place.cls;
  row[S.FunctionFirstParameter] = 0;
  row[S.FunctionParameterCount] = 0;
  row[S.FunctionDecorators] = S.EmptyList;
  row[S.FunctionReturns] = S.EmptyList;
  row[S.FunctionYields] = S.EmptyList;
  row[S.FunctionStart] = start;
  row[S.FunctionEnd] = end;
  row[S.FunctionNameStart] = start;
  row[S.FunctionNameEnd] = start;
  row[S.FunctionBodyStart] = start;
  pushRow(builder.functions, row);
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

/** Where a lambda's body is lowered: it runs later, so names are read with any of their bindings. */
export function lambdaPlace(scope: ScopeId, fn: number): Place {
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
  return { scope, fn, cls: -1, flowScope: scope, localOf, state, guard: -1, flags: 0, returns: [], yields: [] };
}

/** Writes what the body returns and yields into the function's row. */
export function finishFunction(builder: SummaryBuilder, place: Place, firstSymbol: number): void {
  setFunctionColumn(builder, place.fn, S.FunctionReturns, addList(builder, place.returns));
  setFunctionColumn(builder, place.fn, S.FunctionYields, addList(builder, place.yields));
  setFunctionColumn(builder, place.fn, S.FunctionFirstSymbol, firstSymbol);
}
