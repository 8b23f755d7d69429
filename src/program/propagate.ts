/**
 * Carries effects from leaves to callers. For each kind and severity, the shortest way from every node to a leaf is kept:
 * once over certain edges only, and once over all of them. Breadth first from the leaves, so recursion needs no care.
 */
import { isAsync } from "./call.ts";
import type { CallGraph, CallNode, Certainty, Edge, EffectKind, Group, Leaf } from "./call-graph.ts";
import type { Severity } from "../diagnostics/diagnostic.ts";

/** The next step from a node towards a leaf: an edge, or the leaf itself. */
export interface Step {
  readonly edge: Edge | undefined;
  readonly leaf: Leaf;
  /** Number of edges to the leaf. */
  readonly distance: number;
}

export type EffectKey = `${EffectKind} ${Severity}`;

export interface Effects {
  /** Steps over certain edges. */
  readonly certain: ReadonlyMap<CallNode, ReadonlyMap<EffectKey, Step>>;
  /** Steps over any edges. */
  readonly likely: ReadonlyMap<CallNode, ReadonlyMap<EffectKey, Step>>;
}

export function propagateEffects(graph: CallGraph): Effects {
  const leaves = [...graph.nodes.values()].flatMap((node) => node.leaves);
  return {
    certain: spread(
      leaves.filter((leaf) => !leaf.certainty.isLikely),
      true,
    ),
    likely: spread(leaves, false),
  };
}

function spread(leaves: readonly Leaf[], isCertain: boolean): ReadonlyMap<CallNode, ReadonlyMap<EffectKey, Step>> {
  const reached = new Map<CallNode, Map<EffectKey, Step>>();
  const byKey = new Map<EffectKey, Leaf[]>();
  for (const leaf of leaves) {
    const key: EffectKey = `${leaf.kind} ${leaf.severity}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [leaf]);
    else known.push(leaf);
  }
  for (const [key, sources] of byKey) spreadKey(reached, key, sources, isCertain);
  return reached;
}

function spreadKey(
  reached: Map<CallNode, Map<EffectKey, Step>>,
  key: EffectKey,
  sources: readonly Leaf[],
  isCertain: boolean,
): void {
  const queue: CallNode[] = [];
  const chosen = new Map<Group, Set<number>>();
  /** Of one of several callees, nothing is certain until all of them were reached. */
  const isSure = ({ isLikely, group, choice }: Certainty): boolean => {
    if (!isCertain || (group === undefined && !isLikely)) return true;
    if (isLikely || group === undefined) return false;
    const choices = chosen.get(group) ?? new Set();
    chosen.set(group, choices.add(choice));
    return choices.size === group.size;
  };
  const reach = (node: CallNode, step: Step): void => {
    let steps = reached.get(node);
    if (steps === undefined) {
      steps = new Map();
      reached.set(node, steps);
    }
    if (steps.has(key)) return;
    steps.set(key, step);
    // A coroutine is where the loop is left: nobody runs its body by calling it.
    if (!isAsync(node.ref)) queue.push(node);
  };
  for (const leaf of sources) if (isSure(leaf.certainty)) reach(leaf.from, { edge: undefined, leaf, distance: 0 });
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head];
    const step = node === undefined ? undefined : reached.get(node)?.get(key);
    if (node === undefined || step === undefined) continue;
    for (const edge of node.callers)
      if (isSure(edge.certainty)) reach(edge.from, { edge, leaf: step.leaf, distance: step.distance + 1 });
  }
}
