/** Repairs with the asynchronous counterpart that a model names. */
import type { Repair } from "../diagnostics/repair.ts";
import type { ClientExchange, ProgramResult, SwitchStep, SwitchStepKind } from "../diagnostics/twin-repair.ts";
import { exchangeClient, exchangeMethod } from "../program/client-twins.ts";
import { requestsByClient } from "../program/client-requests.ts";
import { threadHelperOf } from "../program/context.ts";
import { calleesOf } from "../program/given.ts";
import { coroutineTwinOf, isAsyncIterable, iterableTwinOf } from "../program/method-twins.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { Module } from "../program/shape.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt, siteRange } from "./repair-at.ts";

/** What a Call value gives of the program it runs; undefined when it runs none, or others too. */
function programResultOf(program: Program, module: Module, call: number): ProgramResult | undefined {
  const [only, ...others] = calleesOf(program, module, call);
  return others.length === 0 ? only?.facts.runsProgram : undefined;
}

function runProgram(program: Program, module: Module, site: number, gives: ProgramResult): Repair {
  const { summary } = module;
  const [, first = 0] = S.listItems(summary, S.valueB(summary, S.siteColumn(summary, site, S.SiteValue)));
  const command = isList(program, module, first, new Set()) ? "list" : "other";
  const library = threadHelperOf(module).split(".", 1)[0];
  return repairAt(module, site, "unsafe", {
    kind: "run-program",
    gives,
    command,
    library: library === "anyio" || library === "trio" ? library : "asyncio",
  });
}

/** Whether a value is surely a list, or a tuple: also after something was added to it. */
function isList(program: Program, module: Module, value: number, seen: Set<number>): boolean {
  const { summary } = module;
  // What a loop builds from itself is one if what it begins with is.
  if (seen.has(value)) return false;
  seen.add(value);
  const a = S.valueA(summary, value);
  switch (S.valueKindOf(summary, value)) {
    case Value.Binary:
      return isList(program, module, a, seen) || isList(program, module, S.valueB(summary, value), seen);
    case Value.Reaching: {
      const bindings = [...S.listItems(summary, a)];
      return bindings.every((binding) =>
        isList(program, module, S.bindingColumn(summary, binding, S.BindingValue), seen),
      );
    }
    default:
      return membersOf(shapeOf(program, module, value)).every(({ kind }) => kind === "container" || kind === "tuple");
  }
}

/** The repairs by what a library offers beside the function that blocks at a site; `instead` is its model's word. */
export function twinRepairs(program: Program, module: Module, site: number, instead: string): Repair[] {
  const { summary } = module;
  const value = S.siteColumn(summary, site, S.SiteValue);
  const kind = S.siteColumn(summary, site, S.SiteKind);
  const gives = kind === Site.Call ? programResultOf(program, module, value) : undefined;
  if (gives !== undefined) return [runProgram(program, module, site, gives)];
  const requests = kind === Site.Call ? requestsByClient(program, module, value) : [];
  if (requests.length > 0)
    return requests.map((request) => repairAt(module, site, "unsafe", { kind: "ask-client", ...request }));
  const exchange = (): ClientExchange | undefined =>
    twinBeside(program, module, site, instead) ?? exchangeClient(program, module, value);
  return [repairAt(module, site, "unsafe", { kind: "switch", exchange })];
}

/** The coroutine method, or what `async for` goes over, of the same object. */
function twinBeside(program: Program, module: Module, site: number, instead: string): ClientExchange | undefined {
  const { summary } = module;
  const value = S.siteColumn(summary, site, S.SiteValue);
  const step = (at: number, kind: SwitchStepKind): SwitchStep => ({
    path: summary.path,
    ...siteRange(module, at),
    step: kind,
  });
  switch (S.siteColumn(summary, site, S.SiteKind)) {
    case Site.Call: {
      const twin = coroutineTwinOf(program, module, value, instead);
      return twin && exchangeMethod(program, module, value, twin);
    }
    case Site.For: {
      const loop = step(site, { kind: "add-async" });
      if (isAsyncIterable(program, shapeOf(program, module, value))) return { to: "async for", steps: [loop] };
      const isCall = S.valueKindOf(summary, value) === Value.Call;
      const name = isCall ? iterableTwinOf(program, module, value, instead)?.name : undefined;
      if (name === undefined) return undefined;
      return { to: name, steps: [loop, step(S.valueC(summary, value), { kind: "rename-method", name })] };
    }
    default:
      return undefined;
  }
}
