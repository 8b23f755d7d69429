import { bindingSymbol } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { dataOf, endOf, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { addList, addSite, addValue, bindSymbol, firstSymbolOf, internName } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { pushRow } from "./integer-table.ts";
import { lowerAnnotation } from "./lower-annotation.ts";
import { lowerExpression, lowerParameters } from "./lower-expression.ts";
import { addFunction, addFunctionFlags, finishFunction, functionPlace, setFunctionColumn } from "./lower-function.ts";
import * as S from "./module-summary.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

type LowerBlock = (builder: SummaryBuilder, place: Place, block: NodeId) => void;

function lowerDecorators(builder: SummaryBuilder, place: Place, list: NodeId): number {
  const values: number[] = [];
  for (let decorator = list + 1; decorator < nextOf(builder.tree, list); decorator = nextOf(builder.tree, decorator))
    values.push(lowerExpression(builder, place, decorator, Site.IsArgument));
  return addList(builder, values);
}

export function lowerFunction(builder: SummaryBuilder, place: Place, node: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const decorators = node + 1;
  const identifier = nextOf(tree, decorators);
  const parameters = nextOf(tree, nextOf(tree, identifier));
  const returns = nextOf(tree, parameters);
  const block = nextOf(tree, returns);
  const scope = builder.index.scopeOfNode.get(node) ?? 0;
  const isAsync = kindOf(tree, node) === Kind.AsyncFunctionDef;
  const name = nameOf(tree, identifier);
  const decoratorList = lowerDecorators(builder, place, decorators);
  const fn = addFunction(builder, place, node, name, isAsync ? S.FunctionIsAsync : 0);
  setFunctionColumn(builder, fn, S.FunctionDecorators, decoratorList);
  setFunctionColumn(builder, fn, S.FunctionNameStart, startOf(tree, identifier));
  setFunctionColumn(builder, fn, S.FunctionNameEnd, endOf(tree, identifier));
  setFunctionColumn(builder, fn, S.FunctionBodyStart, startOf(tree, block + 1));
  const inner = functionPlace(builder, scope, fn);
  markSelf(builder, place, inner, parameters);
  // Type parameters live in the function's own scope here; annotations are read in the scope around, plus these names.
  lowerParameters(builder, place, inner, parameters, (annotation) => lowerAnnotation(builder, place, annotation));
  setFunctionColumn(builder, fn, S.FunctionAnnotation, lowerAnnotation(builder, place, returns));
  if (isStubBody(builder, block)) addFunctionFlags(builder, fn, S.FunctionIsStub);
  if (isMarkedNonblocking(builder, node, block)) addFunctionFlags(builder, fn, S.FunctionIsNonblocking);
  lowerDecoration(builder, place, decorators, fn);
  bindSymbol(builder, place, bindingSymbol(builder.index, place.scope, name), addValue(builder, Value.Function, fn));
  lowerBlock(builder, inner, block);
  finishFunction(builder, inner, firstSymbolOf(builder, scope));
}

/** Each decorator runs when the `def` does, innermost first. */
function lowerDecoration(builder: SummaryBuilder, place: Place, list: NodeId, fn: number): void {
  const values = builder.functions.data[fn * S.FunctionStride + S.FunctionDecorators] ?? 0;
  const count = builder.lists.data[values] ?? 0;
  let position = 1;
  for (let decorator = list + 1; position <= count; decorator = nextOf(builder.tree, decorator)) {
    const value = builder.lists.data[values + position++] ?? 0;
    const site = addSite(builder, place, Site.Decorator, value, 0, decorator);
    builder.sites.data[site * S.SiteStride + S.SiteExtra] = fn;
  }
}

/** In a method, `self.x = …` is an attribute of the class: remember which symbol is `self`. */
function markSelf(builder: SummaryBuilder, place: Place, inner: Place, parameters: NodeId): void {
  const { tree } = builder;
  const first = parameters + 1;
  if (place.cls < 0 || first >= nextOf(tree, parameters) || dataOf(tree, first) > Kind.ParameterPositionalOrKeyword)
    return;
  const symbol = builder.index.scopes[inner.scope]?.symbols.get(nameOf(tree, first + 1));
  if (symbol !== undefined) builder.selfClass.set(symbol, place.cls);
}

/** Says so on a line of its header: from `def` to the colon. */
function isMarkedNonblocking(builder: SummaryBuilder, node: NodeId, block: NodeId): boolean {
  if (builder.nonblockingLines.size === 0) return false;
  const { lineStarts } = builder.tree;
  const start = startOf(builder.tree, node);
  const body = startOf(builder.tree, block + 1);
  for (let line = 1; line <= lineStarts.length && (lineStarts[line - 1] ?? 0) < body; line++) {
    const end = lineStarts[line] ?? Number.POSITIVE_INFINITY;
    if (end > start && (end <= body || line === lineOfOffset(lineStarts, start)) && builder.nonblockingLines.has(line))
      return true;
  }
  return false;
}

function lineOfOffset(lineStarts: Int32Array, offset: number): number {
  let line = 0;
  while (line < lineStarts.length && (lineStarts[line] ?? 0) <= offset) line++;
  return line;
}

/** Only a docstring, `...`, `pass`, `return NotImplemented` or `raise NotImplementedError`. */
function isStubBody(builder: SummaryBuilder, block: NodeId): boolean {
  const { tree } = builder;
  for (let statement = block + 1; statement < nextOf(tree, block); statement = nextOf(tree, statement)) {
    const kind = kindOf(tree, statement);
    const child = statement + 1;
    const childKind = child < nextOf(tree, statement) ? kindOf(tree, child) : Kind.Absent;
    if (kind === Kind.Pass) continue;
    if (kind === Kind.ExpressionStatement && (childKind === Kind.String || childKind === Kind.Ellipsis)) continue;
    const called = childKind === Kind.Call ? child + 1 : child;
    const isNamed = childKind !== Kind.Absent && kindOf(tree, called) === Kind.Name;
    if (kind === Kind.Raise && isNamed && nameOf(tree, called) === "NotImplementedError") continue;
    if (kind === Kind.Return && isNamed && nameOf(tree, called) === "NotImplemented") continue;
    return false;
  }
  return true;
}

export function lowerClass(builder: SummaryBuilder, place: Place, node: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const identifier = nextOf(tree, node + 1);
  const list = nextOf(tree, nextOf(tree, identifier));
  const block = nextOf(tree, list);
  const scope = builder.index.scopeOfNode.get(node) ?? 0;
  const decorators = lowerDecorators(builder, place, node + 1);
  const bases: number[] = [];
  const keywords: number[] = [];
  for (let argument = list + 1; argument < nextOf(tree, list); argument = nextOf(tree, argument)) {
    if (kindOf(tree, argument) === Kind.Keyword) {
      const name = dataOf(tree, argument) < 0 ? Value.DoubleStar : internName(builder, argument);
      keywords.push(name, lowerExpression(builder, place, argument + 1, Site.IsArgument));
    } else bases.push(lowerExpression(builder, place, argument));
  }
  const cls = builder.classes.length / S.ClassStride;
  const row = Array.from({ length: S.ClassStride }, () => -1);
  row[S.ClassName] = internName(builder, identifier);
  row[S.ClassParentFunction] = place.fn === 0 ? -1 : place.fn;
  row[S.ClassParentClass] = place.cls;
  row[S.ClassBases] = addList(builder, bases);
  row[S.ClassKeywords] = addList(builder, keywords);
  row[S.ClassDecorators] = decorators;
  row[S.ClassFirstSymbol] = firstSymbolOf(builder, scope);
  row[S.ClassNameStart] = startOf(tree, identifier);
  row[S.ClassNameEnd] = endOf(tree, identifier);
  row[S.ClassFlags] = 0;
  pushRow(builder.classes, row);
  builder.lastAttribute[cls] = -1;
  const symbol = bindingSymbol(builder.index, place.scope, nameOf(tree, identifier));
  bindSymbol(builder, place, symbol, addValue(builder, Value.Class, cls));
  // The body runs at once, in the function around it; its names are read with any of their bindings.
  const inner: Place = { ...place, scope, cls, flowScope: -1, localOf: new Map(), state: undefined };
  lowerBlock(builder, inner, block);
}
