/**
 * Value shapes: what an expression may evaluate to, as far as the analysis needs it.
 *
 * Shapes are interned: equal shapes are the same object, so they are compared with `===` and named by `id`.
 * `unknown` is always optimistic: nothing is ever reported because of it.
 */
import type { ModuleSummary } from "../summary/module-summary.ts";
import type { Facts } from "./facts.ts";

/** Where a module came from; only findings in `project` modules are reported. */
export type Origin = "project" | "context" | "installed" | "model";

export interface Module {
  readonly id: number;
  /** Dotted name under which it was first found. */
  readonly name: string;
  readonly isPackage: boolean;
  readonly origin: Origin;
  readonly summary: ModuleSummary;
  /** Module-scope symbol of each name. */
  readonly names: ReadonlyMap<string, number>;
  /** Shapes of values evaluated without a frame. */
  readonly shapes: (Shape | undefined)[];
  readonly functions: (FunctionRef | undefined)[];
  readonly classes: (ClassRef | undefined)[];
  /** Submodules asked for, whether or not there are. */
  readonly submodules: Map<string, Module | null>;
  /** Import root and directory, for resolving what it imports. */
  readonly directory: string;
  readonly root: string;
}

/** A `def`, lambda or generator expression of the program: module and row. */
export interface FunctionRef {
  readonly id: number;
  readonly module: Module;
  readonly index: number;
  facts: Facts | undefined;
  /** What its name is bound to once the decorators ran. */
  decorated: Shape | undefined;
  /** Shape of a call without a frame. */
  returned: Shape | undefined;
  /** Methods that override it, by class of the receiver. */
  readonly overrides: Map<number, readonly FunctionShape[]>;
  /** Its function shapes without a frame, by what they are bound to. */
  readonly shapes: Map<number, FunctionShape>;
}

export interface ClassRef {
  readonly id: number;
  readonly module: Module;
  readonly index: number;
  facts: Facts | undefined;
  /** Its shape as a value, and of an instance that holds nothing known. */
  shape: ClassShape | undefined;
  instance: InstanceShape | undefined;
  mro: readonly ClassRef[] | undefined;
  /** Some base could not be resolved: an attribute that is not found may still exist. */
  hasUnknownBase: boolean;
  readonly members: Map<string, Member | null>;
}

/** Where a class finds a name: in its own body or as `self.name = …` of some class of its resolution order. */
export interface Member {
  readonly owner: ClassRef;
  /** Class-scope symbol, or -1. */
  readonly symbol: number;
  /** First attribute row of that name, or -1. */
  readonly attribute: number;
}

/** The arguments a function was called with, as far as they are callables or otherwise decide what runs. */
export interface Frame {
  readonly id: number;
  readonly fn: FunctionRef;
  /** By position of the parameter; undefined where the declared shape holds. */
  readonly arguments: readonly (Shape | undefined)[];
  /** Frame of the function around it (closures). */
  readonly parent: Frame | undefined;
  readonly depth: number;
  readonly shapes: Map<number, Shape>;
}

export interface UnknownShape {
  readonly kind: "unknown";
  readonly id: number;
}
export interface NoneShape {
  readonly kind: "none";
  readonly id: number;
}
/** True, False, numbers, strings. `text` is the value of a string; `constant` as in the summary. */
export interface LiteralShape {
  readonly kind: "literal";
  readonly id: number;
  readonly constant: number;
  readonly text: string;
}
export interface ModuleShape {
  readonly kind: "module";
  readonly id: number;
  readonly module: Module;
}
export interface FunctionShape {
  readonly kind: "function";
  readonly id: number;
  readonly ref: FunctionRef;
  readonly frame: Frame | undefined;
  /** What `self` or `cls` is bound to, for bound methods. */
  readonly self: Shape | undefined;
  /** `property`, `classmethod`, `staticmethod`, or what `contextlib.contextmanager` makes of it. */
  readonly role: FunctionRole;
  /** Chosen among overriding methods: what follows from it is likely, not certain. */
  readonly isLikely: boolean;
}
export type FunctionRole = "plain" | "property" | "classmethod" | "staticmethod" | "contextmanager";
export interface ClassShape {
  readonly kind: "class";
  readonly id: number;
  readonly ref: ClassRef;
}
export interface InstanceShape {
  readonly kind: "instance";
  readonly id: number;
  readonly ref: ClassRef;
  /** What it holds or resolves to: `Queue[int]`, `Task[int]`. */
  readonly element: Shape | undefined;
  /** The callables its constructor was given, which its methods may call. */
  readonly frame: Frame | undefined;
}
/** A coroutine object of `fn`, not yet awaited. */
export interface CoroutineShape {
  readonly kind: "coroutine";
  readonly id: number;
  readonly fn: FunctionShape;
  readonly result: Shape;
}
export interface GeneratorShape {
  readonly kind: "generator";
  readonly id: number;
  readonly fn: FunctionShape;
  readonly isAsync: boolean;
}
/** Something that can be awaited; `isTask`: it runs without being awaited. */
export interface AwaitableShape {
  readonly kind: "awaitable";
  readonly id: number;
  readonly result: Shape;
  readonly isTask: boolean;
}
export interface ContainerShape {
  readonly kind: "container";
  readonly id: number;
  readonly container: "list" | "set" | "dict" | "tuple" | "iterator" | "asyncIterator";
  readonly element: Shape;
}
export interface TupleShape {
  readonly kind: "tuple";
  readonly id: number;
  readonly elements: readonly Shape[];
}
/** What calling a `@contextmanager` function gives; `entered` where only an annotation tells. */
export interface ContextManagerShape {
  readonly kind: "contextManager";
  readonly id: number;
  readonly fn: FunctionShape | undefined;
  readonly entered: Shape | undefined;
  readonly isAsync: boolean;
}
export interface SuperShape {
  readonly kind: "super";
  readonly id: number;
  readonly ref: ClassRef;
  readonly self: Shape;
}
/** A bound method of a built-in container. */
export interface ContainerMethodShape {
  readonly kind: "containerMethod";
  readonly id: number;
  readonly container: ContainerShape | TupleShape;
  readonly name: string;
}
/** A name the engine itself knows: `typing.Optional`, `super`, `property`, the decorators of models. */
export interface IntrinsicShape {
  readonly kind: "intrinsic";
  readonly id: number;
  readonly name: string;
  /** Arguments, for `partial`-like results of intrinsics. */
  readonly operand: Shape | undefined;
}
export interface UnionShape {
  readonly kind: "union";
  readonly id: number;
  readonly members: readonly Shape[];
}

export type Shape =
  | UnknownShape
  | NoneShape
  | LiteralShape
  | ModuleShape
  | FunctionShape
  | ClassShape
  | InstanceShape
  | CoroutineShape
  | GeneratorShape
  | AwaitableShape
  | ContainerShape
  | TupleShape
  | ContextManagerShape
  | SuperShape
  | ContainerMethodShape
  | IntrinsicShape
  | UnionShape;

export const unknown: UnknownShape = { kind: "unknown", id: 0 };
export const noneShape: NoneShape = { kind: "none", id: 1 };

/** Members of a union, or the shape itself. */
export function membersOf(shape: Shape): readonly Shape[] {
  return shape.kind === "union" ? shape.members : [shape];
}

/** An array of `count` empty places, for what is kept by row; filled, since arrays that grow by index become dictionaries. */
export function emptySlots<T>(count: number): (T | undefined)[] {
  const slots: (T | undefined)[] = [];
  for (let i = 0; i < count; i++) slots.push(undefined);
  return slots;
}

/** Where shapes of one program are made; holds the interning tables. */
export interface ShapeTable {
  nextId: number;
  readonly byKey: Map<string, Shape>;
  /** The most frequent ones, found without making a key: containers by element and kind, intrinsics by name, constants. */
  readonly containers: Map<number, ContainerShape>;
  readonly intrinsics: Map<string, IntrinsicShape>;
  readonly constants: Map<number, LiteralShape>;
}

export function createShapeTable(): ShapeTable {
  return { nextId: 2, byKey: new Map(), containers: new Map(), intrinsics: new Map(), constants: new Map() };
}

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, "id"> : never;

/** The shape with these fields; the same object for the same key. `key` must be unique over all kinds. */
export function internShape<T extends Shape>(table: ShapeTable, key: string, fields: WithoutId<T>): T {
  const known = table.byKey.get(key);
  if (known !== undefined) return known as T;
  const shape = { ...fields, id: table.nextId++ } as unknown as T;
  table.byKey.set(key, shape);
  return shape;
}

const maximumMembers = 8;

/** One of several shapes. None is dropped beside others; more than eight are unknown. */
export function unionOf(table: ShapeTable, shapes: readonly Shape[]): Shape {
  const [only, second] = shapes;
  if (only !== undefined && (second === undefined || (shapes.length === 2 && second === only))) return only;
  const members = new Set<Shape>();
  for (const shape of shapes) for (const member of membersOf(shape)) members.add(member);
  if (members.size > 1) members.delete(noneShape);
  const sorted = [...members].toSorted((left, right) => left.id - right.id);
  const first = sorted[0];
  if (first === undefined || sorted.length > maximumMembers) return unknown;
  if (sorted.length === 1) return first;
  return internShape(table, `u${sorted.map((member) => member.id).join(",")}`, { kind: "union", members: sorted });
}

export function functionShape(
  table: ShapeTable,
  ref: FunctionRef,
  frame: Frame | undefined,
  self: Shape | undefined = undefined,
  role: FunctionRole = "plain",
  isLikely = false,
): FunctionShape {
  if (frame === undefined) return frameless(table, ref, self, role, isLikely);
  const key = `f${ref.id}.${frame?.id ?? ""}.${self?.id ?? ""}.${role}${isLikely ? "?" : ""}`;
  return internShape<FunctionShape>(table, key, { kind: "function", ref, frame, self, role, isLikely });
}

const roles: readonly FunctionRole[] = ["plain", "property", "classmethod", "staticmethod", "contextmanager"];

/** Most functions have no frame: they are found by number instead of by text. */
function frameless(
  table: ShapeTable,
  ref: FunctionRef,
  self: Shape | undefined,
  role: FunctionRole,
  isLikely: boolean,
): FunctionShape {
  const key = ((self?.id ?? -1) + 1) * 16 + roles.indexOf(role) * 2 + (isLikely ? 1 : 0);
  let shape = ref.shapes.get(key);
  if (shape === undefined) {
    shape = { kind: "function", id: table.nextId++, ref, frame: undefined, self, role, isLikely };
    ref.shapes.set(key, shape);
  }
  return shape;
}

export function classShape(table: ShapeTable, ref: ClassRef): ClassShape {
  ref.shape ??= { kind: "class", id: table.nextId++, ref };
  return ref.shape;
}

export function instanceShape(
  table: ShapeTable,
  ref: ClassRef,
  element: Shape | undefined = undefined,
  frame: Frame | undefined = undefined,
): InstanceShape {
  const held = element?.kind === "unknown" ? undefined : element;
  if (held === undefined && frame === undefined) {
    ref.instance ??= { kind: "instance", id: table.nextId++, ref, element: undefined, frame: undefined };
    return ref.instance;
  }
  const key = `i${ref.id}.${held?.id ?? ""}.${frame?.id ?? ""}`;
  return internShape<InstanceShape>(table, key, { kind: "instance", ref, element: held, frame });
}

export function moduleShape(table: ShapeTable, module: Module): ModuleShape {
  return internShape<ModuleShape>(table, `m${module.id}`, { kind: "module", module });
}

export function coroutineShape(table: ShapeTable, fn: FunctionShape, result: Shape): CoroutineShape {
  return internShape<CoroutineShape>(table, `k${fn.id}.${result.id}`, { kind: "coroutine", fn, result });
}

export function generatorShape(table: ShapeTable, fn: FunctionShape, isAsync: boolean): GeneratorShape {
  return internShape<GeneratorShape>(table, `g${fn.id}`, { kind: "generator", fn, isAsync });
}

export function awaitableShape(table: ShapeTable, result: Shape, isTask: boolean): AwaitableShape {
  const key = `a${result.id}${isTask ? "t" : ""}`;
  return internShape<AwaitableShape>(table, key, { kind: "awaitable", result, isTask });
}

const containerKinds: readonly ContainerShape["container"][] = [
  "list",
  "set",
  "tuple",
  "dict",
  "iterator",
  "asyncIterator",
];

export function containerShape(
  table: ShapeTable,
  container: ContainerShape["container"],
  element: Shape,
): ContainerShape {
  const key = element.id * containerKinds.length + containerKinds.indexOf(container);
  let shape = table.containers.get(key);
  if (shape === undefined) {
    shape = { kind: "container", id: table.nextId++, container, element };
    table.containers.set(key, shape);
  }
  return shape;
}

export function tupleShape(table: ShapeTable, elements: readonly Shape[]): TupleShape {
  const key = `t${elements.map((element) => element.id).join(",")}`;
  return internShape<TupleShape>(table, key, { kind: "tuple", elements });
}

export function contextManagerShape(
  table: ShapeTable,
  fn: FunctionShape | undefined,
  entered: Shape | undefined,
  isAsync: boolean,
): ContextManagerShape {
  const key = `w${fn?.id ?? ""}.${entered?.id ?? ""}${isAsync ? "a" : ""}`;
  return internShape<ContextManagerShape>(table, key, { kind: "contextManager", fn, entered, isAsync });
}

export function superShape(table: ShapeTable, ref: ClassRef, self: Shape): SuperShape {
  return internShape<SuperShape>(table, `s${ref.id}.${self.id}`, { kind: "super", ref, self });
}

export function containerMethodShape(
  table: ShapeTable,
  container: ContainerShape | TupleShape,
  name: string,
): ContainerMethodShape {
  const key = `e${container.id}.${name}`;
  return internShape<ContainerMethodShape>(table, key, { kind: "containerMethod", container, name });
}

export function intrinsicShape(
  table: ShapeTable,
  name: string,
  operand: Shape | undefined = undefined,
): IntrinsicShape {
  if (operand !== undefined)
    return internShape<IntrinsicShape>(table, `n${name}.${operand.id}`, { kind: "intrinsic", name, operand });
  let shape = table.intrinsics.get(name);
  if (shape === undefined) {
    shape = { kind: "intrinsic", id: table.nextId++, name, operand };
    table.intrinsics.set(name, shape);
  }
  return shape;
}

export function literalShape(table: ShapeTable, constant: number, text: string): LiteralShape {
  const known = text === "" ? table.constants.get(constant) : undefined;
  if (known !== undefined) return known;
  if (text !== "") return internShape<LiteralShape>(table, `v${constant}.${text}`, { kind: "literal", constant, text });
  const shape: LiteralShape = { kind: "literal", id: table.nextId++, constant, text };
  table.constants.set(constant, shape);
  return shape;
}
