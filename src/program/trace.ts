/** From a site that leaves the loop to its cause: the hops people read. */
import type { Confidence, Location, Severity, TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { CallNode, Certainty, Edge, EffectKind, Group, Leaf, Root } from "./call-graph.ts";
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
  for (const leaf of program.graph.scheduledLeaves) {
    const root: Root = { node: leaf.from, reason: "callback", createdAt: undefined };
    if (leaf.kind !== kind || leaf.from.ref.module.origin !== "project") continue;
    const place = { node: leaf.from, site: leaf.site, edges: [], leaf };
    keepBest(found, { kind, root, confidence: "certain", severity: leaf.severity, ...place });
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
  for (const severity of severities) {
    const key: EffectKey = `${kind} ${severity}`;
    const isSure = completeGroups(program, node, key);
    for (const leaf of node.leaves) {
      if (leaf.kind !== kind || leaf.severity !== severity) continue;
      const confidence = isSure(leaf.certainty) ? "certain" : "likely";
      yield { kind, root, node, site: leaf.site, confidence, severity, edges: [], leaf };
    }
    for (const edge of node.edges) {
      const certain = isSure(edge.certainty) ? stepAt(program.effects.certain, edge.to, key) : undefined;
      const step = certain ?? stepAt(program.effects.likely, edge.to, key);
      if (step === undefined) continue;
      const steps = certain === undefined ? program.effects.likely : program.effects.certain;
      const edges = [edge, ...edgesFrom(steps, edge.to, key)];
      const confidence = certain === undefined ? "likely" : "certain";
      yield { kind, root, node, site: edge.site, confidence, severity, edges, leaf: step.leaf };
    }
  }
}

/** Tells of the sites of a node whether what they run is certain: of several callees, all must have the effect. */
function completeGroups(program: Program, node: CallNode, key: EffectKey): (certainty: Certainty) => boolean {
  const chosen = new Map<Group, Set<number>>();
  const choose = ({ group, choice }: Certainty): void => {
    if (group !== undefined) chosen.set(group, (chosen.get(group) ?? new Set()).add(choice));
  };
  for (const leaf of node.leaves) if (`${leaf.kind} ${leaf.severity}` === key) choose(leaf.certainty);
  for (const edge of node.edges) {
    if (edge.certainty.group !== undefined && stepAt(program.effects.certain, edge.to, key) !== undefined)
      choose(edge.certainty);
  }
  return ({ isLikely, group }) => !isLikely && (group === undefined || chosen.get(group)?.size === group.size);
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
  const hops = finding.edges.map((edge) => hop(edge.from, edge.site, edgeTarget(edge)));
  const { leaf } = finding;
  return [...hops, hop(leaf.from, leaf.site, leaf.name)];
}

function hop(from: CallNode, site: number, target: string): TraceHop {
  const { module } = from.ref;
  return { location: siteLocation(module, site), functionName: qualifiedName(from.ref), target };
}

/** What a hop runs, as a person names it. */
export function edgeTarget(edge: Edge): string {
  const wrapped = wrappedBy(edge.to);
  if (wrapped !== undefined) return `${qualifiedName(wrapped)} (wrapped by ${qualifiedName(edge.to.ref)})`;
  return `${qualifiedName(edge.to.ref)}${edge.isImplicit ? " (property)" : ""}`;
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
