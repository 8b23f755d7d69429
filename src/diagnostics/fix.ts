import type { Obstacle } from "./async-chain.ts";
import { compareEdits, editsConflict, sameEdit, type ByteRange, type TextEdit } from "./text-edit.ts";

/**
 * What a fix promises. `safe`: whatever worked before works as before. `unsafe`: behaviour may change, for the better as far
 * as can be seen. `display`: shown, never applied.
 */
export type Applicability = "safe" | "unsafe" | "display";

/** A change that mends a finding: all of its edits are made, in all of its files, or none. */
export interface Fix {
  /** What it does, in the imperative, without a final period. */
  readonly title: string;
  readonly applicability: Applicability;
  /** Edits of each file by its path; edits of a file do not conflict with each other. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** Ranges in which no other fix may edit at the same time: the lines of a block that is indented. */
  readonly claims?: ReadonlyMap<string, readonly ByteRange[]>;
  /** What it hands to a thread, as its call is written: fixes that hand over the same hold or fail for the same reason. */
  readonly offloaded?: string;
  /** What keeps it from being written; it has no edits then, and is only shown. */
  readonly obstacle?: Obstacle;
}

/** Whether a fix of this applicability is applied when `--fix` (and `--unsafe-fixes`) was asked for. */
export function isApplied(applicability: Applicability, allowsUnsafe: boolean): boolean {
  return applicability === "safe" || (allowsUnsafe && applicability === "unsafe");
}

/** Stands for what a fix changes: two findings at one place may be mended by the same edits. */
function keyOf({ edits }: Fix): string {
  return JSON.stringify([...edits]);
}

/** Whether two fixes do the same: findings at several places may be mended by one change. */
export function isSameFix(left: Fix, right: Fix): boolean {
  return left.title === right.title && keyOf(left) === keyOf(right);
}

/** Whether both fixes can be applied to the same text, or are the same. */
function fixesCompose(left: Fix, right: Fix): boolean {
  if (isSameFix(left, right)) return true;
  for (const [path, edits] of left.edits) {
    const others = right.edits.get(path) ?? [];
    if (edits.some((edit) => others.some((other) => editsConflict(edit, other)))) return false;
    if (touchesClaim(others, left.claims?.get(path)) || touchesClaim(edits, right.claims?.get(path))) return false;
  }
  return true;
}

function touchesClaim(edits: readonly TextEdit[], claims: readonly ByteRange[] = []): boolean {
  return claims.some(({ start, end }) => edits.some((edit) => edit.start < end && edit.end > start));
}

/**
 * The fixes that are applied together: of those that overlap, the earlier one in the list. The list's order decides alone, so
 * whoever wants the same result from the same findings sorts them first.
 */
export function chooseFixes<Item>(
  items: readonly Item[],
  fixOf: (item: Item) => Fix,
): { chosen: Item[]; left: Item[] } {
  const chosen: Item[] = [];
  const left: Item[] = [];
  const byPath = new Map<string, Fix[]>();
  for (const item of items) {
    const fix = fixOf(item);
    const paths = [...fix.edits.keys()];
    const isFree = paths.every((path) => (byPath.get(path) ?? []).every((other) => fixesCompose(fix, other)));
    (isFree ? chosen : left).push(item);
    if (!isFree) continue;
    for (const path of paths) byPath.set(path, [...(byPath.get(path) ?? []), fix]);
  }
  return { chosen, left };
}

/** The edits of fixes that compose, by file, in order, those that several share once. */
export function mergeEdits(fixes: readonly Fix[]): Map<string, TextEdit[]> {
  const merged = new Map<string, TextEdit[]>();
  const different = new Map(fixes.map((fix) => [keyOf(fix), fix]));
  for (const { edits } of different.values())
    for (const [path, list] of edits) merged.set(path, [...(merged.get(path) ?? []), ...list]);
  for (const [path, list] of merged) {
    const sorted = list.toSorted(compareEdits);
    merged.set(
      path,
      sorted.filter(
        (edit, index) => index === 0 || edit.isShared !== true || !sameEdit(edit, sorted[index - 1] ?? edit),
      ),
    );
  }
  return merged;
}
