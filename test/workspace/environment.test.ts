import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findEnvironment } from "../../src/workspace/environment.ts";
import { makeProject } from "../cli/command-line.ts";

function makeRoot(files: Readonly<Record<string, string>>, directories: readonly string[] = []): string {
  const root = makeProject(files);
  for (const directory of directories) mkdirSync(join(root, directory), { recursive: true });
  return root;
}

function find(
  projectRoot: string,
  changes: { python?: string; variables?: Record<string, string> } = {},
): ReturnType<typeof findEnvironment> {
  return findEnvironment({ projectRoot, python: changes.python, variables: changes.variables ?? {} });
}

test("nothing is found where there is nothing: the system's interpreter is not used unasked", () => {
  assert.equal(find(makeRoot({ ".git/HEAD": "" })), undefined);
});

test("a virtual environment beside or above the project, up to the repository's root", () => {
  const root = makeRoot({ ".git/HEAD": "", ".venv/pyvenv.cfg": "version = 3.11.2\n" }, [
    ".venv/lib/python3.11/site-packages",
    "services/api",
    "inner/.git",
  ]);
  const expected = [join(root, ".venv/lib/python3.11/site-packages")];
  const found = find(join(root, "services/api"));
  assert.deepEqual(found?.sitePackages, expected);
  assert.equal(found.version, "3.11");
  assert.equal(find(join(root, "inner")), undefined);
});

test("the variables: VIRTUAL_ENV before .venv before CONDA_PREFIX", () => {
  const root = makeRoot({ ".git/HEAD": "", "a/pyvenv.cfg": "", "conda/conda-meta/history": "" }, [
    "a/lib/python3.12/site-packages",
    "conda/lib/python3.10/site-packages",
    "project/venv/lib/python3.9/site-packages",
    "bare",
  ]);
  const variables = { VIRTUAL_ENV: join(root, "a"), CONDA_PREFIX: join(root, "conda") };
  assert.equal(find(join(root, "project"), { variables })?.foundBy, "VIRTUAL_ENV");
  assert.equal(find(join(root, "project"), { variables: { CONDA_PREFIX: variables.CONDA_PREFIX } })?.version, "3.9");
  assert.equal(find(join(root, "bare"), { variables: { CONDA_PREFIX: variables.CONDA_PREFIX } })?.version, "3.10");
  assert.equal(find(join(root, "bare"), { variables: { VIRTUAL_ENV: join(root, "gone") } }), undefined);
});

test("Windows' layout", () => {
  const root = makeRoot({ "env/pyvenv.cfg": "version_info = 3.13.0.final.0\n" }, ["env/Lib/site-packages"]);
  const found = find(root, { python: join(root, "env") });
  assert.deepEqual(found?.sitePackages, [join(root, "env/Lib/site-packages")]);
  assert.equal(found.version, "3.13");
});

test("an interpreter's link belongs to the environment it is in, not to where it leads", () => {
  const root = makeRoot({ "system/bin/python3.12": "", "env/pyvenv.cfg": "", "env/bin/keep": "" }, [
    "system/lib/python3.12/site-packages",
    "env/lib/python3.12/site-packages",
  ]);
  symlinkSync(join(root, "system/bin/python3.12"), join(root, "env/bin/python"));
  const inEnvironment = find(root, { python: join(root, "env/bin/python") });
  assert.deepEqual(inEnvironment?.sitePackages, [join(root, "env/lib/python3.12/site-packages")]);
  const installed = find(root, { python: join(root, "system/bin/python3.12") });
  assert.deepEqual(installed?.sitePackages, [join(root, "system/lib/python3.12/site-packages")]);
  const byName = find(root, { python: "python3.12", variables: { PATH: join(root, "system/bin") } });
  assert.deepEqual(byName?.sitePackages, installed?.sitePackages);
});

test("include-system-site-packages adds those of home's interpreter", () => {
  const root = makeRoot({}, ["system/bin", "system/lib/python3.12/site-packages", "env/lib/python3.12/site-packages"]);
  const write = (value: string): string[] => {
    const files = {
      "pyvenv.cfg": `home = ${join(root, "system/bin")}\ninclude-system-site-packages = ${value}\nversion = 3.12.0\n`,
    };
    const environment = makeRoot(files, ["lib/python3.12/site-packages"]);
    return [...(find(root, { python: environment })?.sitePackages ?? [])].map((path) =>
      path.replace(environment, "env"),
    );
  };
  assert.deepEqual(write("false"), ["env/lib/python3.12/site-packages"]);
  assert.deepEqual(write("true"), [
    "env/lib/python3.12/site-packages",
    join(root, "system/lib/python3.12/site-packages"),
  ]);
});

test(".pth files add directories that exist; code in them is not run", () => {
  const site = "env/lib/python3.12/site-packages";
  const root = makeRoot({
    "env/pyvenv.cfg": "",
    [`${site}/b.pth`]: "\uFEFF../relative\r\n# comment\nimport os; os.system('false')\n\n/no/such/directory\n",
    "env/lib/python3.12/relative/x.py": "",
  });
  const found = find(root, { python: join(root, "env") });
  assert.deepEqual(found?.sitePackages, [join(root, site), join(root, "env/lib/python3.12/relative")]);
});

test("an interpreter without pip has no packages, and is one all the same", () => {
  const root = makeRoot({ "lib/python3.14/os.py": "", "bin/python3.14": "" });
  const found = find(root, { python: join(root, "bin/python3.14") });
  assert.deepEqual([found?.version, found?.sitePackages], ["3.14", []]);
});

test("one given in vain is an error that says so", () => {
  const root = makeRoot({ "file.txt": "" }, ["empty"]);
  assert.throws(() => find(root, { python: join(root, "gone") }), /no Python interpreter or environment at/);
  assert.throws(() => find(root, { python: join(root, "empty") }), /is not a Python environment/);
  assert.throws(() => find(root, { python: "python3.99" }), /no Python interpreter or environment at python3\.99/);
});
