/** One run of `uncoil check` over a package, and what it said. */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { everyFinding } from "./apply-fixes.ts";
import type { Package } from "./real-world-packages.ts";

/** A place in a file, as the JSON report writes it. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

/** One step from a finding to its cause. */
export interface Hop {
  readonly function: string | null;
  readonly target: string | null;
  readonly filename: string;
  readonly location: Position;
}

/** The fields of the JSON report that are used here. */
export interface Finding {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly filename: string;
  readonly location: Position;
  readonly severity: "error" | "warning" | "information";
  readonly confidence: "certain" | "likely";
  readonly why: string;
  readonly help: string;
  readonly trace: readonly Hop[];
}

/** What came out for a package. */
export interface Run {
  readonly package: Package;
  readonly directory: string;
  readonly files: number;
  readonly lines: number;
  readonly seconds: number;
  readonly findings: readonly Finding[];
  readonly syntaxErrors: readonly Finding[];
  /** What was printed on standard error. */
  readonly messages: readonly string[];
  /** How the process ended, when not well. */
  readonly failure: string | undefined;
}

/** Whether a finding appears without options. */
export function isShown(finding: Finding): boolean {
  return finding.severity !== "information" && finding.confidence === "certain";
}

const outputLimit = 1 << 29;
const timeLimit = 120_000;

/** Checks a package's directory with every rule on and everything shown, and sorts what was printed. */
export function runCheck(cli: string, wanted: Package, directory: string): Run {
  const started = performance.now();
  const child = spawnSync(
    process.execPath,
    [cli, "check", ".", "--output-format", "json", ...everyFinding, "--exit-zero", "--isolated", "--quiet"],
    { cwd: directory, encoding: "utf8", maxBuffer: outputLimit, timeout: timeLimit },
  );
  const seconds = (performance.now() - started) / 1000;
  const messages = child.stderr.split("\n").filter((line) => line.trim() !== "");
  let failure: string | undefined;
  let all: readonly Finding[] = [];
  if (child.error !== undefined) failure = child.error.message;
  else if (child.status !== 0) failure = `exit code ${child.status ?? child.signal}`;
  try {
    all = JSON.parse(child.stdout) as readonly Finding[];
  } catch {
    failure ??= "no report on standard output";
  }
  return {
    package: wanted,
    directory,
    ...measure(directory),
    seconds,
    findings: all.filter(({ code }) => code.startsWith("AIO")),
    syntaxErrors: all.filter(({ code }) => !code.startsWith("AIO")),
    messages,
    failure,
  };
}

/** How many Python files a directory holds, and how many lines they have. */
export function measure(directory: string): { readonly files: number; readonly lines: number } {
  let files = 0;
  let lines = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".py")) continue;
    files++;
    for (const byte of readFileSync(join(entry.parentPath, entry.name))) if (byte === 10) lines++;
  }
  return { files, lines };
}

/** The file of a finding or hop, below the package's directory where it is. */
export function shownFile(directory: string, filename: string): string {
  const path = relative(directory, filename);
  return path.startsWith("..") ? filename : path;
}
