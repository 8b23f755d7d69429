import { bindingSymbol, resolveName, symbolsBoundIn } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { childAt, dataOf, endOf, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import {
  AnyBinding,
  addList,
  addSite,
  addValue,
  bindSymbol,
  constantValue,
  firstSymbolOf,
  internName,
  internString,
  linkCallToSymbol,
  readSymbol,
} from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { pushRow } from "./integer-table.ts";
import * as Flow from "./flow-row.ts";
import { addFunction, addFunctionFlags, finishFunction, untrackedPlace, setFunctionColumn } from "./lower-function.ts";
import { isDottedPath, plainText } from "./literal-text.ts";
import * as S from "./module-summary.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

/** Deeper expressions than this are unknown. Left-associative operator chains do not count: they are read in a loop. */
const maximumDepth = 300;
/** Elements of a literal beyond this many are not looked at for their value; their calls still are. */
export const maximumElements = 32;

const UnknownValue = 0;
const NoneValue = 1;

let depth = 0;

/** Lowers an expression to a value and appends the sites in it, in order of evaluation. `flags`: how the result is used. */
export function lowerExpression(builder: SummaryBuilder, place: Place, node: NodeId, flags = 0): number {
  if (depth > maximumDepth) return UnknownValue;
  depth++;
  try {
    return lowerByKind(builder, place, node, flags);
  } finally {
    depth--;
  }
}

function lowerByKind(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  switch (kindOf(tree, node)) {
    case Kind.Name:
      return lowerName(builder, place, nameOf(tree, node), useOf(flags));
    case Kind.Attribute:
      return lowerAttribute(builder, place, node, true);
    case Kind.Call:
      return lowerCall(builder, place, node, flags);
    case Kind.Await:
      return lowerAwait(builder, place, node, flags);
    case Kind.BinOp:
      return lowerBinary(builder, place, node);
    case Kind.Subscript:
      return lowerSubscript(builder, place, node);
    case Kind.String:
      return lowerString(builder, node, flags);
    case Kind.Number:
      return constantValue(builder, isZero(builder, node) ? Value.ConstantZero : Value.ConstantNumber);
    case Kind.True:
      return constantValue(builder, Value.ConstantTrue);
    case Kind.False:
      return constantValue(builder, Value.ConstantFalse);
    case Kind.None:
      return NoneValue;
    case Kind.Bytes:
      return constantValue(builder, Value.ConstantBytes);
    case Kind.Ellipsis:
      return constantValue(builder, Value.ConstantEllipsis);
    case Kind.Tuple:
    case Kind.List:
    case Kind.Set:
      return lowerSequence(builder, place, node, flags);
    case Kind.Dict:
      return lowerDict(builder, place, node, flags);
    default:
      return lowerRareKind(builder, place, node, flags);
  }
}

function lowerRareKind(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  switch (kind) {
    case Kind.BoolOp:
      return lowerBoolean(builder, place, node, flags);
    case Kind.IfExp:
      return lowerConditional(builder, place, node, flags);
    case Kind.Compare:
      return lowerComparison(builder, place, node);
    case Kind.UnaryOp: {
      const isNot = dataOf(tree, node) === Kind.OperatorNot;
      const operand = lowerExpression(builder, place, node + 1, isNot ? Site.IsTested : 0);
      return isNot ? addValue(builder, Value.Truth) : operand;
    }
    case Kind.NamedExpr:
      return lowerWalrus(builder, place, node, flags);
    case Kind.Lambda:
      return lowerLambda(builder, place, node);
    case Kind.GeneratorExp:
      return lowerGenerator(builder, place, node);
    case Kind.ListComp:
    case Kind.SetComp:
    case Kind.DictComp:
      return lowerComprehension(builder, place, node, kind);
    case Kind.Yield:
    case Kind.YieldFrom:
      return lowerYield(builder, place, node, kind);
    case Kind.JoinedStr:
    case Kind.TemplateStr:
      return lowerFormatted(builder, place, node);
    case Kind.FormattedValue:
    case Kind.Interpolation: {
      const isName = kindOf(tree, node + 1) === Kind.Name;
      const value = isName
        ? lowerUsed(builder, place, node + 1, Flow.Formatted)
        : lowerExpression(builder, place, node + 1, Site.IsArgument);
      addSite(builder, place, Site.Formatted, value, 0, node + 1);
      const format = childAt(tree, node, 1);
      if (format >= 0 && kindOf(tree, format) !== Kind.Absent) lowerExpression(builder, place, format);
      return value;
    }
    case Kind.Starred: {
      const value = lowerExpression(builder, place, node + 1);
      addSite(builder, place, Site.Iterated, value, 0, node + 1);
      return addValue(builder, Value.Starred, value);
    }
    default:
      for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child))
        lowerExpression(builder, place, child);
      return UnknownValue;
  }
}

function lowerConditional(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const test = nextOf(builder.tree, node + 1);
  lowerExpression(builder, place, test, Site.IsTested);
  const around = place.flags;
  place.flags |= Site.IsChosen;
  const body = lowerExpression(builder, place, node + 1, flags);
  const orElse = lowerExpression(builder, place, nextOf(builder.tree, test), flags);
  place.flags = around;
  return addUnion(builder, [body, orElse]);
}

function lowerWalrus(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  const valueNode = nextOf(tree, node + 1);
  // A name that gets a second name is more than asked for its truth.
  const isName = kindOf(tree, valueNode) === Kind.Name;
  const value = lowerExpression(builder, place, valueNode, isName ? 0 : flags & ~Site.IsDropped);
  const symbol = bindingSymbol(builder.index, walrusScope(builder, place), nameOf(tree, node + 1));
  bindSymbol(builder, place, symbol, value);
  linkCallToSymbol(builder, value, symbol);
  // The value goes on from here as if the name had been read.
  if (symbol >= 0 && (flags & (Site.IsTested | Site.IsDropped)) === 0) readSymbol(builder, place, symbol, useOf(flags));
  return value;
}

function walrusScope(builder: SummaryBuilder, place: Place): number {
  let scope = place.scope;
  while (builder.index.scopes[scope]?.kind === 3) scope = builder.index.scopes[scope]?.parent ?? 0;
  return scope;
}

/** What the flags of an expression say of a name that it is. */
function useOf(flags: number): number {
  if (flags === 0) return Flow.Escapes;
  if ((flags & Site.IsAwaited) !== 0) return Flow.Awaited;
  if ((flags & Site.IsReturned) !== 0) return Flow.Returned;
  if ((flags & Site.IsTested) !== 0) return Flow.Tested;
  if ((flags & Site.IsDropped) !== 0) return Flow.Dropped;
  return (flags & Site.IsArgument) !== 0 ? Flow.Given : Flow.Escapes;
}

/** Lowers an expression that is used in a way of its own (`Flow.Entered`…), should it be a bare name. */
export function lowerUsed(builder: SummaryBuilder, place: Place, node: NodeId, use: number, attribute = -1): number {
  if (kindOf(builder.tree, node) !== Kind.Name) return lowerExpression(builder, place, node);
  return lowerName(builder, place, nameOf(builder.tree, node), use, attribute);
}

/** The value of a bare name read here, and what for. */
export function lowerName(
  builder: SummaryBuilder,
  place: Place,
  name: string,
  use: number = Flow.Escapes,
  attribute = -1,
): number {
  const symbol = resolveName(builder.index, place.scope, name);
  if (symbol >= 0) return readSymbol(builder, place, symbol, use, attribute);
  const kind = builder.starImports.length > 0 ? Value.StarImported : Value.Builtin;
  return addValue(builder, kind, internString(builder, name));
}

/** `isRead`: false for the callee of a call, which is a method far more often than a property. */
function lowerAttribute(builder: SummaryBuilder, place: Place, node: NodeId, isRead: boolean): number {
  const name = internName(builder, node);
  const object = lowerUsed(builder, place, node + 1, isRead ? Flow.Read : Flow.Called, name);
  const value = addValue(builder, Value.Attribute, object, name);
  if (isRead) addSite(builder, place, Site.Attribute, value, 0, node);
  return value;
}

function lowerCall(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  const calleeNode = node + 1;
  const callee =
    kindOf(tree, calleeNode) === Kind.Attribute
      ? lowerAttribute(builder, place, calleeNode, false)
      : lowerExpression(builder, place, calleeNode);
  const list = nextOf(tree, calleeNode);
  const items: number[] = [];
  for (let argument = list + 1; argument < nextOf(tree, list); argument = nextOf(tree, argument)) {
    const kind = kindOf(tree, argument);
    if (kind === Kind.Keyword) {
      const name = dataOf(tree, argument) < 0 ? Value.DoubleStar : internName(builder, argument);
      items.push(name, lowerExpression(builder, place, argument + 1, Site.IsArgument));
    } else if (kind === Kind.Starred) {
      const value = lowerExpression(builder, place, argument + 1);
      addSite(builder, place, Site.Iterated, value, 0, argument + 1);
      items.push(Value.Star, value);
    } else items.push(Value.Positional, lowerExpression(builder, place, argument, Site.IsArgument));
  }
  const value = addValue(builder, Value.Call, callee, addList(builder, items), -1);
  const site = addSite(builder, place, Site.Call, value, flags, node);
  builder.values.data[value * S.ValueStride + 3] = site;
  return value;
}

function lowerAwait(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  markAsyncGenerator(builder, place);
  const inVain = (flags & (Site.IsDropped | Site.IsDiscarded)) === 0 ? 0 : Site.IsAwaitedInVain;
  const operand = lowerExpression(builder, place, node + 1, Site.IsAwaited | (flags & Site.IsReturned) | inVain);
  if (kindOf(builder.tree, node + 1) !== Kind.Call) addSite(builder, place, Site.Await, operand, flags, node + 1);
  return addValue(builder, Value.Await, operand);
}

function markYield(builder: SummaryBuilder, place: Place, node: NodeId): void {
  const at = place.fn * S.FunctionStride + S.FunctionFirstYield;
  if ((builder.functions.data[at] ?? -1) < 0) builder.functions.data[at] = startOf(builder.tree, node);
}

/** Reads `a + b + c + …` in a loop: such chains are as long as people make them. */
function lowerBinary(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const { tree } = builder;
  const chain: NodeId[] = [];
  let current = node;
  while (kindOf(tree, current) === Kind.BinOp) {
    chain.push(current);
    current++;
  }
  let left = lowerExpression(builder, place, current);
  for (let i = chain.length - 1; i >= 0; i--) {
    const operation = chain[i] ?? node;
    const right = lowerExpression(builder, place, nextOf(tree, operation + 1));
    left = addValue(builder, Value.Binary, left, right, dataOf(tree, operation));
    addSite(builder, place, Site.Binary, left, 0, operation);
  }
  return left;
}

function lowerSubscript(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const object = lowerExpression(builder, place, node + 1);
  const indexNode = nextOf(builder.tree, node + 1);
  const index = lowerExpression(builder, place, indexNode);
  // None stands for a slice: it gives another container.
  const isSlice = kindOf(builder.tree, indexNode) === Kind.Slice;
  const value = addValue(builder, Value.Subscript, object, isSlice ? NoneValue : index);
  addSite(builder, place, Site.Subscript, value, 0, node);
  return value;
}

function isZero(builder: SummaryBuilder, node: NodeId): boolean {
  for (let at = startOf(builder.tree, node); at < endOf(builder.tree, node); at++) {
    const byte = builder.tree.source[at];
    if (byte !== 48 && byte !== 46) return false;
  }
  return true;
}

function lowerString(builder: SummaryBuilder, node: NodeId, flags: number): number {
  const isKept = (flags & Site.IsArgument) !== 0;
  const text = isKept || isDottedPath(builder, node) ? plainText(builder, node) : undefined;
  if (text === undefined) return constantValue(builder, Value.ConstantString);
  if (!isKept) {
    internString(builder, text);
    return constantValue(builder, Value.ConstantString);
  }
  return addValue(builder, Value.Constant, Value.ConstantString, internString(builder, text));
}

function lowerSequence(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  const items: number[] = [];
  for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
    const value = lowerExpression(builder, place, child, flags & Site.IsArgument);
    if (items.length < maximumElements) items.push(value);
  }
  const kind = kindOf(tree, node);
  const valueKind = kind === Kind.Tuple ? Value.Tuple : kind === Kind.List ? Value.List : Value.Set;
  return addValue(builder, valueKind, addList(builder, items));
}

/** The keys of a dict literal are kept only where it is an argument: decorators of models read them. */
function lowerDict(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  const keys: number[] = [];
  const values: number[] = [];
  for (let key = node + 1; key < nextOf(tree, node);) {
    const child = nextOf(tree, key);
    const isSpread = kindOf(tree, key) === Kind.Absent;
    const keyValue = isSpread ? UnknownValue : lowerExpression(builder, place, key, flags & Site.IsArgument);
    const value = lowerExpression(builder, place, child, flags & Site.IsArgument);
    if (!isSpread && values.length < maximumElements) {
      keys.push(keyValue);
      values.push(value);
    }
    key = nextOf(tree, child);
  }
  const keyList = (flags & Site.IsArgument) !== 0 ? addList(builder, keys) : S.EmptyList;
  return addValue(builder, Value.Dict, keyList, addList(builder, values));
}

export function addUnion(builder: SummaryBuilder, values: readonly number[]): number {
  const distinct = [...new Set(values)];
  return distinct.length === 1
    ? (distinct[0] ?? UnknownValue)
    : addValue(builder, Value.Union, addList(builder, distinct));
}

function lowerBoolean(builder: SummaryBuilder, place: Place, node: NodeId, flags: number): number {
  const { tree } = builder;
  const values: number[] = [];
  const around = place.flags;
  for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
    const isLast = nextOf(tree, child) >= nextOf(tree, node);
    const isResult = isLast || dataOf(tree, node) === Kind.OperatorOr;
    // A name before `or` is tested, and may be the result.
    if (isResult && !isLast && kindOf(tree, child) === Kind.Name) values.push(lowerExpression(builder, place, child));
    else values.push(lowerExpression(builder, place, child, isLast ? flags : Site.IsTested));
    place.flags |= Site.IsChosen;
  }
  place.flags = around;
  // `a and b` is b, or something falsy on which nothing useful can be called.
  if (dataOf(tree, node) === Kind.OperatorAnd) return values.at(-1) ?? UnknownValue;
  return addUnion(builder, values);
}

function lowerComparison(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const { tree } = builder;
  let left = lowerExpression(builder, place, node + 1, Site.IsTested);
  let leftNode = node + 1;
  for (let operator = nextOf(tree, node + 1); operator < nextOf(tree, node);) {
    const comparator = nextOf(tree, operator);
    const value = lowerExpression(builder, place, comparator, Site.IsTested);
    const op = dataOf(tree, operator);
    if (op === Kind.OperatorIn || op === Kind.OperatorNotIn)
      addSite(builder, place, Site.Contains, value, 0, comparator);
    else if (op < Kind.OperatorIs && !isConstant(builder, comparator) && !isConstant(builder, leftNode))
      addSite(builder, place, Site.Binary, addValue(builder, Value.Binary, left, value, op), 0, node);
    left = value;
    leftNode = comparator;
    operator = nextOf(tree, comparator);
  }
  return addValue(builder, Value.Truth);
}

/**
 * Appends the parameters of the function of `inner` and binds their names in it. Defaults and annotations are evaluated
 * in `place`, around it.
 */
export function lowerParameters(
  builder: SummaryBuilder,
  place: Place,
  inner: Place,
  node: NodeId,
  annotationOf: (annotation: NodeId) => number,
): void {
  const { tree } = builder;
  const rows: number[] = [];
  for (let parameter = node + 1; parameter < nextOf(tree, node); parameter = nextOf(tree, parameter)) {
    const annotation = nextOf(tree, parameter + 1);
    const fallback = nextOf(tree, annotation);
    const name = nameOf(tree, parameter + 1);
    const defaultValue = kindOf(tree, fallback) === Kind.Absent ? -1 : lowerExpression(builder, place, fallback);
    const position = rows.length / S.ParameterStride;
    rows.push(internString(builder, name), dataOf(tree, parameter), annotationOf(annotation), defaultValue);
    const symbol = builder.index.scopes[inner.scope]?.symbols.get(name) ?? -1;
    bindSymbol(builder, inner, symbol, addValue(builder, Value.Parameter, inner.fn, position));
  }
  setFunctionColumn(builder, inner.fn, S.FunctionFirstParameter, builder.parameters.length / S.ParameterStride);
  setFunctionColumn(builder, inner.fn, S.FunctionParameterCount, rows.length / S.ParameterStride);
  pushRow(builder.parameters, rows);
}

/** Comparing with a constant runs no code of the user worth following. */
function isConstant(builder: SummaryBuilder, node: NodeId): boolean {
  const kind = kindOf(builder.tree, node);
  return (kind >= Kind.Number && kind <= Kind.Ellipsis) || kind === Kind.UnaryOp;
}

function lowerLambda(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const scope = builder.index.scopeOfNode.get(node);
  if (scope === undefined) return UnknownValue;
  const fn = addFunction(builder, place, node, "lambda", S.FunctionIsLambda);
  setFunctionColumn(builder, fn, S.FunctionClass, -1);
  const inner = untrackedPlace(scope, fn);
  lowerParameters(builder, place, inner, node + 1, () => -1);
  inner.returns.push(lowerExpression(builder, inner, nextOf(builder.tree, node + 1), Site.IsReturned));
  finishFunction(builder, inner, firstSymbolOf(builder, scope));
  return addValue(builder, Value.Lambda, fn);
}

/**
 * A generator expression is a function of its own: its sites run when it is iterated. Names in it are read with what is
 * known here, since it is nearly always consumed at once.
 */
function lowerGenerator(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const { tree } = builder;
  const scope = builder.index.scopeOfNode.get(node);
  if (scope === undefined) return UnknownValue;
  const flags = S.FunctionIsGeneratorExpression | S.FunctionIsGenerator;
  const fn = addFunction(builder, place, node, "generator expression", flags);
  setFunctionColumn(builder, fn, S.FunctionClass, -1);
  const element = node + 1;
  const first = nextOf(tree, element);
  const inner: Place = { ...place, scope, fn, cls: -1, guard: -1, flags: 0, returns: [], yields: [] };
  const iterable = lowerExpression(builder, place, nextOf(tree, first + 1));
  lowerClauses(builder, inner, node, first, iterable);
  inner.yields.push(lowerExpression(builder, inner, element, Site.IsArgument));
  finishFunction(builder, { ...inner, flow: undefined }, firstSymbolOf(builder, scope));
  return addValue(builder, Value.Generator, fn);
}

function lowerComprehension(builder: SummaryBuilder, place: Place, node: NodeId, kind: number): number {
  const { tree } = builder;
  const scope = builder.index.scopeOfNode.get(node);
  if (scope === undefined) return UnknownValue;
  const isDict = kind === Kind.DictComp;
  const element = isDict ? nextOf(tree, node + 1) : node + 1;
  const first = nextOf(tree, element);
  const iterable = lowerExpression(builder, place, nextOf(tree, first + 1));
  const inner: Place = { ...place, scope, flags: place.flags | Site.InLoop };
  lowerClauses(builder, inner, node, first, iterable);
  if (isDict && kindOf(tree, node + 1) !== Kind.Absent) lowerExpression(builder, inner, node + 1);
  const value = lowerExpression(builder, inner, element, Site.IsArgument);
  const container = isDict ? Value.Dict : kind === Kind.ListComp ? Value.List : Value.Set;
  return addValue(builder, Value.Comprehension, value, container);
}

function lowerClauses(builder: SummaryBuilder, place: Place, node: NodeId, first: NodeId, firstIterable: number): void {
  const { tree } = builder;
  for (let clause = first; clause < nextOf(tree, node); clause = nextOf(tree, clause)) {
    const isAsync = dataOf(tree, clause) === 1;
    const target = clause + 1;
    const iterableNode = nextOf(tree, target);
    const iterable = clause === first ? firstIterable : lowerExpression(builder, place, iterableNode);
    if (isAsync) markAsyncGenerator(builder, place);
    addSite(builder, place, isAsync ? Site.AsyncFor : Site.For, iterable, 0, iterableNode);
    bindTarget(builder, place, target, addValue(builder, Value.Element, iterable, 0, isAsync ? 1 : 0));
    for (let test = nextOf(tree, iterableNode); test < nextOf(tree, clause); test = nextOf(tree, test))
      lowerExpression(builder, place, test, Site.IsTested);
  }
}

/** A generator expression with `async for` or `await` in it is an async generator. */
function markAsyncGenerator(builder: SummaryBuilder, place: Place): void {
  const at = place.fn * S.FunctionStride + S.FunctionFlags;
  const flags = builder.functions.data[at] ?? 0;
  if ((flags & S.FunctionIsGeneratorExpression) !== 0) builder.functions.data[at] = flags | S.FunctionIsAsync;
}

function lowerYield(builder: SummaryBuilder, place: Place, node: NodeId, kind: number): number {
  const { tree } = builder;
  markYield(builder, place, node);
  const operand = node + 1;
  const isAbsent = kindOf(tree, operand) === Kind.Absent;
  const value = isAbsent ? NoneValue : lowerExpression(builder, place, operand);
  const at = place.fn * S.FunctionStride + S.FunctionFlags;
  builder.functions.data[at] = (builder.functions.data[at] ?? 0) | S.FunctionIsGenerator;
  if ((place.flags & Site.InScope) !== 0) addFunctionFlags(builder, place.fn, S.FunctionYieldsInScope);
  if (kind === Kind.YieldFrom) {
    addSite(builder, place, Site.Iterated, value, 0, operand);
    place.yields.push(addValue(builder, Value.Element, value));
  } else place.yields.push(value);
  return addValue(builder, Value.Yield, value, 0, kind === Kind.YieldFrom ? 1 : 0);
}

function lowerFormatted(builder: SummaryBuilder, place: Place, node: NodeId): number {
  const parts: number[] = [];
  for (let part = node + 1; part < nextOf(builder.tree, node); part = nextOf(builder.tree, part)) {
    if (kindOf(builder.tree, part) !== Kind.String) parts.push(lowerExpression(builder, place, part));
  }
  return addValue(builder, Value.Formatted, addList(builder, parts));
}

/** Binds every name in an assignment target to its part of `value`; `self.x` becomes an attribute of the class. */
export function bindTarget(
  builder: SummaryBuilder,
  place: Place,
  target: NodeId,
  value: number,
  annotation = -1,
): void {
  const { tree } = builder;
  switch (kindOf(tree, target)) {
    case Kind.Name: {
      const symbol = bindingSymbol(builder.index, place.scope, nameOf(tree, target));
      bindSymbol(builder, place, symbol, value, annotation);
      return;
    }
    case Kind.Tuple:
    case Kind.List: {
      let position = 0;
      for (let child = target + 1; child < nextOf(tree, target); child = nextOf(tree, child)) {
        const isStarred = kindOf(tree, child) === Kind.Starred;
        const part = addValue(builder, Value.Unpack, value, isStarred ? -1 : position++);
        bindTarget(builder, place, isStarred ? child + 1 : child, part);
      }
      return;
    }
    case Kind.Attribute: {
      const object = lowerUsed(builder, place, target + 1, Flow.Read, internName(builder, target));
      const stored = addValue(builder, Value.Attribute, object, internName(builder, target));
      addSite(builder, place, Site.AttributeStore, stored, 0, target);
      bindAttribute(builder, place, target, value, annotation);
      return;
    }
    case Kind.Subscript: {
      const object = lowerExpression(builder, place, target + 1);
      const index = lowerExpression(builder, place, nextOf(tree, target + 1));
      addSite(builder, place, Site.SubscriptStore, addValue(builder, Value.Subscript, object, index), 0, target);
      return;
    }
    default:
  }
}

function bindAttribute(builder: SummaryBuilder, place: Place, target: NodeId, value: number, annotation: number): void {
  const { tree } = builder;
  if (kindOf(tree, target + 1) !== Kind.Name) return;
  const symbol = resolveName(builder.index, place.scope, nameOf(tree, target + 1));
  const cls = builder.selfClass.get(symbol);
  if (cls === undefined) return;
  const name = internName(builder, target);
  const row = pushRow(builder.attributes, [name, value, annotation, -1]) / S.AttributeStride;
  const last = builder.lastAttribute[cls] ?? -1;
  if (last >= 0) builder.attributes.data[last * S.AttributeStride + S.AttributeNext] = row;
  else builder.classes.data[cls * S.ClassStride + S.ClassFirstAttribute] = row;
  builder.lastAttribute[cls] = row;
}

/** Before a loop's body: what the body binds may have been bound by an earlier round. */
export function forgetBoundIn(builder: SummaryBuilder, place: Place, from: NodeId, to: NodeId): void {
  if (place.state === undefined || place.flowScope < 0) return;
  for (const symbol of symbolsBoundIn(builder.index, place.flowScope, from, to)) {
    const local = place.localOf.get(symbol);
    if (local !== undefined) place.state[local] = AnyBinding;
  }
}
