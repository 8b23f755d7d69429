import type { Diagnostic, Location } from "../diagnostics/diagnostic.ts";
import { parseSuppression, suppresses } from "../diagnostics/suppression.ts";
import type { Suppression } from "../diagnostics/suppression.ts";
import type { Leaf } from "../program/call-graph.ts";
import { siteLocation } from "../program/trace.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import type { Rule } from "./rule.ts";

type SummaryOf = (path: string) => ModuleSummary | undefined;

/** Whether a comment on a finding's own lines silences it. */
export function suppressedBy(diagnostic: Diagnostic, rule: Rule, summaryOf: SummaryOf): boolean {
  const summary = summaryOf(diagnostic.location.path);
  return summary !== undefined && isSilenced(diagnostic.location, rule, summary);
}

/** Whether a comment on the lines of a blocker silences every path that ends there. */
export function silencesLeaf(leaf: Leaf, rules: readonly Rule[]): boolean {
  const { module } = leaf.from.ref;
  if (module.summary.pragmas.length === 0) return false;
  const location = siteLocation(module, leaf.site);
  return rules.some((rule) => rule.effect === leaf.kind && isSilenced(location, rule, module.summary));
}

function isSilenced(location: Location, rule: Rule, summary: ModuleSummary): boolean {
  if (summary.pragmas.length === 0) return false;
  return suppressionsOf(summary).some(
    ({ suppression, line }) =>
      (suppression.scope === "file" || covers(line, location)) && suppresses(suppression, rule),
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
