import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { anyInterpreter } from "./interpreters.ts";

const requirements = "test/runtime/explore/requirements.txt";

/** Packages whose source distributions hold tests that run on these libraries. */
const suites = "test/runtime/suites.txt";

/** The environment with the pinned libraries: in the user's cache, by the content of the requirements. */
export function libraryEnvironment(): string {
  const { XDG_CACHE_HOME: cacheHome } = process.env;
  const cache = cacheHome === undefined || cacheHome === "" ? join(homedir(), ".cache") : cacheHome;
  const key = createHash("sha256")
    .update(readFileSync(requirements))
    .update(readFileSync(suites))
    .update(anyInterpreter)
    .digest("hex");
  return join(cache, "uncoil-explore", key.slice(0, 12));
}

/** Its interpreter, or undefined where it has not been made. */
export function libraryInterpreter(): string | undefined {
  const python = join(libraryEnvironment(), "bin", "python");
  return existsSync(join(libraryEnvironment(), "complete")) ? python : undefined;
}

/** The sources of packages with tests, each a directory named `janus-2.0.0`; none where the environment has not been made. */
export function suiteDirectories(): readonly string[] {
  const directory = join(libraryEnvironment(), "suites");
  if (libraryInterpreter() === undefined) return [];
  return readdirSync(directory)
    .filter((name) => !name.endsWith(".tar.gz"))
    .map((name) => join(directory, name));
}

/** Makes the environment with pip, unless it is there. @throws Error with what pip said. */
export function makeLibraryEnvironment(): string {
  const directory = libraryEnvironment();
  if (libraryInterpreter() !== undefined) return directory;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  run(anyInterpreter, ["-m", "venv", directory]);
  run(join(directory, "bin", "python"), ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  const downloads = ["--no-deps", "--no-binary", ":all:", "--dest", join(directory, "suites")];
  run(anyInterpreter, ["-m", "pip", "download", "--quiet", ...downloads, "--requirement", suites]);
  for (const name of readdirSync(join(directory, "suites"))) {
    run("tar", ["-xzf", join(directory, "suites", name), "-C", join(directory, "suites")]);
  }
  // Last, and in one step: an environment that was left half-made is made again.
  writeFileSync(join(directory, "draft"), "");
  renameSync(join(directory, "draft"), join(directory, "complete"));
  return directory;
}

function run(command: string, parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(command, parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stderr}`);
}
