import { beginsExpression, parseBinary, parseStarred, PrecedenceBitOr } from "./expression.ts";
import * as Kind from "./node-kind.ts";
import type { Parser } from "./parser.ts";
import { addNode, advance, tokenStart } from "./parser.ts";
import { failAt } from "./recovery.ts";
import * as Token from "./token-kind.ts";

/** `star_targets`: what stands between `for` and `in`. */
export function parseTargetList(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  parseTargetElement(p);
  if (p.token === Token.Comma) {
    while (p.token === Token.Comma) {
      advance(p);
      if (!beginsExpression(p) && p.token !== Token.Star) break;
      parseTargetElement(p);
    }
    addNode(p, Kind.Tuple, mark, start, p.previousEnd, 0);
  }
  checkTarget(p, p.count - 1);
}

/** One target: after `as` in a `with`, where CPython's grammar has a starred one too, or of `del`. */
export function parseTarget(p: Parser): void {
  parseTargetElement(p);
  checkTarget(p, p.count - 1);
}

function parseTargetElement(p: Parser): void {
  if (p.token === Token.Star) parseStarred(p);
  else parseBinary(p, PrecedenceBitOr);
}

/** Fails unless something can be assigned to `node`. */
export function checkTarget(p: Parser, node: number): void {
  switch (p.kinds[node]) {
    case Kind.Name:
    case Kind.Attribute:
    case Kind.Subscript:
      return;
    case Kind.Starred:
    case Kind.Tuple:
    case Kind.List:
      checkTargetElements(p, node);
      return;
    default:
      failAt(p, `cannot assign to ${describeExpression(p.kinds[node]!)}`, p.starts[node]!, p.ends[node]!);
  }
}

function checkTargetElements(p: Parser, node: number): void {
  const first = node - p.sizes[node]! + 1;
  for (let child = node - 1; child >= first; child -= p.sizes[child]!) checkTarget(p, child);
}

/** What a user calls an expression of this kind. */
export function describeExpression(kind: number): string {
  switch (kind) {
    case Kind.Number:
    case Kind.String:
    case Kind.Bytes:
      return "a literal";
    case Kind.True:
    case Kind.False:
    case Kind.None:
      return "True, False or None";
    case Kind.Call:
      return "a call";
    case Kind.Await:
      return "an await expression";
    case Kind.Lambda:
      return "a lambda";
    case Kind.Compare:
      return "a comparison";
    case Kind.IfExp:
      return "a conditional expression";
    case Kind.JoinedStr:
      return "an f-string";
    case Kind.Dict:
    case Kind.Set:
      return "a dict or set display";
    case Kind.ListComp:
    case Kind.SetComp:
    case Kind.DictComp:
    case Kind.GeneratorExp:
      return "a comprehension";
    case Kind.Yield:
    case Kind.YieldFrom:
      return "a yield expression";
    case Kind.NamedExpr:
      return "a ':=' expression";
    case Kind.Tuple:
      return "a tuple";
    case Kind.List:
      return "a list";
    case Kind.Starred:
      return "a starred expression";
    default:
      return "an expression";
  }
}
