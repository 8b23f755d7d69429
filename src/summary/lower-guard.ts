/** Conditions on parameters: `if wait:` around a call says that it runs only when `wait` is true. */
import { resolveName } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { dataOf, kindOf, nameOf, nextOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { pushRow } from "./integer-table.ts";
import * as S from "./module-summary.ts";
import * as Value from "./value-kind.ts";

interface Condition {
  readonly parameter: number;
  readonly mode: number;
}

const opposites: readonly number[] = [S.GuardFalsy, S.GuardTruthy, S.GuardIsNotNone, S.GuardIsNone];

/** The guard that holds where `test` is true (`isTrue`) or false, within the guards of `place`. */
export function guardOf(builder: SummaryBuilder, place: Place, test: NodeId, isTrue: boolean): number {
  const condition = conditionIn(builder, place, test);
  if (condition !== undefined) return addGuard(builder, place.guard, condition, isTrue);
  const { tree } = builder;
  // All operands of a true `and` are true, all of a false `or` false.
  const wanted = isTrue ? Kind.OperatorAnd : Kind.OperatorOr;
  if (kindOf(tree, test) !== Kind.BoolOp || dataOf(tree, test) !== wanted) return place.guard;
  let guard = place.guard;
  for (let operand = test + 1; operand < nextOf(tree, test); operand = nextOf(tree, operand)) {
    const part = conditionIn(builder, place, operand);
    if (part !== undefined) guard = addGuard(builder, guard, part, isTrue);
  }
  return guard;
}

function addGuard(builder: SummaryBuilder, parent: number, { parameter, mode }: Condition, isTrue: boolean): number {
  const held = isTrue ? mode : (opposites[mode] ?? mode);
  return pushRow(builder.guards, [parameter, held, parent]) / S.GuardStride;
}

function conditionIn(builder: SummaryBuilder, place: Place, test: NodeId): Condition | undefined {
  const { tree } = builder;
  const kind = kindOf(tree, test);
  if (kind === Kind.UnaryOp && dataOf(tree, test) === Kind.OperatorNot) {
    const inner = conditionIn(builder, place, test + 1);
    return inner === undefined ? undefined : { ...inner, mode: opposites[inner.mode] ?? inner.mode };
  }
  if (kind === Kind.Name) return conditionOn(builder, place, test, S.GuardTruthy);
  if (kind !== Kind.Compare || kindOf(tree, test + 1) !== Kind.Name) return undefined;
  const operator = nextOf(tree, test + 1);
  const right = nextOf(tree, operator);
  if (kindOf(tree, right) !== Kind.None || nextOf(tree, right) !== nextOf(tree, test)) return undefined;
  const op = dataOf(tree, operator);
  if (op === Kind.OperatorIs) return conditionOn(builder, place, test + 1, S.GuardIsNone);
  return op === Kind.OperatorIsNot ? conditionOn(builder, place, test + 1, S.GuardIsNotNone) : undefined;
}

/** A condition on a name that still is the parameter it was at the start. */
function conditionOn(builder: SummaryBuilder, place: Place, name: NodeId, mode: number): Condition | undefined {
  const symbol = resolveName(builder.index, place.scope, nameOf(builder.tree, name));
  const local = place.localOf.get(symbol);
  const set = local === undefined ? undefined : builder.bindingSets[place.state?.[local] ?? 0];
  if (set?.length !== 1) return undefined;
  const value = builder.bindings.data[(set[0] ?? 0) * S.BindingStride + S.BindingValue] ?? 0;
  const row = value * S.ValueStride;
  if (builder.values.data[row] !== Value.Parameter || builder.values.data[row + 1] !== place.fn) return undefined;
  return { parameter: builder.values.data[row + 2] ?? 0, mode };
}
