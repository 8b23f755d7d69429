/**
 * `npm run bench speedup [-- OPTION… PROGRAM…]`: programs before and after `uncoil check --fix --unsafe-fixes`.
 *
 *     --rounds N    rounds of each program (default: 5)
 *     --diff        print what the fixes change, and run nothing
 *     --cli FILE    the built bundle (default: dist/cli.js)
 *
 * Both versions run in every round, the other one first each time, with the machine's python3. What they print must be the
 * same in all runs, before and after: exits with 1 when it is not, or when a run fails.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { environmentWith } from "../scripts/python-environment.ts";
import { median } from "./median-of-rounds.ts";
import { programs, requirements, type Program } from "./speedup-programs.ts";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    diff: { type: "boolean", default: false },
    cli: { type: "string", default: "dist/cli.js" },
  },
});

/** The line of JSON a driver prints. */
interface Result {
  readonly seconds: number;
  readonly output: unknown;
}

interface Version {
  readonly directory: string;
  readonly seconds: number[];
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

const cli = resolve(options.cli);
const rounds = Number(options.rounds);
const unknown = positionals.filter((name) => !programs.some((known) => known.name === name));
if (!existsSync(cli)) fail(`${options.cli} is missing: npm run build`);
if (!Number.isInteger(rounds) || rounds < 1) fail(`not a number of rounds: ${options.rounds}`);
if (unknown.length > 0)
  fail(`unknown program ${unknown.join(", ")}; known: ${programs.map(({ name }) => name).join(", ")}`);

/** Runs the fixes in a directory with the program; what they say. */
function runFixes(program: Program, directory: string, ...how: readonly string[]): string {
  const parameters = [cli, "check", ".", "--isolated", ...program.options, "--fix", "--unsafe-fixes", ...how];
  const child = spawnSync(process.execPath, parameters, { cwd: directory, encoding: "utf8" });
  if (child.status === null || child.status > 1) throw new Error(`uncoil failed: ${child.stderr}`);
  return child.stdout + child.stderr;
}

function drive(program: Program, bin: string, directory: string): Result {
  const drivers = resolve("bench/speedup");
  const own = join(drivers, program.name);
  const child = spawnSync(join(bin, "python"), [join(own, "drive.py")], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: [directory, own, drivers].join(delimiter), PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (child.status !== 0) throw new Error(`the driver of ${program.name} failed:\n${child.stderr}`);
  return JSON.parse(child.stdout) as Result;
}

function isThere(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Runs both versions in turn; their outputs must not differ. */
function measure(program: Program, bin: string, versions: readonly [Version, Version]): void {
  let expected: string | undefined;
  for (let round = 0; round < rounds; round++)
    for (const version of round % 2 === 0 ? versions : versions.toReversed()) {
      const { seconds, output } = drive(program, bin, version.directory);
      version.seconds.push(seconds);
      const text = JSON.stringify(output);
      expected ??= text;
      if (text !== expected) throw new Error(`${program.name} prints something else:\n${expected}\n${text}`);
    }
}

function renderTime({ seconds }: Version): string {
  const range = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`;
  return `${median(seconds).toFixed(2)} s (${range})`;
}

function renderRow(program: Program, before: Version, after: Version): string {
  const selected = program.options.length === 0 ? "" : ` (\`${program.options.join(" ")}\`)`;
  const ratio = median(before.seconds) / median(after.seconds);
  const { target } = program;
  const verdict = target === undefined ? "" : ` (target ${target}: ${ratio >= target ? "reached" : "missed"})`;
  const cells = [
    `${program.summary}${selected}`,
    renderTime(before),
    renderTime(after),
    `${ratio.toFixed(1)}×${verdict}`,
  ];
  return `| ${program.name} | ${cells.join(" | ")} |`;
}

/** Calls `use` with copies of the program, in a directory that is gone afterwards. */
function withCopies(program: Program, use: (before: Version, after: Version) => string): string {
  const directory = mkdtempSync(join(tmpdir(), "uncoil-speedup-"));
  const copy = (name: string): Version => {
    cpSync(join("bench/speedup", program.name, "program"), join(directory, name), { recursive: true });
    return { directory: join(directory, name), seconds: [] };
  };
  try {
    return use(copy("before"), copy("after"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function tryProgram(program: Program, bin: string): string {
  const { needs } = program;
  if (needs !== undefined && !isThere(needs))
    return `| ${program.name} | skipped: no \`${needs}\` was found (Debian: \`apt-get install ${needs}\`) | | | |`;
  return withCopies(program, (before, after) => {
    if (!/^Fixed /m.test(runFixes(program, after.directory, "--fix-only")))
      return `| ${program.name} | ${program.summary} | nothing is fixed | | |`;
    measure(program, bin, [before, after]);
    return renderRow(program, before, after);
  });
}

const chosen = programs.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (options.diff) {
  for (const program of chosen)
    console.log(withCopies(program, (_, after) => runFixes(program, after.directory, "--diff")));
  process.exit(0);
}
const bin = environmentWith("speedup", requirements);
console.log("| Program | What it is | Before | After | Faster |\n| --- | --- | --- | --- | --- |");
try {
  for (const program of chosen) console.log(tryProgram(program, bin));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
