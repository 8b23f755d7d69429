import type { Diagnostic, Location } from "../diagnostics/diagnostic.ts";
import { parseSuppression, suppresses } from "../diagnostics/suppression.ts";
import type { Suppression } from "../diagnostics/suppression.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import type { Rule } from "./rule.ts";

type SummaryOf = (path: string) => ModuleSummary | undefined;

/** Whether a comment silences a finding: on its own lines, or on the line of its cause at the other end of the path. */
export function suppressedBy(diagnostic: Diagnostic, rule: Rule, summaryOf: SummaryOf): boolean {
  const cause = diagnostic.trace.at(-1)?.location;
  return isSilenced(diagnostic.location, rule, summaryOf) || (cause !== undefined && isSilenced(cause, rule, summaryOf));
}

function isSilenced(location: Location, rule: Rule, summaryOf: SummaryOf): boolean {
  const summary = summaryOf(location.path);
  if (summary === undefined || summary.pragmas.length === 0) return false;
  return suppressionsOf(summary).some(
    ({ suppression, line }) => (suppression.scope === "file" || covers(line, location)) && suppresses(suppression, rule),
  );
}

function covers(line: number, location: Location): boolean {
  return location.start.line <= line && line <= location.end.line;
}

interface PlacedSuppression {
  readonly suppression: Suppression;
  /** The 1-based line it speaks of: its own, or the next when the comment stands alone. */
  readonly line: number;
}

const known = new WeakMap<ModuleSummary, readonly PlacedSuppression[]>();

function suppressionsOf(summary: ModuleSummary): readonly PlacedSuppression[] {
  let placed = known.get(summary);
  if (placed === undefined) {
    placed = summary.pragmas.flatMap(({ line, isOwnLine, text }) => {
      const suppression = parseSuppression(text);
      if (suppression === undefined || suppression.isNonblocking) return [];
      // A `noqa` speaks of its own line only, as in flake8; ours may stand above.
      const isAbove = isOwnLine && suppression.ownKind === "uncoil";
      return [{ suppression, line: isAbove ? line + 1 : line }];
    });
    known.set(summary, placed);
  }
  return placed;
}
