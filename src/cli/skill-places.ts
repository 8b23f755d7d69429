import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Where coding agents look for skills. */
export const skillAgents = ["claude", "codex", "cursor", "gemini", "copilot"] as const;

export type SkillAgent = (typeof skillAgents)[number];

export type SkillScope = "project" | "user";

/** A directory of skills. */
export interface SkillPlace {
  /** Absolute. */
  readonly directory: string;
  /** As shown: relative to the working directory, or below `~`. */
  readonly shown: string;
  /** The agents asked for that read it, by their own names. */
  readonly readers: readonly string[];
}

const agentNames: Readonly<Record<SkillAgent, string>> = {
  claude: "Claude Code",
  codex: "Codex",
  cursor: "Cursor",
  gemini: "Gemini CLI",
  copilot: "GitHub Copilot",
};

/**
 * The directories that hold a skill for these agents: as few as there can be. All but Claude Code read `.agents/skills`, in the
 * project and below the home directory, by their documentation of 2026.
 */
export function findSkillPlaces(agents: readonly SkillAgent[], scope: SkillScope): readonly SkillPlace[] {
  const root = scope === "project" ? process.cwd() : homedir();
  const places = new Map<string, SkillPlace>();
  for (const agent of agents) {
    const path = join(agent === "claude" ? ".claude" : ".agents", "skills");
    const directory = join(root, path);
    // `.claude/skills` may be a link to `.agents/skills`: one directory, written once.
    const key = realPathOf(directory);
    const place = places.get(key) ?? { directory, shown: join(scope === "project" ? "" : "~", path), readers: [] };
    places.set(key, { ...place, readers: [...place.readers, agentNames[agent]] });
  }
  return [...places.values()];
}

/** The path with every link resolved, as far as it exists. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}
