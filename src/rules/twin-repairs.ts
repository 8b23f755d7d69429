/** Repairs with the asynchronous counterpart that a model names. */
import type { Repair } from "../diagnostics/repair.ts";
import type { SwitchStep, SwitchStepKind } from "../diagnostics/twin-repair.ts";
import { coroutineTwinOf, isAsyncIterable, iterableTwinOf } from "../program/method-twins.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import type { Module } from "../program/shape.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt } from "./repair-at.ts";

/** The repairs by what a library offers beside the function that blocks at a site; `instead` is its model's word. */
export function twinRepairs(program: Program, module: Module, site: number, instead: string): Repair[] {
  const { summary } = module;
  const value = S.siteColumn(summary, site, S.SiteValue);
  const step = (at: number, kind: SwitchStepKind): SwitchStep => ({
    path: summary.path,
    start: S.siteColumn(summary, at, S.SiteStart),
    end: S.siteColumn(summary, at, S.SiteEnd),
    step: kind,
  });
  switch (S.siteColumn(summary, site, S.SiteKind)) {
    case Site.Call: {
      const name = coroutineTwinOf(program, module, value, instead);
      if (name === undefined) return [];
      const steps = [step(site, { kind: "await" }), step(site, { kind: "rename-method", name })];
      return [repairAt(module, site, "unsafe", { kind: "switch", to: name, steps })];
    }
    case Site.For: {
      const loop = step(site, { kind: "add-async" });
      if (isAsyncIterable(program, shapeOf(program, module, value)))
        return [repairAt(module, site, "unsafe", { kind: "switch", to: "async for", steps: [loop] })];
      if (S.valueKindOf(summary, value) !== Value.Call) return [];
      const name = iterableTwinOf(program, module, value, instead);
      if (name === undefined) return [];
      const steps = [loop, step(S.valueC(summary, value), { kind: "rename-method", name })];
      return [repairAt(module, site, "unsafe", { kind: "switch", to: name, steps })];
    }
    default:
      return [];
  }
}
