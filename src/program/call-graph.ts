/**
 * The call graph: which function runs which other on the same thread, before it returns.
 *
 * Words: a *node* is a function under a frame. An *edge* says that a site of one node runs another node at once: plain
 * calls, property reads, `with`, `for`, operators. Calling a coroutine function is no edge: its body runs in a step of its
 * own, so every coroutine is a *root*, as is every plain function the loop calls back. A *leaf* is an effect a site has
 * by the word of a model.
 */
import type { Severity } from "../diagnostics/diagnostic.ts";
import type { BlockingKind } from "./facts.ts";
import type { Frame, FunctionRef, FunctionShape } from "./shape.ts";

export interface CallNode {
  readonly ref: FunctionRef;
  readonly frame: Frame | undefined;
  readonly edges: Edge[];
  readonly leaves: Leaf[];
  /** Edges into this node. */
  readonly callers: Edge[];
  /** Coroutine functions it calls, and functions it hands to threads; made when there are any. */
  coroutineCalls: CoroutineCall[] | undefined;
  handOvers: HandOver[] | undefined;
  /** Its sites have been read into edges and leaves. */
  isRead: boolean;
}

export interface Edge {
  readonly from: CallNode;
  /** Site of `from`'s module. */
  readonly site: number;
  readonly to: CallNode;
  readonly certainty: Certainty;
  /** The edge reads a property, sets one… */
  readonly isImplicit: boolean;
}

/** The possible callees of one call; its identity is what counts. */
export interface Group {
  readonly size: number;
}

/** What propagates: a kind of blocking, or entering a loop. */
export type EffectKind = BlockingKind | "loop";

export interface Leaf {
  readonly from: CallNode;
  readonly site: number;
  readonly kind: EffectKind;
  /** The kind it is of when the whole program runs one loop. */
  readonly alone?: BlockingKind | undefined;
  readonly severity: Severity;
  /** Dotted name of what blocks: `requests.get`. */
  readonly name: string;
  readonly instead: string;
  /** As in `Blocking`. */
  readonly thread: string;
  readonly certainty: Certainty;
}

/** A node that runs on the loop, and why. */
export interface Root {
  readonly node: CallNode;
  readonly reason: "coroutine" | "callback" | "protocol";
  /** For a coroutine function under a frame: the call that gave it its callables. */
  readonly createdAt: { readonly node: CallNode; readonly site: number } | undefined;
}

/** A place where a coroutine function is called. */
export interface CoroutineCall {
  readonly from: CallNode;
  readonly site: number;
  readonly fn: FunctionShape;
}

/** A site of a node. */
export interface Place {
  readonly node: CallNode;
  readonly site: number;
}

/** A function handed to a thread or process at a site: one of the user's, or one of a library. */
export interface HandOver {
  /** Where it is handed over: a node of the graph, or one made up for a function that nothing reaches. */
  readonly from: CallNode;
  readonly site: number;
  readonly fn: FunctionShape;
}

/** A node that a thread or process runs. */
export interface Worker {
  readonly node: CallNode;
  /** The site that hands it over; undefined for a method that is called by overriding it. */
  readonly registered: Place | undefined;
  readonly reason: "handed over" | "method";
}

/** A function that something other than the user's code calls: a framework, the loop, the interpreter. */
export interface Entry {
  readonly ref: FunctionRef;
  /**
   * `main` (a loop is entered with it), `startup`, `task`, `callback`, `protocol`; or what a framework calls it for, by the
   * word of its model: `request`, `websocket`, `message`, `event`, `command`, `job`…, `dependency`.
   */
  readonly kind: string;
  /** The site that registers it; undefined for a method that is called by overriding it. */
  readonly registered: Place | undefined;
  /** The loop calls it, though it is no root: a decorator that is not known stands before it. */
  readonly isHidden: boolean;
}

export interface CallGraph {
  readonly nodes: Map<string, CallNode>;
  readonly roots: Root[];
  /** Roots by node, so that none is added twice. */
  readonly rootNodes: Set<CallNode>;
  /** Functions run at start-up (lifespans), and coroutine functions a loop is entered with. */
  readonly startups: Map<FunctionRef, Place>;
  readonly mains: Map<FunctionRef, Place>;
  /** Where each coroutine function is called. */
  readonly coroutineCalls: Map<FunctionRef, CoroutineCall[]>;
  readonly pending: CallNode[];
  /** Functions handed to threads and processes, in the order they were found, and the nodes they are. */
  readonly handOvers: HandOver[];
  readonly workers: Worker[];
  readonly workerNodes: Set<CallNode>;
  /** Coroutine functions each node gives to something that runs them at once with others. */
  readonly spawned: Map<CallNode, Set<FunctionRef>>;
  readonly entries: Entry[];
  /** How many of the functions handed over, and of the entries, have become nodes. */
  readonly taken: { handOvers: number; entries: number };
  /** Entries by function and kind, so that none is added twice. */
  readonly entryKeys: Set<string>;
  /** Library functions handed to the loop as callbacks, that block: at the site that hands them over. */
  readonly scheduledLeaves: Leaf[];
  /** Whether a comment at the blocker silences it: it then hides no other path behind the same call. */
  readonly isSilenced: (leaf: Leaf) => boolean;
}

/** How sure it is that a site runs what it is said to run. */
export interface Certainty {
  readonly isLikely: boolean;
  /** Set where the callee is one of several: an effect is certain only when every choice has it. */
  readonly group: Group | undefined;
  /** Which of the group this is, from 0. */
  readonly choice: number;
}

export const certain: Certainty = { isLikely: false, group: undefined, choice: 0 };
export const likely: Certainty = { isLikely: true, group: undefined, choice: 0 };

/** A node that nobody has read and nothing leads to. */
export function emptyNode(ref: FunctionRef, frame: Frame | undefined): CallNode {
  return {
    ref,
    frame,
    edges: [],
    leaves: [],
    callers: [],
    coroutineCalls: undefined,
    handOvers: undefined,
    isRead: false,
  };
}

export function nodeOf(graph: CallGraph, ref: FunctionRef, frame: Frame | undefined): CallNode {
  const key = `${ref.id}.${frame?.id ?? ""}`;
  let node = graph.nodes.get(key);
  if (node === undefined) {
    node = emptyNode(ref, frame);
    graph.nodes.set(key, node);
    graph.pending.push(node);
  }
  return node;
}

export function addEdge(graph: CallGraph, from: CallNode, site: number, fn: FunctionShape, certainty: Certainty): void {
  const to = nodeOf(graph, fn.ref, fn.frame);
  const isImplicit = fn.role === "property";
  const edge: Edge = { from, site, to, certainty: fn.isLikely ? likely : certainty, isImplicit };
  from.edges.push(edge);
  to.callers.push(edge);
}

export function addEntry(
  graph: CallGraph,
  ref: FunctionRef,
  kind: string,
  registered: Place | undefined,
  isHidden = false,
): void {
  const key = `${ref.id} ${kind}`;
  if (graph.entryKeys.has(key)) return;
  graph.entryKeys.add(key);
  graph.entries.push({ ref, kind, registered, isHidden });
}

/** Makes a function a node that threads run. The node is read when workers are followed. */
export function addWorker(
  graph: CallGraph,
  fn: FunctionShape,
  reason: Worker["reason"],
  registered: Worker["registered"],
): void {
  const node = nodeOf(graph, fn.ref, fn.frame);
  if (graph.workerNodes.has(node)) return;
  graph.workerNodes.add(node);
  graph.workers.push({ node, registered, reason });
}

export function addRoot(
  graph: CallGraph,
  fn: FunctionShape,
  reason: Root["reason"],
  createdAt: Root["createdAt"],
): void {
  const node = nodeOf(graph, fn.ref, fn.frame);
  if (graph.rootNodes.has(node)) return;
  graph.rootNodes.add(node);
  graph.roots.push({ node, reason, createdAt });
}
