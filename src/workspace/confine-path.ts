import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { isInside } from "./path-relations.ts";

/** Directories that paths from outside may not leave, and what relative ones start at. All are absolute. */
export interface Confinement {
  readonly base: string;
  /** Real paths. */
  readonly roots: readonly string[];
}

/**
 * The real path of a file or directory somebody names, symbolic links followed.
 * @throws UserError when there is none, or it is outside of the roots.
 */
export function confinePath(path: string, { base, roots }: Confinement): string {
  const absolute = resolve(base, path);
  // What is outside is refused before it is looked at: whether it exists is nobody's business.
  const isNamedInside = roots.some((root) => isInside(absolute, root));
  const real = isNamedInside ? realPathOf(absolute) : undefined;
  if (isNamedInside && real === undefined)
    throw new UserError(say`no such file or directory: ${path}`, say`paths are absolute, or relative to ${base}`);
  if (real === undefined || !roots.some((root) => isInside(real, root)))
    throw new UserError(
      say`${path} is outside of the directories that may be read`,
      say`name a path in ${roots.join(", ")}`,
    );
  return real;
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The real path of a directory that is to confine others. @throws UserError when it is none. */
export function realDirectory(path: string): string {
  const real = realPathOf(path);
  if (real === undefined) throw new UserError(say`no such directory: ${path}`);
  return real;
}

/** Whether a file is there and, symbolic links followed, in one of the directories. */
export function leadsInside(path: string, directories: readonly string[]): boolean {
  const real = realPathOf(path);
  return real !== undefined && directories.some((directory) => isInside(real, realPathOf(directory) ?? directory));
}
