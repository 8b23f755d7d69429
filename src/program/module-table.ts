/**
 * Which module an import leads to. Modules are found, in this order, among the user's files (by import root), the models,
 * and the installed packages; a package of the user shadows the model of the same name.
 */
import { summariseSource } from "../summary/summarise-source.ts";
import {
  ClassStride,
  FunctionStride,
  stringAt,
  SymbolName,
  SymbolNext,
  symbolColumn,
  ValueStride,
} from "../summary/module-summary.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import type { NotableNames } from "../summary/notable-names.ts";
import { emptySlots } from "./shape.ts";
import type { Module, Origin } from "./shape.ts";

/** What the table needs from outside; see `SessionHost` for the meaning of each. */
export interface ModuleHost {
  readonly readFile: (path: string) => Uint8Array | undefined;
  readonly isDirectory: (path: string) => boolean;
  readonly importableIn: (directory: string) => ReadonlySet<string>;
  readonly loadStub: ((moduleName: string) => ModuleSummary | undefined) | undefined;
  readonly notableNames: () => NotableNames;
  readonly loadModel: (moduleName: string) => ModuleSummary | undefined;
  readonly roots: readonly string[];
  readonly sitePackages: readonly string[];
  readonly isWholeProject: boolean;
}

export interface ModuleTable {
  readonly host: ModuleHost;
  /** Summaries of the open files of the user, by path. */
  readonly open: ReadonlyMap<string, ModuleSummary>;
  /** Files read on demand; kept by the session, since they do not change while it looks. */
  readonly demanded: Map<string, ModuleSummary | null>;
  readonly byPath: Map<string, Module>;
  readonly models: Map<string, Module | null>;
  /** The user's stubs, which may speak of modules found elsewhere. */
  readonly stubs: Map<string, Module | null>;
  /** Names of the open files and of the directories that hold some, by the directory they are in. */
  readonly openNames: ReadonlyMap<string, ReadonlySet<string>>;
  /** What can be imported from a directory, by its path. */
  readonly importable: Map<string, ReadonlySet<string>>;
  /** The first of the user's import roots that has a top-level module, by its name. */
  readonly rootsByName: Map<string, string | undefined>;
  /** Directories that hold an open file, and all above them. */
  readonly openDirectories: ReadonlySet<string>;
  /** Results of absolute imports, by importing root and dotted name. */
  readonly resolved: Map<string, Module | null>;
}

export function createModuleTable(
  host: ModuleHost,
  open: ReadonlyMap<string, ModuleSummary>,
  demanded: Map<string, ModuleSummary | null>,
): ModuleTable {
  const openDirectories = new Set<string>();
  const openNames = new Map<string, Set<string>>();
  const addName = (directory: string, name: string): void => {
    const names = openNames.get(directory);
    if (names === undefined) openNames.set(directory, new Set([name]));
    else names.add(name);
  };
  for (const path of open.keys()) {
    let directory = directoryOf(path);
    if (/\.pyi?$/.test(path)) addName(directory, baseName(path).replace(/\.pyi?$/, ""));
    for (; directory !== "" && !openDirectories.has(directory); directory = directoryOf(directory)) {
      openDirectories.add(directory);
      addName(directoryOf(directory), baseName(directory));
    }
  }
  return {
    host,
    open,
    demanded,
    byPath: new Map(),
    models: new Map(),
    stubs: new Map(),
    importable: new Map(),
    rootsByName: new Map(),
    openDirectories,
    openNames,
    resolved: new Map(),
  };
}

export function directoryOf(path: string): string {
  const slash = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return slash <= 0 ? "" : path.slice(0, slash);
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The module of an open file. */
export function moduleOfFile(table: ModuleTable, path: string): Module | undefined {
  const known = table.byPath.get(path);
  if (known !== undefined) return known;
  const summary = table.open.get(path);
  return summary === undefined ? undefined : addModule(table, path, summary, "project", rootOf(table, path));
}

/** The directory above the top-most package a file is in. */
function rootOf(table: ModuleTable, path: string): string {
  let directory = directoryOf(path);
  while (directory !== "" && hasFile(table, `${directory}/__init__.py`)) directory = directoryOf(directory);
  return directory;
}

function hasFile(table: ModuleTable, path: string): boolean {
  return table.open.has(path) || summaryOf(table, path) !== undefined;
}

/** The summary of a file that is open, or is read now. */
function summaryOf(table: ModuleTable, path: string): ModuleSummary | undefined {
  const open = table.open.get(path);
  if (open !== undefined) return open;
  let summary = table.demanded.get(path);
  if (summary === undefined) {
    const bytes = table.host.readFile(path);
    summary = bytes === undefined ? null : summariseSource(path, bytes);
    table.demanded.set(path, summary);
  }
  return summary ?? undefined;
}

function addModule(table: ModuleTable, path: string, summary: ModuleSummary, origin: Origin, root: string): Module {
  const { name, isPackage } = dottedPath(path, root);
  const module = createModule(table, name, isPackage, origin, summary, directoryOf(path), root);
  table.byPath.set(path, module);
  return module;
}

function dottedPath(path: string, root: string): { name: string; isPackage: boolean } {
  const stem = path.slice(root.length + 1).replace(/\.pyi?$/, "");
  const dotted = stem.replaceAll(/[/\\]/g, ".");
  const isPackage = baseName(stem) === "__init__";
  return { name: isPackage ? dotted.replace(/\.?__init__$/, "") : dotted, isPackage };
}

function createModule(
  table: ModuleTable,
  name: string,
  isPackage: boolean,
  origin: Origin,
  summary: ModuleSummary,
  directory: string,
  root: string,
): Module {
  const names = new Map<string, number>();
  for (let symbol = summary.firstSymbol; symbol >= 0; symbol = symbolColumn(summary, symbol, SymbolNext))
    names.set(stringAt(summary, symbolColumn(summary, symbol, SymbolName)), symbol);
  const id = table.byPath.size + table.models.size;
  return {
    id,
    name,
    isPackage,
    origin,
    summary,
    names,
    shapes: emptySlots(summary.values.length / ValueStride),
    functions: emptySlots(summary.functions.length / FunctionStride),
    classes: emptySlots(summary.classes.length / ClassStride),
    submodules: new Map(),
    directory,
    root,
  };
}

/** The module of a model, loaded when first asked for. */
export function modelNamed(table: ModuleTable, name: string): Module | undefined {
  const known = table.models.get(name);
  if (known !== undefined) return known ?? undefined;
  const summary = table.host.loadStub?.(name) ?? table.host.loadModel(name);
  if (summary === undefined) {
    table.models.set(name, null);
    return undefined;
  }
  const isPackage = baseName(summary.path).startsWith("__init__.");
  const module = createModule(table, name, isPackage, "model", summary, name, "");
  table.models.set(name, module);
  return module;
}

/** The user's stub that speaks of a module found elsewhere, by any name an import root gives it. */
export function stubOf(table: ModuleTable, module: Module): Module | undefined {
  if (table.host.loadStub === undefined) return undefined;
  const { path } = module.summary;
  for (const root of table.host.roots) {
    const stub = path.startsWith(`${root}/`) ? stubNamed(table, dottedPath(path, root).name) : undefined;
    if (stub !== undefined) return stub;
  }
  return stubNamed(table, module.name);
}

function stubNamed(table: ModuleTable, name: string): Module | undefined {
  let stub = table.stubs.get(name);
  if (stub === undefined) {
    const summary = table.host.loadStub?.(name);
    stub = summary === undefined ? null : createModule(table, name, false, "model", summary, name, "");
    table.stubs.set(name, stub);
  }
  return stub ?? undefined;
}

/**
 * The module `name` names in `importer`, with `level` leading dots; undefined when it cannot be found.
 */
export function resolveImport(table: ModuleTable, importer: Module, name: string, level: number): Module | undefined {
  if (importer.origin === "model") return resolveInModels(table, importer, name, level);
  const key = `${level}\0${importer.root}\0${importer.directory}\0${name}`;
  let module = table.resolved.get(key);
  if (module === undefined) {
    module = findImport(table, importer, name, level) ?? null;
    table.resolved.set(key, module);
  }
  return module ?? undefined;
}

function findImport(table: ModuleTable, importer: Module, name: string, level: number): Module | undefined {
  if (level > 0) {
    let directory = importer.directory;
    for (let up = 1; up < level; up++) directory = directoryOf(directory);
    return name === ""
      ? moduleAtDirectory(table, directory, importer)
      : moduleUnder(table, directory, name, importer.origin, importer.root);
  }
  return resolveAbsolute(table, importer, name);
}

function resolveInModels(table: ModuleTable, importer: Module, name: string, level: number): Module | undefined {
  if (level === 0) return modelNamed(table, name);
  const parts = importer.name.split(".");
  const keep = parts.length - level + (importer.isPackage ? 1 : 0);
  const base = parts.slice(0, Math.max(keep, 0)).join(".");
  return modelNamed(table, name === "" ? base : base === "" ? name : `${base}.${name}`);
}

function resolveAbsolute(table: ModuleTable, importer: Module, name: string): Module | undefined {
  const top = name.split(".", 1)[0] ?? name;
  if (importer.origin !== "installed") {
    const isBeside = importer.root !== "" && hasTopLevel(table, importer.root, top);
    const root = isBeside ? importer.root : rootWith(table, top);
    const origin = importer.origin === "context" ? "context" : "project";
    if (root !== undefined) return moduleUnder(table, root, name, origin, root);
  }
  const model = modelNamed(table, name);
  if (model !== undefined) return model;
  // A script may import what lies beside it.
  if (importer.origin !== "installed" && importer.directory !== importer.root) {
    if (!hasFile(table, `${importer.directory}/__init__.py`) && hasTopLevel(table, importer.directory, top))
      return moduleUnder(table, importer.directory, name, importer.origin, importer.directory);
  }
  for (const root of table.host.sitePackages) {
    if (hasTopLevel(table, root, top)) return moduleUnder(table, root, name, "installed", root);
  }
  return undefined;
}

/** The first of the user's import roots that has a top-level module. */
function rootWith(table: ModuleTable, top: string): string | undefined {
  if (!table.rootsByName.has(top))
    table.rootsByName.set(
      top,
      table.host.roots.find((root) => hasTopLevel(table, root, top)),
    );
  return table.rootsByName.get(top);
}

function hasTopLevel(table: ModuleTable, root: string, top: string): boolean {
  let names = table.importable.get(root);
  if (names === undefined) {
    names = new Set([...(table.openNames.get(root) ?? []), ...table.host.importableIn(root)]);
    table.importable.set(root, names);
  }
  return names.has(top);
}

function moduleUnder(
  table: ModuleTable,
  directory: string,
  name: string,
  origin: Origin,
  root: string,
): Module | undefined {
  const path = `${directory}/${name.replaceAll(".", "/")}`;
  for (const candidate of [`${path}/__init__.py`, `${path}.py`, `${path}.pyi`, `${path}/__init__.pyi`]) {
    const known = table.byPath.get(candidate);
    if (known !== undefined) return known;
    const summary = summaryOf(table, candidate);
    if (summary === undefined) continue;
    const found = table.open.has(candidate) ? "project" : origin === "project" ? "context" : origin;
    return addModule(table, candidate, summary, found, root);
  }
  return namespaceAt(table, path, origin, root);
}

const emptyIntegers: Int32Array = new Int32Array(0);

/** A directory without `__init__.py` is a package too (PEP 420). */
function namespaceAt(table: ModuleTable, path: string, origin: Origin, root: string): Module | undefined {
  const known = table.byPath.get(path);
  if (known !== undefined) return known;
  if (!table.openDirectories.has(path) && !table.host.isDirectory(path)) return undefined;
  const summary: ModuleSummary = {
    path,
    strings: [],
    values: new Int32Array(8),
    lists: new Int32Array(1),
    symbols: emptyIntegers,
    bindings: emptyIntegers,
    functions: emptyIntegers,
    parameters: emptyIntegers,
    classes: emptyIntegers,
    attributes: emptyIntegers,
    sites: emptyIntegers,
    flow: emptyIntegers,
    guards: emptyIntegers,
    firstSymbol: -1,
    starImports: emptyIntegers,
    imports: emptyIntegers,
    lineStarts: new Int32Array(1),
    continuations: emptyIntegers,
    syntaxErrors: [],
    pragmas: [],
  };
  const name = path.slice(root.length + 1).replaceAll("/", ".");
  const module = createModule(table, name, true, origin, summary, path, root);
  table.byPath.set(path, module);
  return module;
}

function moduleAtDirectory(table: ModuleTable, directory: string, importer: Module): Module | undefined {
  const path = `${directory}/__init__.py`;
  const known = table.byPath.get(path);
  if (known !== undefined) return known;
  const summary = summaryOf(table, path);
  if (summary === undefined) return namespaceAt(table, directory, importer.origin, importer.root);
  const origin = table.open.has(path) ? "project" : importer.origin === "project" ? "context" : importer.origin;
  return addModule(table, path, summary, origin, importer.root);
}

/** The submodule `name` of a package, whether or not anybody imported it. */
export function submoduleOf(table: ModuleTable, module: Module, name: string): Module | undefined {
  if (!module.isPackage) return undefined;
  let submodule = module.submodules.get(name);
  if (submodule === undefined) {
    submodule =
      (module.origin === "model"
        ? modelNamed(table, `${module.name}.${name}`)
        : moduleUnder(table, module.directory, name, module.origin, module.root)) ?? null;
    module.submodules.set(name, submodule);
  }
  return submodule ?? undefined;
}

/** A module of the user's roots or the installed packages, by its dotted name. */
export function resolveFromRoots(table: ModuleTable, name: string): Module | undefined {
  for (const root of table.host.roots) {
    const module = moduleUnder(table, root, name, "context", root);
    if (module !== undefined) return module;
  }
  for (const root of table.host.sitePackages) {
    const module = moduleUnder(table, root, name, "installed", root);
    if (module !== undefined) return module;
  }
  return undefined;
}
