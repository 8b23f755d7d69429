import type { Severity } from "../diagnostics/diagnostic.ts";
import { isTestModule, runsOnce } from "../program/context.ts";
import type { Program } from "../program/program.ts";
import type { FunctionRef } from "../program/shape.ts";

/** What is bad in a service matters less in code that runs once, and hardly at all in a test. */
export function quieter(program: Program, ref: FunctionRef, site: number, severity: Severity): Severity {
  if (isTestModule(program, ref.module)) return "information";
  if (!runsOnce(program, ref, site)) return severity;
  return severity === "error" ? "warning" : "information";
}
