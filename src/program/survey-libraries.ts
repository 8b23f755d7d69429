/** Which frameworks and libraries a project imports, by what they are for. */
import type { Library } from "../diagnostics/survey.ts";
import { packageRoles, roleOf } from "../models/roles.ts";
import * as S from "../summary/module-summary.ts";
import { isTestModule } from "./context.ts";
import type { Program } from "./program.ts";

/** In the order of the roles, then the most imported first; versions are for whoever may read files. */
export function collectLibraries(program: Program): Library[] {
  const importers = new Map<string, Set<string>>();
  const own = new Set(program.modules.map(({ name }) => name.split(".", 1)[0] ?? name));
  const relevant = program.modules.filter((module) => !isTestModule(program, module));
  for (const { summary } of relevant.length > 0 ? relevant : program.modules) {
    const { imports } = summary;
    for (let i = 0; i < imports.length; i += 2) {
      if (imports[i + 1] !== 0) continue;
      const name = S.stringAt(summary, imports[i] ?? -1).split(".", 1)[0] ?? "";
      if (own.has(name) || roleOf(name) === undefined) continue;
      importers.set(name, (importers.get(name) ?? new Set()).add(summary.path));
    }
  }
  const found: Library[] = [];
  for (const [name, files] of importers) {
    const role = roleOf(name);
    if (role !== undefined) found.push({ name, ...role, files: files.size, version: undefined });
  }
  const order = (role: string): number => packageRoles.indexOf(role);
  return found.toSorted(
    (left, right) =>
      order(left.role) - order(right.role) || right.files - left.files || (left.name < right.name ? -1 : 1),
  );
}
