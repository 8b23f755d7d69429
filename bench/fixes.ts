/**
 * `npm run bench fixes [-- OPTION… PACKAGE…]`: what making fixes costs, in units of the check that finds what they mend
 * (default: prefect, litellm).
 *
 *     --rounds N    rounds (default: 3)
 *     --cli FILE    the built bundle (default: dist/cli.js)
 *
 * Each round runs, in turn, a check and `--fix --unsafe-fixes --diff`, of what is shown by default and then of every finding.
 * Nothing is written: what is measured is the search, the analyses of what the fixes would make, and the diff.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { everyFinding } from "../scripts/apply-fixes.ts";
import { fetchPackage, packages } from "../scripts/real-world-packages.ts";
import { median } from "./median-of-rounds.ts";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    cli: { type: "string", default: "dist/cli.js" },
  },
});

const cli = resolve(options.cli);
const rounds = Number(options.rounds);
const wanted = positionals.length > 0 ? positionals : ["prefect", "litellm"];
const unknown = wanted.filter((name) => !packages.some((item) => item.name === name));
if (!existsSync(cli) || !Number.isInteger(rounds) || rounds < 1 || unknown.length > 0) {
  console.error(
    unknown.length > 0
      ? `no such package: ${unknown.join(", ")}`
      : "build first (npm run build); --rounds takes a number",
  );
  process.exit(2);
}

function secondsOf(directory: string, parameters: readonly string[]): number {
  const started = performance.now();
  const run = spawnSync(process.execPath, [cli, "check", "--isolated", "--quiet", ...parameters], {
    cwd: directory,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (run.status !== 0 && run.status !== 1) throw new Error(`check fails in ${directory}: ${run.stderr}`);
  return (performance.now() - started) / 1000;
}

console.log("| Package | Findings | Fixes to check |");
console.log("| --- | --- | --: |");
for (const item of packages.filter(({ name }) => wanted.includes(name))) {
  const directory = fetchPackage(item);
  for (const [label, level] of [
    ["shown by default", []],
    ["every one", everyFinding],
  ] as const) {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const check = secondsOf(directory, level);
      ratios.push(secondsOf(directory, [...level, "--fix", "--unsafe-fixes", "--diff"]) / check);
    }
    const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`;
    console.log(`| ${item.name} | ${label} | ${median(ratios).toFixed(1)} (${spread}) |`);
  }
}
