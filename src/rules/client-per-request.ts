import { say } from "../language/say.ts";
import { callsOf } from "../program/call-sites.ts";
import { isAsync } from "../program/call.ts";
import { isTestModule } from "../program/context.ts";
import { dottedClassName, qualifiedName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { flowOf, hasBreak, hasReturn, nodesIn, sitesBetween } from "../program/flow.ts";
import type { Block, FlowNode, LoopNode } from "../program/flow.ts";
import { pathToFunction } from "../program/reach.ts";
import type { Link } from "../program/reach.ts";
import { isCached } from "../program/read-facts.ts";
import { operandsOf } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import { waitsOf } from "../program/waits.ts";
import type { AppClientPlan, ClassClientPlan, ClientPlan } from "../diagnostics/client-repair.ts";
import type { Repair } from "../diagnostics/repair.ts";
import type { TraceHop } from "../diagnostics/diagnostic.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt } from "./repair-at.ts";
import { planForApp } from "./app-client.ts";
import { planForClass } from "./class-client.ts";
import { planHoisting, planSharing } from "./share-client.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const clientPerRequest: Rule = {
  code: "AIO702",
  name: "client-per-request",
  summary: "A client that keeps connections is made anew for each request",
  severity: "warning",
  aliases: [],
  since: "0.1.0",
  category: "resources",
  serves: ["never-leak"],
  check: (program, report) => {
    const reportFinding = createReporter(clientPerRequest, report);
    const { clients } = program.state.names;
    for (const module of program.modules) {
      const once = Site.IsOnce | Site.IsDropped | Site.InHandler;
      const visits = callsOf(program, module, clients, (flags) => (flags & once) === 0);
      for (const visit of visits) {
        const cls = clientMade(program, module, visit.value, 0);
        if (cls === undefined || isKept(program, visit) || dependsOnCaller(program, module, visit.value)) continue;
        const repeated = repetitionOf(program, visit);
        if (repeated === undefined || isCached(program.state, visit.ref) || fillsCache(visit.ref)) continue;
        const name = dottedClassName(program.state, cls);
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message: say`A \`${name}\` is made anew ${repeated.often}`,
          why: say`Each one opens connections of its own, and throws them away: the others' cannot be used again`,
          help: say`Make one when the application starts, hand it to whoever needs it, and close it at the end`,
          subject: name,
          trace: repeated.trace,
          repairs: sharing(program, visit, cls),
          ...(isTestModule(program, module) ? { severity: "information" as const } : {}),
        });
      }
    }
  },
};

/** One client for all, where everybody who would have to hand it down can be changed. */
function sharing(program: Program, { ref, site, value, flags }: SiteVisit, cls: ClassRef): Repair[] {
  const { summary } = ref.module;
  if (!operandsOf(summary, value).every((part) => isConstant(summary, part, 0))) return [];
  const isRepeated = (caller: FunctionRef): boolean => repetitionOfFunction(program, caller) !== undefined;
  const plan = (): ClientPlan | undefined =>
    (flags & Site.InLoop) === 0 ? planSharing(program, ref, isRepeated) : planHoisting(ref, site);
  const planClass = (): ClassClientPlan | undefined =>
    planForClass(program, ref, cls, (visit) => repetitionOf(program, visit) !== undefined);
  const planApp = (): AppClientPlan | undefined => planForApp(program, ref);
  return [
    repairAt(ref.module, site, "unsafe", { kind: "share-client", plan }),
    repairAt(ref.module, site, "unsafe", { kind: "class-client", plan: planClass }),
    repairAt(ref.module, site, "unsafe", { kind: "app-client", plan: planApp }),
  ];
}

const mostHelpers = 3;

/** The class of the client that a call makes each time it runs; undefined for anything else. */
function clientMade(program: Program, module: Module, call: number, depth: number): ClassRef | undefined {
  const { state } = program;
  const callee = shapeOf(program, module, S.valueA(module.summary, call));
  if (callee.kind === "class") return sharedClass(program, shapeOf(program, module, call));
  if (callee.kind !== "function" || callee.isLikely) return undefined;
  const cls = sharedClass(program, shapeOf(program, module, call));
  if (cls === undefined || callee.ref.module.origin === "model") return cls;
  // A helper of the project makes it anew only when it returns what it has just made.
  const { summary } = callee.ref.module;
  const returns = S.listItems(summary, S.functionColumn(summary, callee.ref.index, S.FunctionReturns));
  const isFresh = returns.every((value) => {
    const isCall = S.valueKindOf(summary, value) === Value.Call;
    return isCall && depth < mostHelpers && clientMade(program, callee.ref.module, value, depth + 1) !== undefined;
  });
  return isFresh && returns.length > 0 && !isCached(state, callee.ref) ? cls : undefined;
}

function sharedClass(program: Program, shape: Shape): ClassRef | undefined {
  const [only, ...others] = membersOf(shape);
  if (only?.kind !== "instance" || others.length > 0) return undefined;
  return program.state.ask.classFacts(program.state, only.ref).isShared ? only.ref : undefined;
}

/** Whether what a call makes is kept for others: in an attribute, a container, a global, or given back. */
function isKept(
  program: Program,
  { ref, flags, site, value }: Pick<SiteVisit, "ref" | "flags" | "site" | "value">,
): boolean {
  const { module } = ref;
  // What a dependency gives is for one request.
  const isForRequest = program.graph.entries.some((entry) => entry.kind === "dependency" && entry.ref === ref);
  if ((flags & Site.IsReturned) !== 0) return !isForRequest;
  const { summary } = module;
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (S.attributeColumn(summary, row, S.AttributeValue) === value) return true;
  const symbol = S.siteColumn(summary, site, S.SiteExtra) - 1;
  // Bound to a local, or used where it stands.
  if (symbol < 0) return !isUsedAtOnce(ref, value) || (!isForRequest && isYieldedFrom(ref, value));
  if ((S.symbolColumn(summary, symbol, S.SymbolFlags) & S.SymbolIsShared) !== 0) return true;
  return !isForRequest && isGivenAway(program, ref, symbol);
}

/** `with Client() as client: yield client` */
function isYieldedFrom({ module: { summary }, index }: FunctionRef, client: number): boolean {
  return S.listItems(summary, S.functionColumn(summary, index, S.FunctionYields)).some((value) => {
    if (S.valueKindOf(summary, value) !== Value.Reaching) return false;
    return S.listItems(summary, S.valueA(summary, value)).some((binding) => {
      const bound = S.bindingColumn(summary, binding, S.BindingValue);
      return S.valueKindOf(summary, bound) === Value.Entered && S.valueA(summary, bound) === client;
    });
  });
}

/** Entered by `with`, or an argument's receiver: `async with Client() as client`, `Client().get(…)`. */
function isUsedAtOnce({ module: { summary }, index }: FunctionRef, value: number): boolean {
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const used = S.siteColumn(summary, site, S.SiteValue);
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if ((kind === Site.With || kind === Site.AsyncWith) && used === value) return true;
    if (kind !== Site.Call) continue;
    const callee = S.valueA(summary, used);
    if (S.valueKindOf(summary, callee) === Value.Attribute && S.valueA(summary, callee) === value) return true;
  }
  return false;
}

/** A local that is returned, yielded, or stored in something; not one that the function closes itself. */
function isGivenAway(program: Program, ref: FunctionRef, symbol: number): boolean {
  const { module, index } = ref;
  const { summary } = module;
  const isLocal = (value: number): boolean => holds(summary, value, symbol, 0);
  const given = [S.FunctionReturns, S.FunctionYields].flatMap((column) =>
    S.listItems(summary, S.functionColumn(summary, index, column)),
  );
  if (given.some(isLocal)) return true;
  const first = S.functionColumn(summary, index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, index, S.FunctionFlowCount);
  for (let row = first; row < end; row++) {
    if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Use || S.flowColumn(summary, row, S.FlowA) !== symbol) continue;
    const how = S.flowColumn(summary, row, S.FlowB);
    if (how === Flow.Entered) return false;
    if (how === Flow.Escapes) return true;
  }
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (isLocal(S.attributeColumn(summary, row, S.AttributeValue))) return true;
  return isGivenToKeeper(program, ref, symbol);
}

/** Given to something that is not awaited: a constructor, a registry, `clients.append(client)`. */
function isGivenToKeeper(program: Program, { module, index }: FunctionRef, symbol: number): boolean {
  const { summary } = module;
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const flags = S.siteColumn(summary, site, S.SiteFlags);
    if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call || (flags & Site.IsAwaited) !== 0) continue;
    const call = S.siteColumn(summary, site, S.SiteValue);
    const args = S.listItems(summary, S.valueB(summary, call)).filter((_, position) => position % 2 === 1);
    if (!args.some((value) => S.valueKindOf(summary, value) === Value.Reaching && S.valueB(summary, value) === symbol))
      continue;
    const callee = shapeOf(program, module, S.valueA(summary, call));
    const isCoroutine = callee.kind === "function" && isAsync(callee.ref);
    if (!isCoroutine) return true;
  }
  return false;
}

/** Whether a value is a local, or an object made with it; what awaiting gives is neither. */
function holds(summary: Module["summary"], value: number, symbol: number, depth: number): boolean {
  if (depth > 6) return false;
  const within = (part: number): boolean => holds(summary, part, symbol, depth + 1);
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Reaching:
      return (
        S.valueB(summary, value) === symbol ||
        S.listItems(summary, a).some((binding) => within(S.bindingColumn(summary, binding, S.BindingValue)))
      );
    case Value.Call:
      return S.listItems(summary, S.valueB(summary, value)).some(
        (part, position) => position % 2 === 1 && within(part),
      );
    case Value.Attribute:
    case Value.Await:
    case Value.Entered:
    case Value.Element:
      return false;
    default:
      return operandsOf(summary, value).some(within);
  }
}

/** Keywords whose value may differ from one caller to the next: each then needs a client of his own. */
const personal = /auth|header|cookie|token|key|cert|password|secret|credential|user|proxy|proxies|base_url|verify/i;

/** Keywords that give the client what keeps its connections. */
const pools = /^(?:transport|connector|connection_pool|pool|mounts|http_client|creator|session|client)$/;

/** Whether the client is made for somebody, with a parameter or what was found out of him; or borrows its connections. */
function dependsOnCaller(program: Program, module: Module, call: number): boolean {
  const { summary } = module;
  const items = S.listItems(summary, S.valueB(summary, call));
  return items.some((value, index) => {
    if (index % 2 === 0) return false;
    const name = items[index - 1] ?? -1;
    if (name === Value.DoubleStar || name === Value.Star) return true;
    const keyword = name < 0 ? "" : S.stringAt(summary, name);
    if (pools.test(keyword)) return !isNewOrNone(program, module, value);
    return (keyword === "" || personal.test(keyword)) && !isConstant(summary, value, 0);
  });
}

/** Made for this client alone, or nothing. */
function isNewOrNone(program: Program, module: Module, value: number): boolean {
  const { summary } = module;
  if (S.valueKindOf(summary, value) === Value.None) return true;
  return (
    S.valueKindOf(summary, value) === Value.Call &&
    shapeOf(program, module, S.valueA(summary, value)).kind === "class" &&
    isConstant(summary, value, 0)
  );
}

const symbolsOfModules = new WeakMap<Module["summary"], ReadonlySet<number>>();

function ofModule(summary: Module["summary"]): ReadonlySet<number> {
  let found = symbolsOfModules.get(summary);
  if (found === undefined) {
    const symbols = new Set<number>();
    for (let symbol = summary.firstSymbol; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext))
      symbols.add(symbol);
    found = symbols;
    symbolsOfModules.set(summary, found);
  }
  return found;
}

/** The same for every caller: constants, names of the module, and what is made of them. */
function isConstant(summary: Module["summary"], value: number, depth: number): boolean {
  if (depth > 6) return false;
  switch (S.valueKindOf(summary, value)) {
    case Value.Constant:
    case Value.None:
    case Value.Builtin:
    case Value.StarImported:
      return true;
    case Value.Symbol:
      return ofModule(summary).has(S.valueA(summary, value));
    case Value.Formatted:
      return S.listItems(summary, S.valueA(summary, value)).every((part) => isConstant(summary, part, depth + 1));
    case Value.Reaching:
    case Value.Parameter:
    case Value.Await:
      return false;
    default:
      return operandsOf(summary, value).every((operand) => isConstant(summary, operand, depth + 1));
  }
}

interface Repetition {
  /** `for each …`: how the message goes on. */
  readonly often: string;
  readonly trace: readonly TraceHop[];
}

/** What frameworks call again and again. */
const repeatedKinds: readonly string[] = ["request", "message", "event", "command", "dependency"];

const inLoop = (): string => say`in each round of a loop`;

/** What makes the site run again and again: a loop around it, a loop around a call of its function, or requests. */
function repetitionOf(program: Program, visit: SiteVisit): Repetition | undefined {
  const { ref, flags, site } = visit;
  if (((flags & Site.InLoop) !== 0 && !isTriedOnce(program, ref, site)) || isGeneratorExpression(ref))
    return { often: inLoop(), trace: [] };
  const again = repetitionOfFunction(program, ref);
  if (again === undefined || again.trace.length === 0) return again;
  const here = {
    location: siteLocation(ref.module, site),
    functionName: qualifiedName(ref),
    target: say`makes the client`,
  };
  return { ...again, trace: [...again.trace, here] };
}

/** What makes a function run again and again, with the way to it. */
function repetitionOfFunction(program: Program, ref: FunctionRef): Repetition | undefined {
  const path = pathToFunction(program, ref, repeatedKinds, runsEachTime);
  if (path !== undefined) {
    const often = oftenOf(path.entry.kind);
    return { often, trace: path.hops };
  }
  for (const call of program.graph.coroutineCalls.get(ref) ?? []) {
    const { module } = call.from.ref;
    const callFlags = S.siteColumn(module.summary, call.site, S.SiteFlags);
    const isInLoop = (callFlags & Site.InLoop) !== 0 && !isTriedOnce(program, call.from.ref, call.site);
    if (!isInLoop && !isGeneratorExpression(call.from.ref)) continue;
    if ((callFlags & (Site.IsOnce | Site.InHandler)) !== 0 || isMemo(call.from.ref, call.site)) continue;
    const hop = {
      location: siteLocation(module, call.site),
      functionName: qualifiedName(call.from.ref),
      target: qualifiedName(ref),
    };
    return { often: inLoop(), trace: [hop] };
  }
  return undefined;
}

/** How often a framework calls an entry of one of `repeatedKinds`. */
function oftenOf(kind: string): string {
  switch (kind) {
    case "message":
      return say`for each message`;
    case "event":
      return say`for each event`;
    case "command":
      return say`for each command`;
    default:
      return say`for each request`;
  }
}

/** `if self._index is None: self._index = await find()` */
function isMemo({ module: { summary } }: FunctionRef, site: number): boolean {
  if ((S.siteColumn(summary, site, S.SiteFlags) & Site.IsConditional) === 0) return false;
  const call = S.siteColumn(summary, site, S.SiteValue);
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++) {
    const stored = S.attributeColumn(summary, row, S.AttributeValue);
    const isAwait = stored >= 0 && S.valueKindOf(summary, stored) === Value.Await;
    if (stored === call || (isAwait && S.valueA(summary, stored) === call)) return true;
  }
  return false;
}

/** Whether a way goes on over a link each time: not where something is made that is kept, nor after an error. */
function runsEachTime(program: Program, { from, site, to }: Link): boolean {
  const { module } = from.ref;
  const flags = S.siteColumn(module.summary, site, S.SiteFlags);
  if ((flags & (Site.IsOnce | Site.InHandler)) !== 0 || isCached(program.state, to.ref)) return false;
  if (isMemo(from.ref, site) || fillsCache(from.ref)) return false;
  if (S.siteColumn(module.summary, site, S.SiteKind) !== Site.Call) return true;
  const value = S.siteColumn(module.summary, site, S.SiteValue);
  const isConstructor = shapeOf(program, module, S.valueA(module.summary, value)).kind === "class";
  return !isConstructor || !isKept(program, { ref: from.ref, flags, site, value });
}

/** In a loop that tries until it succeeds, connects again whenever a connection has ended, or sleeps in between. */
function isTriedOnce(program: Program, ref: FunctionRef, site: number): boolean {
  const { summary } = ref.module;
  const isTried = (S.siteColumn(summary, site, S.SiteFlags) & Site.InTry) !== 0;
  let innermost: LoopNode | undefined;
  for (const [node, around] of nodesIn(flowOf(ref))) {
    if (node.kind === "loop" && sitesBetween(ref, node.row, node.endRow).includes(site)) {
      if (innermost !== undefined && around.includes(innermost) && !isTried) return false;
      innermost = node;
    }
  }
  if (innermost === undefined) return false;
  const { body } = innermost;
  if (endsLoop(body) || sleeps(program, ref, innermost)) return true;
  return isTried && (hasBreak(body) || hasReturn(body) || entersForLong(program, ref, body, site));
}

/** Whether a loop waits between its rounds: by then a connection would have been closed anyway. */
function sleeps(program: Program, ref: FunctionRef, { row, endRow }: LoopNode): boolean {
  const { module } = ref;
  return sitesBetween(ref, row, endRow).some((site) => {
    const flags = S.siteColumn(module.summary, site, S.SiteFlags);
    if (S.siteColumn(module.summary, site, S.SiteKind) !== Site.Call || (flags & Site.IsAwaited) === 0) return false;
    const callee = shapeOf(program, module, S.valueA(module.summary, S.siteColumn(module.summary, site, S.SiteValue)));
    return callee.kind === "function" && waitsOf(program.state, callee.ref) === "sleep";
  });
}

/** Whether a round that goes well leaves the loop. */
function endsLoop(block: Block): boolean {
  const last = block.at(-1);
  switch (last?.kind) {
    case "return":
    case "break":
      return true;
    case "try":
      return endsLoop(last.orElse.length > 0 ? last.orElse : last.body);
    case "with":
      return endsLoop(last.body);
    default:
      return false;
  }
}

/** `async with Client() as client:` around a loop of its own, or around a coroutine that goes on for ever. */
function entersForLong(program: Program, ref: FunctionRef, block: Block, site: number): boolean {
  const { module } = ref;
  const { summary } = module;
  const call = S.siteColumn(summary, site, S.SiteValue);
  return Array.from(nodesIn(block)).some(([node]) => {
    if (node.kind !== "with" || S.flowColumn(summary, node.row, S.FlowA) !== call) return false;
    if (Array.from(nodesIn(node.body)).some(([inner]) => inner.kind === "loop")) return true;
    return sitesBetween(ref, node.row, node.endRow).some((inner) => {
      if (S.siteColumn(summary, inner, S.SiteKind) !== Site.Call) return false;
      const callee = shapeOf(program, module, S.valueA(summary, S.siteColumn(summary, inner, S.SiteValue)));
      return callee.kind === "function" && Array.from(nodesIn(flowOf(callee.ref))).some(([n]) => isEndlessLoop(n));
    });
  });
}

function isEndlessLoop(node: FlowNode): boolean {
  return node.kind === "loop" && node.isEndless;
}

/** Whether a function looks into a container of the module or an object first, and fills it afterwards. */
function fillsCache({ module: { summary }, index }: FunctionRef): boolean {
  const stored = new Set<string>();
  const read = new Set<string>();
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const value = S.siteColumn(summary, site, S.SiteValue);
    switch (S.siteColumn(summary, site, S.SiteKind)) {
      case Site.SubscriptStore:
        stored.add(containerName(summary, S.valueA(summary, value)));
        break;
      case Site.Subscript:
        read.add(containerName(summary, S.valueA(summary, value)));
        break;
      case Site.Contains:
        read.add(containerName(summary, value));
        break;
      case Site.Call: {
        const callee = S.valueA(summary, value);
        const isGet =
          S.valueKindOf(summary, callee) === Value.Attribute &&
          S.stringAt(summary, S.valueB(summary, callee)) === "get";
        if (isGet) read.add(containerName(summary, S.valueA(summary, callee)));
        break;
      }
      default:
    }
  }
  return Array.from(stored).some((name) => name !== "" && read.has(name));
}

/** A name of the module, or an attribute; "" for locals. */
function containerName(summary: Module["summary"], value: number): string {
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Symbol:
      return ofModule(summary).has(a) ? S.stringAt(summary, S.symbolColumn(summary, a, S.SymbolName)) : "";
    case Value.Attribute:
      return `.${S.stringAt(summary, S.valueB(summary, value))}`;
    default:
      return "";
  }
}

function isGeneratorExpression({ module, index }: FunctionRef): boolean {
  return (S.functionColumn(module.summary, index, S.FunctionFlags) & S.FunctionIsGeneratorExpression) !== 0;
}
