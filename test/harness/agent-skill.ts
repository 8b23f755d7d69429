/**
 * The Agent Skills specification (https://agentskills.io/specification) as a list of what is wrong with a skill. The rules about keys
 * and lengths are those of its reference validator; those about size and references are its recommendations.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const keys: ReadonlySet<string> = new Set([
  "name",
  "description",
  "license",
  "compatibility",
  "metadata",
  "allowed-tools",
]);

/** What is wrong with the skill in a directory; empty when it is valid. */
export function skillProblems(directory: string): readonly string[] {
  const path = join(directory, "SKILL.md");
  if (!existsSync(path)) return ["no SKILL.md"];
  const text = readFileSync(path, "utf8");
  const [, header, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  if (header === undefined || body === undefined) return ["no front matter"];
  const fields = readFrontmatter(header);
  if (fields === undefined) return ["front matter that cannot be read"];
  return [
    ...[...fields.keys()].filter((key) => !keys.has(key)).map((key) => `unexpected field ${key}`),
    ...nameProblems(fields.get("name"), basename(directory)),
    ...lengthProblems("description", fields.get("description"), 1024, true),
    ...lengthProblems("compatibility", fields.get("compatibility"), 500, false),
    ...bodyProblems(body, directory),
  ];
}

/**
 * The fields of front matter: a mapping of plain or double-quoted scalars, and of one level of such mappings. It is all the YAML
 * a skill needs; anything else is undefined, as is a key given twice.
 */
export function readFrontmatter(header: string): ReadonlyMap<string, string | ReadonlyMap<string, string>> | undefined {
  const fields = new Map<string, string | Map<string, string>>();
  let nested: Map<string, string> | undefined;
  for (const row of header.split("\n")) {
    const [, indent = "", key, scalar = ""] = /^( {2})?([a-z][\w-]*):(?: (\S.*))?$/.exec(row) ?? [];
    const target = indent === "" ? fields : nested;
    if (key === undefined || target === undefined || target.has(key)) return undefined;
    if (indent === "") nested = undefined;
    if (scalar === "" && indent === "") {
      nested = new Map();
      fields.set(key, nested);
      continue;
    }
    const value = readScalar(scalar);
    if (value === undefined) return undefined;
    target.set(key, value);
  }
  return fields;
}

function readScalar(scalar: string): string | undefined {
  if (/^[\w][\w.@/-]*(?: [\w.@/-]+)*$/.test(scalar)) return scalar;
  try {
    const value: unknown = JSON.parse(scalar);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

type Field = string | ReadonlyMap<string, string> | undefined;

function nameProblems(name: Field, folder: string): readonly string[] {
  if (typeof name !== "string") return ["no name"];
  const problems: string[] = [];
  if (name.length > 64) problems.push("a name of more than 64 characters");
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/.test(name))
    problems.push(`a name of other than a-z, 0-9 and single hyphens: ${name}`);
  if (name !== folder) problems.push(`a name that is not its folder's: ${name}`);
  return problems;
}

function lengthProblems(key: string, value: Field, limit: number, isRequired: boolean): readonly string[] {
  if (value === undefined) return isRequired ? [`no ${key}`] : [];
  if (typeof value !== "string" || value.trim() === "") return [`an empty ${key}`];
  return value.length > limit ? [`a ${key} of ${value.length} characters: at most ${limit}`] : [];
}

function bodyProblems(body: string, directory: string): readonly string[] {
  const problems: string[] = [];
  const rows = body.split("\n").length;
  if (rows > 500) problems.push(`${rows} lines: at most 500`);
  for (const [, target = ""] of body.matchAll(/\]\(([^)\s]+)\)/g)) {
    const [path = ""] = target.split("#");
    if (path === "" || /^[a-z]+:/.test(path)) continue;
    if (!/^[\w-]+\/[\w.-]+$/.test(path)) problems.push(`a reference that is not one level deep: ${path}`);
    else if (!existsSync(join(directory, path))) problems.push(`a reference to nothing: ${path}`);
  }
  return problems;
}
