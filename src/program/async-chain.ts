/**
 * Turning a chain of plain functions into coroutine functions: from the one that waits, through all that call it, to the
 * coroutines that can await. It is a way out only where all that blocks below can be awaited in its place: a sleep, or a call
 * whose object has the coroutine method too. For anything else a thread is needed, and one at the top does. Nothing is worked
 * out before somebody wants the fix.
 */
import type { AsyncChain, Obstacle, StoppedChain } from "../diagnostics/async-chain.ts";
import type { SwitchStep, SwitchStepKind } from "../diagnostics/twin-repair.ts";
import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { isAsync } from "./call.ts";
import type { CallNode, Edge, Leaf } from "./call-graph.ts";
import { doubleOf, exportOf, obstacleIn } from "./chain-member.ts";
import { exchangeMethod } from "./client-twins.ts";
import { isRunByDeferreds, packagesImportedBy } from "./context.ts";
import { obstacleAt, obstacleAtSite, usesOfFunction, type WrittenCall } from "./function-uses.ts";
import { familyOf } from "./method-family.ts";
import { coroutineTwinOf } from "./method-twins.ts";
import { qualifiedName } from "./names.ts";
import { oncePerProgram } from "./once.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionRef, Module, Shape } from "./shape.ts";
import { targetName, type EffectFinding } from "./trace.ts";

/** Functions that change together are more than these nowhere that a person would want to read the change. */
const mostFunctions = 40;

/** What the chain of a finding comes to; undefined where another fix is the better one, or nothing is certain. */
export function asyncChainOf(program: Program, finding: EffectFinding): AsyncChain | StoppedChain | undefined {
  const { edges, leaf, confidence } = finding;
  const top = edges[0]?.to;
  if (top === undefined || isAsync(top.ref) || isMild(leaf)) return undefined;
  if (confidence !== "certain" && !edges.every((edge) => isChosen(program, edge))) return undefined;
  if (!isAwaitableBelow(program, top)) return undefined;
  const chain = chainFrom(program, leaf.from.ref);
  if (chain === undefined || !("obstacle" in chain)) return chain;
  return { name: targetName(top), obstacle: chain.obstacle };
}

/** Whether an edge is certain, but for the choice among methods that override each other. */
function isChosen(program: Program, { to, certainty }: Edge): boolean {
  if (certainty.group !== undefined) return false;
  return !certainty.isLikely || familyOf(program, to.ref).methods.size > 1;
}

type Outcome = AsyncChain | { readonly obstacle: Obstacle } | undefined;

const chainFrom = oncePerProgram(growChain);

interface Growth {
  readonly program: Program;
  /** The plain functions, and the calls of each. A map is iterated over what is added on the way, too. */
  readonly members: Map<FunctionRef, readonly WrittenCall[]>;
  /** Where members wait. */
  readonly waits: Set<Leaf>;
  /** Coroutine functions that call a member. */
  readonly coroutines: Set<FunctionRef>;
}

/** All callers of what sleeps, all callers of those, and everything they call that sleeps. */
function growChain(program: Program, start: FunctionRef): Outcome {
  const growth: Growth = {
    program,
    members: new Map([[start, []]]),
    waits: new Set(),
    coroutines: new Set(),
  };
  let obstacle: Obstacle | undefined;
  for (const ref of growth.members.keys()) {
    for (const method of familyOf(program, ref).methods)
      if (!growth.members.has(method)) growth.members.set(method, []);
    if (ref.module.origin !== "project" || growth.members.size > mostFunctions || !addCallees(growth, ref))
      return undefined;
    const inCallers = addCallers(growth, ref);
    obstacle ??= obstacleIn(program, ref) ?? inCallers ?? exportOf(program, ref);
  }
  if (!program.state.modules.host.isWholeProject) return undefined;
  const sleep = sleepOf(growth);
  if (sleep === undefined) return undefined;
  obstacle ??= unreachedMember(growth) ?? lockedWait(growth) ?? strayDouble(growth);
  return obstacle === undefined ? describeChain(growth, sleep) : { obstacle };
}

/** Whether all that blocks below a node can be awaited instead; what is worth no more than a note does not count. */
function isAwaitableBelow(program: Program, node: CallNode): boolean {
  return [...(program.effects.likely.get(node)?.values() ?? [])].every(
    ({ leaf }) => isMild(leaf) || awaitedInstead(program, leaf) !== undefined,
  );
}

type Awaited = "sleep" | readonly SwitchStep[];

const awaitedByLeaf = new WeakMap<Leaf, Awaited | "nothing">();

/** What can be awaited in the place of a blocking call: a sleep of the loop, or the steps to a method of the same object. */
function awaitedInstead(program: Program, leaf: Leaf): Awaited | undefined {
  let awaited = awaitedByLeaf.get(leaf);
  if (awaited === undefined) {
    awaited = findAwaited(program, leaf) ?? "nothing";
    awaitedByLeaf.set(leaf, awaited);
  }
  return awaited === "nothing" ? undefined : awaited;
}

function findAwaited(program: Program, leaf: Leaf): Awaited | undefined {
  const { from, site, kind, instead, certainty } = leaf;
  const { module } = from.ref;
  const { summary } = module;
  const isCall = S.siteColumn(summary, site, S.SiteKind) === Site.Call;
  const isAwaited = (S.siteColumn(summary, site, S.SiteFlags) & Site.IsAwaited) !== 0;
  const isSure = !certainty.isLikely && certainty.group === undefined;
  if (!isCall || isAwaited || !isSure || module.origin !== "project") return undefined;
  if (kind === "sleep" && instead === "asyncio.sleep") return "sleep";
  const call = S.siteColumn(summary, site, S.SiteValue);
  const twin = coroutineTwinOf(program, module, call, instead);
  const steps = twin && exchangeMethod(program, module, call, twin)?.steps;
  // What the call gives must be the same for whoever it goes to.
  return steps?.every((step) => step.path === summary.path && isWithin(step, summary, site)) === true
    ? steps
    : undefined;
}

function isWithin({ start, end }: SwitchStep, summary: Module["summary"], site: number): boolean {
  return start === S.siteColumn(summary, site, S.SiteStart) && end === S.siteColumn(summary, site, S.SiteEnd);
}

function isMild({ kind, severity }: Leaf): boolean {
  return kind !== "loop" && kind !== "sleep" && severity === "information";
}

/** Adds where a function waits and what it calls that does. False where something else blocks, or it is not certain. */
function addCallees(growth: Growth, ref: FunctionRef): boolean {
  const { program, members, waits } = growth;
  for (const node of nodesOf(program, ref)) {
    for (const leaf of node.leaves) {
      if (isMild(leaf)) continue;
      if (awaitedInstead(program, leaf) === undefined) return false;
      waits.add(leaf);
    }
    for (const { to, certainty } of node.edges) {
      const steps = program.effects.likely.get(to);
      if (steps === undefined || [...steps.values()].every(({ leaf }) => isMild(leaf))) continue;
      const isSure = !certainty.isLikely || familyOf(program, to.ref).methods.size > 1;
      if (!isAwaitableBelow(program, to) || !isSure || isAsync(to.ref)) return false;
      if (!members.has(to.ref)) members.set(to.ref, []);
    }
  }
  return true;
}

const nodesByFunction = new WeakMap<Program, ReadonlyMap<FunctionRef, readonly CallNode[]>>();

function nodesOf(program: Program, ref: FunctionRef): readonly CallNode[] {
  let nodes = nodesByFunction.get(program);
  if (nodes === undefined) {
    const found = new Map<FunctionRef, CallNode[]>();
    for (const node of program.graph.nodes.values()) {
      const same = found.get(node.ref);
      if (same === undefined) found.set(node.ref, [node]);
      else same.push(node);
    }
    nodes = found;
    nodesByFunction.set(program, nodes);
  }
  return nodes.get(ref) ?? [];
}

/** Adds the plain functions that call one; the obstacle where one of the calls can never be awaited. */
function addCallers(growth: Growth, ref: FunctionRef): Obstacle | undefined {
  const { program, members, coroutines } = growth;
  const { calls, obstacle } = usesOfFunction(program, ref);
  members.set(ref, calls);
  let first = obstacle;
  for (const call of calls) {
    const { caller } = call;
    first ??= obstacleAtCall(program, ref, call);
    if (isAsync(caller)) coroutines.add(caller);
    else if (isDefinition(caller) && !members.has(caller)) members.set(caller, []);
  }
  return first;
}

function isDefinition({ module: { summary }, index }: FunctionRef): boolean {
  const flags = S.functionColumn(summary, index, S.FunctionFlags);
  return index > 0 && (flags & (S.FunctionIsLambda | S.FunctionIsGeneratorExpression)) === 0;
}

function obstacleAtCall(program: Program, ref: FunctionRef, { caller, site }: WrittenCall): Obstacle | undefined {
  const { module, index } = caller;
  const { summary } = module;
  const name = qualifiedName(ref);
  const flags = S.functionColumn(summary, index, S.FunctionFlags);
  const at = (reason: string): Obstacle => obstacleAtSite(module, site, reason);
  if (index === 0) return at(say`calls \`${name}\` outside a function`);
  if ((flags & S.FunctionIsLambda) !== 0) return at(say`calls \`${name}\` in a lambda`);
  if ((flags & S.FunctionIsGeneratorExpression) !== 0) return at(say`calls \`${name}\` in a generator expression`);
  if ((S.siteColumn(summary, site, S.SiteFlags) & Site.IsAwaited) !== 0) return at(say`awaits what \`${name}\` gives`);
  return holdsLock(program, module, site)
    ? at(say`calls \`${name}\` with a lock that may be one of threads`)
    : undefined;
}

/** Whether a site stands inside a `with` that may hold a lock of threads: no `await` may come before it is released. */
function holdsLock(program: Program, module: Module, site: number): boolean {
  const { summary } = module;
  let guard = S.siteColumn(summary, site, S.SiteGuard);
  for (; guard >= 0; guard = S.guardColumn(summary, guard, S.GuardParent)) {
    if (S.guardColumn(summary, guard, S.GuardMode) !== S.GuardInContext) continue;
    const context = shapeOf(program, module, S.guardColumn(summary, guard, S.GuardValue));
    if (membersOf(context).some((member) => mayLock(program, member))) return true;
  }
  return false;
}

function mayLock({ state }: Program, context: Shape): boolean {
  if (context.kind === "instance") {
    const order = state.ask.mro(state, context.ref);
    return context.ref.hasUnknownBase || order.some((cls) => state.ask.classFacts(state, cls).isThreadLock);
  }
  if (context.kind !== "contextManager") return context.kind === "unknown";
  if (context.isAsync || context.fn === undefined) return false;
  const { module, index } = context.fn.ref;
  const flags = S.functionColumn(module.summary, index, S.FunctionFlags);
  return module.origin !== "model" && (flags & S.FunctionYieldsInScope) !== 0;
}

/** A function that no coroutine leads to: whoever calls it is not of this program. */
function unreachedMember({ program, members }: Growth): Obstacle | undefined {
  const reached = new Set<FunctionRef>();
  const isReached = ({ caller }: WrittenCall): boolean => isAsync(caller) || reached.has(caller);
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const [ref, calls] of members) if (calls.some(isReached)) reached.add(ref);
  }
  const isRead = (ref: FunctionRef): boolean =>
    [...familyOf(program, ref).methods].some((method) => nodesOf(program, method).length > 0);
  const unreached = [...members.keys()].find((ref) => !reached.has(ref) || !isRead(ref));
  return unreached && obstacleAt(unreached, say`no coroutine calls \`${qualifiedName(unreached)}\``);
}

function lockedWait({ program, waits }: Growth): Obstacle | undefined {
  for (const { from, site, name } of waits)
    if (holdsLock(program, from.ref.module, site))
      return obstacleAtSite(from.ref.module, site, say`calls \`${name}\` with a lock that may be one of threads`);
  return undefined;
}

function strayDouble({ program, members }: Growth): Obstacle | undefined {
  for (const [ref, calls] of members) {
    const obstacle = doubleOf(program, ref, calls);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** Whose `sleep` the coroutines can await; undefined where they may run on different loops. */
function sleepOf({ program, coroutines }: Growth): string | undefined {
  const modules = [...coroutines].map(({ module }) => module);
  if (modules.some(isRunByDeferreds)) return undefined;
  const own = runtimesOf(modules);
  const runtimes = own.size > 0 ? own : runtimesOf(program.modules);
  if (runtimes.has("asyncio") || runtimes.size === 0) return runtimes.has("trio") ? undefined : "asyncio.sleep";
  return runtimes.size === 1 ? `${[...runtimes].join("")}.sleep` : undefined;
}

function runtimesOf(modules: readonly Module[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const module of modules)
    for (const name of packagesImportedBy(module))
      if (name === "asyncio" || name === "trio" || name === "anyio") found.add(name);
  return found;
}

function describeChain({ program, members, waits }: Growth, sleep: string): AsyncChain {
  const steps = new Map<string, SwitchStep>();
  const add = (step: SwitchStep): void => {
    steps.set(JSON.stringify(step), step);
  };
  const functions = Array.from(members.keys(), (ref) => {
    const { path, start, end } = obstacleAt(ref, "");
    return { path, start, end, name: qualifiedName(ref) };
  });
  for (const { path, start, end } of functions) add({ path, start, end, step: { kind: "turn-async" } });
  const calls = [...members.values()].flat();
  for (const { caller, site } of calls) add(stepAt(caller.module, site, { kind: "await" }));
  for (const leaf of waits) {
    const awaited = awaitedInstead(program, leaf);
    if (awaited === "sleep") add(stepAt(leaf.from.ref.module, leaf.site, { kind: "sleep", callee: sleep }));
    else for (const step of awaited ?? []) add(step);
  }
  const names = functions.toSorted(comparePlaces).map(({ name }) => name);
  // Methods that override each other have their calls in common.
  const sites = new Set(calls.map(({ caller, site }) => `${caller.module.id} ${site}`));
  return { names, callCount: sites.size, steps: [...steps.values()] };
}

function stepAt({ summary }: Module, site: number, step: SwitchStepKind): SwitchStep {
  const start = S.siteColumn(summary, site, S.SiteStart);
  return { path: summary.path, start, end: S.siteColumn(summary, site, S.SiteEnd), step };
}

function comparePlaces(left: Pick<SwitchStep, "path" | "start">, right: Pick<SwitchStep, "path" | "start">): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : left.start - right.start;
}
