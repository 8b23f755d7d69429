/**
 * Who reaches what, on any thread and over any number of awaits: edges of the call graph, coroutines that are awaited or
 * started, and functions handed to threads. (The call graph's own edges end at coroutines: there the loop is left.)
 */
import type { TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { readNode, takeHandOvers } from "./build-call-graph.ts";
import { isAsync } from "./call.ts";
import type { CallGraph, CallNode, CoroutineCall, Entry } from "./call-graph.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionRef, FunctionShape } from "./shape.ts";
import { siteLocation, targetName } from "./trace.ts";

/** How one function comes to run another. */
export type LinkHow = "calls" | "awaits" | "starts" | "offloads";

export interface Link {
  readonly from: CallNode;
  /** Site of `from`'s module. */
  readonly site: number;
  readonly to: CallNode;
  readonly how: LinkHow;
  /** What runs is one of several, or was chosen among overriding methods. */
  readonly isLikely: boolean;
}

/** A way from an entry to a function, outermost hop first; no hops when the function is the entry. */
export interface EntryPath {
  readonly entry: Entry;
  readonly hops: readonly TraceHop[];
}

interface Reach {
  /** Links of the nodes asked for so far, in the order of the source. */
  readonly links: Map<CallNode, readonly Link[]>;
  /** For some kinds of entries, over some links: how each node is reached first. */
  readonly byKinds: Map<LinkTest, Map<string, ReadonlyMap<CallNode, Arrival>>>;
}

interface Arrival {
  readonly entry: Entry;
  /** The last link; undefined at the entry itself. */
  readonly link: Link | undefined;
}

const known = new WeakMap<Program, Reach>();

function reachOf(program: Program): Reach {
  let reach = known.get(program);
  if (reach === undefined) {
    reach = { links: new Map(), byKinds: new Map() };
    known.set(program, reach);
  }
  return reach;
}

/** What a node runs, in the order of its source. */
export function linksFrom(program: Program, node: CallNode): readonly Link[] {
  const reach = reachOf(program);
  let links = reach.links.get(node);
  if (links === undefined) {
    readNode(program.state, program.aside, node);
    takeHandOvers(program.aside);
    links = collectLinks(program, node);
    reach.links.set(node, links);
  }
  return links;
}

/** The node of a function without a frame, if anything reaches it. */
export function plainNodeOf(graph: CallGraph, ref: FunctionRef): CallNode | undefined {
  return graph.nodes.get(`${ref.id}.`);
}

/** Whether a way may go over a link. One and the same function must be given each time: answers are kept by it. */
export type LinkTest = (program: Program, link: Link) => boolean;

const anyLink: LinkTest = () => true;

/** The shortest way from an entry of the given kinds (any, when there are none) to a node; undefined when there is none. */
export function pathFromEntry(
  program: Program,
  node: CallNode,
  kinds: readonly string[],
  isFollowed: LinkTest = anyLink,
): EntryPath | undefined {
  const arrivals = arrivalsOf(program, kinds, isFollowed);
  const last = arrivals.get(node);
  if (last === undefined) return undefined;
  const hops: TraceHop[] = [];
  for (let arrival: Arrival | undefined = last; arrival?.link !== undefined; arrival = arrivals.get(arrival.link.from))
    hops.push(hopOf(arrival.link));
  return { entry: last.entry, hops: hops.toReversed() };
}

/** The same for a function, whatever it is called with: the shortest way to any of its nodes. */
export function pathToFunction(
  program: Program,
  ref: FunctionRef,
  kinds: readonly string[],
  isFollowed: LinkTest = anyLink,
): EntryPath | undefined {
  let best: EntryPath | undefined;
  for (const node of nodesByFunction(arrivalsOf(program, kinds, isFollowed)).get(ref) ?? []) {
    const path = pathFromEntry(program, node, kinds, isFollowed);
    if (path !== undefined && (best === undefined || path.hops.length < best.hops.length)) best = path;
  }
  return best;
}

const byFunction = new WeakMap<ReadonlyMap<CallNode, Arrival>, ReadonlyMap<FunctionRef, readonly CallNode[]>>();

/** The nodes of each function that something arrives at: with and without a frame. */
function nodesByFunction(arrivals: ReadonlyMap<CallNode, Arrival>): ReadonlyMap<FunctionRef, readonly CallNode[]> {
  let nodes = byFunction.get(arrivals);
  if (nodes === undefined) {
    const found = new Map<FunctionRef, CallNode[]>();
    for (const node of arrivals.keys()) {
      const same = found.get(node.ref);
      if (same === undefined) found.set(node.ref, [node]);
      else same.push(node);
    }
    nodes = found;
    byFunction.set(arrivals, nodes);
  }
  return nodes;
}

function arrivalsOf(program: Program, kinds: readonly string[], isFollowed: LinkTest): ReadonlyMap<CallNode, Arrival> {
  const { byKinds } = reachOf(program);
  let ofTest = byKinds.get(isFollowed);
  if (ofTest === undefined) {
    ofTest = new Map();
    byKinds.set(isFollowed, ofTest);
  }
  const key = kinds.join(" ");
  let arrivals = ofTest.get(key);
  if (arrivals === undefined) {
    arrivals = arriveFrom(program, kinds, isFollowed);
    ofTest.set(key, arrivals);
  }
  return arrivals;
}

/** A link as people read it. */
export function hopOf({ from, site, to }: Link): TraceHop {
  const { module } = from.ref;
  return { location: siteLocation(module, site), functionName: qualifiedName(from.ref), target: targetName(to) };
}

/** Breadth first from the entries, which stand in the order they were found. */
function arriveFrom(program: Program, kinds: readonly string[], isFollowed: LinkTest): ReadonlyMap<CallNode, Arrival> {
  const arrivals = new Map<CallNode, Arrival>();
  for (const entry of program.graph.entries) {
    if (kinds.length > 0 && !kinds.includes(entry.kind)) continue;
    const node = plainNodeOf(program.graph, entry.ref);
    if (node !== undefined && !arrivals.has(node)) arrivals.set(node, { entry, link: undefined });
  }
  // A map is iterated over what is added on the way, too.
  for (const [node, { entry }] of arrivals)
    for (const link of linksFrom(program, node))
      if (!arrivals.has(link.to) && isFollowed(program, link)) arrivals.set(link.to, { entry, link });
  return arrivals;
}

function collectLinks(program: Program, node: CallNode): readonly Link[] {
  const { graph } = program;
  const links: Link[] = [];
  const add = (link: Link): void => {
    links.push(link);
  };
  for (const { from, site, to, certainty } of node.edges) {
    const isLikely = certainty.isLikely || certainty.group !== undefined;
    if (!isAsync(to.ref)) add({ from, site, to, how: "calls", isLikely });
  }
  addProtocolLinks(program, node, add);
  for (const call of node.coroutineCalls ?? []) addCoroutineLink(graph, call, add);
  for (const { from, site, fn } of node.handOvers ?? []) {
    const to = nodeFor(graph, fn);
    if (to !== undefined) add({ from, site, to, how: "offloads", isLikely: fn.isLikely });
  }
  return links.toSorted(compareLinks);
}

function compareLinks(left: Link, right: Link): number {
  const { summary } = left.from.ref.module;
  return S.siteColumn(summary, left.site, S.SiteStart) - S.siteColumn(summary, right.site, S.SiteStart);
}

function nodeFor(graph: CallGraph, { ref, frame }: FunctionShape): CallNode | undefined {
  return graph.nodes.get(`${ref.id}.${frame?.id ?? ""}`) ?? plainNodeOf(graph, ref);
}

function addCoroutineLink(graph: CallGraph, { from, site, fn }: CoroutineCall, add: (link: Link) => void): void {
  const to = nodeFor(graph, fn);
  if (to === undefined) return;
  const isStarted = graph.spawned.get(from)?.has(fn.ref) ?? false;
  add({ from, site, to, how: isStarted ? "starts" : "awaits", isLikely: fn.isLikely });
}

const protocolMethods: Readonly<Record<number, readonly string[]>> = {
  [Site.AsyncWith]: ["__aenter__", "__aexit__"],
  [Site.AsyncFor]: ["__aiter__", "__anext__"],
};

/** Coroutines nobody calls by name: those of `async with` and `async for`. */
function addProtocolLinks(program: Program, node: CallNode, add: (link: Link) => void): void {
  const { state, graph } = program;
  const { module, index } = node.ref;
  if (module.origin !== "project" || !isAsync(node.ref)) return;
  const { summary } = module;
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const methods = protocolMethods[S.siteColumn(summary, site, S.SiteKind)];
    if (methods === undefined) continue;
    const used = state.ask.evaluate(state, module, S.siteColumn(summary, site, S.SiteValue), node.frame);
    for (const object of membersOf(used)) {
      if (object.kind !== "instance") continue;
      for (const name of methods) {
        const method = state.ask.attribute(state, object, name);
        const to = method.kind === "function" ? nodeFor(graph, method) : undefined;
        if (to !== undefined) add({ from: node, site, to, how: "awaits", isLikely: used.kind === "union" });
      }
    }
  }
}
