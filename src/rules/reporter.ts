import type { Diagnostic, Location, Severity, TraceHop } from "../diagnostics/diagnostic.ts";
import { qualifiedName } from "../program/names.ts";
import type { FunctionRef } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import { createFingerprints } from "./fingerprint.ts";
import type { Rule } from "./rule.ts";

/** What a rule says of one place. */
export interface Finding {
  /** Function the place is in. */
  readonly ref: FunctionRef;
  /** Site of the function's module, or the place itself. */
  readonly at: number | Location;
  readonly message: string;
  readonly why: string;
  readonly help: string;
  /** What the finding is about: part of the fingerprint. */
  readonly subject: string;
  readonly isLikely?: boolean;
  /** The rule's own when left out. */
  readonly severity?: Severity;
  readonly trace?: readonly TraceHop[];
}

/** Turns findings of a rule into diagnostics. */
export function createReporter(rule: Rule, report: (diagnostic: Diagnostic) => void): (finding: Finding) => void {
  const fingerprints = createFingerprints(rule.code);
  return ({ ref, at, message, why, help, subject, isLikely, severity, trace }) =>
    report({
      code: rule.code,
      name: rule.name,
      severity: severity ?? rule.severity,
      confidence: isLikely === true ? "likely" : "certain",
      location: typeof at === "number" ? siteLocation(ref.module, at) : at,
      message,
      why,
      help,
      trace: trace ?? [],
      fingerprint: fingerprints(ref.module, qualifiedName(ref), subject),
    });
}
