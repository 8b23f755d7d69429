/** The calls of a module by the name of what they call: most rules look at few names, and most calls have others. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { nameToLookFor } from "./name-index.ts";
import { oncePerProgram } from "./once.ts";
import { canRun } from "./program.ts";
import type { Program, SiteVisit } from "./program.ts";
import type { Module } from "./shape.ts";
import { functionRef } from "./state.ts";

/** Sites as pairs: function row and site. */
type SitePairs = number[];

interface CallSites {
  readonly byName: ReadonlyMap<string, SitePairs>;
  /** Calls of what may have been given any name. */
  readonly anyName: SitePairs;
  readonly decorators: SitePairs;
}

const known = new WeakMap<Module, CallSites>();

function callSitesOf(module: Module): CallSites {
  let found = known.get(module);
  if (found === undefined) {
    found = collectCallSites(module);
    known.set(module, found);
  }
  return found;
}

function collectCallSites(module: Module): CallSites {
  const { summary } = module;
  const byName = new Map<string, SitePairs>();
  const anyName: SitePairs = [];
  const decorators: SitePairs = [];
  for (let fn = 0; fn < S.functionCount(summary); fn++) {
    let site = S.functionColumn(summary, fn, S.FunctionFirstSite);
    for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
      const kind = S.siteColumn(summary, site, S.SiteKind);
      if (kind === Site.Decorator) decorators.push(fn, site);
      if (kind !== Site.Call) continue;
      if ((S.siteColumn(summary, site, S.SiteFlags) & Site.IsUnreachable) !== 0) continue;
      const name = nameToLookFor(module, S.valueA(summary, S.siteColumn(summary, site, S.SiteValue)));
      if (name === "") anyName.push(fn, site);
      else {
        const same = byName.get(name);
        if (same === undefined) byName.set(name, [fn, site]);
        else same.push(fn, site);
      }
    }
  }
  return { byName, anyName, decorators };
}

/** The calls that can run and may be of one of the names, in source order; `isWanted` looks at the flags of their sites. */
export function callsOf(
  program: Program,
  module: Module,
  names: ReadonlySet<string>,
  isWanted: (flags: number, value: number, site: number) => boolean = () => true,
): SiteVisit[] {
  const { summary } = module;
  const pairs = pairsNamed(program, module, names);
  const found: SiteVisit[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const site = pairs[i + 1] ?? 0;
    const flags = S.siteColumn(summary, site, S.SiteFlags);
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (!isWanted(flags, value, site) || !canRun(program, module, site)) continue;
    const ref = functionRef(program.state, module, pairs[i] ?? 0);
    found.push({ ref, site, kind: Site.Call, value, flags });
  }
  return found.length < 2 ? found : found.toSorted((left, right) => left.site - right.site);
}

/** The sites where decorators run, in source order. */
export function decoratorsOf(program: Program, module: Module): SiteVisit[] {
  const { summary } = module;
  const { decorators } = callSitesOf(module);
  const found: SiteVisit[] = [];
  for (let i = 0; i < decorators.length; i += 2) {
    const site = decorators[i + 1] ?? 0;
    const flags = S.siteColumn(summary, site, S.SiteFlags);
    const ref = functionRef(program.state, module, decorators[i] ?? 0);
    found.push({ ref, site, kind: Site.Decorator, value: S.siteColumn(summary, site, S.SiteValue), flags });
  }
  return found;
}

/** Calls by name over all files: rules ask for names, and most names stand in few files. */
type FilesByName = ReadonlyMap<string, readonly (readonly [Module, SitePairs])[]>;

const knownFiles = new WeakMap<Program, FilesByName>();
/** Several rules look at the calls of the same names. */
const pairsOfNames = oncePerProgram(collectPairs);

function pairsNamed(program: Program, module: Module, names: ReadonlySet<string>): SitePairs {
  return pairsOfNames(program, names).get(module) ?? callSitesOf(module).anyName;
}

function collectPairs(program: Program, names: ReadonlySet<string>): ReadonlyMap<Module, SitePairs> {
  const files = filesByName(program);
  const found = new Map<Module, SitePairs>();
  for (const name of names)
    for (const [module, pairs] of files.get(name) ?? []) {
      let all = found.get(module);
      if (all === undefined) {
        all = [...callSitesOf(module).anyName];
        found.set(module, all);
      }
      for (const integer of pairs) all.push(integer);
    }
  return found;
}

function filesByName(program: Program): FilesByName {
  let files = knownFiles.get(program);
  if (files === undefined) {
    const collected = new Map<string, (readonly [Module, SitePairs])[]>();
    for (const module of program.modules)
      for (const [name, pairs] of callSitesOf(module).byName) {
        const same = collected.get(name);
        if (same === undefined) collected.set(name, [[module, pairs]]);
        else same.push([module, pairs]);
      }
    files = collected;
    knownFiles.set(program, files);
  }
  return files;
}

/** Rows of the functions that hold such a call, ascending. */
export function functionsCalling(
  program: Program,
  module: Module,
  names: ReadonlySet<string>,
  isWanted: (flags: number, value: number, site: number) => boolean,
): number[] {
  const rows = new Set(callsOf(program, module, names, isWanted).map(({ ref }) => ref.index));
  return [...rows].toSorted((left, right) => left - right);
}
