import type { Confirmation } from "../diagnostics/confirmation.ts";
import type { Exploration } from "../diagnostics/exploration.ts";
import { replayCommand } from "./explore-words.ts";

/**
 * Explorations as JSON: the fields of `Exploration`, and the command that replays each failure. What became of the findings of a
 * check stands beside them, when there was one.
 */
export function reportExplorationsJson(
  explorations: readonly Exploration[],
  confirmations: readonly Confirmation[] | undefined,
): string {
  const shown = explorations.map((exploration) => ({
    ...exploration,
    failures: exploration.failures.map((failure) => ({
      ...failure,
      replay: replayCommand(exploration.target, failure),
    })),
  }));
  const findings = confirmations?.map(({ diagnostic: { code, name, location, message }, ...rest }) => ({
    code,
    name,
    location,
    message,
    ...rest,
  }));
  return `${JSON.stringify({ explorations: shown, ...(findings === undefined ? {} : { findings }) }, undefined, 2)}\n`;
}
