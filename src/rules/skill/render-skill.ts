import { ruleSummaries } from "../../language/pt-BR/rule-summaries.ts";
import { rules } from "../registry.ts";
import type { Rule } from "../rule.ts";
import { skillLines, type SkillLine } from "../skill.ts";
import { skillDescriptions } from "./descriptions.ts";
import { renderFrontmatter } from "./frontmatter.ts";
import type { Language } from "../../language/languages.ts";
import { portugueseLines } from "./portuguese.ts";

/** What a skill is made from besides the rules. */
export interface SkillParts {
  readonly language: Language;
  readonly version: string;
  /** Text of `examples/skill/NAME`. */
  readonly readExample: (name: string) => string;
}

/**
 * A file of the skill: its template with every `{{directive}}` replaced, and the front matter when it is SKILL.md.
 *
 * - `{{version}}`: of Uncoil.
 * - `{{lines always}}`, `{{lines never}}`: the lines of the skill that begin so, with the rules that serve each.
 * - `{{rules}}`: a table of all rules.
 * - `{{example FILE}}`, `{{example FILE NAME…}}`: a file of examples/skill, or some of its definitions, as a block.
 *
 * @throws Error for an unknown directive, file or definition.
 */
export function renderSkillFile(template: string, parts: SkillParts, isMain: boolean): string {
  const text = template.replace(/\{\{(\w+) ?([^}]*)\}\}/g, (_, name: string, operands: string) =>
    renderDirective(name, operands.split(" "), parts),
  );
  if (!isMain) return text;
  return `${renderFrontmatter(skillDescriptions[parts.language], parts.version, "standard")}\n${text}`;
}

function renderDirective(name: string, operands: readonly string[], parts: SkillParts): string {
  const [first = "", ...rest] = operands;
  if (name === "version") return parts.version;
  if (name === "rules") return renderRules(parts.language);
  if (name === "lines" && (first === "always" || first === "never")) return renderLines(first, parts.language);
  if (name === "example") return renderExample(parts.readExample(first), rest, first);
  throw new Error(`unknown directive {{${[name, ...operands].join(" ")}}}`);
}

function renderLines(kind: "always" | "never", language: Language): string {
  const keys = Object.keys(skillLines) as SkillLine[];
  const rows = keys
    .filter((key) => skillLines[key].startsWith(kind.toUpperCase()))
    .map((key) => {
      const text = language === "en" ? skillLines[key] : portugueseLines[key];
      const serving = rules.filter(({ serves }) => serves.includes(key));
      return `- ${text}: ${renderCodes(serving)}`;
    });
  return rows.join("\n");
}

/** Codes in order; three or more neighbours of the registry as a range; a star where a rule is off by default. */
function renderCodes(serving: readonly Rule[]): string {
  const parts: string[] = [];
  for (let start = 0; start < serving.length;) {
    let end = start + 1;
    while (end < serving.length && isNeighbour(serving[end - 1], serving[end])) end++;
    const run = serving.slice(start, end);
    const [first, last] = [run[0], run.at(-1)];
    if (run.length >= 3 && first !== undefined && last !== undefined) parts.push(`${first.code}–${last.code}`);
    else parts.push(...run.map((rule) => rule.code + starOf(rule)));
    start = end;
  }
  return parts.join(", ");
}

function isNeighbour(left: Rule | undefined, right: Rule | undefined): boolean {
  if (left === undefined || right === undefined || starOf(left) !== "" || starOf(right) !== "") return false;
  return rules.indexOf(right) === rules.indexOf(left) + 1 && left.category === right.category;
}

function starOf({ isOffByDefault = false }: Rule): string {
  return isOffByDefault ? "*" : "";
}

const headings: Readonly<Record<Language, string>> = {
  en: "| Code | Name | Finds | Severity |",
  "pt-BR": "| Código | Nome | O que encontra | Severidade |",
};

const severities: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {},
  "pt-BR": { error: "erro", warning: "aviso", information: "informação" },
};

function renderRules(language: Language): string {
  const rows = rules.map((rule) => {
    const summary = language === "en" ? rule.summary : (ruleSummaries[rule.summary] ?? rule.summary);
    const severity = severities[language][rule.severity] ?? rule.severity;
    return `| ${rule.code}${starOf(rule)} | ${rule.name} | ${summary} | ${severity} |`;
  });
  return [headings[language], "| --- | --- | --- | --- |", ...rows].join("\n");
}

function renderExample(source: string, names: readonly string[], file: string): string {
  if (names.length === 0) return `\`\`\`python\n${source.trimEnd()}\n\`\`\``;
  const statements = source.split(/\n(?=\S)/);
  const wanted = names.map((name) => {
    const found = statements.find((statement) => new RegExp(`^(?:async def|def|class) ${name}\\b`).test(statement));
    if (found === undefined) throw new Error(`examples/skill/${file} defines no ${name}`);
    return found.trimEnd();
  });
  return `\`\`\`python\n${wanted.join("\n\n\n")}\n\`\`\``;
}
