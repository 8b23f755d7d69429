/** The linked whole: summaries in, answers out. Built once; everything else is a query on it. */
import * as Site from "../summary/site-kind.ts";
import * as S from "../summary/module-summary.ts";
import { genericTypeOf, typeOf } from "./annotation.ts";
import { callShape, decoratedShape, isAsync, returnedShape, yieldedShape } from "./call.ts";
import { buildCallGraph, followPending, layWorkersAside } from "./build-call-graph.ts";
import { addEntry, addRoot } from "./call-graph.ts";
import type { CallGraph } from "./call-graph.ts";
import { evaluate, moduleAttribute } from "./evaluate.ts";
import { isRuledOut } from "./guard.ts";
import { attributeOf, memberOf, mroOf } from "./members.ts";
import { definitionsIn } from "./names.ts";
import { buildNameIndex, mayBeNamed, noNames } from "./name-index.ts";
import { moduleOfFile, resolveImport } from "./module-table.ts";
import type { ModuleTable } from "./module-table.ts";
import { propagateEffects } from "./propagate.ts";
import type { Effects } from "./propagate.ts";
import { classFactsOf, factsOf } from "./read-facts.ts";
import { registerCalls } from "./register-calls.ts";
import { createShapeTable, functionShape } from "./shape.ts";
import type { ClassRef, FunctionRef, FunctionShape, Module, Shape } from "./shape.ts";
import { classRef, functionRef } from "./state.ts";
import type { ProgramState } from "./state.ts";

export interface Program {
  readonly state: ProgramState;
  /** The user's open files, in order of path. */
  readonly modules: readonly Module[];
  readonly graph: CallGraph;
  /** The same nodes, with the roots and the calls of coroutines that only threads reach. */
  readonly aside: CallGraph;
  readonly effects: Effects;
}

export function createProgramState(modules: ModuleTable): ProgramState {
  return {
    modules,
    shapes: createShapeTable(),
    frames: new Map(),
    frameCounts: new Map(),
    aliases: new Map(),
    names: noNames,
    depth: 0,
    nextRefId: 0,
    subclasses: new Map(),
    classesByBase: undefined,
    ask: {
      evaluate,
      typeOf,
      genericTypeOf,
      attribute: attributeOf,
      call: callShape,
      moduleAttribute,
      facts: factsOf,
      classFacts: classFactsOf,
      mro: mroOf,
      ownerOf: classRef,
      member: memberOf,
      decorated: decoratedShape,
      returned: returnedShape,
      yielded: yieldedShape,
      importedModule: (state, module, value) =>
        resolveImport(
          state.modules,
          module,
          S.stringAt(module.summary, S.valueA(module.summary, value)),
          S.valueC(module.summary, value),
        ),
    },
  };
}

/** Links the open files with models and installed packages, and propagates effects. */
export function linkProgram(table: ModuleTable, isSilenced: CallGraph["isSilenced"]): Program {
  const state = createProgramState(table);
  const modules: Module[] = [];
  for (const path of [...table.open.keys()].toSorted()) {
    const module = moduleOfFile(table, path);
    if (module !== undefined) modules.push(module);
  }
  state.names = buildNameIndex(modules, table.host.notableNames(), table.host.sitePackages.length > 0);
  const graph = buildCallGraph(state, coroutinesOf(state, modules), isSilenced);
  const workerMethods = addMethodRoots(state, graph, modules);
  for (const module of modules) registerCalls(state, graph, module);
  followPending(state, graph);
  const aside = layWorkersAside(graph, workerMethods);
  return { state, modules, graph, aside, effects: propagateEffects(graph) };
}

function coroutinesOf(state: ProgramState, modules: readonly Module[]): FunctionShape[] {
  const found: FunctionShape[] = [];
  for (const module of modules) {
    for (let fn = 1; fn < S.functionCount(module.summary); fn++) {
      const ref = functionRef(state, module, fn);
      if (isAsync(ref)) found.push(functionShape(state.shapes, ref, undefined));
    }
  }
  return found;
}

/**
 * Methods that override one the loop calls (`asyncio.Protocol.data_received`) run on the loop, and those that override one a
 * framework calls are entries. Returns those that threads run.
 */
function addMethodRoots(state: ProgramState, graph: CallGraph, modules: readonly Module[]): FunctionShape[] {
  const onWorkers: FunctionShape[] = [];
  for (const module of modules) {
    for (let index = 0; index < S.classCount(module.summary); index++) {
      const cls = classRef(state, module, index);
      const models = mroOf(state, cls).filter((ancestor) => ancestor.module.origin === "model");
      if (models.length > 0) addCalledMethods(state, graph, cls, models, onWorkers);
    }
  }
  return onWorkers;
}

function addCalledMethods(
  state: ProgramState,
  graph: CallGraph,
  cls: ClassRef,
  models: readonly ClassRef[],
  onWorkers: FunctionShape[],
): void {
  const { summary } = cls.module;
  let symbol = S.classColumn(summary, cls.index, S.ClassFirstSymbol);
  for (; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext)) {
    const name = S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName));
    const overridden = models.flatMap((model) => {
      const shape = functionIn(state, model, name);
      return shape === undefined ? [] : [state.ask.facts(state, shape.ref)];
    });
    const isCalledByLoop = overridden.some((facts) => facts.entry === "loop");
    const isCalledByThread = overridden.some((facts) => facts.entry === "worker" && facts.entryParameter === "");
    const handled = overridden.find((facts) => facts.handledKind !== "" && facts.handles.length === 0);
    if (!isCalledByLoop && !isCalledByThread && handled === undefined) continue;
    const own = functionIn(state, cls, name);
    if (own === undefined) {
      // Behind a decorator nobody knows it is still called; what then runs where is not known.
      const hidden = handled === undefined ? undefined : definedIn(state, cls, name);
      if (hidden !== undefined && handled !== undefined)
        addEntry(graph, hidden, handled.handledKind, undefined, isCalledByLoop);
      continue;
    }
    if (handled !== undefined) addEntry(graph, own.ref, handled.handledKind, undefined);
    else if (isCalledByLoop) addEntry(graph, own.ref, "protocol", undefined);
    if (isCalledByLoop && !isAsync(own.ref)) addRoot(graph, own, "protocol", undefined);
    else if (isCalledByThread && !isAsync(own.ref)) onWorkers.push(own);
  }
}

/** The `def` of a method as it is written, whatever its decorators make of it. */
function definedIn(state: ProgramState, cls: ClassRef, name: string): FunctionRef | undefined {
  const [fn] = definitionsIn(cls, name);
  return fn === undefined ? undefined : functionRef(state, cls.module, fn);
}

function functionIn(state: ProgramState, cls: ClassRef, name: string): FunctionShape | undefined {
  const member = memberOf(state, cls, name);
  if (member === undefined || member.symbol < 0) return undefined;
  const binding = S.symbolColumn(member.owner.module.summary, member.symbol, S.SymbolFirstBinding);
  if (binding < 0) return undefined;
  const value = S.bindingColumn(member.owner.module.summary, binding, S.BindingValue);
  const shape = evaluate(state, member.owner.module, value, undefined);
  return shape.kind === "function" ? shape : undefined;
}

/** A site of a module with the function it is in. */
export interface SiteVisit {
  readonly ref: FunctionRef;
  readonly site: number;
  readonly kind: number;
  readonly value: number;
  readonly flags: number;
}

/** Every site of a module that can run and that is wanted, function by function. */
export function sitesOf(
  program: Program,
  module: Module,
  isWanted: (kind: number, flags: number, value: number, site: number, isInCoroutine: boolean) => boolean,
): SiteVisit[] {
  const { summary } = module;
  const found: SiteVisit[] = [];
  for (let fn = 0; fn < S.functionCount(summary); fn++) {
    let site = S.functionColumn(summary, fn, S.FunctionFirstSite);
    const isInCoroutine = (S.functionColumn(summary, fn, S.FunctionFlags) & S.FunctionIsAsync) !== 0;
    for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
      const flags = S.siteColumn(summary, site, S.SiteFlags);
      if ((flags & Site.IsUnreachable) !== 0) continue;
      const kind = S.siteColumn(summary, site, S.SiteKind);
      const value = S.siteColumn(summary, site, S.SiteValue);
      if (!isWanted(kind, flags, value, site, isInCoroutine)) continue;
      if (canRun(program, module, site))
        found.push({ ref: functionRef(program.state, module, fn), site, kind, value, flags });
    }
  }
  return found;
}

/** Whether no condition around a site rules it out. */
export function canRun(program: Program, module: Module, site: number): boolean {
  const guard = S.siteColumn(module.summary, site, S.SiteGuard);
  return guard < 0 || !isRuledOut(program.state, module, guard, undefined);
}

/** Whether a call may be one of the named, by a look at its callee's name. */
export function mayCall(module: Module, call: number, names: ReadonlySet<string>): boolean {
  return mayBeNamed(module, S.valueA(module.summary, call), names);
}

/** Shape of a value of a module, without a frame. */
export function shapeOf(program: Program, module: Module, value: number): Shape {
  return evaluate(program.state, module, value, undefined);
}
