/** Who would have to change so that a client which a function makes each time is made once and handed down. */
import type { ClientPlan, FunctionPlace } from "../diagnostics/client-repair.ts";
import { isAsync, isGenerator } from "../program/call.ts";
import { nameOf, usesOfFunction } from "../program/function-uses.ts";
import { familyOf } from "../program/method-family.ts";
import type { Program } from "../program/program.ts";
import type { FunctionRef } from "../program/shape.ts";
import { classRef, functionRef } from "../program/state.ts";
import * as S from "../summary/module-summary.ts";
import { siteRange } from "./repair-at.ts";

/** More functions than these between the client and its owner are not worth a parameter each. */
const mostTakers = 6;

/** The plan, and the functions that are to own a client. */
export interface SharingPlan extends ClientPlan {
  readonly owners: readonly (ClientPlan["owners"][number] & { readonly ref: FunctionRef })[];
}

interface Search {
  readonly program: Program;
  /** Whether what a function does once is done again and again. */
  readonly isRepeated: (ref: FunctionRef) => boolean;
  readonly takers: Set<FunctionRef>;
  readonly passed: { path: string; start: number; end: number }[];
  readonly owners: Map<FunctionRef, { start: number; end: number }[]>;
}

/** The functions above the one that makes a client, up to those that run once: undefined when one of them cannot be changed. */
export function planSharing(
  program: Program,
  maker: FunctionRef,
  isRepeated: (ref: FunctionRef) => boolean,
): SharingPlan | undefined {
  const search: Search = { program, isRepeated, takers: new Set(), passed: [], owners: new Map() };
  // Whoever is not among the files may call it too.
  if (!program.state.modules.host.isWholeProject || !addTaker(search, maker)) return undefined;
  // A set is iterated over what is added on the way, too.
  for (const taker of search.takers)
    if (search.takers.size > mostTakers || !placeCalls(search, taker)) return undefined;
  if (search.owners.size === 0 || Array.from(search.owners.keys()).some((owner) => search.takers.has(owner)))
    return undefined;
  return {
    takers: Array.from(search.takers, placeOf),
    passed: search.passed,
    owners: Array.from(search.owners, ([ref, calls]) => ({ ...placeOf(ref), ref, calls })),
  };
}

/** A client made in a loop of its own function, which may make it before the loop. */
export function planHoisting(maker: FunctionRef, site: number): ClientPlan | undefined {
  if (!isAsync(maker)) return undefined;
  const owner = { ...placeOf(maker), calls: [siteRange(maker.module, site)] };
  return { takers: [], passed: [], owners: [owner] };
}

export function placeOf({ module: { summary }, index }: FunctionRef): FunctionPlace {
  return {
    path: summary.path,
    start: S.functionColumn(summary, index, S.FunctionNameStart),
    end: S.functionColumn(summary, index, S.FunctionNameEnd),
    isMethod: S.functionColumn(summary, index, S.FunctionClass) >= 0,
  };
}

/** Takes a function among those with the parameter: one whose every caller can be seen. */
function addTaker({ program, takers }: Search, ref: FunctionRef): boolean {
  if (takers.has(ref)) return true;
  const { graph } = program;
  const { module, index } = ref;
  const { summary } = module;
  const isNested = S.functionColumn(summary, index, S.FunctionParent) > 0;
  const isDecorated = S.listLength(summary, S.functionColumn(summary, index, S.FunctionDecorators)) > 0;
  const isCalledByOthers =
    graph.entries.some(({ ref: entry, kind }) => entry === ref && kind !== "task") || graph.startups.has(ref);
  if (!isAsync(ref) || isGenerator(ref) || isNested || isDecorated || isCalledByOthers || graph.mains.has(ref))
    return false;
  const cls = S.functionColumn(summary, index, S.FunctionClass);
  if (cls >= 0 && !isOnlyMethod(program, ref, cls)) return false;
  takers.add(ref);
  return true;
}

/** Whether no class above or below the method's own has one of that name, nor any that may be in its place. */
function isOnlyMethod(program: Program, ref: FunctionRef, cls: number): boolean {
  const { state } = program;
  const own = classRef(state, ref.module, cls);
  const name = nameOf(ref);
  const { methods, odd } = familyOf(program, ref);
  const isFirst = state.ask
    .mro(state, own)
    .every((ancestor) => ancestor === own || state.ask.member(state, ancestor, name) === undefined);
  return !name.startsWith("__") && methods.size === 1 && odd === undefined && isFirst;
}

/** Sorts the calls of a taker into those whose function owns the client, and those whose function takes it as well. */
function placeCalls(search: Search, taker: FunctionRef): boolean {
  const { program } = search;
  const { calls, obstacle } = usesOfFunction(program, taker);
  if (obstacle !== undefined) return false;
  for (const { caller: inside, site } of calls) {
    const caller = namedFunctionAround(program, inside);
    const range = siteRange(inside.module, site);
    if (caller === undefined || caller.module.origin !== "project") return false;
    if (isGenerator(caller)) return false;
    if (!search.isRepeated(caller)) {
      const own = search.owners.get(caller);
      if (own === undefined) search.owners.set(caller, [range]);
      else own.push(range);
    } else if (addTaker(search, caller)) search.passed.push({ path: caller.module.summary.path, ...range });
    else return false;
  }
  return calls.length > 0;
}

/** The coroutine function with a name that a call stands in, through generator expressions. */
function namedFunctionAround(program: Program, ref: FunctionRef): FunctionRef | undefined {
  const { module, index } = ref;
  const flags = S.functionColumn(module.summary, index, S.FunctionFlags);
  if ((flags & S.FunctionIsGeneratorExpression) !== 0) {
    const parent = S.functionColumn(module.summary, index, S.FunctionParent);
    return parent < 0 ? undefined : namedFunctionAround(program, functionRef(program.state, module, parent));
  }
  return isAsync(ref) && (flags & S.FunctionIsLambda) === 0 ? ref : undefined;
}
