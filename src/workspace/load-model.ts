import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { functionCount } from "../summary/module-summary.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import { mergeNotableNames, notableNamesOf } from "../summary/notable-names.ts";
import type { NotableNames } from "../summary/notable-names.ts";
import { summariseSource } from "../summary/summarise-source.ts";
import { decodeSummaries } from "../summary/transfer.ts";

/** A modelled package as `uncoil models` lists it. */
export interface ModelledPackage {
  readonly name: string;
  /** Callables its model describes. */
  readonly callables: number;
}

/** The file of notable names among the compiled models; its name is no Python module's. */
export const notableNamesFile: string = "notable-names.json";

/** What calls of the shipped models' functions, and of the user's stubs, are worth looking at anywhere. */
export function loadNotableNames(
  directory: string,
  stubs: readonly string[],
  readFile: (path: string) => Uint8Array | undefined,
): NotableNames {
  const shipped = JSON.parse(readFileSync(join(directory, notableNamesFile), "utf8")) as NotableNames;
  const own = stubs
    .flatMap((path) => stubFiles(path))
    .map(({ path }) => {
      const bytes = readFile(path);
      return bytes === undefined ? shipped : notableNamesOf(summariseSource(path, bytes));
    });
  return own.length === 0 ? shipped : mergeNotableNames([shipped, ...own]);
}

type ModelLoader = (moduleName: string) => ModuleSummary | undefined;

/**
 * A function that gives the user's stub of a module. `paths`: stubs, or directories of them.
 */
export function createStubLoader(
  paths: readonly string[],
  readFile: (path: string) => Uint8Array | undefined,
): ModelLoader {
  const files = new Map(paths.flatMap((path) => stubFiles(path)).map(({ module, path }) => [module, path]));
  return (moduleName) => {
    const stub = files.get(moduleName);
    const bytes = stub === undefined ? undefined : readFile(stub);
    return stub === undefined || bytes === undefined ? undefined : summariseSource(stub, bytes);
  };
}

/**
 * A function that gives the shipped model of a module (`requests`, `os.path`). `directory`: the compiled models, one JSON
 * file a package, each read when first asked for.
 */
export function createModelLoader(directory: string): ModelLoader {
  const packages = new Map<string, ReadonlyMap<string, ModuleSummary>>();
  const available = availablePackages(directory);
  return (moduleName) => {
    const top = moduleName.split(".", 1)[0] ?? moduleName;
    if (!available.has(top)) return undefined;
    let modules = packages.get(top);
    if (modules === undefined) {
      modules = readPackage(directory, top);
      packages.set(top, modules);
    }
    return modules.get(moduleName);
  };
}

/** The stubs at a path: itself, or every one below it, with the module each describes. */
function stubFiles(path: string): { module: string; path: string }[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  const found: { module: string; path: string }[] = [];
  const add = (root: string, file: string): void => {
    if (!/\.pyi?$/.test(file)) return;
    const stem = relative(root, file)
      .replaceAll("\\", "/")
      .replace(/(\/__init__)?\.pyi?$/, "");
    found.push({ module: stem.replaceAll("/", "."), path: file });
  };
  if (stats.isFile()) add(join(path, ".."), path);
  else for (const file of filesBelow(path)) add(path, file);
  return found;
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Every package with a shipped model, by name. */
export function listModels(directory: string): ModelledPackage[] {
  return [...availablePackages(directory)].toSorted().map((name) => {
    let callables = 0;
    // Function 0 of a module is its own statements.
    for (const summary of readPackage(directory, name).values()) callables += functionCount(summary) - 1;
    return { name, callables };
  });
}

function availablePackages(directory: string): ReadonlySet<string> {
  const files = readdirSync(directory).filter((file) => file.endsWith(".json") && file !== notableNamesFile);
  return new Set(files.map((file) => file.slice(0, -".json".length)));
}

function readPackage(directory: string, name: string): ReadonlyMap<string, ModuleSummary> {
  return decodeSummaries(readFileSync(join(directory, `${name}.json`), "utf8"));
}
