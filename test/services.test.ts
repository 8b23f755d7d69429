/** `uncoil check` finds in the small examples exactly what their comments say, with every rule on. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { test } from "node:test";
import { rules } from "../src/rules/registry.ts";
import { runUncoil } from "./cli/command-line.ts";
import { plantedIn, pythonFiles } from "./harness/planted.ts";

const skill = "examples/skill";
const services: readonly string[] = readdirSync("examples/services", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => join("examples/services", entry.name));
const planted = [skill, ...services].flatMap(pythonFiles).flatMap(plantedIn);
const existing: readonly string[] = rules.map(({ code }) => code);

interface Reported {
  readonly code: string;
  readonly filename: string;
  readonly location: { readonly row: number };
}

/** `path:line code` of every finding, with every rule on. */
function findingsIn(paths: readonly string[], ...options: readonly string[]): string[] {
  const everyRule = ["--isolated", "--select", existing.join(), "--min-severity", "information"];
  const { stdout, stderr } = runUncoil(["check", ...paths, ...everyRule, "--output-format", "json", ...options], {
    cwd: ".",
  });
  assert.ok(stdout.startsWith("["), stderr);
  return (JSON.parse(stdout) as Reported[]).map(
    ({ code, filename, location }) => `${relative(".", filename)}:${location.row} ${code}`,
  );
}

for (const directory of [skill, ...services]) {
  test(`${directory}: what is found is what is marked`, () => {
    const wanted = pythonFiles(directory)
      .flatMap(plantedIn)
      .flatMap(({ path, line, codes }) => codes.map((code) => `${path}:${line} ${code}`));
    assert.deepEqual(findingsIn([directory]).sort(), wanted.sort());
  });
}

test("nothing at all is found in the good examples of the skill", () => {
  const good = pythonFiles(skill).filter((path) => !path.endsWith("_naive.py"));
  assert.deepEqual(findingsIn(good, "--confidence", "likely"), []);
});

test("every example of the skill has a naive twin, and only the twin has bugs", () => {
  const names = pythonFiles(skill).map((path) => basename(path, ".py"));
  const good = names.filter((name) => !name.endsWith("_naive"));
  assert.deepEqual(names, good.flatMap((name) => [name, `${name}_naive`]).sort());
  const buggy = planted.filter(({ path }) => path.startsWith(`${skill}/`)).map(({ path }) => basename(path, ".py"));
  assert.deepEqual([...new Set(buggy)], good.map((name) => `${name}_naive`).sort());
});

test("every rule has a bug in one of the services, and every bug a rule", () => {
  const codes = planted.filter(({ path }) => !path.startsWith(`${skill}/`)).flatMap((bug) => bug.codes);
  assert.deepEqual([...new Set(codes)].toSorted(), [...existing].toSorted());
});
