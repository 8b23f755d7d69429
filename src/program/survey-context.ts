/** In which contexts functions run: on the loop, in threads, at start-up. */
import type { Context } from "../diagnostics/survey.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { isAsync } from "./call.ts";
import type { CallNode } from "./call-graph.ts";
import { isStartup } from "./context.ts";
import type { Program } from "./program.ts";
import { plainNodeOf } from "./reach.ts";
import type { FunctionRef } from "./shape.ts";
import type { Steps } from "./survey-steps.ts";

export interface Contexts {
  readonly loop: ReadonlySet<CallNode>;
  /** The nodes of `loop` that certain ways lead to. */
  readonly surelyLoop: ReadonlySet<CallNode>;
  readonly worker: ReadonlySet<CallNode>;
  readonly startup: ReadonlySet<CallNode>;
}

export function collectContexts(program: Program, steps: ReadonlyMap<CallNode, Steps>): Contexts {
  const { graph } = program;
  const onLoop: CallNode[] = [];
  const atStartup: CallNode[] = [];
  for (const node of steps.keys()) {
    if (isAsync(node.ref)) (runsAtStartup(program, node.ref) ? atStartup : onLoop).push(node);
    else if (graph.startups.has(node.ref)) atStartup.push(node);
    else if (isModuleBody(node.ref)) atStartup.push(node);
  }
  for (const { node, reason } of graph.roots) if (reason !== "coroutine" && steps.has(node)) onLoop.push(node);
  for (const { ref, isHidden } of graph.entries) {
    const node = isHidden ? plainNodeOf(graph, ref) : undefined;
    if (node !== undefined) onLoop.push(node);
  }
  const offloaded = Array.from(steps.values(), ({ calls }) => calls)
    .flat()
    .filter(({ how, to }) => how === "offloads" || (how === "injects" && !isAsync(to.ref)));
  const onWorkers = [...graph.workers.map(({ node }) => node), ...offloaded.map(({ to }) => to)];
  const surelyLoop = spread(steps, onLoop, true);
  return {
    loop: spread(steps, onLoop),
    surelyLoop,
    worker: spread(steps, onWorkers),
    startup: spread(steps, atStartup),
  };
}

/** A coroutine function that only start-up awaits. */
function runsAtStartup(program: Program, ref: FunctionRef): boolean {
  if (program.graph.startups.has(ref)) return true;
  const calls = program.graph.coroutineCalls.get(ref) ?? [];
  return calls.length > 0 && calls.every(({ from, site }) => isStartup(program, from, site));
}

export function isModuleBody({ module, index }: FunctionRef): boolean {
  return (S.functionColumn(module.summary, index, S.FunctionFlags) & S.FunctionIsModule) !== 0;
}

/** Below `if __name__ == "__main__":`, or another condition of a module body: not run by every import. */
export function isConditional({ ref }: CallNode, site: number): boolean {
  return site >= 0 && (S.siteColumn(ref.module.summary, site, S.SiteFlags) & Site.IsConditional) !== 0;
}

/** What runs on the same thread, from the given nodes on. */
function spread(
  steps: ReadonlyMap<CallNode, Steps>,
  starts: readonly CallNode[],
  isCertain = false,
): ReadonlySet<CallNode> {
  const reached = new Set(starts);
  // A set is iterated over what is added on the way, too.
  for (const node of reached)
    for (const { to, how, site, isLikely } of steps.get(node)?.calls ?? []) {
      if (how !== "calls" || isAsync(to.ref) || (isCertain && isLikely)) continue;
      if (!isModuleBody(node.ref) || !isConditional(node, site)) reached.add(to);
    }
  return reached;
}

export function contextsOf({ loop, worker, startup }: Contexts, nodes: readonly CallNode[]): Context[] {
  const found: Context[] = [];
  if (nodes.some((node) => loop.has(node))) found.push("loop");
  if (nodes.some((node) => worker.has(node))) found.push("worker");
  if (nodes.some((node) => startup.has(node))) found.push("startup");
  return found.length === 0 ? ["unknown"] : found;
}
