import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blocking, clean, makeProject, placesIn, runUncoil } from "./command-line.ts";

const concise = ["check", "--output-format", "concise"];

test("a missing path is named, the rest is analysed, and the run fails", () => {
  const cwd = makeProject({ "a.py": blocking });
  const both = runUncoil([...concise, "nope.py", "a.py"], { cwd });
  assert.equal(both.code, 2);
  assert.equal(both.stderr, "error: no such file or directory: nope.py\n");
  assert.deepEqual(placesIn(both.stdout), ["a.py:5"]);
  const alone = runUncoil(["check", "nope"], { cwd });
  assert.deepEqual([alone.code, alone.stdout], [2, ""]);
});

test("an empty folder passes with a warning, an empty file without", () => {
  const empty = runUncoil(["check"], { cwd: makeProject({}) });
  assert.equal(empty.code, 0);
  assert.equal(empty.stderr, "warning: no Python files found under the given paths\n");
  assert.equal(empty.stdout, "All checks passed: 0 files.\n");
  assert.deepEqual(runUncoil(["check"], { cwd: makeProject({ "a.py": "" }) }), {
    code: 0,
    stdout: "All checks passed: 1 file.\n",
    stderr: "",
  });
});

test("a named pipe is named, not waited for", { skip: process.platform === "win32" }, () => {
  const cwd = makeProject({ "z.py": blocking });
  execFileSync("mkfifo", [join(cwd, "pipe.py")]);
  const { code, stdout } = runUncoil([...concise, "pipe.py", "z.py"], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^pipe\.py:1:1: E902 `pipe\.py` is not a regular file/m);
  assert.deepEqual(placesIn(stdout), ["pipe.py:1", "z.py:5"]);
});

test("binary and UTF-16 files are named, the rest is analysed", () => {
  const cwd = makeProject({
    "binary.py": new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 0]),
    "utf16.py": new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0]),
    "z.py": blocking,
  });
  const { code, stdout } = runUncoil(concise, { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^binary\.py:1:1: E902 `binary\.py` is a binary file, not Python source/m);
  assert.match(stdout, /^utf16\.py:1:1: E902 `utf16\.py` is UTF-16 text/m);
  assert.match(stdout, /^z\.py:5:5: AIO101 /m);
  assert.match(stdout, /Found 3 errors in 3 files\./);
});

test("a file of 100 MB is named and not read", () => {
  const cwd = makeProject({ "big.py": "", "a.py": blocking });
  truncateSync(join(cwd, "big.py"), 100 * 1024 * 1024);
  const { code, stdout } = runUncoil(concise, { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^big\.py:1:1: E902 `big\.py` is 100 MB: files above 64 MB are not analysed/m);
  assert.deepEqual(placesIn(stdout), ["a.py:5", "big.py:1"]);
});

test(
  "links: dangling ones are named, loops end, files are reported once",
  { skip: process.platform === "win32" },
  () => {
    const cwd = makeProject({ "pkg/a.py": blocking, "other/b.py": blocking });
    symlinkSync("missing-target.py", join(cwd, "dangling.py"));
    symlinkSync("self.py", join(cwd, "self.py"));
    symlinkSync("..", join(cwd, "pkg", "loop"));
    symlinkSync("../other", join(cwd, "pkg", "again"));
    symlinkSync("pkg/a.py", join(cwd, "same.py"));
    const { code, stdout } = runUncoil(concise, { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /^dangling\.py:1:1: E902 `dangling\.py` is a symbolic link to a file that does not exist/m);
    assert.match(stdout, /^self\.py:1:1: E902 `self\.py` is a symbolic link that leads back to itself/m);
    assert.equal(placesIn(stdout).length, 4, stdout);
  },
);

test("a directory named like a file is walked", () => {
  const cwd = makeProject({ "x.py/inner.py": blocking });
  assert.deepEqual(placesIn(runUncoil(concise, { cwd }).stdout), ["x.py/inner.py:5"]);
});

test("a file that may not be read is named", { skip: process.getuid?.() === 0 || process.platform === "win32" }, () => {
  const cwd = makeProject({ "secret.py": clean, "a.py": blocking });
  chmodSync(join(cwd, "secret.py"), 0);
  const { code, stdout } = runUncoil(concise, { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^secret\.py:1:1: E902 `secret\.py` may not be read: check its permissions/m);
});

test("broken TOML is named with line and column", () => {
  const cwd = makeProject({ "a.py": blocking, "pyproject.toml": '[tool.uncoil]\nselect = ["AIO1"\nignore = 3\n' });
  const { code, stdout, stderr } = runUncoil(["check"], { cwd });
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^error: pyproject\.toml:[23]:\d+: invalid TOML/);
});

test("unknown options and values in the configuration are named with the file", () => {
  const run = (toml: string): ReturnType<typeof runUncoil> =>
    runUncoil(["check"], { cwd: makeProject({ "a.py": blocking, "uncoil.toml": toml }) });
  const unknown = run("ignor = []\n");
  assert.equal(unknown.code, 2);
  assert.equal(unknown.stderr, "error: uncoil.toml: unknown option `ignor`\nhelp: did you mean `ignore`?\n");
  assert.match(
    run("select = 1\n").stderr,
    /^error: uncoil\.toml: `select` must be a list of strings, not the number 1/,
  );
  assert.match(run('ignore = ["AIO999"]\n').stderr, /^error: unknown rule selector `AIO999`\n/);
});

test("unknown rules, options, commands and values are named with the nearest", () => {
  const cwd = makeProject({ "a.py": blocking });
  const cases: readonly (readonly [argumentList: string[], stderr: RegExp])[] = [
    [["check", "--select", "blocking-slep"], /unknown rule selector `blocking-slep`\nhelp: .*`blocking-sleep`/],
    [["check", "--select", "ASYNC251"], /unknown rule selector `ASYNC251`\nhelp: `ASYNC251` is `AIO101`/],
    [["check", "--selekt", "AIO1"], /unknown option `--selekt`\nhelp: did you mean `--select`\?/],
    [["check", "-Z"], /unknown option `-Z`/],
    [["chekc"], /unknown command `chekc`\nhelp: did you mean `check`\?/],
    [["help", "chekc"], /unknown command `chekc`/],
    [["check", "--confidence", "likly"], /`--confidence` must be one of certain, likely, not `likly`/],
    [["check", "--output-format=xml"], /`--output-format` must be one of full, concise, agent, json, not `xml`/],
    [["check", "--select"], /`--select` needs a value/],
    [["check", "--select", "--statistics"], /`--select` needs a value/],
    [["check", "--statistics=yes"], /`--statistics` takes no value/],
    [["check", "--jobs", "0"], /`--jobs` must be a whole number/],
    [["check", "--python", "/no/such/python"], /no Python interpreter or environment at \/no\/such\/python/],
    [["check", "--config", "/no/such/file.toml"], /cannot read the configuration file/],
    [["check", "--config", "colour=1"], /unknown option `colour`/],
    [["check", "--isolated", "--config", "a.py"], /`--config PATH` cannot be used with `--isolated`/],
    [["rule", "blocking-slep"], /unknown rule `blocking-slep`\nhelp: did you mean `blocking-sleep`/],
    [["rule", "AIO101", "AIO102"], /one rule at a time/],
    [["why"], /needs one place/],
    [["why", "a.py"], /`a\.py` is not a place\nhelp: give one place as FILE:LINE/],
    [["why", "a.py:0"], /is not a place/],
    [["why", "b.py:1"], /no such file: b\.py/],
    [["why", "a.py:999"], /a\.py has \d+ lines, not 999/],
    [["models", "no.such.thing"], /nothing is known of `no\.such\.thing`/],
  ];
  for (const [argumentList, stderr] of cases) {
    const outcome = runUncoil(argumentList, { cwd });
    assert.match(outcome.stderr, stderr, argumentList.join(" "));
    assert.match(outcome.stderr, /^error: /);
    assert.doesNotMatch(outcome.stderr, /\n {4}at /);
    assert.deepEqual([outcome.code, outcome.stdout], [2, ""], argumentList.join(" "));
  }
});

test("an environment without packages is an error when given, not when found", () => {
  const cwd = makeProject({ "a.py": clean });
  mkdirSync(join(cwd, ".venv"));
  writeFileSync(join(cwd, ".venv", "pyvenv.cfg"), "home = /usr/bin\n");
  assert.equal(runUncoil(["check"], { cwd }).code, 0);
  const given = runUncoil(["check", "--python", ".venv"], { cwd });
  assert.equal(given.code, 2);
  assert.match(given.stderr, /is not a Python environment/);
});
