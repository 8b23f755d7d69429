/** The entry points of a project, and the I/O each reaches. */
import type { Context, IoCount, IoExample, IoHow, IoKind } from "../diagnostics/survey.ts";
import { ioHows, ioKinds } from "../diagnostics/survey.ts";
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { CallNode, Entry } from "./call-graph.ts";
import { isTestModule } from "./context.ts";
import { labelOf } from "./entry-label.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import { plainNodeOf } from "./reach.ts";
import type { FunctionRef } from "./shape.ts";
import { isConditional, isModuleBody } from "./survey-context.ts";
import type { Io, Steps } from "./survey-steps.ts";

/** Where a function runs as it is reached: `plain` is a thread of which nothing is known. */
type Mode = "loop" | "worker" | "plain";

export interface ReachedIo {
  readonly node: CallNode;
  readonly io: Io;
  readonly how: IoHow;
  readonly isLikely: boolean;
  /** Functions between the entry and the I/O. */
  readonly via: readonly string[];
}

export interface EntryIo {
  readonly entry: Entry;
  readonly node: CallNode;
  readonly label: string;
  readonly context: Context;
  readonly reached: readonly ReachedIo[];
  readonly score: number;
}

/** Every entry of the user's own code, what hurts most first. */
export function collectEntries(program: Program, steps: ReadonlyMap<CallNode, Steps>): EntryIo[] {
  const live = nodesReachingIo(steps);
  const entries = entriesOf(program, steps);
  const apart = new Set(entries.filter(({ kind }) => kind === "main" || kind === "task").map(({ ref }) => ref));
  const found: EntryIo[] = [];
  for (const entry of entries) {
    const node = plainNodeOf(program.graph, entry.ref);
    if (node === undefined) continue;
    const mode = entry.isHidden ? "loop" : modeOf(program, node);
    const reached = reachedFrom(program, steps, live, node, mode, apart);
    const weight = weightOfKind(entry.kind);
    const score = Math.round(reached.reduce((sum, item) => sum + weightOf(item), 0) * weight * 10) / 10;
    const context = entry.kind === "startup" ? "startup" : mode === "plain" ? "unknown" : mode;
    found.push({ entry, node, label: labelOf(program, entry), context, reached, score });
  }
  return found.toSorted(compareEntries);
}

function compareEntries(left: EntryIo, right: EntryIo): number {
  return (
    right.score - left.score ||
    right.reached.length - left.reached.length ||
    (left.label < right.label ? -1 : left.label > right.label ? 1 : 0)
  );
}

function entriesOf(program: Program, steps: ReadonlyMap<CallNode, Steps>): Entry[] {
  const injected = new Set(
    Array.from(steps.values(), ({ calls }) =>
      calls.filter(({ how }) => how === "injects").map(({ to }) => to.ref),
    ).flat(),
  );
  const found: Entry[] = [];
  const kindsOf = new Map<FunctionRef, Set<string>>();
  const add = (entry: Entry): void => {
    if (entry.ref.module.origin !== "project" || isTestModule(program, entry.ref.module)) return;
    const kinds = kindsOf.get(entry.ref) ?? new Set();
    kindsOf.set(entry.ref, kinds.add(entry.kind));
    found.push(entry);
  };
  for (const entry of program.graph.entries) if (entry.kind !== "dependency" || !injected.has(entry.ref)) add(entry);
  for (const [node, { calls }] of steps) {
    if (!isModuleBody(node.ref)) continue;
    for (const { to, site, how } of calls)
      if (how === "calls" && isConditional(node, site) && !isAsync(to.ref) && !kindsOf.has(to.ref))
        add({ ref: to.ref, kind: "script", registered: { node, site }, isHidden: false });
  }
  // What a framework calls by a better name needs no other.
  return found.filter(({ ref, kind }) => kind !== "callback" || kindsOf.get(ref)?.size === 1);
}

function modeOf({ graph }: Program, node: CallNode): Mode {
  if (isAsync(node.ref) || graph.rootNodes.has(node)) return "loop";
  return graph.workerNodes.has(node) ? "worker" : "plain";
}

/** Nodes from which some I/O is reached. */
export function nodesReachingIo(steps: ReadonlyMap<CallNode, Steps>): ReadonlySet<CallNode> {
  const callers = new Map<CallNode, CallNode[]>();
  const live = new Set<CallNode>();
  for (const [node, { io, calls }] of steps) {
    if (io.length > 0) live.add(node);
    for (const { to } of calls) {
      const known = callers.get(to);
      if (known === undefined) callers.set(to, [node]);
      else known.push(node);
    }
  }
  for (const node of live) for (const caller of callers.get(node) ?? []) live.add(caller);
  return live;
}

interface Visited {
  readonly node: CallNode;
  readonly mode: Mode;
  readonly from: Visited | undefined;
  readonly isLikely: boolean;
}

/**
 * Breadth first: each I/O by its shortest way, over certain steps before likely ones. Tasks and what other loops are entered
 * with are entries of their own.
 */
function reachedFrom(
  program: Program,
  steps: ReadonlyMap<CallNode, Steps>,
  live: ReadonlySet<CallNode>,
  start: CallNode,
  mode: Mode,
  apart: ReadonlySet<FunctionRef>,
): ReachedIo[] {
  const queue: Visited[] = [];
  const later: Visited[] = [{ node: start, mode, from: undefined, isLikely: false }];
  const seen: Record<Mode, Set<CallNode>> = { loop: new Set(), worker: new Set(), plain: new Set() };
  const found = new Map<string, ReachedIo>();
  for (let next = 0, put = 0; next < queue.length || put < later.length;) {
    const visited = next < queue.length ? queue[next++] : later[put++];
    if (visited === undefined || seen[visited.mode].has(visited.node)) continue;
    seen[visited.mode].add(visited.node);
    const { io, calls } = steps.get(visited.node) ?? noSteps;
    for (const item of io) addReached(found, visited, item);
    for (const { to, how, isLikely } of calls) {
      if (!live.has(to) || (to !== start && apart.has(to.ref) && how !== "calls")) continue;
      const nextMode = modeAfter(program, visited.mode, to, how);
      if (seen[nextMode].has(to)) continue;
      const step: Visited = { node: to, mode: nextMode, from: visited, isLikely: isLikely || visited.isLikely };
      if (isLikely && !visited.isLikely) later.push(step);
      else queue.push(step);
    }
  }
  return [...found.values()];
}

const noSteps: Steps = { io: [], calls: [] };

function addReached(found: Map<string, ReachedIo>, visited: Visited, io: Io): void {
  const { module } = visited.node.ref;
  const how = howOf(io, visited.mode);
  const key = `${module.id} ${S.siteColumn(module.summary, io.site, S.SiteStart)} ${io.kind} ${how}`;
  if (found.has(key)) return;
  const isLikely = io.isLikely || visited.isLikely;
  found.set(key, { node: visited.node, io, how, isLikely, via: viaOf(visited) });
}

function modeAfter({ graph }: Program, mode: Mode, to: CallNode, how: string): Mode {
  if (isAsync(to.ref)) return "loop";
  if (how === "offloads") return "worker";
  return how === "injects" && graph.workerNodes.has(to) ? "worker" : mode;
}

function howOf(io: Io, mode: Mode): IoHow {
  if (io.how === "awaits") return "awaited";
  if (io.how === "offloads" || mode === "worker") return "offloaded";
  return mode === "loop" ? "blocking" : "synchronous";
}

function viaOf(visited: Visited): string[] {
  const names: string[] = [];
  for (let at = visited; at.from !== undefined; at = at.from) names.push(qualifiedName(at.node.ref));
  return names.reverse();
}

const kindWeights: Readonly<Record<IoKind, number>> = {
  network: 10,
  sleep: 10,
  input: 10,
  database: 8,
  process: 8,
  lock: 6,
  cpu: 3,
  file: 2,
};

/** Who waits while an entry blocks the loop. */
function weightOfKind(kind: string): number {
  if (kind === "startup") return 0.1;
  return kind === "main" || kind === "script" ? 0.6 : kind === "task" || kind === "callback" ? 0.8 : 1;
}

function weightOf({ io, how, isLikely }: ReachedIo): number {
  if (how !== "blocking") return 0;
  return kindWeights[io.kind] * (io.isMild ? 0.5 : 1) * (isLikely ? 0.5 : 1);
}

/** The worst first: blocking before all else, by weight, then by the way. */
export function examplesOf(reached: readonly ReachedIo[], most: number): IoExample[] {
  const rank = (item: ReachedIo): number =>
    ioHows.indexOf(item.how) * 1000 - kindWeights[item.io.kind] * (item.isLikely ? 0.5 : 1) + item.via.length / 100;
  return [...reached]
    .sort((left, right) => rank(left) - rank(right))
    .slice(0, most)
    .map(({ node, io, how, isLikely, via }) => {
      const { summary } = node.ref.module;
      const { line } = S.positionOf(summary, S.siteColumn(summary, io.site, S.SiteStart));
      const confidence = isLikely ? "likely" : "certain";
      return { path: summary.path, line, kind: io.kind, how, name: io.name, confidence, instead: io.instead, via };
    });
}

interface Counted {
  readonly kind: IoKind;
  readonly how: IoHow;
  readonly isLikely: boolean;
}

/** How many of each kind and how, in the order of the kinds. */
export function countsOf(items: readonly Counted[]): IoCount[] {
  const counts = new Map<string, { count: number; likely: number }>();
  for (const { kind, how, isLikely } of items) {
    const known = counts.get(`${kind} ${how}`) ?? { count: 0, likely: 0 };
    known.count++;
    if (isLikely) known.likely++;
    counts.set(`${kind} ${how}`, known);
  }
  return ioHows.flatMap((how) =>
    ioKinds.flatMap((kind) => {
      const counted = counts.get(`${kind} ${how}`);
      return counted === undefined ? [] : [{ kind, how, ...counted }];
    }),
  );
}
