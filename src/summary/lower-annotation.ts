import * as Kind from "../syntax/node-kind.ts";
import { dataOf, kindOf, nameOf, nextOf, parseExpressionAt } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { addList, addValue, constantValue, internName } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { textRange } from "./literal-text.ts";
import { lowerExpression, lowerName } from "./lower-expression.ts";
import * as S from "./module-summary.ts";
import * as Value from "./value-kind.ts";

const UnknownValue = 0;
const NoneValue = 1;
const maximumQuotedBytes = 400;

/** Lowers an annotation: no sites, and strings are read as the expressions they hold. -1 when there is none. */
export function lowerAnnotation(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const { tree } = builder;
  if (node < 0 || kindOf(tree, node) === Kind.Absent) return -1;
  return lowerType(builder, place, node);
}

function lowerType(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const { tree } = builder;
  switch (kindOf(tree, node)) {
    case Kind.Name:
      return lowerName(builder, place, nameOf(tree, node));
    case Kind.None:
      return NoneValue;
    case Kind.Attribute: {
      const object = lowerType(builder, place, node + 1);
      return addValue(builder, Value.Attribute, object, internName(builder, node));
    }
    case Kind.Subscript: {
      const object = lowerType(builder, place, node + 1);
      return addValue(builder, Value.Subscript, object, lowerType(builder, place, nextOf(tree, node + 1)));
    }
    case Kind.Tuple:
    case Kind.List: {
      const items: number[] = [];
      for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child))
        items.push(lowerType(builder, place, child));
      return addValue(builder, Value.Tuple, addList(builder, items));
    }
    case Kind.BinOp: {
      const left = lowerType(builder, place, node + 1);
      const right = lowerType(builder, place, nextOf(tree, node + 1));
      return addValue(builder, Value.Binary, left, right, dataOf(tree, node));
    }
    case Kind.String:
      return lowerQuoted(builder, place, node);
    case Kind.Call: {
      // `Annotated[X, Depends(f)]`: the call is part of the type, nothing runs here.
      const quiet = builder.sites.length;
      const outer = builder.lastSite[place.fn] ?? -1;
      const value = lowerExpression(builder, place, node);
      forgetSites(builder, place, quiet, outer);
      return value;
    }
    case Kind.Ellipsis:
      return constantValue(builder, Value.ConstantEllipsis);
    default:
      return UnknownValue;
  }
}

function forgetSites(builder: SummaryBuilder, place: Place, length: number, last: number): void {
  builder.sites.length = length;
  builder.lastSite[place.fn] = last;
  if (last >= 0) builder.sites.data[last * S.SiteStride + S.SiteNext] = -1;
  else builder.functions.data[place.fn * S.FunctionStride + S.FunctionFirstSite] = -1;
}

function lowerQuoted(builder: SummaryBuilder, place: Place, node: NodeId): number {
  if (dataOf(builder.tree, node) !== 1) return UnknownValue;
  const [start, end] = textRange(builder, node);
  if (end - start > maximumQuotedBytes) return UnknownValue;
  const outer = builder.tree;
  const quoted = parseExpressionAt(outer.source, start, end);
  const expression = quoted.length > 2 ? 2 : -1;
  if (quoted.errors.length > 0 || expression < 0) return UnknownValue;
  builder.tree = quoted;
  try {
    return lowerType(builder, place, expression);
  } finally {
    builder.tree = outer;
  }
}
