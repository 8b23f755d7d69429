/** Which functions of the user's code can be run by themselves, and come to a given line: what `explore` may run. */
import * as S from "../summary/module-summary.ts";
import { flagsOf, isAsync, isGenerator } from "./call.ts";
import { decoratorsOf } from "./call-sites.ts";
import type { CallNode } from "./call-graph.ts";
import { isTestModule } from "./context.ts";
import { keywords, variadic } from "./given.ts";
import { functionName, qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import { type Link, linksFrom } from "./reach.ts";
import type { FunctionRef } from "./shape.ts";
import { functionRef } from "./state.ts";

/** A function that can be run by itself. */
export interface Runner {
  /** `test`: pytest runs it, with its fixtures. `function`: a coroutine function without arguments, at the top of its module. */
  readonly kind: "test" | "function";
  readonly path: string;
  /** The directory its module is imported from. */
  readonly root: string;
  /** Dotted. */
  readonly moduleName: string;
  readonly functionName: string;
}

/** The function around a line, and what comes to it. Lines are 1-based, the last one included. */
export interface RunnersOfLine {
  readonly functionName: string;
  readonly start: number;
  readonly end: number;
  /** The closest first; of equally close ones, tests first. */
  readonly runners: readonly Runner[];
}

/**
 * What can be run to come to the innermost function around a line, or to the one a decorator on this line belongs to; undefined when
 * there is none that is known.
 */
export function runnersOf(program: Program, path: string, line: number): RunnersOfLine | undefined {
  const nodes = [...program.graph.nodes.values()].filter((node) => node.ref.module.summary.path === path);
  const decorated = decoratedOn(program, path, line);
  const starts = nodes.filter(({ ref }) => {
    if (decorated !== undefined) return ref === decorated;
    const { start, end } = linesOf(ref);
    return (flagsOf(ref) & S.FunctionIsModule) === 0 && start <= line && line <= end;
  });
  const last = Math.max(...starts.map(({ ref }) => linesOf(ref).start));
  const innermost = starts.filter(({ ref }) => linesOf(ref).start === last);
  const [first] = innermost;
  if (first === undefined) return undefined;
  return {
    functionName: qualifiedName(first.ref),
    ...linesOf(first.ref),
    runners: climb(program, innermost),
  };
}

function decoratedOn(program: Program, path: string, line: number): FunctionRef | undefined {
  const module = program.modules.find(({ summary }) => summary.path === path);
  if (module === undefined) return undefined;
  const { summary } = module;
  const decorator = decoratorsOf(program, module).find(({ site }) => {
    const at = S.positionOf(summary, S.siteColumn(summary, site, S.SiteStart));
    return at.line === line;
  });
  return decorator && functionRef(program.state, module, S.siteColumn(summary, decorator.site, S.SiteExtra));
}

/** Breadth first from functions to all that run them, over calls, awaits and tasks. */
function climb(program: Program, starts: readonly CallNode[]): readonly Runner[] {
  const callers = callersOf(program);
  const found = new Map<FunctionRef, Runner>();
  const seen = new Set(starts);
  let ring: readonly CallNode[] = starts;
  while (ring.length > 0) {
    const runners = ring.flatMap(({ ref }) => {
      const runner = found.has(ref) ? undefined : runnerOf(program, ref);
      return runner === undefined ? [] : [{ ref, runner }];
    });
    const isTest = ({ runner }: { readonly runner: Runner }): number => (runner.kind === "test" ? 0 : 1);
    for (const { ref, runner } of runners.toSorted((left, right) => isTest(left) - isTest(right)))
      found.set(ref, runner);
    const next = new Set(ring.flatMap((node) => (callers.get(node) ?? []).map(({ from }) => from)));
    ring = [...next].filter((node) => !seen.has(node));
    for (const node of ring) seen.add(node);
  }
  return [...found.values()];
}

const known = new WeakMap<Program, ReadonlyMap<CallNode, readonly Link[]>>();

/** For each node the links that lead to it. */
function callersOf(program: Program): ReadonlyMap<CallNode, readonly Link[]> {
  let callers = known.get(program);
  if (callers === undefined) {
    const collected = new Map<CallNode, Link[]>();
    // A map is iterated over what is added on the way, too.
    for (const node of program.graph.nodes.values()) {
      for (const link of linksFrom(program, node)) {
        const links = collected.get(link.to);
        if (links === undefined) collected.set(link.to, [link]);
        else links.push(link);
      }
    }
    callers = collected;
    known.set(program, callers);
  }
  return callers;
}

function runnerOf(program: Program, ref: FunctionRef): Runner | undefined {
  const { module, index } = ref;
  const { summary } = module;
  if (module.origin !== "project" || !isAsync(ref) || isGenerator(ref)) return undefined;
  if (S.functionColumn(summary, index, S.FunctionParent) > 0) return undefined;
  const name = S.stringAt(summary, S.functionColumn(summary, index, S.FunctionName));
  const isInClass = S.functionColumn(summary, index, S.FunctionClass) >= 0;
  const isTest = isTestModule(program, module) && name.startsWith("test");
  if (!isTest && (isInClass || needsArguments(ref))) return undefined;
  const kind = isTest ? "test" : "function";
  const { path } = summary;
  return { kind, path, root: module.root, moduleName: module.name, functionName: functionName(module, index) };
}

function needsArguments({ module: { summary }, index }: FunctionRef): boolean {
  const first = S.functionColumn(summary, index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, index, S.FunctionParameterCount);
  return Array.from({ length: count }, (_, at) => first + at).some((parameter) => {
    const kind = S.parameterColumn(summary, parameter, S.ParameterKind);
    const isStarred = kind === variadic || kind === keywords;
    return !isStarred && S.parameterColumn(summary, parameter, S.ParameterDefault) < 0;
  });
}

function linesOf({ module: { summary }, index }: FunctionRef): { readonly start: number; readonly end: number } {
  return {
    start: S.positionOf(summary, S.functionColumn(summary, index, S.FunctionStart)).line,
    end: S.positionOf(summary, S.functionColumn(summary, index, S.FunctionEnd)).line,
  };
}
