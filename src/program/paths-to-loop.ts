import type { Confidence, TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { CallNode, Edge } from "./call-graph.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import { edgeTarget, locationOf, siteLocation } from "./trace.ts";

/** One way by which a line reaches the loop, outermost first. */
export interface PathToLoop {
  readonly confidence: Confidence;
  readonly hops: readonly TraceHop[];
}

const maximumPaths = 50;

/** Every way by which the functions around a 1-based line run on the loop: one path a root and site, shortest first. */
export function pathsToLoop(program: Program, path: string, line: number): PathToLoop[] {
  const starts = [...program.graph.nodes.values()].filter((node) => isAround(node, path, line));
  const paths: PathToLoop[] = [];
  const seen = new Set<string>();
  for (const start of innermost(starts)) {
    for (const found of walkUp(program, start)) {
      const key = JSON.stringify(found.hops.map((hop) => [hop.functionName, hop.location.path, hop.location.start]));
      if (seen.has(key) || paths.length >= maximumPaths) continue;
      seen.add(key);
      paths.push(found);
    }
  }
  return paths.toSorted((left, right) => left.hops.length - right.hops.length);
}

function isAround(node: CallNode, path: string, line: number): boolean {
  const { module, index } = node.ref;
  if (module.summary.path !== path) return false;
  const start = S.positionOf(module.summary, S.functionColumn(module.summary, index, S.FunctionStart));
  const end = S.positionOf(module.summary, S.functionColumn(module.summary, index, S.FunctionEnd));
  return start.line <= line && line <= end.line;
}

/** Of nested functions, those that start last; a function may stand under several frames. */
function innermost(nodes: readonly CallNode[]): CallNode[] {
  const startOf = (node: CallNode): number =>
    S.functionColumn(node.ref.module.summary, node.ref.index, S.FunctionStart);
  const last = Math.max(...nodes.map(startOf));
  return nodes.filter((node) => startOf(node) === last);
}

/** Breadth first from a node to its callers, until a function the loop runs. */
function* walkUp(program: Program, start: CallNode): Generator<PathToLoop> {
  const queue: { readonly node: CallNode; readonly edges: readonly Edge[] }[] = [{ node: start, edges: [] }];
  const seen = new Set<CallNode>([start]);
  for (const { node, edges } of queue) {
    if (isAsync(node.ref) || program.graph.rootNodes.has(node)) {
      const confidence = edges.some((edge) => edge.certainty.isLikely || edge.certainty.group !== undefined)
        ? "likely"
        : "certain";
      yield { confidence, hops: hopsAlong(node, edges) };
      if (isAsync(node.ref)) continue;
    }
    for (const edge of node.callers) {
      if (seen.has(edge.from)) continue;
      seen.add(edge.from);
      queue.push({ node: edge.from, edges: [edge, ...edges] });
    }
  }
}

function hopsAlong(root: CallNode, edges: readonly Edge[]): TraceHop[] {
  if (edges.length === 0) {
    const { module, index } = root.ref;
    const start = S.functionColumn(module.summary, index, S.FunctionNameStart);
    const end = S.functionColumn(module.summary, index, S.FunctionNameEnd);
    const name = qualifiedName(root.ref);
    return [{ location: locationOf(module, start, end), functionName: name, target: name }];
  }
  return edges.map((edge) => ({
    location: siteLocation(edge.from.ref.module, edge.site),
    functionName: qualifiedName(edge.from.ref),
    target: edgeTarget(edge),
  }));
}
