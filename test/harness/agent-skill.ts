/** What the Agent Skills specification (https://agentskills.io/specification) asks of a skill. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentWith } from "../../scripts/python-environment.ts";

const requirements = [
  "skills-ref==0.1.1",
  "click==8.5.1",
  "python-dateutil==4.0.0",
  "strictyaml==1.7.3",
  "tzdata==2026.6",
];

/** The specification's reference validator, or why there is none. */
export function findValidator(): { readonly path: string } | { readonly missing: string } {
  try {
    return { path: join(environmentWith("skills-ref", requirements), "agentskills") };
  } catch {
    return { missing: "the reference validator cannot be installed: it needs Python 3.11 and a package registry" };
  }
}

/** What the reference validator says of the skill in a directory; "" when it is valid. */
export function validationErrors(validator: string, directory: string): string {
  const { status, stdout, stderr, error } = spawnSync(validator, ["validate", directory], { encoding: "utf8" });
  if (error !== undefined) throw error;
  return status === 0 ? "" : stdout + stderr;
}

/** What the specification recommends and the validator does not look at: size, and references. */
export function recommendationProblems(directory: string): readonly string[] {
  const text = readFileSync(join(directory, "SKILL.md"), "utf8");
  const rows = text.split("\n").length;
  const problems = rows > 500 ? [`${rows} lines: at most 500`] : [];
  for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    const [path = ""] = target.split("#");
    if (path === "" || /^[a-z]+:/.test(path)) continue;
    if (!/^[\w-]+\/[\w.-]+$/.test(path)) problems.push(`a reference that is not one level deep: ${path}`);
    else if (!existsSync(join(directory, path))) problems.push(`a reference to nothing: ${path}`);
  }
  return problems;
}
