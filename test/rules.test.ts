/** Runs the pages of the rules and the deeper cases beside them. */
import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import { test } from "node:test";
import { rules } from "../src/rules/registry.ts";
import { markdownFiles, registerMarkdownTests } from "./harness/run-markdown-test.ts";

const pages = markdownFiles("src/rules").filter((path) => dirname(path) === "src/rules");

for (const page of pages) {
  const rule = rules.find(({ name }) => name === basename(page, ".md"));
  if (rule === undefined) {
    test(page, () => assert.fail(`${page} is the page of no rule in src/rules/registry.ts`));
  } else {
    registerMarkdownTests(page, rule.code);
  }
}

for (const cases of markdownFiles("test/rules")) registerMarkdownTests(cases);
