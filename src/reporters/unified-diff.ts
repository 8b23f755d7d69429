/** The difference of two texts, as `diff -u` and git write it. */

const contextLines = 3;

interface Change {
  /** Index of the first line that differs, before and after. */
  readonly before: number;
  readonly after: number;
  readonly removed: number;
  readonly added: number;
}

/** A unified diff with three lines of context, or "" when the texts are equal. `name` is shown for both. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const left = linesOf(before);
  const right = linesOf(after);
  const hunks = groupChanges(findChanges(left, right)).map((changes) => renderHunk(left, right, changes));
  return hunks.length === 0 ? "" : `--- ${name}\n+++ ${name}\n${hunks.join("")}`;
}

/** Lines with their breaks; the last has none where the text does not end in one. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function findChanges(left: readonly string[], right: readonly string[]): Change[] {
  const changes: Change[] = [];
  let before = 0;
  let after = 0;
  for (const [nextBefore, nextAfter] of [...commonLines(left, right), [left.length, right.length] as const]) {
    if (nextBefore > before || nextAfter > after)
      changes.push({ before, after, removed: nextBefore - before, added: nextAfter - after });
    before = nextBefore + 1;
    after = nextAfter + 1;
  }
  return changes;
}

/** Pairs of lines of a longest common subsequence: Myers' greedy algorithm, between a common head and tail. */
function commonLines(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail++;
  const middle = myers(left.slice(head, left.length - tail), right.slice(head, right.length - tail));
  return [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...middle.map(([one, other]) => [one + head, other + head] as const),
    ...Array.from({ length: tail }, (_, at) => [left.length - tail + at, right.length - tail + at] as const),
  ];
}

function myers(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const frontiers: Map<number, number>[] = [];
  const most = left.length + right.length;
  let frontier = new Map<number, number>([[1, 0]]);
  for (let cost = 0; cost <= most; cost++) {
    frontiers.push(new Map(frontier));
    for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
      let one = stepsDown(frontier, diagonal, cost)
        ? (frontier.get(diagonal + 1) ?? 0)
        : (frontier.get(diagonal - 1) ?? 0) + 1;
      while (one < left.length && one - diagonal < right.length && left[one] === right[one - diagonal]) one++;
      frontier.set(diagonal, one);
      if (one >= left.length && one - diagonal >= right.length) return traceBack(frontiers, left.length, right.length);
    }
    frontier = new Map(frontier);
  }
  return [];
}

function stepsDown(frontier: ReadonlyMap<number, number>, diagonal: number, cost: number): boolean {
  if (diagonal === -cost) return true;
  return diagonal !== cost && (frontier.get(diagonal - 1) ?? -1) < (frontier.get(diagonal + 1) ?? -1);
}

function traceBack(
  frontiers: readonly Map<number, number>[],
  endOne: number,
  endOther: number,
): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let one = endOne;
  let other = endOther;
  for (let cost = frontiers.length - 1; cost >= 0; cost--) {
    const frontier = frontiers[cost] ?? new Map<number, number>();
    const diagonal = one - other;
    const previous = stepsDown(frontier, diagonal, cost) ? diagonal + 1 : diagonal - 1;
    const previousOne = cost === 0 ? 0 : (frontier.get(previous) ?? 0);
    const previousOther = cost === 0 ? 0 : previousOne - previous;
    while (one > previousOne && other > previousOther) pairs.push([--one, --other]);
    one = previousOne;
    other = previousOther;
  }
  return pairs.toReversed();
}

/** Changes whose contexts touch are one hunk. */
function groupChanges(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && change.before - (last.before + last.removed) <= 2 * contextLines)
      groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}

function renderHunk(left: readonly string[], right: readonly string[], changes: readonly Change[]): string {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return "";
  const start = Math.max(0, first.before - contextLines);
  const end = Math.min(left.length, last.before + last.removed + contextLines);
  const startAfter = first.after - (first.before - start);
  const endAfter = last.after + last.added + (end - last.before - last.removed);
  const rows: string[] = [];
  let at = start;
  for (const { before, after, removed, added } of changes) {
    rows.push(...left.slice(at, before).map((line) => ` ${line}`));
    rows.push(...left.slice(before, before + removed).map((line) => `-${line}`));
    rows.push(...right.slice(after, after + added).map((line) => `+${line}`));
    at = before + removed;
  }
  rows.push(...left.slice(at, end).map((line) => ` ${line}`));
  const body = rows.map((row) => (row.endsWith("\n") ? row : `${row}\n\\ No newline at end of file\n`)).join("");
  return `@@ -${rangeOf(start, end)} +${rangeOf(startAfter, endAfter)} @@\n${body}`;
}

function rangeOf(start: number, end: number): string {
  const count = end - start;
  if (count === 1) return String(start + 1);
  return `${count === 0 ? start : start + 1},${count}`;
}
