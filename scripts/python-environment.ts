/** Virtual environments of the machine's python3, kept in the cache. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./real-world-packages.ts";

/**
 * The `bin` directory of an environment that holds the requirements (as pip writes them, with their versions), made on first
 * use. Wheels only, so nothing is built. Throws when pip cannot install them.
 */
export function environmentWith(name: string, requirements: readonly string[]): string {
  const key = createHash("sha256").update(requirements.join("\n")).digest("hex").slice(0, 12);
  const directory = join(cacheDirectory(), "environments", `${name}-${key}`);
  const bin = join(directory, "bin");
  const complete = join(directory, "complete");
  if (existsSync(complete)) return bin;
  rmSync(directory, { recursive: true, force: true });
  execFileSync("python3", ["-m", "venv", directory], { stdio: "pipe" });
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
  execFileSync(join(bin, "python"), [...install, ...requirements], { stdio: "pipe" });
  writeFileSync(complete, `${requirements.join("\n")}\n`);
  return bin;
}
