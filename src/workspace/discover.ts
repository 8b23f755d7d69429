import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { compileGlobs, type GlobTest } from "../config/compile-globs.ts";
import { say } from "../language/say.ts";
import { isInside } from "./path-relations.ts";
import { enterDirectory, type IgnoreRules, isIgnored, rulesAbove } from "./ignore-rules.ts";

/** What to walk, and what to leave out. Paths are absolute. */
export interface DiscoveryRequest {
  readonly paths: readonly string[];
  /** What globs are relative to. */
  readonly projectRoot: string;
  /** Instead of the usual exclusions. */
  readonly exclude: readonly string[] | undefined;
  readonly extendExclude: readonly string[];
  /** Real paths of directories: what symbolic links lead to outside of them is left out. */
  readonly within?: readonly string[] | undefined;
}

export interface Discovery {
  /** Python files to analyse, each once, sorted. */
  readonly files: readonly string[];
  /** Paths asked for which do not exist. */
  readonly missing: readonly string[];
  /** What could not be looked into, with the reason: dangling links, forbidden directories. */
  readonly unreadable: readonly UnreadablePath[];
}

export interface UnreadablePath {
  readonly path: string;
  readonly reason: string;
}

/** Directories nobody wants analysed, besides hidden ones and virtual environments. */
const usualExclusions: ReadonlySet<string> = new Set([
  "__pycache__",
  "__pypackages__",
  "_build",
  "buck-out",
  "dist",
  "node_modules",
  "site-packages",
  "venv",
]);

interface Walk {
  readonly files: Map<string, string>;
  readonly unreadable: UnreadablePath[];
  /** Real paths of directories already read: what stops loops of symbolic links. */
  readonly visited: Set<string>;
  /** Links are followed after everything else, so that files are reported under their own paths. */
  readonly links: PendingDirectory[];
  readonly usesUsualExclusions: boolean;
  readonly within: readonly string[] | undefined;
}

interface PendingDirectory {
  readonly path: string;
  readonly realPath: string;
  readonly rules: IgnoreRules | undefined;
  readonly isExcluded: GlobTest;
}

/**
 * Finds the Python files at and below the paths. Files and directories named themselves are always taken; below them,
 * `.gitignore` and its kin, hidden directories, virtual environments, the usual exclusions and globs are left out.
 */
export function discoverFiles(request: DiscoveryRequest): Discovery {
  const walk: Walk = {
    files: new Map(),
    unreadable: [],
    visited: new Set(),
    links: [],
    usesUsualExclusions: request.exclude === undefined,
    within: request.within,
  };
  const missing: string[] = [];
  const globs = [...(request.exclude ?? []), ...request.extendExclude];
  for (const path of request.paths) {
    const stats = statOf(path);
    if (stats === undefined) missing.push(path);
    else if (stats.isDirectory()) walkDirectory(walk, startOf(path, globs, request.projectRoot));
    else walk.files.set(realpathSync(path), path);
  }
  for (let link = walk.links.pop(); link !== undefined; link = walk.links.pop()) walkDirectory(walk, link);
  return { files: [...walk.files.values()].sort(), missing, unreadable: walk.unreadable };
}

function startOf(path: string, globs: readonly string[], projectRoot: string): PendingDirectory {
  // A glob that excludes the very directory asked for would leave nothing of it.
  const applicable = globs.filter((glob) => !compileGlobs([glob], projectRoot)(path, true));
  return {
    path,
    realPath: realpathSync(path),
    rules: rulesAbove(path),
    isExcluded: compileGlobs(applicable, projectRoot),
  };
}

function walkDirectory(walk: Walk, start: PendingDirectory): void {
  const pending = [start];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    if (walk.visited.has(directory.realPath)) continue;
    walk.visited.add(directory.realPath);
    const entries = readEntries(walk, directory.path);
    const names = new Set(entries.map((entry) => entry.name));
    if (directory !== start && names.has("pyvenv.cfg") && walk.usesUsualExclusions) continue;
    const rules = enterDirectory(directory.rules, directory.path, names);
    const inside = { ...directory, rules };
    for (const entry of entries) visitEntry(walk, inside, entry, pending);
  }
}

function visitEntry(walk: Walk, parent: PendingDirectory, entry: Dirent, pending: PendingDirectory[]): void {
  const { name } = entry;
  const isPython = name.endsWith(".py");
  const isLink = entry.isSymbolicLink();
  if (!isPython && !isLink && !entry.isDirectory()) return;
  const path = joinName(parent.path, name);
  const stats = isLink ? statOf(path) : undefined;
  if (isLink && stats === undefined) {
    if (isPython && !isIgnored(parent.rules, path, false))
      walk.unreadable.push({ path, reason: describeDanglingLink(path) });
    return;
  }
  const isDirectory = stats?.isDirectory() ?? entry.isDirectory();
  const isFile = stats?.isFile() ?? entry.isFile();
  if (isDirectory ? isUsuallyExcluded(walk, name) : !isPython || !isFile) return;
  if (parent.isExcluded(path, isDirectory) || isIgnored(parent.rules, path, isDirectory)) return;
  const realPath = isLink ? realpathSync(path) : joinName(parent.realPath, name);
  if (isLink && walk.within?.some((directory) => isInside(realPath, directory)) === false) return;
  if (isDirectory) (isLink ? walk.links : pending).push({ ...parent, path, realPath });
  else if (!walk.files.has(realPath)) walk.files.set(realPath, path);
}

function isUsuallyExcluded(walk: Walk, name: string): boolean {
  return name.startsWith(".") || (walk.usesUsualExclusions && usualExclusions.has(name));
}

function readEntries(walk: Walk, path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    walk.unreadable.push({ path, reason: error instanceof Error ? error.message : String(error) });
    return [];
  }
}

/** Follows links; undefined for what is missing, dangling links and loops of links. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function describeDanglingLink(path: string): string {
  try {
    statSync(path);
    return say`cannot be read`;
  } catch (error) {
    const isLoop = error instanceof Error && "code" in error && error.code === "ELOOP";
    return isLoop
      ? say`is a symbolic link that leads back to itself`
      : say`is a symbolic link to a file that does not exist`;
  }
}

function joinName(directory: string, name: string): string {
  return directory.endsWith(sep) ? directory + name : join(directory, name);
}
