import { say } from "../language/say.ts";
/**
 * The name most like `wanted`, or undefined when none is near: at most a third of the letters differ (at least one
 * may). Upper and lower case are the same; a name that starts with `wanted` is always near.
 */
export function closestName(wanted: string, names: Iterable<string>): string | undefined {
  const lowered = wanted.toLowerCase();
  let closest: string | undefined;
  let closestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const candidate = name.toLowerCase();
    const startsAlike = lowered.length >= 3 && candidate.startsWith(lowered);
    const distance = startsAlike ? 0.5 : editDistance(lowered, candidate);
    if (distance < closestDistance) {
      closest = name;
      closestDistance = distance;
    }
  }
  return closest;
}

/** `did you mean "x"?`, or "" when nothing is near. */
export function suggestName(wanted: string, names: Iterable<string>): string {
  const closest = closestName(wanted, names);
  return closest === undefined ? "" : say`did you mean \`${closest}\`?`;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one string into the other. */
export function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      let distance = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) distance = Math.min(distance, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
