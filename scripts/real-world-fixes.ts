/**
 * `npm run real-world:fixes [-- OPTION… PACKAGE…]`: applies every fix, safe and then unsafe, to copies of real packages.
 *
 *     --write     write the table into docs/real-world.md
 *     --every     fix also what is shown only with options: likely findings, information, rules that are off by default
 *     --suites    instead, run the packages' own tests before and after the safe fixes
 *
 * Exits with 1 unless each file that compiled with CPython still does, code that no fix edited is what it was, a second run
 * changes nothing, and no run fails; with --suites, unless the tests come out as before.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applyFixes, everyFinding, type FixRun } from "./apply-fixes.ts";
import { writeGeneratedPart } from "./generated-part.ts";
import { fetchPackage, packages, type Package } from "./real-world-packages.ts";
import { compareSuites } from "./real-world-suites.ts";

const page = "docs/real-world.md";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: "boolean", default: false },
    every: { type: "boolean", default: false },
    suites: { type: "boolean", default: false },
  },
});

interface Row {
  readonly name: string;
  readonly safe: FixRun;
  readonly unsafe: FixRun;
  /** Files that do not compile any more. */
  readonly broken: readonly string[];
  /** Places of statements that no fix edited, and that are not what they were. */
  readonly changed: readonly string[];
  readonly isStable: boolean;
}

function compareTrees(before: string, after: string): { readonly broken: string[]; readonly changed: string[] } {
  const child = spawnSync("python3", ["scripts/compare_trees.py", before, after], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`the trees cannot be compared: ${child.stderr}`);
  return JSON.parse(child.stdout) as { broken: string[]; changed: string[] };
}

function treeHash(directory: string): string {
  const script = `find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum`;
  return spawnSync("sh", ["-c", script], { cwd: directory, encoding: "utf8" }).stdout;
}

function tryPackage(wanted: Package): Row {
  const copy = mkdtempSync(join(tmpdir(), "uncoil-fixes-"));
  try {
    const original = fetchPackage(wanted);
    cpSync(original, copy, { recursive: true });
    const level = options.every ? everyFinding : [];
    const safe = applyFixes(copy, ...level);
    const unsafe = applyFixes(copy, ...level, "--unsafe-fixes");
    const compared = compareTrees(original, copy);
    const hash = treeHash(copy);
    applyFixes(copy, ...level, "--unsafe-fixes");
    return { name: `${wanted.name} ${wanted.version}`, safe, unsafe, ...compared, isStable: treeHash(copy) === hash };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function renderRow({ name, safe, unsafe, broken, changed, isStable }: Row): string {
  const cells = [
    ...[safe, unsafe].map(({ fixed, files }) => (fixed === 0 ? "–" : `${fixed} in ${files}`)),
    unsafe.withdrawn.length === 0 ? "–" : String(unsafe.withdrawn.length),
    broken.length === 0 ? "all" : `**${broken.length} not**`,
    changed.length === 0 ? "the same" : `**${changed.length} differ**`,
    isStable ? "nothing" : "**something**",
    `${(safe.seconds + unsafe.seconds).toFixed(1)} s`,
  ];
  return `| ${name} | ${cells.join(" | ")} |`;
}

/** Prints a row as soon as it is known; the table, and whether all went well. */
function fixPackages(chosen: readonly Package[]): { readonly table: string; readonly isGood: boolean } {
  const rows = [
    "| Package | Safe | Unsafe | Taken back | Compile | Code outside | Second run changes | Time |",
    "| --- | --: | --: | --: | --- | --- | --- | --: |",
  ];
  let isGood = true;
  for (const wanted of chosen) {
    const row = tryPackage(wanted);
    rows.push(renderRow(row));
    console.log(renderRow(row));
    for (const file of row.broken) console.log(`    does not compile any more: ${file}`);
    for (const place of row.changed) console.log(`    is not what it was: ${place}`);
    for (const notice of row.unsafe.withdrawn) console.log(`    ${notice}`);
    const failure = row.safe.failure ?? row.unsafe.failure;
    if (failure !== undefined) console.log(`    ${failure}`);
    isGood &&= row.broken.length + row.changed.length === 0 && row.isStable && failure === undefined;
  }
  return { table: `${rows.join("\n")}\n`, isGood };
}

if (options.write && (positionals.length > 0 || options.every)) {
  console.error("--write needs every package, and the findings shown by default");
  process.exit(2);
}
const { table, isGood } = options.suites
  ? compareSuites(positionals)
  : fixPackages(packages.filter(({ name }) => positionals.length === 0 || positionals.includes(name)));
if (options.write) {
  const command = `npm run real-world:fixes -- ${options.suites ? "--suites --write" : "--write"}`;
  const end = options.suites ? "<!-- end of the table of suites -->" : "<!-- end of the table of fixes -->";
  writeGeneratedPart(page, `<!-- generated by \`${command}\` -->`, end, table);
}
process.exit(isGood ? 0 : 1);
