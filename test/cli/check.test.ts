import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blocking, clean, makeProject, placesIn, runUncoil, uncoilCommand } from "./command-line.ts";

const concise = ["check", "--output-format", "concise"];

test("a clean project passes", () => {
  const cwd = makeProject({ "a.py": clean, "b/c.py": clean });
  assert.deepEqual(runUncoil(["check"], { cwd }), { code: 0, stdout: "All checks passed: 2 files.\n", stderr: "" });
});

test("a finding has its frame, and fails the run", () => {
  const { code, stdout, stderr } = runUncoil(["check"], { cwd: makeProject({ "app/a.py": blocking }) });
  assert.equal(code, 1);
  assert.equal(stderr, "");
  assert.match(stdout, /^error\[AIO101\] blocking-sleep: .*`time\.sleep`/);
  assert.match(stdout, /\n --> app\/a\.py:5:5\n/);
  assert.match(stdout, /\n5 \| {5}time\.sleep\(1\)\n {2}\| {5}\^{13}\n/);
  assert.match(stdout, /\nhelp: /);
  assert.match(stdout, /\nFound 1 error in 1 file\.\n1 fixable with --fix\.\n$/);
});

test("a path through helpers in other files is printed hop by hop, and followed outside the given paths", () => {
  const cwd = makeProject({
    "app/__init__.py": "",
    "app/routes.py": "from app.service import load\n\n\nasync def show():\n    load()\n",
    "app/service.py": "from app.client import Client\n\n\ndef load():\n    Client().fetch()\n",
    "app/client.py": "import time\n\n\nclass Client:\n    def fetch(self):\n        time.sleep(5)\n",
  });
  const { code, stdout } = runUncoil(["check", "app/routes.py"], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, / --> app\/routes\.py:5:5/);
  assert.match(stdout, /\npath: show {2,}app\/routes\.py:5\n/);
  assert.match(stdout, /\n {4}→ load {2,}app\/service\.py:5\n/);
  assert.match(stdout, /\n {4}→ Client\.fetch {2,}app\/client\.py:6\n/);
  assert.match(stdout, /\n {4}✗ time\.sleep {2,}time\.sleep\(5\)\n/);
  assert.match(stdout, /Found 1 error in 1 file\./);
});

test("concise: path:line:column: CODE message", () => {
  const { stdout } = runUncoil(concise, { cwd: makeProject({ "a.py": blocking }) });
  assert.match(stdout, /^a\.py:5:5: AIO101 \[\*\] .+\nFound 1 error in 1 file\.\n1 fixable with --fix\.\n$/);
});

test("json: an array with ruff's fields and ours", () => {
  const cwd = makeProject({ "a.py": blocking });
  const { code, stdout, stderr } = runUncoil(["check", "--output-format", "json"], { cwd });
  assert.equal(code, 1);
  assert.equal(stderr, "");
  const [item, ...rest] = JSON.parse(stdout) as Record<string, unknown>[];
  assert.equal(rest.length, 0);
  assert.equal(item?.["code"], "AIO101");
  assert.equal(item["name"], "blocking-sleep");
  assert.equal(item["filename"], join(cwd, "a.py"));
  assert.deepEqual(item["location"], { row: 5, column: 5 });
  assert.deepEqual(item["end_location"], { row: 5, column: 18 });
  assert.equal(item["severity"], "error");
  assert.equal(item["confidence"], "certain");
  assert.equal((item["fix"] as { applicability?: string }).applicability, "safe");
  assert.equal(item["noqa_row"], 5);
  assert.match(String(item["fingerprint"]), /^[0-9a-f]{16}$/);
  assert.ok(Array.isArray(item["trace"]) && "url" in item && "cell" in item && "why" in item && "help" in item);
  assert.equal(runUncoil(["check", "--output-format", "json"], { cwd: makeProject({ "a.py": clean }) }).stdout, "[]\n");
});

test("--statistics counts per rule, in text and JSON", () => {
  const cwd = makeProject({ "a.py": blocking, "b.py": `${blocking}    time.sleep(2)\n` });
  assert.match(
    runUncoil(["check", "--statistics"], { cwd }).stdout,
    /^3 {2}AIO101 {2}blocking-sleep\n\n?Found 3 errors/,
  );
  const { stdout, code } = runUncoil(["check", "--statistics", "--output-format", "json"], { cwd });
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(stdout), [{ code: "AIO101", name: "blocking-sleep", count: 3, fixable: true }]);
});

test("--exit-zero, --quiet and --output-file", () => {
  const cwd = makeProject({ "a.py": blocking });
  assert.equal(runUncoil(["check", "--exit-zero"], { cwd }).code, 0);
  assert.deepEqual(placesIn(runUncoil([...concise, "-q"], { cwd }).stdout), ["a.py:5"]);
  assert.doesNotMatch(runUncoil([...concise, "-q"], { cwd }).stdout, /Found/);
  const { code, stdout } = runUncoil([...concise, "-o", "report.txt"], { cwd });
  assert.equal(code, 1);
  assert.equal(stdout, "Found 1 error in 1 file.\n1 fixable with --fix.\n");
  assert.match(readFileSync(join(cwd, "report.txt"), "utf8"), /^a\.py:5:5: AIO101 [^\n]+\n$/);
  const failed = runUncoil([...concise, "-o", "no/such/report.txt"], { cwd });
  assert.equal(failed.code, 2);
  assert.match(failed.stderr, /^error: cannot write no\/such\/report\.txt/);
});

test("--select, --ignore and --extend-select take codes, prefixes, names and ALL", () => {
  const cwd = makeProject({ "a.py": blocking });
  const codeOf = (...options: string[]): number | null => runUncoil(["check", ...options], { cwd }).code;
  assert.equal(codeOf("--select", "AIO101"), 1);
  assert.equal(codeOf("--select", "AIO1"), 1);
  assert.equal(codeOf("--select", "ALL"), 1);
  assert.equal(codeOf("--select", "AIO2,blocking-sleep"), 1);
  assert.equal(codeOf("--select", "AIO2", "--select=AIO101"), 1);
  assert.equal(codeOf("--select", "AIO2"), 0);
  assert.equal(codeOf("--select", "AIO2", "--extend-select", "AIO101"), 1);
  assert.equal(codeOf("--ignore", "AIO101"), 0);
  assert.equal(codeOf("--ignore", "blocking-sleep"), 0);
  assert.equal(codeOf("--ignore", "AIO1", "--extend-select", "AIO101"), 1);
});

test("--min-severity and --confidence hide, and say how much", () => {
  const cwd = makeProject({ "a.py": 'async def main():\n    open("x")\n' });
  const warning = runUncoil(["check"], { cwd });
  assert.equal(warning.code, 1);
  assert.match(warning.stdout, /Found 1 warning in 1 file/);
  const hidden = runUncoil(["check", "--min-severity", "error"], { cwd });
  assert.equal(hidden.code, 0);
  assert.match(hidden.stdout, /^All checks passed: 1 file \(1 warning hidden: --min-severity warning\)\.\n$/);
  assert.equal(runUncoil(["check", "--confidence", "likely"], { cwd }).code, 1);
});

test("information is shown when asked for, and never fails", () => {
  const cwd = makeProject({
    "a.py": 'import asyncio\nimport os\n\n\nasync def main():\n    os.path.exists("x")\n    await asyncio.sleep(1)\n',
  });
  const hidden = runUncoil(["check"], { cwd });
  assert.equal(hidden.code, 0);
  assert.match(
    hidden.stdout,
    /^All checks passed: 1 file \(1 information finding hidden: --min-severity information\)\./,
  );
  const shown = runUncoil([...concise, "--min-severity", "information"], { cwd });
  assert.equal(shown.code, 0);
  assert.deepEqual(placesIn(shown.stdout), ["a.py:6"]);
  assert.match(shown.stdout, /Found 1 information in 1 file\./);
});

test("syntax errors are errors, and the rest of the file is analysed", () => {
  const cwd = makeProject({ "a.py": `${blocking}\n\ndef broken(:\n    pass\n` });
  const { code, stdout } = runUncoil(concise, { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /a\.py:8:\d+: invalid-syntax /);
  assert.match(stdout, /a\.py:5:5: AIO101 /);
});

test("suppressions at either end of a path", () => {
  const files = (route: string, cause: string): Record<string, string> => ({
    "routes.py": `from client import fetch\n\n\nasync def show():\n    fetch()${route}\n`,
    "client.py": `import time\n\n\ndef fetch():\n    time.sleep(5)${cause}\n`,
  });
  const codeOf = (route: string, cause: string): number | null =>
    runUncoil(["check"], { cwd: makeProject(files(route, cause)) }).code;
  assert.equal(codeOf("", ""), 1);
  assert.equal(codeOf("  # uncoil: ignore[AIO101]", ""), 0);
  assert.equal(codeOf("", "  # uncoil: ignore[blocking-sleep] once a day"), 0);
  assert.equal(codeOf("  # noqa: ASYNC251", ""), 0);
  assert.equal(codeOf("", "  # noqa: AIO101"), 0);
  assert.equal(codeOf("  # type: ignore  # noqa", ""), 0);
  assert.equal(codeOf("  # noqa: E501", "  # noqa: F401"), 1);
  assert.equal(codeOf("\n# uncoil: file-ignore[AIO101]", ""), 0);
});

test("standard input stands for a file, and is followed into the project", () => {
  const cwd = makeProject({
    "app/__init__.py": "",
    "app/routes.py": "",
    "app/other.py": blocking,
    "app/client.py": "import time\n\n\ndef fetch():\n    time.sleep(5)\n",
  });
  const stdin = "from app.client import fetch\n\n\nasync def show():\n    fetch()\n";
  const named = runUncoil([...concise, "-", "--stdin-filename", "app/routes.py"], { cwd, stdin });
  assert.deepEqual(placesIn(named.stdout), ["app/routes.py:5"]);
  assert.equal(named.code, 1);
  assert.match(named.stdout, /Found 1 error in 1 file\./);
  const full = runUncoil(["check", "-", "--stdin-filename", "app/routes.py"], { cwd, stdin });
  assert.match(full.stdout, /5 \| {5}fetch\(\)/);
  const unsaved = runUncoil([...concise, "-", "--stdin-filename", "app/new.py"], { cwd, stdin });
  assert.deepEqual(placesIn(unsaved.stdout), ["app/new.py:5"]);
  assert.deepEqual(placesIn(runUncoil([...concise, "-"], { cwd, stdin: blocking }).stdout), ["-.py:5"]);
  assert.equal(runUncoil(["check", "-"], { cwd, stdin: clean }).code, 0);
  const mixed = runUncoil(["check", "-", "app"], { cwd, stdin });
  assert.equal(mixed.code, 2);
  assert.match(mixed.stderr, /standard input cannot be checked together with paths/);
});

test("colours: --color, then FORCE_COLOR, then NO_COLOR, TERM=dumb and the terminal", () => {
  const cwd = makeProject({ "a.py": blocking });
  const isColored = (options: string[], env: Record<string, string> = {}): boolean =>
    runUncoil(["check", ...options], { cwd, env }).stdout.includes("\u001B[");
  assert.equal(isColored([]), false);
  assert.equal(isColored(["--color", "always"]), true);
  assert.equal(isColored(["--color=always"], { NO_COLOR: "1" }), true);
  assert.equal(isColored(["--color", "never"], { FORCE_COLOR: "1" }), false);
  assert.equal(isColored([], { FORCE_COLOR: "1" }), true);
  assert.equal(isColored([], { FORCE_COLOR: "1", NO_COLOR: "1" }), true);
  assert.equal(isColored([], { FORCE_COLOR: "1", TERM: "dumb" }), true);
  assert.equal(isColored([], { FORCE_COLOR: "0" }), false);
  assert.equal(isColored([], { CLICOLOR_FORCE: "1" }), true);
});

test("in a terminal: colours unless told otherwise", { skip: process.platform === "win32" }, () => {
  const cwd = makeProject({ "a.py": blocking });
  const inTerminal = (env: string): string => {
    const script = `import os, pty; os.environ.update(${env}); pty.spawn(["sh", "-c", ${JSON.stringify(`${uncoilCommand} check`)}])`;
    return spawnSync("python3", ["-c", script], { cwd, encoding: "utf8", env: { PATH: process.env["PATH"] } }).stdout;
  };
  assert.match(inTerminal('{"TERM": "xterm"}'), /\u001B\[/); // oxlint-disable-line no-control-regex
  assert.doesNotMatch(inTerminal('{"TERM": "xterm", "NO_COLOR": "1"}'), /\u001B\[\d/); // oxlint-disable-line no-control-regex
  assert.doesNotMatch(inTerminal('{"TERM": "dumb"}'), /\u001B\[\d/); // oxlint-disable-line no-control-regex
});

test("a pipe that closes early is no failure", { skip: process.platform === "win32" }, () => {
  const body = "    time.sleep(1)\n".repeat(5000);
  const cwd = makeProject({ "a.py": `import time\n\n\nasync def main():\n${body}` });
  const { stdout, stderr } = spawnSync("sh", ["-c", `${uncoilCommand} check | head -1`], { cwd, encoding: "utf8" });
  assert.match(stdout, /^error\[AIO101\][^\n]*\n$/);
  assert.equal(stderr, "");
});

test("--verbose says on standard error what was found, and how long it took", () => {
  const cwd = makeProject({ "a.py": clean });
  const { stderr, stdout } = runUncoil(["check", "--verbose"], { cwd });
  assert.match(stderr, /project root: /);
  assert.match(stderr, /environment: none found/);
  assert.match(stderr, /1 files? discovered/);
  assert.match(stderr, /\d+\.\d ms/);
  assert.equal(stdout, "All checks passed: 1 file.\n");
});

test("several jobs find what one does", () => {
  const files = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`pkg/m${index}.py`, index % 40 === 0 ? blocking : clean]),
  );
  const cwd = makeProject({ ...files, "pkg/binary.py": new Uint8Array([0x7f, 0x45, 0, 0xff, 0xfe]) });
  const one = runUncoil([...concise, "--jobs", "1"], { cwd });
  const four = runUncoil([...concise, "--jobs", "4"], { cwd });
  assert.equal(placesIn(one.stdout).length, 11);
  assert.deepEqual(four, one);
  assert.equal(runUncoil([...concise, "--jobs", "none"], { cwd }).code, 2);
});
