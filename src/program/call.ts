/** Calls: what a call gives, what a function becomes once its decorators ran, and frames. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { awaitedShape, elementShape } from "./protocol.ts";
import {
  awaitableShape,
  containerShape,
  contextManagerShape,
  coroutineShape,
  emptySlots,
  functionShape,
  generatorShape,
  instanceShape,
  intrinsicShape,
  membersOf,
  noneShape,
  tupleShape,
  unionOf,
  unknown,
} from "./shape.ts";
import type {
  ClassRef,
  ContainerMethodShape,
  Frame,
  FunctionRef,
  FunctionRole,
  FunctionShape,
  IntrinsicShape,
  Module,
  Shape,
} from "./shape.ts";
import { substitute } from "./annotation.ts";
import { noFacts } from "./facts.ts";
import { decidingParameters } from "./guard.ts";
import type { Facts } from "./facts.ts";
import type { Argument, ProgramState } from "./state.ts";

const maximumFrameDepth = 5;
const maximumFrames = 2048;

export function flagsOf(ref: FunctionRef): number {
  return S.functionColumn(ref.module.summary, ref.index, S.FunctionFlags);
}

export function isAsync(ref: FunctionRef): boolean {
  return (flagsOf(ref) & S.FunctionIsAsync) !== 0;
}

export function isGenerator(ref: FunctionRef): boolean {
  return (flagsOf(ref) & S.FunctionIsGenerator) !== 0;
}

/** What calling a shape gives. */
export function callShape(state: ProgramState, callee: Shape, args: readonly Argument[]): Shape {
  switch (callee.kind) {
    case "function":
      return callFunction(state, callee, args);
    case "class":
      return callClass(state, callee.ref, args);
    case "instance": {
      const method = state.ask.attribute(state, callee, "__call__");
      return method.kind === "function" ? callFunction(state, method, args) : unknown;
    }
    case "union":
      return unionOf(
        state.shapes,
        callee.members.filter((member) => member.kind !== "none").map((member) => callShape(state, member, args)),
      );
    case "intrinsic":
      return callIntrinsic(state, callee, args);
    case "containerMethod":
      return callContainerMethod(state, callee);
    default:
      return unknown;
  }
}

function callClass(state: ProgramState, ref: ClassRef, args: readonly Argument[]): Shape {
  if (ref.module.name === "builtins") {
    const name = S.stringAt(ref.module.summary, S.classColumn(ref.module.summary, ref.index, S.ClassName));
    const first = args[0]?.shape;
    const element = first === undefined ? unknown : elementShape(state, first, false);
    if (name === "list" || name === "set" || name === "tuple") return containerShape(state.shapes, name, element);
    if (name === "frozenset") return containerShape(state.shapes, "set", element);
    if (name === "dict") return containerShape(state.shapes, "dict", unknown);
  }
  return instanceShape(state.shapes, ref, heldElement(state, ref, args), constructorFrame(state, ref, args));
}

/** The callables an instance is made with: `self.fn = fn` of a decorator written as a class. */
function constructorFrame(state: ProgramState, ref: ClassRef, args: readonly Argument[]): Frame | undefined {
  const isModel = ref.module.origin === "model";
  const isKept = (shape: Shape): boolean => shape.kind !== "class" && decidesWhatRuns(shape, isModel);
  if (!args.some(({ shape }) => isKept(shape))) return undefined;
  const method = state.ask.attribute(state, instanceShape(state.shapes, ref), "__init__");
  if (method.kind !== "function" || (isModel && (flagsOf(method.ref) & S.FunctionIsStub) !== 0)) return undefined;
  const kept = bindArguments(method, args).map((shape) => (shape !== undefined && isKept(shape) ? shape : undefined));
  return kept.some((shape) => shape !== undefined) ? internFrame(state, method, kept) : undefined;
}

/** What a generic class is made to hold: the class given for a parameter annotated `type[T]`, or that parameter's default. */
function heldElement(state: ProgramState, ref: ClassRef, args: readonly Argument[]): Shape | undefined {
  const method =
    ref.module.origin === "model" ? state.ask.attribute(state, instanceShape(state.shapes, ref), "__init__") : unknown;
  if (method.kind !== "function") return undefined;
  const { module, index } = method.ref;
  const { summary } = module;
  const first = S.functionColumn(summary, index, S.FunctionFirstParameter);
  const bound = bindArguments(method, args);
  for (let i = 1; i < bound.length; i++) {
    const annotation = S.parameterColumn(summary, first + i, S.ParameterAnnotation);
    if (annotation < 0 || S.valueKindOf(summary, annotation) !== Value.Subscript) continue;
    const type = state.ask.evaluate(state, module, S.valueB(summary, annotation), undefined);
    if (type.kind !== "intrinsic" || type.name !== "typevar") continue;
    const fallback = S.parameterColumn(summary, first + i, S.ParameterDefault);
    const given = bound[i] ?? (fallback < 0 ? unknown : state.ask.evaluate(state, module, fallback, undefined));
    if (given.kind === "class") return instanceShape(state.shapes, given.ref);
  }
  return undefined;
}

function callIntrinsic(state: ProgramState, callee: IntrinsicShape, args: readonly Argument[]): Shape {
  const first = args[0]?.shape ?? unknown;
  switch (callee.name) {
    case "property":
    case "functools.cached_property":
      return withRole(state, first, "property");
    case "classmethod":
      return withRole(state, first, "classmethod");
    case "staticmethod":
      return withRole(state, first, "staticmethod");
    case "contextlib.contextmanager":
    case "contextlib.asynccontextmanager":
      return withRole(state, first, "contextmanager");
    case "setter":
      return intrinsicShape(state.shapes, "setter");
    case "typing.TypeVar":
      return intrinsicShape(state.shapes, "typevar");
    case "typing.abstractmethod":
    case "typing.overload":
    case "typing.final":
    case "typing.override":
    case "typing.runtime_checkable":
    case "typing.no_type_check":
    case "typing.dataclass":
      return first;
    default:
      // A decorator of a model, `uncoil.blocks("network")`: it hands back what it is given.
      if (callee.name.startsWith("uncoil."))
        return callee.operand === undefined && first.kind !== "function"
          ? intrinsicShape(state.shapes, callee.name, noneShape)
          : first;
      return unknown;
  }
}

function withRole(state: ProgramState, shape: Shape, role: FunctionRole): Shape {
  if (shape.kind !== "function") return unknown;
  return functionShape(state.shapes, shape.ref, shape.frame, shape.self, role, shape.isLikely);
}

function callContainerMethod(state: ProgramState, method: ContainerMethodShape): Shape {
  const { container } = method;
  const element = container.kind === "tuple" ? unionOf(state.shapes, container.elements) : container.element;
  switch (method.name) {
    case "pop":
    case "popleft":
    case "get":
    case "setdefault":
    case "__getitem__":
      return element;
    case "values":
      return containerShape(state.shapes, "list", element);
    case "items":
      return containerShape(state.shapes, "iterator", tupleShape(state.shapes, [unknown, element]));
    case "copy":
      return container;
    case "__aiter__":
    case "__iter__":
      return container;
    case "__next__":
      return element;
    case "__anext__":
      return awaitableShape(state.shapes, element, false);
    default:
      return unknown;
  }
}

/** Which argument each parameter gets; undefined where none does or a star hides it. */
export function bindArguments(fn: FunctionShape, args: readonly Argument[]): (Shape | undefined)[] {
  const { summary } = fn.ref.module;
  const count = S.functionColumn(summary, fn.ref.index, S.FunctionParameterCount);
  const first = S.functionColumn(summary, fn.ref.index, S.FunctionFirstParameter);
  const bound = emptySlots<Shape>(count);
  let position = fn.self === undefined ? 0 : 1;
  let isBehindStar = false;
  for (const argument of args) {
    if (typeof argument.name === "string") {
      for (let i = 0; i < count; i++) {
        const name = S.stringAt(summary, S.parameterColumn(summary, first + i, S.ParameterName));
        if (name === argument.name) bound[i] = argument.shape;
      }
    } else if (argument.name !== Value.Positional) isBehindStar = true;
    else if (!isBehindStar) {
      while (position < count && S.parameterColumn(summary, first + position, S.ParameterKind) > 2) position++;
      if (position >= count) continue;
      const isVariadic = S.parameterColumn(summary, first + position, S.ParameterKind) === 2;
      if (!isVariadic || bound[position] === undefined) bound[position] = argument.shape;
      if (!isVariadic) position++;
    }
  }
  return bound;
}

/** The shape of the argument a parameter gets, by the parameter's name; every shape of a variadic one. */
export function argumentNamed(fn: FunctionShape, args: readonly Argument[], parameter: string): Shape[] {
  const { summary } = fn.ref.module;
  const count = S.functionColumn(summary, fn.ref.index, S.FunctionParameterCount);
  const first = S.functionColumn(summary, fn.ref.index, S.FunctionFirstParameter);
  for (let i = 0; i < count; i++) {
    if (S.stringAt(summary, S.parameterColumn(summary, first + i, S.ParameterName)) !== parameter) continue;
    const isVariadic = S.parameterColumn(summary, first + i, S.ParameterKind) === 2;
    if (!isVariadic) return [bindArguments(fn, args)[i]].filter((shape) => shape !== undefined);
    const offset = i - (fn.self === undefined ? 0 : 1);
    return args
      .filter((argument) => typeof argument.name === "number")
      .slice(offset)
      .map((argument) => argument.shape);
  }
  return [];
}

/** Whether a shape decides what a callee runs: callables, and what runs when iterated or entered. */
function decidesWhatRuns(shape: Shape, isModel: boolean): boolean {
  return membersOf(shape).some((member) => {
    switch (member.kind) {
      case "function":
      case "containerMethod":
        return true;
      case "class":
        return true;
      case "generator":
      case "coroutine":
      case "contextManager":
      case "instance":
      case "container":
      case "tuple":
        return isModel;
      default:
        return false;
    }
  });
}

/** The frame a call opens: only arguments that decide what runs are kept, so that most calls share no frame at all. */
export function frameOf(state: ProgramState, fn: FunctionShape, args: readonly Argument[]): Frame | undefined {
  const isModel = fn.ref.module.origin === "model";
  // A stub without a body runs nothing of what it is given; its facts say what it does.
  if (isModel && (flagsOf(fn.ref) & S.FunctionIsStub) !== 0) return fn.frame;
  const { asked, forwarded, hasForwardedDefault } = decidingParameters(fn.ref);
  const self = decidesAsReceiver(state, fn) ? fn.self : undefined;
  const isDecided = self !== undefined || args.some((argument) => decidesWhatRuns(argument.shape, isModel));
  const isConstant = ({ shape }: Argument): boolean => shape.kind === "literal" || shape.kind === "none";
  const handsOn = hasForwardedDefault || (forwarded.size > 0 && args.some(isConstant));
  if (asked.size === 0 && !handsOn && !isDecided) return fn.frame;
  const bound = bindArguments(fn, args);
  // Behind a star anything may hide: nothing is left out for sure.
  const isComplete = args.every(({ name }) => name !== Value.Star && name !== Value.DoubleStar);
  const kept = bound.map((shape, position) => {
    if (asked.has(position)) return constantArgument(state, fn, position, shape, isComplete);
    if (forwarded.has(position) && (shape === undefined || shape.kind === "literal" || shape.kind === "none"))
      return constantArgument(state, fn, position, shape, isComplete);
    return shape !== undefined && decidesWhatRuns(shape, isModel) ? shape : undefined;
  });
  if (self !== undefined && kept.length > 0) kept[0] = self;
  if (kept.every((shape) => shape === undefined)) return fn.frame;
  return internFrame(state, fn, kept);
}

/** Whether the receiver says more than that it is some instance of the method's class. */
function decidesAsReceiver(state: ProgramState, { ref, self }: FunctionShape): boolean {
  if (self?.kind !== "instance") return false;
  if (self.frame !== undefined) return true;
  const cls = S.functionColumn(ref.module.summary, ref.index, S.FunctionClass);
  // `self.step()` in an inherited method is the subclass's own `step`.
  return cls >= 0 && state.ask.ownerOf(state, ref.module, cls) !== self.ref;
}

function internFrame(state: ProgramState, fn: FunctionShape, kept: readonly (Shape | undefined)[]): Frame | undefined {
  const depth = 1 + Math.max(fn.frame?.depth ?? 0, ...kept.map((shape) => depthOf(shape)));
  if (depth > maximumFrameDepth) return fn.frame;
  const key = `${fn.ref.id}|${fn.frame?.id ?? ""}|${kept.map((shape) => shape?.id ?? "").join(",")}`;
  let frame = state.frames.get(key);
  if (frame === undefined) {
    // A function called with hundreds of different constants is told apart only so often.
    const count = (state.frameCounts.get(fn.ref) ?? 0) + 1;
    if (count > maximumFrames) return fn.frame;
    state.frameCounts.set(fn.ref, count);
    frame = { id: state.frames.size + 1, fn: fn.ref, arguments: kept, parent: fn.frame, depth, shapes: new Map() };
    state.frames.set(key, frame);
  }
  return frame;
}

/** A constant given for a parameter, or its default where it is left out; undefined where it may be anything. */
function constantArgument(
  state: ProgramState,
  fn: FunctionShape,
  position: number,
  given: Shape | undefined,
  isComplete: boolean,
): Shape | undefined {
  if (given !== undefined) return given.kind === "unknown" ? undefined : given;
  const { summary } = fn.ref.module;
  const row = S.functionColumn(summary, fn.ref.index, S.FunctionFirstParameter) + position;
  const fallback = S.parameterColumn(summary, row, S.ParameterDefault);
  if (!isComplete || fallback < 0) return undefined;
  const shape = state.ask.evaluate(state, fn.ref.module, fallback, undefined);
  return shape.kind === "literal" || shape.kind === "none" ? shape : undefined;
}

function depthOf(shape: Shape | undefined): number {
  if (shape === undefined) return 0;
  if (shape.kind === "union") return Math.max(...shape.members.map(depthOf));
  if (shape.kind === "generator" || shape.kind === "coroutine") return shape.fn.frame?.depth ?? 0;
  return shape.kind === "function" || shape.kind === "instance" ? (shape.frame?.depth ?? 0) : 0;
}

function callFunction(state: ProgramState, fn: FunctionShape, args: readonly Argument[]): Shape {
  const facts = state.ask.facts(state, fn.ref);
  const special = facts === noFacts ? undefined : callModelled(state, fn, args, facts);
  if (special !== undefined) return special;
  if (fn.role === "contextmanager") {
    const inner = functionShape(state.shapes, fn.ref, frameOf(state, fn, args), fn.self, "plain", fn.isLikely);
    return contextManagerShape(state.shapes, inner, undefined, isAsync(fn.ref));
  }
  const frame = frameOf(state, fn, args);
  if (isGenerator(fn.ref)) {
    const called = functionShape(state.shapes, fn.ref, frame, fn.self, "plain", fn.isLikely);
    return generatorShape(state.shapes, called, isAsync(fn.ref));
  }
  if (isAsync(fn.ref)) {
    // `async def rows(self) -> AsyncIterator[Row]: ...` stands for the async generators that override it.
    const declared = (flagsOf(fn.ref) & S.FunctionIsStub) === 0 ? unknown : state.ask.returned(state, fn, frame);
    if (declared.kind === "container" && declared.container === "asyncIterator") return declared;
    const called = functionShape(state.shapes, fn.ref, frame, fn.self, "plain", fn.isLikely);
    return coroutineShape(state.shapes, called, state.ask.returned(state, fn, frame));
  }
  return state.ask.returned(state, fn, frame);
}

/** Results that the facts of a model decide; undefined where the declaration says enough. */
function callModelled(
  state: ProgramState,
  fn: FunctionShape,
  args: readonly Argument[],
  facts: Facts,
): Shape | undefined {
  if (facts.offloads.length > 0) {
    const work = argumentNamed(fn, args, facts.offloads[0] ?? "")[0] ?? unknown;
    const result = work.kind === "unknown" ? unknown : callShape(state, work, []);
    if (facts.returnsFuture) return withElement(state, state.ask.returned(state, fn, fn.frame), result);
    return isAsync(fn.ref) ? coroutineShape(state.shapes, fn, result) : awaitableShape(state.shapes, result, true);
  }
  if (facts.spawns.length > 0) {
    const spawned = facts.spawns.flatMap((parameter) => argumentNamed(fn, args, parameter));
    const results = spawned.map((shape) =>
      shape.kind === "function" ? awaitedShape(state, callShape(state, shape, [])) : awaitedShape(state, shape),
    );
    const declared = isAsync(fn.ref) ? undefined : state.ask.returned(state, fn, fn.frame);
    if (declared === undefined) return undefined;
    if (declared.kind !== "instance") return declared;
    const result =
      spawned.length === 1
        ? (results[0] ?? unknown)
        : containerShape(state.shapes, "list", unionOf(state.shapes, results));
    return withElement(state, declared, result);
  }
  if (facts.awaits.length > 0) {
    const inner = argumentNamed(fn, args, facts.awaits[0] ?? "")[0] ?? unknown;
    const result = awaitedShape(state, inner);
    return isAsync(fn.ref) ? coroutineShape(state.shapes, fn, result) : awaitableShape(state.shapes, result, true);
  }
  if (facts.entersLoop && facts.mainParameter !== "")
    return awaitedShape(state, argumentNamed(fn, args, facts.mainParameter)[0] ?? unknown);
  if (facts.injects !== "") {
    const dependency = argumentNamed(fn, args, facts.injects)[0] ?? unknown;
    return injectedShape(state, dependency);
  }
  return undefined;
}

function withElement(state: ProgramState, shape: Shape, element: Shape): Shape {
  return shape.kind === "instance" ? instanceShape(state.shapes, shape.ref, element, shape.frame) : shape;
}

/** What a framework gets by calling a dependency: awaited, or what a generator yields. */
function injectedShape(state: ProgramState, dependency: Shape): Shape {
  if (dependency.kind === "unknown") return unknown;
  const result = callShape(state, dependency, []);
  if (result.kind === "generator") return state.ask.yielded(state, result.fn);
  return result.kind === "coroutine" ? result.result : result;
}

/** What a called function returns; for a coroutine function, what awaiting it gives. */
export function returnedShape(state: ProgramState, fn: FunctionShape, frame: Frame | undefined): Shape {
  const { ref } = fn;
  if (frame === undefined && fn.self === undefined && ref.returned !== undefined) return ref.returned;
  if (state.depth > 180) return unknown;
  state.depth++;
  if (frame === undefined && fn.self === undefined) ref.returned = unknown;
  const shape = computeReturned(state, fn, frame);
  if (frame === undefined && fn.self === undefined) ref.returned = shape;
  state.depth--;
  return shape;
}

function computeReturned(state: ProgramState, fn: FunctionShape, frame: Frame | undefined): Shape {
  const { module, index } = fn.ref;
  const { summary } = module;
  const annotation = S.functionColumn(summary, index, S.FunctionAnnotation);
  if (annotation >= 0) {
    if (fn.self !== undefined && isSelfType(state, fn, annotation)) return fn.self;
    const generic = state.ask.genericTypeOf(state, module, annotation, undefined);
    const element = fn.self?.kind === "instance" ? (fn.self.element ?? unknown) : unknown;
    const declared = substitute(state, generic, element);
    if (declared.kind !== "unknown") return declared;
  }
  const list = S.functionColumn(summary, index, S.FunctionReturns);
  const found: Shape[] = [];
  for (const value of S.listItems(summary, list)) {
    if (fn.self !== undefined && isSelfParameter(fn, value)) found.push(fn.self);
    else found.push(state.ask.evaluate(state, module, value, frame));
  }
  // A union leaves None out; beside a coroutine it means that there may be nothing to await.
  if (found.includes(noneShape) && found.some(({ kind }) => kind === "coroutine")) found.push(unknown);
  if (found.length > 0) return unionOf(state.shapes, found);
  // A body that falls off its end returns None; a stub says nothing.
  return (flagsOf(fn.ref) & S.FunctionIsStub) !== 0 ? unknown : noneShape;
}

function isSelfType(state: ProgramState, fn: FunctionShape, annotation: number): boolean {
  const shape = state.ask.evaluate(state, fn.ref.module, annotation, undefined);
  return shape.kind === "intrinsic" && shape.name === "typing.Self";
}

function isSelfParameter(fn: FunctionShape, value: number): boolean {
  const { summary } = fn.ref.module;
  let current = value;
  if (S.valueKindOf(summary, current) === Value.Reaching) {
    const bindings = S.listItems(summary, S.valueA(summary, current));
    if (bindings.length !== 1) return false;
    current = S.bindingColumn(summary, bindings[0] ?? 0, S.BindingValue);
  }
  return (
    S.valueKindOf(summary, current) === Value.Parameter &&
    S.valueA(summary, current) === fn.ref.index &&
    S.valueB(summary, current) === 0
  );
}

/** What a generator function yields: by annotation, else by its `yield`s. */
export function yieldedShape(state: ProgramState, fn: FunctionShape): Shape {
  const { module, index } = fn.ref;
  const { summary } = module;
  const annotation = S.functionColumn(summary, index, S.FunctionAnnotation);
  if (annotation >= 0) {
    const declared = state.ask.typeOf(state, module, annotation, undefined);
    if (declared.kind === "container") return declared.element;
  }
  if (state.depth > 180) return unknown;
  state.depth++;
  const values = S.listItems(summary, S.functionColumn(summary, index, S.FunctionYields));
  const found = Array.from(values, (value) => {
    if (fn.self !== undefined && isSelfParameter(fn, value)) return fn.self;
    return state.ask.evaluate(state, module, value, fn.frame);
  });
  state.depth--;
  return unionOf(state.shapes, found);
}

/**
 * What the name of a `def` is bound to once its decorators ran. With a frame: of a nested `def`, whose closure is that
 * call of the function around it.
 */
export function decoratedShape(state: ProgramState, ref: FunctionRef, frame: Frame | undefined): Shape {
  if (frame === undefined && ref.decorated !== undefined) return ref.decorated;
  let shape: Shape = functionShape(state.shapes, ref, frame);
  const { module } = ref;
  const list = S.functionColumn(module.summary, ref.index, S.FunctionDecorators);
  const decorators = S.listItems(module.summary, list);
  // Asked for again while its decorators are evaluated: the plain function.
  if (frame === undefined) ref.decorated = shape;
  for (let i = decorators.length - 1; i >= 0; i--) {
    const decorator = decorators[i] ?? 0;
    shape = isSetter(module, decorator)
      ? intrinsicShape(state.shapes, "setter")
      : applyDecorator(state, state.ask.evaluate(state, module, decorator, frame), shape);
  }
  if (frame === undefined) ref.decorated = shape;
  return shape;
}

/** `@name.setter` and `@name.deleter` leave the getter in place. */
function isSetter(module: Module, decorator: number): boolean {
  const { summary } = module;
  if (S.valueKindOf(summary, decorator) !== Value.Attribute) return false;
  const name = S.stringAt(summary, S.valueB(summary, decorator));
  return name === "setter" || name === "deleter";
}

function applyDecorator(state: ProgramState, decorator: Shape, target: Shape): Shape {
  if (decorator.kind === "unknown" || target.kind === "unknown") return unknown;
  const result = callShape(state, decorator, [{ name: Value.Positional, shape: target }]);
  // A decorator that may hand back what it was given (`lru_cache` with or without arguments) is taken to do so.
  return membersOf(result).includes(target) ? target : result;
}
