import type { SkillDescription } from "./descriptions.ts";

/** `standard`: the Agent Skills specification, which allows six keys. `promptos`: every field at top level. */
export const skillFormats = ["standard", "promptos"] as const;

export type SkillFormat = (typeof skillFormats)[number];

/** The YAML above the text of a skill, with its lines of dashes, for this version of Uncoil. Ends with a line break. */
export function renderFrontmatter(skill: SkillDescription, version: string, format: SkillFormat): string {
  const rows = format === "standard" ? standardRows(skill, version) : promptosRows(skill, version);
  return `---\n${rows.join("\n")}\n---\n`;
}

/** A SKILL.md of the standard format with the front matter of another. */
export function withFrontmatter(text: string, frontmatter: string): string {
  return frontmatter + text.slice(text.indexOf("\n---\n") + "\n---\n".length);
}

/** https://agentskills.io/specification: what the standard has no key for goes into `metadata`, as strings. */
function standardRows(skill: SkillDescription, version: string): readonly string[] {
  const metadata: Readonly<Record<string, string>> = {
    version,
    language: skill.language,
    domain: skill.domain,
    level: skill.level,
    tags: skill.tags.join(", "),
    triggers: skill.triggers.join(", "),
    dependencies: skill.dependencies.join(", "),
    author: skill.author,
    created: skill.created,
    status: skill.status,
    sources: skill.sources.map(({ url, type }) => `${url} (${type})`).join(", "),
  };
  return [
    `name: ${skill.name}`,
    `description: ${quote(skill.description)}`,
    "license: MIT",
    `compatibility: ${quote(skill.compatibility)}`,
    "metadata:",
    ...Object.entries(metadata).map(([key, value]) => `  ${key}: ${quote(value)}`),
  ];
}

function promptosRows(skill: SkillDescription, version: string): readonly string[] {
  return [
    `name: ${quote(skill.name)}`,
    `description: ${quote(skill.description)}`,
    `version: ${quote(version)}`,
    `domain: ${quote(skill.domain)}`,
    `level: ${quote(skill.level)}`,
    ...listRows("tags", skill.tags),
    ...listRows("triggers", skill.triggers),
    ...listRows("dependencies", skill.dependencies),
    `author: ${quote(skill.author)}`,
    `created: ${quote(skill.created)}`,
    `status: ${quote(skill.status)}`,
    "sources:",
    ...skill.sources.flatMap(({ url, type }) => [`  - url: ${quote(url)}`, `    type: ${quote(type)}`]),
  ];
}

function listRows(key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [`${key}: []`] : [`${key}:`, ...items.map((item) => `  - ${quote(item)}`)];
}

/** A JSON string is a double-quoted string of YAML. */
function quote(text: string): string {
  return JSON.stringify(text);
}
