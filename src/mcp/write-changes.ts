import { shownPath } from "../reporters/shown-path.ts";
import { leadsInside } from "../workspace/confine-path.ts";
import { writeFile } from "../workspace/write-file.ts";
import type { Engine } from "./engine.ts";

/** Contents of a file, before and after. */
export interface Change {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Writes changed files, each whole or not at all, and never outside of the roots. Returns a sentence for each left alone. */
export function writeChanges({ options, lock }: Engine, changes: ReadonlyMap<string, Change>): string[] {
  const { base, roots } = options.confinement;
  const left = new Set(changes.keys());
  const problems: string[] = [];
  lock.whileWriting(() => {
    for (const [path, { before, after }] of changes) {
      left.delete(path);
      const problem = leadsInside(path, roots)
        ? writeFile(path, after, before)
        : "leads outside of the roots: left alone";
      if (problem !== undefined) problems.push(`${shownPath(base, path)} ${problem}`);
    }
  });
  for (const path of left) problems.push(`${shownPath(base, path)} was not written: the call was cancelled`);
  return problems;
}
