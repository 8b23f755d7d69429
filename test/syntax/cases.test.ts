/**
 * Cases in `test/syntax/*.txt`: `# title`, source, a line `==>`, the tree as `printModule` writes it.
 *
 * `UPDATE_CASES=1` writes what the parser gives into the files; read the difference before you commit it.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseModule } from "../../src/syntax/index.ts";
import { printModule } from "./print-tree.ts";

const DIRECTORY = join("test", "syntax");

interface Case {
  readonly title: string;
  readonly source: string;
  readonly expected: string;
}

function readCases(text: string): Case[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const titleEnd = part.indexOf("\n");
      const [source = "", expected = ""] = part.slice(titleEnd + 1).split(/^==>\n/m);
      return { title: part.slice(0, titleEnd), source: source.trim(), expected: expected.trim() };
    });
}

function parseText(source: string): string {
  return printModule(parseModule(new TextEncoder().encode(`${source}\n`)));
}

const files = readdirSync(DIRECTORY).filter((name) => name.endsWith(".txt"));
assert.notEqual(files.length, 0);

for (const file of files) {
  const path = join(DIRECTORY, file);
  const cases = readCases(readFileSync(path, "utf8"));
  if (process.env["UPDATE_CASES"] === "1") {
    const texts = cases.map(({ title, source }) => `# ${title}\n\n${source}\n\n==>\n\n${parseText(source)}\n`);
    writeFileSync(path, texts.join("\n"));
  }
  test(file, async (t) => {
    assert.notEqual(cases.length, 0);
    for (const { title, source, expected } of cases) {
      await t.test(title, () => assert.equal(parseText(source), expected));
    }
  });
}
