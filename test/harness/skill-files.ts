/** The files of the skill as they must be, from their templates, and how an agent would read them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { skillDescriptions } from "../../src/rules/skill/descriptions.ts";
import { type SkillLanguage, skillLanguages } from "../../src/rules/skill/languages.ts";
import { renderSkillFile } from "../../src/rules/skill/render-skill.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Every file of `skills/`, by path. */
export function renderSkills(): ReadonlyMap<string, string> {
  const files = skillLanguages.flatMap((language) => {
    const templates = join("src/rules/skill", language);
    const { name } = skillDescriptions[language];
    return markdownBelow(templates).map((file) => {
      const text = readFileSync(join(templates, file), "utf8");
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
export function skillTexts(language: SkillLanguage): readonly string[] {
  const { name, references } = skillDescriptions[language];
  const files = ["SKILL.md", ...references.map((reference) => `references/${reference}.md`)];
  return files.map((file) => readFileSync(join("skills", name, file), "utf8"));
}

/** Paths of the Markdown files below a directory, relative to it, sorted. */
export function markdownBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .toSorted();
}
