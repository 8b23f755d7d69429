/** Sets that must agree: the rules, their codes, pages, cases and the table in the README. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { rules } from "../src/rules/registry.ts";

const names: readonly string[] = rules.map(({ name }) => name).sort();

const sections: readonly string[] = [
  "What it does",
  "Why is this bad?",
  "Example",
  "Use instead",
  "Fix",
  "Known limits",
  "References",
];

test("codes are unique, and AIO with three digits", () => {
  const codes = rules.map(({ code }) => code);
  assert.deepEqual([...new Set(codes)], codes);
  assert.deepEqual(
    codes.filter((code) => !/^AIO\d{3}$/.test(code)),
    [],
  );
});

test("the registry is in order of code", () => {
  const codes = rules.map(({ code }) => code);
  assert.deepEqual([...codes].sort(), codes);
});

test("names are unique and kebab-case", () => {
  assert.deepEqual([...new Set(names)], names);
  assert.deepEqual(
    names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name)),
    [],
  );
});

test("every rule has a page, and every page a rule", () => {
  const pages = readdirSync("src/rules").filter((file) => file.endsWith(".md"));
  assert.deepEqual(pages.map((page) => basename(page, ".md")).sort(), names);
});

test("every page has the title and the sections of a page, in order", () => {
  for (const { code, name } of rules) {
    const prose = readFileSync(`src/rules/${name}.md`, "utf8").replace(/^```[^]*?^```$/gm, "");
    const headings = prose.match(/^##? .+$/gm) ?? [];
    assert.deepEqual(headings, [`# ${name} (${code})`, ...sections.map((section) => `## ${section}`)], name);
  }
});

test("every rule has a folder of cases, and every folder a rule", () => {
  const folders = readdirSync("test/rules", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map((entry) => entry.name).sort(), names);
});

test("the README has a table of the rules", () => {
  const rows = readFileSync("README.md", "utf8").matchAll(/^\|[^|\n]*\b(AIO\d{3})\b[^|\n]*\|([^|\n]*)\|/gm);
  const listed = Array.from(rows, ([, code, cell]) => `${code} ${/[a-z]+(?:-[a-z]+)+/.exec(cell ?? "")?.[0]}`);
  assert.deepEqual(
    listed,
    rules.map(({ code, name }) => `${code} ${name}`),
  );
});

test("the licence of every package in the bundle goes with it", () => {
  const chunks = readdirSync("dist").filter((file) => file.endsWith(".js"));
  const bundled = new Set(
    chunks.flatMap((file) =>
      Array.from(
        readFileSync(`dist/${file}`, "utf8").matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm),
        ([, name = ""]) => name,
      ),
    ),
  );
  const named = readFileSync("dist/THIRD-PARTY.txt", "utf8").matchAll(/^(\S+) \d+\.\d+\.\S+ \(/gm);
  const known = new Set(Array.from(named, ([, name]) => name));
  assert.ok(bundled.size > 2);
  assert.deepEqual(
    [...bundled].filter((name) => !known.has(name)),
    [],
  );
});
