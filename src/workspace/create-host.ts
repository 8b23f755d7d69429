import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { SessionHost } from "../session.ts";
import { createModelLoader, createStubLoader, loadNotableNames } from "./load-model.ts";
import { createMinimumPython } from "./minimum-python.ts";
import { readSource } from "./read-source.ts";

/** Where a session looks for what it was not handed. */
export interface HostRequest {
  readonly roots: readonly string[];
  readonly sitePackages: readonly string[];
  /** Contents that stand for a file's on disk: standard input, unsaved editors. */
  readonly replacements: ReadonlyMap<string, Uint8Array>;
  /** Where the compiled models are. */
  readonly modelsDirectory: string;
  /** The user's stubs, or directories of them. */
  readonly models: readonly string[];
  /** The oldest Python the project runs on, as the settings say. */
  readonly targetVersion: number | undefined;
  /** Whether every file of the project is opened. */
  readonly isWholeProject: boolean;
  /** Called with the path of each file before it is read from disk. */
  readonly onRead?: (path: string) => void;
}

/**
 * A session's view of the disk. Directories are listed once and remembered, so that the many files and directories a
 * resolver asks for in vain cost no system call each.
 */
export function createHost(request: HostRequest): SessionHost {
  const listings = new Map<string, ReadonlyMap<string, EntryKind>>();
  const listing = (directory: string): ReadonlyMap<string, EntryKind> => {
    const known = listings.get(directory);
    if (known !== undefined) return known;
    const read = listEntries(directory);
    listings.set(directory, read);
    return read;
  };
  const kindOf = (path: string): EntryKind | undefined => listing(dirname(path)).get(basename(path));
  const isDirectory = (path: string, kind: EntryKind | undefined): boolean =>
    kind === "directory" || (kind === "link" && listing(path).size > 0);
  const readFile = (path: string): Uint8Array | undefined => {
    const replacement = request.replacements.get(path);
    if (replacement !== undefined) return replacement;
    const kind = kindOf(path);
    if (kind !== "file" && kind !== "link") return undefined;
    request.onRead?.(path);
    return readSource(path).bytes;
  };
  const { targetVersion } = request;
  const exists = (path: string): boolean => kindOf(path) !== undefined;
  const minimumPythonOf = createMinimumPython({ readFile, exists });
  return {
    minimumPythonOf: targetVersion === undefined ? minimumPythonOf : () => targetVersion,
    roots: request.roots,
    sitePackages: request.sitePackages,
    isWholeProject: request.isWholeProject,
    loadStub: request.models.length === 0 ? undefined : createStubLoader(request.models, readFile),
    notableNames: () => loadNotableNames(request.modelsDirectory, request.models, readFile),
    loadModel: createModelLoader(request.modelsDirectory),
    readFile,
    isDirectory: (path) => isDirectory(path, kindOf(path)),
    importableIn: (directory) => {
      const names = new Set<string>();
      for (const [name, kind] of listing(directory)) {
        if (isDirectory(join(directory, name), kind)) names.add(name);
        else if (/\.pyi?$/.test(name)) names.add(name.replace(/\.pyi?$/, ""));
      }
      return names;
    },
  };
}

type EntryKind = "file" | "directory" | "link";

function listEntries(directory: string): ReadonlyMap<string, EntryKind> {
  const kinds = new Map<string, EntryKind>();
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      kinds.set(entry.name, entry.isFile() ? "file" : entry.isDirectory() ? "directory" : "link");
    }
  } catch {
    // No such directory, or one that may not be read: nothing is found in it.
  }
  return kinds;
}
