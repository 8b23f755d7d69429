/** Classes: resolution order, members, attributes of shapes, overriding methods. */
import * as S from "../summary/module-summary.ts";
import { lastNameOf } from "../summary/notable-names.ts";
import * as Value from "../summary/value-kind.ts";
import { bindingShape, symbolShape } from "./evaluate.ts";
import { moduleOfFile, modelNamed } from "./module-table.ts";
import {
  classShape,
  containerMethodShape,
  functionShape,
  instanceShape,
  intrinsicShape,
  membersOf,
  unionOf,
  unknown,
} from "./shape.ts";
import type { ClassRef, Frame, FunctionShape, InstanceShape, Member, Module, Shape } from "./shape.ts";
import { classRef, functionRef } from "./state.ts";
import type { ProgramState } from "./state.ts";

/** Resolution order of a class: itself, then its bases depth first, each once (close enough to C3 for what is asked). */
export function mroOf(state: ProgramState, cls: ClassRef): readonly ClassRef[] {
  if (cls.mro !== undefined) return cls.mro;
  cls.mro = [cls];
  const order = new Set<ClassRef>([cls]);
  const { summary } = cls.module;
  for (const base of S.listItems(summary, S.classColumn(summary, cls.index, S.ClassBases))) {
    const shape = state.ask.evaluate(state, cls.module, base, undefined);
    let isKnownBase = shape.kind !== "unknown";
    for (const member of membersOf(shape)) {
      if (member.kind === "class") {
        for (const ancestor of mroOf(state, member.ref)) {
          order.delete(ancestor);
          order.add(ancestor);
        }
        if (member.ref.hasUnknownBase) isKnownBase = false;
      } else if (member.kind !== "intrinsic") isKnownBase = false;
    }
    if (!isKnownBase) cls.hasUnknownBase = true;
  }
  cls.mro = [...order];
  return cls.mro;
}

/** Where instances of a class find `name`; undefined when no known class of the order has it. */
export function memberOf(state: ProgramState, cls: ClassRef, name: string): Member | undefined {
  const known = cls.members.get(name);
  if (known !== undefined) return known ?? undefined;
  for (const owner of mroOf(state, cls)) {
    const member = ownMemberOf(owner, name);
    if (member !== undefined) {
      cls.members.set(name, member);
      return member;
    }
  }
  cls.members.set(name, null);
  return undefined;
}

function ownMemberOf(owner: ClassRef, name: string): Member | undefined {
  const { summary } = owner.module;
  let symbol = S.classColumn(summary, owner.index, S.ClassFirstSymbol);
  for (; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext))
    if (S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName)) === name) break;
  let attribute = S.classColumn(summary, owner.index, S.ClassFirstAttribute);
  for (; attribute >= 0; attribute = S.attributeColumn(summary, attribute, S.AttributeNext))
    if (S.stringAt(summary, S.attributeColumn(summary, attribute, S.AttributeName)) === name) break;
  return symbol < 0 && attribute < 0 ? undefined : { owner, symbol, attribute };
}

/** What the class body or `self.name = …` binds, before any binding to an instance. */
function memberShape(state: ProgramState, member: Member, name: string, frame: Frame | undefined): Shape {
  const { module } = member.owner;
  const { summary } = module;
  const found: Shape[] = [];
  if (member.symbol >= 0) {
    const shape = classSymbolShape(state, module, member.symbol);
    if (isDeclared(module, member.symbol) && shape.kind !== "unknown") return shape;
    // A class-level default (`client = None`) says less than what methods assign.
    if (member.attribute < 0 || shape.kind !== "unknown") found.push(shape);
  }
  for (let row = member.attribute; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext)) {
    if (S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName)) !== name) continue;
    const annotation = S.attributeColumn(summary, row, S.AttributeAnnotation);
    const declared = annotation < 0 ? unknown : state.ask.typeOf(state, module, annotation, undefined);
    if (declared.kind !== "unknown") return declared;
    const value = S.attributeColumn(summary, row, S.AttributeValue);
    // A bare declaration without a readable type adds nothing.
    if (value !== 0 || annotation < 0) found.push(state.ask.evaluate(state, module, value, frame));
  }
  return unionOf(state.shapes, found);
}

function isDeclared(module: Module, symbol: number): boolean {
  const binding = S.symbolColumn(module.summary, symbol, S.SymbolFirstBinding);
  return binding >= 0 && S.bindingColumn(module.summary, binding, S.BindingAnnotation) >= 0;
}

function classSymbolShape(state: ProgramState, module: Module, symbol: number): Shape {
  const first = S.symbolColumn(module.summary, symbol, S.SymbolFirstBinding);
  if (first < 0) return unknown;
  if (S.bindingColumn(module.summary, first, S.BindingNext) < 0) return bindingShape(state, module, first, undefined);
  return symbolShape(state, module, symbol, undefined);
}

/** Reads an attribute. Properties are called. */
export function attributeOf(state: ProgramState, object: Shape, name: string): Shape {
  switch (object.kind) {
    case "module":
      return state.ask.moduleAttribute(state, object.module, name);
    case "instance":
      return instanceAttribute(state, object, name);
    case "class":
      return classAttribute(state, object.ref, name);
    case "super":
      return superAttribute(state, object.ref, object.self, name);
    case "union":
      return unionOf(
        state.shapes,
        object.members.filter((member) => member.kind !== "none").map((member) => attributeOf(state, member, name)),
      );
    case "container":
    case "tuple":
      return containerMethodShape(state.shapes, object, name);
    case "intrinsic":
      return intrinsicAttribute(state, object.name, name);
    case "function":
      if (object.role === "property" && (name === "setter" || name === "deleter" || name === "getter"))
        return intrinsicShape(state.shapes, name === "getter" ? "getter" : "setter");
      return unknown;
    case "literal":
      return literalAttribute(state, object.constant, name);
    default:
      return unknown;
  }
}

const stringConstant = 3;
const bytesConstant = 4;

function literalAttribute(state: ProgramState, constant: number, name: string): Shape {
  const builtins = modelNamed(state.modules, "builtins");
  if (builtins === undefined) return unknown;
  const className = constant === stringConstant ? "str" : constant === bytesConstant ? "bytes" : "";
  const cls = className === "" ? unknown : state.ask.moduleAttribute(state, builtins, className);
  return cls.kind === "class" ? instanceAttribute(state, instanceShape(state.shapes, cls.ref), name) : unknown;
}

function intrinsicAttribute(state: ProgramState, intrinsic: string, name: string): Shape {
  if (intrinsic === "collections") return name === "abc" ? intrinsicShape(state.shapes, "collections.abc") : unknown;
  if (intrinsic === "uncoil") return intrinsicShape(state.shapes, `uncoil.${name}`);
  if (/^(typing|typing_extensions|abc|dataclasses|collections\.abc)$/.test(intrinsic))
    return intrinsicShape(state.shapes, `typing.${name}`);
  return unknown;
}

function instanceAttribute(state: ProgramState, object: InstanceShape, name: string): Shape {
  const member = memberOf(state, object.ref, name);
  if (member === undefined) return dynamicAttribute(state, object, name);
  return bindMembers(state, memberShape(state, member, name, object.frame), object, object.ref);
}

/** What `__getattr__` is declared to give. */
function dynamicAttribute(state: ProgramState, object: InstanceShape, name: string): Shape {
  if (name.startsWith("__") || memberOf(state, object.ref, "__getattr__") === undefined) return unknown;
  const method = instanceAttribute(state, object, "__getattr__");
  return method.kind === "function" ? state.ask.returned(state, method, method.frame) : unknown;
}

function superAttribute(state: ProgramState, ref: ClassRef, self: Shape, name: string): Shape {
  for (const owner of mroOf(state, ref).slice(1)) {
    const member = ownMemberOf(owner, name);
    if (member === undefined) continue;
    const frame = self.kind === "instance" ? self.frame : undefined;
    return bindMembers(state, memberShape(state, member, name, frame), self, ref);
  }
  return unknown;
}

/** Turns functions found in a class into bound methods, and reads properties. */
function bindMembers(state: ProgramState, shape: Shape, self: Shape, cls: ClassRef): Shape {
  const bound = membersOf(shape).map((member): Shape => {
    if (member.kind !== "function" || member.self !== undefined) return member;
    switch (member.role) {
      case "property":
        return state.ask.returned(state, { ...member, self }, member.frame);
      case "staticmethod":
        return functionShape(state.shapes, member.ref, member.frame, undefined, "plain", member.isLikely);
      case "classmethod":
        return functionShape(
          state.shapes,
          member.ref,
          member.frame,
          classShape(state.shapes, cls),
          "plain",
          member.isLikely,
        );
      case "contextmanager":
      case "plain":
        return isMethod(member)
          ? functionShape(state.shapes, member.ref, member.frame, self, member.role, member.isLikely)
          : member;
    }
  });
  return unionOf(state.shapes, bound);
}

/** A function that stands in a class body, or a wrapper a decorator put in its place. */
function isMethod(fn: FunctionShape): boolean {
  const flags = S.functionColumn(fn.ref.module.summary, fn.ref.index, S.FunctionFlags);
  return (flags & S.FunctionIsLambda) === 0 || fn.frame === undefined;
}

function classAttribute(state: ProgramState, ref: ClassRef, name: string): Shape {
  const member = memberOf(state, ref, name);
  if (member === undefined) return unknown;
  const shape = memberShape(state, member, name, undefined);
  const bound = membersOf(shape).map((item): Shape => {
    if (item.kind !== "function" || item.role !== "classmethod") return item;
    return functionShape(state.shapes, item.ref, item.frame, classShape(state.shapes, ref), "plain", item.isLikely);
  });
  return unionOf(state.shapes, bound);
}

/** The getter that reading `name` of `object` calls, if it is a property. */
export function propertyOf(state: ProgramState, object: Shape, name: string): FunctionShape | undefined {
  if (object.kind !== "instance") return undefined;
  const member = memberOf(state, object.ref, name);
  if (member === undefined || member.symbol < 0) return undefined;
  const shape = memberShape(state, member, name, undefined);
  if (shape.kind !== "function" || shape.role !== "property") return undefined;
  return functionShape(state.shapes, shape.ref, shape.frame, object, "property", shape.isLikely);
}

/** The `@name.setter` or `@name.deleter` that assigning or deleting `name` of `object` calls. */
export function accessorOf(
  state: ProgramState,
  object: Shape,
  name: string,
  role: "setter" | "deleter",
): FunctionShape | undefined {
  if (object.kind !== "instance") return undefined;
  const member = memberOf(state, object.ref, name);
  if (member === undefined || member.symbol < 0) return undefined;
  const { module } = member.owner;
  const { summary } = module;
  let binding = S.symbolColumn(summary, member.symbol, S.SymbolFirstBinding);
  for (; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext)) {
    const value = S.bindingColumn(summary, binding, S.BindingValue);
    if (S.valueKindOf(summary, value) !== Value.Function) continue;
    const fn = S.valueA(summary, value);
    for (const decorator of S.listItems(summary, S.functionColumn(summary, fn, S.FunctionDecorators))) {
      const isAttribute = S.valueKindOf(summary, decorator) === Value.Attribute;
      if (isAttribute && S.stringAt(summary, S.valueB(summary, decorator)) === role)
        return functionShape(state.shapes, functionRef(state, module, fn), undefined, object, "property");
    }
  }
  return undefined;
}

/** The descriptor that a class attribute of `object` is: an instance with `__get__`. */
export function descriptorOf(state: ProgramState, object: InstanceShape, name: string): InstanceShape | undefined {
  const member = memberOf(state, object.ref, name);
  if (member === undefined || member.symbol < 0) return undefined;
  const shape = memberShape(state, member, name, undefined);
  if (shape.kind !== "instance") return undefined;
  return memberOf(state, shape.ref, "__get__") === undefined ? undefined : shape;
}

/** Methods of subclasses that override `fn`, bound to the same receiver: each is possible, none is certain. */
export function overridesOf(state: ProgramState, fn: FunctionShape): readonly FunctionShape[] {
  if (fn.self?.kind !== "instance") return [];
  const key = fn.self.ref.id;
  let overrides = fn.ref.overrides.get(key);
  if (overrides === undefined) {
    overrides = findOverrides(state, fn, fn.self.ref);
    fn.ref.overrides.set(key, overrides);
  }
  return overrides;
}

function findOverrides(state: ProgramState, fn: FunctionShape, receiver: ClassRef): FunctionShape[] {
  const name = S.stringAt(fn.ref.module.summary, S.functionColumn(fn.ref.module.summary, fn.ref.index, S.FunctionName));
  const found: FunctionShape[] = [];
  const seen = new Set<ClassRef>();
  const pending = [...subclassesOf(state, receiver)];
  while (pending.length > 0 && found.length < 8) {
    const cls = pending.pop();
    if (cls === undefined || seen.has(cls)) continue;
    seen.add(cls);
    pending.push(...subclassesOf(state, cls));
    const member = ownMemberOf(cls, name);
    if (member === undefined || member.symbol < 0) continue;
    const shape = memberShape(state, member, name, undefined);
    if (shape.kind !== "function" || shape.ref === fn.ref) continue;
    const self = instanceShape(state.shapes, cls);
    found.push(functionShape(state.shapes, shape.ref, shape.frame, self, shape.role, true));
  }
  return found;
}

/** Direct subclasses of a class among the user's files. */
function subclassesOf(state: ProgramState, cls: ClassRef): readonly ClassRef[] {
  let found = state.subclasses.get(cls.id);
  if (found === undefined) {
    const name = S.stringAt(cls.module.summary, S.classColumn(cls.module.summary, cls.index, S.ClassName));
    const candidates = [...(baseNames(state).get(name) ?? []), ...(baseNames(state).get("") ?? [])];
    found = candidates.filter((candidate) => hasBase(state, candidate, cls));
    state.subclasses.set(cls.id, found);
  }
  return found;
}

function hasBase(state: ProgramState, candidate: ClassRef, cls: ClassRef): boolean {
  const { summary } = candidate.module;
  const bases = S.listItems(summary, S.classColumn(summary, candidate.index, S.ClassBases));
  return bases.some((base) =>
    membersOf(state.ask.evaluate(state, candidate.module, base, undefined)).some(
      (shape) => shape.kind === "class" && shape.ref === cls,
    ),
  );
}

/** Classes of the user's files by the names their bases are written with; "" where a base may have another name. */
function baseNames(state: ProgramState): ReadonlyMap<string, readonly ClassRef[]> {
  if (state.classesByBase !== undefined) return state.classesByBase;
  const byBase = new Map<string, ClassRef[]>();
  for (const path of state.modules.open.keys()) {
    const module = moduleOfFile(state.modules, path);
    if (module === undefined) continue;
    for (let index = 0; index < S.classCount(module.summary); index++) {
      for (const base of S.listItems(module.summary, S.classColumn(module.summary, index, S.ClassBases))) {
        const name = writtenName(module, base);
        const known = byBase.get(name);
        if (known === undefined) byBase.set(name, [classRef(state, module, index)]);
        else known.push(classRef(state, module, index));
      }
    }
  }
  state.classesByBase = byBase;
  return byBase;
}

/** The class name in a base: of `models.Base`, `Base[T]` and `import Base as B`, `Base`. */
function writtenName(module: Module, base: number): string {
  const { summary } = module;
  const kind = S.valueKindOf(summary, base);
  if (kind === Value.Subscript) return writtenName(module, S.valueA(summary, base));
  if (kind !== Value.Symbol) return lastNameOf(summary, base);
  const binding = S.symbolColumn(summary, S.valueA(summary, base), S.SymbolFirstBinding);
  const value = binding < 0 ? 0 : S.bindingColumn(summary, binding, S.BindingValue);
  const valueKind = S.valueKindOf(summary, value);
  if (valueKind === Value.Import && S.valueB(summary, value) >= 0) return S.stringAt(summary, S.valueB(summary, value));
  return valueKind === Value.Class ? lastNameOf(summary, base) : "";
}

/** Whether some class of the program below `cls` has a member of that name. */
export function hasSubclassWith(state: ProgramState, cls: ClassRef, name: string): boolean {
  return subclassesBelow(state, cls).some((subclass) => memberOf(state, subclass, name) !== undefined);
}

/** The classes of the user's files that inherit from a class, at any distance. */
export function subclassesBelow(state: ProgramState, cls: ClassRef): readonly ClassRef[] {
  const found = new Set(subclassesOf(state, cls));
  for (const subclass of found) for (const below of subclassesOf(state, subclass)) found.add(below);
  return [...found];
}
