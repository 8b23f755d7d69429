import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { isRuledOut } from "./guard.ts";
import { resolveImport, submoduleOf, modelNamed } from "./module-table.ts";
import { awaitedShape, elementShape, enteredShape, unpackedShape } from "./protocol.ts";
import {
  classShape,
  containerShape,
  functionShape,
  generatorShape,
  instanceShape,
  intrinsicShape,
  literalShape,
  membersOf,
  moduleShape,
  noneShape,
  superShape,
  tupleShape,
  unionOf,
  unknown,
} from "./shape.ts";
import type { Frame, Module, Shape } from "./shape.ts";
import { classRef, functionRef } from "./state.ts";
import type { Argument, ProgramState } from "./state.ts";

const maximumDepth = 220;

/** Modules whose names the engine itself knows; their attributes are intrinsics. */
const intrinsicModules: ReadonlySet<string> = new Set([
  "typing",
  "typing_extensions",
  "collections.abc",
  "abc",
  "dataclasses",
  "uncoil",
]);
/** Names of models that the engine itself knows, by module. */
const intrinsicNames: Readonly<Record<string, readonly string[]>> = {
  contextlib: ["contextmanager", "asynccontextmanager"],
  functools: ["cached_property"],
};
const intrinsicBuiltins: ReadonlySet<string> = new Set([
  "property",
  "staticmethod",
  "classmethod",
  "super",
  "type",
  "isinstance",
  "callable",
  "getattr",
]);

/**
 * Shape of a value. Without a frame the answer is kept for ever; with one, in the frame.
 */
export function evaluate(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  if (value <= 1) return value === 1 ? noneShape : unknown;
  const key = value * 65536 + module.id;
  const known = frame === undefined ? module.shapes[value] : frame.shapes.get(key);
  if (known !== undefined) return known;
  if (state.depth > maximumDepth) return unknown;
  state.depth++;
  // Meeting the value again while it is evaluated is a cycle: unknown.
  if (frame === undefined) module.shapes[value] = unknown;
  else frame.shapes.set(key, unknown);
  const shape = evaluateByKind(state, module, value, frame);
  if (frame === undefined) module.shapes[value] = shape;
  else frame.shapes.set(key, shape);
  state.depth--;
  return shape;
}

function evaluateByKind(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const { summary } = module;
  const a = S.valueA(summary, value);
  const b = S.valueB(summary, value);
  const c = S.valueC(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Constant:
      return literalShape(state.shapes, a, a === Value.ConstantString ? S.stringAt(summary, b) : "");
    case Value.Reaching:
      if (S.listLength(summary, a) === 1) return bindingShape(state, module, S.listItem(summary, a, 0), frame);
      return unionOf(
        state.shapes,
        bindingsThatHold(state, module, a, frame).map((binding) => bindingShape(state, module, binding, frame)),
      );
    case Value.Symbol:
      return symbolShape(state, module, a, frame, b === 1);
    case Value.Builtin:
      return builtinShape(state, S.stringAt(summary, a));
    case Value.StarImported:
      return starImportedShape(state, module, S.stringAt(summary, a)) ?? builtinShape(state, S.stringAt(summary, a));
    case Value.Attribute:
      return state.ask.attribute(state, evaluate(state, module, a, frame), S.stringAt(summary, b));
    case Value.Call:
      return evaluateCall(state, module, value, frame);
    case Value.Await:
      return awaitedShape(state, evaluate(state, module, a, frame));
    case Value.Import:
      return importShape(state, module, a, b, c);
    case Value.ImportTop:
      return importTopShape(state, module, S.stringAt(summary, a));
    case Value.Parameter:
      return parameterShape(state, module, a, b, frame);
    case Value.Function:
      return state.ask.decorated(state, functionRef(state, module, a), closureFrame(module, a, frame));
    case Value.Lambda:
      return functionShape(state.shapes, functionRef(state, module, a), frame);
    case Value.Class:
      return classShape(state.shapes, classRef(state, module, a));
    default:
      return evaluateCompound(state, module, value, frame);
  }
}

/** Of the bindings that reach a name, those that the frame's constants do not rule out. */
function bindingsThatHold(
  state: ProgramState,
  module: Module,
  list: number,
  frame: Frame | undefined,
): readonly number[] {
  const { summary } = module;
  const bindings = S.listItems(summary, list);
  if (frame === undefined || bindings.length < 2) return bindings;
  const held = bindings.filter((binding) => {
    const guard = S.bindingColumn(summary, binding, S.BindingGuard);
    return guard < 0 || !isRuledOut(state, module, guard, frame);
  });
  return held.length === 0 ? bindings : held;
}

/** The frame a nested `def` closes over: none for functions of the module or of a class of it. */
function closureFrame(module: Module, fn: number, frame: Frame | undefined): Frame | undefined {
  return S.functionColumn(module.summary, fn, S.FunctionParent) > 0 ? frame : undefined;
}

function evaluateCompound(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const { summary } = module;
  const { shapes } = state;
  const a = S.valueA(summary, value);
  const b = S.valueB(summary, value);
  const c = S.valueC(summary, value);
  const each = (list: number): Shape[] =>
    S.listItems(summary, list).map((item) => evaluate(state, module, item, frame));
  switch (S.valueKindOf(summary, value)) {
    case Value.Union:
      return unionOf(shapes, each(a));
    case Value.List:
      return containerShape(shapes, "list", unionOf(shapes, each(a)));
    case Value.Set:
      return containerShape(shapes, "set", unionOf(shapes, each(a)));
    case Value.Tuple:
      return tupleShape(shapes, each(a));
    case Value.Dict:
      return containerShape(shapes, "dict", unionOf(shapes, each(b)));
    case Value.Comprehension: {
      const container = b === Value.Dict ? "dict" : b === Value.List ? "list" : "set";
      return containerShape(shapes, container, evaluate(state, module, a, frame));
    }
    case Value.Generator: {
      const fn = functionShape(shapes, functionRef(state, module, a), frame);
      const isAsync = (S.functionColumn(summary, a, S.FunctionFlags) & S.FunctionIsAsync) !== 0;
      return generatorShape(shapes, fn, isAsync);
    }
    case Value.Subscript:
      return subscriptShape(
        state,
        evaluate(state, module, a, frame),
        evaluate(state, module, b, frame),
        b === Value.None,
      );
    case Value.Binary:
      return binaryShape(state, module, a, c, frame);
    case Value.Element:
      return elementShape(state, evaluate(state, module, a, frame), c === 1);
    case Value.Unpack:
      return unpackedShape(state, evaluate(state, module, a, frame), b);
    case Value.Entered:
      return enteredShape(state, evaluate(state, module, a, frame), c === 1);
    case Value.Starred:
      return elementShape(state, evaluate(state, module, a, frame), false);
    case Value.Caught:
    case Value.Captured:
      return instanceOf(state, a < 0 ? unknown : evaluate(state, module, a, frame));
    default:
      return unknown;
  }
}

function instanceOf(state: ProgramState, shape: Shape): Shape {
  const classes = shape.kind === "tuple" ? shape.elements : membersOf(shape);
  return unionOf(
    state.shapes,
    classes.map((member) => (member.kind === "class" ? instanceShape(state.shapes, member.ref) : unknown)),
  );
}

/** Shape of one binding: its annotation where that says something, else its value. */
export function bindingShape(state: ProgramState, module: Module, binding: number, frame: Frame | undefined): Shape {
  const annotation = S.bindingColumn(module.summary, binding, S.BindingAnnotation);
  if (annotation >= 0) {
    const declared = state.ask.typeOf(state, module, annotation, undefined);
    if (declared.kind !== "unknown") return declared;
  }
  const flags = S.bindingColumn(module.summary, binding, S.BindingFlags);
  if ((flags & (S.BindingIsDeclaration | S.BindingIsDelete)) !== 0) return unknown;
  return evaluate(state, module, S.bindingColumn(module.summary, binding, S.BindingValue), frame);
}

/** Shape of a symbol read where any of its bindings may hold; `isRunning`: while its scope runs. */
export function symbolShape(
  state: ProgramState,
  module: Module,
  symbol: number,
  frame: Frame | undefined,
  isRunning = false,
): Shape {
  const { summary } = module;
  const found: Shape[] = [];
  const first = isRunning ? S.symbolColumn(summary, symbol, S.SymbolFirstBinding) : firstLastingBinding(module, symbol);
  for (let binding = first; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext)) {
    const flags = S.bindingColumn(summary, binding, S.BindingFlags);
    if ((flags & S.BindingIsDelete) !== 0) continue;
    const annotation = S.bindingColumn(summary, binding, S.BindingAnnotation);
    if ((flags & S.BindingIsDeclaration) !== 0) {
      const declared = state.ask.typeOf(state, module, annotation, undefined);
      if (declared.kind !== "unknown") return declared;
      if (S.bindingColumn(summary, first, S.BindingNext) >= 0) continue;
    }
    const shape = bindingShape(state, module, binding, frame);
    if (annotation >= 0 && shape.kind !== "unknown") return shape;
    found.push(shape);
  }
  return found.length === 0 ? unknown : unionOf(state.shapes, withoutOverloads(state, found));
}

/**
 * The last binding that surely runs hides those before it in the same scope, once the scope has run; a name bound by
 * `def`s that decorators put together (overloads, setters) keeps them all.
 */
function firstLastingBinding(module: Module, symbol: number): number {
  const { summary } = module;
  const first = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  let lasting = first;
  for (let binding = first; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext)) {
    const flags = S.bindingColumn(summary, binding, S.BindingFlags);
    const skipped = S.BindingIsConditional | S.BindingIsDeclaration | S.BindingIsDelete;
    if ((flags & skipped) === 0 && !isDecorated(module, S.bindingColumn(summary, binding, S.BindingValue)))
      lasting = binding;
  }
  return lasting;
}

function isDecorated(module: Module, value: number): boolean {
  const { summary } = module;
  if (S.valueKindOf(summary, value) !== Value.Function) return false;
  return S.listLength(summary, S.functionColumn(summary, S.valueA(summary, value), S.FunctionDecorators)) > 0;
}

/** Of several `def`s of one name, `@overload`s and setters give way to the one that runs. */
function withoutOverloads(state: ProgramState, shapes: Shape[]): Shape[] {
  if (shapes.length < 2) return shapes;
  const kept = shapes.filter(
    (shape) => !(shape.kind === "function" && state.ask.facts(state, shape.ref).isOverload) && !isSetter(shape),
  );
  return kept.length === 0 ? [shapes.at(-1) ?? unknown] : kept;
}

function isSetter(shape: Shape): boolean {
  return shape.kind === "intrinsic" && shape.name === "setter";
}

/** What a name of a module is bound to, through star imports and submodules. */
export function moduleAttribute(state: ProgramState, module: Module, name: string): Shape {
  if (module.origin === "model" && intrinsicNames[module.name]?.includes(name) === true)
    return intrinsicShape(state.shapes, `${module.name}.${name}`);
  const symbol = module.names.get(name);
  if (symbol !== undefined) {
    const shape = symbolShape(state, module, symbol, undefined);
    if (shape.kind !== "unknown") return shape;
  }
  const starred = starImportedShape(state, module, name);
  if (starred !== undefined && symbol === undefined) return starred;
  const submodule = submoduleOf(state.modules, module, name);
  return submodule === undefined ? unknown : moduleShape(state.shapes, submodule);
}

function starImportedShape(state: ProgramState, module: Module, name: string): Shape | undefined {
  const { starImports } = module.summary;
  for (let i = starImports.length - 3; i >= 0; i -= 3) {
    const target = S.stringAt(module.summary, starImports[i] ?? -1);
    const from = resolveImport(state.modules, module, target, starImports[i + 1] ?? 0);
    if (from === undefined || from === module || !exportsName(state, from, name)) continue;
    if (state.depth > maximumDepth) return undefined;
    state.depth++;
    const shape = moduleAttribute(state, from, name);
    state.depth--;
    if (shape.kind !== "unknown") return shape;
  }
  return undefined;
}

/** Whether `from module import *` brings `name`. */
function exportsName(state: ProgramState, module: Module, name: string): boolean {
  const all = module.names.get("__all__");
  if (all === undefined) return !name.startsWith("_");
  const { summary } = module;
  const names: string[] = [];
  let binding = S.symbolColumn(summary, all, S.SymbolFirstBinding);
  for (; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext)) {
    const value = S.bindingColumn(summary, binding, S.BindingValue);
    // `__all__ += [...]` adds to what the bindings before it list.
    const added = S.valueKindOf(summary, value) === Value.Binary ? S.valueB(summary, value) : value;
    if (!collectNames(state, module, added, names)) return true;
  }
  return names.includes(name);
}

/** Adds the strings of a list literal; false when it is none, or was cut short and says nothing about what it leaves out. */
function collectNames(state: ProgramState, module: Module, value: number, names: string[]): boolean {
  const { summary } = module;
  const kind = S.valueKindOf(summary, value);
  const list = S.valueA(summary, value);
  if ((kind !== Value.List && kind !== Value.Tuple) || S.listLength(summary, list) >= 32) return false;
  for (const item of S.listItems(summary, list)) {
    const shape = evaluate(state, module, item, undefined);
    if (shape.kind !== "literal") return false;
    names.push(shape.text);
  }
  return true;
}

function builtinShape(state: ProgramState, name: string): Shape {
  if (intrinsicBuiltins.has(name)) return intrinsicShape(state.shapes, name);
  const builtins = modelNamed(state.modules, "builtins");
  return builtins === undefined || name.startsWith("_") ? unknown : moduleAttribute(state, builtins, name);
}

function importShape(
  state: ProgramState,
  module: Module,
  moduleString: number,
  attribute: number,
  level: number,
): Shape {
  const { summary } = module;
  const target = S.stringAt(summary, moduleString);
  if (level === 0 && intrinsicModules.has(target)) {
    const prefix = target === "uncoil" ? "uncoil" : "typing";
    return intrinsicShape(state.shapes, attribute < 0 ? target : `${prefix}.${S.stringAt(summary, attribute)}`);
  }
  const found = resolveImport(state.modules, module, target, level);
  if (attribute < 0) return found === undefined ? unknown : moduleShape(state.shapes, found);
  const name = S.stringAt(summary, attribute);
  if (level === 0 && `${target}.${name}` === "collections.abc") return intrinsicShape(state.shapes, "collections.abc");
  if (found === undefined) return unknown;
  if (found === module) {
    const submodule = submoduleOf(state.modules, module, name);
    return submodule === undefined ? unknown : moduleShape(state.shapes, submodule);
  }
  return moduleAttribute(state, found, name);
}

function importTopShape(state: ProgramState, module: Module, dotted: string): Shape {
  if (dotted === "collections.abc") return intrinsicShape(state.shapes, "collections");
  const top = resolveImport(state.modules, module, dotted.split(".", 1)[0] ?? dotted, 0);
  return top === undefined ? unknown : moduleShape(state.shapes, top);
}

function evaluateCall(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const { summary } = module;
  const callee = evaluate(state, module, S.valueA(summary, value), frame);
  if (callee.kind === "unknown") return unknown;
  if (callee.kind === "intrinsic" && callee.name === "super") return superOf(state, module, value);
  return state.ask.call(state, callee, argumentsOf(state, module, value, frame));
}

/** `super()` names the class around the function it stands in; found by the parameter its `self` is. */
function superOf(state: ProgramState, module: Module, value: number): Shape {
  const { summary } = module;
  const site = S.valueC(summary, value);
  const fn = site < 0 ? -1 : functionAround(module, S.siteColumn(summary, site, S.SiteStart));
  const cls = fn < 0 ? -1 : S.functionColumn(summary, fn, S.FunctionClass);
  if (cls < 0) return unknown;
  const ref = classRef(state, module, cls);
  return superShape(state.shapes, ref, instanceShape(state.shapes, ref));
}

/** The innermost `def` of a class body around an offset, or -1. */
function functionAround(module: Module, offset: number): number {
  const { summary } = module;
  let best = -1;
  for (let fn = 1; fn < S.functionCount(summary); fn++) {
    const isAround =
      S.functionColumn(summary, fn, S.FunctionStart) <= offset && offset < S.functionColumn(summary, fn, S.FunctionEnd);
    if (isAround && S.functionColumn(summary, fn, S.FunctionClass) >= 0) best = fn;
  }
  return best;
}

/** The arguments of a Call value, evaluated. */
export function argumentsOf(
  state: ProgramState,
  module: Module,
  call: number,
  frame: Frame | undefined,
): readonly Argument[] {
  const { summary } = module;
  const items = S.listItems(summary, S.valueB(summary, call));
  const args: Argument[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] ?? Value.Positional;
    const shape = evaluate(state, module, items[i + 1] ?? 0, frame);
    args.push({ name: name >= 0 ? S.stringAt(summary, name) : name, shape });
  }
  return args;
}

/** Shape of a parameter: what the frame says, else its annotation, else `self`, else what its default injects. */
export function parameterShape(
  state: ProgramState,
  module: Module,
  fn: number,
  position: number,
  frame: Frame | undefined,
): Shape {
  const ref = functionRef(state, module, fn);
  for (let current = frame; current !== undefined; current = current.parent) {
    if (current.fn !== ref) continue;
    const given = current.arguments[position];
    if (given !== undefined) return given;
  }
  return declaredParameterShape(state, module, fn, position);
}

function declaredParameterShape(state: ProgramState, module: Module, fn: number, position: number): Shape {
  const { summary } = module;
  const row = S.functionColumn(summary, fn, S.FunctionFirstParameter) + position;
  const annotation = S.parameterColumn(summary, row, S.ParameterAnnotation);
  const kind = S.parameterColumn(summary, row, S.ParameterKind);
  if (annotation >= 0) {
    const declared = state.ask.typeOf(state, module, annotation, undefined);
    if (kind === 2) return containerShape(state.shapes, "tuple", declared);
    if (kind === 4) return containerShape(state.shapes, "dict", declared);
    if (declared.kind !== "unknown") return declared;
  }
  const cls = S.functionColumn(summary, fn, S.FunctionClass);
  if (position === 0 && cls >= 0 && kind <= 1) {
    const ref = classRef(state, module, cls);
    const decorated = state.ask.decorated(state, functionRef(state, module, fn), undefined);
    const role = decorated.kind === "function" ? decorated.role : "plain";
    const name = S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName));
    if (role === "classmethod" || name === "__new__" || name === "__init_subclass__" || name === "__class_getitem__")
      return classShape(state.shapes, ref);
    if (role !== "staticmethod") return instanceShape(state.shapes, ref);
  }
  const fallback = S.parameterColumn(summary, row, S.ParameterDefault);
  if (fallback >= 0 && S.valueKindOf(summary, fallback) === Value.Call) {
    const callee = evaluate(state, module, S.valueA(summary, fallback), undefined);
    if (callee.kind === "function" && state.ask.facts(state, callee.ref).injects !== "")
      return evaluate(state, module, fallback, undefined);
  }
  // A model means its defaults: `def sessionmaker(bind=None, *, class_=Session): return class_`.
  return fallback >= 0 && module.origin === "model" ? evaluate(state, module, fallback, undefined) : unknown;
}

/** `isSlice` when None is written as the index, which is how a slice is lowered; a name that holds None is a key. */
function subscriptShape(state: ProgramState, object: Shape, index: Shape, isSlice: boolean): Shape {
  return unionOf(
    state.shapes,
    membersOf(object).map((member) => {
      if (isSlice && (member.kind === "container" || member.kind === "tuple")) return member;
      if (member.kind === "container")
        return index.kind === "unknown" || index.kind === "literal" ? member.element : unknown;
      if (member.kind === "tuple") return unionOf(state.shapes, member.elements);
      // `Queue[int]` as an expression is the class, `Generic[T]` as a base is Generic.
      if (member.kind === "class" || member.kind === "intrinsic") return member;
      if (member.kind === "instance") {
        const method = state.ask.attribute(state, member, "__getitem__");
        return method.kind === "unknown" ? unknown : state.ask.call(state, method, []);
      }
      return unknown;
    }),
  );
}

/** Dunder methods of the operators, by operator number of the syntax tree. */
export const operatorMethods: Readonly<Record<number, string>> = {
  1: "__add__",
  2: "__sub__",
  3: "__mul__",
  4: "__matmul__",
  5: "__truediv__",
  6: "__mod__",
  7: "__pow__",
  8: "__lshift__",
  9: "__rshift__",
  10: "__or__",
  11: "__xor__",
  12: "__and__",
  13: "__floordiv__",
  18: "__eq__",
  19: "__ne__",
  20: "__lt__",
  21: "__le__",
  22: "__gt__",
  23: "__ge__",
};

function binaryShape(
  state: ProgramState,
  module: Module,
  left: number,
  operator: number,
  frame: Frame | undefined,
): Shape {
  const name = operatorMethods[operator];
  const object = evaluate(state, module, left, frame);
  if (object.kind !== "instance" || name === undefined) return unknown;
  const method = state.ask.attribute(state, object, name);
  return method.kind === "unknown" ? unknown : state.ask.call(state, method, []);
}
