import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDirectory } from "./path-relations.ts";

/**
 * Directories absolute imports of the user's code start from, each once: the project's root, its `src`, the configured
 * ones, and for each file the directory above its top-most package. Paths are absolute.
 */
export function findImportRoots(
  projectRoot: string,
  configured: readonly string[],
  files: readonly string[],
): string[] {
  const roots = new Set([projectRoot]);
  const source = join(projectRoot, "src");
  if (isDirectory(source)) roots.add(source);
  for (const directory of configured) roots.add(directory);
  const packageRoots = new Map<string, string>();
  for (const file of files) roots.add(packageRoot(dirname(file), packageRoots));
  return [...roots];
}

/** The nearest directory at or above without an `__init__.py`. */
function packageRoot(directory: string, known: Map<string, string>): string {
  const found = known.get(directory);
  if (found !== undefined) return found;
  const parent = dirname(directory);
  const isPackage = parent !== directory && existsSync(join(directory, "__init__.py"));
  const root = isPackage ? packageRoot(parent, known) : directory;
  known.set(directory, root);
  return root;
}
