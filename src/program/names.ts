import * as S from "../summary/module-summary.ts";
import { modelNamed } from "./module-table.ts";
import type { ClassRef, FunctionRef, Module } from "./shape.ts";
import type { ProgramState } from "./state.ts";

/** `Repo.load`, `<module>`, `fetch.inner`: the function's name within its module. */
export function qualifiedName(ref: FunctionRef): string {
  return functionName(ref.module, ref.index);
}

export function functionName(module: Module, index: number): string {
  const { summary } = module;
  const name = S.stringAt(summary, S.functionColumn(summary, index, S.FunctionName));
  const cls = S.functionColumn(summary, index, S.FunctionClass);
  if (cls >= 0) return `${className(module, cls)}.${name}`;
  const flags = S.functionColumn(summary, index, S.FunctionFlags);
  if ((flags & (S.FunctionIsLambda | S.FunctionIsGeneratorExpression)) !== 0) return name;
  const parent = S.functionColumn(summary, index, S.FunctionParent);
  return parent <= 0 ? name : `${functionName(module, parent)}.${name}`;
}

export function className(module: Module, cls: number): string {
  const { summary } = module;
  const name = S.stringAt(summary, S.classColumn(summary, cls, S.ClassName));
  const parent = S.classColumn(summary, cls, S.ClassParentClass);
  return parent >= 0 ? `${className(module, parent)}.${name}` : name;
}

/** Name of a library callable as a person writes it: `requests.Session.get`, `asyncio.create_task`, `open`. */
export function dottedName(state: ProgramState, ref: FunctionRef): string {
  return publicName(state, ref.module, qualifiedName(ref).replace(/\.__init__$/, ""));
}

export function dottedClassName(state: ProgramState, ref: ClassRef): string {
  return publicName(state, ref.module, className(ref.module, ref.index));
}

/** Of the packages that export a name, the shortest: `asyncio.tasks.sleep` is written `asyncio.sleep`. */
function publicName(state: ProgramState, module: Module, qualified: string): string {
  if (module.name === "builtins") return qualified;
  if (module.origin !== "model") return `${module.name}.${qualified}`;
  const top = qualified.split(".", 1)[0] ?? qualified;
  const own = state.ask.moduleAttribute(state, module, top);
  const parts = module.name.split(".");
  for (let count = 1; count < parts.length; count++) {
    const prefix = parts.slice(0, count).join(".");
    const outer = modelNamed(state.modules, prefix);
    if (outer !== undefined && state.ask.moduleAttribute(state, outer, top) === own) return `${prefix}.${qualified}`;
  }
  return `${module.name}.${qualified}`;
}

/** Rows of the functions that a class defines, in source order, whatever decorators make of them; with a name, those of that name. */
export function definitionsIn({ module: { summary }, index }: ClassRef, name?: string): number[] {
  const found: number[] = [];
  for (let fn = 1; fn < S.functionCount(summary); fn++) {
    if (S.functionColumn(summary, fn, S.FunctionClass) !== index) continue;
    if (name === undefined || S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName)) === name)
      found.push(fn);
  }
  return found;
}
