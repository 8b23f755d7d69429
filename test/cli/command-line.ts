import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The built bundle, as users run it; `UNCOIL_CLI` names another. */
const bundle = resolve(process.env["UNCOIL_CLI"] ?? "dist/cli.js");

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  /** Added to an environment without anything that would influence a run. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `uncoil` with arguments. */
export function runUncoil(argumentList: readonly string[], { cwd, stdin = "", env = {} }: RunOptions): Outcome {
  const result = spawnSync(process.execPath, [bundle, ...argumentList], {
    cwd,
    input: stdin,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** The shell command that runs `uncoil`, for tests that need a shell. */
export const uncoilCommand: string = `'${process.execPath}' '${bundle}'`;

const projects: string[] = [];
process.on("exit", () => {
  for (const project of projects) rmSync(project, { recursive: true, force: true });
});

/** Makes a temporary directory with files in it, by their relative paths; it goes when the tests end. Returns its real path. */
export function makeProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "uncoil-test-")));
  projects.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A coroutine that blocks: one AIO101 on line 5. */
export const blocking = `import time


async def main():
    time.sleep(1)
`;

/** Nothing to say about this one. */
export const clean = `import asyncio


async def main():
    await asyncio.sleep(1)
`;

/** `path:line` of each finding of `--output-format concise`. */
export function placesIn(stdout: string): string[] {
  return stdout
    .split("\n")
    .map((row) => /^(.+?:\d+):\d+: /.exec(row)?.[1])
    .filter((place) => place !== undefined);
}
