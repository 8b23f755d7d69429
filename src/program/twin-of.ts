/** Which class or function of a library is the asynchronous counterpart of another, by the word of its model. */
import { packagesImportedBy } from "./context.ts";
import type { Facts } from "./facts.ts";
import { modelNamed } from "./module-table.ts";
import { dottedClassName, dottedName } from "./names.ts";
import type { Program } from "./program.ts";
import { mroOf } from "./members.ts";
import { parametersOf } from "./model-parameters.ts";
import { instanceShape, unknown } from "./shape.ts";
import type { ClassShape, Shape } from "./shape.ts";

export interface Twin {
  /** Dotted names, as people write them. */
  readonly from: string;
  readonly to: string;
  /** The counterpart itself: a class or function. */
  readonly shape: Shape;
  /** Parameters whose arguments mean something else to the counterpart. */
  readonly foreign: readonly string[];
  /** Keyword arguments, as they are written, without which the counterpart would be something else. */
  readonly added: readonly string[];
}

/** The counterpart of a class or function, if it is one that the project can use as it is: of a package it has. */
export function twinOf(program: Program, callee: Shape): Twin | undefined {
  const { state } = program;
  if (callee.kind !== "class" && callee.kind !== "function") return undefined;
  const isClass = callee.kind === "class";
  const facts: Facts = isClass ? state.ask.classFacts(state, callee.ref) : state.ask.facts(state, callee.ref);
  const from = isClass ? dottedClassName(state, callee.ref) : dottedName(state, callee.ref);
  if (isClass && facts.twin.startsWith("_")) return twinByBase(program, callee, from, facts);
  // A name of the model alone says how to do it otherwise, and is nothing that code could call.
  if (facts.twin === "" || /(^|\.)_/.test(facts.twin)) return undefined;
  const to = facts.twin.includes(".") ? facts.twin : `${from.slice(0, from.lastIndexOf("."))}.${facts.twin}`;
  const shape = facts.twin.includes(".")
    ? modelledName(program, facts.twin)
    : state.ask.moduleAttribute(state, callee.ref.module, facts.twin);
  if (shape.kind !== callee.kind || !isAtHand(program, from, to)) return undefined;
  return { from, to, shape, foreign: facts.twinForeign, added: [] };
}

/** A class of another library, made with the defaults of a class of the model that is below it and says what it has in common. */
function twinByBase(
  program: Program,
  { ref }: ClassShape,
  from: string,
  { twin, twinForeign }: Facts,
): Twin | undefined {
  const { state } = program;
  const shape = state.ask.moduleAttribute(state, ref.module, twin);
  const base = shape.kind === "class" ? mroOf(state, shape.ref)[1] : undefined;
  if (shape.kind !== "class" || base === undefined) return undefined;
  const to = dottedClassName(state, base);
  const constructor = state.ask.attribute(state, instanceShape(state.shapes, shape.ref), "__init__");
  if (constructor.kind !== "function" || !isAtHand(program, from, to)) return undefined;
  // The first parameter is the object itself.
  const added = parametersOf(constructor.ref)
    .slice(1)
    .map(({ name, fallback }) => `${name}=${fallback}`);
  return { from, to, shape, foreign: twinForeign, added };
}

/** What a dotted name of a model stands for. */
export function modelledName(program: Program, dotted: string): Shape {
  const { state } = program;
  const at = dotted.lastIndexOf(".");
  const module = at < 0 ? undefined : modelNamed(state.modules, dotted.slice(0, at));
  return module === undefined ? unknown : state.ask.moduleAttribute(state, module, dotted.slice(at + 1));
}

/** Whether a package need not be installed first: it is the same, or one the project has. */
function isAtHand(program: Program, from: string, to: string): boolean {
  return from.split(".", 1)[0] === to.split(".", 1)[0] || isPackageAtHand(program, to);
}

/** Whether some file of the project imports the package of a dotted name: what is only installed may go again. */
export function isPackageAtHand(program: Program, dotted: string): boolean {
  const [wanted = ""] = dotted.split(".", 1);
  return program.modules.some((module) => packagesImportedBy(module).has(wanted));
}
