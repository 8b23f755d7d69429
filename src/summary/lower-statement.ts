import { bindingSymbol } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { dataOf, endOf, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import {
  addFlow,
  addSite,
  addValue,
  bindSymbol,
  internName,
  internString,
  linkCallToSymbol,
  mergeStates,
  narrowSymbol,
} from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { pushRow } from "./integer-table.ts";
import { lowerAnnotation } from "./lower-annotation.ts";
import { lowerClass, lowerFunction } from "./lower-definition.ts";
import * as Flow from "./flow-row.ts";
import { lowerFor, lowerSuite, lowerTry, lowerWhile, lowerWith } from "./lower-compound.ts";
import { bindTarget, lowerExpression } from "./lower-expression.ts";
import { guardOf } from "./lower-guard.ts";
import { lowerMatch } from "./lower-match.ts";
import * as S from "./module-summary.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

const maximumBlockDepth = 400;
/** Expressions whose value, dropped as a statement, a rule may ask about; calls have a site of their own. */
const droppedKinds: ReadonlySet<number> = new Set([
  Kind.Name,
  Kind.Attribute,
  Kind.Subscript,
  Kind.List,
  Kind.Tuple,
  Kind.ListComp,
]);
let depth = 0;

/** Lowers the statements among the children of `block`. */
export function lowerBlock(builder: SummaryBuilder, place: Place, block: NodeId): void {
  const { tree } = builder;
  if (depth > maximumBlockDepth) return;
  depth++;
  const { guard, flags } = place;
  for (let statement = block + 1; statement < nextOf(tree, block); statement = nextOf(tree, statement))
    lowerStatement(builder, place, statement);
  // `if not wait: return` guards what follows it in the suite, and nothing after the suite.
  place.guard = guard;
  place.flags = flags;
  depth--;
}

function lowerStatement(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  switch (kindOf(tree, node)) {
    case Kind.ExpressionStatement:
      return lowerExpressionStatement(builder, place, node + 1);
    case Kind.Assign:
      return lowerAssign(builder, place, node);
    case Kind.AnnAssign:
      return lowerAnnotatedAssign(builder, place, node);
    case Kind.AugAssign:
      return lowerAugmentedAssign(builder, place, node);
    case Kind.FunctionDef:
    case Kind.AsyncFunctionDef:
      return lowerFunction(builder, place, node, lowerBlock);
    case Kind.ClassDef:
      return lowerClass(builder, place, node, lowerBlock);
    case Kind.Return: {
      const hasValue = kindOf(tree, node + 1) !== Kind.Absent;
      const value = hasValue ? lowerExpression(builder, place, node + 1, Site.IsReturned) : -1;
      if (hasValue) place.returns.push(value);
      addFlow(builder, place, Flow.Return, value, startOf(tree, node), endOf(tree, node));
      place.state = undefined;
      return;
    }
    case Kind.If:
      return lowerIf(builder, place, node);
    case Kind.For:
    case Kind.AsyncFor:
      return lowerFor(builder, place, node, lowerBlock);
    case Kind.While:
      return lowerWhile(builder, place, node, lowerBlock, lowerTest);
    case Kind.With:
    case Kind.AsyncWith:
      return lowerWith(builder, place, node, lowerBlock);
    case Kind.Try:
    case Kind.TryStar:
      return lowerTry(builder, place, node, lowerBlock);
    case Kind.Import:
    case Kind.ImportFrom:
      return lowerImport(builder, place, node);
    default:
      return lowerRareStatement(builder, place, node);
  }
}

function lowerRareStatement(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  switch (kindOf(tree, node)) {
    case Kind.Raise: {
      let raised = -1;
      for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
        if (kindOf(tree, child) === Kind.Absent) continue;
        const value = lowerExpression(builder, place, child);
        if (child === node + 1) raised = value;
      }
      addFlow(builder, place, Flow.Raise, raised, startOf(tree, node), endOf(tree, node));
      place.state = undefined;
      return;
    }
    case Kind.Break:
    case Kind.Continue:
      addFlow(
        builder,
        place,
        kindOf(tree, node) === Kind.Break ? Flow.Break : Flow.Continue,
        -1,
        startOf(tree, node),
        endOf(tree, node),
      );
      place.state = undefined;
      return;
    case Kind.Assert:
      lowerTest(builder, place, node + 1);
      if (kindOf(tree, nextOf(tree, node + 1)) !== Kind.Absent)
        lowerExpression(builder, place, nextOf(tree, node + 1), Site.IsArgument);
      return;
    case Kind.Delete:
      for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
        if (kindOf(tree, child) !== Kind.Name) lowerDelete(builder, place, child);
        else {
          const symbol = bindingSymbol(builder.index, place.scope, nameOf(tree, child));
          bindSymbol(builder, place, symbol, 0, -1, S.BindingIsDelete);
        }
      }
      return;
    case Kind.TypeAlias: {
      const value = lowerAnnotation(builder, place, nextOf(tree, nextOf(tree, node + 1)));
      bindTarget(builder, place, node + 1, value);
      return;
    }
    case Kind.Match:
      lowerMatch(builder, place, node, lowerBlock);
      return;
    default:
  }
}

function lowerDelete(builder: SummaryBuilder, place: Place, target: NodeId): void {
  const { tree } = builder;
  const kind = kindOf(tree, target);
  if (kind === Kind.Attribute || kind === Kind.Subscript) {
    const object = lowerExpression(builder, place, target + 1);
    if (kind === Kind.Attribute) {
      const value = addValue(builder, Value.Attribute, object, internName(builder, target));
      addSite(builder, place, Site.AttributeDelete, value, 0, target);
      return;
    }
    const index = lowerExpression(builder, place, nextOf(tree, target + 1));
    const value = addValue(builder, Value.Subscript, object, index);
    addSite(builder, place, Site.SubscriptDelete, value, 0, target);
    return;
  }
  for (let child = target + 1; child < nextOf(tree, target); child = nextOf(tree, child))
    lowerExpression(builder, place, child);
}

function lowerExpressionStatement(builder: SummaryBuilder, place: Place, expression: NodeId): void {
  const value = lowerExpression(builder, place, expression, Site.IsDropped);
  const kind = kindOf(builder.tree, expression);
  if (droppedKinds.has(kind)) addSite(builder, place, Site.Dropped, value, Site.IsDropped, expression);
  if (endsProcess(builder, expression)) place.flags |= Site.IsAfterEnd;
}

/** `os.kill(os.getpid(), …)`: the process sends itself a signal. */
function endsProcess({ tree }: SummaryBuilder, call: NodeId): boolean {
  if (kindOf(tree, call) !== Kind.Call || !isMember(tree, call + 1, "os", "kill")) return false;
  const list = nextOf(tree, call + 1);
  const first = list + 1;
  if (first >= nextOf(tree, list)) return false;
  return kindOf(tree, first) === Kind.Call && isMember(tree, first + 1, "os", "getpid");
}

function isMember(tree: SyntaxTree, node: NodeId, object: string, name: string): boolean {
  if (kindOf(tree, node) !== Kind.Attribute || nameOf(tree, node) !== name) return false;
  return kindOf(tree, node + 1) === Kind.Name && nameOf(tree, node + 1) === object;
}

function lowerAssign(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  let valueNode = node + 1;
  while (nextOf(tree, valueNode) < nextOf(tree, node)) valueNode = nextOf(tree, valueNode);
  const first = node + 1;
  const isName = kindOf(tree, first) === Kind.Name && nextOf(tree, first) === valueNode;
  const name = isName ? nameOf(tree, first) : "";
  // What gets two names at once is in nobody's hands alone.
  const isGiven = nextOf(tree, first) !== valueNode;
  // The text of a module's constant may decide a condition, or be the argument that makes a call harmless.
  const isText = isName && place.fn === 0 && kindOf(tree, valueNode) === Kind.String;
  const isKept = isGiven || isText || name === "__all__" || name === "__waits__";
  const flags = name === "_" ? Site.IsDiscarded : isKept ? Site.IsArgument : 0;
  const value = lowerExpression(builder, place, valueNode, flags);
  if (isName) linkCallToSymbol(builder, value, bindingSymbol(builder.index, place.scope, name));
  for (let target = first; target !== valueNode; target = nextOf(tree, target))
    bindTarget(builder, place, target, value);
  if (nextOf(tree, first) !== valueNode) addEscapes(builder, place, first, valueNode);
}

/** In `a = self.b = call()` the name is not alone with the value. */
function addEscapes(builder: SummaryBuilder, place: Place, first: NodeId, end: NodeId): void {
  const { tree } = builder;
  for (let target = first; target !== end; target = nextOf(tree, target)) {
    if (kindOf(tree, target) !== Kind.Name) continue;
    const symbol = bindingSymbol(builder.index, place.scope, nameOf(tree, target));
    if (builder.isFollowed[symbol] === 1) addFlow(builder, place, Flow.Use, symbol, Flow.Escapes);
  }
}

function lowerAnnotatedAssign(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  const target = node + 1;
  const annotationNode = nextOf(tree, target);
  const valueNode = nextOf(tree, annotationNode);
  const annotation = lowerAnnotation(builder, place, annotationNode);
  if (kindOf(tree, valueNode) !== Kind.Absent) {
    const value = lowerExpression(builder, place, valueNode);
    if (kindOf(tree, target) === Kind.Name)
      linkCallToSymbol(builder, value, bindingSymbol(builder.index, place.scope, nameOf(tree, target)));
    bindTarget(builder, place, target, value, annotation);
  } else if (kindOf(tree, target) === Kind.Name) {
    const symbol = bindingSymbol(builder.index, place.scope, nameOf(tree, target));
    bindSymbol(builder, place, symbol, 0, annotation, S.BindingIsDeclaration);
  } else bindTarget(builder, place, target, 0, annotation);
}

function lowerAugmentedAssign(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  const target = node + 1;
  const left = lowerExpression(builder, place, target);
  const isAll = kindOf(tree, target) === Kind.Name && nameOf(tree, target) === "__all__";
  const right = lowerExpression(builder, place, nextOf(tree, target), isAll ? Site.IsArgument : 0);
  const value = addValue(builder, Value.Binary, left, right, dataOf(tree, node));
  addSite(builder, place, Site.Binary, value, 0, node);
  if (kindOf(tree, target) === Kind.Name) bindTarget(builder, place, target, value);
}

function lowerIf(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  // An `elif` chain is as long as people make it, so it is walked in a loop.
  let current = node;
  let after: number[] | undefined;
  const guardBefore = place.guard;
  let depthOfChain = 0;
  // Every branch so far returns, raises or goes on with the loop: what follows runs only when no test was true.
  let isLeft = true;
  for (;;) {
    const test = current + 1;
    const body = nextOf(tree, test);
    const orElse = nextOf(tree, body);
    lowerTest(builder, place, test);
    addBranch(builder, place, test);
    depthOfChain++;
    const otherwise = place.state?.slice();
    const guardAround = place.guard;
    // A guard speaks of the name as it was before the test narrowed it.
    const guardOfElse = guardOf(builder, place, test, false);
    place.guard = guardOf(builder, place, test, true);
    const narrowed = narrowByTest(builder, place, test);
    const memo = memoInTest(builder, place, test);
    const once = memo === "empty" ? Site.IsOnce : 0;
    lowerSuite(builder, place, body, Site.IsConditional | flagOfTest(builder, test) | once, lowerBlock);
    widen(place, narrowed);
    place.guard = guardAround;
    isLeft &&= place.state === undefined && otherwise !== undefined;
    after = mergeStates(builder, place.state, after);
    place.state = otherwise;
    const hasElse = kindOf(tree, orElse) === Kind.Block;
    if (hasElse || kindOf(tree, orElse) === Kind.If) addFlow(builder, place, Flow.Else);
    if (kindOf(tree, orElse) === Kind.If) {
      current = orElse;
      place.guard = guardOfElse;
      continue;
    }
    if (hasElse) {
      place.guard = guardOfElse;
      lowerSuite(builder, place, orElse, Site.IsConditional, lowerBlock);
    }
    for (let level = 0; level < depthOfChain; level++)
      addFlow(builder, place, Flow.EndIf, hasElse || level > 0 ? 1 : 0);
    const isGuarding = isLeft && !hasElse;
    place.guard = isGuarding ? guardOfElse : guardBefore;
    if (isGuarding && memo === "filled") place.flags |= Site.IsOnce;
    place.state = mergeStates(builder, place.state, after);
    return;
  }
}

/** The row of an `if`: which local it asks for, when the test is `x`, `not x`, `x is None` (or another name) or `x is not None`. */
function addBranch(builder: SummaryBuilder, place: Place, test: NodeId): void {
  const { tree } = builder;
  let isTruthy = 1;
  let name = test;
  while (kindOf(tree, name) === Kind.UnaryOp && dataOf(tree, name) === Kind.OperatorNot) {
    isTruthy = 1 - isTruthy;
    name++;
  }
  if (kindOf(tree, name) === Kind.Compare) {
    const operator = nextOf(tree, name + 1);
    const right = nextOf(tree, operator);
    const isLast = nextOf(tree, right) >= nextOf(tree, name);
    // What is the sentinel is not what the local was bound to.
    const isSentinel = isLast && (kindOf(tree, right) === Kind.None || kindOf(tree, right) === Kind.Name);
    const op = isSentinel ? dataOf(tree, operator) : -1;
    if (op === Kind.OperatorIs) isTruthy = 1 - isTruthy;
    name = op === Kind.OperatorIs || op === Kind.OperatorIsNot ? name + 1 : test;
  }
  const symbol = kindOf(tree, name) === Kind.Name ? bindingSymbol(builder.index, place.scope, nameOf(tree, name)) : -1;
  addFlow(builder, place, Flow.If, symbol, isTruthy);
}

function lowerTest(builder: SummaryBuilder, place: Place, test: NodeId): void {
  const value = lowerExpression(builder, place, test, Site.IsTested);
  const kind = kindOf(builder.tree, test);
  if (kind === Kind.Name || kind === Kind.Attribute) addSite(builder, place, Site.Tested, value, 0, test);
}

/** What a test has shown of a local, to be forgotten after the suite. */
interface Narrowed {
  readonly local: number;
  readonly before: number;
  readonly during: number;
}

/** `if isinstance(name, T):` makes the name a T in the suite. */
function narrowByTest(builder: SummaryBuilder, place: Place, test: NodeId): Narrowed | undefined {
  const { tree } = builder;
  if (
    kindOf(tree, test) !== Kind.Call ||
    kindOf(tree, test + 1) !== Kind.Name ||
    nameOf(tree, test + 1) !== "isinstance"
  )
    return undefined;
  const first = nextOf(tree, test + 1) + 1;
  const second = first < nextOf(tree, test) ? nextOf(tree, first) : nextOf(tree, test);
  if (kindOf(tree, first) !== Kind.Name || second >= nextOf(tree, test)) return undefined;
  const symbol = bindingSymbol(builder.index, place.scope, nameOf(tree, first));
  const local = place.localOf.get(symbol);
  if (local === undefined) return undefined;
  const type = lowerAnnotation(builder, place, second);
  const before = narrowSymbol(builder, place, symbol, addValue(builder, Value.Captured, type));
  return before < 0 ? undefined : { local, before, during: place.state?.[local] ?? before };
}

function widen(place: Place, narrowed: Narrowed | undefined): void {
  if (narrowed === undefined || place.state === undefined) return;
  if (place.state[narrowed.local] === narrowed.during) place.state[narrowed.local] = narrowed.before;
}

/**
 * Whether a test asks if a global of this function was filled already: `if _cache is None:` ("empty"), `if _cache:` ("filled").
 */
function memoInTest(builder: SummaryBuilder, place: Place, test: NodeId): "empty" | "filled" | undefined {
  const { tree } = builder;
  const kind = kindOf(tree, test);
  if (kind === Kind.UnaryOp && dataOf(tree, test) === Kind.OperatorNot) {
    const inner = memoInTest(builder, place, test + 1);
    return inner === undefined ? undefined : inner === "filled" ? "empty" : "filled";
  }
  if (kind === Kind.BoolOp && dataOf(tree, test) === Kind.OperatorAnd) {
    for (let operand = test + 1; operand < nextOf(tree, test); operand = nextOf(tree, operand))
      if (memoInTest(builder, place, operand) === "filled") return "filled";
    return undefined;
  }
  if (kind === Kind.Name) return isMemo(builder, place, test) ? "filled" : undefined;
  if (kind === Kind.Compare && kindOf(tree, test + 1) === Kind.Name && isMemo(builder, place, test + 1)) {
    const operator = dataOf(tree, nextOf(tree, test + 1));
    if (operator === Kind.OperatorIs) return "empty";
    return operator === Kind.OperatorIsNot ? "filled" : undefined;
  }
  return undefined;
}

/** A name the function declares `global`: it will assign it. */
function isMemo(builder: SummaryBuilder, place: Place, name: NodeId): boolean {
  return builder.index.scopes[place.scope]?.globals.has(nameOf(builder.tree, name)) === true;
}

function flagOfTest(builder: SummaryBuilder, test: NodeId): number {
  const { tree } = builder;
  const kind = kindOf(tree, test);
  if ((kind === Kind.Name || kind === Kind.Attribute) && nameOf(tree, test) === "TYPE_CHECKING")
    return Site.IsUnreachable;
  if (
    kind === Kind.False ||
    (kind === Kind.BoolOp && kindOf(tree, test + 1) === Kind.False && dataOf(tree, test) === Kind.OperatorAnd)
  )
    return Site.IsUnreachable;
  return 0;
}

function lowerImport(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const { tree } = builder;
  const isFrom = kindOf(tree, node) === Kind.ImportFrom;
  const level = isFrom ? dataOf(tree, node) : 0;
  const first = isFrom ? nextOf(tree, node + 1) : node + 1;
  const isNamed = isFrom && kindOf(tree, node + 1) === Kind.Identifier;
  const module = isNamed ? nameOf(tree, node + 1) : "";
  const moduleString = internString(builder, module);
  if (isFrom) pushRow(builder.imports, [moduleString, level]);
  for (let alias = first; alias < nextOf(tree, node); alias = nextOf(tree, alias)) {
    const name = nameOf(tree, alias);
    const hasAs = kindOf(tree, alias + 1) === Kind.Identifier;
    if (isFrom && name === "*") {
      pushRow(builder.starImports, [moduleString, level, 0]);
      continue;
    }
    const bound = hasAs ? nameOf(tree, alias + 1) : name;
    const nameString = internString(builder, name);
    if (!isFrom) pushRow(builder.imports, [nameString, 0]);
    const dot = bound.indexOf(".");
    const value = isFrom
      ? addValue(builder, Value.Import, moduleString, nameString, level)
      : hasAs || dot < 0
        ? addValue(builder, Value.Import, nameString, -1, 0)
        : addValue(builder, Value.ImportTop, nameString);
    const symbol = bindingSymbol(builder.index, place.scope, dot < 0 ? bound : bound.slice(0, dot));
    bindSymbol(builder, place, symbol, value, -1, S.BindingIsImport);
  }
}
