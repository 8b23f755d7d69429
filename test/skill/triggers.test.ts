/** The descriptions hold the words of requests that should load the skill, and those that tell the others apart: `triggers.md`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { skillDescriptions } from "../../src/rules/skill/descriptions.ts";
import { type Language, languages } from "../../src/language/languages.ts";

type Kind = "decisive" | "subject" | "context" | "excluded";

const rows = readFileSync("test/skill/triggers.md", "utf8")
  .split("\n")
  .filter((row) => row.startsWith("| "))
  .map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const requests = rows.filter(([, , loads]) => loads === "yes" || loads === "no");

function wordsOf(language: Language, kind: Kind): readonly string[] {
  const row = rows.find(([first, second]) => first === language && second === kind);
  return (row?.[2] ?? "").split("; ").filter((word) => word !== "");
}

/** Whether a text has a word, or one that begins so; letters with accents are letters of words. */
function hasWord(text: string, word: string): boolean {
  const stem = word.replace(/\*$/, "");
  const end = stem === word ? "(?![\\p{L}\\p{N}])" : "";
  const escaped = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}${end}`, "iu").test(text);
}

function isLoaded(request: string, language: Language): boolean {
  const has = (kind: Kind): boolean => wordsOf(language, kind).some((word) => hasWord(request, word));
  return !has("excluded") && (has("decisive") || (has("subject") && has("context")));
}

for (const language of languages) {
  test(`${language}: every word stands in the description`, () => {
    for (const kind of ["decisive", "subject", "context", "excluded"] as const) {
      const words = wordsOf(language, kind);
      assert.ok(words.length >= 5, kind);
      const missing = words.filter((word) => !hasWord(skillDescriptions[language].description, word));
      assert.deepEqual(missing, [], kind);
    }
  });

  test(`${language}: the requests that should load the skill do, and no others`, () => {
    const own = requests.filter(([, itsLanguage]) => itsLanguage === language);
    assert.ok(own.filter(([, , loads]) => loads === "yes").length >= 10);
    assert.ok(own.filter(([, , loads]) => loads === "no").length >= 10);
    assert.deepEqual(
      own.map(([request = ""]) => `${isLoaded(request, language) ? "yes" : "no"}: ${request}`),
      own.map(([request = "", , loads = ""]) => `${loads}: ${request}`),
    );
  });

  test(`${language}: every trigger of the skill is a request that loads it`, () => {
    const lost = skillDescriptions[language].triggers.filter((trigger) => !isLoaded(`${trigger} (Python)`, language));
    assert.deepEqual(lost, []);
  });
}
