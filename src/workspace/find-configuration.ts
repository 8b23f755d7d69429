import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Options } from "../config/options.ts";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { ancestorsOf, relativePath } from "./path-relations.ts";

export interface Configuration {
  /** Absolute path of the file. */
  readonly path: string;
  readonly options: Options;
}

/** In each directory, the first of these that has options for Uncoil is used. */
const fileNames = [".uncoil.toml", "uncoil.toml", "pyproject.toml"];

/** What tells the root of a project where no configuration does. */
const rootMarkers = ["pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg"];

/**
 * The closest configuration file at or above a directory, or undefined.
 * @throws UserError when that file is broken.
 */
export async function findConfiguration(
  directory: string,
  workingDirectory: string,
): Promise<Configuration | undefined> {
  for (const ancestor of ancestorsOf(directory)) {
    for (const name of fileNames) {
      const text = readText(join(ancestor, name));
      if (text === undefined) continue;
      const configuration = await readConfigurationText(join(ancestor, name), text, workingDirectory);
      if (configuration !== undefined) return configuration;
    }
  }
  return undefined;
}

/**
 * Reads the configuration file given by its path.
 * @throws UserError when it does not exist, or is broken.
 */
export async function readConfigurationFile(path: string, workingDirectory: string): Promise<Configuration> {
  const text = readText(path);
  if (text === undefined)
    throw new UserError(say`cannot read the configuration file ${relativePath(workingDirectory, path)}`);
  return (await readConfigurationText(path, text, workingDirectory)) ?? { path, options: {} };
}

async function readConfigurationText(
  path: string,
  text: string,
  workingDirectory: string,
): Promise<Configuration | undefined> {
  const isPyproject = basename(path) === "pyproject.toml";
  // Most pyproject.toml files say nothing about us: neither the TOML parser nor their mistakes concern us then.
  if (isPyproject && !text.includes("uncoil")) return undefined;
  const { readConfiguration } = await import("../config/read-configuration.ts");
  const options = readConfiguration(text, relativePath(workingDirectory, path), isPyproject);
  return options && { path, options };
}

/** The project a directory belongs to where there is no configuration: the nearest marked ancestor, else undefined. */
export function findMarkedRoot(directory: string): string | undefined {
  return ancestorsOf(directory).find((ancestor) => rootMarkers.some((marker) => existsSync(join(ancestor, marker))));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
