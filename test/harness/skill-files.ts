/** The files of the skill as they must be, from their templates, and how an agent would read them. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { skillDescriptions } from "../../src/rules/skill/descriptions.ts";
import { type Language, languages } from "../../src/language/languages.ts";
import { renderSkillFile } from "../../src/rules/skill/render-skill.ts";
import { markdownFiles } from "./run-markdown-test.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Every file of `skills/`, by path. */
export function renderSkills(): ReadonlyMap<string, string> {
  const files = languages.flatMap((language) => {
    const templates = join("src/rules/skill", language);
    const { name } = skillDescriptions[language];
    return markdownFiles(templates).map((path) => {
      const file = relative(templates, path);
      const text = readFileSync(path, "utf8");
      const parts = {
        language,
        version,
        readExample: (example: string) => readFileSync(`examples/skill/${example}`, "utf8"),
      };
      return [join("skills", name, file), renderSkillFile(text, parts, file === "SKILL.md")] as const;
    });
  });
  return new Map(files);
}

/** Texts of the skill in a language: SKILL.md first, then its references in their order. */
export function skillTexts(language: Language): readonly string[] {
  const { name, references } = skillDescriptions[language];
  const files = ["SKILL.md", ...references.map((reference) => `references/${reference}.md`)];
  return files.map((file) => readFileSync(join("skills", name, file), "utf8"));
}
