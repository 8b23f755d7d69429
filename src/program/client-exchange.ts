/** The exchange of a client as it grows, and what can be told of one place without following further. */
import type { SwitchStep, SwitchStepKind } from "../diagnostics/twin-repair.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync } from "./call.ts";
import { attributeRows } from "./client-origin.ts";
import { argumentsOf } from "./evaluate.ts";
import { acceptsArguments, givenTo } from "./given.ts";
import { formOf, positionNamed } from "./model-parameters.ts";
import type { Program } from "./program.ts";
import { membersOf, unknown } from "./shape.ts";
import type { ClassRef, FunctionShape, Module, Shape } from "./shape.ts";
import { classRef } from "./state.ts";

/** What an expression is today, and what it would be. */
export interface Pair {
  readonly today: Shape;
  readonly switched: Shape;
  /** What was awaited: of its attributes most are plain data that no model lists. */
  readonly isResult: boolean;
}

/** What has been found to change so far. */
export interface Exchange {
  readonly program: Program;
  readonly steps: SwitchStep[];
  /** The Calls that make the client, and the names and attributes that hold what is followed. */
  readonly made: Set<string>;
  readonly held: Set<string>;
  to: string;
  /** The counterpart is of another library, whose results have nothing in common but what both models say. */
  isForeign: boolean;
}

/** An exchange that has found nothing yet. `to` is what it is to be for; "" where that is yet to be found. */
export function beginExchange(program: Program, to: string): Exchange {
  return { program, steps: [], made: new Set(), held: new Set(), to, isForeign: false };
}

/** Whether an argument is one that the counterpart takes differently: by its name, or since it is itself half of a pair. */
export function givesSomethingForeign(
  program: Program,
  module: Module,
  call: number,
  constructor: FunctionShape,
  foreign: readonly string[],
): boolean {
  const { summary } = module;
  const args = argumentsOf(program.state, module, call, undefined);
  const items = S.listItems(summary, S.valueB(summary, call));
  const isNamed = args.some(({ name }, at) => {
    const isNone = (items[at * 2 + 1] ?? 0) === Value.None;
    return typeof name === "string" && foreign.includes(name) && !isNone;
  });
  if (isNamed || givenTo(program, module, call, constructor, foreign).some(({ shape }) => shape.kind !== "none"))
    return true;
  return args.some(({ shape }) =>
    membersOf(shape).some(
      (member) => member.kind === "instance" && program.state.ask.classFacts(program.state, member.ref).twin !== "",
    ),
  );
}

/** Adds a step at a site. */
export function addStep({ steps }: Exchange, module: Module, site: number, step: SwitchStepKind): void {
  const { summary } = module;
  const { path } = summary;
  const start = S.siteColumn(summary, site, S.SiteStart);
  const end = S.siteColumn(summary, site, S.SiteEnd);
  const isKnown = steps.some(
    (other) => other.path === path && other.start === start && other.end === end && other.step.kind === step.kind,
  );
  // A place that is reached in two ways is changed once.
  if (!isKnown) steps.push({ path, start, end, step });
}

/** Whether what a call gives is dropped. */
export function isDropped({ summary }: Module, value: number): boolean {
  if (S.valueKindOf(summary, value) !== Value.Call) return false;
  return (S.siteColumn(summary, S.valueC(summary, value), S.SiteFlags) & Site.IsDropped) !== 0;
}

/** `close()` → `await aclose()`, where that is how the counterpart is closed. */
export function closesByTwin(exchange: Exchange, module: Module, call: number, pair: Pair): boolean {
  const { state } = exchange.program;
  if (pair.today.kind !== "instance" || pair.switched.kind !== "instance") return false;
  const [closer = ""] = state.ask.classFacts(state, pair.switched.ref).closeMethods;
  const method = closer === "" ? unknown : state.ask.attribute(state, pair.switched, closer);
  if (method.kind !== "function" || !isAsync(method.ref)) return false;
  if (!acceptsArguments(exchange.program, module, call, method)) return false;
  const site = S.valueC(module.summary, call);
  addStep(exchange, module, site, { kind: "await" });
  if (closer !== "close") addStep(exchange, module, site, { kind: "rename-method", name: closer });
  return true;
}

/** What the arguments of a call must be is left to who sees how they are written; false for one that nobody can tell. */
export function lookAtArguments(
  exchange: Exchange,
  module: Module,
  call: number,
  { ref, self }: FunctionShape,
): boolean {
  const { program } = exchange;
  const args = argumentsOf(program.state, module, call, undefined);
  const first = self === undefined ? 0 : 1;
  const forms = args.map(({ name }, at) =>
    formOf(ref, typeof name === "string" ? positionNamed(ref, name) : first + at),
  );
  // Two time-outs in a tuple are one of one library and none of another.
  if (args.some(({ shape }, at) => forms[at] === undefined && shape.kind === "tuple")) return false;
  const step: SwitchStepKind = { kind: "look-at-arguments", forms };
  if (forms.some((form) => form !== undefined)) addStep(exchange, module, S.valueC(module.summary, call), step);
  return true;
}

/** Whether both sides give the same, or something that no model describes; or what is declared is given only when streaming. */
export function isPlainData(
  exchange: Exchange,
  module: Module,
  call: number,
  fn: FunctionShape,
  { today, switched }: Pair,
): boolean {
  const { program } = exchange;
  const { streams } = program.state.ask.facts(program.state, fn.ref);
  if (streams === "") return today === switched;
  const args = argumentsOf(program.state, module, call, undefined);
  const isHidden = args.some(({ name }) => name === Value.DoubleStar);
  const given = args.find(({ name }) => name === streams);
  const isOff =
    given === undefined ||
    given.shape.kind === "none" ||
    (given.shape.kind === "literal" && given.shape.constant === Value.ConstantFalse);
  return isOff && !isHidden;
}

/** A name of a class body is read as an attribute of its objects. */
export function isOfClass({ summary }: Module, symbol: number): boolean {
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    let own = S.classColumn(summary, cls, S.ClassFirstSymbol);
    for (; own >= 0; own = S.symbolColumn(summary, own, S.SymbolNext)) if (own === symbol) return true;
  }
  return false;
}

/** The class that an attribute row belongs to. */
export function ownerOfRow(program: Program, module: Module, row: number): ClassRef | undefined {
  const { summary } = module;
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    const owner = classRef(program.state, module, cls);
    if (attributeRows(owner, S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName))).includes(row))
      return owner;
  }
  return undefined;
}
