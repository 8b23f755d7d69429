import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A Python the agent supports, by its minor version. */
export interface Interpreter {
  /** `3.12` */
  readonly version: string;
  /** Undefined where this machine has none: the tests of the version are skipped, and say so. */
  readonly path: string | undefined;
}

const supported = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];

/** One interpreter for each version the agent supports: pyenv's, or `python3.N` on PATH. */
export const interpreters: readonly Interpreter[] = supported.map((version) => ({
  version,
  path: pyenvInterpreter(version) ?? commandInterpreter(version),
}));

/** Any of them, for tests where the version does not matter; the one most people have. */
export const anyInterpreter: string =
  ["3.12", "3.11", "3.13", "3.10", "3.9", "3.14"]
    .map((version) => interpreters.find((candidate) => candidate.version === version)?.path)
    .find((path) => path !== undefined) ?? "python3";

/** What to tell the test runner about a version that is missing. */
export function skipUnlessThere({ version, path }: Interpreter): string | false {
  return path === undefined ? `Python ${version} is not installed` : false;
}

function pyenvInterpreter(version: string): string | undefined {
  const versions = join(process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"), "versions");
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .filter((name) => name.startsWith(`${version}.`))
    .map((name) => join(versions, name, "bin", "python"))
    .find(existsSync);
}

function commandInterpreter(version: string): string | undefined {
  const found = spawnSync(`python${version}`, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : undefined;
}
