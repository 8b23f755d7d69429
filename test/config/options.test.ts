import assert from "node:assert/strict";
import { test } from "node:test";
import { closestName, editDistance } from "../../src/config/closest-name.ts";
import { compileGlobs, expandBraces } from "../../src/config/compile-globs.ts";
import { oldestMinor, readMinimumPython } from "../../src/config/minimum-python.ts";
import { readConfiguration, readInlineOption } from "../../src/config/read-configuration.ts";
import { resolveSettings } from "../../src/config/resolve-settings.ts";
import { checkSelectors, isRuleOn } from "../../src/config/rule-selectors.ts";
import { defaultSettings } from "../../src/config/settings.ts";
import { UserError } from "../../src/config/user-error.ts";

function errorOf(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  assert.fail("expected a UserError");
}

test("options are read from pyproject.toml's table and from a file of our own", () => {
  const options = {
    select: ["AIO1"],
    minSeverity: "information",
    perFileIgnores: new Map([["tests/**", ["AIO105"]]]),
  };
  const table = 'select = ["AIO1"]\nmin-severity = "information"\nper-file-ignores = { "tests/**" = ["AIO105"] }\n';
  assert.deepEqual(readConfiguration(`[tool.uncoil]\n${table}`, "pyproject.toml", true), options);
  assert.deepEqual(readConfiguration(table, "uncoil.toml", false), options);
  assert.equal(readConfiguration("[tool.black]\n", "pyproject.toml", true), undefined);
  assert.deepEqual(readConfiguration("\uFEFF", "uncoil.toml", false), {});
});

test("broken TOML is named with line and column", () => {
  const { message } = errorOf(() => readConfiguration('a = 1\nselect = ["x"\nb = 2\n', "conf/uncoil.toml", false));
  assert.match(message, /^conf\/uncoil\.toml:[23]:\d+: invalid TOML: /);
});

test("an unknown option is named with the nearest", () => {
  const error = errorOf(() => readConfiguration("extend-selekt = []", "uncoil.toml", false));
  assert.equal(error.message, "uncoil.toml: unknown option `extend-selekt`");
  assert.equal(error.hint, "did you mean `extend-select`?");
});

test("a value of the wrong type is named with what is expected", () => {
  const cases: readonly (readonly [toml: string, message: RegExp])[] = [
    ["select = 'AIO1'", /`select` must be a list of strings, not the string "AIO1"/],
    ["select = [1]", /`select` must be a list of strings, not the list \[1\]/],
    ["confidence = 'sure'", /`confidence` must be one of "certain", "likely", not the string "sure"/],
    ["min-severity = 3", /`min-severity` must be one of .*, not the number 3/],
    ["per-file-ignores = []", /`per-file-ignores` must be a table of globs/],
    ["per-file-ignores = { a = 'AIO1' }", /`per-file-ignores` must be a table of globs/],
    ["python = true", /`python` must be a string, not the boolean true/],
  ];
  for (const [toml, message] of cases) {
    assert.match(errorOf(() => readConfiguration(toml, "uncoil.toml", false)).message, message);
  }
  assert.match(
    errorOf(() => readConfiguration("[tool]\nuncoil = 1", "pyproject.toml", true)).message,
    /must be a table/,
  );
});

test("an inline option may leave out quotes and brackets", () => {
  assert.deepEqual(readInlineOption("confidence=likely"), { confidence: "likely" });
  assert.deepEqual(readInlineOption("confidence = 'likely'"), { confidence: "likely" });
  assert.deepEqual(readInlineOption("select=AIO1,AIO201"), { select: ["AIO1", "AIO201"] });
  assert.deepEqual(readInlineOption('select=["AIO1"]'), { select: ["AIO1"] });
  assert.match(errorOf(() => readInlineOption("confidense=likely")).message, /--config confidense=likely/);
  assert.match(errorOf(() => readInlineOption('select=["AIO1"')).message, /invalid TOML/);
});

test("the command line replaces the file's choices and adds to its lists", () => {
  const settings = resolveSettings({
    commandLine: { confidence: "likely", ignore: ["AIO101"], extendExclude: ["b"] },
    overrides: [{ minSeverity: "error" }],
    file: {
      confidence: "certain",
      minSeverity: "information",
      ignore: ["AIO102"],
      extendExclude: ["a"],
      src: ["lib"],
      python: ".venv",
    },
    fileDirectory: "/project",
    projectRoot: "/project",
    workingDirectory: "/project/app",
  });
  assert.equal(settings.confidence, "likely");
  assert.equal(settings.minSeverity, "error");
  assert.deepEqual(settings.ignore, ["AIO102", "AIO101"]);
  assert.deepEqual(settings.extendExclude, ["a", "b"]);
  assert.deepEqual(settings.src, ["/project/lib"]);
  assert.equal(settings.python, "/project/.venv");
});

test("a stronger select starts over", () => {
  const settings = resolveSettings({
    commandLine: { select: ["AIO102"] },
    overrides: [],
    file: { select: ["AIO2"], ignore: ["AIO102"], extendSelect: ["AIO301"] },
    fileDirectory: "/p",
    projectRoot: "/p",
    workingDirectory: "/p",
  });
  assert.deepEqual([settings.select, settings.ignore, settings.extendSelect], [["AIO102"], [], []]);
});

const sleep = { code: "AIO101", name: "blocking-sleep", aliases: ["ASYNC251"] };
const cpu = { code: "AIO108", name: "blocking-cpu", aliases: [], isOffByDefault: true };

test("the most specific selector decides, ignore where both are as specific", () => {
  const isOn = (select: string[] | undefined, ignore: string[], rule = sleep): boolean =>
    isRuleOn(rule, { select, ignore, extendSelect: [] });
  assert.equal(isOn(undefined, []), true);
  assert.equal(isOn(undefined, ["AIO1"]), false);
  assert.equal(isOn(["AIO2"], []), false);
  assert.equal(isOn(["AIO101"], ["AIO1"]), true);
  assert.equal(isOn(["AIO1"], ["AIO101"]), false);
  assert.equal(isOn(["AIO1"], ["AIO1"]), false);
  assert.equal(isOn(["ALL"], ["blocking-sleep"]), false);
  assert.equal(isOn(["blocking-sleep"], ["ALL"]), true);
  assert.equal(isRuleOn(sleep, { select: undefined, ignore: ["AIO1"], extendSelect: ["AIO101"] }), true);
});

test("rules off by default need a selector longer than AIO", () => {
  const isOn = (select: string[] | undefined): boolean => isRuleOn(cpu, { select, ignore: [], extendSelect: [] });
  assert.equal(isOn(undefined), false);
  assert.equal(isOn(["ALL"]), false);
  assert.equal(isOn(["AIO"]), false);
  assert.equal(isOn(["AIO1"]), true);
  assert.equal(isOn(["AIO108"]), true);
  assert.equal(isOn(["blocking-cpu"]), true);
});

test("an unknown selector is named with the nearest rule, or ours for another linter's", () => {
  const check = (select: string[]): UserError =>
    errorOf(() => checkSelectors(defaultSettings("/", { select }), [sleep, cpu]));
  assert.match(check(["AIO999"]).message, /unknown rule selector `AIO999`/);
  assert.match(check(["blocking-slep"]).hint, /`blocking-sleep`/);
  assert.match(check(["ASYNC251"]).hint, /`AIO101` \(blocking-sleep\)/);
  checkSelectors(defaultSettings("/", { select: ["AIO1", "aio101", "Blocking-Sleep", "ALL"] }), [sleep, cpu]);
});

test("edit distance counts swaps of neighbours once", () => {
  assert.equal(editDistance("select", "select"), 0);
  assert.equal(editDistance("slect", "select"), 1);
  assert.equal(editDistance("esled", "sled"), 1);
  assert.equal(editDistance("selcet", "select"), 1);
  assert.equal(editDistance("", "abc"), 3);
});

test("a name is near when at most a third of its letters differ", () => {
  assert.equal(closestName("chekc", ["check", "why"]), "check");
  assert.equal(closestName("conf", ["select", "confidence"]), "confidence");
  assert.equal(closestName("zzz", ["check", "why"]), undefined);
});

test("globs match as in .gitignore", () => {
  const matches = (glob: string, path: string, isDirectory = false): boolean =>
    compileGlobs([glob], "/project")(path, isDirectory);
  assert.equal(matches("tests", "/project/a/tests", true), true);
  assert.equal(matches("tests", "/project/a/tests/x.py"), true);
  assert.equal(matches("tests/*.py", "/project/tests/x.py"), true);
  assert.equal(matches("tests/*.py", "/project/a/tests/x.py"), false);
  assert.equal(matches("**/gen/**", "/project/a/gen/x.py"), true);
  assert.equal(matches("*_pb2{,_grpc}.py", "/project/a/x_pb2_grpc.py"), true);
  assert.equal(matches("./a", "/project/a/x.py"), true);
  assert.equal(matches("./a", "/project/b/a/x.py"), false);
  assert.equal(matches("/project/a", "/project/a/x.py"), true);
  assert.equal(matches("x.py", "/elsewhere/x.py"), false);
  assert.deepEqual(expandBraces("a{b,c{d,e}}"), ["ab", "acd", "ab", "ace"]);
});

test("the oldest Python is read from what a project requires", () => {
  const oldest: readonly (readonly [specifier: string, minor: number | undefined])[] = [
    [">=3.9", 9],
    [">=3.10,<4", 10],
    ["<4.0,>=3.8.1", 8],
    ["~=3.11", 11],
    ["==3.12.*", 12],
    [">3.8", 8],
    ["^3.9", 9],
    ["~3.10", 10],
    ["3.11", 11],
    ["^3.9 || ^3.11", 9],
    [">=3.7,!=3.9.7,>=3.8", 8],
    ["*", undefined],
    [">=3", undefined],
    ["<4", undefined],
    ["", undefined],
  ];
  for (const [specifier, minor] of oldest) assert.equal(oldestMinor(specifier), minor, specifier);
  const project = (text: string): number | undefined => readMinimumPython("pyproject.toml", text);
  assert.equal(project('[project]\nrequires-python = ">=3.11"\n'), 11);
  assert.equal(project('[tool.poetry.dependencies]\npython = { version = "^3.12" }\n'), 12);
  assert.equal(project('[project]\nname = "x"\n[tool.black]\ntarget-version = ["py39"]\n'), undefined);
  assert.equal(project("requires-python"), undefined);
  const setup = (text: string): number | undefined => readMinimumPython("setup.cfg", text);
  assert.equal(setup("[options]\r\npython_requires = >=3.9\r\n"), 9);
  assert.equal(setup("[metadata]\npython_requires = >=3.9\n[options]\nzip_safe = no\n[other]\n"), undefined);
});
