import { bindingSymbol } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { dataOf, kindOf, nameOf, nextOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { addFlow, addValue, bindSymbol, internName, mergeStates } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import * as Flow from "./flow-row.ts";
import { lowerExpression } from "./lower-expression.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

type LowerBlock = (builder: SummaryBuilder, place: Place, block: NodeId) => void;

export function lowerMatch(builder: SummaryBuilder, place: Place, node: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const subject = lowerExpression(builder, place, node + 1);
  // No case may match, so what held before the statement may hold after it.
  let after = place.state?.slice();
  const before = place.state?.slice();
  let isFirst = true;
  let isExhaustive = 0;
  for (let item = nextOf(tree, node + 1); item < nextOf(tree, node); item = nextOf(tree, item)) {
    place.state = before?.slice();
    const pattern = item + 1;
    const guard = nextOf(tree, pattern);
    addFlow(builder, place, isFirst ? Flow.If : Flow.Else);
    isFirst = false;
    bindPattern(builder, place, pattern, subject);
    const isWildcard = kindOf(tree, pattern) === Kind.MatchAs && pattern + 1 >= nextOf(tree, pattern);
    if (isWildcard && kindOf(tree, guard) === Kind.Absent) isExhaustive = 1;
    if (kindOf(tree, guard) !== Kind.Absent) lowerExpression(builder, place, guard, Site.IsTested);
    lowerBlock(builder, place, nextOf(tree, guard));
    after = mergeStates(builder, place.state, after);
  }
  place.state = after;
  if (!isFirst) addFlow(builder, place, Flow.EndIf, isExhaustive);
}

/** Binds the names a pattern captures; `subject` is the value matched, 0 where it is unknown. */
function bindPattern(builder: SummaryBuilder, place: Place, pattern: NodeId, subject: number): void {
  const { tree } = builder;
  const kind = kindOf(tree, pattern);
  const capture = (value: number): void => {
    if (dataOf(tree, pattern) < 0) return;
    bindSymbol(builder, place, bindingSymbol(builder.index, place.scope, nameOf(tree, pattern)), value);
  };
  if (kind === Kind.MatchValue || kind === Kind.MatchSingleton) {
    if (kind === Kind.MatchValue) lowerExpression(builder, place, pattern + 1);
    return;
  }
  if (kind === Kind.MatchAs) {
    const inner = pattern + 1 < nextOf(tree, pattern) ? pattern + 1 : -1;
    if (inner >= 0 && kindOf(tree, inner) === Kind.MatchClass) {
      bindPattern(builder, place, inner, subject);
      capture(addValue(builder, Value.Captured, lowerExpression(builder, place, inner + 1)));
      return;
    }
    if (inner >= 0 && kindOf(tree, inner) !== Kind.Absent) bindPattern(builder, place, inner, subject);
    capture(inner >= 0 && kindOf(tree, inner) !== Kind.Absent ? 0 : subject);
    return;
  }
  if (kind === Kind.MatchClass) {
    const cls = addValue(builder, Value.Captured, lowerExpression(builder, place, pattern + 1));
    for (let child = nextOf(tree, pattern + 1); child < nextOf(tree, pattern); child = nextOf(tree, child)) {
      const isNamed = kindOf(tree, child) === Kind.KeywordPattern;
      const name = isNamed ? internName(builder, child) : -1;
      const part = isNamed ? addValue(builder, Value.Attribute, cls, name) : 0;
      bindPattern(builder, place, isNamed ? child + 1 : child, part);
    }
    return;
  }
  if (kind === Kind.MatchMapping || kind === Kind.MatchStar) capture(0);
  for (let child = pattern + 1; child < nextOf(tree, pattern); child = nextOf(tree, child)) {
    if (kindOf(tree, child) >= Kind.FirstExpression) lowerExpression(builder, place, child);
    else bindPattern(builder, place, child, kind === Kind.MatchOr ? subject : 0);
  }
}
