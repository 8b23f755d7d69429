/**
 * `npm run stamp-page RULE…`: to be run when the translation of a rule's page says what the English page says. Copies the
 * blocks of code from the English page, writes the stamp, and tells what still differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { findRule } from "../src/config/rule-selectors.ts";
import { rules } from "../src/rules/registry.ts";
import { compareTranslation, stampTranslation } from "./translated-page.ts";

const wanted = process.argv.slice(2);
if (wanted.length === 0) {
  console.error("usage: npm run stamp-page RULE…, for example: npm run stamp-page AIO101");
  process.exit(2);
}
for (const { name } of wanted.map((word) => findRule(word, rules))) {
  const english = readFileSync(`src/rules/${name}.md`, "utf8");
  const path = `src/rules/pt-BR/${name}.md`;
  const stamped = stampTranslation(english, readFileSync(path, "utf8"));
  writeFileSync(path, stamped);
  const problems = compareTranslation(english, stamped);
  for (const problem of problems) console.error(`${path}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
