import { statSync } from "node:fs";
import { dirname, relative, sep } from "node:path";

/** The deepest directory that holds every one of the absolute paths; files count as their directory. */
export function commonDirectory(paths: readonly string[], workingDirectory: string): string {
  const directories = paths.map((path) => (isDirectory(path) ? path : dirname(path)));
  const [first = workingDirectory, ...rest] = directories;
  return ancestorsOf(first).find((ancestor) => rest.every((path) => isInside(path, ancestor))) ?? first;
}

/** A directory and those above it, nearest first. */
export function ancestorsOf(directory: string): string[] {
  const ancestors = [directory];
  for (let current = directory; dirname(current) !== current;) {
    current = dirname(current);
    ancestors.push(current);
  }
  return ancestors;
}

/** Whether an absolute path is a directory, or below it. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** A path as people read it: relative to the directory when below it or near it, else absolute. */
export function relativePath(directory: string, path: string): string {
  const shown = relative(directory, path);
  if (shown === "") return ".";
  return shown.startsWith("../../..") ? path : shown;
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
