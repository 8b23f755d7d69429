/**
 * `npm run bench check [-- OPTION… PACKAGE…]`: whole runs of us and of our peers on real packages (default: prefect, ray).
 *
 *     --rounds N        rounds of the fast tools (default: 7); the slow ones run in the first only
 *     --tools NAMES     only the tools whose names start so, separated by commas
 *     --limit SECONDS   when to stop a run (default: 900)
 *     --cli FILE        the built bundle (default: dist/cli.js)
 *
 * Processes start in turn, a different tool first in every round, so that noise hits all alike. Files are in the page
 * cache, and nobody has a cache of its own.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { fetchPackage, packages } from "../scripts/real-world-packages.ts";
import { measure } from "../scripts/real-world-run.ts";
import { findTools, type Tool } from "./check-peers.ts";
import { median } from "./median-of-rounds.ts";

const mostTimesRuff = 4;
const leastTimesFasterThanPyright = 30;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    limit: { type: "string", default: "900" },
    tools: { type: "string", default: "" },
    cli: { type: "string", default: "dist/cli.js" },
  },
});

interface Series {
  readonly tool: Tool;
  readonly seconds: number[];
  /** Why it runs no more. */
  stop?: string;
}

/** Runs a tool once: its seconds, or nothing when it failed or had to be stopped. */
async function runOnce(series: Series, directory: string): Promise<number | undefined> {
  const { command, parameters, goodCodes } = series.tool;
  const started = performance.now();
  // A process group of its own: some tools start workers, which must not outlive them.
  const child = spawn(command, parameters, { cwd: directory, stdio: "ignore", detached: true });
  let isStopped = false;
  const timer = setTimeout(() => {
    isStopped = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, limit * 1000);
  const code = await new Promise<number | string | null>((resolveExit) => {
    child.on("error", (error) => resolveExit(error.message));
    child.on("exit", (exitCode, signal) => resolveExit(exitCode ?? signal));
  });
  clearTimeout(timer);
  const seconds = (performance.now() - started) / 1000;
  if (isStopped) series.stop = `stopped after ${limit} s`;
  else if (typeof code === "number" && goodCodes.includes(code)) return seconds;
  else series.stop = `failed: ${code}`;
  return undefined;
}

async function measureTools(tools: readonly Tool[], directory: string, rounds: number): Promise<readonly Series[]> {
  const all = tools.map((tool): Series => ({ tool, seconds: [] }));
  for (const series of all) if (!series.tool.isSlow) await runOnce(series, directory);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const series = all[(i + round) % all.length]!;
      if (series.stop !== undefined || (series.tool.isSlow && round > 0)) continue;
      const seconds = await runOnce(series, directory);
      if (seconds !== undefined) series.seconds.push(seconds);
    }
  }
  return all;
}

function printTable(all: readonly Series[]): void {
  const ruff = all.find(({ tool }) => tool.name.startsWith("ruff"));
  const unit = ruff === undefined || ruff.seconds.length === 0 ? undefined : median(ruff.seconds);
  console.log("\n| tool | median | min – max | rounds | ratio to ruff |\n| --- | --: | --: | --: | --: |");
  for (const { tool, seconds, stop } of all) {
    if (stop !== undefined || seconds.length === 0) {
      console.log(`| ${tool.name} | ${stop ?? "no run"} | | | |`);
      continue;
    }
    const middle = median(seconds);
    const range = `${Math.min(...seconds).toFixed(2)} – ${Math.max(...seconds).toFixed(2)} s`;
    const ratio = unit === undefined ? "" : `${(middle / unit).toFixed(2)}×`;
    console.log(`| ${tool.name} | ${middle.toFixed(2)} s | ${range} | ${seconds.length} | ${ratio} |`);
  }
}

function printTargets(all: readonly Series[]): void {
  const middleOf = (name: string): number | undefined => {
    const series = all.find(({ tool }) => tool.name.startsWith(name));
    return series === undefined || series.seconds.length === 0 ? undefined : median(series.seconds);
  };
  const ours = middleOf("uncoil");
  const ruff = middleOf("ruff");
  const pyright = middleOf("pyright");
  if (ours === undefined) return;
  console.log("");
  if (ruff !== undefined) {
    const verdict = ours / ruff <= mostTimesRuff ? "reached" : "missed";
    console.log(`${(ours / ruff).toFixed(2)}× ruff's time (target: at most ${mostTimesRuff}×): ${verdict}`);
  }
  if (pyright !== undefined) {
    const verdict = pyright / ours >= leastTimesFasterThanPyright ? "reached" : "missed";
    const factor = (pyright / ours).toFixed(1);
    console.log(`${factor}× faster than pyright (target: at least ${leastTimesFasterThanPyright}×): ${verdict}`);
  }
}

const cli = resolve(options.cli);
const rounds = Number(options.rounds);
const limit = Number(options.limit);
if (!existsSync(cli) || !Number.isInteger(rounds) || rounds < 1 || !(limit > 0)) {
  console.error("usage: npm run build && npm run bench check [-- --rounds N --tools NAMES --cli FILE PACKAGE…]");
  process.exit(2);
}
const prefixes = options.tools.split(",");
const tools = findTools(cli).filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
let hasFailed = false;
for (const name of positionals.length === 0 ? ["prefect", "ray"] : positionals) {
  const wanted = packages.find((known) => known.name === name);
  if (wanted === undefined) {
    console.error(`unknown package ${name}`);
    process.exit(2);
  }
  const directory = fetchPackage(wanted);
  const { files, lines } = measure(directory);
  console.log(`\n## ${name} ${wanted.version}: ${files} files, ${Math.round(lines / 1000)} k lines`);
  const all = await measureTools(tools, directory, rounds);
  printTable(all);
  printTargets(all);
  hasFailed ||= all.some(({ stop }) => stop?.startsWith("failed") ?? false);
}
process.exit(hasFailed ? 1 : 0);
