/** Statements with suites in which control goes more than one way: loops, `with`, `try`. */
import { bindingSymbol } from "../semantic/semantic-index.ts";
import * as Kind from "../syntax/node-kind.ts";
import { childAt, dataOf, endOf, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { addFlow, addSite, addValue, bindSymbol, mergeStates } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import * as Flow from "./flow-row.ts";
import { bindTarget, forgetBoundIn, lowerExpression, lowerUsed } from "./lower-expression.ts";
import { contextGuard } from "./lower-guard.ts";
import * as Site from "./site-kind.ts";
import * as Value from "./value-kind.ts";

type LowerBlock = (builder: SummaryBuilder, place: Place, block: NodeId) => void;

/** Lowers a suite with more site flags than hold around it. */
export function lowerSuite(
  builder: SummaryBuilder,
  place: Place,
  block: NodeId,
  flags: number,
  lowerBlock: LowerBlock,
): void {
  const outer = place.flags;
  place.flags = outer | flags;
  lowerBlock(builder, place, block);
  place.flags = outer;
}

/** Lowers the `else` of a loop or `try`, if there is one, after a row that says where it begins. */
function lowerElse(builder: SummaryBuilder, place: Place, block: NodeId, kind: number, lowerBlock: LowerBlock): void {
  if (kindOf(builder.tree, block) !== Kind.Block) return;
  addFlow(builder, place, kind);
  lowerBlock(builder, place, block);
}

export function lowerFor(builder: SummaryBuilder, place: Place, node: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const isAsync = kindOf(tree, node) === Kind.AsyncFor;
  const target = node + 1;
  const iterableNode = nextOf(tree, target);
  const body = nextOf(tree, iterableNode);
  const iterable = lowerUsed(builder, place, iterableNode, Flow.Iterated);
  addSite(builder, place, isAsync ? Site.AsyncFor : Site.For, iterable, 0, iterableNode);
  forgetBoundIn(builder, place, node, nextOf(tree, node));
  const around = place.state?.slice();
  addFlow(builder, place, Flow.Loop, isAsync ? Flow.AsyncForLoop : Flow.ForLoop, iterable, 0);
  bindTarget(builder, place, target, addValue(builder, Value.Element, iterable, 0, isAsync ? 1 : 0));
  lowerSuite(builder, place, body, Site.InLoop, lowerBlock);
  place.state = mergeStates(builder, place.state, around);
  lowerElse(builder, place, nextOf(tree, body), Flow.LoopElse, lowerBlock);
  addFlow(builder, place, Flow.EndLoop);
}

/** `lowerTest` lowers the condition. */
export function lowerWhile(
  builder: SummaryBuilder,
  place: Place,
  node: NodeId,
  lowerBlock: LowerBlock,
  lowerTest: (builder: SummaryBuilder, place: Place, test: NodeId) => void,
): void {
  const { tree } = builder;
  const body = nextOf(tree, node + 1);
  forgetBoundIn(builder, place, node, nextOf(tree, node));
  const outer = place.flags;
  place.flags |= Site.InLoop;
  const isEndless = kindOf(tree, node + 1) === Kind.True || kindOf(tree, node + 1) === Kind.Number;
  addFlow(builder, place, Flow.Loop, Flow.WhileLoop, -1, isEndless ? 1 : 0);
  lowerTest(builder, place, node + 1);
  const around = place.state?.slice();
  lowerBlock(builder, place, body);
  place.flags = outer;
  place.state = mergeStates(builder, place.state, around);
  lowerElse(builder, place, nextOf(tree, body), Flow.LoopElse, lowerBlock);
  addFlow(builder, place, Flow.EndLoop);
}

export function lowerWith(builder: SummaryBuilder, place: Place, node: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const isAsync = kindOf(tree, node) === Kind.AsyncWith;
  const around = place.guard;
  let items = 0;
  for (let item = node + 1; item < nextOf(tree, node); item = nextOf(tree, item)) {
    if (kindOf(tree, item) === Kind.Block) {
      lowerSuite(builder, place, item, Site.InScope, lowerBlock);
      continue;
    }
    const context = lowerUsed(builder, place, item + 1, Flow.Entered);
    addSite(builder, place, isAsync ? Site.AsyncWith : Site.With, context, 0, item + 1);
    const target = childAt(tree, item, 1);
    const isBound = target >= 0 && kindOf(tree, target) !== Kind.Absent;
    const isNamed = isBound && kindOf(tree, target) === Kind.Name;
    const symbol = isNamed ? bindingSymbol(builder.index, place.scope, nameOf(tree, target)) : -1;
    addFlow(builder, place, Flow.With, context, isAsync ? 1 : 0, symbol);
    items++;
    if (isBound) bindTarget(builder, place, target, addValue(builder, Value.Entered, context, 0, isAsync ? 1 : 0));
    place.guard = contextGuard(builder, place, context);
  }
  place.guard = around;
  for (; items > 0; items--) addFlow(builder, place, Flow.EndWith, endOf(tree, node));
}

export function lowerTry(builder: SummaryBuilder, place: Place, node: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const body = node + 1;
  const handlers: NodeId[] = [];
  let child = nextOf(tree, body);
  for (; kindOf(tree, child) === Kind.ExceptHandler; child = nextOf(tree, child)) handlers.push(child);
  const orElse = child;
  const final = nextOf(tree, orElse);
  const hasFinally = kindOf(tree, final) === Kind.Block;
  const outer = place.flags;
  if (hasFinally) place.flags |= Site.InScope;
  const before = place.state?.slice();
  addFlow(builder, place, Flow.Try);
  const expectsError = handlers.some((handler) => names(tree, handler + 1, "RuntimeError"));
  const inTry = expectsError ? Site.InTry | Site.InTryRuntimeError : Site.InTry;
  lowerSuite(builder, place, body, handlers.length > 0 ? inTry : 0, lowerBlock);
  // An exception may come anywhere in the body: a handler sees what held before it or after it.
  const raised = mergeStates(builder, before, place.state);
  const afterBody = place.state;
  let after: number[] | undefined;
  for (const handler of handlers) {
    place.state = raised?.slice();
    lowerHandler(builder, place, handler, lowerBlock);
    after = mergeStates(builder, place.state, after);
  }
  place.state = afterBody;
  lowerElse(builder, place, orElse, Flow.TryElse, lowerBlock);
  place.state = mergeStates(builder, place.state, after);
  place.flags = outer;
  if (hasFinally) {
    const isReachable = place.state !== undefined;
    if (!isReachable) place.state = raised?.slice();
    addFlow(builder, place, Flow.Finally);
    lowerSuite(builder, place, final, Site.InFinally, lowerBlock);
    if (!isReachable) place.state = undefined;
  }
  addFlow(builder, place, Flow.EndTry);
}

/** Whether the type of a handler is a name, or a tuple with it. */
function names(tree: SyntaxTree, type: NodeId, name: string): boolean {
  if (kindOf(tree, type) === Kind.Name) return nameOf(tree, type) === name;
  if (kindOf(tree, type) !== Kind.Tuple) return false;
  for (let item = type + 1; item < nextOf(tree, type); item = nextOf(tree, item))
    if (names(tree, item, name)) return true;
  return false;
}

function lowerHandler(builder: SummaryBuilder, place: Place, handler: NodeId, lowerBlock: LowerBlock): void {
  const { tree } = builder;
  const type = handler + 1;
  const isBare = kindOf(tree, type) === Kind.Absent;
  const caught = isBare ? 0 : lowerExpression(builder, place, type);
  const isNamed = dataOf(tree, handler) >= 0;
  const symbol = isNamed ? bindingSymbol(builder.index, place.scope, nameOf(tree, handler)) : -1;
  addFlow(builder, place, Flow.Handler, isBare ? -1 : caught, symbol, startOf(tree, handler));
  if (isNamed) bindSymbol(builder, place, symbol, addValue(builder, Value.Caught, caught));
  const bindings = builder.bindings.length;
  lowerSuite(builder, place, nextOf(tree, type), Site.InHandler, lowerBlock);
  if (builder.bindings.length > bindings) addFlow(builder, place, Flow.Noted);
}
