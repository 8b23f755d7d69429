import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blocking, clean, makeProject, placesIn, runUncoil } from "./command-line.ts";

const concise = ["check", "--output-format", "concise"];
const ignoring = 'ignore = ["AIO101"]\n';

test("pyproject.toml, uncoil.toml and .uncoil.toml are read", () => {
  for (const [name, text] of [
    ["pyproject.toml", `[tool.uncoil]\n${ignoring}`],
    ["uncoil.toml", ignoring],
    [".uncoil.toml", ignoring],
  ] as const) {
    const cwd = makeProject({ "a.py": blocking, [name]: text });
    assert.equal(runUncoil(["check"], { cwd }).code, 0, name);
    assert.equal(runUncoil(["check", "--isolated"], { cwd }).code, 1, name);
  }
});

test("the closest file wins, whole; a pyproject.toml without our table does not count", () => {
  const cwd = makeProject({
    "uncoil.toml": ignoring,
    "service/pyproject.toml": '[project]\nname = "service"\n',
    "service/a.py": blocking,
    "other/uncoil.toml": "",
    "other/b.py": blocking,
  });
  assert.equal(runUncoil(["check", "service"], { cwd }).code, 0);
  assert.equal(runUncoil(["check"], { cwd: join(cwd, "service") }).code, 0);
  assert.equal(runUncoil(["check", "other/b.py"], { cwd }).code, 1);
  assert.equal(runUncoil(["check"], { cwd }).code, 0);
});

test("a broken pyproject.toml that says nothing of us does not stop a run", () => {
  assert.equal(runUncoil(["check"], { cwd: makeProject({ "a.py": blocking, "pyproject.toml": "[broken" }) }).code, 1);
});

test("--config KEY=VALUE and --config PATH", () => {
  const cwd = makeProject({ "a.py": blocking, "uncoil.toml": "", "conf/strict.toml": 'select = ["AIO2"]\n' });
  const codeOf = (...options: string[]): number | null => runUncoil(["check", ...options], { cwd }).code;
  assert.equal(codeOf(), 1);
  assert.equal(codeOf("--config", 'ignore=["AIO101"]'), 0);
  assert.equal(codeOf("--config", "select=AIO2", "--config", "min-severity=error"), 0);
  assert.equal(codeOf("--config", "conf/strict.toml"), 0);
  assert.equal(codeOf("--config", "conf/strict.toml", "--select", "AIO101"), 1);
  assert.equal(codeOf("--isolated", "--config", "ignore=AIO101"), 0);
});

test("output-format, confidence and min-severity can be configured, and overridden", () => {
  const cwd = makeProject({ "a.py": blocking, "uncoil.toml": 'output-format = "json"\n' });
  assert.ok(Array.isArray(JSON.parse(runUncoil(["check"], { cwd }).stdout)));
  assert.deepEqual(placesIn(runUncoil(concise, { cwd }).stdout), ["a.py:5"]);
});

test("a coding agent is given its own format, unless somebody asks for another", () => {
  const cwd = makeProject({ "a.py": blocking });
  const run = (env: Readonly<Record<string, string>>, ...options: string[]): string =>
    runUncoil(["check", ...options], { cwd, env }).stdout;
  const row = /^a\.py:5:5 AIO101 error: `time\.sleep` blocks the event loop \| help: /;
  assert.match(run({}, "--output-format", "agent"), row);
  for (const name of ["AI_AGENT", "CLAUDECODE", "CODEX_THREAD_ID", "CURSOR_AGENT", "GEMINI_CLI", "JUNIE_DATA"])
    assert.match(run({ [name]: "1" }), row, name);
  assert.match(run({ CLAUDECODE: "1" }, "--output-format", "full"), /^error\[AIO101\]/);
  for (const env of [{}, { AI_AGENT: "" }, { CLAUDECODE: "0" }, { TERM_PROGRAM: "kiro" }])
    assert.match(run(env), /^error\[AIO101\]/, JSON.stringify(env));
  const configured = makeProject({ "a.py": blocking, "uncoil.toml": 'output-format = "concise"\n' });
  assert.match(runUncoil(["check"], { cwd: configured, env: { CLAUDECODE: "1" } }).stdout, /^a\.py:5:5: AIO101/);
  runUncoil(["check", "--output-file", "report.txt"], { cwd, env: { CLAUDECODE: "1" } });
  assert.match(readFileSync(join(cwd, "report.txt"), "utf8"), /^error\[AIO101\]/);
});

test("per-file-ignores", () => {
  const cwd = makeProject({
    "gen/a.py": blocking,
    "app/b.py": blocking,
    "uncoil.toml": '[per-file-ignores]\n"gen/**" = ["AIO101"]\n',
  });
  assert.deepEqual(placesIn(runUncoil(concise, { cwd }).stdout), ["app/b.py:5"]);
});

test("exclude and extend-exclude; explicit paths are always analysed", () => {
  const cwd = makeProject({
    "app/a.py": blocking,
    "gen/b.py": blocking,
    "node_modules/c.py": blocking,
    "uncoil.toml": 'extend-exclude = ["gen"]\n',
  });
  const places = (...options: string[]): string[] => placesIn(runUncoil([...concise, ...options], { cwd }).stdout);
  assert.deepEqual(places(), ["app/a.py:5"]);
  assert.deepEqual(places("--extend-exclude", "app/*.py"), []);
  assert.deepEqual(places("--exclude", "app"), ["node_modules/c.py:5"]);
  assert.deepEqual(places("gen"), ["gen/b.py:5"]);
  assert.deepEqual(places("gen/b.py", "node_modules"), ["gen/b.py:5", "node_modules/c.py:5"]);
});

test("ignore files: nested, negated, anchored, .ignore and info/exclude", () => {
  const cwd = makeProject({
    ".git/info/exclude": "private.py\n",
    ".gitignore": "*_gen.py\n/build/\n!keep_gen.py\n",
    ".ignore": "scratch/\n",
    "a.py": blocking,
    "a_gen.py": blocking,
    "keep_gen.py": blocking,
    "private.py": blocking,
    "build/b.py": blocking,
    "app/build/c.py": blocking,
    "scratch/d.py": blocking,
    "app/.gitignore": "local.py\n!special_gen.py\n",
    "app/local.py": blocking,
    "app/special_gen.py": blocking,
    "local.py": blocking,
  });
  const places = placesIn(runUncoil(concise, { cwd }).stdout);
  assert.deepEqual(places, ["a.py:5", "app/build/c.py:5", "app/special_gen.py:5", "keep_gen.py:5", "local.py:5"]);
  const inside = placesIn(runUncoil(concise, { cwd: join(cwd, "app") }).stdout);
  assert.deepEqual(inside, ["build/c.py:5", "special_gen.py:5"]);
  assert.deepEqual(placesIn(runUncoil([...concise, "a_gen.py", "build"], { cwd }).stdout), [
    "a_gen.py:5",
    "build/b.py:5",
  ]);
});

test("hidden directories, virtual environments and the usual exclusions are left out", () => {
  const cwd = makeProject({
    "a.py": blocking,
    ".hidden/b.py": blocking,
    "dist/c.py": blocking,
    "venv/d.py": blocking,
    "myenv/pyvenv.cfg": "",
    "myenv/lib/e.py": blocking,
    "notes.txt": blocking,
    "stub.pyi": blocking,
    script: blocking,
  });
  assert.deepEqual(placesIn(runUncoil(concise, { cwd }).stdout), ["a.py:5"]);
  assert.deepEqual(placesIn(runUncoil([...concise, "script"], { cwd }).stdout), ["script:5"]);
});

test("installed packages are found in .venv, VIRTUAL_ENV, --python and .pth files", () => {
  const cwd = makeProject({
    "project/a.py": "from helper import wait\n\n\nasync def main():\n    wait()\n",
    "env/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
    "env/lib/python3.12/site-packages/helper.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
    "editable/src/helper.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
    "linked/pyvenv.cfg": "",
  });
  const project = join(cwd, "project");
  mkdirSync(join(cwd, "linked/lib/python3.12/site-packages"), { recursive: true });
  writeFileSync(
    join(cwd, "linked/lib/python3.12/site-packages/editable.pth"),
    `import sys\n# comment\n${join(cwd, "editable/src")}\n`,
  );
  mkdirSync(join(cwd, "env/bin"), { recursive: true });
  writeFileSync(join(cwd, "env/bin/python"), "");
  const codeOf = (options: string[], env: Record<string, string> = {}): number | null =>
    runUncoil(["check", ...options], { cwd: project, env }).code;
  assert.equal(codeOf([]), 0);
  assert.equal(codeOf(["--python", "../env"]), 1);
  assert.equal(codeOf(["--python", "../env/bin/python"]), 1);
  assert.equal(codeOf(["--config", "python='../env'"]), 1);
  assert.equal(codeOf([], { VIRTUAL_ENV: join(cwd, "env") }), 1);
  assert.equal(codeOf([], { CONDA_PREFIX: join(cwd, "env") }), 1);
  assert.equal(codeOf([], { VIRTUAL_ENV: "/no/such" }), 0);
  assert.equal(codeOf(["--python", "../linked"]), 1);
});

test("src layouts and configured roots", () => {
  const helper = "import time\n\n\ndef wait():\n    time.sleep(1)\n";
  const use = (from: string): string => `from ${from} import wait\n\n\nasync def main():\n    wait()\n`;
  const cwd = makeProject({
    "src/pkg/__init__.py": "",
    "src/pkg/helper.py": helper,
    "src/pkg/a.py": use("pkg.helper"),
    "scripts/start.py": use("pkg.helper"),
    "lib/tools.py": helper,
    "run.py": use("tools"),
    "uncoil.toml": 'src = ["lib"]\n',
  });
  assert.deepEqual(placesIn(runUncoil(concise, { cwd }).stdout), ["run.py:5", "scripts/start.py:5", "src/pkg/a.py:5"]);
  const clear = runUncoil([...concise, "run.py", "--isolated"], { cwd });
  assert.equal(clear.code, 0);
  assert.equal(runUncoil(["check"], { cwd: makeProject({ "a.py": clean }) }).code, 0);
});
