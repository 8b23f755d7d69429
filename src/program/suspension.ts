/** Where a coroutine may give way to others, and which handlers catch its cancellation. */
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import type { FunctionRef, Module, Shape } from "./shape.ts";
import { membersOf } from "./shape.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";

/** Whether a site awaits: an `await`, `async for` or `async with`. */
export function suspends(module: Module, site: number): boolean {
  const kind = S.siteColumn(module.summary, site, S.SiteKind);
  if (kind === Site.Await || kind === Site.AsyncFor || kind === Site.AsyncWith) return true;
  return kind === Site.Call && (S.siteColumn(module.summary, site, S.SiteFlags) & Site.IsAwaited) !== 0;
}

/** The method name of a call that is written `object.name(…)`, or "". */
export function methodCalled(module: Module, site: number): string {
  const { summary } = module;
  if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) return "";
  const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
  return S.valueKindOf(summary, callee) === Value.Attribute ? S.stringAt(summary, S.valueB(summary, callee)) : "";
}

/** Whether a function calls a method of that name anywhere. */
export function callsMethod(ref: FunctionRef, name: string): boolean {
  const { summary } = ref.module;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext))
    if (methodCalled(ref.module, site) === name) return true;
  return false;
}

/** What an `except` is for, by the value of its class (-1: bare). */
export type Caught = "everything" | "cancellation" | "errors" | "some" | "unknown";

/** `everything`: bare or BaseException; `cancellation`: names how tasks are cancelled; `errors`: Exception. */
export function caughtBy(program: Program, module: Module, value: number): Caught {
  if (value < 0) return "everything";
  const shape = shapeOf(program, module, value);
  const classes = shape.kind === "tuple" ? shape.elements.flatMap(membersOf) : membersOf(shape);
  const kinds = classes.map((cls) => caughtClass(program, cls));
  for (const kind of ["everything", "cancellation", "errors", "unknown"] as const)
    if (kinds.includes(kind)) return kind;
  return "some";
}

function caughtClass(program: Program, shape: Shape): Caught {
  if (shape.kind !== "class") return "unknown";
  const { state } = program;
  // A class of the project below it is raised by the project alone: it does not catch what the library raises.
  if (state.ask.classFacts(state, shape.ref).isCancellation) return "cancellation";
  if (shape.ref.module.name !== "builtins") return "some";
  const name = S.stringAt(
    shape.ref.module.summary,
    S.classColumn(shape.ref.module.summary, shape.ref.index, S.ClassName),
  );
  return name === "BaseException" ? "everything" : name === "Exception" ? "errors" : "some";
}
