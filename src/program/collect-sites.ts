/** Reads the sites of one function into edges, leaves and roots of the call graph. */
import * as Site from "../summary/site-kind.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed, bindArguments, frameOf, isAsync, isGenerator } from "./call.ts";
import { addEdge, addRoot } from "./call-graph.ts";
import type { CallGraph, CallNode } from "./call-graph.ts";
import type { Blocking, Facts } from "./facts.ts";
import { argumentsOf, operatorMethods } from "./evaluate.ts";
import { memberOf, overridesOf, propertyOf } from "./members.ts";
import { dottedClassName, dottedName } from "./names.ts";
import { noneConstant } from "./read-facts.ts";
import { functionShape, membersOf, unknown } from "./shape.ts";
import type { FunctionShape, Module, Shape } from "./shape.ts";
import type { Argument, ProgramState } from "./state.ts";

/** What a visit to one site needs at hand. */
interface Visit {
  readonly state: ProgramState;
  readonly graph: CallGraph;
  readonly node: CallNode;
  readonly module: Module;
  site: number;
  flags: number;
}

export function collectSites(state: ProgramState, graph: CallGraph, node: CallNode): void {
  const { module, index } = node.ref;
  const { summary } = module;
  const facts = state.ask.facts(state, node.ref);
  if (facts.isNonblocking) return;
  const isRoot = isAsync(node.ref);
  if (!isRoot && asksForLoop(state, node)) return;
  const asyncUses = valuesUsedAsynchronously(node);
  const visit: Visit = { state, graph, node, module, site: -1, flags: 0 };
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    visit.site = site;
    visit.flags = S.siteColumn(summary, site, S.SiteFlags);
    if ((visit.flags & Site.IsTypeChecking) !== 0) continue;
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (asyncUses.has(value)) visit.flags |= Site.IsAwaited;
    visitSite(visit, S.siteColumn(summary, site, S.SiteKind), value);
  }
}

/** Values that `async with`, `async for` and `await` use: what gives them is not a blocking call. */
function valuesUsedAsynchronously(node: CallNode): ReadonlySet<number> {
  const { summary } = node.ref.module;
  const used = new Set<number>();
  let site = S.functionColumn(summary, node.ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if (kind === Site.AsyncWith || kind === Site.AsyncFor || kind === Site.Await)
      used.add(S.siteColumn(summary, site, S.SiteValue));
  }
  return used;
}

/** Whether a plain function asks if a loop is running; it is then taken to behave accordingly. */
function asksForLoop(state: ProgramState, node: CallNode): boolean {
  const { module, index } = node.ref;
  const { summary } = module;
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const flags = S.siteColumn(summary, site, S.SiteFlags);
    const isChecked = (flags & (Site.InTry | Site.IsTested)) !== 0 || S.siteColumn(summary, site, S.SiteExtra) > 0;
    if (!isChecked) continue;
    const callee = calleeOf(state, module, S.siteColumn(summary, site, S.SiteValue), node);
    if (callee.kind !== "function") continue;
    if (state.ask.facts(state, callee.ref).checksLoop) return true;
    const isHelper = (flags & Site.IsTested) !== 0 && callee.ref.module.origin !== "model" && !isAsync(callee.ref);
    if (isHelper && callee.ref !== node.ref && mentionsLoopCheck(state, callee)) return true;
  }
  return false;
}

function mentionsLoopCheck(state: ProgramState, fn: FunctionShape): boolean {
  const { module, index } = fn.ref;
  let site = S.functionColumn(module.summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(module.summary, site, S.SiteNext)) {
    if (S.siteColumn(module.summary, site, S.SiteKind) !== Site.Call) continue;
    const value = S.valueA(module.summary, S.siteColumn(module.summary, site, S.SiteValue));
    const callee = state.ask.evaluate(state, module, value, fn.frame);
    if (callee.kind === "function" && state.ask.facts(state, callee.ref).checksLoop) return true;
  }
  return false;
}

function calleeOf(state: ProgramState, module: Module, call: number, node: CallNode): Shape {
  return state.ask.evaluate(state, module, S.valueA(module.summary, call), node.frame);
}

function visitSite(visit: Visit, kind: number, value: number): void {
  const { state, module, node } = visit;
  const evaluate = (wanted: number): Shape => state.ask.evaluate(state, module, wanted, node.frame);
  switch (kind) {
    case Site.Call:
      visitCall(visit, value);
      return;
    case Site.Attribute: {
      const object = evaluate(S.valueA(module.summary, value));
      for (const member of membersOf(object)) {
        const getter = propertyOf(state, member, S.stringAt(module.summary, S.valueB(module.summary, value)));
        if (getter !== undefined) runFunction(visit, getter, [], object.kind === "union");
      }
      return;
    }
    case Site.With:
      visitWith(visit, evaluate(value));
      return;
    case Site.For:
    case Site.Iterated:
      iterate(visit, evaluate(value));
      return;
    case Site.Binary: {
      const name = operatorMethods[S.valueC(module.summary, value)];
      if (name !== undefined) runMethod(visit, evaluate(S.valueA(module.summary, value)), name);
      return;
    }
    case Site.Subscript:
      runMethod(visit, evaluate(S.valueA(module.summary, value)), "__getitem__");
      return;
    case Site.Contains:
      runMethod(visit, evaluate(value), "__contains__");
      return;
    default:
  }
}

function visitCall(visit: Visit, call: number): void {
  const { state, module, node } = visit;
  const callee = calleeOf(state, module, call, node);
  if (callee.kind === "unknown" || callee.kind === "intrinsic") return;
  const args = argumentsOf(state, module, call, node.frame);
  runCallee(visit, callee, args, callee.kind === "union");
}

/** Runs whatever a callee may be; `isLikely` where it is one of several. */
function runCallee(visit: Visit, callee: Shape, args: readonly Argument[], isLikely: boolean): void {
  const { state } = visit;
  for (const member of membersOf(callee)) {
    switch (member.kind) {
      case "function":
        runFunction(visit, member, args, isLikely);
        break;
      case "class":
        runConstructor(visit, member, args, isLikely);
        break;
      case "instance": {
        const method = state.ask.attribute(state, member, "__call__");
        if (method.kind === "function") runFunction(visit, method, args, isLikely);
        break;
      }
      default:
    }
  }
}

function runConstructor(
  visit: Visit,
  cls: Extract<Shape, { kind: "class" }>,
  args: readonly Argument[],
  isLikely: boolean,
): void {
  const { state } = visit;
  const facts = state.ask.classFacts(state, cls.ref);
  if (facts.isNonblocking) return;
  if (facts.blocks !== undefined) addBlocking(visit, facts.blocks, dottedClassName(state, cls.ref), isLikely);
  for (const method of ["__new__", "__init__", "__post_init__"]) {
    const member = memberOf(state, cls.ref, method);
    if (member === undefined) continue;
    const instance = state.ask.call(state, cls, []);
    const shape = state.ask.attribute(state, instance, method);
    if (shape.kind === "function") runFunction(visit, shape, args, isLikely);
  }
}

function runMethod(visit: Visit, object: Shape, name: string): void {
  for (const member of membersOf(object)) {
    if (member.kind !== "instance") continue;
    const method = visit.state.ask.attribute(visit.state, member, name);
    if (method.kind === "function") runFunction(visit, method, [], object.kind === "union");
  }
}

function visitWith(visit: Visit, context: Shape): void {
  for (const member of membersOf(context)) {
    if (member.kind === "contextManager" && !member.isAsync && member.fn !== undefined)
      runBody(visit, member.fn, context.kind === "union");
    else if (member.kind === "instance") {
      runMethod(visit, member, "__enter__");
      runMethod(visit, member, "__exit__");
    }
  }
}

/** What iterating a shape runs: a generator's body, or `__iter__` and `__next__`. */
function iterate(visit: Visit, iterable: Shape): void {
  const { state } = visit;
  const isLikely = iterable.kind === "union";
  for (const member of membersOf(iterable)) {
    if (member.kind === "generator" && !member.isAsync) runBody(visit, member.fn, isLikely);
    else if (member.kind === "instance") {
      const method = state.ask.attribute(state, member, "__iter__");
      if (method.kind !== "function") continue;
      runFunction(visit, method, [], isLikely);
      const iterator = state.ask.call(state, method, []);
      if (iterator.kind === "generator") runBody(visit, iterator.fn, isLikely);
      else runMethod(visit, iterator, "__next__");
    }
  }
}

/** Runs the body of a generator function or of the lambda in a `@contextmanager`. */
function runBody(visit: Visit, fn: FunctionShape, isLikely: boolean): void {
  const facts = visit.state.ask.facts(visit.state, fn.ref);
  if (facts.isNonblocking) return;
  if (facts.blocks !== undefined) addBlocking(visit, facts.blocks, dottedName(visit.state, fn.ref), isLikely || fn.isLikely);
  else if (!isAsync(fn.ref)) addEdge(visit.graph, visit.node, visit.site, fn, isLikely);
}

function runFunction(visit: Visit, fn: FunctionShape, args: readonly Argument[], isLikely: boolean): void {
  const { state, graph, node, site } = visit;
  const facts = state.ask.facts(state, fn.ref);
  if (facts.isNonblocking) return;
  applyFacts(visit, fn, args, facts, isLikely);
  const frame = fn.role === "property" ? fn.frame : frameOf(state, fn, args);
  const called = functionShape(state.shapes, fn.ref, frame, fn.self, "plain", fn.isLikely);
  if (isAsync(fn.ref)) {
    noteCoroutineCall(visit, called);
    if (frame !== undefined && frame !== fn.frame) addRoot(graph, called, "coroutine", { node, site });
    return;
  }
  // A generator's body runs when it is iterated, a context manager's when it is entered.
  if (!isGenerator(fn.ref) && fn.role !== "contextmanager") {
    if (facts.blocks === undefined) addEdge(graph, node, site, called, isLikely);
    for (const override of overridesOf(state, fn)) {
      if (!isAsync(override.ref) && !isGenerator(override.ref)) runOverride(visit, override);
    }
  }
}

function runOverride(visit: Visit, fn: FunctionShape): void {
  const facts = visit.state.ask.facts(visit.state, fn.ref);
  if (facts.isNonblocking) return;
  if (facts.blocks !== undefined) addBlocking(visit, facts.blocks, dottedName(visit.state, fn.ref), true);
  else addEdge(visit.graph, visit.node, visit.site, fn, true);
}

function noteCoroutineCall(visit: Visit, fn: FunctionShape): void {
  const calls = visit.graph.coroutineCalls.get(fn.ref);
  const call = { from: visit.node, site: visit.site };
  if (calls === undefined) visit.graph.coroutineCalls.set(fn.ref, [call]);
  else calls.push(call);
}

function applyFacts(
  visit: Visit,
  fn: FunctionShape,
  args: readonly Argument[],
  facts: Facts,
  isLikely: boolean,
): void {
  const { graph, node, site } = visit;
  if (facts.blocks !== undefined && !isExcused(visit.state, fn, args, facts.blocks))
    addBlocking(visit, facts.blocks, dottedName(visit.state, fn.ref), isLikely || fn.isLikely);
  if (facts.entersLoop) {
    const name = dottedName(visit.state, fn.ref);
    node.leaves.push({ from: node, site, kind: "loop", severity: "error", name, instead: "", isLikely: isLikely || fn.isLikely });
    for (const main of argumentNamed(fn, args, facts.mainParameter))
      if (main.kind === "coroutine") graph.mains.add(main.fn.ref);
  }
  for (const parameter of facts.calls)
    for (const given of argumentNamed(fn, args, parameter)) runCallee(visit, given, [], isLikely);
  for (const parameter of facts.consumes) for (const given of argumentNamed(fn, args, parameter)) iterate(visit, given);
  for (const parameter of facts.schedules)
    for (const given of argumentNamed(fn, args, parameter))
      for (const member of membersOf(given))
        if (member.kind === "function" && !isAsync(member.ref) && !isGenerator(member.ref))
          addRoot(graph, member, "callback", undefined);
  if (facts.entry === "loop" && facts.entryParameter !== "")
    for (const given of argumentNamed(fn, args, facts.entryParameter))
      if (given.kind === "function" && !isAsync(given.ref)) addRoot(graph, given, "callback", undefined);
  for (const parameter of facts.startup)
    for (const given of argumentNamed(fn, args, parameter)) if (given.kind === "function") graph.startups.add(given.ref);
}

/** Whether an argument says that this call does not block: `get(block=False)`. */
function isExcused(state: ProgramState, fn: FunctionShape, args: readonly Argument[], blocking: Blocking): boolean {
  if (blocking.unless.length === 0) return false;
  const { summary } = fn.ref.module;
  const first = S.functionColumn(summary, fn.ref.index, S.FunctionFirstParameter);
  const bound = bindArguments(fn, args);
  return blocking.unless.some((condition) => {
    for (let i = 0; i < bound.length; i++) {
      const name = S.stringAt(summary, S.parameterColumn(summary, first + i, S.ParameterName));
      if (name !== condition.parameter) continue;
      const given = bound[i] ?? defaultOf(state, fn, first + i);
      if (given.kind === "none") return condition.constant === noneConstant;
      if (given.kind === "literal")
        return given.constant === condition.constant && (given.constant !== Value.ConstantString || given.text === condition.text);
      // What cannot be read may be the harmless value.
      return given.kind === "unknown" && condition.constant === Value.ConstantFalse;
    }
    return false;
  });
}

/** Shape of a parameter's default: what holds when the argument is left out. */
function defaultOf(state: ProgramState, fn: FunctionShape, parameter: number): Shape {
  const value = S.parameterColumn(fn.ref.module.summary, parameter, S.ParameterDefault);
  return value < 0 ? unknown : state.ask.evaluate(state, fn.ref.module, value, undefined);
}

const kindSeverity = { file: "warning", cpu: "warning" } as const;

function addBlocking(visit: Visit, blocking: Blocking, name: string, isLikely: boolean): void {
  if ((visit.flags & Site.IsAwaited) !== 0) return;
  const { kind, instead } = blocking;
  const severity = blocking.severity ?? (kind === "file" || kind === "cpu" ? kindSeverity[kind] : "error");
  visit.node.leaves.push({ from: visit.node, site: visit.site, kind, severity, name, instead, isLikely });
}
