import type { Diagnostic } from "./diagnostic.ts";
import type { Exploration } from "./exploration.ts";

/** What exploring made of a suspicion of the static analysis. */
export interface Confirmation {
  readonly diagnostic: Diagnostic;
  /** The function around the finding. */
  readonly functionName: string;
  /**
   * `confirmed`: a run failed in that function, or as the rule says. `not confirmed`: it was explored, and no run did. `not explored`: nothing that can be
   * run by itself comes to it.
   */
  readonly verdict: "confirmed" | "not confirmed" | "not explored";
  /** The targets that were explored for it. */
  readonly targets: readonly string[];
  /** The target that fails, and the ID of its run; undefined where the target fails undisturbed. */
  readonly confirmedBy: { readonly target: string; readonly id: string | undefined } | undefined;
  /** Why nothing was explored, or how the target fails undisturbed: what the targets said, or "". */
  readonly reason: string;
}

/** What was explored for the findings of a project. */
export interface Confirmations {
  readonly confirmations: readonly Confirmation[];
  readonly explorations: readonly Exploration[];
}
