import { dirname, join } from "node:path";
import { readMinimumPython } from "../config/minimum-python.ts";
import { ancestorsOf } from "./path-relations.ts";

/** A disk, or what stands for one. */
interface Disk {
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** Whether there is a file or directory. */
  readonly exists: (path: string) => boolean;
}

const fileNames = ["pyproject.toml", "setup.cfg"] as const;

/**
 * The oldest Python that the file at a path must run on, as a minor version of Python 3: by the nearest `pyproject.toml` or
 * `setup.cfg` at or above it that names one, up to the repository's root. Undefined when none does.
 */
export function createMinimumPython({ readFile, exists }: Disk): (path: string) => number | undefined {
  const known = new Map<string, number | undefined>();
  const minimumIn = (directory: string): number | undefined => {
    for (const name of fileNames) {
      const bytes = readFile(join(directory, name));
      const minimum = bytes && readMinimumPython(name, new TextDecoder().decode(bytes));
      if (minimum !== undefined) return minimum;
    }
    return undefined;
  };
  const minimumAbove = (directory: string): number | undefined => {
    for (const ancestor of ancestorsOf(directory)) {
      const minimum = minimumIn(ancestor);
      if (minimum !== undefined || exists(join(ancestor, ".git"))) return minimum;
    }
    return undefined;
  };
  return (path) => {
    const directory = dirname(path);
    if (!known.has(directory)) known.set(directory, minimumAbove(directory));
    return known.get(directory);
  };
}
