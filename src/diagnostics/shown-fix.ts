import type { Location } from "./diagnostic.ts";
import type { Applicability } from "./fix.ts";
import { isApplied } from "./fix.ts";

/** A fix as reports and editors give it: its edits by line and column. */
export interface ShownFix {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly ShownEdit[];
  /** What keeps it from being written, for one that is only shown. */
  readonly obstacle?: ShownObstacle;
}

export interface ShownObstacle {
  readonly location: Location;
  /** Goes on where a sentence has named the place: "calls `load` outside a function". */
  readonly reason: string;
}

export interface ShownEdit {
  readonly location: Location;
  /** What takes the place of the text at the location. */
  readonly content: string;
}

/** The fix a finding is shown with: the best that would be applied, else the best. */
export function chooseShown(fixes: readonly ShownFix[], allowsUnsafe: boolean): ShownFix | undefined {
  return fixes.find(({ applicability }) => isApplied(applicability, allowsUnsafe)) ?? fixes[0];
}
