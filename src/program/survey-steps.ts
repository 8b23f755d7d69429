/** What each function does, for a survey: the functions it runs, and the I/O it does itself. */
import type { IoKind } from "../diagnostics/survey.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed, isAsync } from "./call.ts";
import type { CallGraph, CallNode, EffectKind } from "./call-graph.ts";
import { argumentsOf } from "./evaluate.ts";
import type { BlockingKind } from "./facts.ts";
import { isRuledOut } from "./guard.ts";
import { resolveImport } from "./module-table.ts";
import { dottedName } from "./names.ts";
import type { Program } from "./program.ts";
import { linksFrom, plainNodeOf } from "./reach.ts";
import type { LinkHow } from "./reach.ts";
import { severityOf } from "./register-facts.ts";
import { membersOf } from "./shape.ts";
import type { FunctionRef, FunctionShape, Module, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";
import { waitsOf } from "./waits.ts";

/** I/O at a site of a function: on its own thread (`calls`), awaited, or handed to a thread. */
export interface Io {
  readonly site: number;
  readonly how: "calls" | "awaits" | "offloads";
  readonly kind: IoKind;
  readonly name: string;
  readonly instead: string;
  readonly isLikely: boolean;
  /** Of less weight: a file, a process that is only started. */
  readonly isMild: boolean;
}

/** A function that another runs; models in between are left out. */
export interface Call {
  /** -1 where the framework calls it for a parameter. */
  readonly site: number;
  readonly to: CallNode;
  readonly how: LinkHow | "injects";
  readonly isLikely: boolean;
}

export interface Steps {
  readonly io: readonly Io[];
  readonly calls: readonly Call[];
}

const mostModels = 6;

/** The steps of every function that is not a model's. */
export function collectSteps(program: Program): ReadonlyMap<CallNode, Steps> {
  const steps = new Map<CallNode, Steps>();
  const offloaded = offloadedIo(program);
  const handlers = new Set(
    program.graph.entries
      .filter(({ kind }) => kind === "request" || kind === "websocket" || kind === "dependency")
      .map(({ ref }) => ref),
  );
  for (const node of program.graph.nodes.values()) {
    if (node.ref.module.origin === "model") continue;
    const io: Io[] = [...(offloaded.get(node) ?? []), ...awaitedIo(program.state, node)];
    const calls: Call[] = [];
    addBlockingIo(node, undefined, io);
    addCalls(program, node, undefined, calls, io, 0);
    if (handlers.has(node.ref)) addInjected(program, node, calls);
    const key = (site: number): number => (site < 0 ? -1 : S.siteColumn(node.ref.module.summary, site, S.SiteStart));
    io.sort((left, right) => key(left.site) - key(right.site));
    steps.set(node, { io: withoutTwins(io), calls: calls.toSorted((left, right) => key(left.site) - key(right.site)) });
  }
  return steps;
}

/** The same I/O of one site by several ways is one. */
function withoutTwins(io: readonly Io[]): Io[] {
  const seen = new Map<string, Io>();
  for (const item of io) {
    const key = `${item.site} ${item.kind} ${item.how}`;
    const known = seen.get(key);
    if (known === undefined || (known.isLikely && !item.isLikely)) seen.set(key, item);
  }
  return [...seen.values()];
}

function addBlockingIo(node: CallNode, site: number | undefined, io: Io[]): void {
  for (const leaf of node.leaves) {
    const kind = ioKindOf(leaf.kind);
    // What `check` would only note is no I/O to speak of: a `stat`, a lock that is almost always free.
    if (kind === undefined || leaf.severity === "information") continue;
    const { isLikely, group } = leaf.certainty;
    io.push({
      site: site ?? leaf.site,
      how: "calls",
      kind,
      name: leaf.name,
      instead: leaf.instead,
      isLikely: isLikely || group !== undefined,
      isMild: leaf.severity !== "error",
    });
  }
}

function ioKindOf(kind: EffectKind): IoKind | undefined {
  if (kind === "loop") return undefined;
  return kind === "deadlock" ? "lock" : kind;
}

/** The functions a node runs; what runs inside a model counts as done at the site that enters it. */
function addCalls(
  program: Program,
  node: CallNode,
  site: number | undefined,
  calls: Call[],
  io: Io[],
  depth: number,
): void {
  const known = new Set<string>();
  for (const link of linksFrom(program, node)) {
    const at = site ?? link.site;
    if (link.to.ref.module.origin !== "model") {
      const key = `${at} ${link.how} ${link.to.ref.id}.${link.to.frame?.id ?? ""}`;
      if (!known.has(key)) calls.push({ site: at, to: link.to, how: link.how, isLikely: link.isLikely });
      known.add(key);
      continue;
    }
    if (depth >= mostModels || link.to === node) continue;
    const before = io.length;
    if (!isAsync(link.to.ref)) addBlockingIo(link.to, at, io);
    // What a thread is given runs there, though a model stands in between.
    if (link.how === "offloads") for (let i = before; i < io.length; i++) io[i] = { ...(io[i] as Io), how: "offloads" };
    const inner: Call[] = [];
    addCalls(program, link.to, at, inner, io, depth + 1);
    for (const call of inner)
      calls.push(link.how === "offloads" && call.how === "calls" ? { ...call, how: "offloads" } : call);
  }
}

/** Functions of libraries that are handed to threads themselves: `to_thread(requests.get, url)`. */
function offloadedIo({ state, graph }: Program): ReadonlyMap<CallNode, readonly Io[]> {
  const found = new Map<CallNode, Io[]>();
  for (const { from, site, fn } of graph.handOvers) {
    const { blocks } = state.ask.facts(state, fn.ref);
    const node = blocks === undefined ? undefined : realNode(graph, from);
    const kind = blocks === undefined ? undefined : ioKindOf(blocks.kind);
    if (node === undefined || blocks === undefined || kind === undefined) continue;
    const name = dottedName(state, fn.ref);
    const isMild = severityOf(blocks) !== "error";
    const io: Io = { site, how: "offloads", kind, name, instead: "", isLikely: fn.isLikely, isMild };
    const known = found.get(node);
    if (known === undefined) found.set(node, [io]);
    else known.push(io);
  }
  return found;
}

/** The node of a function that was made up to read its sites. */
function realNode(graph: CallGraph, node: CallNode): CallNode | undefined {
  return graph.nodes.get(`${node.ref.id}.${node.frame?.id ?? ""}`);
}

/** What a coroutine awaits of libraries. */
function awaitedIo(state: ProgramState, node: CallNode): Io[] {
  const { module, index } = node.ref;
  if (!isAsync(node.ref)) return [];
  const { summary } = module;
  const found: Io[] = [];
  const add = (site: number, fn: FunctionShape, kind: BlockingKind | undefined): void => {
    if (kind === undefined || kind === "deadlock") return;
    const name = dottedName(state, fn.ref).replace(/\.__(aenter|anext|aiter|await|call)__$/, "");
    found.push({ site, how: "awaits", kind, name, instead: "", isLikely: fn.isLikely, isMild: true });
  };
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if ((S.siteColumn(summary, site, S.SiteFlags) & Site.IsUnreachable) !== 0) continue;
    const kind = S.siteColumn(summary, site, S.SiteKind);
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (kind !== Site.Call && kind !== Site.Await && kind !== Site.AsyncWith && kind !== Site.AsyncFor) continue;
    const guard = S.siteColumn(summary, site, S.SiteGuard);
    if (guard >= 0 && isRuledOut(state, module, guard, node.frame)) continue;
    const asked = kind === Site.Call ? S.valueA(summary, value) : value;
    // Making a client is no I/O, though it is entered with `async with`.
    if (kind === Site.AsyncWith && isMadeHere(state, module, value, node)) continue;
    for (const shape of membersOf(state.ask.evaluate(state, module, asked, node.frame))) {
      const fn = awaitedFunction(state, kind, shape);
      if (fn?.kind !== "function" || fn.ref.module.origin !== "model") continue;
      if (isWaitedFor(state, kind, fn)) add(site, fn, waitsOf(state, fn.ref));
      // `await session.get(url)`: a plain method that gives something to await.
      else if (kind === Site.Call && (S.siteColumn(summary, site, S.SiteFlags) & Site.IsAwaited) !== 0)
        add(site, fn, waitsOfResult(state, state.ask.evaluate(state, module, value, node.frame)));
    }
  }
  return found;
}

/** What awaiting an object of a library waits for, by the word of its class. */
function waitsOfResult(state: ProgramState, result: Shape): BlockingKind | undefined {
  return result.kind === "instance" ? state.ask.classFacts(state, result.ref).waits : undefined;
}

/** The coroutine function of a library that runs where a value is called, awaited, entered or iterated. */
function awaitedFunction(state: ProgramState, kind: number, shape: Shape): Shape | undefined {
  if (kind === Site.Call) return shape.kind === "instance" ? state.ask.attribute(state, shape, "__call__") : shape;
  if (shape.kind !== "instance") return undefined;
  const name = kind === Site.Await ? "__await__" : kind === Site.AsyncWith ? "__aenter__" : "__anext__";
  return state.ask.attribute(state, shape, name);
}

/** Whether a function waits itself, and not for a coroutine or thread it is given. */
function isWaitedFor(state: ProgramState, kind: number, { ref }: FunctionShape): boolean {
  if (kind === Site.Call && !isAsync(ref)) return false;
  const { offloads, awaits, spawns } = state.ask.facts(state, ref);
  return offloads.length === 0 && awaits.length === 0 && spawns.length === 0;
}

function isMadeHere(state: ProgramState, module: Module, value: number, node: CallNode): boolean {
  if (S.valueKindOf(module.summary, value) !== Value.Call) return false;
  const callee = state.ask.evaluate(state, module, S.valueA(module.summary, value), node.frame);
  return membersOf(callee).every((member) => member.kind === "class" || member.kind === "instance");
}

/** What a framework calls for a handler's parameters: `Depends(get_session)` as default or in the annotation. */
function addInjected({ state, graph }: Program, node: CallNode, calls: Call[]): void {
  const { module, index } = node.ref;
  const { summary } = module;
  const first = S.functionColumn(summary, index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, index, S.FunctionParameterCount);
  for (let row = first; row < first + count; row++) {
    const values = [
      S.parameterColumn(summary, row, S.ParameterDefault),
      S.parameterColumn(summary, row, S.ParameterAnnotation),
    ];
    for (const value of values) {
      const dependency = value < 0 ? undefined : dependencyIn(state, module, value, 0);
      const to = dependency === undefined ? undefined : plainNodeOf(graph, dependency);
      if (to !== undefined) calls.push({ site: -1, to, how: "injects", isLikely: false });
    }
  }
}

const mostAliases = 6;

/** The function a `Depends(…)` in a value names, through aliases of the annotation. */
function dependencyIn(state: ProgramState, module: Module, value: number, depth: number): FunctionRef | undefined {
  if (depth > mostAliases) return undefined;
  const { summary } = module;
  const inside = (inner: number): FunctionRef | undefined => dependencyIn(state, module, inner, depth + 1);
  const bound = (binding: number): FunctionRef | undefined =>
    binding < 0 ? undefined : inside(S.bindingColumn(summary, binding, S.BindingValue));
  switch (S.valueKindOf(summary, value)) {
    case Value.Call: {
      const callee = state.ask.evaluate(state, module, S.valueA(summary, value), undefined);
      if (callee.kind !== "function") return undefined;
      const { injects } = state.ask.facts(state, callee.ref);
      const [given] =
        injects === "" ? [] : argumentNamed(callee, argumentsOf(state, module, value, undefined), injects);
      return given?.kind === "function" ? given.ref : undefined;
    }
    case Value.Subscript:
      return inside(S.valueB(summary, value));
    case Value.Tuple:
      for (const item of S.listItems(summary, S.valueA(summary, value))) {
        const found = inside(item);
        if (found !== undefined) return found;
      }
      return undefined;
    case Value.Symbol:
      return bound(S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding));
    case Value.Reaching:
      return bound(S.listItems(summary, S.valueA(summary, value))[0] ?? -1);
    case Value.Import: {
      const imported = resolveImport(
        state.modules,
        module,
        S.stringAt(summary, S.valueA(summary, value)),
        S.valueC(summary, value),
      );
      const symbol = imported?.names.get(S.stringAt(summary, S.valueB(summary, value)));
      if (imported === undefined || imported.origin === "model" || symbol === undefined) return undefined;
      const binding = S.symbolColumn(imported.summary, symbol, S.SymbolFirstBinding);
      if (binding < 0) return undefined;
      return dependencyIn(state, imported, S.bindingColumn(imported.summary, binding, S.BindingValue), depth + 1);
    }
    default:
      return undefined;
  }
}
