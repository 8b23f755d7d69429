import { realpathSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { ancestorsOf, isDirectory } from "./path-relations.ts";
import { listDirectory, readText } from "./read-if-there.ts";

/** The interpreter environment whose installed packages imports are followed into. */
export interface PythonEnvironment {
  /** The environment's directory (`sys.prefix`). */
  readonly prefix: string;
  /** How it was found: `--python`, `VIRTUAL_ENV`, `.venv in the project`… */
  readonly foundBy: string;
  /** `3.12` where the layout tells. */
  readonly version: string | undefined;
  /** Directories imports are looked up in, in order, those of `.pth` files included. */
  readonly sitePackages: readonly string[];
}

/** Where to look. */
export interface EnvironmentRequest {
  readonly projectRoot: string;
  /** `--python` or the configuration's `python`: a path, or a command on `PATH`. */
  readonly python: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds the environment without running Python: the one given, `VIRTUAL_ENV`, `.venv` or `venv` in the project's root or
 * above it up to the repository's root, `CONDA_PREFIX`. The packages of the system's interpreter are used only when
 * that interpreter is given, or when a virtual environment includes them.
 * @throws UserError when the one given does not exist or is no environment.
 */
export function findEnvironment(request: EnvironmentRequest): PythonEnvironment | undefined {
  const { python, variables } = request;
  if (python !== undefined) return givenEnvironment(python, variables);
  const fromVariable = (name: string): PythonEnvironment | undefined => {
    const prefix = variables[name];
    return prefix === undefined || prefix === "" ? undefined : readEnvironment(resolve(prefix), name);
  };
  return fromVariable("VIRTUAL_ENV") ?? projectEnvironment(request.projectRoot) ?? fromVariable("CONDA_PREFIX");
}

function projectEnvironment(projectRoot: string): PythonEnvironment | undefined {
  for (const directory of ancestorsOf(projectRoot)) {
    for (const name of [".venv", "venv"]) {
      const found = readEnvironment(join(directory, name), `${name} in ${directory}`);
      if (found !== undefined) return found;
    }
    if (exists(join(directory, ".git"))) return undefined;
  }
  return undefined;
}

function givenEnvironment(python: string, variables: EnvironmentRequest["variables"]): PythonEnvironment {
  const path = exists(python) ? python : findCommand(python, variables["PATH"]);
  if (path === undefined) {
    throw new UserError(
      say`there is no Python interpreter or environment at ${python}`,
      say`give the path of an interpreter (\`.venv/bin/python\`) or of an environment's directory (\`.venv\`)`,
    );
  }
  const found = isDirectory(path) ? readEnvironment(path, "--python") : environmentOfInterpreter(path);
  if (found === undefined) {
    throw new UserError(
      say`${python} is not a Python environment: it has no site-packages directory`,
      say`give the path of an interpreter (\`.venv/bin/python\`) or of an environment's directory (\`.venv\`)`,
    );
  }
  return found;
}

/** A virtual environment's interpreter is a link: its environment is beside the link, not where the link leads. */
function environmentOfInterpreter(path: string): PythonEnvironment | undefined {
  for (const prefix of [dirname(dirname(path)), dirname(path)]) {
    if (exists(join(prefix, "pyvenv.cfg"))) return readEnvironment(prefix, "--python");
  }
  const real = realpathSync(path);
  const version = /^(?:python|pypy)(\d+\.\d+)/.exec(basename(real))?.[1];
  const prefix = dirname(real) === "/bin" ? "/usr" : dirname(dirname(real));
  return (
    installation(prefix, version, "--python") ??
    (exists(join(dirname(real), "Lib")) ? installation(dirname(real), version, "--python") : undefined) ??
    withoutPackages(prefix, version)
  );
}

/** An interpreter that was installed without pip has its standard library, and may have no directory for packages. */
function withoutPackages(prefix: string, version: string | undefined): PythonEnvironment | undefined {
  const hasLibrary = version !== undefined && exists(join(prefix, "lib", `python${version}`, "os.py"));
  return hasLibrary ? { prefix, foundBy: "--python", version, sitePackages: [] } : undefined;
}

/** The environment at a prefix, or undefined when there is none. */
function readEnvironment(prefix: string, foundBy: string): PythonEnvironment | undefined {
  const configuration = readVenvConfiguration(prefix);
  if (configuration === undefined) return installation(prefix, undefined, foundBy);
  const version = /^\d+\.\d+/.exec(configuration.get("version_info") ?? configuration.get("version") ?? "")?.[0];
  const own = ownSitePackages(prefix, version);
  if (own.length === 0) return undefined;
  const home = configuration.get("home");
  const includesSystem = configuration.get("include-system-site-packages")?.toLowerCase() === "true";
  const system = includesSystem && home !== undefined ? installation(prefixOfHome(home), version, foundBy) : undefined;
  const sitePackages = [...withPathFiles(own), ...(system?.sitePackages ?? [])];
  return { prefix, foundBy, version: version ?? versionInPath(own), sitePackages: [...new Set(sitePackages)] };
}

/** `home` names the directory of the interpreter: `/usr/bin`, `C:\Python312`. */
function prefixOfHome(home: string): string {
  return ["bin", "Scripts"].includes(basename(home)) ? dirname(home) : home;
}

/** An interpreter's own installation: conda, pyenv, or the system's with its `dist-packages`. */
function installation(prefix: string, version: string | undefined, foundBy: string): PythonEnvironment | undefined {
  const own = ownSitePackages(prefix, version);
  const local = prefix === "/usr" ? ownSitePackages("/usr/local", version) : [];
  const debian = prefix === "/usr" ? ["/usr/lib/python3/dist-packages"].filter(isDirectory) : [];
  const directories = [...local, ...own, ...debian];
  if (directories.length === 0) return undefined;
  return {
    prefix,
    foundBy,
    version: version ?? versionInPath(directories),
    sitePackages: [...new Set(withPathFiles(directories))],
  };
}

/** `lib/python3.12/site-packages` and its variants under a prefix; the newest version's when none is given. */
function ownSitePackages(prefix: string, version: string | undefined): string[] {
  const found: string[] = [];
  for (const library of ["lib", "lib64"]) {
    const interpreters = listDirectory(join(prefix, library))
      .filter((name) => /^(?:python|pypy)\d+\.\d+t?$/.test(name))
      .filter((name) => version === undefined || name.replace(/^\D+|t$/g, "") === version)
      .sort(compareVersions);
    const [newest] = version === undefined ? interpreters.slice(-1) : interpreters;
    if (newest === undefined) continue;
    found.push(join(prefix, library, newest, "site-packages"), join(prefix, library, newest, "dist-packages"));
  }
  found.push(join(prefix, "Lib", "site-packages"));
  const seen = new Set<string>();
  return found.filter((path) => {
    // `lib64` is often a link to `lib`, and file systems may not tell `lib` from `Lib`.
    const real = isDirectory(path) ? realpathSync(path) : undefined;
    if (real === undefined || seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}

/** Adds the directories `.pth` files name (editable installs), each after the directory its file is in. */
function withPathFiles(directories: readonly string[]): string[] {
  return directories.flatMap((directory) => {
    const files = listDirectory(directory).filter((name) => name.endsWith(".pth"));
    const added = files.sort().flatMap((name) => readPathFile(join(directory, name), directory));
    return [directory, ...added];
  });
}

function readPathFile(path: string, directory: string): string[] {
  const lines = (readText(path) ?? "").replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.startsWith("#") && !/^import[ \t]/.test(line))
    .map((line) => resolve(directory, line))
    .filter(isDirectory);
}

function readVenvConfiguration(prefix: string): ReadonlyMap<string, string> | undefined {
  const text = readText(join(prefix, "pyvenv.cfg"));
  if (text === undefined) return undefined;
  const pairs = text.split(/\r?\n/).map((line) => /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(line));
  return new Map(pairs.flatMap((pair) => (pair ? [[(pair[1] ?? "").toLowerCase(), pair[2] ?? ""] as const] : [])));
}

function findCommand(command: string, searchPath: string | undefined): string | undefined {
  if (/[\\/]/.test(command)) return undefined;
  const directories = (searchPath ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories
    .flatMap((directory) => [join(directory, command), join(directory, `${command}.exe`)])
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function versionInPath(directories: readonly string[]): string | undefined {
  return directories.map((path) => /(?:python|pypy)(\d+\.\d+)/.exec(path)?.[1]).find((found) => found !== undefined);
}

function compareVersions(left: string, right: string): number {
  const minor = (name: string): number => Number(/\.(\d+)/.exec(name)?.[1] ?? 0);
  return minor(left) - minor(right);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
