/** When and where a finding's code runs: start-up, tests, and what the file uses to run things in threads. */
import * as Site from "../summary/site-kind.ts";
import * as S from "../summary/module-summary.ts";
import type { CallNode } from "./call-graph.ts";
import type { Program } from "./program.ts";
import type { FunctionRef, Module } from "./shape.ts";

/** Test code waits for nobody: blocking there is worth a note at most. */
export function isTestModule(program: Program, module: Module): boolean {
  let isTest = testModules.get(module);
  if (isTest === undefined) {
    isTest = isBelowTests(program, module);
    testModules.set(module, isTest);
  }
  return isTest;
}

const testModules = new WeakMap<Module, boolean>();

function isBelowTests(program: Program, module: Module): boolean {
  const { path } = module.summary;
  const around = program.state.modules.host.roots.filter((root) => path.startsWith(`${root}/`));
  const project = around.toSorted((left, right) => left.length - right.length)[0] ?? module.root;
  return testPath.test(path.slice(project.length));
}

const testPath = /(^|[/\\])(test_[^/\\]*|[^/\\]*_test|conftest)\.py$|[/\\]test(s|ing)?[/\\]/;

/** Whether a site runs before anything is served: a lifespan before its `yield`, `main` before it serves. */
export function isStartup(program: Program, node: CallNode, site: number): boolean {
  return isStartupSite(program, node.ref, site, new Set());
}

/** Whether a site runs once in a process: at start-up, or in the coroutine that a script runs. */
export function runsOnce(program: Program, ref: FunctionRef, site: number): boolean {
  return program.graph.mains.has(ref) || isStartupSite(program, ref, site, new Set());
}

function isStartupSite(program: Program, ref: FunctionRef, site: number, seen: Set<FunctionRef>): boolean {
  const { summary } = ref.module;
  const start = S.siteColumn(summary, site, S.SiteStart);
  if (program.graph.startups.has(ref)) {
    const firstYield = S.functionColumn(summary, ref.index, S.FunctionFirstYield);
    return firstYield < 0 || start < firstYield;
  }
  if (program.graph.mains.has(ref)) {
    const serving = firstServingSite(program, ref);
    return serving >= 0 && start < serving;
  }
  if (seen.has(ref)) return false;
  seen.add(ref);
  // A coroutine that is only awaited at start-up belongs to it. Whoever else gets hold of it by name does not count as a call.
  const calls = program.graph.coroutineCalls.get(ref) ?? [];
  if (calls.length === 0 || S.listLength(summary, S.functionColumn(summary, ref.index, S.FunctionDecorators)) > 0)
    return false;
  return calls.every((call) => isStartupSite(program, call.from.ref, call.site, seen));
}

/** Offset of the first call in `main` from which requests are served, or -1. */
function firstServingSite(program: Program, ref: FunctionRef): number {
  const { state } = program;
  const { module, index } = ref;
  const { summary } = module;
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
    const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
    const shape = state.ask.evaluate(state, module, callee, undefined);
    if (shape.kind === "function" && state.ask.facts(state, shape.ref).serves)
      return S.siteColumn(summary, site, S.SiteStart);
  }
  return -1;
}

/** How this file would run a function in a thread: with what it already imports. */
export function threadHelperOf(module: Module): string {
  const imported = packagesImportedBy(module);
  if (imported.has("asyncio")) return "asyncio.to_thread";
  if (isRunByDeferreds(module)) return "twisted.internet.threads.deferToThread";
  if (imported.has("trio")) return "trio.to_thread.run_sync";
  return imported.has("anyio") ? "anyio.to_thread.run_sync" : "asyncio.to_thread";
}

/** Whether a file's coroutines are run by asyncio, as far as its imports tell. */
export function runsOnAsyncio(module: Module): boolean {
  return threadHelperOf(module) === "asyncio.to_thread";
}

/** Whether a file's coroutines are run by Twisted, which cancels by an `Exception` of its own. */
export function isRunByDeferreds(module: Module): boolean {
  const imported = packagesImportedBy(module);
  return imported.has("twisted") && !imported.has("asyncio");
}

/** The top-level packages a file imports; what it imports from its own package is none of them. */
export function packagesImportedBy(module: Module): ReadonlySet<string> {
  let imported = importedPackages.get(module);
  if (imported === undefined) {
    imported = findImportedPackages(module);
    importedPackages.set(module, imported);
  }
  return imported;
}

const importedPackages = new WeakMap<Module, ReadonlySet<string>>();

function findImportedPackages({ summary }: Module): ReadonlySet<string> {
  const imported = new Set<string>();
  for (let i = 0; i < summary.imports.length; i += 2) {
    const isRelative = (summary.imports[i + 1] ?? 0) > 0;
    if (!isRelative) imported.add(S.stringAt(summary, summary.imports[i] ?? -1).split(".", 1)[0] ?? "");
  }
  return imported;
}

const byModule = new WeakMap<Module, boolean>();

/** Whether a file has coroutines of its own or imports a library to run them: in others hardly anything of a loop happens. */
export function knowsAsync(module: Module): boolean {
  let knows = byModule.get(module);
  if (knows === undefined) {
    knows = hasCoroutine(module) || importsRuntime(module);
    byModule.set(module, knows);
  }
  return knows;
}

function importsRuntime(module: Module): boolean {
  const imported = packagesImportedBy(module);
  return imported.has("asyncio") || imported.has("anyio") || imported.has("trio");
}

function hasCoroutine({ summary }: Module): boolean {
  for (let fn = 1; fn < S.functionCount(summary); fn++)
    if ((S.functionColumn(summary, fn, S.FunctionFlags) & S.FunctionIsAsync) !== 0) return true;
  return false;
}
