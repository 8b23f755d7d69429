/** Reads the sites of one function into edges, leaves and roots of the call graph. */
import * as Site from "../summary/site-kind.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed, bindArguments, frameOf, isAsync, isGenerator } from "./call.ts";
import { addEdge, addRoot, certain, likely } from "./call-graph.ts";
import type { CallGraph, CallNode, Certainty, Leaf } from "./call-graph.ts";
import { noFacts } from "./facts.ts";
import type { Blocking, Facts } from "./facts.ts";
import { argumentsOf, operatorMethods } from "./evaluate.ts";
import { accessorOf, descriptorOf, memberOf, overridesOf, propertyOf } from "./members.ts";
import { isRuledOut, isSpecialCase } from "./guard.ts";
import { mayBeNamed } from "./name-index.ts";
import { decoratedArgument, registerElsewhere, registerOnLoop, severityOf } from "./register-facts.ts";
import { dottedClassName, dottedName } from "./names.ts";
import { noneConstant } from "./read-facts.ts";
import { functionShape, instanceShape, membersOf, unknown } from "./shape.ts";
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
  /** Object value and method (`12.result`) that a call before has shown not to block any more. */
  settled: Set<string> | undefined;
  /** The function has awaited something before this site. */
  hasAwaited: boolean;
  /** The site stands in a branch that may well never be taken. */
  isSpecialCase: boolean;
  /** Whether no `try` of the function calls anything that may raise; undefined before somebody asks. */
  nothingRaises: boolean | undefined;
}

export function collectSites(state: ProgramState, graph: CallGraph, node: CallNode): void {
  const { module, index } = node.ref;
  const { summary } = module;
  const facts = state.ask.facts(state, node.ref);
  if (facts.isNonblocking) return;
  const isRoot = isAsync(node.ref);
  if (!isRoot && asksForLoop(state, node)) return;
  const asyncUses = isRoot ? valuesUsedAsynchronously(node) : noValues;
  const visit: Visit = {
    state,
    graph,
    node,
    module,
    site: -1,
    flags: 0,
    settled: undefined,
    hasAwaited: false,
    isSpecialCase: false,
    nothingRaises: undefined,
  };
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    visit.site = site;
    visit.flags = S.siteColumn(summary, site, S.SiteFlags);
    if ((visit.flags & (Site.IsUnreachable | Site.IsAfterEnd)) !== 0 || isExcluded(visit, site)) continue;
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (asyncUses.has(value)) visit.flags |= Site.IsAwaited;
    visitSite(visit, S.siteColumn(summary, site, S.SiteKind), value);
    if ((visit.flags & Site.IsAwaited) !== 0) visit.hasAwaited = true;
  }
}

function isExcluded(visit: Visit, site: number): boolean {
  const { state, module, node } = visit;
  const guard = S.siteColumn(module.summary, site, S.SiteGuard);
  if (guard >= 0 && isRuledOut(state, module, guard, node.frame)) return true;
  if ((visit.flags & Site.InHandler) !== 0 && nothingRaises(visit)) return true;
  visit.isSpecialCase = guard >= 0 && isSpecialCase(state, module, guard, node.frame);
  return false;
}

/**
 * Whether the `try`s of a plain function that is given something to call only make coroutines: `retry(fn)` of a
 * coroutine function. Nothing is raised before somebody awaits them, so the handlers never run.
 */
function nothingRaises(visit: Visit): boolean {
  const { node, state, module } = visit;
  if (node.frame === undefined || isAsync(node.ref)) return false;
  visit.nothingRaises ??= tryOnlyMakesCoroutines(state, module, node);
  return visit.nothingRaises;
}

function tryOnlyMakesCoroutines(state: ProgramState, module: Module, node: CallNode): boolean {
  const { summary } = module;
  let calls = 0;
  let site = S.functionColumn(summary, node.ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if ((S.siteColumn(summary, site, S.SiteFlags) & (Site.InTry | Site.InHandler)) !== Site.InTry) continue;
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if (kind === Site.Attribute || kind === Site.Iterated) continue;
    if (kind !== Site.Call) return false;
    const call = S.siteColumn(summary, site, S.SiteValue);
    const callee = calleeOf(state, module, call, node);
    if (callee.kind !== "function" || callee.isLikely) return false;
    const given = isAsync(callee.ref) ? undefined : state.ask.evaluate(state, module, call, node.frame);
    if (given !== undefined && given.kind !== "coroutine" && given.kind !== "awaitable") return false;
    calls++;
  }
  return calls > 0;
}

const noValues: ReadonlySet<number> = new Set();

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
    const call = S.siteColumn(summary, site, S.SiteValue);
    if (!isChecked || !mayBeNamed(module, S.valueA(summary, call), state.names.loopChecks)) continue;
    const callee = calleeOf(state, module, call, node);
    if (callee.kind !== "function") continue;
    if (state.ask.facts(state, callee.ref).checksLoop) return true;
    const isHelper = callee.ref.module.origin !== "model" && !isAsync(callee.ref);
    if (isHelper && callee.ref !== node.ref && mentionsLoopCheck(state, callee)) return true;
  }
  return false;
}

/** Whether a function asks which loop or thread it runs in. */
export function mentionsLoopCheck(state: ProgramState, fn: Pick<FunctionShape, "ref" | "frame">): boolean {
  const { module, index } = fn.ref;
  let site = S.functionColumn(module.summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(module.summary, site, S.SiteNext)) {
    if (S.siteColumn(module.summary, site, S.SiteKind) !== Site.Call) continue;
    const value = S.valueA(module.summary, S.siteColumn(module.summary, site, S.SiteValue));
    if (!mayBeNamed(module, value, state.names.loopChecks)) continue;
    const callee = state.ask.evaluate(state, module, value, fn.frame);
    if (callee.kind === "function" && state.ask.facts(state, callee.ref).checksLoop) return true;
  }
  return false;
}

function calleeOf(state: ProgramState, module: Module, call: number, node: CallNode): Shape {
  return state.ask.evaluate(state, module, S.valueA(module.summary, call), node.frame);
}

function visitSite(visit: Visit, kind: number, value: number): void {
  switch (kind) {
    case Site.Call:
      visitCall(visit, value);
      return;
    case Site.Attribute:
      visitAttribute(visit, value);
      return;
    default:
      visitImplicitCall(visit, kind, value);
  }
}

function visitAttribute(visit: Visit, value: number): void {
  const { state, module, node } = visit;
  const { accessors } = state.names;
  const name = S.stringAt(module.summary, S.valueB(module.summary, value));
  if (accessors !== undefined && !accessors.has(name)) return;
  const object = state.ask.evaluate(state, module, S.valueA(module.summary, value), node.frame);
  if (object.kind === "unknown") return;
  const choices = certaintyOf(object);
  for (const [position, member] of membersOf(object).entries()) {
    const getter = propertyOf(state, member, name);
    if (getter !== undefined) runFunction(visit, getter, [], choiceOf(choices, position));
    else runDescriptor(visit, member, name);
  }
}

/** `with`, `for`, operators, subscripts: calls nobody writes as such. */
function visitImplicitCall(visit: Visit, kind: number, value: number): void {
  const { state, module, node } = visit;
  const evaluate = (wanted: number): Shape => state.ask.evaluate(state, module, wanted, node.frame);
  switch (kind) {
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
      visitRareSite(visit, kind, value);
  }
}

/** Reading an attribute that holds a descriptor calls its `__get__`. */
function runDescriptor(visit: Visit, object: Shape, name: string): void {
  if (object.kind !== "instance") return;
  const descriptor = descriptorOf(visit.state, object, name);
  if (descriptor !== undefined) runMethod(visit, descriptor, "__get__");
}

function visitRareSite(visit: Visit, kind: number, value: number): void {
  const { state, module, node } = visit;
  const evaluate = (wanted: number): Shape => state.ask.evaluate(state, module, wanted, node.frame);
  switch (kind) {
    case Site.Decorator: {
      const decorator = evaluate(value);
      if (decorator.kind !== "intrinsic")
        runCallee(visit, decorator, [decoratedArgument(state, node, visit.site)], certaintyOf(decorator));
      return;
    }
    case Site.AttributeStore:
    case Site.AttributeDelete: {
      const name = S.stringAt(module.summary, S.valueB(module.summary, value));
      const role = kind === Site.AttributeStore ? "setter" : "deleter";
      for (const member of membersOf(evaluate(S.valueA(module.summary, value)))) {
        const accessor = accessorOf(state, member, name, role);
        if (accessor !== undefined) runFunction(visit, accessor, [], certain);
      }
      return;
    }
    case Site.SubscriptStore:
      runMethod(visit, evaluate(S.valueA(module.summary, value)), "__setitem__");
      return;
    case Site.SubscriptDelete:
      runMethod(visit, evaluate(S.valueA(module.summary, value)), "__delitem__");
      return;
    case Site.Tested:
      runFirstMethod(visit, evaluate(value), ["__bool__", "__len__"]);
      return;
    case Site.Formatted:
      runFirstMethod(visit, evaluate(value), ["__format__", "__str__", "__repr__"]);
      return;
    default:
  }
}

function runFirstMethod(visit: Visit, object: Shape, names: readonly string[]): void {
  if (object.kind !== "instance") return;
  const name = names.find((candidate) => memberOf(visit.state, object.ref, candidate) !== undefined);
  if (name !== undefined) runMethod(visit, object, name);
}

/** Whether the object was asked before if it is done; remembers it when this is the call that asks. */
function isSettled(visit: Visit, callee: Shape, call: number): boolean {
  const { state, module } = visit;
  const method = S.valueA(module.summary, call);
  if (callee.kind !== "function" || S.valueKindOf(module.summary, method) !== Value.Attribute) return false;
  const { settles } = state.ask.facts(state, callee.ref);
  if (settles.length === 0 && visit.settled === undefined) return false;
  const object = objectKey(module, S.valueA(module.summary, method));
  visit.settled ??= new Set();
  for (const name of settles) visit.settled.add(`${object}.${name}`);
  return visit.settled.has(`${object}.${S.stringAt(module.summary, S.valueB(module.summary, method))}`);
}

const noArguments: readonly Argument[] = [];

/** A stub without a body does with its arguments only what its facts say; most say nothing of them. */
function mattersWhatIsGiven(state: ProgramState, callee: Shape): boolean {
  if (callee.kind !== "function" || callee.ref.module.origin !== "model") return true;
  const facts = state.ask.facts(state, callee.ref);
  const isStub = S.functionColumn(callee.ref.module.summary, callee.ref.index, S.FunctionFlags) & S.FunctionIsStub;
  if (isStub === 0) return true;
  return facts !== noFacts && (facts.blocks === undefined || facts.blocks.unless.length > 0);
}

/** One shape is certain; of several, each is a choice of a group, and likely where one is unknown. */
function certaintyOf(shape: Shape): Certainty {
  if (shape.kind !== "union") return certain;
  const isComplete = shape.members.every((member) => member.kind !== "unknown");
  return isComplete ? { isLikely: false, group: { size: shape.members.length }, choice: 0 } : likely;
}

function choiceOf(certainty: Certainty, choice: number): Certainty {
  return certainty.group === undefined ? certainty : { ...certainty, choice };
}

/** The same for each `self.future` while `self` is the same. */
function objectKey(module: Module, value: number): string {
  const { summary } = module;
  if (S.valueKindOf(summary, value) !== Value.Attribute) return String(value);
  return `${objectKey(module, S.valueA(summary, value))}.${S.stringAt(summary, S.valueB(summary, value))}`;
}

function sureness(fn: FunctionShape, certainty: Certainty): Certainty {
  return fn.isLikely ? likely : certainty;
}

function addLeaf(visit: Visit, leaf: Leaf): void {
  const found = visit.isSpecialCase ? { ...leaf, certainty: likely } : leaf;
  if (!visit.graph.isSilenced(found)) visit.node.leaves.push(found);
}

function link(visit: Visit, fn: FunctionShape, certainty: Certainty): void {
  addEdge(visit.graph, visit.node, visit.site, fn, visit.isSpecialCase ? likely : certainty);
}

function visitCall(visit: Visit, call: number): void {
  const { state, module, node } = visit;
  const callee = calleeOf(state, module, call, node);
  if (callee.kind === "unknown" || callee.kind === "intrinsic") return;
  if (isSettled(visit, callee, call)) return;
  const args = mattersWhatIsGiven(state, callee) ? argumentsOf(state, module, call, node.frame) : noArguments;
  runCallee(visit, callee, args, certaintyOf(callee));
}

/** Runs whatever a callee may be; with the certainty of each where it is one of several. */
function runCallee(visit: Visit, callee: Shape, args: readonly Argument[], certainty: Certainty): void {
  const { state } = visit;
  for (const [position, member] of membersOf(callee).entries()) {
    const choice = choiceOf(certainty, position);
    switch (member.kind) {
      case "function":
        runFunction(visit, member, args, choice);
        break;
      case "class":
        runConstructor(visit, member, args, choice);
        break;
      case "instance": {
        const method = state.ask.attribute(state, member, "__call__");
        if (method.kind === "function") runFunction(visit, method, args, choice);
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
  certainty: Certainty,
): void {
  const { state } = visit;
  const facts = state.ask.classFacts(state, cls.ref);
  if (facts.isNonblocking) return;
  if (facts.blocks !== undefined) addBlocking(visit, facts.blocks, dottedClassName(state, cls.ref), certainty);
  for (const method of ["__new__", "__init__", "__post_init__"]) {
    const member = memberOf(state, cls.ref, method);
    if (member === undefined) continue;
    const shape = state.ask.attribute(state, instanceShape(state.shapes, cls.ref), method);
    // A constructor makes exactly this class: nothing overrides it here.
    if (shape.kind === "function") runFunction(visit, shape, args, certainty, false);
  }
}

function runMethod(visit: Visit, object: Shape, name: string): void {
  if (object.kind !== "instance" && object.kind !== "union") return;
  const certainty = certaintyOf(object);
  for (const [position, member] of membersOf(object).entries()) {
    if (member.kind !== "instance") continue;
    const method = visit.state.ask.attribute(visit.state, member, name);
    if (method.kind === "function") runFunction(visit, method, noArguments, choiceOf(certainty, position));
  }
}

function visitWith(visit: Visit, context: Shape): void {
  const certainty = certaintyOf(context);
  for (const [position, member] of membersOf(context).entries()) {
    if (member.kind === "contextManager" && !member.isAsync && member.fn !== undefined)
      runBody(visit, member.fn, choiceOf(certainty, position));
    else if (member.kind === "instance") {
      runMethod(visit, member, "__enter__");
      runMethod(visit, member, "__exit__");
    }
  }
}

/** What iterating a shape runs: a generator's body, or `__iter__` and `__next__`. */
function iterate(visit: Visit, iterable: Shape): void {
  const { state } = visit;
  const certainty = certaintyOf(iterable);
  for (const [position, member] of membersOf(iterable).entries()) {
    const choice = choiceOf(certainty, position);
    if (member.kind === "generator" && !member.isAsync) runBody(visit, member.fn, choice);
    else if (member.kind === "instance") {
      const method = state.ask.attribute(state, member, "__iter__");
      if (method.kind !== "function") continue;
      runFunction(visit, method, [], choice);
      const iterator = state.ask.call(state, method, []);
      if (iterator.kind === "generator") runBody(visit, iterator.fn, choice);
      else runMethod(visit, iterator, "__next__");
    }
  }
}

/** Runs the body of a generator function or of the lambda in a `@contextmanager`. */
function runBody(visit: Visit, fn: FunctionShape, certainty: Certainty): void {
  const facts = visit.state.ask.facts(visit.state, fn.ref);
  if (facts.isNonblocking) return;
  if (facts.blocks !== undefined)
    addBlocking(visit, facts.blocks, dottedName(visit.state, fn.ref), sureness(fn, certainty));
  else if (!isAsync(fn.ref)) link(visit, fn, certainty);
}

function runFunction(
  visit: Visit,
  fn: FunctionShape,
  args: readonly Argument[],
  certainty: Certainty,
  isOverridable = true,
): void {
  const { state, graph, node, site } = visit;
  const facts = state.ask.facts(state, fn.ref);
  if (facts.isNonblocking) return;
  applyFacts(visit, fn, args, facts, certainty);
  const frame = fn.role === "property" ? fn.frame : frameOf(state, fn, args);
  const role = fn.role === "property" ? "property" : "plain";
  const called = functionShape(state.shapes, fn.ref, frame, fn.self, role, fn.isLikely);
  if (isAsync(fn.ref)) {
    noteCoroutineCall(visit, called);
    if (frame !== undefined && frame !== fn.frame) addRoot(graph, called, "coroutine", { node, site });
    return;
  }
  // A generator's body runs when it is iterated, a context manager's when it is entered.
  if (!isGenerator(fn.ref) && fn.role !== "contextmanager") {
    if (facts.blocks === undefined) link(visit, called, certainty);
    if (!isOverridable) return;
    for (const override of overridesOf(state, fn)) {
      if (!isAsync(override.ref) && !isGenerator(override.ref)) runOverride(visit, override);
    }
  }
}

function runOverride(visit: Visit, fn: FunctionShape): void {
  const facts = visit.state.ask.facts(visit.state, fn.ref);
  if (facts.isNonblocking) return;
  if (facts.blocks !== undefined) addBlocking(visit, facts.blocks, dottedName(visit.state, fn.ref), likely);
  else link(visit, fn, likely);
}

function noteCoroutineCall(visit: Visit, fn: FunctionShape): void {
  const calls = visit.graph.coroutineCalls.get(fn.ref);
  const call = { from: visit.node, site: visit.site, fn };
  (visit.node.coroutineCalls ??= []).push(call);
  if (calls === undefined) visit.graph.coroutineCalls.set(fn.ref, [call]);
  else calls.push(call);
}

function applyFacts(
  visit: Visit,
  fn: FunctionShape,
  args: readonly Argument[],
  facts: Facts,
  certainty: Certainty,
): void {
  const { node, site } = visit;
  if (facts.blocks !== undefined && !isExcused(visit.state, fn, args, facts.blocks))
    addBlocking(
      visit,
      facts.blocks,
      dottedName(visit.state, fn.ref),
      facts.waitsForEnd && visit.hasAwaited ? likely : sureness(fn, certainty),
    );
  if (facts.entersLoop) {
    const name = dottedName(visit.state, fn.ref);
    addLeaf(visit, {
      from: node,
      site,
      kind: "loop",
      severity: "error",
      name,
      instead: "",
      thread: "",
      certainty: (visit.flags & Site.InTryRuntimeError) === 0 ? sureness(fn, certainty) : likely,
    });
  }
  registerOnLoop(visit, fn, args, facts);
  registerElsewhere(visit, fn, args, facts);
  for (const parameter of facts.calls)
    for (const given of argumentNamed(fn, args, parameter))
      runCallee(visit, given, [], certainty.isLikely ? likely : certaintyOf(given));
  for (const parameter of facts.consumes) for (const given of argumentNamed(fn, args, parameter)) iterate(visit, given);
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
      if (given.kind === "instance" && condition.cls !== undefined)
        return state.ask.mro(state, given.ref).includes(condition.cls);
      if (given.kind === "literal")
        return (
          given.constant === condition.constant &&
          (given.constant !== Value.ConstantString || given.text === condition.text)
        );
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

function addBlocking(visit: Visit, blocking: Blocking, name: string, certainty: Certainty): void {
  if ((visit.flags & Site.IsAwaited) !== 0) return;
  const { kind, alone, instead, thread } = blocking;
  const severity = severityOf(blocking);
  addLeaf(visit, { from: visit.node, site: visit.site, kind, alone, severity, name, instead, thread, certainty });
}
