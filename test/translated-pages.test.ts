/** The pages of the rules in Portuguese: complete, with the code of the English ones, and up to date. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { compareTranslation, stampTranslation } from "../scripts/translated-page.ts";
import { rules } from "../src/rules/registry.ts";

const translated = readdirSync("src/rules/pt-BR").map((file) => basename(file, ".md"));

test("every page has a translation, and every translation a page", () => {
  assert.deepEqual(translated.toSorted(), rules.map(({ name }) => name).toSorted());
});

for (const name of translated) {
  const path = `src/rules/pt-BR/${name}.md`;
  test(`${path} says what the English page says`, () => {
    const problems = compareTranslation(readFileSync(`src/rules/${name}.md`, "utf8"), readFileSync(path, "utf8"));
    const way = `Bring ${path} up to date with src/rules/${name}.md, then: npm run stamp-page ${name}`;
    assert.deepEqual(problems, [], [...problems, way].join("\n"));
  });
}

const english = `# a-rule (AIO999)

## What it does

Finds \`f()\`, see [its page](https://example.org/f).

## Example

\`app/main.py\`:

\`\`\`python
# not a heading, \`nor code\`
f()  # error
\`\`\`
`;

const draft = `# a-rule (AIO999)

## O que faz

Encontra \`f()\`, veja [a página](https://example.org/f).

## Exemplo

\`app/main.py\`:

\`\`\`
\`\`\`
`;

const translation = stampTranslation(english, draft);

test("a stamped translation has the code, and is right", () => {
  assert.match(translation, /^<!-- en: [0-9a-f]{8} -->\n# a-rule/);
  assert.ok(translation.endsWith(english.slice(english.indexOf("## Example") + "## Example".length)));
  assert.deepEqual(compareTranslation(english, translation), []);
  assert.equal(stampTranslation(english, translation), translation);
  assert.equal(stampTranslation(`${english}\n\`\`\`\nmore\n\`\`\`\n`, draft), draft);
  assert.deepEqual(compareTranslation(english.replace(", see", ",\nsee"), translation), []);
});

test("what differs is told", () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    [english.replace("Finds", "Sees"), translation, /^stamp: [0-9a-f]{8} should stand where [0-9a-f]{8} stands$/],
    [english, translation.replace(/.*\n/, ""), /^stamp: .* where none stands$/],
    [english.replace("f()  #", "g()  #"), translation, /^block: `app\/main\.py`:[^]*g\(\) {2}# error/],
    [english, translation.replace("app/main.py", "main.py"), /^block: /],
    [english, translation.replace("O que faz", "Faz"), /^heading: ## O que faz should stand where ## Faz stands$/],
    [english, `${translation}\n## Mais\n`, /^heading: ## Mais is too many$/],
    [english, translation.replace("`f()`", "f()"), /^code in the text: `f\(\)` is missing$/],
    [english, translation.replace("veja", "veja `g()`,"), /^code in the text: `g\(\)` is not in the English page$/],
    [english, translation.replace("[a página](https://example.org/f)", "lá"), /^link: \]\(https:.* is missing$/],
  ];
  for (const [page, twin, message] of wrong) {
    const [problem = "", ...rest] = compareTranslation(page, twin);
    assert.match(problem, message);
    assert.deepEqual(rest, []);
  }
});
