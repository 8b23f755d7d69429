/** From a site that leaves the loop to its cause: the hops people read. */
import type { Confidence, Location, Severity, TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { CallNode, Edge, EffectKind, Leaf, Root } from "./call-graph.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import type { EffectKey, Effects, Step } from "./propagate.ts";
import type { Module } from "./shape.ts";

/** An effect that reaches the loop, at the site where the loop is left. */
export interface EffectFinding {
  readonly kind: EffectKind;
  readonly root: Root;
  /** Function and site the finding is reported at. */
  readonly node: CallNode;
  readonly site: number;
  readonly confidence: Confidence;
  readonly severity: Severity;
  /** Edges from the site's function to the one that holds the leaf; empty when the site is the leaf's own. */
  readonly edges: readonly Edge[];
  readonly leaf: Leaf;
}

const severities: readonly Severity[] = ["error", "warning", "information"];

/** Every place where the loop is left for something with the given effect: one finding a site. */
export function findEffects(program: Program, kind: EffectKind): EffectFinding[] {
  const found = new Map<string, EffectFinding>();
  for (const root of program.graph.roots) {
    if (root.createdAt === undefined) collectFromRoot(program, kind, root, found);
  }
  for (const root of program.graph.roots) {
    if (root.createdAt !== undefined) collectFromFramedRoot(program, kind, root, found);
  }
  return [...found.values()];
}

function collectFromRoot(program: Program, kind: EffectKind, root: Root, found: Map<string, EffectFinding>): void {
  if (root.node.ref.module.origin !== "project") return;
  for (const finding of effectsAt(program, kind, root)) keepBest(found, finding);
}

/** What a coroutine function does with the callables it is given is reported where they are given to it. */
function collectFromFramedRoot(
  program: Program,
  kind: EffectKind,
  root: Root,
  found: Map<string, EffectFinding>,
): void {
  const { createdAt } = root;
  if (createdAt === undefined || createdAt.node.ref.module.origin !== "project") return;
  for (const finding of effectsAt(program, kind, root)) {
    // What happens whoever calls was found without the frame.
    if (found.has(keyOf(finding))) continue;
    const bridge: Edge = { from: createdAt.node, site: createdAt.site, to: root.node, isLikely: false };
    const site = { node: createdAt.node, site: createdAt.site };
    keepBest(found, { ...finding, ...site, edges: [bridge, ...finding.edges] });
  }
}

function keyOf(finding: EffectFinding): string {
  const { module } = finding.node.ref;
  const start = S.siteColumn(module.summary, finding.site, S.SiteStart);
  const end = S.siteColumn(module.summary, finding.site, S.SiteEnd);
  return `${module.id}:${start}:${end}`;
}

function keepBest(found: Map<string, EffectFinding>, finding: EffectFinding): void {
  const key = keyOf(finding);
  const known = found.get(key);
  if (known === undefined || rankOf(finding) < rankOf(known)) found.set(key, finding);
}

/** Smaller is better: certain before likely, severe before mild, short before long. */
function rankOf(finding: EffectFinding): number {
  const confidence = finding.confidence === "certain" ? 0 : 1;
  return confidence * 1e6 + severities.indexOf(finding.severity) * 1e4 + finding.edges.length;
}

function* effectsAt(program: Program, kind: EffectKind, root: Root): Generator<EffectFinding> {
  const { node } = root;
  for (const leaf of node.leaves) {
    if (leaf.kind !== kind) continue;
    const confidence = leaf.isLikely ? "likely" : "certain";
    yield { kind, root, node, site: leaf.site, confidence, severity: leaf.severity, edges: [], leaf };
  }
  for (const edge of node.edges) {
    for (const severity of severities) {
      const key: EffectKey = `${kind} ${severity}`;
      const certain = edge.isLikely ? undefined : stepAt(program.effects.certain, edge.to, key);
      const step = certain ?? stepAt(program.effects.likely, edge.to, key);
      if (step === undefined) continue;
      const steps = certain === undefined ? program.effects.likely : program.effects.certain;
      const edges = [edge, ...edgesFrom(steps, edge.to, key)];
      const confidence = certain === undefined ? "likely" : "certain";
      yield { kind, root, node, site: edge.site, confidence, severity, edges, leaf: step.leaf };
    }
  }
}

function stepAt(steps: Effects["certain"], node: CallNode, key: EffectKey): Step | undefined {
  return isAsync(node.ref) ? undefined : steps.get(node)?.get(key);
}

function edgesFrom(steps: Effects["certain"], start: CallNode, key: EffectKey): Edge[] {
  const edges: Edge[] = [];
  let node = start;
  for (;;) {
    const edge = steps.get(node)?.get(key)?.edge;
    if (edge === undefined) return edges;
    edges.push(edge);
    node = edge.to;
  }
}

/** The location of a byte range of a module. */
export function locationOf(module: Module, start: number, end: number): Location {
  const { summary } = module;
  return { path: summary.path, start: S.positionOf(summary, start), end: S.positionOf(summary, end) };
}

export function siteLocation(module: Module, site: number): Location {
  const { summary } = module;
  return locationOf(module, S.siteColumn(summary, site, S.SiteStart), S.siteColumn(summary, site, S.SiteEnd));
}

/** The hops of a finding, outermost first; empty when the site is its own cause. */
export function hopsOf(finding: EffectFinding): TraceHop[] {
  if (finding.edges.length === 0) return [];
  const hops = finding.edges.map((edge) => hop(edge.from, edge.site, targetName(edge.to)));
  const { leaf } = finding;
  return [...hops, hop(leaf.from, leaf.site, leaf.name)];
}

function hop(from: CallNode, site: number, target: string): TraceHop {
  const { module } = from.ref;
  return { location: siteLocation(module, site), functionName: qualifiedName(from.ref), target };
}

/** A function as the hop that runs it names it. */
export function targetName(node: CallNode): string {
  return qualifiedName(node.ref).replace(/\.__init__$/, "");
}
