/** A finding as the tools give it. */
import * as z from "zod";
import type { Confidence, Severity } from "../diagnostics/diagnostic.ts";
import { isApplied } from "../diagnostics/fix.ts";
import { agentPath } from "../reporters/agent.ts";
import { shownPath } from "../reporters/shown-path.ts";
import type { Rendered } from "./budget.ts";
import type { Engine, Found } from "./engine.ts";
import { idOf } from "./finding-id.ts";

export const severitySchema: z.ZodType<Severity, Severity> = z.enum(["error", "warning", "information"]);
export const confidenceSchema: z.ZodType<Confidence, Confidence> = z.enum(["certain", "likely"]);

export interface Finding {
  readonly id: string;
  readonly code: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The functions from the finding to its cause, and where that is. */
  readonly trace?: string | undefined;
  readonly help?: string | undefined;
  /** How far the best fix that can be applied is to be trusted; missing where there is none. */
  readonly fix?: "safe" | "unsafe" | undefined;
}

export const findingSchema: z.ZodType<Finding, Finding> = z.strictObject({
  id: z.string(),
  code: z.string(),
  severity: severitySchema,
  confidence: confidenceSchema,
  path: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
  trace: z.string().optional(),
  help: z.string().optional(),
  fix: z.enum(["safe", "unsafe"]).optional(),
});

/** A finding in full, and as one row: `3f2a9c1d app/views.py:12:5 AIO102 error: … | path: … | help: … | fix: safe`. */
export function renderFinding(found: Found, { options }: Engine): Rendered<Finding> {
  const { program, diagnostic } = found;
  const { code, severity, confidence, location, message, help } = diagnostic;
  const { base } = options.confinement;
  const fixes = program.session.fixesOf(diagnostic);
  const fix = fixes.find(({ applicability }) => isApplied(applicability, true))?.applicability;
  const trace = agentPath(diagnostic.trace, base);
  const data: Finding = {
    id: idOf(diagnostic),
    code,
    severity,
    confidence,
    path: shownPath(base, location.path),
    line: location.start.line,
    column: location.start.column,
    message,
    ...(trace === "" ? {} : { trace }),
    ...(help === "" ? {} : { help }),
    ...(fix === "safe" || fix === "unsafe" ? { fix } : {}),
  };
  const level = confidence === "likely" ? `likely ${severity}` : severity;
  const parts = [
    `${data.id} ${data.path}:${data.line}:${data.column} ${code} ${level}: ${message}`,
    trace === "" ? "" : `path: ${trace}`,
    help === "" ? "" : `help: ${help}`,
    data.fix === undefined ? "" : `fix: ${data.fix}`,
  ];
  return { data, text: `${parts.filter((part) => part !== "").join(" | ")}\n` };
}
