/** The programs the tools ask, kept in memory: one for each root. */
import { filterDiagnostics, type FilteredDiagnostics } from "../diagnostics/filter-diagnostics.ts";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Options } from "../config/options.ts";
import type { Survey } from "../diagnostics/survey.ts";
import { rules } from "../rules/registry.ts";
import { confinePath, type Confinement } from "../workspace/confine-path.ts";
import { createLiveProject, type LiveProject, type ProjectView } from "../workspace/live-project.ts";
import type { ConfigurationChoice } from "../workspace/locate-project.ts";
import { isInside } from "../workspace/path-relations.ts";
import type { WriteLock } from "./write-lock.ts";

/** What the server was started with. It can be sent to a thread. */
export interface ServerOptions {
  readonly confinement: Confinement;
  readonly configuration: ConfigurationChoice;
  readonly options: Options;
  readonly jobs: number;
  readonly modelsDirectory: string;
  readonly rulePagesDirectory: string;
  /** Of the agent that goes into Python processes. */
  readonly agentDirectory: string;
}

/** One root's program as it is now. */
export interface Program extends ProjectView {
  readonly root: string;
  /** Findings in order of report, suppressed ones left out, others of every severity and confidence. */
  readonly findings: () => readonly Diagnostic[];
  readonly survey: () => Survey;
}

export interface Engine {
  readonly options: ServerOptions;
  readonly lock: WriteLock;
  /** Every root's program, brought up to date. `selection` says which rules are asked, and how sure and severe a finding must be. */
  readonly programs: (selection?: Options) => Promise<readonly Program[]>;
}

/** A finding, and the program it is of. */
export interface Found {
  readonly program: Program;
  readonly diagnostic: Diagnostic;
}

interface Kept {
  readonly root: string;
  readonly project: LiveProject;
  /** Findings of the revision, by the rules that were asked. */
  readonly findings: Map<string, readonly Diagnostic[]>;
  survey: Survey | undefined;
  revision: number;
}

export function createEngine(options: ServerOptions, lock: WriteLock): Engine {
  const kept = options.confinement.roots.map((root): Kept => {
    const project = createLiveProject({
      root,
      within: options.confinement.roots,
      configuration: options.configuration,
      commandLine: options.options,
      workingDirectory: options.confinement.base,
      modelsDirectory: options.modelsDirectory,
      jobs: options.jobs,
      rules,
    });
    return { root, project, findings: new Map(), survey: undefined, revision: 0 };
  });
  return {
    options,
    lock,
    programs: async (selection = {}) => {
      const programs: Program[] = [];
      for (const item of kept) programs.push(openProgram(item, await item.project.refresh(selection)));
      return programs;
    },
  };
}

function openProgram(kept: Kept, view: ProjectView): Program {
  if (kept.revision !== view.revision) {
    kept.findings.clear();
    kept.survey = undefined;
  }
  kept.revision = view.revision;
  const { select, extendSelect, ignore, perFileIgnores } = view.settings;
  const key = JSON.stringify([select, extendSelect, ignore, [...perFileIgnores]]);
  return {
    ...view,
    root: kept.root,
    findings: () => {
      let found = kept.findings.get(key);
      if (found === undefined) {
        found = [...view.session.diagnostics(view.settings), ...view.problems].toSorted(compareDiagnostics);
        kept.findings.set(key, found);
      }
      return found;
    },
    survey: () => (kept.survey ??= view.session.survey(kept.root)),
  };
}

/** The findings in some files that a person would be shown, and counts of the others. */
export function shownFindings(
  { findings, settings }: Program,
  isWanted: (path: string) => boolean = () => true,
): FilteredDiagnostics {
  const wanted = findings().filter(({ location }) => isWanted(location.path));
  return filterDiagnostics(wanted, settings.minSeverity, settings.confidence);
}

/**
 * Whether a file is at or below one of the paths; any file when there are none.
 * @throws UserError for a path that does not exist or is outside of the roots.
 */
export function pathTest(paths: readonly string[] | undefined, { options }: Engine): (path: string) => boolean {
  if (paths === undefined || paths.length === 0) return () => true;
  const wanted = paths.map((path) => confinePath(path, options.confinement));
  return (path) => wanted.some((directory) => isInside(path, directory));
}

/** Turns every rule on, and hides nothing: findings keep their ids whatever the settings are. */
export const everything: Options = {
  select: rules.map(({ code }) => code),
  confidence: "likely",
  minSeverity: "information",
};
