import { isTestModule } from "../program/context.ts";
import { dottedClassName, qualifiedName } from "../program/names.ts";
import { mayCall, shapeOf, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { pathFromEntry, plainNodeOf } from "../program/reach.ts";
import { isCached } from "../program/read-facts.ts";
import { operandsOf } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import type { TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const clientPerRequest: Rule = {
  code: "AIO702",
  name: "client-per-request",
  summary: "A client that keeps connections is made anew for each request",
  severity: "warning",
  aliases: [],
  since: "0.2.0",
  category: "resources",
  serves: ["never-leak"],
  check: (program, report) => {
    const reportFinding = createReporter(clientPerRequest, report);
    const { resources } = program.state.names;
    for (const module of program.modules) {
      const visits = sitesOf(program, module, (kind, flags, value) => {
        const isOnce = (flags & (Site.IsOnce | Site.IsDropped)) !== 0;
        return kind === Site.Call && !isOnce && mayCall(module, value, resources);
      });
      for (const visit of visits) {
        const cls = clientMade(program, module, visit.value, 0);
        if (cls === undefined || isKept(module, visit) || dependsOnCaller(module, visit.value)) continue;
        const repeated = repetitionOf(program, visit);
        if (repeated === undefined || isCached(program.state, visit.ref)) continue;
        const name = dottedClassName(program.state, cls);
        reportFinding({
          ref: visit.ref,
          at: visit.site,
          message: `A \`${name}\` is made anew ${repeated.often}`,
          why: "Each one opens connections of its own, and throws them away: the others' cannot be used again",
          help: "Make one when the application starts, hand it to whoever needs it, and close it at the end",
          subject: name,
          trace: repeated.trace,
          ...(isTestModule(program, module) ? { severity: "information" as const } : {}),
        });
      }
    }
  },
};

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
function isKept(module: Module, { ref, flags, site, value }: SiteVisit): boolean {
  if ((flags & Site.IsReturned) !== 0) return true;
  const { summary } = module;
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (S.attributeColumn(summary, row, S.AttributeValue) === value) return true;
  const symbol = S.siteColumn(summary, site, S.SiteExtra) - 1;
  // Bound to a local, or used where it stands.
  if (symbol < 0) return !isUsedAtOnce(ref, value);
  const isShared = (S.symbolColumn(summary, symbol, S.SymbolFlags) & S.SymbolIsShared) !== 0;
  return isShared || isGivenAway(ref, symbol);
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

/** A local that is returned, yielded, or stored in something. */
function isGivenAway({ module: { summary }, index }: FunctionRef, symbol: number): boolean {
  const isLocal = (value: number): boolean =>
    S.valueKindOf(summary, value) === Value.Reaching && S.valueB(summary, value) === symbol;
  const given = [S.FunctionReturns, S.FunctionYields].flatMap((column) =>
    S.listItems(summary, S.functionColumn(summary, index, column)),
  );
  if (given.some((value) => isLocal(value) || operandsOf(summary, value).some(isLocal))) return true;
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (isLocal(S.attributeColumn(summary, row, S.AttributeValue))) return true;
  return false;
}

/** Keywords whose value may differ from one caller to the next: each then needs a client of his own. */
const personal =
  /auth|header|cookie|token|key|cert|password|secret|credential|user|proxy|proxies|transport|base_url|verify/i;

/** Whether the client is made for somebody: with a parameter, or what was found out of him. */
function dependsOnCaller({ summary }: Module, call: number): boolean {
  const items = S.listItems(summary, S.valueB(summary, call));
  return items.some((value, index) => {
    if (index % 2 === 0) return false;
    const name = items[index - 1] ?? -1;
    if (name === Value.DoubleStar || name === Value.Star) return true;
    const isPersonal = name < 0 || personal.test(S.stringAt(summary, name));
    return isPersonal && !isConstant(summary, value, 0);
  });
}

/** The same for every caller: constants, names of the module, and what is made of them. */
function isConstant(summary: Module["summary"], value: number, depth: number): boolean {
  if (depth > 6) return false;
  switch (S.valueKindOf(summary, value)) {
    case Value.Constant:
    case Value.None:
    case Value.Builtin:
    case Value.Symbol:
    case Value.StarImported:
      return true;
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

/** What makes the site run again and again: a loop around it, a loop around a call of its function, or requests. */
function repetitionOf(program: Program, visit: SiteVisit): Repetition | undefined {
  const { ref, flags, site } = visit;
  if ((flags & Site.InLoop) !== 0 || isGeneratorExpression(ref)) return { often: "in each round of a loop", trace: [] };
  const node = plainNodeOf(program.graph, ref);
  if (node === undefined) return undefined;
  const here = {
    location: siteLocation(ref.module, site),
    functionName: qualifiedName(ref),
    target: "makes the client",
  };
  const path = pathFromEntry(program, node, ["request", "message", "event", "command"]);
  if (path !== undefined) {
    const often = `for each ${path.entry.kind}`;
    return { often, trace: path.hops.length === 0 ? [] : [...path.hops, here] };
  }
  for (const call of program.graph.coroutineCalls.get(ref) ?? []) {
    const { module } = call.from.ref;
    const isInLoop = (S.siteColumn(module.summary, call.site, S.SiteFlags) & Site.InLoop) !== 0;
    if (!isInLoop && !isGeneratorExpression(call.from.ref)) continue;
    const hop = {
      location: siteLocation(module, call.site),
      functionName: qualifiedName(call.from.ref),
      target: qualifiedName(ref),
    };
    return { often: "in each round of a loop", trace: [hop, here] };
  }
  return undefined;
}

function isGeneratorExpression({ module, index }: FunctionRef): boolean {
  return (S.functionColumn(module.summary, index, S.FunctionFlags) & S.FunctionIsGeneratorExpression) !== 0;
}
