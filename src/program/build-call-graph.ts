import { isAsync } from "./call.ts";
import { addRoot, addWorker, nodeOf } from "./call-graph.ts";
import type { CallGraph, Worker } from "./call-graph.ts";
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
  for (let node = graph.pending.pop(); node !== undefined; node = graph.pending.pop()) collectSites(state, graph, node);
}

/**
 * Follows what threads and processes run, and plain functions that frameworks call. Nodes, edges and entries go into the
 * same graph; what would change an answer about the loop (roots, calls of coroutines, start-up) is kept apart, in the graph
 * returned. To be called when all that runs on the loop has been followed.
 */
export function followWorkers(state: ProgramState, graph: CallGraph, methods: readonly FunctionShape[]): CallGraph {
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
  const { handOvers, entries } = aside;
  for (
    let handed = 0, entered = 0;
    handed < handOvers.length || entered < entries.length || aside.pending.length > 0;
  ) {
    for (; handed < handOvers.length; handed++) {
      const handOver = handOvers[handed];
      if (handOver === undefined || !isFollowed(handOver.fn)) continue;
      const registered: Worker["registered"] = { node: handOver.from, site: handOver.site };
      addWorker(aside, handOver.fn, "handed over", registered);
    }
    for (; entered < entries.length; entered++) {
      const ref = entries[entered]?.ref;
      if (ref !== undefined && ref.module.origin === "project" && !isAsync(ref)) nodeOf(aside, ref, undefined);
    }
    followPending(state, aside);
  }
  return aside;
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
