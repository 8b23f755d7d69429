/** What makes a function, or a place in it, run again and again: a loop, or the requests that a program serves. */
import { say } from "../language/say.ts";
import { flowOf, hasBreak, hasReturn, nodesIn, sitesBetween } from "../program/flow.ts";
import type { Block, FlowNode, LoopNode } from "../program/flow.ts";
import { qualifiedName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { pathToFunction } from "../program/reach.ts";
import type { Link } from "../program/reach.ts";
import { isCached } from "../program/read-facts.ts";
import { isOfModule } from "../program/references.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import { waitsOf } from "../program/waits.ts";
import type { TraceHop } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { isKept } from "./kept-client.ts";

export interface Repetition {
  /** `for each …`: how the message goes on. */
  readonly often: string;
  readonly trace: readonly TraceHop[];
}

/** What frameworks call again and again. */
const repeatedKinds: readonly string[] = ["request", "message", "event", "command", "dependency"];

const inLoop = (): string => say`in each round of a loop`;

/** What makes the site run again and again: a loop around it, a loop around a call of its function, or requests. */
export function repetitionOf(program: Program, visit: SiteVisit): Repetition | undefined {
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
export function repetitionOfFunction(program: Program, ref: FunctionRef): Repetition | undefined {
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
export function fillsCache({ module, index }: FunctionRef): boolean {
  const { summary } = module;
  const stored = new Set<string>();
  const read = new Set<string>();
  let site = S.functionColumn(summary, index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    const value = S.siteColumn(summary, site, S.SiteValue);
    switch (S.siteColumn(summary, site, S.SiteKind)) {
      case Site.SubscriptStore:
        stored.add(containerName(module, S.valueA(summary, value)));
        break;
      case Site.Subscript:
        read.add(containerName(module, S.valueA(summary, value)));
        break;
      case Site.Contains:
        read.add(containerName(module, value));
        break;
      case Site.Call: {
        const callee = S.valueA(summary, value);
        const isGet =
          S.valueKindOf(summary, callee) === Value.Attribute &&
          S.stringAt(summary, S.valueB(summary, callee)) === "get";
        if (isGet) read.add(containerName(module, S.valueA(summary, callee)));
        break;
      }
      default:
    }
  }
  return Array.from(stored).some((name) => name !== "" && read.has(name));
}

/** A name of the module, or an attribute; "" for locals. */
function containerName(module: Module, value: number): string {
  const { summary } = module;
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Symbol:
      return isOfModule(module, a) ? S.stringAt(summary, S.symbolColumn(summary, a, S.SymbolName)) : "";
    case Value.Attribute:
      return `.${S.stringAt(summary, S.valueB(summary, value))}`;
    default:
      return "";
  }
}

function isGeneratorExpression({ module, index }: FunctionRef): boolean {
  return (S.functionColumn(module.summary, index, S.FunctionFlags) & S.FunctionIsGeneratorExpression) !== 0;
}
