/** Which functions can only run on the thread of the event loop, since something below them touches it. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { isAsync } from "./call.ts";
import type { CallNode } from "./call-graph.ts";
import { mayBeNamed } from "./name-index.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionShape } from "./shape.ts";

const known = new WeakMap<Program, ReadonlySet<CallNode>>();

/** Whether a function, or one it calls before it returns, touches the loop or what belongs to it. */
export function needsLoop(program: Program, node: CallNode): boolean {
  let nodes = known.get(program);
  if (nodes === undefined) {
    nodes = collectNodes(program);
    known.set(program, nodes);
  }
  return nodes.has(node);
}

function collectNodes(program: Program): ReadonlySet<CallNode> {
  const found = new Set<CallNode>();
  for (const node of program.graph.nodes.values()) {
    if (node.ref.module.origin !== "model" && !isAsync(node.ref) && loopBoundCalls(program, node).length > 0)
      found.add(node);
  }
  // Whoever calls one of them needs the loop too.
  for (const node of found) for (const { from } of node.callers) if (!isAsync(from.ref)) found.add(from);
  return found;
}

/** The calls of a node that touch what belongs to the thread of the loop. */
export function loopBoundCalls(program: Program, node: CallNode): { site: number; fn: FunctionShape }[] {
  return callsNamed(program, node, program.state.names.loopBound).filter(({ fn }) => {
    return program.state.ask.facts(program.state, fn.ref).isLoopBound;
  });
}

/** The calls of a node that surely run one function, of a name. */
export function callsNamed(
  program: Program,
  { ref, frame }: CallNode,
  names: ReadonlySet<string>,
): { site: number; fn: FunctionShape }[] {
  const { module, index } = ref;
  const { summary } = module;
  const found: { site: number; fn: FunctionShape }[] = [];
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
    if (!mayBeNamed(module, callee, names)) continue;
    const [only, ...others] = membersOf(program.state.ask.evaluate(program.state, module, callee, frame));
    if (only?.kind === "function" && others.length === 0 && !only.isLikely) found.push({ site, fn: only });
  }
  return found;
}
