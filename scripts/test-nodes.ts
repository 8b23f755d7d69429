/**
 * `npm run test:nodes`: the built bundle gives the same answers on every supported Node.
 *
 * Runs `--version`, and a check of examples/bookshop, on each release below and compares with the Node that runs this.
 * The releases come from npm, into a cache outside the repository.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { cacheDirectory } from "./real-world-packages.ts";

/** Versions of the npm package that holds one executable. */
const releases = ["20.19.0", "22.23.3", "24.9.0"];
const platform = "linux-x64";
const cli = resolve("dist/cli.js");
const commands: readonly (readonly string[])[] = [
  ["--version"],
  ["check", "examples/bookshop", "--output-format", "json", "--min-severity", "information", "--exit-zero"],
  ["check", "examples/bookshop", "--output-format", "full", "--color", "never"],
  ["check", "examples/no-such-directory"],
];

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function fetchNode(version: string): string {
  const directory = join(cacheDirectory(), "nodes", version);
  const executable = join(directory, "node_modules", `node-${platform}`, "bin", "node");
  if (!existsSync(executable)) {
    mkdirSync(directory, { recursive: true });
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel", "error"];
    execFileSync("npm", ["install", "--prefix", directory, ...quiet, `node-${platform}@${version}`], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  return executable;
}

function answerOf(node: string, parameters: readonly string[]): Answer {
  const child = spawnSync(node, [cli, ...parameters], { encoding: "utf8", maxBuffer: 1 << 28, timeout: 120_000 });
  if (child.error !== undefined) throw child.error;
  return { code: child.status, out: child.stdout, error: child.stderr };
}

/** The first difference between what a release and the running Node answer, or nothing. */
function compareAnswers(node: string): string | undefined {
  for (const parameters of commands) {
    try {
      assert.deepEqual(answerOf(node, parameters), answerOf(process.execPath, parameters));
    } catch (error) {
      return `uncoil ${parameters.join(" ")}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}

if (!existsSync(cli)) {
  console.error("dist/cli.js is missing: npm run build");
  process.exit(2);
}
const expected = answerOf(process.execPath, commands[1]!);
assert.equal(expected.code, 0, expected.error);
assert.ok((JSON.parse(expected.out) as readonly unknown[]).length > 0, "examples/bookshop has findings");

let passed = 0;
let failed = 0;
let skipped = 0;
for (const release of releases) {
  if (`${process.platform}-${process.arch}` !== platform) {
    console.log(`skipped: node ${release} (this machine is ${process.platform}-${process.arch}, not ${platform})`);
    skipped++;
    continue;
  }
  const node = fetchNode(release);
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  const difference =
    version === `v${release}` ? compareAnswers(node) : `the package node-${platform}@${release} holds ${version}`;
  if (difference === undefined) passed++;
  else failed++;
  console.log(`${difference === undefined ? "ok" : "FAILED"}: node ${release}, compared with ${process.version}`);
  if (difference !== undefined) console.log(`    ${difference}`);
}
console.log(`nodes: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
