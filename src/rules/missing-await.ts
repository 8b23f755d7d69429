import { say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { runsOnAsyncio } from "../program/context.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { overridesOf } from "../program/members.ts";
import { callsOf } from "../program/call-sites.ts";
import { shapeOf, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { isStub, isUnawaited, resultOf, shortName, unawaitedIn, unawaitedName } from "../program/unawaited.ts";
import type { Unawaited, UnawaitedShape } from "../program/unawaited.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const missingAwait: Rule = {
  code: "AIO201",
  name: "missing-await",
  summary: "A coroutine is created and thrown away: its body never runs",
  severity: "error",
  aliases: ["ASYNC105"],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(missingAwait, report);
    for (const module of program.modules) {
      const isDropped = (flags: number): boolean => (flags & (Site.IsDropped | Site.IsDiscarded)) !== 0;
      const visits = [
        ...callsOf(program, module, program.state.names.awaitables, isDropped),
        ...sitesOf(program, module, (kind, flags) => kind === Site.Dropped && isDropped(flags)),
      ];
      for (const visit of visits) {
        const lost = lostWork(program, module, visit);
        if (lost !== undefined && !isExpectedToFail(program, module, visit.site))
          reportFinding(describe(program, module, visit, lost));
      }
    }
  },
};

/** The coroutine (or async generator) that a dropped value is, on every path. */
function lostWork(program: Program, module: Module, visit: SiteVisit): Unawaited | undefined {
  const shape =
    visit.kind === Site.Call ? resultOf(program, module, visit.value) : shapeOf(program, module, visit.value);
  // A list of coroutines thrown away loses each of them; a name for one may still be awaited elsewhere.
  if (visit.kind === Site.Dropped && shape.kind !== "container" && shape.kind !== "tuple") return undefined;
  const elements = shape.kind === "tuple" ? shape.elements : [shape.kind === "container" ? shape.element : shape];
  const lost = unawaitedIn(program, elements.flatMap(membersOf));
  if (lost !== undefined) return lost;
  const override = overridingCoroutine(program, module, visit);
  return override === undefined ? undefined : { shape: override, isLikely: true };
}

/** The method called is abstract, and one that overrides it is a coroutine function. */
function overridingCoroutine(program: Program, module: Module, visit: SiteVisit): UnawaitedShape | undefined {
  if (visit.kind !== Site.Call) return undefined;
  const callee = shapeOf(program, module, S.valueA(module.summary, visit.value));
  if (callee.kind !== "function" || !isStub(callee)) return undefined;
  for (const override of overridesOf(program.state, callee)) {
    const result = program.state.ask.call(program.state, override, []);
    if (isUnawaited(program, result)) return result;
  }
  return undefined;
}

function describe(program: Program, module: Module, visit: SiteVisit, { shape, isLikely }: Unawaited): Finding {
  const name =
    visit.kind === Site.Call || "fn" in shape ? unawaitedName(program, module, visit.value, shape) : "awaitable";
  const isGenerator = shape.kind === "generator";
  return {
    ref: visit.ref,
    at: visit.site,
    message: isGenerator ? say`\`${name}\` is never iterated` : say`\`${name}\` is never awaited`,
    why: isGenerator
      ? say`Calling an async generator only creates it: not a line of its body runs, and Python does not even warn`
      : say`Calling a coroutine function only creates the coroutine: not a line of its body runs`,
    help: helpFor(visit.ref, shortName(name), isGenerator),
    subject: name,
    isLikely,
    ...(visit.kind === Site.Call && !isGenerator
      ? { repairs: [repairAt(module, visit.site, "unsafe", { kind: "await" })] }
      : {}),
  };
}

/** At the level of a module there is nothing to await in: that is where a script starts its loop. */
function helpFor(ref: FunctionRef, name: string, isGenerator: boolean): string {
  if (isGenerator) return say`Iterate it: \`async for … in ${name}(…)\``;
  if (ref.index === 0 && runsOnAsyncio(ref.module)) return say`Run it: \`asyncio.run(${name}(…))\``;
  return say`Await it: \`await ${name}(…)\`, or start a task and keep it`;
}
