import { relative, resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import type { Confirmation, Confirmations } from "../diagnostics/confirmation.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { AwaitedThing, Exploration, ExploredPlace, ExploredProblem } from "../diagnostics/exploration.ts";
import { say } from "../language/say.ts";
import type { Runner, RunnersOfLine } from "../program/runners.ts";
import { type FocusedLines, UnsuitableTarget } from "../runtime/explore.ts";
import { isInside } from "../workspace/path-relations.ts";
import { describeMissing, openProject } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress, isWatched } from "./progress.ts";
import { writeNotice } from "./terminal.ts";

/**
 * What exploring may confirm: swallowed cancellations, waits that never end, locks held across an await, coroutines that are awaited
 * again, and what threads do to the loop.
 */
const suspicious: readonly string[] = ["AIO206", "AIO401", "AIO502", "AIO601", "AIO604"];

/** Rules whose findings a failure elsewhere confirms: it comes out where the coroutine or the loop's object is used. */
const elsewhere: Readonly<Record<string, (problem: ExploredProblem) => boolean>> = {
  AIO206: ({ message }) => message.includes("cannot reuse already awaited coroutine"),
  AIO604: ({ kind, waiting = [] }) =>
    kind === "deadlock" && waiting.some(({ awaits }) => awaits !== null && setByThreads.includes(awaits.kind)),
};
const setByThreads: readonly AwaitedThing["kind"][] = ["event", "condition", "item", "future"];

/** Rules whose findings say that the loop stands still there: no disturbance may be needed for it. */
const standsStill: readonly string[] = ["AIO502", "AIO601"];

/** Targets explored for one finding, and for all of them. */
const targetsPerFinding = 2;
const mostTargets = 20;

/** Explores a target from a directory, looking first at some lines. */
export type Explore = (
  target: string,
  workingDirectory: string,
  focus: readonly FocusedLines[],
) => Promise<Exploration>;

interface Suspicion {
  readonly diagnostic: Diagnostic;
  readonly found: RunnersOfLine | undefined;
  readonly targets: readonly string[];
}

/**
 * Checks the paths, and explores what comes to the findings that running can confirm.
 * @throws UserError when a path does not exist.
 */
export async function exploreFindings(
  parsed: ParsedArguments,
  paths: readonly string[],
  explore: Explore,
): Promise<Confirmations> {
  const progress = createProgress(isWatched());
  const project = await openProject({
    parsed,
    options: { select: suspicious },
    paths,
    isWholeProject: true,
    replacements: new Map(),
    progress,
  });
  const [missing] = project.discovery.missing;
  if (missing !== undefined) throw new UserError(describeMissing(missing));
  progress.show(say`linking`);
  const { session, settings } = project;
  const wanted = paths.map((path) => resolve(path));
  const findings = session.diagnostics(settings).filter(({ location, severity }) => {
    const isBelow = wanted.some((path) => isInside(location.path, path));
    return isBelow && severity !== "information";
  });
  progress.clear();
  const workingDirectories = new Map<string, string>();
  const suspicions = findings.map((diagnostic): Suspicion => {
    const found = session.runnersOf(diagnostic.location.path, diagnostic.location.start.line);
    const runners = found?.runners.slice(0, targetsPerFinding) ?? [];
    const targets = runners.map((runner) => {
      const { target, directory } = targetOf(runner, settings.projectRoot);
      workingDirectories.set(target, directory);
      return target;
    });
    return { diagnostic, found, targets };
  });
  return confirm(suspicions, workingDirectories, explore);
}

function targetOf(runner: Runner, projectRoot: string): { readonly target: string; readonly directory: string } {
  const { kind, path, root, moduleName, functionName } = runner;
  if (kind === "function") return { target: `${moduleName}:${functionName}`, directory: root };
  return { target: `${relative(projectRoot, path)}::${functionName.replaceAll(".", "::")}`, directory: projectRoot };
}

async function confirm(
  suspicions: readonly Suspicion[],
  workingDirectories: ReadonlyMap<string, string>,
  explore: Explore,
): Promise<Confirmations> {
  const explorations = new Map<string, Exploration>();
  const refusals = new Map<string, UserError>();
  for (const [target, directory] of [...workingDirectories].slice(0, mostTargets)) {
    try {
      explorations.set(target, await explore(target, directory, focusOf(suspicions, target)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusals.set(target, error);
      writeNotice(say`warning: ${target} was not explored: ${error.message}`);
    }
  }
  return {
    confirmations: suspicions.map((suspicion) => judge(suspicion, explorations, refusals)),
    explorations: [...explorations.values()],
  };
}

function focusOf(suspicions: readonly Suspicion[], target: string): readonly FocusedLines[] {
  return suspicions.flatMap(({ diagnostic, found, targets }) =>
    found !== undefined && targets.includes(target)
      ? [{ file: diagnostic.location.path, start: found.start, end: found.end }]
      : [],
  );
}

function judge(
  suspicion: Suspicion,
  explorations: ReadonlyMap<string, Exploration>,
  refusals: ReadonlyMap<string, UserError>,
): Confirmation {
  const { diagnostic, found, targets } = suspicion;
  const explored = targets.flatMap((target) => explorations.get(target) ?? []);
  const refused = targets.flatMap((target) => refusals.get(target)?.message ?? []);
  const run = confirmingRun(diagnostic, found, explored);
  const undisturbed = run === undefined ? undisturbedFailure(suspicion, explored, refusals) : undefined;
  const isConfirmed = run !== undefined || undisturbed !== undefined;
  return {
    diagnostic,
    functionName: found?.functionName ?? "",
    verdict: isConfirmed ? "confirmed" : explored.length > 0 ? "not confirmed" : "not explored",
    targets: explored.map(({ target }) => target),
    confirmedBy: run ?? (undisturbed && { target: undisturbed.target, id: undefined }),
    reason: undisturbed?.reason ?? refused.join("; "),
  };
}

/** A target that fails as a finding says without being disturbed, or when it runs again after its end. */
function undisturbedFailure(
  { diagnostic, found, targets }: Suspicion,
  explored: readonly Exploration[],
  refusals: ReadonlyMap<string, UserError>,
): { readonly target: string; readonly reason: string } | undefined {
  const { code } = diagnostic;
  const isSuspected = (problem: ExploredProblem): boolean => {
    if (elsewhere[code]?.(problem) === true) return true;
    const isEndless = problem.kind === "hang" || problem.kind === "deadlock";
    if (!isEndless || !standsStill.includes(code) || found === undefined) return false;
    return comesTo(placesOf(problem), diagnostic, found);
  };
  for (const target of targets) {
    const error = refusals.get(target);
    if (!(error instanceof UnsuitableTarget) || error.problem === null) continue;
    if (isSuspected(error.problem)) return { target, reason: error.message };
  }
  for (const { target, again } of explored) {
    if (again === null || elsewhere[code]?.(again) !== true) continue;
    return { target, reason: say`run once more after its end, it fails: ${again.type}: ${again.message}` };
  }
  return undefined;
}

/** The failure that shows what a finding says: in its function, or as its rule expects. */
function confirmingRun(
  diagnostic: Diagnostic,
  found: RunnersOfLine | undefined,
  explorations: readonly Exploration[],
): { readonly target: string; readonly id: string } | undefined {
  for (const { target, failures } of explorations) {
    for (const { id, problem, decisions, severity } of failures) {
      const places = [...placesOf(problem), ...decisions.map(({ place }) => place)];
      const isThere = found !== undefined && comesTo(places, diagnostic, found);
      if (severity === "failure" && (isThere || elsewhere[diagnostic.code]?.(problem) === true)) return { target, id };
    }
  }
  return undefined;
}

function placesOf({ places, waiting = [] }: ExploredProblem): readonly (ExploredPlace | null)[] {
  return [...places, ...waiting.map(({ place }) => place)];
}

/** Whether one of some places is in the function around a finding. */
function comesTo(
  places: readonly (ExploredPlace | null)[],
  { location }: Diagnostic,
  { start, end }: RunnersOfLine,
): boolean {
  return places.some((place) => place !== null && place[0] === location.path && start <= place[1] && place[1] <= end);
}
