import { isAsync } from "./call.ts";
import { addRoot, addWorker, nodeOf } from "./call-graph.ts";
import type { CallGraph, CallNode } from "./call-graph.ts";
import { collectSites } from "./collect-sites.ts";
import type { Frame, FunctionShape } from "./shape.ts";
import type { ProgramState } from "./state.ts";

/** Builds the graph from every coroutine of the user's files, following only what they reach. */
export function buildCallGraph(
  state: ProgramState,
  coroutines: readonly FunctionShape[],
  isSilenced: CallGraph["isSilenced"],
): CallGraph {
  const graph: CallGraph = {
    nodes: new Map(),
    roots: [],
    rootNodes: new Set(),
    startups: new Map(),
    mains: new Map(),
    coroutineCalls: new Map(),
    pending: [],
    handOvers: [],
    workers: [],
    workerNodes: new Set(),
    spawned: new Map(),
    entries: [],
    taken: { handOvers: 0, entries: 0 },
    entryKeys: new Set(),
    scheduledLeaves: [],
    isSilenced,
  };
  for (const fn of coroutines) addRoot(graph, fn, "coroutine", undefined);
  followPending(state, graph);
  return graph;
}

/** Reads the functions that were reached and not yet read, and those they reach. */
export function followPending(state: ProgramState, graph: CallGraph): void {
  for (let node = graph.pending.pop(); node !== undefined; node = graph.pending.pop()) readNode(state, graph, node);
}

/** Reads the sites of one function into the graph, if nobody has. */
export function readNode(state: ProgramState, graph: CallGraph, node: CallNode): void {
  if (node.isRead) return;
  node.isRead = true;
  collectSites(state, graph, node);
}

/**
 * Makes nodes of what threads and processes run, and of plain functions that frameworks call; they are read when somebody
 * asks (`readNode`). Nodes, edges and entries go into the same graph; what would change an answer about the loop (roots, calls
 * of coroutines, start-up) is kept apart, in the graph returned. To be called when all that runs on the loop has been followed.
 */
export function layWorkersAside(graph: CallGraph, methods: readonly FunctionShape[]): CallGraph {
  const aside: CallGraph = {
    ...graph,
    roots: [],
    rootNodes: new Set(),
    startups: new Map(),
    mains: new Map(),
    coroutineCalls: new Map(),
    scheduledLeaves: [],
  };
  for (const method of methods) addWorker(aside, method, "method", undefined);
  takeHandOvers(aside);
  return aside;
}

/** Follows every function of the user's files that nothing was seen to reach, too. Returns what `layWorkersAside` does. */
export function followRest(
  state: ProgramState,
  graph: CallGraph,
  aside: CallGraph,
  functions: readonly FunctionShape[],
): CallGraph {
  const rest: CallGraph = {
    ...graph,
    roots: [...aside.roots],
    rootNodes: new Set(aside.rootNodes),
    startups: new Map(aside.startups),
    mains: new Map(aside.mains),
    coroutineCalls: new Map(Array.from(aside.coroutineCalls, ([ref, calls]) => [ref, [...calls]])),
    scheduledLeaves: [],
  };
  for (const fn of functions) nodeOf(rest, fn.ref, undefined);
  followWorkers(state, rest);
  return rest;
}

/** Reads all that threads, processes and frameworks run; `graph` as `layWorkersAside` has given it. */
export function followWorkers(state: ProgramState, graph: CallGraph): void {
  do {
    takeHandOvers(graph);
    followPending(state, graph);
  } while (graph.taken.handOvers < graph.handOvers.length || graph.taken.entries < graph.entries.length);
}

/** Makes nodes of the functions that were handed over, and of the entries, since the last time. */
export function takeHandOvers(graph: CallGraph): void {
  const { handOvers, entries, taken } = graph;
  for (; taken.handOvers < handOvers.length; taken.handOvers++) {
    const handOver = handOvers[taken.handOvers];
    if (handOver === undefined || !isFollowed(handOver.fn)) continue;
    addWorker(graph, handOver.fn, "handed over", { node: handOver.from, site: handOver.site });
  }
  for (; taken.entries < entries.length; taken.entries++) {
    const ref = entries[taken.entries]?.ref;
    if (ref !== undefined && ref.module.origin === "project" && !isAsync(ref)) nodeOf(graph, ref, undefined);
  }
}

/** Functions of the user's files, and what wraps them (`partial`). */
function isFollowed({ ref, frame }: FunctionShape): boolean {
  return ref.module.origin === "project" || (ref.module.origin === "model" && holdsUserFunction(frame));
}

function holdsUserFunction(frame: Frame | undefined): boolean {
  if (frame === undefined) return false;
  return (
    holdsUserFunction(frame.parent) || frame.arguments.some((given) => given?.kind === "function" && isFollowed(given))
  );
}
