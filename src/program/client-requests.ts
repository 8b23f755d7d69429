/**
 * Functions whose model says how a client does the same: a coroutine function that opens one, asks it once, and returns what it
 * gives. Its parameters are the arguments that mean the same to both; what it passes under another name is renamed.
 */
import type { AskClient, AskedArgument } from "../diagnostics/twin-repair.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync } from "./call.ts";
import { isCaught } from "./caught-errors.ts";
import { followsAsPlainData } from "./client-twins.ts";
import { argumentsOf } from "./evaluate.ts";
import { acceptsArguments } from "./given.ts";
import { defaultOf, formOf, positionNamed } from "./model-parameters.ts";
import { dottedClassName } from "./names.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import type { FunctionRef, FunctionShape, Module } from "./shape.ts";
import { isPackageAtHand } from "./twin-of.ts";

/** What a client is to be asked in place of a Call value, in the ways its model knows; none where that is not all there is to it. */
export function requestsByClient(program: Program, module: Module, call: number): AskClient[] {
  const { state } = program;
  const today = shapeOf(program, module, S.valueA(module.summary, call));
  if (today.kind !== "function") return [];
  const { twin, twinForeign } = state.ask.facts(state, today.ref);
  if (twin === "" || twin.includes(".")) return [];
  return [twin, ...twinForeign].flatMap((name) => requestBy(program, module, call, today, name) ?? []);
}

function requestBy(
  program: Program,
  module: Module,
  call: number,
  today: FunctionShape,
  name: string,
): AskClient | undefined {
  const { state } = program;
  const way = state.ask.moduleAttribute(state, today.ref.module, name);
  if (way.kind !== "function" || !isAsync(way.ref) || !acceptsArguments(program, module, call, way)) return undefined;
  const request = readRequest(program, way.ref);
  if (request === undefined || !isPackageAtHand(program, request.client)) return undefined;
  const pair = {
    today: state.ask.returned(state, today, undefined),
    switched: state.ask.returned(state, way, undefined),
  };
  if (!followsAsPlainData(program, module, call, pair)) return undefined;
  const [own = ""] = today.ref.module.name.split(".", 1);
  if (!state.modules.host.isWholeProject || isCaught(program, own)) return undefined;
  return askedBy(program, module, call, way.ref, request);
}

interface Request {
  /** Dotted name of the client's class, and its method. */
  readonly client: string;
  readonly method: FunctionShape;
  readonly name: string;
  /** Argument of the method that each parameter of the model's function becomes; "" for one by position. */
  readonly names: ReadonlyMap<number, string>;
  /** Argument of the client's class that each of the others becomes. */
  readonly opening: ReadonlyMap<number, string>;
}

/** `async with Client() as client: return await client.get(url, timeout=timeout)` */
function readRequest(program: Program, { module, index }: FunctionRef): Request | undefined {
  const { state } = program;
  const { summary } = module;
  const [returned = 0, ...others] = S.listItems(summary, S.functionColumn(summary, index, S.FunctionReturns));
  const call = S.valueKindOf(summary, returned) === Value.Await ? S.valueA(summary, returned) : returned;
  if (others.length > 0 || S.valueKindOf(summary, call) !== Value.Call) return undefined;
  const callee = S.valueA(summary, call);
  if (S.valueKindOf(summary, callee) !== Value.Attribute) return undefined;
  const client = shapeOf(program, module, S.valueA(summary, callee));
  const method = shapeOf(program, module, callee);
  if (client.kind !== "instance" || method.kind !== "function") return undefined;
  const names = parametersPassed(summary, call);
  const opened = openedIn(summary, S.valueA(summary, callee));
  const opening = opened < 0 ? undefined : parametersPassed(summary, opened);
  const name = S.stringAt(summary, S.valueB(summary, callee));
  return names && opening && { client: dottedClassName(state, client.ref), method, name, names, opening };
}

/** The name a Call value passes each parameter of its function by; undefined when it passes anything else. */
function parametersPassed(summary: Module["summary"], call: number): ReadonlyMap<number, string> | undefined {
  const names = new Map<number, string>();
  const items = S.listItems(summary, S.valueB(summary, call));
  for (let at = 0; at < items.length; at += 2) {
    const name = items[at] ?? Value.Positional;
    const parameter = parameterBehind(summary, items[at + 1] ?? 0);
    if (parameter < 0) return undefined;
    names.set(parameter, name >= 0 ? S.stringAt(summary, name) : "");
  }
  return names;
}

/** The Call that is entered for a name; or -1. */
function openedIn(summary: Module["summary"], value: number): number {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Entered) return S.valueA(summary, value);
  if (kind !== Value.Reaching) return -1;
  const [row = -1] = S.listItems(summary, S.valueA(summary, value));
  return row < 0 ? -1 : openedIn(summary, S.bindingColumn(summary, row, S.BindingValue));
}

/** The position of the parameter a value is; or -1. */
function parameterBehind(summary: Module["summary"], value: number): number {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Parameter) return S.valueB(summary, value);
  if (kind !== Value.Reaching) return -1;
  const [row = -1] = S.listItems(summary, S.valueA(summary, value));
  return row < 0 ? -1 : parameterBehind(summary, S.bindingColumn(summary, row, S.BindingValue));
}

function askedBy(
  program: Program,
  module: Module,
  call: number,
  way: FunctionRef,
  { client, method, name, names, opening }: Request,
): AskClient | undefined {
  const given = new Set<number>();
  const asked: AskedArgument[] = [];
  for (const argument of argumentsOf(program.state, module, call, undefined)) {
    const parameter = typeof argument.name === "string" ? positionNamed(way, argument.name) : asked.length;
    const form = formOf(way, parameter);
    // Two time-outs in a tuple are one of one library and none of another.
    if (form === undefined && argument.shape.kind === "tuple") return undefined;
    given.add(parameter);
    asked.push({
      name: opening.get(parameter) ?? names.get(parameter) ?? "",
      isOfClient: opening.has(parameter),
      form,
    });
  }
  const added: string[] = [];
  for (const [parameter, argument] of names) {
    const fallback = defaultOf(way, parameter);
    const isSame = fallback === defaultOf(method.ref, positionNamed(method.ref, argument));
    if (!given.has(parameter) && argument !== "" && !isSame) added.push(`${argument}=${fallback}`);
  }
  return { client, method: name, arguments: asked, added };
}
