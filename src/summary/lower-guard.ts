/** Conditions on names: `if wait:` around a call says that it runs only when `wait` is true. */
import { resolveName } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { dataOf, kindOf, nameOf, nextOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { addList, addValue, symbolValueOf } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { push4 } from "./integer-table.ts";
import { lowerAnnotation } from "./lower-annotation.ts";
import { lowerExpression } from "./lower-expression.ts";
import * as S from "./module-summary.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

interface Condition {
  readonly value: number;
  readonly mode: number;
  readonly operand: number;
}

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

/** The guard of a `with` body: it names the context the body runs in. */
export function contextGuard(builder: SummaryBuilder, place: Place, context: number): number {
  return push4(builder.guards, context, S.GuardInContext, place.guard, -1);
}

function addGuard(builder: SummaryBuilder, parent: number, condition: Condition, isTrue: boolean): number {
  // Modes come in pairs: an even one and its opposite.
  const mode = isTrue ? condition.mode : condition.mode ^ 1;
  return push4(builder.guards, condition.value, mode, parent, condition.operand);
}

function conditionIn(builder: SummaryBuilder, place: Place, test: NodeId): Condition | undefined {
  const { tree } = builder;
  switch (kindOf(tree, test)) {
    case Kind.UnaryOp: {
      const inner = dataOf(tree, test) === Kind.OperatorNot ? conditionIn(builder, place, test + 1) : undefined;
      return inner === undefined ? undefined : { ...inner, mode: inner.mode ^ 1 };
    }
    case Kind.Name:
      return conditionOn(builder, place, test, S.GuardTruthy, -1);
    case Kind.Compare:
      return comparisonIn(builder, place, test);
    case Kind.Call:
      return callIn(builder, place, test);
    case Kind.BoolOp:
      return anyInstanceIn(builder, place, test);
    default:
      return undefined;
  }
}

function comparisonIn(builder: SummaryBuilder, place: Place, test: NodeId): Condition | undefined {
  const { tree } = builder;
  const name = test + 1;
  const operator = nextOf(tree, name);
  const right = nextOf(tree, operator);
  if (kindOf(tree, name) !== Kind.Name || nextOf(tree, right) !== nextOf(tree, test)) return undefined;
  const isNone = kindOf(tree, right) === Kind.None;
  switch (dataOf(tree, operator)) {
    case Kind.OperatorIs:
      return isNone ? conditionOn(builder, place, name, S.GuardIsNone, -1) : undefined;
    case Kind.OperatorIsNot:
      return isNone ? conditionOn(builder, place, name, S.GuardIsNotNone, -1) : undefined;
    case Kind.OperatorEq:
    case Kind.OperatorNotEq: {
      if (!isConstant(builder, right)) return undefined;
      const mode = dataOf(tree, operator) === Kind.OperatorEq ? S.GuardEquals : S.GuardDiffers;
      return conditionOn(builder, place, name, mode, lowerExpression(builder, place, right, Site.IsArgument));
    }
    case Kind.OperatorIn:
    case Kind.OperatorNotIn: {
      const choices = constantsIn(builder, place, right);
      const mode = dataOf(tree, operator) === Kind.OperatorIn ? S.GuardIn : S.GuardNotIn;
      return choices < 0 ? undefined : conditionOn(builder, place, name, mode, choices);
    }
    default:
      return undefined;
  }
}

const coroutineTests: ReadonlyMap<string, number> = new Map([
  ["iscoroutine", S.GuardIsCoroutine],
  ["isawaitable", S.GuardIsCoroutine],
  ["iscoroutinefunction", S.GuardIsCoroutineFunction],
]);

/** `isinstance(name, T)`, `name.startswith("…")`, `name.endswith("…")`, `inspect.iscoroutine(name)`. */
function callIn(builder: SummaryBuilder, place: Place, test: NodeId): Condition | undefined {
  const { tree } = builder;
  const callee = test + 1;
  const list = nextOf(tree, callee);
  const first = list + 1;
  if (first >= nextOf(tree, list)) return undefined;
  const second = nextOf(tree, first);
  const isNamed = kindOf(tree, callee) === Kind.Name || kindOf(tree, callee) === Kind.Attribute;
  const coroutineTest = isNamed ? coroutineTests.get(nameOf(tree, callee)) : undefined;
  if (coroutineTest !== undefined)
    return kindOf(tree, first) === Kind.Name ? conditionOn(builder, place, first, coroutineTest, -1) : undefined;
  if (kindOf(tree, callee) === Kind.Name && nameOf(tree, callee) === "isinstance") {
    if (second >= nextOf(tree, list) || kindOf(tree, first) !== Kind.Name) return undefined;
    return conditionOn(builder, place, first, S.GuardIsInstance, lowerAnnotation(builder, place, second));
  }
  if (kindOf(tree, callee) !== Kind.Attribute || kindOf(tree, callee + 1) !== Kind.Name) return undefined;
  const name = nameOf(tree, callee);
  if ((name !== "startswith" && name !== "endswith") || second < nextOf(tree, list)) return undefined;
  if (kindOf(tree, first) !== Kind.String) return undefined;
  const text = lowerExpression(builder, place, first, Site.IsArgument);
  return conditionOn(builder, place, callee + 1, name === "startswith" ? S.GuardStartsWith : S.GuardEndsWith, text);
}

/** `isinstance(name, A) or isinstance(name, B)`: one question with two classes. */
function anyInstanceIn(builder: SummaryBuilder, place: Place, test: NodeId): Condition | undefined {
  const { tree } = builder;
  if (dataOf(tree, test) !== Kind.OperatorOr) return undefined;
  const names = new Set<string>();
  for (let operand = test + 1; operand < nextOf(tree, test); operand = nextOf(tree, operand)) {
    const isQuestion = kindOf(tree, operand) === Kind.Call && kindOf(tree, operand + 1) === Kind.Name;
    const first = isQuestion ? nextOf(tree, operand + 1) + 1 : -1;
    if (!isQuestion || nameOf(tree, operand + 1) !== "isinstance" || kindOf(tree, first) !== Kind.Name)
      return undefined;
    names.add(nameOf(tree, first));
  }
  if (names.size !== 1) return undefined;
  const conditions: Condition[] = [];
  for (let operand = test + 1; operand < nextOf(tree, test); operand = nextOf(tree, operand)) {
    const condition = callIn(builder, place, operand);
    if (condition?.mode !== S.GuardIsInstance) return undefined;
    conditions.push(condition);
  }
  const [first] = conditions;
  if (first === undefined) return undefined;
  const classes = conditions.map(({ operand }) => operand);
  return { ...first, operand: addValue(builder, Value.Tuple, addList(builder, classes)) };
}

function isConstant(builder: SummaryBuilder, node: NodeId): boolean {
  const kind = kindOf(builder.tree, node);
  return kind === Kind.String || kind === Kind.True || kind === Kind.False || kind === Kind.None;
}

/** A tuple of the constants in a tuple, list or set display, or -1. */
function constantsIn(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  if (kind !== Kind.Tuple && kind !== Kind.List && kind !== Kind.Set) return -1;
  const items: number[] = [];
  for (let item = node + 1; item < nextOf(tree, node); item = nextOf(tree, item)) {
    if (!isConstant(builder, item) || items.length > 16) return -1;
    items.push(lowerExpression(builder, place, item, Site.IsArgument));
  }
  return addValue(builder, Value.Tuple, addList(builder, items));
}

/** A condition on a name that is a local of the function, or a name of the module. */
function conditionOn(
  builder: SummaryBuilder,
  place: Place,
  name: NodeId,
  mode: number,
  operand: number,
): Condition | undefined {
  const symbol = resolveName(builder.index, place.scope, nameOf(builder.tree, name));
  return symbol < 0 ? undefined : { value: symbolValueOf(builder, place, symbol), mode, operand };
}
