import { say } from "../language/say.ts";
import { callsOf } from "../program/call-sites.ts";
import { isTestModule } from "../program/context.ts";
import { dottedClassName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { isCached } from "../program/read-facts.ts";
import { isOfModule, operandsOf } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "../program/shape.ts";
import type { AppClientPlan, ClassClientPlan, ClientPlan } from "../diagnostics/client-repair.ts";
import type { Repair } from "../diagnostics/repair.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { planForApp } from "./app-client.ts";
import { planForClass } from "./class-client.ts";
import { isKept } from "./kept-client.ts";
import { repairAt } from "./repair-at.ts";
import { fillsCache, repetitionOf, repetitionOfFunction } from "./repetition.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";
import { planHoisting, planSharing } from "./share-client.ts";

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
  if (!operandsOf(summary, value).every((part) => isConstant(ref.module, part, 0))) return [];
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
    return (keyword === "" || personal.test(keyword)) && !isConstant(module, value, 0);
  });
}

/** Made for this client alone, or nothing. */
function isNewOrNone(program: Program, module: Module, value: number): boolean {
  const { summary } = module;
  if (S.valueKindOf(summary, value) === Value.None) return true;
  return (
    S.valueKindOf(summary, value) === Value.Call &&
    shapeOf(program, module, S.valueA(summary, value)).kind === "class" &&
    isConstant(module, value, 0)
  );
}

/** The same for every caller: constants, names of the module, and what is made of them. */
function isConstant(module: Module, value: number, depth: number): boolean {
  const { summary } = module;
  if (depth > 6) return false;
  switch (S.valueKindOf(summary, value)) {
    case Value.Constant:
    case Value.None:
    case Value.Builtin:
    case Value.StarImported:
      return true;
    case Value.Symbol:
      return isOfModule(module, S.valueA(summary, value));
    case Value.Formatted:
      return S.listItems(summary, S.valueA(summary, value)).every((part) => isConstant(module, part, depth + 1));
    case Value.Reaching:
    case Value.Parameter:
    case Value.Await:
      return false;
    default:
      return operandsOf(summary, value).every((operand) => isConstant(module, operand, depth + 1));
  }
}
