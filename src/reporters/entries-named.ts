import { closestName } from "../config/closest-name.ts";
import { UserError } from "../config/user-error.ts";
import type { Survey, SurveyEntry } from "../diagnostics/survey.ts";
import { say } from "../language/say.ts";

/**
 * The entries a name may mean: first those that are called exactly so, then those it is a part of.
 * @throws UserError naming the nearest when there is none.
 */
export function entriesNamed({ entries }: Survey, name: string): readonly SurveyEntry[] {
  const wanted = name.toLowerCase();
  const namesOf = (entry: SurveyEntry): string[] => {
    const parts = entry.name.split(".");
    const tails = parts.map((_, index) => parts.slice(index).join("."));
    return [entry.label, entry.label.replace(/^[A-Z]+ /, ""), ...tails];
  };
  const exact = entries.filter((entry) => namesOf(entry).some((candidate) => candidate.toLowerCase() === wanted));
  if (exact.length > 0) return exact;
  const partial = entries.filter(
    (entry) => entry.label.toLowerCase().includes(wanted) || entry.name.toLowerCase().includes(wanted),
  );
  if (partial.length > 0) return partial;
  if (entries.length === 0) throw new UserError(say`there is no entry point \`${name}\`: none was found at all`);
  const closest = closestName(name, entries.flatMap(namesOf)) ?? entryWithWord(entries, wanted);
  throw new UserError(
    say`there is no entry point \`${name}\``,
    closest === undefined ? say`\`uncoil survey\` lists the entry points` : say`did you mean \`${closest}\`?`,
  );
}

/** The entry of whose label or function some word is near. */
function entryWithWord(entries: readonly SurveyEntry[], wanted: string): string | undefined {
  const wordsOf = ({ label, name }: SurveyEntry): string[] => `${label} ${name}`.toLowerCase().split(/[^a-z0-9]+/);
  const word = closestName(wanted, new Set(entries.flatMap(wordsOf)));
  return word === undefined ? undefined : entries.find((entry) => wordsOf(entry).includes(word))?.label;
}
