/** Runs the tests of real packages before and after the safe fixes, and compares how each test ends. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { applyFixes, everyFinding, type FixRun } from "./apply-fixes.ts";
import { environmentWith } from "./python-environment.ts";
import { cacheDirectory } from "./real-world-packages.ts";
import { suites, type Suite } from "./suites.ts";

/** How each test ended, by its name. */
type Outcomes = Readonly<Record<string, string>>;

interface Comparison {
  readonly suite: Suite;
  readonly fixes: FixRun;
  /** Tests that ended the same way in all runs without fixes. */
  readonly stable: number;
  /** Of these, tests that passed. */
  readonly passed: number;
  readonly flaky: number;
  /** Stable tests that ended otherwise with fixes. */
  readonly different: readonly string[];
}

const mostShown = 20;
const flakyRuns = 20;
const timeLimit = 20 * 60_000;

/** The source release of a package, unpacked on first use. pip asks the package who it is, so code of it is run. */
function fetchSource({ name, version }: Suite): string {
  const directory = join(cacheDirectory(), "sources", `${name}-${version}`);
  if (existsSync(directory)) return directory;
  mkdirSync(join(cacheDirectory(), "sources"), { recursive: true });
  const temporary = mkdtempSync(join(cacheDirectory(), "fetch-"));
  try {
    const how = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", temporary];
    execFileSync("python3", [...how, `${name}==${version}`], { stdio: ["ignore", "ignore", "pipe"] });
    const archive = readdirSync(temporary).find((file) => file.endsWith(".tar.gz"));
    if (archive === undefined) throw new Error(`pip left no source of ${name}`);
    const unpacked = join(temporary, "unpacked");
    mkdirSync(unpacked);
    execFileSync("tar", ["-xzf", join(temporary, archive), "-C", unpacked, "--strip-components=1"]);
    renameSync(unpacked, directory);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return directory;
}

/** Runs tests in a copy of the source. Throws when pytest comes to no end. */
function runSuite(suite: Suite, bin: string, directory: string, tests: readonly string[] = suite.tests): Outcomes {
  const scratch = mkdtempSync(join(tmpdir(), "uncoil-outcomes-"));
  const written = join(scratch, "outcomes.json");
  const env = {
    ...process.env,
    ...suite.environment,
    PYTHONPATH: [join(directory, suite.importRoot), resolve("scripts")].join(delimiter),
    PYTHONDONTWRITEBYTECODE: "1",
    SUITE_OUTCOMES: written,
  };
  const python = join(bin, "python");
  const inCopy = { cwd: directory, env, encoding: "utf8", timeout: timeLimit, maxBuffer: 1 << 28 } as const;
  try {
    const where = spawnSync(python, ["-c", `import ${suite.module} as m; print(m.__file__)`], inCopy).stdout.trim();
    if (!where.startsWith(directory)) throw new Error(`the tests of ${suite.name} would run ${where || "nothing"}`);
    const child = spawnSync(
      python,
      ["-m", "pytest", "-p", "suite_recorder", "-q", ...suite.parameters, ...tests],
      inCopy,
    );
    if (!existsSync(written))
      throw new Error(`the tests of ${suite.name} came to no end:\n${child.stdout.slice(-2000)}`);
    return JSON.parse(readFileSync(written, "utf8")) as Outcomes;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Those of some tests that end differently now and then without any fix. */
function findFlaky(
  suite: Suite,
  bin: string,
  unfixed: string,
  expected: Outcomes,
  suspects: readonly string[],
): ReadonlySet<string> {
  const flaky = new Set<string>();
  for (let run = 0; run < flakyRuns && flaky.size < suspects.length; run++) {
    const outcomes = runSuite(suite, bin, unfixed, suspects);
    for (const name of suspects) if (outcomes[name] !== expected[name]) flaky.add(name);
  }
  return flaky;
}

function compareSuite(suite: Suite): Comparison {
  const bin = environmentWith(`suite-${suite.name}`, suite.requirements);
  const temporary = mkdtempSync(join(tmpdir(), "uncoil-suite-"));
  const copy = (name: string): string => {
    const directory = join(temporary, name);
    cpSync(fetchSource(suite), directory, { recursive: true });
    return directory;
  };
  try {
    const unfixed = copy("unfixed");
    const first = runSuite(suite, bin, unfixed);
    const second = runSuite(suite, bin, unfixed);
    const fixed = copy("fixed");
    const fixes = applyFixes(fixed, ...everyFinding);
    const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
    const withFixes = runSuite(suite, bin, fixed);
    const suspects = names.filter((name) => first[name] === second[name] && withFixes[name] !== first[name]);
    const isFlaky = findFlaky(suite, bin, unfixed, first, suspects);
    const stable = names.filter((name) => first[name] === second[name] && !isFlaky.has(name));
    const different = suspects.filter((name) => !isFlaky.has(name));
    const passed = stable.filter((name) => first[name] === "passed").length;
    return { suite, fixes, stable: stable.length, passed, flaky: names.length - stable.length, different };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Prints a row for each suite as soon as it is known; the table, and whether no test ended otherwise. */
export function compareSuites(names: readonly string[]): { readonly table: string; readonly isGood: boolean } {
  const rows = [
    "| Package | Fixes | Files changed | Tests | Passed | Flaky, left out | End otherwise |",
    "| --- | --: | --: | --: | --: | --: | --- |",
  ];
  let isGood = true;
  for (const suite of suites.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const { fixes, stable, passed, flaky, different } = compareSuite(suite);
    const counts = [fixes.fixed, fixes.files, stable, passed, flaky === 0 ? "–" : flaky];
    const verdict = different.length === 0 ? "none" : `**${different.length}**`;
    const row = `| ${suite.name} ${suite.version} | ${counts.join(" | ")} | ${verdict} |`;
    rows.push(row);
    console.log(row);
    for (const name of different.slice(0, mostShown)) console.log(`    ends otherwise: ${name}`);
    if (fixes.failure !== undefined) console.log(`    ${fixes.failure}`);
    isGood &&= different.length === 0 && fixes.failure === undefined;
  }
  return { table: `${rows.join("\n")}\n`, isGood };
}
