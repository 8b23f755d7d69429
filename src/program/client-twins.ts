/**
 * What it takes to put a client's asynchronous counterpart in its place: the places where it is made, and every use of it and
 * of what it gives, in all files. Either all of them can be followed and have an equal, or there is no exchange.
 *
 * Words: a *pair* is what an expression is today and what it would be; to *follow* a value is to find all its uses.
 */
import type { ClientExchange } from "../diagnostics/twin-repair.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync, isGenerator } from "./call.ts";
import {
  addStep,
  beginExchange,
  closesByTwin,
  givesSomethingForeign,
  isDropped,
  isOfClass,
  isPlainData,
  lookAtArguments,
  ownerOfRow,
  type Exchange,
  type Pair,
} from "./client-exchange.ts";
import { isCaught } from "./caught-errors.ts";
import { argumentsOf } from "./evaluate.ts";
import { acceptsArguments } from "./given.ts";
import { isAsyncIterable, type MethodTwin } from "./method-twins.ts";
import { mroOf } from "./members.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { awaitedShape, elementShape, enteredShape } from "./protocol.ts";
import { isOfModule, usesOfAttribute } from "./references.ts";
import { instanceShape, membersOf } from "./shape.ts";
import type { ClassRef, FunctionShape, Module } from "./shape.ts";
import { attributeRows, bindingsOf, originOf, twinMadeBy, type Origin } from "./client-origin.ts";
import { countReads, valueUsersOf } from "./value-users.ts";
import { symbolOfBinding, usesOfValue, type ValueUse } from "./value-uses.ts";

const known = new WeakMap<Program, Map<string, ClientExchange | undefined>>();
const mostSteps = 200;

/** The exchange that mends a call of a client, or of what a client gave; undefined where it cannot be done as a whole. */
export function exchangeClient(program: Program, module: Module, value: number): ClientExchange | undefined {
  const origin = originOf(program, { module, value });
  if (origin === undefined) return undefined;
  let exchanges = known.get(program);
  if (exchanges === undefined) {
    exchanges = new Map();
    known.set(program, exchanges);
  }
  const key = keyOf(origin);
  if (!exchanges.has(key)) {
    const exchange = beginExchange(program, "");
    const isWhole = followOrigin(exchange, origin) && exchange.steps.length <= mostSteps;
    exchanges.set(key, isWhole ? { to: exchange.to, steps: exchange.steps } : undefined);
  }
  return exchanges.get(key);
}

/** The steps that call another function of the same object, and await it, where what it gives can be used as before. */
export function exchangeMethod(
  program: Program,
  module: Module,
  call: number,
  { name, today, switched }: MethodTwin,
): ClientExchange | undefined {
  const exchange = beginExchange(program, name);
  addStep(exchange, module, S.valueC(module.summary, call), { kind: "rename-method", name });
  const isWhole = followCall(exchange, module, call, today, switched, true);
  return isWhole ? { to: name, steps: exchange.steps } : undefined;
}

/** Whether what a Call gives is used in ways only that both sides of a pair have, and need not be awaited. */
export function followsAsPlainData(
  program: Program,
  module: Module,
  call: number,
  { today, switched }: Pick<Pair, "today" | "switched">,
): boolean {
  const exchange = beginExchange(program, "");
  return followOnce(exchange, module, call, { today, switched, isResult: false }) && exchange.steps.length === 0;
}

function keyOf({ module, value }: Origin): string {
  return `${module.id}:${value}`;
}

function followOrigin(exchange: Exchange, { module, value }: Origin): boolean {
  const { program, made } = exchange;
  const { state } = program;
  const twin = twinMadeBy(program, module, value);
  const key = keyOf({ module, value });
  if (twin === undefined || module.origin !== "project") return false;
  if (made.has(key)) return true;
  if (exchange.to !== "" && exchange.to !== twin.to) return false;
  made.add(key);
  exchange.to = twin.to;
  const { maker, from, to, added } = twin;
  const [library = ""] = from.split(".", 1);
  exchange.isForeign = library !== to.split(".", 1)[0];
  if (exchange.isForeign && (!state.modules.host.isWholeProject || isCaught(program, library))) return false;
  const constructor =
    maker.kind === "class" ? state.ask.attribute(state, instanceShape(state.shapes, maker.ref), "__init__") : maker;
  if (constructor.kind !== "function" || !acceptsArguments(program, module, value, constructor)) return false;
  if (givesSomethingForeign(program, module, value, constructor, twin.foreign)) return false;
  const given = state.ask.call(state, maker, argumentsOf(state, module, value, undefined));
  const isAwaited = maker.kind === "function" && isAsync(maker.ref);
  addStep(exchange, module, S.valueC(module.summary, value), { kind: "construct", from, to, added });
  if (isAwaited) addStep(exchange, module, S.valueC(module.summary, value), { kind: "await" });
  const switched = isAwaited ? awaitedShape(state, given) : given;
  return followOnce(exchange, module, value, { today: shapeOf(program, module, value), switched, isResult: false });
}

/** Follows an expression that stands in one place: it is used once, or not at all. */
function followOnce(exchange: Exchange, module: Module, value: number, pair: Pair): boolean {
  const uses = usesOfValue(module, value);
  const [use] = uses;
  if (uses.length > 1) return false;
  // A call whose result is dropped has no use; any other place is one that nobody looks at.
  if (use === undefined) return isDropped(module, value);
  return followUse(exchange, module, value, use, pair);
}

function followUse(exchange: Exchange, module: Module, value: number, use: ValueUse, pair: Pair): boolean {
  switch (use.kind) {
    case "looked at":
      return true;
    case "attribute":
      return followAttribute(exchange, module, use.value, pair);
    case "item":
      return followItem(exchange, module, use.value, pair);
    case "with":
      return followEntered(exchange, module, value, use.site, pair);
    case "for":
      return followIterated(exchange, module, value, use.site, pair);
    case "binding":
      return followName(exchange, module, symbolOfBinding(module, use.row), pair);
    case "kept":
      return followKept(exchange, module, use.row, pair);
    case "callee":
    case "store":
    case "other":
      return false;
  }
}

function followAttribute(exchange: Exchange, module: Module, value: number, pair: Pair): boolean {
  const { state } = exchange.program;
  const { summary } = module;
  const name = S.stringAt(summary, S.valueB(summary, value));
  const now = state.ask.attribute(state, pair.today, name);
  const uses = usesOfValue(module, value);
  const [use] = uses;
  if (uses.length > 1) return false;
  if (now.kind === "function") {
    if (use?.kind !== "callee") return false;
    if (name === "close" && closesByTwin(exchange, module, use.value, pair)) return true;
    const other = state.ask.facts(state, now.ref).twin || name;
    const method = state.ask.attribute(state, pair.switched, other);
    if (other !== name) addStep(exchange, module, S.valueC(summary, use.value), { kind: "rename-method", name: other });
    return method.kind === "function" && followCall(exchange, module, use.value, now, method, pair.isResult);
  }
  const counterpart = state.ask.attribute(state, pair.switched, name);
  if (now.kind === "unknown" && counterpart.kind === "unknown") return pair.isResult;
  if (now === counterpart) return true;
  if (now.kind !== "instance" || counterpart.kind !== "instance") return false;
  return followOnce(exchange, module, value, { today: now, switched: counterpart, isResult: pair.isResult });
}

function followCall(
  exchange: Exchange,
  module: Module,
  call: number,
  now: FunctionShape,
  counterpart: FunctionShape,
  isResult: boolean,
): boolean {
  const { program } = exchange;
  const { state } = program;
  if (!acceptsArguments(program, module, call, counterpart)) return false;
  const args = argumentsOf(state, module, call, undefined);
  if (exchange.isForeign && !lookAtArguments(exchange, module, call, counterpart)) return false;
  const before = state.ask.call(state, now, args);
  const after = state.ask.call(state, counterpart, args);
  const site = S.valueC(module.summary, call);
  const isCoroutine = isAsync(counterpart.ref) && !isGenerator(counterpart.ref);
  const isAwaitable = after.kind === "instance" && state.ask.classFacts(state, after.ref).isAwaitable;
  const isIterated = usesOfValue(module, call).some(({ kind }) => kind === "for");
  if (isCoroutine || (isAwaitable && !isIterated)) {
    addStep(exchange, module, site, { kind: "await" });
    const pair: Pair = { today: before, switched: awaitedShape(state, after), isResult: !exchange.isForeign };
    return isPlainData(exchange, module, call, now, pair) || followOnce(exchange, module, call, pair);
  }
  // What blocks today, and gives the same there without being awaited, is something else.
  if (before === after) return state.ask.facts(state, now.ref).blocks === undefined;
  return followOnce(exchange, module, call, { today: before, switched: after, isResult });
}

function followItem(exchange: Exchange, module: Module, value: number, pair: Pair): boolean {
  const { state } = exchange.program;
  const now = state.ask.attribute(state, pair.today, "__getitem__");
  const counterpart = state.ask.attribute(state, pair.switched, "__getitem__");
  if (now.kind === "unknown" && counterpart.kind === "unknown") return pair.isResult;
  if (now.kind !== "function" || counterpart.kind !== "function" || isAsync(counterpart.ref)) return false;
  if (state.ask.facts(state, now.ref).blocks !== undefined) return false;
  const given = { today: state.ask.call(state, now, []), switched: state.ask.call(state, counterpart, []) };
  return given.today === given.switched || followOnce(exchange, module, value, { ...given, isResult: pair.isResult });
}

function followEntered(exchange: Exchange, module: Module, value: number, site: number, pair: Pair): boolean {
  const { state } = exchange.program;
  if (state.ask.attribute(state, pair.switched, "__aenter__").kind !== "function") return false;
  addStep(exchange, module, site, { kind: "add-async" });
  const entered: Pair = {
    today: enteredShape(state, pair.today, false),
    switched: enteredShape(state, pair.switched, true),
    isResult: pair.isResult,
  };
  return followBound(exchange, module, Value.Entered, value, entered);
}

function followIterated(exchange: Exchange, module: Module, value: number, site: number, pair: Pair): boolean {
  const { program } = exchange;
  const { state } = program;
  if (!isAsyncIterable(program, pair.switched)) return false;
  addStep(exchange, module, site, { kind: "add-async" });
  const element: Pair = {
    today: elementShape(state, pair.today, false),
    switched: elementShape(state, pair.switched, true),
    isResult: true,
  };
  return followBound(exchange, module, Value.Element, value, element);
}

/** Follows what `with … as` or `for …` binds. */
function followBound(exchange: Exchange, module: Module, kind: number, value: number, pair: Pair): boolean {
  const { summary } = module;
  if (pair.today === pair.switched || (pair.today.kind === "unknown" && pair.isResult)) return true;
  for (let bound = 2; bound < summary.values.length / S.ValueStride; bound++) {
    if (S.valueKindOf(summary, bound) !== kind || S.valueA(summary, bound) !== value) continue;
    if (usesOfValue(module, bound).length > 0 && !followOnce(exchange, module, bound, pair)) return false;
  }
  return true;
}

/** Follows what a name holds: all its bindings must be of the same making, and all its reads known. */
function followName(exchange: Exchange, module: Module, symbol: number, pair: Pair): boolean {
  const { summary } = module;
  if (symbol < 0 || isOfClass(module, symbol)) return false;
  const key = `${module.id}.${symbol}`;
  if (exchange.held.has(key)) return true;
  exchange.held.add(key);
  for (const row of bindingsOf(module, symbol)) {
    const value = S.bindingColumn(summary, row, S.BindingValue);
    const isNothing =
      value === Value.None || (S.bindingColumn(summary, row, S.BindingFlags) & S.BindingIsDeclaration) !== 0;
    if (!isNothing && !isSameMaking(exchange, module, value, pair)) return false;
  }
  let reads = 0;
  for (const value of valueUsersOf(module).readsOf.get(symbol) ?? []) {
    for (const use of usesOfValue(module, value)) {
      reads++;
      if (!followUse(exchange, module, value, use, pair)) return false;
    }
  }
  // A read that is not among the uses goes somewhere unknown.
  return (
    reads === countReads(summary, symbol) &&
    (!isOfModule(module, symbol) || followExported(exchange, module, symbol, pair))
  );
}

/** Whether a value is what is followed, or made the same way: then that making is exchanged too. */
function isSameMaking(exchange: Exchange, module: Module, value: number, pair: Pair): boolean {
  if (S.valueKindOf(module.summary, value) === Value.Import) return true;
  const { program } = exchange;
  if (shapeOf(program, module, value) !== pair.today) return false;
  const isMade =
    S.valueKindOf(module.summary, value) === Value.Call && twinMadeBy(program, module, value) !== undefined;
  return !isMade || followOrigin(exchange, { module, value });
}

/** Follows a name of a module into the files that import it, or read it from the module. */
function followExported(exchange: Exchange, source: Module, symbol: number, pair: Pair): boolean {
  const { program } = exchange;
  if (!program.state.modules.host.isWholeProject) return false;
  const name = S.stringAt(source.summary, S.symbolColumn(source.summary, symbol, S.SymbolName));
  for (const module of program.modules) {
    const { summary } = module;
    const text = summary.strings.indexOf(name);
    if (text < 0) continue;
    for (const value of valueUsersOf(module).named.get(text) ?? []) {
      const kind = S.valueKindOf(summary, value);
      if (kind === Value.StarImported) return false;
      if (kind === Value.Import) {
        if (program.state.ask.importedModule(program.state, module, value) !== source) continue;
        if (!usesOfValue(module, value).every((use) => followUse(exchange, module, value, use, pair))) return false;
      } else if (kind === Value.Attribute) {
        const object = shapeOf(program, module, S.valueA(summary, value));
        const isRead = membersOf(object).some((member) => member.kind === "module" && member.module === source);
        if (isRead && !followOnce(exchange, module, value, pair)) return false;
      }
    }
  }
  return true;
}

/** Follows what an attribute of the user's objects holds. */
function followKept(exchange: Exchange, module: Module, row: number, pair: Pair): boolean {
  const { program } = exchange;
  const { summary } = module;
  const name = S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName));
  const owner = ownerOfRow(program, module, row);
  if (owner === undefined || !program.state.modules.host.isWholeProject) return false;
  const key = `${owner.id}:${name}`;
  if (exchange.held.has(key)) return true;
  exchange.held.add(key);
  if (usesOfAttribute(program, owner, name).escapes) return false;
  for (const other of attributeRows(owner, name)) {
    const value = S.attributeColumn(summary, other, S.AttributeValue);
    if (value !== Value.None && !isSameMaking(exchange, module, value, pair)) return false;
  }
  const stores = { count: 0 };
  const isFollowed = program.modules.every((user) => followReads(exchange, user, owner, name, pair, stores));
  // `other.client = …` is no row of the class.
  return isFollowed && stores.count === attributeRows(owner, name).length;
}

/** Follows the attribute of every object that may be of the class; where that is not sure there is no exchange. */
function followReads(
  exchange: Exchange,
  module: Module,
  owner: ClassRef,
  name: string,
  pair: Pair,
  stores: { count: number },
): boolean {
  const { program } = exchange;
  const { state } = program;
  const { summary } = module;
  const text = summary.strings.indexOf(name);
  if (text < 0) return true;
  for (const value of valueUsersOf(module).named.get(text) ?? []) {
    if (S.valueKindOf(summary, value) !== Value.Attribute) continue;
    for (const object of membersOf(shapeOf(program, module, S.valueA(summary, value)))) {
      if (object.kind === "unknown" || object.kind === "super") return false;
      if (object.kind !== "instance" && object.kind !== "class") continue;
      const isRelated = mroOf(state, object.ref).includes(owner) || mroOf(state, owner).includes(object.ref);
      if (!isRelated) continue;
      if (state.ask.attribute(state, object, name) !== pair.today) return false;
      const isStored = usesOfValue(module, value).some(({ kind }) => kind === "store");
      if (isStored) stores.count++;
      else if (!followOnce(exchange, module, value, pair)) return false;
    }
  }
  return true;
}
