import type { Exploration } from "../diagnostics/exploration.ts";
import { replayCommand } from "./explore-words.ts";

/** Explorations as JSON: the fields of `Exploration`, and the command that replays each failure. */
export function reportExplorationsJson(explorations: readonly Exploration[]): string {
  const shown = explorations.map((exploration) => ({
    ...exploration,
    failures: exploration.failures.map((failure) => ({
      ...failure,
      replay: replayCommand(exploration.target, failure),
    })),
  }));
  return `${JSON.stringify({ explorations: shown }, undefined, 2)}\n`;
}
