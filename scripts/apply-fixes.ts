/** Runs of `uncoil check --fix` over copies of packages. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { rules } from "../src/rules/registry.ts";

/** What a run of the fixes says it did. */
export interface FixRun {
  /** Findings that are gone. */
  readonly fixed: number;
  /** Files that were changed. */
  readonly files: number;
  /** Fixes that were taken back, with the reason, as Uncoil words it. */
  readonly withdrawn: readonly string[];
  readonly seconds: number;
  /** How the run ended, when not well. */
  readonly failure: string | undefined;
}

const cli = resolve("dist/cli.js");

/** Options that show, and so fix, whatever any rule finds. */
export const everyFinding: readonly string[] = [
  "--select",
  rules.map(({ code }) => code).join(),
  "--min-severity",
  "information",
  "--confidence",
  "likely",
];

/** Applies fixes to a directory, whatever its configuration says. */
export function applyFixes(directory: string, ...options: readonly string[]): FixRun {
  const started = performance.now();
  const child = spawnSync(process.execPath, [cli, "check", ".", "--isolated", "--fix-only", "--fix", ...options], {
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const [, fixed = "0", files = "0"] = /^Fixed (\d+) findings? in (\d+) files?/m.exec(child.stdout) ?? [];
  return {
    fixed: Number(fixed),
    files: Number(files),
    withdrawn: child.stderr.match(/^note: .* is not fixed.*/gm) ?? [],
    seconds: (performance.now() - started) / 1000,
    failure: child.status === 0 ? undefined : `exit code ${child.status}: ${child.stderr.slice(0, 200)}`,
  };
}
