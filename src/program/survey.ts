/** What a project is, before anything is judged: libraries, entry points, contexts, I/O, and a verdict on each part. */
import type {
  ContextCounts,
  SourcePlace,
  Survey,
  SurveyEntry,
  SurveyFunction,
  SurveyStep,
} from "../diagnostics/survey.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { followRest } from "./build-call-graph.ts";
import { flagsOf, isAsync } from "./call.ts";
import type { CallNode, Place } from "./call-graph.ts";
import { isTestModule } from "./context.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import { functionShape } from "./shape.ts";
import type { FunctionRef, FunctionShape, Module } from "./shape.ts";
import { functionRef } from "./state.ts";
import { collectContexts, contextsOf, isModuleBody } from "./survey-context.ts";
import type { Contexts } from "./survey-context.ts";
import { collectEntries, countsOf, examplesOf, nodesReachingIo } from "./survey-entries.ts";
import { userPlace } from "./entry-label.ts";
import type { EntryIo } from "./survey-entries.ts";
import { collectLibraries } from "./survey-libraries.ts";
import { collectParts, collectSiteIo, nearestIo } from "./survey-parts.ts";
import type { FunctionTally } from "./survey-parts.ts";
import { collectSteps } from "./survey-steps.ts";
import type { Steps } from "./survey-steps.ts";

/** What the parts of a survey are made of. */
interface Ground {
  readonly program: Program;
  readonly steps: ReadonlyMap<CallNode, Steps>;
  readonly live: ReadonlySet<CallNode>;
  readonly contexts: Contexts;
  /** Every node of a function: one for each frame. */
  readonly nodes: ReadonlyMap<FunctionRef, readonly CallNode[]>;
}

const mostExamples = 6;

/** `root`: paths of parts are below it. */
export function surveyProgram(linked: Program, root: string): Survey {
  const written = functionsOf(linked);
  const aside = followRest(linked.state, linked.graph, linked.aside, written);
  const program: Program = { ...linked, aside };
  const steps = collectSteps(program);
  const contexts = collectContexts(program, steps);
  const live = nodesReachingIo(steps);
  const ground: Ground = { program, steps, live, contexts, nodes: nodesByFunction(steps) };
  const entries = collectEntries(program, steps);
  const sites = collectSiteIo(program, steps, contexts, nearestIo(steps));
  const own = written.map(({ ref }) => ref).filter((ref) => !isTestModule(program, ref.module));
  const tallies = own.map((ref) => tallyOf(program, ref));
  const named = own.filter((ref) => !isModuleBody(ref));
  const table = createTable(ground, entries);
  return {
    name: root.slice(root.lastIndexOf("/") + 1),
    root,
    counts: {
      files: program.modules.length,
      testFiles: program.modules.filter((module) => isTestModule(program, module)).length,
      functions: named.length,
      coroutines: named.filter(isAsync).length,
      calls: tallies.reduce((sum, { calls }) => sum + calls, 0),
      unknownCalls: tallies.reduce((sum, { unknownCalls }) => sum + unknownCalls, 0),
    },
    libraries: collectLibraries(program),
    contexts: countContexts(ground, named),
    io: countsOf(sites),
    parts: collectParts(program, root, sites, entries, tallies),
    entries: entries.map((entry) => describeEntry(table, entry)),
    functions: table.functions,
    syntaxErrors: program.modules.flatMap(({ summary }) =>
      summary.syntaxErrors
        .slice(0, 1)
        .map(({ start }) => ({ path: summary.path, line: S.positionOf(summary, start).line })),
    ),
  };
}

/** Module bodies and everything written with `def`. */
function functionsOf({ state, modules }: Program): FunctionShape[] {
  const found: FunctionShape[] = [];
  for (const module of modules)
    for (let index = 0; index < S.functionCount(module.summary); index++) {
      const ref = functionRef(state, module, index);
      if ((flagsOf(ref) & (S.FunctionIsLambda | S.FunctionIsGeneratorExpression)) === 0)
        found.push(functionShape(state.shapes, ref, undefined));
    }
  return found;
}

function nodesByFunction(steps: ReadonlyMap<CallNode, Steps>): ReadonlyMap<FunctionRef, readonly CallNode[]> {
  const nodes = new Map<FunctionRef, CallNode[]>();
  for (const node of steps.keys()) {
    const known = nodes.get(node.ref);
    if (known === undefined) nodes.set(node.ref, [node]);
    else known.push(node);
  }
  return nodes;
}

/** How many calls a function has, and how many go to something that is not known. */
function tallyOf({ state }: Program, { module, index }: FunctionRef): FunctionTally {
  const { summary } = module;
  let calls = 0;
  let unknownCalls = 0;
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    if ((S.siteColumn(summary, site, S.SiteFlags) & Site.IsUnreachable) !== 0) continue;
    calls++;
    const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
    if (state.ask.evaluate(state, module, callee, undefined).kind === "unknown") unknownCalls++;
  }
  return { path: summary.path, calls, unknownCalls };
}

function countContexts({ contexts, nodes }: Ground, functions: readonly FunctionRef[]): ContextCounts {
  const counts = { total: functions.length, loop: 0, worker: 0, startup: 0, unknown: 0, loopAndWorker: 0 };
  for (const ref of functions) {
    const found = contextsOf(contexts, nodes.get(ref) ?? []);
    if (found.includes("loop") && found.includes("worker")) counts.loopAndWorker++;
    if (found.includes("loop")) counts.loop++;
    if (found.includes("worker")) counts.worker++;
    // What runs later as well is no start-up code.
    if (found.length === 1 && found[0] === "startup") counts.startup++;
    if (found[0] === "unknown") counts.unknown++;
  }
  return counts;
}

interface FunctionTable {
  readonly functions: readonly SurveyFunction[];
  readonly indexOf: ReadonlyMap<CallNode, number>;
}

/** The functions below the entries that reach I/O, numbered as they are found. */
function createTable(ground: Ground, entries: readonly EntryIo[]): FunctionTable {
  const { steps, live } = ground;
  const found = new Set(entries.map(({ node }) => node).filter((node) => live.has(node)));
  // A set is iterated over what is added on the way, too.
  for (const node of found) for (const { to } of steps.get(node)?.calls ?? []) if (live.has(to)) found.add(to);
  const indexOf = new Map(Array.from(found, (node, index) => [node, index]));
  return { indexOf, functions: Array.from(found, (node) => describeFunction(ground, node, indexOf)) };
}

function describeFunction(ground: Ground, node: CallNode, indexOf: ReadonlyMap<CallNode, number>): SurveyFunction {
  const { program, steps, contexts, nodes } = ground;
  const { ref } = node;
  const { module } = ref;
  const own = lineOf(module, S.functionColumn(module.summary, ref.index, S.FunctionNameStart));
  const lineAt = (site: number): number =>
    site < 0 ? own : lineOf(module, S.siteColumn(module.summary, site, S.SiteStart));
  const { io, calls } = steps.get(node) ?? { io: [], calls: [] };
  const quiet = new Set<number>();
  const described: { readonly step: SurveyStep; readonly at: number }[] = [];
  for (const { site, how, kind, name, isLikely } of io) {
    const confidence = isLikely ? "likely" : "certain";
    described.push({ step: { line: lineAt(site), how, to: -1, io: { kind, name, confidence } }, at: site });
  }
  for (const { site, how, to } of calls) {
    const index = indexOf.get(to);
    if (index === undefined) quiet.add(site);
    else described.push({ step: { line: lineAt(site), how, to: index, io: undefined }, at: site });
  }
  return {
    name: qualifiedName(ref),
    module: module.name,
    ...placeOf(ref),
    origin: module.origin === "installed" ? "installed" : "project",
    isAsync: isAsync(ref),
    contexts: contextsOf(contexts, nodes.get(ref) ?? []),
    steps: described
      .toSorted((left, right) => left.step.line - right.step.line || left.at - right.at)
      .map(({ step }) => step),
    quietCalls: quiet.size,
    unknownCalls: module.origin === "project" ? tallyOf(program, ref).unknownCalls : 0,
  };
}

function describeEntry(
  { indexOf }: FunctionTable,
  { entry, node, label, context, reached, score }: EntryIo,
): SurveyEntry {
  const { ref, kind, registered } = entry;
  return {
    label,
    name: `${ref.module.name}.${qualifiedName(ref)}`,
    kind,
    context,
    ...placeOf(ref),
    registered: registered === undefined ? undefined : describePlace(registered),
    function: indexOf.get(node) ?? -1,
    io: countsOf(reached.map(({ io, how, isLikely }) => ({ kind: io.kind, how, isLikely }))),
    examples: examplesOf(reached, mostExamples),
    score,
    isAsync: isAsync(ref),
  };
}

function describePlace(registered: Place): SourcePlace | undefined {
  const place = userPlace(registered, 0);
  if (place === undefined) return undefined;
  const { module } = place.node.ref;
  return { path: module.summary.path, line: lineOf(module, S.siteColumn(module.summary, place.site, S.SiteStart)) };
}

function placeOf({ module, index }: FunctionRef): SourcePlace {
  const start = S.functionColumn(module.summary, index, S.FunctionNameStart);
  return { path: module.summary.path, line: lineOf(module, Math.max(0, start)) };
}

function lineOf({ summary }: Module, offset: number): number {
  return S.positionOf(summary, offset).line;
}
