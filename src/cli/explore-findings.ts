import { relative, resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import type { Confirmation, Confirmations } from "../diagnostics/confirmation.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Exploration, ExploredFailure } from "../diagnostics/exploration.ts";
import { say } from "../language/say.ts";
import type { Runner, RunnersOfLine } from "../program/runners.ts";
import type { FocusedLines } from "../runtime/explore.ts";
import { isInside } from "../workspace/path-relations.ts";
import { describeMissing, openProject } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress, isWatched } from "./progress.ts";
import { writeNotice } from "./terminal.ts";

/** What exploring may confirm: swallowed cancellations, deadlocks, locks held across an await. */
const suspicious: readonly string[] = ["AIO401", "AIO502", "AIO6"];

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
  const refusals = new Map<string, string>();
  for (const [target, directory] of [...workingDirectories].slice(0, mostTargets)) {
    try {
      explorations.set(target, await explore(target, directory, focusOf(suspicions, target)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusals.set(target, error.message);
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
  { diagnostic, found, targets }: Suspicion,
  explorations: ReadonlyMap<string, Exploration>,
  refusals: ReadonlyMap<string, string>,
): Confirmation {
  const explored = targets.flatMap((target) => explorations.get(target) ?? []);
  const failures = explored.flatMap(({ target, failures: all }) => all.map((failure) => ({ target, failure })));
  const by = found && failures.find(({ failure }) => touches(failure, diagnostic.location.path, found));
  const reason = targets.flatMap((target) => refusals.get(target) ?? []).join("; ");
  return {
    diagnostic,
    functionName: found?.functionName ?? "",
    verdict: by !== undefined ? "confirmed" : explored.length > 0 ? "not confirmed" : "not explored",
    targets: explored.map(({ target }) => target),
    confirmedBy: by && { target: by.target, id: by.failure.id },
    reason,
  };
}

/** Whether what broke, or what broke it, is in a function. */
function touches(failure: ExploredFailure, path: string, { start, end }: RunnersOfLine): boolean {
  const { problem, decisions, severity } = failure;
  const places = [
    ...problem.places,
    ...(problem.waiting ?? []).map(({ place }) => place),
    ...decisions.map(({ place }) => place),
  ];
  return (
    severity === "failure" &&
    places.some((place) => place !== null && place[0] === path && start <= place[1] && place[1] <= end)
  );
}
