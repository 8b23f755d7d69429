import { say } from "../language/say.ts";
import { knowsAsync } from "../program/context.ts";
import { readNode, takeHandOvers } from "../program/build-call-graph.ts";
import { isAsync } from "../program/call.ts";
import type { CallNode, Edge, Worker } from "../program/call-graph.ts";
import type { Facts } from "../program/facts.ts";
import { mentionsLoopCheck } from "../program/collect-sites.ts";
import { flowOf, nodesIn, sitesOfBranches } from "../program/flow.ts";
import { calleesOf } from "../program/given.ts";
import { dottedName, qualifiedName } from "../program/names.ts";
import { callsNamed, loopBoundCalls } from "../program/needs-loop.ts";
import type { Program } from "../program/program.ts";
import type { FunctionShape } from "../program/shape.ts";
import { edgeTarget, siteLocation, targetName } from "../program/trace.ts";
import type { TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const loopObjectFromThread: Rule = {
  code: "AIO604",
  name: "loop-object-from-thread",
  summary: "A thread touches what only the event loop's own thread may touch",
  severity: "warning",
  aliases: [],
  since: "0.1.0",
  category: "threads",
  serves: ["never-mix"],
  check: (program, report) => {
    const reportFinding = createReporter(loopObjectFromThread, report);
    const reported = new Set<string>();
    for (const worker of program.graph.workers) {
      if (!isHandedToThread(program, worker)) continue;
      for (const touch of touchesFrom(program, worker)) {
        // A helper is not at fault: the finding stands where the thread's own function calls it.
        const [first] = touch.edges;
        const { ref } = worker.node;
        const at = first?.site ?? touch.site;
        const key = `${ref.module.id}:${at}`;
        if (reported.has(key)) continue;
        reported.add(key);
        const name = dottedName(program.state, touch.fn.ref);
        reportFinding({
          ref,
          at,
          message:
            first === undefined
              ? say`\`${name}\` is called in a thread that is not the event loop's`
              : say`\`${edgeTarget(first)}\`, which calls \`${name}\`, is called in a thread that is not the event loop's`,
          why: say`The loop does not notice: whoever waits is woken some time later, or never, and two threads change the object at once`,
          help: say`Have the loop call it: \`loop.call_soon_threadsafe(…)\``,
          subject: name,
          isLikely: first !== undefined && !isOfLoop(program, touch.fn) && runsOnLoop(touch.node),
          trace: traceOf(worker, touch, name),
        });
      }
    }
  },
};

/** A method of the loop itself, of which there is one. Of other objects some may be the loop's and some the thread's. */
function isOfLoop(program: Program, { ref }: FunctionShape): boolean {
  const { schedules, spawns } = program.state.ask.facts(program.state, ref);
  return schedules.length > 0 || spawns.length > 0;
}

/** Whether a helper is called by coroutines, too. */
function runsOnLoop(node: CallNode): boolean {
  const seen = new Set([node]);
  for (const { callers, ref } of seen) {
    if (isAsync(ref)) return true;
    for (const { from } of callers) seen.add(from);
  }
  return false;
}

/** A thread, a pool of them, or a method that threads call; what is only given to a framework may run on the loop after all. */
function isHandedToThread(program: Program, { registered, node }: Worker): boolean {
  if (isAsync(node.ref) || node.ref.module.origin !== "project") return false;
  if (registered === undefined) return true;
  const { module } = registered.node.ref;
  const call = S.siteColumn(module.summary, registered.site, S.SiteValue);
  if (S.siteColumn(module.summary, registered.site, S.SiteKind) !== Site.Call) return false;
  return calleesOf(program, module, call).some(({ facts }) => facts.offloads.length > 0 || runsInThread(facts));
}

function runsInThread({ entry, entryParameter }: Facts): boolean {
  return entry === "worker" && entryParameter !== "";
}

interface Touch {
  readonly node: CallNode;
  readonly site: number;
  readonly fn: FunctionShape;
  /** Edges from the worker to the node, outermost first. */
  readonly edges: readonly Edge[];
}

const mostHops = 6;

/** Breadth first from what the thread runs, over what it surely calls. */
function* touchesFrom(program: Program, worker: Worker): Generator<Touch> {
  const seen = new Set<CallNode>([worker.node]);
  const queue: { readonly node: CallNode; readonly edges: readonly Edge[] }[] = [{ node: worker.node, edges: [] }];
  const touches: Touch[] = [];
  for (const { node, edges } of queue) {
    readNode(program.state, program.aside, node);
    takeHandOvers(program.aside);
    // A thread with a loop of its own may do as it likes with it. One that runs far below is somebody else's.
    if (hasOwnLoop(program, node)) {
      if (edges.length <= 1) return;
      continue;
    }
    // Who asks where it runs is taken to behave accordingly.
    if (mentionsLoopCheck(program.state, node)) continue;
    const safe = threadsafeCalls(program, node);
    const isRuledOut = (site: number): boolean => safe.length > 0 && isOtherCase(node, site, safe);
    for (const { site, fn } of loopBoundCalls(program, node))
      if (!isRuledOut(site)) touches.push({ node, site, fn, edges });
    if (edges.length >= mostHops) continue;
    for (const edge of node.edges) {
      const { to, certainty } = edge;
      if (certainty.isLikely || certainty.group !== undefined || isAsync(to.ref) || seen.has(to)) continue;
      if (to.ref.module.origin === "model" || isRuledOut(edge.site)) continue;
      if (edges.length > 0 && !knowsAsync(to.ref.module)) continue;
      seen.add(to);
      queue.push({ node: to, edges: [...edges, edge] });
    }
  }
  yield* touches;
}

/** Whether a site is in the one branch of an `if` and a call meant for threads in the other, or where the other goes on. */
function isOtherCase({ ref }: CallNode, site: number, safe: readonly number[]): boolean {
  for (const [node] of nodesIn(flowOf(ref))) {
    if (node.kind !== "branch") continue;
    const branches = sitesOfBranches(ref, node);
    const own = branches.findIndex((sites) => sites.includes(site));
    if (own < 0) continue;
    if (branches.some((sites, index) => index !== own && sites.some((other) => safe.includes(other)))) return true;
    const isLeft = node.branches[own]?.at(-1)?.kind === "return";
    if (isLeft && safe.some((other) => other > (branches.at(-1)?.at(-1) ?? site))) return true;
  }
  return false;
}

/** Where a function has the loop call something, in the way meant for threads. */
function threadsafeCalls(program: Program, node: CallNode): number[] {
  const { handing, registering, starters } = program.state.names;
  return [registering, handing, starters].flatMap((names) =>
    callsNamed(program, node, names)
      .filter(({ fn }) => isOfLoop(program, fn) && !program.state.ask.facts(program.state, fn.ref).isLoopBound)
      .map(({ site }) => site),
  );
}

function hasOwnLoop(program: Program, node: CallNode): boolean {
  if (node.leaves.some(({ kind }) => kind === "loop")) return true;
  const { loopMakers, registering } = program.state.names;
  return [loopMakers, registering].some((names) =>
    callsNamed(program, node, names).some(({ fn }) => {
      const { entersLoop, givesLoop } = program.state.ask.facts(program.state, fn.ref);
      return entersLoop || givesLoop === "new";
    }),
  );
}

function traceOf({ registered, node }: Worker, touch: Touch, name: string): TraceHop[] {
  const hops = touch.edges.map((edge) => ({
    location: siteLocation(edge.from.ref.module, edge.site),
    functionName: qualifiedName(edge.from.ref),
    target: edgeTarget(edge),
  }));
  const from = registered?.node.ref;
  const start =
    from === undefined || registered === undefined || from.module.origin === "model"
      ? []
      : [
          {
            location: siteLocation(from.module, registered.site),
            functionName: qualifiedName(from),
            target: say`${targetName(node)} (in a thread)`,
          },
        ];
  return [
    ...start,
    ...hops,
    {
      location: siteLocation(touch.node.ref.module, touch.site),
      functionName: qualifiedName(touch.node.ref),
      target: name,
    },
  ];
}
