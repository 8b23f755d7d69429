/** Findings are named by the start of their fingerprints, which stay when lines move. */
import { UserError } from "../config/user-error.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { type Engine, everything, type Found } from "./engine.ts";

const shortestId = 6;
const lengthShown = 8;

/** What answers name a finding by. */
export function idOf({ fingerprint }: Diagnostic): string {
  return fingerprint.slice(0, lengthShown);
}

/**
 * The findings with the ids: `3f2a9c1d`, more of the fingerprint, or `3f2a9c1d@app/main.py` where modules of one name have
 * equal ones. What the settings show is looked at first, then everything.
 * @throws UserError for an id of no finding, or of several.
 */
export async function findByIds(engine: Engine, ids: readonly string[]): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  for (const selection of [{}, everything]) {
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length === 0) break;
    const programs = await engine.programs(selection);
    for (const id of missing) {
      const matches = programs.flatMap((program) =>
        program
          .findings()
          .filter((diagnostic) => isNamedBy(id, diagnostic, engine))
          .map((diagnostic): Found => ({ program, diagnostic })),
      );
      if (matches.length > 1) throw ambiguousId(id, matches, engine);
      if (matches[0] !== undefined) found.set(id, matches[0]);
    }
  }
  return ids.map((id) => {
    const match = found.get(id);
    if (match !== undefined) return match;
    throw new UserError(
      `there is no finding \`${id}\`: it may have been mended or suppressed, or its function renamed`,
      "send an `id` of a `check` made after the last change",
    );
  });
}

function isNamedBy(id: string, { fingerprint, location }: Diagnostic, { options }: Engine): boolean {
  const [start = "", path] = id.split("@");
  if (start.length < shortestId || !fingerprint.startsWith(start.toLowerCase())) return false;
  return path === undefined || path === shownPath(options.confinement.base, location.path);
}

function ambiguousId(id: string, matches: readonly Found[], { options }: Engine): UserError {
  const names = matches.slice(0, 4).map(({ diagnostic: { fingerprint, location } }) => {
    return `\`${fingerprint}@${shownPath(options.confinement.base, location.path)}\``;
  });
  return new UserError(`\`${id}\` is the id of ${matches.length} findings`, `send one of: ${names.join(", ")}`);
}
