/** Where the objects' attributes of a name are read, anywhere in the user's files, and what is done with them there. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { mroOf } from "./members.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { ClassRef, Module, Shape } from "./shape.ts";

/** What a module does with the attribute `name` of anything. */
export interface AttributeUses {
  /** Attributes and methods of it that are used: `self.task.cancel` counts `cancel`. */
  readonly members: ReadonlySet<string>;
  /** It is awaited, given away, stored, iterated: anything but asked for an attribute or for its truth. */
  readonly escapes: boolean;
  /** Times it is read. */
  readonly reads: number;
}

const nothing: AttributeUses = { members: new Set(), escapes: false, reads: 0 };
const known = new WeakMap<Program, Map<string, AttributeUses>>();

/** What the user's files do with attributes of that name, of any object that may be of the class or one related to it. */
export function usesOfAttribute(program: Program, owner: ClassRef, name: string): AttributeUses {
  let byName = known.get(program);
  if (byName === undefined) {
    byName = new Map();
    known.set(program, byName);
  }
  const key = `${owner.id}.${name}`;
  let uses = byName.get(key);
  if (uses === undefined) {
    uses = collectUses(program, owner, name);
    byName.set(key, uses);
  }
  return uses;
}

/** The class's own file first: once the attribute gets away there is no more to know. */
function collectUses(program: Program, owner: ClassRef, name: string): AttributeUses {
  let uses = usesInModule(program, owner.module, owner, name);
  for (const module of program.modules) {
    if (uses.escapes) return uses;
    if (module !== owner.module) uses = mergeUses(uses, usesInModule(program, module, owner, name));
  }
  return uses;
}

/** Whether an object of a shape may be one of the class: it is not known to be of a class that has nothing to do with it. */
function mayBeOf(program: Program, shape: Shape, owner: ClassRef): boolean {
  const { state } = program;
  return membersOf(shape).some((member) => {
    if (member.kind !== "instance" && member.kind !== "class")
      return member.kind === "unknown" || member.kind === "super";
    return mroOf(state, member.ref).includes(owner) || mroOf(state, owner).includes(member.ref);
  });
}

function mergeUses(left: AttributeUses, right: AttributeUses): AttributeUses {
  if (right === nothing) return left;
  return {
    members: new Set([...left.members, ...right.members]),
    escapes: left.escapes || right.escapes,
    reads: left.reads + right.reads,
  };
}

function usesInModule(program: Program, module: Module, owner: ClassRef, name: string): AttributeUses {
  const { summary } = module;
  const text = summary.strings.indexOf(name);
  if (text < 0) return nothing;
  if (attributesNamed(summary, text).size === 0)
    return namesAsText(summary, name) ? { ...nothing, escapes: true } : nothing;
  const values = new Set(attributesThatMayBe(program, module, owner, name));
  // Asking for the truth of it, or comparing it, hands it to nobody.
  const members = new Set<string>();
  let escapes = namesAsText(summary, name) || (module === owner.module && readsByAnyName(summary));
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    if (!operandsOf(summary, value).some((operand) => values.has(operand))) continue;
    if (S.valueKindOf(summary, value) === Value.Attribute) members.add(S.stringAt(summary, S.valueB(summary, value)));
    else escapes = true;
  }
  if (isHandedOn(summary, values)) escapes = true;
  return { members, escapes, reads: values.size };
}

/** The values of a module that read an attribute of that name of an object that may be of the class; stores left out. */
export function attributesThatMayBe(
  program: Program,
  module: Module,
  owner: ClassRef,
  name: string,
): readonly number[] {
  const { summary } = module;
  const text = summary.strings.indexOf(name);
  if (text < 0) return [];
  const values = attributesNamed(summary, text);
  for (const value of storesOf(summary)) values.delete(value);
  return Array.from(values).filter((value) =>
    mayBeOf(program, shapeOf(program, module, S.valueA(summary, value)), owner),
  );
}

/** The string stands in the file as a constant: `getattr(self, "task")`. */
export function namesAsText(summary: Module["summary"], name: string): boolean {
  for (let value = 2; value < summary.values.length / S.ValueStride; value++)
    if (
      S.valueKindOf(summary, value) === Value.Constant &&
      S.valueA(summary, value) === Value.ConstantString &&
      S.stringAt(summary, S.valueB(summary, value)) === name
    )
      return true;
  return false;
}

/** `getattr(self, name)`, `vars(self)`: any attribute may be meant. */
function readsByAnyName(summary: Module["summary"]): boolean {
  if (!summary.strings.some((text) => text === "getattr" || text === "vars" || text === "__dict__")) return false;
  for (let value = 2; value < summary.values.length / S.ValueStride; value++) {
    const kind = S.valueKindOf(summary, value);
    if (kind === Value.Attribute && S.stringAt(summary, S.valueB(summary, value)) === "__dict__") return true;
    if (kind !== Value.Call) continue;
    const callee = S.valueA(summary, value);
    if (S.valueKindOf(summary, callee) !== Value.Builtin) continue;
    const name = S.stringAt(summary, S.valueA(summary, callee));
    const [, , , attribute = 0] = S.listItems(summary, S.valueB(summary, value));
    const isPlain = S.valueKindOf(summary, attribute) === Value.Constant;
    if (name === "vars" || (name === "getattr" && !isPlain)) return true;
  }
  return false;
}

function attributesNamed(summary: Module["summary"], text: number): Set<number> {
  const found = new Set<number>();
  for (let value = 2; value < summary.values.length / S.ValueStride; value++)
    if (S.valueKindOf(summary, value) === Value.Attribute && S.valueB(summary, value) === text) found.add(value);
  return found;
}

/** Values that are assigned to or deleted, not read. */
function storesOf(summary: Module["summary"]): number[] {
  const found: number[] = [];
  for (let site = 0; site < summary.sites.length / S.SiteStride; site++) {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if (kind === Site.AttributeStore || kind === Site.AttributeDelete)
      found.push(S.siteColumn(summary, site, S.SiteValue));
  }
  return found;
}

const inA: ReadonlySet<number> = new Set([
  Value.Attribute,
  Value.Await,
  Value.Comprehension,
  Value.Element,
  Value.Entered,
  Value.Starred,
  Value.Unpack,
  Value.Yield,
]);
const inAAndB: ReadonlySet<number> = new Set([Value.Binary, Value.Subscript]);
const inListA: ReadonlySet<number> = new Set([Value.List, Value.Set, Value.Tuple, Value.Union]);

/** The values a value is made of; what is only written into a text does not count. */
export function operandsOf(summary: Module["summary"], value: number): readonly number[] {
  const kind = S.valueKindOf(summary, value);
  const a = S.valueA(summary, value);
  if (inA.has(kind)) return [a];
  if (inAAndB.has(kind)) return [a, S.valueB(summary, value)];
  if (inListA.has(kind)) return S.listItems(summary, a);
  if (kind === Value.Dict) return S.listItems(summary, S.valueB(summary, value));
  if (kind !== Value.Call) return [];
  return [a, ...S.listItems(summary, S.valueB(summary, value)).filter((_, index) => index % 2 === 1)];
}

/** Bound to a name, kept in another attribute, returned or yielded, or awaited, entered and iterated as it stands. */
function isHandedOn(summary: Module["summary"], values: ReadonlySet<number>): boolean {
  for (let row = 0; row < summary.bindings.length / S.BindingStride; row++)
    if (values.has(S.bindingColumn(summary, row, S.BindingValue))) return true;
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    if (values.has(S.attributeColumn(summary, row, S.AttributeValue))) return true;
  for (let fn = 0; fn < S.functionCount(summary); fn++) {
    const given = [S.FunctionReturns, S.FunctionYields].flatMap((column) =>
      S.listItems(summary, S.functionColumn(summary, fn, column)),
    );
    if (given.some((value) => values.has(value))) return true;
  }
  for (let site = 0; site < summary.sites.length / S.SiteStride; site++)
    if (
      handingSites.has(S.siteColumn(summary, site, S.SiteKind)) &&
      values.has(S.siteColumn(summary, site, S.SiteValue))
    )
      return true;
  return false;
}

const handingSites: ReadonlySet<number> = new Set([
  Site.With,
  Site.AsyncWith,
  Site.For,
  Site.AsyncFor,
  Site.Await,
  Site.Iterated,
]);

/** Whether a symbol is a name of the module itself. */
export function isOfModule({ summary, names }: Module, symbol: number): boolean {
  return names.get(S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName))) === symbol;
}
