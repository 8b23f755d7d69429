/**
 * `npm run bench explore [-- OPTION… DIRECTORY]`: how many runs it takes to find the bugs of small programs, and how fast
 * runs are. The directory holds `programs.py` and `corrected.py`, whose `P` has the programs by name, and maybe `constructs.py` and
 * `constructs_corrected.py` (default: those of the tests).
 *
 *     --python PATHS    interpreters, separated by commas (default: every one the agent supports and this machine has)
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { interpreters } from "../test/runtime/interpreters.ts";

interface Line {
  readonly name: string;
  readonly kind: string;
  readonly problem: string | null;
  readonly found: readonly {
    readonly strategy: string;
    readonly severity: string;
    readonly rate: readonly [number, number];
    readonly foundAfter: number;
  }[];
  readonly runs: number;
  readonly milliseconds: number;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: "string", default: "" } },
});
const [directory = "test/runtime/explore"] = positionals;
for (const module of ["programs", "corrected"]) {
  if (existsSync(join(directory, `${module}.py`))) continue;
  console.error(`${join(directory, `${module}.py`)} is not there`);
  process.exit(2);
}
const pythons =
  options.python === ""
    ? interpreters.flatMap(({ path }) => (path === undefined ? [] : [path]))
    : options.python.split(",");

function explore(python: string, module: string): readonly Line[] {
  const parameters = ["scripts/explore_programs.py", "agent", directory, module, "{}"];
  const { status, stdout, stderr } = spawnSync(python, parameters, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

function modulesOf(...names: readonly string[]): readonly string[] {
  return names.filter((name) => existsSync(join(directory, `${name}.py`)));
}

let missed = 0;
let alarms = 0;
for (const python of pythons) {
  const version = spawnSync(python, ["-c", "import platform; print(platform.python_version())"], { encoding: "utf8" });
  console.log(`\n## Python ${version.stdout.trim()}\n`);
  console.log("| program | kind | found | runs needed | came again | runs/s |\n| --- | --- | --- | --: | --: | --: |");
  for (const line of modulesOf("programs", "constructs").flatMap((module) => explore(python, module))) {
    const found = line.found.find(({ strategy }) => strategy === line.kind);
    if (found === undefined) missed++;
    const what = found === undefined ? (line.problem ?? "**no**") : found.severity === "fragile" ? "fragile" : "yes";
    const cells = found === undefined ? ["", ""] : [found.foundAfter, found.rate.join("/")];
    console.log(`| ${[line.name, line.kind, what, ...cells, perSecond(line)].join(" | ")} |`);
  }
  const corrected = modulesOf("corrected", "constructs_corrected").flatMap((module) => explore(python, module));
  const wrong = corrected.filter(({ found, problem }) => found.length > 0 || problem !== null);
  alarms += wrong.length;
  const runs = corrected.reduce((sum, line) => sum + line.runs, 0);
  console.log(`\n${corrected.length} corrected programs, ${runs} runs: ${wrong.length} alarms`);
  for (const { name, problem, found } of wrong) {
    console.log(
      `- ${name}: ${problem ?? found.map(({ strategy, severity }) => `${severity} by ${strategy}`).join(", ")}`,
    );
  }
}
console.log(`\n${missed} missed, ${alarms} alarms`);
process.exit(missed + alarms > 0 ? 1 : 0);

function perSecond({ runs, milliseconds }: Line): number {
  return Math.round(runs / Math.max(0.001, milliseconds / 1000));
}
