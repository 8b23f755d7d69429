import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { isAsync } from "../program/call.ts";
import { isExpectedToFail } from "../program/expects-error.ts";
import { overridesOf } from "../program/members.ts";
import { dottedName, qualifiedName } from "../program/names.ts";
import { mayCall, shapeOf, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { membersOf, unionOf, unknown } from "../program/shape.ts";
import type {
  AwaitableShape,
  CoroutineShape,
  FunctionShape,
  GeneratorShape,
  InstanceShape,
  Module,
  Shape,
} from "../program/shape.ts";
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
  serves: ["await-everything"],
  check: (program, report) => {
    const fingerprints = createFingerprints(missingAwait.code);
    for (const module of program.modules) {
      for (const visit of sitesOf(program, module, (kind, flags, value) => {
        if ((flags & (Site.IsDropped | Site.IsDiscarded)) === 0) return false;
        return kind === Site.Dropped || (kind === Site.Call && mayCall(module, value, program.state.names.awaitables));
      })) {
        const lost = lostWork(program, module, visit);
        if (lost !== undefined && !isExpectedToFail(program, module, visit.site))
          report(diagnose(program, module, visit, lost, fingerprints));
      }
    }
  },
};

type LostShape = CoroutineShape | GeneratorShape | AwaitableShape | InstanceShape;

interface LostWork {
  readonly lost: LostShape;
  readonly isLikely: boolean;
}

/** The coroutine (or async generator) that a dropped value is, on every path. */
function lostWork(program: Program, module: Module, visit: SiteVisit): LostWork | undefined {
  const shape =
    visit.kind === Site.Call ? resultOf(program, module, visit.value) : shapeOf(program, module, visit.value);
  // A list of coroutines thrown away loses each of them; a name for one may still be awaited elsewhere.
  if (visit.kind === Site.Dropped && shape.kind !== "container" && shape.kind !== "tuple") return undefined;
  const elements = shape.kind === "tuple" ? shape.elements : [shape.kind === "container" ? shape.element : shape];
  const members = elements.flatMap(membersOf);
  const isLostWork = (member: Shape): member is LostShape => isLost(program, member);
  const lost = members.find(isLostWork);
  if (lost !== undefined) {
    return { lost, isLikely: !members.every(isLostWork) || isLikely(program, lost) };
  }
  const override = overridingCoroutine(program, module, visit);
  return override === undefined ? undefined : { lost: override, isLikely: true };
}

/** Each possible result of a call; a union that leaves out the None of some callee would prove too much. */
function resultOf(program: Program, module: Module, call: number): Shape {
  const { state } = program;
  const callee = shapeOf(program, module, S.valueA(module.summary, call));
  if (callee.kind !== "union") return shapeOf(program, module, call);
  const results = callee.members.map((member) => state.ask.call(state, member, []));
  const isSure = results.every((result) => isLost(program, result));
  return isSure ? shapeOf(program, module, call) : unionOf(state.shapes, [...results, unknown]);
}

function isLost(program: Program, shape: Shape): shape is LostShape {
  if (shape.kind === "instance") return program.state.ask.classFacts(program.state, shape.ref).isAwaitable;
  return (
    shape.kind === "coroutine" ||
    (shape.kind === "generator" && shape.isAsync) ||
    (shape.kind === "awaitable" && !shape.isTask)
  );
}

/** A coroutine function without a body stands for what overrides it, which may not be one. */
function isLikely(program: Program, lost: LostShape): boolean {
  if (lost.kind !== "coroutine" && lost.kind !== "generator") return false;
  if (lost.fn.isLikely) return true;
  return isStub(lost.fn) && overridesOf(program.state, lost.fn).some(({ ref }) => !isAsync(ref));
}

/** The method called is abstract, and one that overrides it is a coroutine function. */
function overridingCoroutine(program: Program, module: Module, visit: SiteVisit): LostShape | undefined {
  if (visit.kind !== Site.Call) return undefined;
  const callee = shapeOf(program, module, S.valueA(module.summary, visit.value));
  if (callee.kind !== "function" || !isStub(callee)) return undefined;
  for (const override of overridesOf(program.state, callee)) {
    const result = program.state.ask.call(program.state, override, []);
    if (isLost(program, result)) return result;
  }
  return undefined;
}

function isStub(fn: FunctionShape): boolean {
  const { summary } = fn.ref.module;
  return (S.functionColumn(summary, fn.ref.index, S.FunctionFlags) & S.FunctionIsStub) !== 0;
}

function diagnose(
  program: Program,
  module: Module,
  visit: SiteVisit,
  { lost, isLikely: isUnsure }: LostWork,
  fingerprints: ReturnType<typeof createFingerprints>,
): Diagnostic {
  const name = "fn" in lost ? nameOf(program, lost.fn) : calleeName(program, module, visit);
  const isGenerator = lost.kind === "generator";
  return {
    code: missingAwait.code,
    name: missingAwait.name,
    severity: "error",
    confidence: isUnsure ? "likely" : "certain",
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

/** Name of the plain function that returns the awaitable. */
function calleeName(program: Program, module: Module, visit: SiteVisit): string {
  const callee = visit.kind === Site.Call ? shapeOf(program, module, S.valueA(module.summary, visit.value)) : undefined;
  return callee?.kind === "function" ? nameOf(program, callee) : "awaitable";
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
