/** What a call says of the functions it is given: who runs them, where, and when. */
import type { Severity } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed, flagsOf, frameOf, isAsync, isGenerator } from "./call.ts";
import { addEntry, addRoot, certain } from "./call-graph.ts";
import type { CallGraph, CallNode, Place } from "./call-graph.ts";
import { argumentsOf } from "./evaluate.ts";
import type { Blocking, Facts } from "./facts.ts";
import { noFacts } from "./facts.ts";
import { isRuledOut } from "./guard.ts";
import { dottedName } from "./names.ts";
import { functionShape, instanceShape, membersOf } from "./shape.ts";
import type { FunctionShape, Shape } from "./shape.ts";
import { isVariadic } from "./spawned-collections.ts";
import { functionRef } from "./state.ts";
import type { Argument, ProgramState } from "./state.ts";

/** The site whose call is read. */
interface Registration {
  readonly state: ProgramState;
  readonly graph: CallGraph;
  readonly node: CallNode;
  readonly site: number;
}

/** How much of a call outside the graph is read: what it says of the loop, of others, or both. */
export interface Wanted {
  readonly isOnLoop: boolean;
  readonly isElsewhere: boolean;
}

/** Bodies of models are followed this deep for what they hand over. */
const mostBodies = 4;

/** Reads only what a call or decorator tells of other functions: start-up, callbacks, the coroutine a loop is entered with. */
export function registerSite(
  state: ProgramState,
  graph: CallGraph,
  node: CallNode,
  site: number,
  kind: number,
  wanted: Wanted,
): void {
  const { module } = node.ref;
  const value = S.siteColumn(module.summary, site, S.SiteValue);
  const isCall = kind === Site.Call;
  const callee = state.ask.evaluate(state, module, isCall ? S.valueA(module.summary, value) : value, undefined);
  const registration: Registration = { state, graph, node, site };
  for (const member of membersOf(callee)) {
    const fn = member.kind === "class" ? constructorOf(state, member) : member;
    if (fn?.kind !== "function") continue;
    const facts = state.ask.facts(state, fn.ref);
    const hasBody = wanted.isElsewhere && isModelledBody(fn);
    if (facts === noFacts && !hasBody) continue;
    const args = isCall ? argumentsOf(state, module, value, undefined) : [decoratedArgument(state, node, site)];
    if (wanted.isOnLoop) registerOnLoop(registration, fn, args, facts);
    if (!wanted.isElsewhere) continue;
    registerElsewhere(registration, fn, args, facts);
    if (hasBody) registerBody(registration, fn, args, 0);
  }
}

function constructorOf(state: ProgramState, cls: Extract<Shape, { kind: "class" }>): Shape {
  return state.ask.attribute(state, instanceShape(state.shapes, cls.ref), "__init__");
}

/** The function a decorator is applied to, as its argument. */
export function decoratedArgument(state: ProgramState, { ref, frame }: CallNode, site: number): Argument {
  const target = functionRef(state, ref.module, S.siteColumn(ref.module.summary, site, S.SiteExtra));
  return { name: Value.Positional, shape: functionShape(state.shapes, target, frame) };
}

function isModelledBody({ ref }: FunctionShape): boolean {
  return ref.module.origin === "model" && (flagsOf(ref) & S.FunctionIsStub) === 0;
}

/** What a model's function does with the functions it is given, as told by the calls in its body. */
function registerBody(registration: Registration, fn: FunctionShape, args: readonly Argument[], depth: number): void {
  const { state } = registration;
  const { module, index } = fn.ref;
  const { summary } = module;
  const frame = frameOf(state, fn, args);
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const guard = S.siteColumn(summary, site, S.SiteGuard);
    if (guard >= 0 && isRuledOut(state, module, guard, frame)) continue;
    const call = S.siteColumn(summary, site, S.SiteValue);
    for (const callee of membersOf(state.ask.evaluate(state, module, S.valueA(summary, call), frame))) {
      if (callee.kind !== "function") continue;
      const facts = state.ask.facts(state, callee.ref);
      const hasBody = depth < mostBodies && isModelledBody(callee);
      if (facts === noFacts && !hasBody) continue;
      const given = argumentsOf(state, module, call, frame);
      registerElsewhere(registration, callee, given, facts);
      if (hasBody) registerBody(registration, callee, given, depth + 1);
    }
  }
}

/** What runs on the loop, and what the loop is entered with. */
export function registerOnLoop(
  registration: Registration,
  fn: FunctionShape,
  args: readonly Argument[],
  facts: Facts,
): void {
  const { graph, node, site } = registration;
  const place: Place = { node, site };
  if (facts.entersLoop)
    for (const main of argumentNamed(fn, args, facts.mainParameter)) {
      const entered = coroutineFunctionOf(main);
      if (entered === undefined) continue;
      if (!graph.mains.has(entered.ref)) graph.mains.set(entered.ref, place);
      addEntry(graph, entered.ref, "main", place);
    }
  for (const parameter of facts.schedules)
    for (const given of argumentNamed(fn, args, parameter))
      for (const member of membersOf(given)) if (member.kind === "function") scheduleFunction(registration, member);
  if (facts.entry === "loop" && facts.entryParameter !== "")
    for (const given of argumentNamed(fn, args, facts.entryParameter))
      if (given.kind === "function") scheduleFunction(registration, given);
  for (const parameter of facts.startup)
    for (const given of argumentNamed(fn, args, parameter))
      if (given.kind === "function") {
        if (!graph.startups.has(given.ref)) graph.startups.set(given.ref, place);
        addEntry(graph, given.ref, "startup", place);
      }
}

/** A coroutine function, or the one a coroutine object is of. */
function coroutineFunctionOf(shape: Shape): FunctionShape | undefined {
  if (shape.kind === "coroutine") return shape.fn;
  return shape.kind === "function" && isAsync(shape.ref) ? shape : undefined;
}

/** A plain function the loop will call: it runs on the loop. */
function scheduleFunction({ state, graph, node, site }: Registration, fn: FunctionShape): void {
  if (isAsync(fn.ref) || isGenerator(fn.ref)) return;
  const { blocks } = state.ask.facts(state, fn.ref);
  if (blocks === undefined) {
    addRoot(graph, fn, "callback", undefined);
    addEntry(graph, fn.ref, "callback", { node, site });
    return;
  }
  const { kind, instead, thread } = blocks;
  const name = dottedName(state, fn.ref);
  const severity = severityOf(blocks);
  graph.scheduledLeaves.push({ from: node, site, kind, severity, name, instead, thread, certainty: certain });
}

/** What runs in threads and processes, in tasks, and what frameworks call. */
export function registerElsewhere(
  registration: Registration,
  fn: FunctionShape,
  args: readonly Argument[],
  facts: Facts,
): void {
  if (facts === noFacts) return;
  const { state, graph, node, site } = registration;
  const given = (parameter: string): FunctionShape[] =>
    argumentNamed(fn, args, parameter).flatMap((shape) => callablesIn(state, shape));
  for (const parameter of facts.offloads) for (const work of given(parameter)) handOver(registration, work);
  if (facts.entry === "worker" && facts.entryParameter !== "")
    for (const work of given(facts.entryParameter)) handOver(registration, work);
  for (const parameter of facts.handles)
    for (const handler of given(parameter))
      addEntry(graph, handler.ref, handledKind(registration, facts), { node, site });
  for (const parameter of facts.spawns) registerStarted(registration, fn, args, parameter);
}

/** Coroutines run at once with others; those that a task is made of are entries of their own. */
function registerStarted(
  { graph, node, site }: Registration,
  fn: FunctionShape,
  args: readonly Argument[],
  parameter: string,
): void {
  const isTask = !isVariadic(fn, parameter);
  for (const shape of argumentNamed(fn, args, parameter).flatMap(membersOf)) {
    const started = coroutineFunctionOf(shape);
    if (started === undefined) continue;
    const known = graph.spawned.get(node);
    if (known === undefined) graph.spawned.set(node, new Set([started.ref]));
    else known.add(started.ref);
    if (isTask) addEntry(graph, started.ref, "task", { node, site });
  }
}

/** The functions a callable argument may run: itself, or the `__call__` of an object. */
function callablesIn(state: ProgramState, shape: Shape): FunctionShape[] {
  return membersOf(shape).flatMap((member) => {
    const callable = member.kind === "instance" ? state.ask.attribute(state, member, "__call__") : member;
    return callable.kind === "function" ? [callable] : [];
  });
}

/** A function is handed over: only what is the user's, or runs what is the user's, is followed. */
function handOver({ graph, node, site }: Registration, fn: FunctionShape): void {
  if (isAsync(fn.ref) || isGenerator(fn.ref)) return;
  const handOver = { from: node, site, fn };
  graph.handOvers.push(handOver);
  (node.handOvers ??= []).push(handOver);
}

/** What the framework gets by calling a dependency is no request of its own. */
function handledKind({ state, node, site }: Registration, { handledKind: kind }: Facts): string {
  const { module } = node.ref;
  const value = S.siteColumn(module.summary, site, S.SiteValue);
  if (S.valueKindOf(module.summary, value) !== Value.Call) return kind;
  const callee = state.ask.evaluate(state, module, S.valueA(module.summary, value), node.frame);
  const isInjected = callee.kind === "function" && state.ask.facts(state, callee.ref).injects !== "";
  return isInjected ? "dependency" : kind;
}

/** File access and computation are a tier below what waits for others. */
export function severityOf({ kind, severity }: Blocking): Severity {
  return severity ?? (kind === "file" || kind === "cpu" ? "warning" : "error");
}
