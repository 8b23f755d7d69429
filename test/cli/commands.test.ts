import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { blocking, makeProject, runUncoil } from "./command-line.ts";

const cwd = makeProject({ "a.py": blocking });

test("--version, -V and version", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  for (const argument of ["--version", "-V", "version"]) {
    assert.deepEqual(runUncoil([argument], { cwd }), { code: 0, stdout: `uncoil ${version}\n`, stderr: "" });
  }
});

test("help, of everything and of each command, fits in 80 columns", () => {
  const { stdout } = runUncoil(["help"], { cwd });
  for (const argumentList of [[], ["--help"], ["-h"]]) assert.equal(runUncoil(argumentList, { cwd }).stdout, stdout);
  const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}[A-Z]/gm)].map(([, name = ""]) => name);
  assert.deepEqual(names, [
    "check",
    "survey",
    "run",
    "why",
    "explore",
    "rule",
    "models",
    "skill",
    "mcp",
    "version",
    "help",
  ]);
  for (const name of names.filter((candidate) => candidate !== "help")) {
    const help = runUncoil(["help", name], { cwd });
    assert.equal(help.code, 0);
    assert.match(help.stdout, new RegExp(`\\nUsage: uncoil ${name}`));
    assert.equal(runUncoil([name, "--help"], { cwd }).stdout, help.stdout);
    for (const row of help.stdout.split("\n")) assert.ok(row.length <= 80, row);
  }
  assert.match(runUncoil(["help", "--color=always"], { cwd }).stdout, /\u001B\[1m/); // oxlint-disable-line no-control-regex
});

test("every option of check is in its help", () => {
  const { stdout } = runUncoil(["help", "check"], { cwd });
  const wanted =
    "select ignore extend-select confidence min-severity output-format statistics exit-zero stdin-filename config isolated color python exclude extend-exclude jobs output-file quiet verbose help";
  for (const name of wanted.split(" ")) assert.match(stdout, new RegExp(`--${name}\\b`));
});

test("rule: the table, the page, JSON", () => {
  const table = runUncoil(["rule"], { cwd });
  assert.equal(table.code, 0);
  assert.match(table.stdout, /^AIO101 {2}blocking-sleep {2,}error {2,}\S/m);
  const page = runUncoil(["rule", "AIO101"], { cwd });
  assert.equal(page.code, 0);
  for (const section of ["What it does", "Why is this bad?", "Example"]) {
    assert.match(page.stdout, new RegExp(`^${section.replace("?", "\\?")}$`, "m"));
  }
  assert.doesNotMatch(page.stdout, /^(?:#|```)/m);
  for (const name of ["blocking-sleep", "aio101", "ASYNC251"]) {
    assert.equal(runUncoil(["rule", name], { cwd }).stdout, page.stdout);
  }
  const rules = JSON.parse(runUncoil(["rule", "--output-format", "json"], { cwd }).stdout) as object[];
  const rule = JSON.parse(runUncoil(["rule", "AIO101", "--output-format", "json"], { cwd }).stdout) as object;
  assert.deepEqual(
    rules.find((candidate) => "code" in candidate && candidate.code === "AIO101"),
    rule,
  );
  assert.ok("explanation" in rule && String(rule.explanation).startsWith("# "));
});

test("models: the list, and what is known of a name", () => {
  const list = runUncoil(["models"], { cwd });
  assert.equal(list.code, 0);
  assert.match(list.stdout, /^requests +\d+$/m);
  assert.match(list.stdout, /\d+ packages, \d+ callables\.\n$/);
  const packages = JSON.parse(runUncoil(["models", "--output-format", "json"], { cwd }).stdout) as { name: string }[];
  assert.ok(packages.some(({ name }) => name === "requests"));
  const known = runUncoil(["models", "requests.get"], { cwd });
  assert.equal(known.code, 0);
  assert.match(known.stdout, /^(?:def )?requests\.get\(url/);
  assert.match(known.stdout, /network/);
  const described = JSON.parse(
    runUncoil(["models", "requests.get", "--output-format", "json"], { cwd }).stdout,
  ) as object;
  assert.ok("origin" in described && described.origin === "model");
});

test("why: every path by which a line reaches the loop", () => {
  const project = makeProject({
    "client.py": "import time\n\n\ndef fetch():\n    time.sleep(5)\n\n\ndef lonely():\n    time.sleep(1)\n",
    "routes.py": "from client import fetch\n\n\nasync def one():\n    fetch()\n\n\nasync def two():\n    fetch()\n",
  });
  const { code, stdout } = runUncoil(["why", "client.py:5"], { cwd: project });
  assert.equal(code, 0);
  assert.match(stdout, /^client\.py:5 runs on the event loop by 2 paths:\n/);
  assert.match(stdout, /\n {4}one {2,}routes\.py:5\n/);
  assert.match(stdout, /\n {4}two {2,}routes\.py:9\n/);
  const json = JSON.parse(
    runUncoil(["why", "client.py:5", "--output-format", "json"], { cwd: project }).stdout,
  ) as object[];
  assert.equal(json.length, 2);
  const never = runUncoil(["why", "client.py:9"], { cwd: project });
  assert.equal(never.code, 0);
  assert.match(never.stdout, /^client\.py:9 is never reached from the event loop/);
});
