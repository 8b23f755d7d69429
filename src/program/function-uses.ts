/**
 * Every use of a function in the user's files, by any name. Either all of them are known, and are calls, or the first that is
 * not (or may not be) is the obstacle: whoever changes how the function is called must know every caller.
 */
import type { Obstacle } from "../diagnostics/async-chain.ts";
import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { mayBeReceiver, mayComputeName } from "./function-receivers.ts";
import { familyOf } from "./method-family.ts";
import { qualifiedName } from "./names.ts";
import { oncePerProgram, type Question } from "./once.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionRef, Module, Shape } from "./shape.ts";
import { functionRef } from "./state.ts";
import { textUseOf } from "./text-uses.ts";
import { countReads, onlyBindingOf, valueUsersOf } from "./value-users.ts";

/** A call, where it is written. */
export interface WrittenCall {
  /** The function whose own code it is in; a class body belongs to the function around it. */
  readonly caller: FunctionRef;
  /** Site of the caller's module. */
  readonly site: number;
}

export interface FunctionUses {
  readonly calls: readonly WrittenCall[];
  readonly obstacle: Obstacle | undefined;
}

interface Search {
  readonly program: Program;
  readonly ref: FunctionRef;
  /** What a call of it may run, by its family: any of these. */
  readonly methods: ReadonlySet<FunctionRef>;
  readonly calls: WrittenCall[];
  /** Names it goes by; grows by what it is imported as. */
  readonly names: Set<string>;
}

export const usesOfFunction: Question<FunctionRef, FunctionUses> = oncePerProgram((program, ref) => {
  const { methods } = familyOf(program, ref);
  const search: Search = { program, ref, methods, calls: [], names: new Set([nameOf(ref)]) };
  return { calls: search.calls, obstacle: findUses(search) };
});

export function nameOf({ module: { summary }, index }: FunctionRef): string {
  return S.stringAt(summary, S.functionColumn(summary, index, S.FunctionName));
}

/** An obstacle at the name of a function. */
export function obstacleAt(ref: FunctionRef, reason: string): Obstacle {
  const { summary } = ref.module;
  const start = S.functionColumn(summary, ref.index, S.FunctionNameStart);
  const end = S.functionColumn(summary, ref.index, S.FunctionNameEnd);
  return { path: summary.path, start, end, reason };
}

/** An obstacle at a site, or in a file where there is none. */
export function obstacleAtSite({ summary }: Module, site: number | undefined, reason: string, name = ""): Obstacle {
  if (site === undefined) return { path: summary.path, start: 0, end: 0, reason, usedName: name };
  const start = S.siteColumn(summary, site, S.SiteStart);
  return { path: summary.path, start, end: S.siteColumn(summary, site, S.SiteEnd), reason };
}

/** Adds the calls to the search; the first use that is no call, if there is one. */
function findUses(search: Search): Obstacle | undefined {
  const { program, ref, names } = search;
  const { module, index } = ref;
  const symbol = symbolBoundTo(ref);
  if (symbol < 0) return obstacleAt(ref, say`\`${qualifiedName(ref)}\` is not all that its name may be`);
  const isMethod = S.functionColumn(module.summary, index, S.FunctionClass) >= 0;
  if (isMethod && countReads(module.summary, symbol) > 0)
    return obstacleAtSite(module, undefined, givenAway(ref), nameOf(ref));
  const own = isMethod ? undefined : addReads(search, module, symbol);
  if (own !== undefined) return own;
  // A function inside another is known by its name there, and nowhere else.
  if (!isMethod && S.functionColumn(module.summary, index, S.FunctionParent) > 0) return undefined;
  for (const name of names)
    for (const other of program.modules) {
      const text = other.summary.strings.indexOf(name);
      const obstacle = text < 0 ? undefined : findNamed(search, other, text, name);
      if (obstacle !== undefined) return obstacle;
    }
  return textUseOf(program, ref, names) ?? mayComputeName(program, ref);
}

/** The symbol that is bound to the function and nothing else; -1 when there is none. */
function symbolBoundTo({ module, index }: FunctionRef): number {
  const { summary } = module;
  for (const [value, symbols] of valueUsersOf(module).symbolsOf) {
    if (S.valueKindOf(summary, value) !== Value.Function || S.valueA(summary, value) !== index) continue;
    const [symbol = -1, ...others] = symbols;
    const isOnly = others.length === 0 && symbol >= 0 && onlyBindingOf(summary, symbol) >= 0;
    return isOnly ? symbol : -1;
  }
  return -1;
}

function givenAway(ref: FunctionRef): string {
  return say`uses \`${qualifiedName(ref)}\` without calling it`;
}

/** Adds the calls by a name that means the function; the obstacle when it is read for anything else. */
function addReads(search: Search, module: Module, symbol: number): Obstacle | undefined {
  const { summary } = module;
  const users = valueUsersOf(module);
  const values = users.readsOf.get(symbol) ?? [];
  const sites = values.flatMap((value) => users.callsOf.get(value) ?? []);
  for (const site of sites) addCall(search, module, site);
  if (sites.length === countReads(summary, symbol)) return undefined;
  const name = S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName));
  return obstacleAtSite(module, undefined, givenAway(search.ref), name);
}

function addCall({ program, calls }: Search, module: Module, site: number): void {
  const fn = valueUsersOf(module).functionOf[site] ?? 0;
  calls.push({ caller: functionRef(program.state, module, fn), site });
}

/** The uses of a name that is an attribute, imported, or bound by nothing. */
function findNamed(search: Search, module: Module, text: number, name: string): Obstacle | undefined {
  const { summary } = module;
  for (const value of valueUsersOf(module).named.get(text) ?? []) {
    switch (S.valueKindOf(summary, value)) {
      case Value.Attribute: {
        const obstacle = findAttribute(search, module, value, name);
        if (obstacle !== undefined) return obstacle;
        break;
      }
      case Value.Import: {
        const obstacle = findImport(search, module, value, name);
        if (obstacle !== undefined) return obstacle;
        break;
      }
      case Value.Builtin:
      case Value.StarImported: {
        const obstacle = isIt(search, shapeOf(search.program, module, value))
          ? addCallee(search, module, value, name)
          : undefined;
        if (obstacle !== undefined) return obstacle;
        break;
      }
      default:
    }
  }
  return undefined;
}

/** Whether a shape is the function, or may be it among others. */
function isIt({ methods }: Search, shape: Shape): boolean {
  return membersOf(shape).some((member) => member.kind === "function" && methods.has(member.ref));
}

function isSurelyIt({ methods }: Search, shape: Shape): boolean {
  // What is chosen among methods that override each other is one of them.
  const isSure = (member: Shape): boolean =>
    member.kind === "function" && methods.has(member.ref) && (methods.size > 1 || !member.isLikely);
  return membersOf(shape).every(isSure) && (methods.size > 1 || shape.kind === "function");
}

function addCallee(search: Search, module: Module, value: number, name: string): Obstacle | undefined {
  const users = valueUsersOf(module);
  const sites = users.callsOf.get(value) ?? [];
  if (sites.length === 0) return obstacleAtSite(module, users.siteOf.get(value), givenAway(search.ref), name);
  for (const site of sites) addCall(search, module, site);
  return undefined;
}

function findAttribute(search: Search, module: Module, value: number, name: string): Obstacle | undefined {
  const { program, ref } = search;
  const users = valueUsersOf(module);
  const shape = shapeOf(program, module, value);
  if (isSurelyIt(search, shape)) {
    if (!users.stores.has(value)) return addCallee(search, module, value, name);
    return obstacleAtSite(module, users.siteOf.get(value), say`assigns \`${qualifiedName(ref)}\``);
  }
  const receiver = shapeOf(program, module, S.valueA(module.summary, value));
  if (!isIt(search, shape) && !mayBeReceiver(program, ref, module, receiver, name)) return undefined;
  const site = users.callsOf.get(value)?.[0] ?? users.siteOf.get(value);
  return obstacleAtSite(
    module,
    site,
    say`may mean \`${qualifiedName(ref)}\`: what the \`.${name}\` is of cannot be told`,
  );
}

/** The name it is imported as is one it goes by from then on. */
function findImport(search: Search, module: Module, value: number, name: string): Obstacle | undefined {
  const { program, ref, names } = search;
  const { summary } = module;
  const shape = shapeOf(program, module, value);
  if (!isIt(search, shape)) return undefined;
  for (const symbol of valueUsersOf(module).symbolsOf.get(value) ?? []) {
    const bound = S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName));
    if (!isSurelyIt(search, shape) || onlyBindingOf(summary, symbol) < 0)
      return obstacleAtSite(
        module,
        undefined,
        say`binds \`${bound}\` to \`${qualifiedName(ref)}\` or something else`,
        bound,
      );
    const obstacle = addReads(search, module, symbol);
    if (obstacle !== undefined) return obstacle;
    if (bound !== name) names.add(bound);
  }
  return undefined;
}
