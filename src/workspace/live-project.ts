/** A project that stays in memory between questions, and is brought up to date before each. */
import { statSync } from "node:fs";
import type { Options } from "../config/options.ts";
import type { SelectableRule } from "../config/rule-selectors.ts";
import type { Settings } from "../config/settings.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createSession, type Session } from "../session.ts";
import type { ModuleSummary } from "../summary/module-summary.ts";
import { summariseSource } from "../summary/summarise-source.ts";
import { createHost } from "./create-host.ts";
import { loadProject } from "./load-project.ts";
import { type ConfigurationChoice, findProjectFiles, type ProjectFiles, readSettings } from "./locate-project.ts";
import { unreadableFile } from "./read-source.ts";

export interface LiveProjectRequest {
  /** Real path of the directory that is read, with all below it. */
  readonly root: string;
  /** Real paths of directories that no file may be outside of, symbolic links followed. */
  readonly within: readonly string[];
  readonly configuration: ConfigurationChoice;
  readonly commandLine: Options;
  readonly workingDirectory: string;
  readonly modelsDirectory: string;
  readonly jobs: number;
  readonly rules: readonly SelectableRule[];
}

/** A project as it is on disk now. What it hands out holds until the next `refresh`. */
export interface ProjectView {
  /** Settings of the configuration, `selection` on top. */
  readonly settings: Settings;
  readonly session: Session;
  /** Absolute paths of the files that are analysed. */
  readonly files: readonly string[];
  /** Findings about files that cannot be read. */
  readonly problems: readonly Diagnostic[];
  /** `site-packages` of the environment found. */
  readonly sitePackages: readonly string[];
  /** Counts up whenever anything that answers depend on has changed. */
  readonly revision: number;
  /** Another session of the same program, for changes that nobody else shall see. */
  readonly openScratch: () => Session;
}

export interface LiveProject {
  /**
   * Reads what has changed since the last time: files, configuration, environment. `selection` are options of this
   * question alone.
   * @throws UserError for broken configuration, unknown rules, and an environment that does not exist.
   */
  readonly refresh: (selection: Options) => Promise<ProjectView>;
}

interface KnownFile {
  readonly stamp: string;
  /** Undefined for a file that cannot be read: then `problem` says why. */
  readonly summary: ModuleSummary | undefined;
  readonly problem: Diagnostic | undefined;
}

interface LiveState {
  readonly files: Map<string, KnownFile>;
  /** Files the session has read on its own, installed packages among them, with their stamps then. */
  readonly demanded: Map<string, string>;
  session: Session | undefined;
  /** What the session rests on besides the contents of the files. */
  ground: string;
  revision: number;
}

export function createLiveProject(request: LiveProjectRequest): LiveProject {
  const state: LiveState = { files: new Map(), demanded: new Map(), session: undefined, ground: "", revision: 0 };
  return {
    refresh: async (selection) => {
      const { settings } = await readSettings({
        configuration: request.configuration,
        commandLine: { ...request.commandLine, ...selection },
        defaults: {},
        paths: [request.root],
        workingDirectory: request.workingDirectory,
        rules: request.rules,
      });
      const found = findProjectFiles({ settings, paths: [request.root], given: [], within: request.within });
      const changed = await readChanged(state, found.discovery.files, request.jobs);
      const openFresh = (): Session => openSession(state, request, settings, found);
      return { settings, ...bringUpToDate(state, settings, found, changed, openFresh), openScratch: openFresh };
    },
  };
}

function bringUpToDate(
  state: LiveState,
  settings: Settings,
  found: ProjectFiles,
  changed: readonly string[],
  openFresh: () => Session,
): Omit<ProjectView, "settings" | "openScratch"> {
  const sitePackages = found.environment?.sitePackages ?? [];
  const ground = describeGround(settings, found, sitePackages);
  const isGroundKept = ground === state.ground && areAsRead(state.demanded);
  if (state.session === undefined || !isGroundKept) {
    state.demanded.clear();
    state.session = openFresh();
    state.ground = ground;
    state.revision++;
  } else if (changed.length > 0) {
    for (const path of changed) {
      const summary = state.files.get(path)?.summary;
      if (summary === undefined) state.session.closeFile(path);
      else state.session.openSummary(path, summary);
    }
    state.revision++;
  }
  const problems = [...state.files.values()].flatMap(({ problem }) => problem ?? []);
  for (const { path, reason } of found.discovery.unreadable) problems.push(unreadableFile(path, reason));
  const { session, revision } = state;
  return { session, files: found.discovery.files, problems, sitePackages, revision };
}

/** Reads the files that are new or others than before, and forgets those that are gone. Returns the paths read. */
async function readChanged(state: LiveState, files: readonly string[], jobs: number): Promise<readonly string[]> {
  const present = new Set(files);
  for (const path of state.files.keys()) if (!present.has(path)) state.files.delete(path);
  // A stamp is taken before its file is read: a change in between is noticed the next time.
  const stamps = new Map(files.map((path) => [path, stampOf(path)]));
  const changed = files.filter((path) => state.files.get(path)?.stamp !== stamps.get(path));
  const keep = (path: string, summary: ModuleSummary | undefined, problem: Diagnostic | undefined): void => {
    state.files.set(path, { stamp: stamps.get(path) ?? "", summary, problem });
  };
  const problems = await loadProject({
    session: {
      openFile: (path, bytes) => keep(path, summariseSource(path, bytes), undefined),
      openSummary: (path, summary) => keep(path, summary, undefined),
    },
    files: changed,
    replacements: new Map(),
    jobs,
    onProgress: () => undefined,
  });
  for (const problem of problems) keep(problem.location.path, undefined, problem);
  return changed;
}

function openSession(
  state: LiveState,
  { modelsDirectory }: LiveProjectRequest,
  { models, targetVersion }: Settings,
  { roots, environment }: ProjectFiles,
): Session {
  const host = createHost({
    roots,
    sitePackages: environment?.sitePackages ?? [],
    replacements: new Map(),
    modelsDirectory,
    models,
    targetVersion,
    isWholeProject: true,
    onRead: (path) => {
      if (!state.files.has(path) && !state.demanded.has(path)) state.demanded.set(path, stampOf(path));
    },
  });
  const session = createSession(host);
  for (const [path, { summary }] of state.files) if (summary !== undefined) session.openSummary(path, summary);
  return session;
}

/** Directories of packages change when something is installed. */
function describeGround(settings: Settings, found: ProjectFiles, sitePackages: readonly string[]): string {
  const packages = sitePackages.map((directory) => [directory, stampOf(directory)]);
  const models = settings.models.map((path) => [path, stampOf(path)]);
  return JSON.stringify([
    settings.projectRoot,
    settings.targetVersion,
    found.roots,
    packages,
    models,
    found.discovery.files,
  ]);
}

function areAsRead(demanded: ReadonlyMap<string, string>): boolean {
  for (const [path, stamp] of demanded) if (stampOf(path) !== stamp) return false;
  return true;
}

/** What changes when a file or directory does; "" where there is none. */
function stampOf(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? "" : `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
  } catch {
    return "";
  }
}
