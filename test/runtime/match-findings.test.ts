/** When a finding of the source is confirmed by what a run has shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic, Location } from "../../src/diagnostics/diagnostic.ts";
import type { ProblemKind, RunProblem } from "../../src/diagnostics/run-report.ts";
import { matchFindings, type RunEvidence } from "../../src/runtime/match-findings.ts";

function at(path: string, line: number, end = line): Location {
  return { path, start: { line, column: 1 }, end: { line: end, column: 20 } };
}

/** A finding at the first place, whose path ends at the last. */
function finding(code: string, ...places: readonly (readonly [string, Location])[]): Diagnostic {
  const hops = places.map(([functionName, location]) => ({ functionName, location, target: "time.sleep" }));
  return {
    code,
    name: "a-rule",
    severity: "error",
    confidence: "certain",
    location: places[0]?.[1] ?? at("a.py", 1),
    message: "",
    why: "",
    help: "",
    trace: hops,
    fingerprint: "",
  };
}

/** A problem with this stack, the innermost frame first, and to blame. */
function problem(kind: ProblemKind, ...stack: readonly (readonly [string, string, number])[]): RunProblem {
  return {
    kind,
    diagnostic: finding(kind),
    count: 1,
    total: 1,
    worst: 1,
    waiting: 0,
    stack: stack.map(([name, path, line]) => ({ name, path, line, isOwn: true, range: undefined })),
    blamed: 0,
    started: [],
    first: 0,
    last: 0,
    process: 1,
    confirms: [],
  };
}

function statusOf(diagnostic: Diagnostic, evidence: Partial<RunEvidence>): string | undefined {
  const all = { problems: [], lines: new Map(), knowsLines: true, isEdited: () => false, ...evidence };
  return matchFindings([diagnostic], all).findings[0]?.status;
}

const sleeps = finding("AIO101", ["main", at("a.py", 10, 12)], ["helper", at("b.py", 5)]);

test("both ends of the path must be in the stack, and the kinds must go together", () => {
  const helper = ["helper", "b.py", 5] as const;
  const main = ["main", "a.py", 11] as const;
  assert.equal(statusOf(sleeps, { problems: [problem("blocked", helper, main)] }), "confirmed");
  assert.equal(statusOf(sleeps, { problems: [problem("blocked", helper)] }), "not-exercised");
  assert.equal(statusOf(sleeps, { problems: [problem("blocked", main)] }), "exercised");
  assert.equal(statusOf(sleeps, { problems: [problem("never-awaited", helper, main)] }), "exercised");
});

test("a function goes by its name in a file that was edited since the run began, and only there", () => {
  const moved = problem("blocked", ["helper", "b.py", 7], ["Service.main", "a.py", 14]);
  assert.equal(statusOf(sleeps, { problems: [moved] }), "not-exercised");
  assert.equal(statusOf(sleeps, { problems: [moved], isEdited: () => true }), "confirmed");
  const other = problem("blocked", ["another", "b.py", 7], ["Service.main", "a.py", 14]);
  assert.equal(statusOf(sleeps, { problems: [other], isEdited: () => true }), "not-exercised");
});

test("without lines nobody knows what ran", () => {
  assert.equal(statusOf(sleeps, { knowsLines: false }), "not-observed");
  assert.equal(statusOf(sleeps, { lines: new Map([["a.py", new Set([12])]]) }), "exercised");
  assert.equal(statusOf(sleeps, { lines: new Map([["a.py", new Set([13])]]) }), "not-exercised");
});

test("a finding that is its own cause is confirmed by the line to blame, not by its callers", () => {
  const own = finding("AIO101");
  const here = { ...own, location: at("a.py", 3), trace: [] };
  assert.equal(statusOf(here, { problems: [problem("blocked", ["f", "a.py", 3])] }), "confirmed");
  assert.equal(statusOf(here, { problems: [problem("blocked", ["g", "b.py", 9], ["f", "a.py", 3])] }), "exercised");
});
