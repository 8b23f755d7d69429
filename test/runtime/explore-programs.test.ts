/** What `explore` finds, and what it leaves alone, on every Python here. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { interpreters, skipUnlessThere } from "./interpreters.ts";

interface ProgramResult {
  readonly name: string;
  readonly kind: string;
  readonly problem: string | null;
  readonly found: readonly {
    readonly strategy: string;
    readonly severity: string;
    readonly rate: readonly [number, number];
  }[];
}

function explorePrograms(python: string, module: string, budget: object): readonly ProgramResult[] {
  const parameters = ["scripts/explore_programs.py", "agent", "test/runtime/explore", module, JSON.stringify(budget)];
  const { stdout, stderr, status } = spawnSync(python, parameters, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ProgramResult);
}

/** The versions on which all programs run: what the others would add is time. */
const sampled = ["3.9", "3.11", "3.13"];

for (const interpreter of interpreters) {
  const { version, path = "" } = interpreter;
  const options = { skip: skipUnlessThere(interpreter) };
  const isSampled = sampled.includes(version);

  test(`Python ${version}: every bug is found by its strategy, and comes again`, options, () => {
    const modules = isSampled ? ["programs", "constructs"] : ["programs"];
    const results = modules.flatMap((module) => explorePrograms(path, module, { first: true }));
    assert.ok(results.length >= (isSampled ? 40 : 25), `${results.length} programs`);
    for (const { name, kind, problem, found } of results) {
      assert.equal(problem, null, name);
      const [first] = found.filter(({ strategy }) => strategy === kind);
      assert.ok(first !== undefined, `${name}: nothing found by ${kind}`);
      assert.equal(first.severity, kind === "order" ? "fragile" : "failure", name);
      assert.ok(first.rate[0] >= 5, `${name} came again ${first.rate.join(" of ")} times`);
    }
  });

  test(`Python ${version}: correct programs are left alone`, options, () => {
    const isThorough = version === "3.13";
    const budget = isThorough ? {} : { timingSeeds: 12, orderSeeds: 4 };
    const modules = isSampled ? ["corrected", "constructs_corrected"] : ["corrected"];
    const results = modules.flatMap((module) => explorePrograms(path, module, budget));
    assert.ok(results.length >= (isSampled ? 35 : 15), `${results.length} programs`);
    for (const { name, problem, found } of results) {
      assert.deepEqual({ problem, found }, { problem: null, found: [] }, name);
    }
  });
}
