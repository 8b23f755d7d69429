import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suggestName } from "../config/closest-name.ts";
import { UserError } from "../config/user-error.ts";
import { languages } from "../language/languages.ts";
import { countOf, say, spokenLanguage, translate } from "../language/say.ts";
import type { TextStyle } from "../reporters/report.ts";
import { type SkillDescription, skillDescriptions } from "../rules/skill/descriptions.ts";
import { renderFrontmatter, skillFormats, withFrontmatter } from "../rules/skill/frontmatter.ts";
import { type Command, exitClean } from "./command.ts";
import {
  type FileFate,
  installedVersion,
  installSkill,
  planInstall,
  type PlannedFile,
  planUninstall,
  type SkillFiles,
  uninstallSkill,
} from "./install-skill.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { skillsDirectory } from "./shipped-files.ts";
import { findSkillPlaces, type SkillPlace, type SkillScope, skillAgents } from "./skill-places.ts";
import { outputStyle, writeOutput } from "./terminal.ts";
import { version } from "./version.ts";

export const command: Command = {
  name: "skill",
  usage: "skill [NAME [FILE] | install | uninstall] [OPTIONS]",
  summary: "Teach coding agents to write async Python and to check it",
  description:
    "The skill tells an agent how async Python is written and which command proves each line of it. Without arguments its languages are listed, and where they are installed; NAME prints it, FILE one of its references; `--lang` chooses its language too. `install` writes it where agents look, `uninstall` removes what was written. Both show every file first.",
  options: [
    {
      name: "agent",
      kind: "list",
      placeholder: "AGENTS",
      choices: [...skillAgents, "all"],
      description: "install, uninstall: for these agents (default: all)",
    },
    { name: "project", kind: "flag", description: "install, uninstall: in the working directory (default)" },
    { name: "user", kind: "flag", description: "install, uninstall: in the home directory, for all projects" },
    { name: "force", kind: "flag", description: "install, uninstall: also files that somebody has changed" },
    { name: "dry-run", kind: "flag", description: "install, uninstall: show what would be done, and do nothing" },
    {
      name: "format",
      kind: "value",
      placeholder: "FORMAT",
      choices: skillFormats,
      description:
        "Print with the fields of the Agent Skills standard (default), or with all of them at top level, as PromptOS has them (in Portuguese unless --lang says otherwise)",
    },
  ],
  examples: [
    "uncoil skill",
    "uncoil skill async-python references/gotchas.md",
    "uncoil skill install --agent claude",
    "uncoil skill install --user --lang pt-BR --dry-run",
    "uncoil skill --format promptos",
  ],
  run: runSkill,
};

const allSkills: readonly SkillDescription[] = languages.map((language) => skillDescriptions[language]);

/** Options that only installing and uninstalling have. */
const installOptions = ["agent", "project", "user", "force", "dry-run"] as const;

async function runSkill(parsed: ParsedArguments): Promise<number> {
  const [first, ...rest] = parsed.positionals;
  if (first === "install" || first === "uninstall") {
    if (rest.length > 0) {
      throw new UserError(
        say`\`uncoil skill ${first}\` takes no \`${rest.join(" ")}\``,
        say`--lang chooses the language`,
      );
    }
    if (parsed.hasFlag("format")) throw new UserError(say`\`--format\` is for printing, not for \`${first}\``);
    return first === "install" ? install(parsed) : uninstall(parsed);
  }
  for (const option of installOptions) {
    if (parsed.hasFlag(option)) throw new UserError(say`\`--${option}\` goes with \`install\` or \`uninstall\``);
  }
  if (first === undefined && !parsed.hasFlag("lang") && !parsed.hasFlag("format")) {
    writeOutput(renderList(outputStyle(parsed.valueOf("color"))));
  } else {
    writeOutput(printed(parsed, first, rest));
  }
  return exitClean;
}

/** The text that `uncoil skill [NAME [FILE]]` asks for. */
function printed(
  parsed: ParsedArguments,
  name: string | undefined,
  [file = "SKILL.md", ...rest]: readonly string[],
): string {
  if (rest.length > 0) throw new UserError(say`\`uncoil skill NAME FILE\` prints one file at a time`);
  const format = parsed.choiceOf("format", skillFormats) ?? "standard";
  const language = parsed.choiceOf("lang", languages);
  const skill =
    name === undefined
      ? skillDescriptions[language ?? (format === "promptos" ? "pt-BR" : spokenLanguage())]
      : findSkill(name);
  if (language !== undefined && skill.language !== language) {
    throw new UserError(
      say`\`${skill.name}\` is in ${translate(skill.languageName)}, not ${language}`,
      say`give the name or --lang, not both`,
    );
  }
  const files = readSkill(skill);
  const text = files.get(file) ?? files.get(`references/${file}`) ?? files.get(`references/${file}.md`);
  if (text === undefined) {
    throw new UserError(say`\`${skill.name}\` has no file \`${file}\``, say`it has ${[...files.keys()].join(", ")}`);
  }
  if (format === "standard") return text;
  if (file !== "SKILL.md") throw new UserError(say`\`--format\` is for SKILL.md: references have no fields`);
  return withFrontmatter(text, renderFrontmatter(skill, version, format));
}

function findSkill(name: string): SkillDescription {
  const found = allSkills.find((skill) => skill.name === name.toLowerCase());
  if (found !== undefined) return found;
  const names = ["install", "uninstall", ...allSkills.map((skill) => skill.name)];
  throw new UserError(say`unknown skill \`${name}\``, suggestName(name, names) || say`\`uncoil skill\` lists them`);
}

/** The files of a skill as they are shipped, SKILL.md first. */
function readSkill(skill: SkillDescription): SkillFiles {
  const paths = ["SKILL.md", ...skill.references.map((reference) => `references/${reference}.md`)];
  return new Map(paths.map((path) => [path, readFileSync(join(skillsDirectory, skill.name, path), "utf8")]));
}

function renderList({ painter }: TextStyle): string {
  const nameWidth = Math.max(...allSkills.map(({ name }) => name.length));
  const rows = allSkills.flatMap((skill) => {
    const name = painter.bold(painter.cyan(skill.name.padEnd(nameWidth)));
    const files = countOf(skill.references.length + 1, "file");
    return [
      `${name}  ${translate(skill.languageName)}, ${files}\n`,
      ...installations(skill).map((row) => `  ${row}\n`),
    ];
  });
  const hint = say`\`uncoil skill NAME\` prints one, \`uncoil skill install\` writes it where coding agents look.`;
  return `${rows.join("")}\n${hint}\n`;
}

/** Where a skill is installed, a row each. */
function installations(skill: SkillDescription): readonly string[] {
  return (["project", "user"] as const).flatMap((scope) =>
    findSkillPlaces(skillAgents, scope).flatMap(({ directory, shown }) => {
      const installed = installedVersion(join(directory, skill.name));
      if (installed === undefined) return [];
      const age = installed === version ? "" : say`, by uncoil ${installed}: \`uncoil skill install\` updates it`;
      return [say`installed in ${join(shown, skill.name)}${age}`];
    }),
  );
}

function install(parsed: ParsedArguments): number {
  const skill = skillDescriptions[spokenLanguage()];
  const files = readSkill(skill);
  const plans = placesOf(parsed).map((place) => {
    const folder = join(place.directory, skill.name);
    return { place, skill, folder, files: planInstall(folder, files) };
  });
  show(plans, parsed);
  refuseChanged(
    plans,
    parsed,
    say`files marked \`${translate("changed")}\` are not as Uncoil wrote them: nothing was written`,
    say`--force overwrites them; to keep your changes, give the skill another name and folder`,
  );
  if (parsed.hasFlag("dry-run")) return finish(say`Nothing was written (--dry-run).`);
  for (const { folder } of plans) installSkill(folder, files, version);
  const written = countFates(plans, ["write", "update", "changed"]);
  if (written === 0) return finish(say`All files are up to date.`);
  return finish(
    say`Wrote ${countOf(written, "file")}, and in .uncoil.json what \`uncoil skill uninstall\` may remove.`,
  );
}

function uninstall(parsed: ParsedArguments): number {
  const language = parsed.choiceOf("lang", languages);
  const skills = allSkills.filter((skill) => language === undefined || skill.language === language);
  const plans = placesOf(parsed).flatMap((place) =>
    skills.flatMap((skill) => {
      const folder = join(place.directory, skill.name);
      const planned = planUninstall(folder);
      return planned === undefined ? [] : [{ place, skill, folder, files: planned }];
    }),
  );
  if (plans.length === 0) return finish(say`Uncoil has installed no skill there: nothing to remove.`);
  show(plans, parsed);
  refuseChanged(
    plans,
    parsed,
    say`files marked \`${translate("changed")}\` are not as Uncoil wrote them: nothing was removed`,
    say`--force removes them; to keep your changes, give the skill another name and folder`,
  );
  if (parsed.hasFlag("dry-run")) return finish(say`Nothing was removed (--dry-run).`);
  for (const { folder, files } of plans) {
    uninstallSkill(
      folder,
      files.map(({ path }) => path),
    );
  }
  return finish(say`Removed ${countOf(countFates(plans, ["remove", "changed"]), "file")}.`);
}

/** What is planned in one folder. */
interface Plan {
  readonly place: SkillPlace;
  readonly skill: SkillDescription;
  readonly folder: string;
  readonly files: readonly PlannedFile[];
}

function placesOf(parsed: ParsedArguments): readonly SkillPlace[] {
  if (parsed.hasFlag("user") && parsed.hasFlag("project")) {
    throw new UserError(
      say`\`--user\` and \`--project\` are two places`,
      say`choose one; run the command twice for both`,
    );
  }
  const scope: SkillScope = parsed.hasFlag("user") ? "user" : "project";
  const wanted = parsed.valuesOf("agent") ?? ["all"];
  if (wanted.length === 0)
    throw new UserError(say`\`--agent\` names no agent`, say`they are ${skillAgents.join(", ")}, all`);
  return findSkillPlaces(
    skillAgents.filter((agent) => wanted.includes(agent) || wanted.includes("all")),
    scope,
  );
}

function show(plans: readonly Plan[], parsed: ParsedArguments): void {
  const { painter } = outputStyle(parsed.valueOf("color"));
  const fateWidth = Math.max(9, ...plans.flatMap(({ files }) => files.map(({ fate }) => translate(fate).length)));
  for (const { place, skill, files } of plans) {
    const title = painter.bold(join(place.shown, skill.name));
    const rows = files.map(({ path, fate }) => `  ${translate(fate).padEnd(fateWidth)}  ${path}\n`);
    writeOutput(`${title}  ${painter.dim(place.readers.join(", "))}\n${rows.join("")}`);
  }
}

/** All or nothing: @throws UserError when a file was changed by somebody and `--force` is not given. */
function refuseChanged(plans: readonly Plan[], parsed: ParsedArguments, problem: string, hint: string): void {
  if (parsed.hasFlag("force") || countFates(plans, ["changed"]) === 0) return;
  throw new UserError(problem, hint);
}

function countFates(plans: readonly Plan[], fates: readonly FileFate[]): number {
  return plans.flatMap(({ files }) => files).filter(({ fate }) => fates.includes(fate)).length;
}

function finish(text: string): number {
  writeOutput(`${text}\n`);
  return exitClean;
}
