import { basename, join } from "node:path";
import type { Library, Version } from "../diagnostics/survey.ts";
import { ancestorsOf } from "./path-relations.ts";
import { listDirectory, readText } from "./read-if-there.ts";

/** Where versions of packages are looked up. */
export interface VersionRequest {
  readonly projectRoot: string;
  /** `site-packages` of the chosen environment. */
  readonly sitePackages: readonly string[];
}

type Versions = Map<string, Version>;

/**
 * Versions by normalised distribution name. What is installed counts most, then what a lock file pins, then what the project
 * asks for. Lock files are looked for in the project's root and above it, up to the repository's root.
 */
export async function readVersions({
  projectRoot,
  sitePackages,
}: VersionRequest): Promise<ReadonlyMap<string, Version>> {
  const versions: Versions = new Map();
  for (const directory of sitePackages) addInstalled(versions, directory);
  for (const directory of directoriesOf(projectRoot)) {
    const names = new Set(listDirectory(directory));
    for (const name of ["uv.lock", "poetry.lock", "pdm.lock"])
      if (names.has(name)) await addTomlLock(versions, join(directory, name));
    if (names.has("Pipfile.lock")) addPipfileLock(versions, join(directory, "Pipfile.lock"));
    const requirements = [...names].filter((name) => /^requirements.*\.txt$/.test(name)).toSorted();
    for (const name of requirements) addRequirements(versions, join(directory, name));
    if (names.has("pyproject.toml")) await addProjectFile(versions, join(directory, "pyproject.toml"));
  }
  return versions;
}

/** The libraries of a survey with their versions; the standard library has none. */
export function withVersions(libraries: readonly Library[], versions: ReadonlyMap<string, Version>): Library[] {
  return libraries.map((library) =>
    library.isStandard ? library : { ...library, version: versions.get(normalizeDistribution(library.distribution)) },
  );
}

/** The project's root and what is above it in the same repository. */
function directoriesOf(projectRoot: string): string[] {
  const ancestors = ancestorsOf(projectRoot);
  const top = ancestors.findIndex((directory) => listDirectory(directory).includes(".git"));
  return ancestors.slice(0, Math.max(top, 0) + 1);
}

/** `PyYAML`, `ruamel.yaml`, `typing_extensions`: as package indexes compare them. */
function normalizeDistribution(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function add(versions: Versions, name: string, text: string, source: string): void {
  const key = normalizeDistribution(name);
  if (text !== "" && !versions.has(key)) versions.set(key, { text, source });
}

function addInstalled(versions: Versions, directory: string): void {
  for (const name of listDirectory(directory)) {
    const [, distribution = "", version = ""] =
      /^(.+?)-([^-]+?)(?:-py[\d.]+)?\.(?:dist-info|egg-info)$/.exec(name) ?? [];
    if (distribution !== "") add(versions, distribution, version, "environment");
  }
}

async function addTomlLock(versions: Versions, path: string): Promise<void> {
  const packages = (await readToml(path))?.["package"];
  for (const item of Array.isArray(packages) ? (packages as unknown[]) : []) {
    const { name, version } = fieldsOf(item);
    if (typeof name === "string" && typeof version === "string") add(versions, name, version, basename(path));
  }
}

function addPipfileLock(versions: Versions, path: string): void {
  const lock = fieldsOf(readJson(path));
  for (const group of [lock["default"], lock["develop"]])
    for (const [name, item] of Object.entries(fieldsOf(group))) {
      const { version } = fieldsOf(item);
      if (typeof version === "string") add(versions, name, version.replace(/^==/, ""), basename(path));
    }
}

function addRequirements(versions: Versions, path: string): void {
  for (const line of (readText(path) ?? "").split(/\r?\n/)) addRequirement(versions, line, basename(path));
}

/** `requests[socks]>=2.32,<3 ; python_version > "3.8"  # why` */
function addRequirement(versions: Versions, requirement: string, source: string): void {
  const [, name = "", rest = ""] = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;#@\\]*)/.exec(requirement) ?? [];
  if (name === "") return;
  const text = rest.trim().replace(/^\((.*)\)$/, "$1");
  if (/^[=<>!~]/.test(text)) add(versions, name, text.replace(/^===?\s*(?=[^,*]+$)/, ""), source);
}

async function addProjectFile(versions: Versions, path: string): Promise<void> {
  const file = await readToml(path);
  if (file === undefined) return;
  const project = fieldsOf(file["project"]);
  const lists = [project["dependencies"], ...Object.values(fieldsOf(project["optional-dependencies"]))];
  lists.push(...Object.values(fieldsOf(file["dependency-groups"])));
  for (const list of lists)
    for (const item of Array.isArray(list) ? (list as unknown[]) : [])
      if (typeof item === "string") addRequirement(versions, item, basename(path));
  const poetry = fieldsOf(fieldsOf(file["tool"])["poetry"]);
  for (const [name, item] of Object.entries(fieldsOf(poetry["dependencies"]))) {
    const asked = typeof item === "string" ? item : fieldsOf(item)["version"];
    if (typeof asked === "string" && asked !== "*") add(versions, name, asked, basename(path));
  }
}

async function readToml(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = readText(path);
  if (text === undefined) return undefined;
  const { parse } = await import("smol-toml");
  try {
    return fieldsOf(parse(text));
  } catch {
    // A lock file that cannot be read tells no version; `check` complains of a broken pyproject.toml.
    return undefined;
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path) ?? "null");
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
