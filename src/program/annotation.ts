/** Annotations: the shape of an instance of the type an expression names. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import {
  awaitableShape,
  classShape,
  containerShape,
  contextManagerShape,
  instanceShape,
  membersOf,
  noneShape,
  tupleShape,
  unionOf,
  unknown,
} from "./shape.ts";
import type { ContainerShape, Frame, Module, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";

const bitOr = 10;

/** The type with type variables unknown. */
export function typeOf(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  return substitute(state, genericTypeOf(state, module, value, frame), unknown);
}

/** Puts `element` in place of the type variable of a generic class or function. */
export function substitute(state: ProgramState, shape: Shape, element: Shape): Shape {
  const { shapes } = state;
  switch (shape.kind) {
    case "intrinsic":
      return shape.name === "typevar" ? element : shape;
    case "instance":
      return shape.element === undefined
        ? shape
        : instanceShape(shapes, shape.ref, substitute(state, shape.element, element), shape.frame);
    case "container":
      return containerShape(shapes, shape.container, substitute(state, shape.element, element));
    case "awaitable":
      return awaitableShape(shapes, substitute(state, shape.result, element), shape.isTask);
    case "contextManager":
      return shape.entered === undefined
        ? shape
        : contextManagerShape(shapes, shape.fn, substitute(state, shape.entered, element), shape.isAsync);
    case "tuple":
      return tupleShape(
        shapes,
        shape.elements.map((item) => substitute(state, item, element)),
      );
    case "union":
      return unionOf(
        shapes,
        shape.members.map((member) => substitute(state, member, element)),
      );
    default:
      return shape;
  }
}

/** The type with type variables in it; see `substitute`. */
export function genericTypeOf(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  if (value < 0) return unknown;
  const { summary } = module;
  if (state.depth > 200) return unknown;
  state.depth++;
  try {
    switch (S.valueKindOf(summary, value)) {
      case Value.None:
        return noneShape;
      case Value.Subscript:
        return subscriptType(state, module, value, frame);
      case Value.Binary:
        return S.valueC(summary, value) === bitOr
          ? unionType(state, [
              genericTypeOf(state, module, S.valueA(summary, value), frame),
              genericTypeOf(state, module, S.valueB(summary, value), frame),
            ])
          : unknown;
      case Value.Symbol:
      case Value.Reaching:
      case Value.Attribute:
      case Value.Builtin:
      case Value.StarImported:
      case Value.Import:
        return namedType(state, module, value, frame);
      default:
        return unknown;
    }
  } finally {
    state.depth--;
  }
}

/** One of several types. What may be None instead of a coroutine need not be awaited: it counts as already running. */
function unionType(state: ProgramState, types: readonly Shape[]): Shape {
  if (!types.includes(noneShape)) return unionOf(state.shapes, types);
  return unionOf(
    state.shapes,
    types.map((type) => (type.kind === "awaitable" ? awaitableShape(state.shapes, type.result, true) : type)),
  );
}

function namedType(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const shape = state.ask.evaluate(state, module, value, frame);
  const types = membersOf(shape).map((member): Shape => {
    if (member.kind === "class") return instanceOfClass(state, member.ref, undefined);
    if (member.kind === "none" || (member.kind === "intrinsic" && member.name === "typevar")) return member;
    return unknown;
  });
  const direct = unionOf(state.shapes, types);
  return direct.kind === "unknown" ? aliasedType(state, module, value, frame) : direct;
}

const builtinContainers: Readonly<Record<string, ContainerShape["container"]>> = {
  list: "list",
  set: "set",
  frozenset: "set",
  dict: "dict",
  tuple: "tuple",
};

function instanceOfClass(
  state: ProgramState,
  ref: Parameters<typeof classShape>[1],
  element: Shape | undefined,
): Shape {
  if (ref.module.name === "builtins") {
    const name = S.stringAt(ref.module.summary, S.classColumn(ref.module.summary, ref.index, S.ClassName));
    const container = builtinContainers[name];
    if (container !== undefined) return containerShape(state.shapes, container, element ?? unknown);
  }
  return instanceShape(state.shapes, ref, element);
}

/** The third type of `Generator[Yield, Send, Return]`: what awaiting an object whose `__await__` returns it gives. */
export function generatorReturnType(state: ProgramState, module: Module, annotation: number): Shape {
  const { summary } = module;
  if (annotation < 0 || S.valueKindOf(summary, annotation) !== Value.Subscript) return unknown;
  const index = S.valueB(summary, annotation);
  if (S.valueKindOf(summary, index) !== Value.Tuple) return unknown;
  const item = S.listItems(summary, S.valueA(summary, index)).at(2);
  return item === undefined ? unknown : genericTypeOf(state, module, item, undefined);
}

/** A name bound to a type expression: `Handler = Optional[Callable]`, here or in another module. */
function aliasedType(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const { summary } = module;
  if (S.valueKindOf(summary, value) !== Value.Symbol) return unknown;
  const binding = S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding);
  if (binding < 0 || S.bindingColumn(summary, binding, S.BindingNext) >= 0) return unknown;
  const bound = S.bindingColumn(summary, binding, S.BindingValue);
  return expandedAlias(state, module, bound, frame);
}

/** The type an alias stands for. An alias may name itself (`type Json = dict[str, Json] | str`): within itself it is unknown. */
function expandedAlias(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const kind = S.valueKindOf(module.summary, value);
  if (kind !== Value.Subscript && kind !== Value.Binary && kind !== Value.Import) return unknown;
  const key = `${module.id}.${value}`;
  const known = state.aliases.get(key);
  if (known !== undefined) return known;
  state.aliases.set(key, unknown);
  const type = kind === Value.Import ? importedAlias(state, module, value) : genericTypeOf(state, module, value, frame);
  state.aliases.set(key, type);
  return type;
}

function importedAlias(state: ProgramState, module: Module, value: number): Shape {
  const { summary } = module;
  const attribute = S.valueB(summary, value);
  if (attribute < 0) return unknown;
  const target = state.ask.importedModule(state, module, value);
  const symbol = target?.names.get(S.stringAt(summary, attribute));
  if (target === undefined || symbol === undefined || target === module) return unknown;
  const binding = S.symbolColumn(target.summary, symbol, S.SymbolFirstBinding);
  if (binding < 0) return unknown;
  return expandedAlias(state, target, S.bindingColumn(target.summary, binding, S.BindingValue), undefined);
}

function subscriptType(state: ProgramState, module: Module, value: number, frame: Frame | undefined): Shape {
  const { summary } = module;
  const base = state.ask.evaluate(state, module, S.valueA(summary, value), frame);
  const index = S.valueB(summary, value);
  const items =
    S.valueKindOf(summary, index) === Value.Tuple ? [...S.listItems(summary, S.valueA(summary, index))] : [index];
  const typeAt = (position: number): Shape => {
    const item = items.at(position);
    return item === undefined ? unknown : genericTypeOf(state, module, item, frame);
  };
  if (base.kind === "class") return subscriptedClass(state, base.ref, items.length, typeAt);
  if (base.kind !== "intrinsic") return unknown;
  return subscriptedIntrinsic(state, base.name.replace(/^typing\.|^collections\.abc\./, ""), items.length, typeAt);
}

function subscriptedClass(
  state: ProgramState,
  ref: Parameters<typeof classShape>[1],
  count: number,
  typeAt: (position: number) => Shape,
): Shape {
  const name = S.stringAt(ref.module.summary, S.classColumn(ref.module.summary, ref.index, S.ClassName));
  if (ref.module.name === "builtins" && name === "tuple") return tupleType(state, count, typeAt);
  if (ref.module.name === "builtins" && name === "type") return classOf(state, typeAt(0));
  return instanceOfClass(state, ref, typeAt(-1));
}

function classOf(state: ProgramState, instance: Shape): Shape {
  return instance.kind === "instance" ? classShape(state.shapes, instance.ref) : unknown;
}

function tupleType(state: ProgramState, count: number, typeAt: (position: number) => Shape): Shape {
  const elements = Array.from({ length: count }, (_, position) => typeAt(position));
  // `tuple[X, ...]`: the ellipsis is an unknown type.
  if (count === 2 && elements[1]?.kind === "unknown")
    return containerShape(state.shapes, "tuple", elements[0] ?? unknown);
  return tupleShape(state.shapes, elements);
}

function subscriptedIntrinsic(
  state: ProgramState,
  name: string,
  count: number,
  typeAt: (position: number) => Shape,
): Shape {
  switch (name) {
    case "Optional":
      return unionType(state, [typeAt(0), noneShape]);
    case "Union":
      return unionType(
        state,
        Array.from({ length: count }, (_, position) => typeAt(position)),
      );
    case "Annotated":
    case "Final":
    case "ClassVar":
    case "Required":
    case "NotRequired":
    case "ReadOnly":
      return typeAt(0);
    case "Type":
    case "type":
      return classOf(state, typeAt(0));
    case "Tuple":
      return tupleType(state, count, typeAt);
    default:
      return subscriptedCollection(state, name, typeAt);
  }
}

function subscriptedCollection(state: ProgramState, name: string, typeAt: (position: number) => Shape): Shape {
  const { shapes } = state;
  switch (name) {
    case "Dict":
    case "DefaultDict":
    case "OrderedDict":
    case "Mapping":
    case "MutableMapping":
      return containerShape(shapes, "dict", typeAt(-1));
    case "List":
    case "Sequence":
    case "MutableSequence":
    case "Collection":
    case "Deque":
      return containerShape(shapes, "list", typeAt(0));
    case "Set":
    case "FrozenSet":
    case "AbstractSet":
    case "MutableSet":
      return containerShape(shapes, "set", typeAt(0));
    case "Iterator":
    case "Iterable":
    case "Generator":
      return containerShape(shapes, "iterator", typeAt(0));
    case "AsyncIterator":
    case "AsyncIterable":
    case "AsyncGenerator":
      return containerShape(shapes, "asyncIterator", typeAt(0));
    case "Awaitable":
      // It may be a running task: dropping it proves nothing.
      return awaitableShape(shapes, typeAt(-1), true);
    case "Coroutine":
      return awaitableShape(shapes, typeAt(-1), false);
    case "ContextManager":
    case "AbstractContextManager":
      return contextManagerShape(shapes, undefined, typeAt(0), false);
    case "AsyncContextManager":
    case "AbstractAsyncContextManager":
      return contextManagerShape(shapes, undefined, typeAt(0), true);
    default:
      return unknown;
  }
}
