import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { EffectKind } from "../program/call-graph.ts";
import type { Program } from "../program/program.ts";
import type { SkillLine } from "./skill.ts";

/** The hundreds of the codes. */
export type RuleCategory = "blocking" | "awaiting" | "tasks" | "errors" | "loop" | "threads" | "resources" | "races";

export interface Rule {
  /** `AIO101`: stable for ever. */
  readonly code: string;
  /** Kebab-case: reads as "allow …". The page is `src/rules/<name>.md`. */
  readonly name: string;
  /** One sentence without a final period. */
  readonly summary: string;
  readonly severity: Severity;
  /** Off unless selected by code, name or prefix longer than `AIO`. */
  readonly isOffByDefault?: boolean;
  /** Codes of flake8-async and ruff for the same problem; `# noqa` with one of them works. */
  readonly aliases: readonly string[];
  /** Version of Uncoil that introduced it. */
  readonly since: string;
  readonly category: RuleCategory;
  /** The lines of the skill it holds people to. */
  readonly serves: readonly SkillLine[];
  /** The effect whose blockers a comment may silence at their own end of a path. */
  readonly effect?: EffectKind;
  /** Adds the rule's findings. Suppression, severity and confidence filters are applied by the session. */
  readonly check: (program: Program, report: (diagnostic: Diagnostic) => void) => void;
}
