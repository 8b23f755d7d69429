/** Whether a client that is made for each request can be made by the application that serves them. */
import type { AppClientPlan, GlobalWay, Handler, RequestWay } from "../diagnostics/client-repair.ts";
import { isAsync, isGenerator } from "../program/call.ts";
import type { Keeper } from "../program/facts.ts";
import { countReads } from "../program/value-users.ts";
import type { Program } from "../program/program.ts";
import { shapeOf } from "../program/program.ts";
import { instanceShape } from "../program/shape.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { modelledName } from "../program/twin-of.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { siteRange } from "./repair-at.ts";
import { placeOf, planSharing } from "./share-client.ts";

interface App {
  readonly module: Module;
  /** The name of the module it is bound to, or "". */
  readonly name: string;
  /** The site that makes it. */
  readonly site: number;
  /** Parameter that takes what runs around its life, or "". */
  readonly lifespan: string;
  readonly keeper: Keeper;
}

/** Undefined when the program has several applications, or somebody besides the application runs the function. */
export function planForApp(program: Program, maker: FunctionRef): AppClientPlan | undefined {
  const [app, ...others] = appsOf(program);
  if (app === undefined || others.length > 0) return undefined;
  if (!isAsync(maker) || !isOnlyForRequests(program, maker, new Set())) return undefined;
  const way = wayTo(program, app, maker);
  if (way === undefined) return undefined;
  const { module, site, lifespan, keeper } = app;
  return {
    app: { path: module.summary.path, ...siteRange(module, site) },
    lifespan,
    around: keeper.around,
    keeper: keeper.attribute,
    hasStartup: program.graph.startups.size > 0,
    taken: namesKept(program, app),
    way,
  };
}

const known = new WeakMap<Program, readonly App[]>();

/** Applications with a place for what lives as long as they do. */
function appsOf(program: Program): readonly App[] {
  let apps = known.get(program);
  if (apps === undefined) {
    apps = program.modules.flatMap((module) => appsMadeIn(program, module));
    known.set(program, apps);
  }
  return apps;
}

function appsMadeIn({ state }: Program, module: Module): App[] {
  const { summary } = module;
  const found: App[] = [];
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    if (S.valueKindOf(summary, value) !== Value.Call || S.valueC(summary, value) < 0) continue;
    const callee = state.ask.evaluate(state, module, S.valueA(summary, value), undefined);
    if (callee.kind !== "class") continue;
    const constructor = state.ask.attribute(state, instanceShape(state.shapes, callee.ref), "__init__");
    const [lifespan = ""] = constructor.kind === "function" ? state.ask.facts(state, constructor.ref).startup : [];
    const keeper = state.ask
      .mro(state, callee.ref)
      .map((cls) => state.ask.classFacts(state, cls).keeper)
      .find((place) => place !== undefined);
    if (keeper === undefined || (lifespan === "" && keeper.around === "")) continue;
    found.push({ module, name: globalBoundTo(module, value), site: S.valueC(summary, value), lifespan, keeper });
  }
  return found;
}

/** The global that is bound to a value and nothing else, or "". */
function globalBoundTo({ summary }: Module, value: number): string {
  for (let symbol = summary.firstSymbol; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext)) {
    const binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
    const isIt = binding >= 0 && S.bindingColumn(summary, binding, S.BindingValue) === value;
    if (isIt && S.bindingColumn(summary, binding, S.BindingNext) < 0)
      return S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName));
  }
  return "";
}

function isHandler({ graph }: Program, ref: FunctionRef): boolean {
  const kinds = graph.entries.filter((entry) => entry.ref === ref).map(({ kind }) => kind);
  return kinds.length > 0 && kinds.every((kind) => kind === "request" || kind === "dependency");
}

/** Whether a function is run for requests alone: by the framework, or by others that are. */
function isOnlyForRequests(program: Program, ref: FunctionRef, seen: Set<FunctionRef>): boolean {
  if (seen.has(ref)) return true;
  seen.add(ref);
  const { graph } = program;
  const isEntry = graph.entries.some((entry) => entry.ref === ref);
  const calls = graph.coroutineCalls.get(ref) ?? [];
  if (isEntry ? !isHandler(program, ref) : calls.length === 0 || isDecorated(ref) || isGenerator(ref)) return false;
  return calls.every(({ from, fn }) => isAsync(from.ref) && !fn.isLikely && isOnlyForRequests(program, from.ref, seen));
}

function isDecorated({ module: { summary }, index }: FunctionRef): boolean {
  return S.listLength(summary, S.functionColumn(summary, index, S.FunctionDecorators)) > 0;
}

/** By the name of the application in its own file; elsewhere by the requests. */
function wayTo(program: Program, app: App, maker: FunctionRef): GlobalWay | RequestWay | undefined {
  const { keeper, name } = app;
  if (maker.module === app.module && name !== "" && keeper.attribute !== "[]") return { kind: "global", name };
  if (!program.state.modules.host.isWholeProject) return undefined;
  const plan = isHandler(program, maker)
    ? { takers: [], passed: [], owners: [{ ...placeOf(maker), ref: maker, calls: [] }] }
    : planSharing(program, maker, (caller) => !isHandler(program, caller));
  const handlers = plan?.owners.map((owner) => handlerOf(program, keeper, owner));
  if (plan === undefined || handlers === undefined || !handlers.every((handler) => handler !== undefined))
    return undefined;
  const type = keeper.asked === "" ? keeper.given : keeper.asked;
  const attribute = type.slice(type.lastIndexOf(".") + 1);
  return { kind: "request", attribute, takers: plan.takers, passed: plan.passed, handlers };
}

/** How a handler gets its request; undefined where it has none, and cannot ask for it either. */
function handlerOf(
  program: Program,
  { asked, given }: Keeper,
  { ref, ...place }: Omit<Handler, "request" | "asked"> & { readonly ref: FunctionRef },
): Handler | undefined {
  const request = requestGiven(program, ref, asked === "" ? given : asked, asked === "");
  if (request !== undefined) return { ...place, request, asked: "" };
  const type = asked.slice(0, asked.lastIndexOf("."));
  return asked !== "" && canAsk(program, ref) ? { ...place, request: "", asked: type } : undefined;
}

/** The name of the parameter that is a request: by its annotation, or the first one there is. */
function requestGiven(program: Program, ref: FunctionRef, through: string, isFirst: boolean): string | undefined {
  const { state } = program;
  const { module, index } = ref;
  const { summary } = module;
  const wanted = modelledName(program, through.slice(0, through.lastIndexOf(".")));
  const from = S.functionColumn(summary, index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, index, S.FunctionParameterCount);
  const own = S.functionColumn(summary, index, S.FunctionClass) >= 0 ? 1 : 0;
  for (let position = own; position < count; position++) {
    const name = S.stringAt(summary, S.parameterColumn(summary, from + position, S.ParameterName));
    const annotation = S.parameterColumn(summary, from + position, S.ParameterAnnotation);
    if (annotation < 0 && isFirst && position === own) return name;
    const shape = annotation < 0 ? undefined : state.ask.typeOf(state, module, annotation, undefined);
    if (shape?.kind !== "instance" || wanted.kind !== "class") continue;
    if (state.ask.mro(state, shape.ref).includes(wanted.ref)) return name;
  }
  return undefined;
}

/** Whether a parameter more is nobody's business but the framework's. */
function canAsk({ graph }: Program, ref: FunctionRef): boolean {
  const { module, index } = ref;
  const { summary } = module;
  if (S.functionColumn(summary, index, S.FunctionClass) >= 0 || (graph.coroutineCalls.get(ref) ?? []).length > 0)
    return false;
  const from = S.functionColumn(summary, index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, index, S.FunctionParameterCount);
  const [only] = Array.from({ length: count }, (_, at) => S.parameterColumn(summary, from + at, S.ParameterAnnotation));
  // Handlers of one parameter without a type are those that the framework gives the request by position.
  if (count === 1 && only !== undefined && only < 0) return false;
  const name = S.functionColumn(summary, index, S.FunctionName);
  for (let symbol = summary.firstSymbol; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext))
    if (S.symbolColumn(summary, symbol, S.SymbolName) === name && countReads(summary, symbol) > 0)
      return graph.entries.some((entry) => entry.ref === ref && entry.kind === "dependency");
  return true;
}

/** Names under which something may be kept by the application: read there, or in what may be it. */
function namesKept(program: Program, { keeper, module: own }: App): ReadonlySet<string> {
  const names = new Set<string>();
  for (const module of program.modules) {
    const { summary } = module;
    for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
      const kind = S.valueKindOf(summary, value);
      const object = S.valueA(summary, value);
      const key = S.valueB(summary, value);
      if (keeper.attribute === "[]") {
        if (kind !== Value.Subscript || S.valueKindOf(summary, key) !== Value.Constant) continue;
        const isText = S.valueA(summary, key) === Value.ConstantString;
        const shape = isText ? shapeOf(program, module, object) : undefined;
        const isApp = shape?.kind === "unknown" || (shape?.kind === "instance" && isKeeper(program, shape.ref, keeper));
        if (isApp) names.add(S.stringAt(summary, S.valueB(summary, key)));
      } else if (kind === Value.Attribute && module !== own && isAttribute(summary, object, keeper.attribute))
        names.add(S.stringAt(summary, key));
    }
  }
  return names;
}

function isKeeper({ state }: Program, ref: Parameters<typeof state.ask.mro>[1], keeper: Keeper): boolean {
  return state.ask.mro(state, ref).some((cls) => state.ask.classFacts(state, cls).keeper === keeper);
}

function isAttribute(summary: Module["summary"], value: number, name: string): boolean {
  return S.valueKindOf(summary, value) === Value.Attribute && S.stringAt(summary, S.valueB(summary, value)) === name;
}
