import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import * as Site from "../summary/site-kind.ts";
import { qualifiedName, dottedName } from "../program/names.ts";
import { shapeOf, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { CoroutineShape, FunctionShape, GeneratorShape, Module, Shape } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import { createFingerprints } from "./fingerprint.ts";
import type { Rule } from "./rule.ts";

export const missingAwait: Rule = {
  code: "AIO201",
  name: "missing-await",
  summary: "A coroutine is created and thrown away: its body never runs",
  severity: "error",
  aliases: ["ASYNC105"],
  since: "0.1.0",
  category: "awaiting",
  check: (program, report) => {
    const fingerprints = createFingerprints(missingAwait.code);
    for (const module of program.modules) {
      for (const visit of sitesOf(program, module)) {
        if ((visit.flags & (Site.IsDropped | Site.IsDiscarded)) === 0) continue;
        if (visit.kind !== Site.Call && visit.kind !== Site.Dropped) continue;
        const lost = lostWork(program, module, visit);
        if (lost !== undefined) report(diagnose(program, module, visit, lost, fingerprints));
      }
    }
  },
};

type LostWork = CoroutineShape | GeneratorShape;

/** The coroutine (or async generator) that a dropped value is, on every path. */
function lostWork(program: Program, module: Module, visit: SiteVisit): LostWork | undefined {
  const shape = shapeOf(program, module, visit.value);
  // A list of coroutines thrown away loses each of them; a name for one may still be awaited elsewhere.
  if (visit.kind === Site.Dropped && shape.kind !== "container" && shape.kind !== "tuple") return undefined;
  const elements = shape.kind === "tuple" ? shape.elements : [shape.kind === "container" ? shape.element : shape];
  const members = elements.flatMap(membersOf);
  const [first] = members;
  if (first === undefined || !members.every(isLostWork)) return undefined;
  return isLostWork(first) ? first : undefined;
}

function isLostWork(shape: Shape): shape is LostWork {
  return shape.kind === "coroutine" || (shape.kind === "generator" && shape.isAsync);
}

function diagnose(
  program: Program,
  module: Module,
  visit: SiteVisit,
  lost: LostWork,
  fingerprints: ReturnType<typeof createFingerprints>,
): Diagnostic {
  const name = nameOf(program, lost.fn);
  const isGenerator = lost.kind === "generator";
  return {
    code: missingAwait.code,
    name: missingAwait.name,
    severity: "error",
    confidence: lost.fn.isLikely ? "likely" : "certain",
    location: siteLocation(module, visit.site),
    message: isGenerator ? `\`${name}\` is never iterated` : `\`${name}\` is never awaited`,
    why: isGenerator
      ? "Calling an async generator only creates it: not a line of its body runs, and Python does not even warn"
      : "Calling a coroutine function only creates the coroutine: not a line of its body runs",
    help: isGenerator
      ? `Iterate it: \`async for … in ${shortName(name)}(…)\``
      : `Await it: \`await ${shortName(name)}(…)\`, or start a task and keep it`,
    trace: [],
    fingerprint: fingerprints(module, qualifiedName(visit.ref), name),
  };
}

function nameOf(program: Program, fn: FunctionShape): string {
  return fn.ref.module.origin === "model" ? dottedName(program.state, fn.ref) : qualifiedName(fn.ref);
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
