import { compileGlobs, type GlobTest } from "./compile-globs.ts";
import { type SelectableRule, selectorSpecificity } from "./rule-selectors.ts";
import type { Settings } from "./settings.ts";

/** Whether a rule is off in a file. Paths are absolute. */
export type FileIgnoreTest = (path: string, rule: SelectableRule) => boolean;

/** A test for `per-file-ignores`: a rule is off in a file when any glob the file matches lists it. */
export function compilePerFileIgnores(settings: Pick<Settings, "perFileIgnores" | "projectRoot">): FileIgnoreTest {
  const entries = Array.from(settings.perFileIgnores, ([glob, selectors]): Entry => {
    return { matches: compileGlobs([glob], settings.projectRoot), selectors };
  });
  if (entries.length === 0) return () => false;
  return (path, rule) =>
    entries.some(
      ({ matches, selectors }) =>
        selectors.some((selector) => selectorSpecificity(selector, rule) > 0) && matches(path, false),
    );
}

interface Entry {
  readonly matches: GlobTest;
  readonly selectors: readonly string[];
}
