/** What calls give to parameters that a model says something of. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed } from "./call.ts";
import { argumentsOf } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { instanceShape, membersOf } from "./shape.ts";
import type { FunctionShape, Module, Shape } from "./shape.ts";

/** An argument of a call. */
export interface Given {
  /** Its value in the module's summary. */
  readonly value: number;
  readonly shape: Shape;
}

/** Each function a Call value may run, with its facts: a class by its constructor. */
export function calleesOf(program: Program, module: Module, call: number): { fn: FunctionShape; facts: Facts }[] {
  const { state } = program;
  const callee = shapeOf(program, module, S.valueA(module.summary, call));
  const found: { fn: FunctionShape; facts: Facts }[] = [];
  for (const member of membersOf(callee)) {
    const fn =
      member.kind === "class"
        ? state.ask.attribute(state, instanceShape(state.shapes, member.ref), "__init__")
        : member;
    if (fn.kind === "function") found.push({ fn, facts: state.ask.facts(state, fn.ref) });
  }
  return found;
}

/** The arguments a call gives to the named parameters of a function. */
export function givenTo(
  program: Program,
  module: Module,
  call: number,
  fn: FunctionShape,
  parameters: readonly string[],
): Given[] {
  const { summary } = module;
  const args = argumentsOf(program.state, module, call, undefined);
  const items = S.listItems(summary, S.valueB(summary, call));
  const shapes = parameters.flatMap((parameter) => argumentNamed(fn, args, parameter));
  const found: Given[] = [];
  for (const [position, { name, shape }] of args.entries()) {
    if (name === Value.Star || name === Value.DoubleStar || !shapes.includes(shape)) continue;
    const isNamed = typeof name !== "string" || parameters.includes(name);
    if (isNamed) found.push({ value: items[position * 2 + 1] ?? 0, shape });
  }
  return found;
}

const positionalOnly = 0;
/** Kinds of parameters, as the syntax tree numbers them: `*args` and `**kwargs`. */
export const variadic = 2;
export const keywords = 4;

/** Whether a function's signature takes the arguments of a call; what a star hides only where it takes any. */
export function acceptsArguments(program: Program, module: Module, call: number, fn: FunctionShape): boolean {
  const { summary } = fn.ref.module;
  const first = S.functionColumn(summary, fn.ref.index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, fn.ref.index, S.FunctionParameterCount);
  const rows = Array.from({ length: count }, (_, position) => first + position);
  const kindOf = (row: number): number => S.parameterColumn(summary, row, S.ParameterKind);
  const nameOf = (row: number): string => S.stringAt(summary, S.parameterColumn(summary, row, S.ParameterName));
  const takesAnyNumber = rows.some((row) => kindOf(row) === variadic);
  const takesAnyName = rows.some((row) => kindOf(row) === keywords);
  const places = rows.filter((row) => kindOf(row) < variadic).length - (fn.self === undefined ? 0 : 1);
  let given = 0;
  for (const { name } of argumentsOf(program.state, module, call, undefined)) {
    if (name === Value.Positional) given++;
    else if (name === Value.Star && !takesAnyNumber) return false;
    else if (name === Value.DoubleStar && !takesAnyName) return false;
    else if (typeof name === "string") {
      const isNamed = rows.some((row) => nameOf(row) === name && kindOf(row) !== positionalOnly);
      if (!isNamed && !takesAnyName) return false;
    }
  }
  return takesAnyNumber || given <= places;
}
