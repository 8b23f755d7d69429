/** Where a client is made that a call of it, or of what it gave, goes back to. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { mroOf } from "./members.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import type { ClassRef, InstanceShape, Module, Shape } from "./shape.ts";
import { twinOf, type Twin } from "./twin-of.ts";

/** A value of a module. */
export interface Origin {
  readonly module: Module;
  readonly value: number;
}

const deepest = 12;

/** The Call that made the client a value comes from. */
export function originOf(program: Program, { module, value }: Origin, depth = 0): Origin | undefined {
  const { summary } = module;
  const a = S.valueA(summary, value);
  const go = (next: number, inModule: Module = module): Origin | undefined =>
    depth > deepest ? undefined : originOf(program, { module: inModule, value: next }, depth + 1);
  switch (S.valueKindOf(summary, value)) {
    case Value.Call:
      return twinMadeBy(program, module, value) === undefined ? go(a) : { module, value };
    case Value.Attribute: {
      const object = shapeOf(program, module, a);
      const name = S.stringAt(summary, S.valueB(summary, value));
      if (object.kind === "module") return originOfName(program, object.module, name, depth);
      const held = object.kind === "instance" ? valueOfAttribute(program, object, name) : undefined;
      return held === undefined ? go(a) : go(held.value, held.module);
    }
    case Value.Await:
    case Value.Entered:
    case Value.Element:
    case Value.Subscript:
      return go(a);
    case Value.Reaching: {
      const [binding = -1] = S.listItems(summary, a);
      return binding < 0 ? undefined : go(S.bindingColumn(summary, binding, S.BindingValue));
    }
    case Value.Symbol:
      return originOfSymbol(program, module, a, depth);
    case Value.Import: {
      const source = program.state.ask.importedModule(program.state, module, value);
      const name = S.valueB(summary, value) < 0 ? "" : S.stringAt(summary, S.valueB(summary, value));
      return source === undefined ? undefined : originOfName(program, source, name, depth);
    }
    default:
      return undefined;
  }
}

function originOfName(program: Program, module: Module, name: string, depth: number): Origin | undefined {
  const symbol = module.names.get(name);
  const isOpen = module.origin === "project" && depth <= deepest;
  return symbol === undefined || !isOpen ? undefined : originOfSymbol(program, module, symbol, depth + 1);
}

/** By the first binding that gives it something. */
function originOfSymbol(program: Program, module: Module, symbol: number, depth: number): Origin | undefined {
  if (depth > deepest) return undefined;
  for (const row of bindingsOf(module, symbol)) {
    const value = S.bindingColumn(module.summary, row, S.BindingValue);
    if (value > Value.None) return originOf(program, { module, value }, depth + 1);
  }
  return undefined;
}

/** The rows of the bindings of a symbol. */
export function bindingsOf({ summary }: Module, symbol: number): number[] {
  const rows: number[] = [];
  let row = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  for (; row >= 0; row = S.bindingColumn(summary, row, S.BindingNext)) rows.push(row);
  return rows;
}

/** What the user's code assigns to an attribute of an object: the first value that is not None. */
function valueOfAttribute(program: Program, { ref }: InstanceShape, name: string): Origin | undefined {
  for (const owner of mroOf(program.state, ref)) {
    if (owner.module.origin !== "project") continue;
    for (const row of attributeRows(owner, name)) {
      const value = S.attributeColumn(owner.module.summary, row, S.AttributeValue);
      if (value > Value.None) return { module: owner.module, value };
    }
  }
  return undefined;
}

/** The rows of what methods of a class assign to an attribute. */
export function attributeRows({ module: { summary }, index }: ClassRef, name: string): number[] {
  const rows: number[] = [];
  let row = S.classColumn(summary, index, S.ClassFirstAttribute);
  for (; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext))
    if (S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName)) === name) rows.push(row);
  return rows;
}

/** What a Call makes, when it makes a client that has a counterpart: by its class, by a class method, or by a function. */
export function twinMadeBy(program: Program, module: Module, call: number): (Twin & { maker: Shape }) | undefined {
  const { summary } = module;
  const { state } = program;
  const callee = S.valueA(summary, call);
  const shape = shapeOf(program, module, callee);
  const own = twinOf(program, shape);
  if (own !== undefined) return { ...own, maker: own.shape };
  if (S.valueKindOf(summary, callee) !== Value.Attribute) return undefined;
  const owner = shapeOf(program, module, S.valueA(summary, callee));
  const result = shapeOf(program, module, call);
  const twin = owner.kind === "class" && isInstanceOf(result, owner.ref) ? twinOf(program, owner) : undefined;
  if (twin === undefined) return undefined;
  const name = S.stringAt(summary, S.valueB(summary, callee));
  return { ...twin, maker: state.ask.attribute(state, twin.shape, name) };
}

function isInstanceOf(shape: Shape, ref: ClassRef): boolean {
  return shape.kind === "instance" && shape.ref === ref;
}
