/** From a site that leaves the loop to its cause: the hops people read. */
import type { Confidence, Location, Severity, TraceHop } from "../diagnostics/diagnostic.ts";
import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { CallNode, Certainty, Edge, EffectKind, Leaf, Root } from "./call-graph.ts";
import { certain } from "./call-graph.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import type { EffectKey, Effects, Step } from "./propagate.ts";
import type { FunctionRef, Module } from "./shape.ts";

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

const mostCertainHops = 8;
const severities: readonly Severity[] = ["error", "warning", "information"];

const known = new WeakMap<Program, ReadonlyMap<EffectKind, readonly EffectFinding[]>>();

/** Every place where the loop is left for something with the given effect: one finding a site. */
export function findEffects(program: Program, kind: EffectKind): readonly EffectFinding[] {
  let byKind = known.get(program);
  if (byKind === undefined) {
    byKind = collectEffects(program);
    known.set(program, byKind);
  }
  return byKind.get(kind) ?? [];
}

function collectEffects(program: Program): ReadonlyMap<EffectKind, readonly EffectFinding[]> {
  const found = new Map<string, EffectFinding>();
  const { roots, scheduledLeaves } = program.graph;
  for (const root of roots) if (root.createdAt === undefined) collectFromRoot(program, root, found);
  for (const root of roots) if (root.createdAt !== undefined) collectFromFramedRoot(program, root, found);
  for (const leaf of scheduledLeaves) {
    const root: Root = { node: leaf.from, reason: "callback", createdAt: undefined };
    const { kind, severity } = leaf;
    if (leaf.from.ref.module.origin !== "project") continue;
    const place = { node: leaf.from, site: leaf.site, edges: [], leaf };
    keepBest(found, { kind, root, confidence: "certain", severity, ...place });
  }
  const byKind = new Map<EffectKind, EffectFinding[]>();
  const isAlone = [...found.values()].some(({ leaf }) => leaf.alone !== undefined) && runsOneLoop(program);
  for (const finding of found.values()) {
    const kind = isAlone ? (finding.leaf.alone ?? finding.kind) : finding.kind;
    const same = byKind.get(kind);
    if (same === undefined) byKind.set(kind, [finding]);
    else same.push(finding);
  }
  return byKind;
}

/** Whether the program enters a loop, and never makes one by hand that might run beside it. */
function runsOneLoop(program: Program): boolean {
  const { loopMakers } = program.state.names;
  if (program.graph.mains.size === 0) return false;
  return !program.modules.some(({ summary }) => summary.strings.some((name) => loopMakers.has(name)));
}

function collectFromRoot(program: Program, root: Root, found: Map<string, EffectFinding>): void {
  if (root.node.ref.module.origin !== "project") return;
  for (const finding of effectsAt(program, root)) keepBest(found, finding);
}

/** What a coroutine function does with the callables it is given is reported where they are given to it. */
function collectFromFramedRoot(program: Program, root: Root, found: Map<string, EffectFinding>): void {
  const { createdAt } = root;
  if (createdAt === undefined || createdAt.node.ref.module.origin !== "project") return;
  for (const finding of effectsAt(program, root)) {
    // What happens whoever calls was found without the frame.
    if (found.has(keyOf(finding))) continue;
    const bridge: Edge = {
      from: createdAt.node,
      site: createdAt.site,
      to: root.node,
      certainty: certain,
      isImplicit: false,
    };
    const site = { node: createdAt.node, site: createdAt.site };
    keepBest(found, { ...finding, ...site, edges: [bridge, ...finding.edges] });
  }
}

function keyOf(finding: EffectFinding): string {
  const { module } = finding.node.ref;
  const start = S.siteColumn(module.summary, finding.site, S.SiteStart);
  const end = S.siteColumn(module.summary, finding.site, S.SiteEnd);
  return `${finding.kind}:${module.id}:${start}:${end}`;
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

function effectsAt(program: Program, root: Root): EffectFinding[] {
  const { node } = root;
  const { effects } = program;
  const found: EffectFinding[] = [];
  for (const leaf of node.leaves) {
    const { kind, severity } = leaf;
    const confidence = isSure(program, node, `${kind} ${severity}`, leaf.certainty) ? "certain" : "likely";
    found.push({ kind, root, node, site: leaf.site, confidence, severity, edges: [], leaf });
  }
  for (const edge of node.edges) {
    // What has no likely effect has no certain one.
    const steps = isAsync(edge.to.ref) ? undefined : effects.likely.get(edge.to);
    if (steps === undefined) continue;
    for (const [key, likelyStep] of steps) {
      const certainStep = isSure(program, node, key, edge.certainty)
        ? stepAt(effects.certain, edge.to, key)
        : undefined;
      const { leaf } = certainStep ?? likelyStep;
      const way = certainStep === undefined ? effects.likely : effects.certain;
      const edges = [edge, ...edgesFrom(way, edge.to, key)];
      // Each hop may depend on conditions nobody looked at: after many of them little is certain.
      const confidence = certainStep === undefined || edges.length > mostCertainHops ? "likely" : "certain";
      found.push({ kind: leaf.kind, root, node, site: edge.site, confidence, severity: leaf.severity, edges, leaf });
    }
  }
  return found;
}

/** Whether it is certain what a site of a node runs: of several callees, all must have the effect. */
function isSure(program: Program, node: CallNode, key: EffectKey, { isLikely, group }: Certainty): boolean {
  if (isLikely) return false;
  if (group === undefined) return true;
  const choices = new Set<number>();
  for (const { kind, severity, certainty } of node.leaves)
    if (certainty.group === group && `${kind} ${severity}` === key) choices.add(certainty.choice);
  for (const { certainty, to } of node.edges)
    if (certainty.group === group && stepAt(program.effects.certain, to, key) !== undefined)
      choices.add(certainty.choice);
  return choices.size === group.size;
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
  const { leaf, edges } = finding;
  // What happens inside a model is nobody's code: the path goes on where it leaves it.
  const shown = edges.filter((edge) => edge.from.ref.module.origin !== "model");
  const hops = shown.map((edge) => hop(edge.from, edge.site, edgeTarget(edge)));
  if (leaf.from.ref.module.origin !== "model") return [...hops, hop(leaf.from, leaf.site, leaf.name)];
  const last = hops.at(-1);
  return last === undefined || hops.length === 1 ? [] : [...hops.slice(0, -1), { ...last, target: leaf.name }];
}

function hop(from: CallNode, site: number, target: string): TraceHop {
  const { module } = from.ref;
  return { location: siteLocation(module, site), functionName: qualifiedName(from.ref), target };
}

/** What a hop runs, as a person names it. */
export function edgeTarget(edge: Edge): string {
  const wrapped = wrappedBy(edge.to);
  if (wrapped !== undefined) return say`${qualifiedName(wrapped)} (wrapped by ${qualifiedName(edge.to.ref)})`;
  return `${qualifiedName(edge.to.ref)}${edge.isImplicit ? say` (property)` : ""}`;
}

/** The function whose decorator put the node in its place. */
function wrappedBy(node: CallNode): FunctionRef | undefined {
  for (let frame = node.frame; frame !== undefined; frame = frame.parent) {
    for (const given of frame.arguments) {
      // A decorator written as a class: the instance stands in the function's place.
      if (given?.kind === "instance" && given.frame !== undefined) {
        const [wrapped] = given.frame.arguments.filter(
          (item) => item?.kind === "function" && item.ref.decorated === given,
        );
        if (wrapped?.kind === "function") return wrapped.ref;
      }
      if (given?.kind !== "function" || given.ref === node.ref) continue;
      const { decorated } = given.ref;
      if (decorated?.kind === "function" && decorated.ref === node.ref) return given.ref;
    }
  }
  return undefined;
}

/** A function as a message names it: a class for its constructor. */
export function targetName(node: CallNode): string {
  return qualifiedName(wrappedBy(node) ?? node.ref).replace(/\.__init__$/, "");
}
