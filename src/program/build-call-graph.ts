import { addRoot } from "./call-graph.ts";
import type { CallGraph } from "./call-graph.ts";
import { collectSites } from "./collect-sites.ts";
import type { FunctionShape } from "./shape.ts";
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
    startups: new Set(),
    mains: new Set(),
    coroutineCalls: new Map(),
    pending: [],
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
