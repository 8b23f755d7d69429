/** Whether other files take a name that a module has imported from that module: then the import is no longer its own affair. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { moduleOfFile, resolveImport } from "./module-table.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import type { Module } from "./shape.ts";
import { valueUsersOf } from "./value-users.ts";

/**
 * Whether the import of `target` (a dotted name) as `name` at the head of a file may go when the file itself uses it no more: what
 * is imported is no file of the project, which may do something when it is imported, and no other file reaches it through this one,
 * not even by a text (`patch("app.views.time.sleep")`).
 */
export function mayDropImport(program: Program, path: string, target: string, name: string): boolean {
  const own = moduleOfFile(program.state.modules, path);
  if (own === undefined) return false;
  const parts = target.split(".");
  const isProject = parts.some((_, at) => {
    const imported = resolveImport(program.state.modules, own, parts.slice(0, at + 1).join("."), 0);
    return imported?.origin === "project";
  });
  if (isProject) return false;
  const [tail = ""] = own.name.split(".").slice(-1);
  if (dottedPairs(program).has(`${tail}.${name}`)) return false;
  return program.modules.every((module) => module === own || !takes(program, module, own, name));
}

function takes(program: Program, module: Module, own: Module, name: string): boolean {
  const { summary } = module;
  const { starImports } = summary;
  for (let at = 0; at < starImports.length; at += 3) {
    const from = S.stringAt(summary, starImports[at] ?? -1);
    if (resolveImport(program.state.modules, module, from, starImports[at + 1] ?? 0) === own) return true;
  }
  const text = summary.strings.indexOf(name);
  const values = text < 0 ? [] : (valueUsersOf(module).named.get(text) ?? []);
  return values.some((value) => {
    const kind = S.valueKindOf(summary, value);
    if (kind === Value.Import) return program.state.ask.importedModule(program.state, module, value) === own;
    if (kind !== Value.Attribute) return false;
    const object = shapeOf(program, module, S.valueA(summary, value));
    return object.kind === "module" && object.module === own;
  });
}

const known = new WeakMap<Program, ReadonlySet<string>>();

/** Each two names beside each other in a dotted text of the program: `views.time` and `time.sleep` of `app.views.time.sleep`. */
function dottedPairs(program: Program): ReadonlySet<string> {
  let pairs = known.get(program);
  if (pairs === undefined) {
    const found = new Set<string>();
    for (const { summary } of program.modules)
      for (const text of summary.strings) {
        if (!/^\w+(?:[.:]\w+){2,}$/.test(text)) continue;
        const parts = text.split(/[.:]/);
        for (let at = 1; at < parts.length; at++) found.add(`${parts[at - 1]}.${parts[at]}`);
      }
    pairs = found;
    known.set(program, pairs);
  }
  return pairs;
}
