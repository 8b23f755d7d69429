/** Where a function is named in a string: `getattr(store, "load")`, `patch("app.store.load")`, `__all__`. */
import type { Obstacle } from "../diagnostics/async-chain.ts";
import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import { maximumElements } from "../summary/lower-expression.ts";
import { lastNameOf } from "../summary/notable-names.ts";
import * as Value from "../summary/value-kind.ts";
import { mayBeReceiver } from "./function-receivers.ts";
import { qualifiedName } from "./names.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import type { FunctionRef, Module } from "./shape.ts";
import { valueUsersOf } from "./value-users.ts";

/** The first text that names a function, under any of its names, where that may be meant. */
export function textUseOf(program: Program, ref: FunctionRef, names: ReadonlySet<string>): Obstacle | undefined {
  const reason = say`names \`${qualifiedName(ref)}\` in a string`;
  for (const name of names) {
    const dotted = modulesByLastPart(program).get(name);
    if (dotted !== undefined) return inFile(dotted, reason, name);
    for (const module of program.modules) {
      const { summary } = module;
      const text = summary.strings.indexOf(name);
      if (text < 0) continue;
      const constants = new Set(
        (valueUsersOf(module).named.get(text) ?? []).filter(
          (value) => S.valueKindOf(summary, value) === Value.Constant,
        ),
      );
      if (constants.size === 0) continue;
      if (isExportedBy(module, constants)) return inFile(module, say`lists \`${name}\` in \`__all__\``, "__all__");
      const site = lookupWith(program, ref, module, constants, name);
      if (site < 0) continue;
      const start = S.siteColumn(summary, site, S.SiteStart);
      return { path: summary.path, start, end: S.siteColumn(summary, site, S.SiteEnd), reason };
    }
  }
  return undefined;
}

function inFile({ summary: { path } }: Module, reason: string, usedName: string): Obstacle {
  return { path, start: 0, end: 0, reason, usedName };
}

const dottedText = /^[^\W\d][\w.]*[.:](\w+)$/;
const known = new WeakMap<Program, ReadonlyMap<string, Module>>();

/** For the last part of each dotted text of the program that is no imported module: a file it stands in. */
function modulesByLastPart(program: Program): ReadonlyMap<string, Module> {
  let byPart = known.get(program);
  if (byPart === undefined) {
    const found = new Map<string, Module>();
    for (const module of program.modules) {
      const { strings, imports } = module.summary;
      const imported = new Set(imports.filter((_, at) => at % 2 === 0));
      for (const [index, text] of strings.entries()) {
        const part = imported.has(index) ? undefined : dottedText.exec(text)?.[1];
        if (part !== undefined && !found.has(part)) found.set(part, module);
      }
    }
    byPart = found;
    known.set(program, byPart);
  }
  return byPart;
}

/** Whether a constant stands in what the module's `__all__` is bound to. */
export function isExportedBy(module: Module, constants: ReadonlySet<number>): boolean {
  const { summary } = module;
  const symbol = module.names.get("__all__");
  if (symbol === undefined) return false;
  let binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  for (; binding >= 0; binding = S.bindingColumn(summary, binding, S.BindingNext))
    if (holds(module, S.bindingColumn(summary, binding, S.BindingValue), constants)) return true;
  return false;
}

function holds(module: Module, value: number, constants: ReadonlySet<number>): boolean {
  const { summary } = module;
  if (constants.has(value)) return true;
  switch (S.valueKindOf(summary, value)) {
    case Value.List:
    case Value.Tuple:
    case Value.Set: {
      const items = S.listItems(summary, S.valueA(summary, value));
      // A summary keeps no more of them: the constant may be any of the rest.
      return items.length >= maximumElements || items.some((item) => holds(module, item, constants));
    }
    case Value.Binary:
      return holds(module, S.valueA(summary, value), constants) || holds(module, S.valueB(summary, value), constants);
    default:
      return false;
  }
}

/** Calls of one argument that give what reads an attribute. */
const makers: ReadonlySet<string> = new Set(["methodcaller", "attrgetter"]);

/** A call that is given an object and then the name: `getattr(store, "load")`, `patch.object(store, "load")`; or -1. */
function lookupWith(
  program: Program,
  ref: FunctionRef,
  module: Module,
  constants: ReadonlySet<number>,
  name: string,
): number {
  const { summary } = module;
  for (const [callee, sites] of valueUsersOf(module).callsOf)
    for (const site of sites) {
      const items = S.listItems(summary, S.valueB(summary, S.siteColumn(summary, site, S.SiteValue)));
      const at = items.findIndex((item, index) => index % 2 === 1 && constants.has(item));
      if (at < 0) continue;
      const object = items[at - 2];
      if (object === undefined) {
        if (makers.has(lastNameOf(summary, callee))) return site;
        continue;
      }
      if (mayBeReceiver(program, ref, module, shapeOf(program, module, object), name)) return site;
    }
  return -1;
}
