import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import type { Options } from "../config/options.ts";
import { resolveSettings } from "../config/resolve-settings.ts";
import { checkSelectors } from "../config/rule-selectors.ts";
import type { Settings } from "../config/settings.ts";
import { UserError } from "../config/user-error.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { rules } from "../rules/registry.ts";
import { createSession, type Session } from "../session.ts";
import { createHost } from "../workspace/create-host.ts";
import { discoverFiles, type Discovery } from "../workspace/discover.ts";
import { findEnvironment } from "../workspace/environment.ts";
import {
  type Configuration,
  findConfiguration,
  findMarkedRoot,
  readConfigurationFile,
} from "../workspace/find-configuration.ts";
import { findImportRoots } from "../workspace/import-roots.ts";
import { loadProject } from "../workspace/load-project.ts";
import { commonDirectory, isInside, relativePath } from "../workspace/path-relations.ts";
import { unreadableFile } from "../workspace/read-source.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import type { Progress } from "./progress.ts";
import { modelsDirectory } from "./shipped-files.ts";
import { createStopwatch, type Stopwatch } from "./stopwatch.ts";

/** More threads than this wait for each other more than they help. */
const mostJobsByDefault = 8;

export interface ProjectRequest {
  readonly parsed: ParsedArguments;
  /** What the command line says, as options. */
  readonly options: Options;
  /** As given; relative ones start at the working directory. */
  readonly paths: readonly string[];
  /** Whether to read the whole project the paths are in, besides them. */
  readonly isWholeProject: boolean;
  /** Contents that stand for files on disk, by absolute path. */
  readonly replacements: ReadonlyMap<string, Uint8Array>;
  readonly progress: Progress;
}

/** A project read into a session. */
export interface OpenProject {
  readonly session: Session;
  readonly settings: Settings;
  readonly discovery: Discovery;
  /** Findings about files that could not be read. */
  readonly problems: readonly Diagnostic[];
  readonly stopwatch: Stopwatch;
  /** `site-packages` of the environment found. */
  readonly sitePackages: readonly string[];
}

/**
 * Finds the configuration, the files and the environment, and opens every file in a new session.
 * @throws UserError for broken configuration, unknown rules, and an environment that does not exist.
 */
export async function openProject(request: ProjectRequest): Promise<OpenProject> {
  const { parsed, progress, replacements } = request;
  const workingDirectory = process.cwd();
  const stopwatch = createStopwatch(parsed.hasFlag("verbose"));
  const paths = request.paths.map((path) => resolve(workingDirectory, path));
  const jobs = readJobs(parsed);
  const settings = await readSettings(request, [...paths, ...replacements.keys()], workingDirectory, stopwatch);
  const environment = findEnvironment({
    projectRoot: settings.projectRoot,
    python: settings.python,
    variables: process.env,
  });
  stopwatch.note("environment", environment ? `${environment.prefix} (${environment.foundBy})` : "none found");
  for (const directory of environment?.sitePackages ?? []) stopwatch.note("packages", directory);
  stopwatch.lap("configuration and environment");
  const discovery = discoverFiles({
    paths: request.isWholeProject ? [settings.projectRoot, ...paths] : paths,
    projectRoot: settings.projectRoot,
    exclude: settings.exclude,
    extendExclude: settings.extendExclude,
  });
  const files = [...new Set([...discovery.files, ...replacements.keys()])].sort();
  const roots = findImportRoots(settings.projectRoot, settings.src, files);
  for (const root of roots) stopwatch.note("import root", root);
  stopwatch.lap(`${files.length} files discovered`);
  const session = createSession(
    createHost({
      roots,
      sitePackages: environment?.sitePackages ?? [],
      replacements,
      modelsDirectory,
      models: settings.models,
      isWholeProject: request.isWholeProject || paths.some((path) => isInside(settings.projectRoot, path)),
    }),
  );
  const onProgress = (done: number): void => progress.show("reading", done, files.length);
  const problems = await loadProject({ session, files, replacements, jobs, onProgress });
  for (const { path, reason } of discovery.unreadable) problems.push(unreadableFile(path, reason));
  stopwatch.lap("files read and summarised");
  const sitePackages = environment?.sitePackages ?? [];
  return { session, settings, discovery: { ...discovery, files }, problems, stopwatch, sitePackages };
}

/** The file at a path given on the command line does not exist: the rest is analysed all the same. */
export function describeMissing(path: string): string {
  return `error: no such file or directory: ${relativePath(process.cwd(), path)}`;
}

async function readSettings(
  request: ProjectRequest,
  paths: readonly string[],
  workingDirectory: string,
  stopwatch: Stopwatch,
): Promise<Settings> {
  const { parsed } = request;
  const start = commonDirectory(paths, workingDirectory);
  const { file, overrides } = await readConfigurations(parsed, start, workingDirectory);
  const markedRoot = isInside(start, workingDirectory) ? workingDirectory : start;
  const projectRoot = file === undefined ? (findMarkedRoot(start) ?? markedRoot) : dirname(file.path);
  const settings = resolveSettings({
    commandLine: { ...request.options, ...readProjectOptions(parsed) },
    overrides,
    file: file?.options ?? {},
    fileDirectory: projectRoot,
    projectRoot,
    workingDirectory,
  });
  checkSelectors(settings, rules);
  checkModels(settings);
  stopwatch.note("configuration", file?.path ?? "none found");
  stopwatch.note("project root", projectRoot);
  return settings;
}

/** @throws UserError for a model that does not exist: without it, findings would be missing in silence. */
function checkModels({ models, projectRoot }: Settings): void {
  const missing = models.find((model) => !exists(model));
  if (missing === undefined) return;
  throw new UserError(`\`models\`: no such file or directory: ${relativePath(projectRoot, missing)}`);
}

function readProjectOptions(parsed: ParsedArguments): Options {
  const options: Options = {};
  const exclude = parsed.valuesOf("exclude");
  const extendExclude = parsed.valuesOf("extend-exclude");
  const python = parsed.valueOf("python");
  if (exclude !== undefined) options.exclude = exclude;
  if (extendExclude !== undefined) options.extendExclude = extendExclude;
  if (python !== undefined) options.python = python;
  return options;
}

interface ReadConfigurations {
  readonly file: Configuration | undefined;
  readonly overrides: readonly Options[];
}

async function readConfigurations(
  parsed: ParsedArguments,
  start: string,
  workingDirectory: string,
): Promise<ReadConfigurations> {
  const overrides: Options[] = [];
  let file: Configuration | undefined;
  for (const value of parsed.valuesOf("config") ?? []) {
    if (value.includes("=") && !exists(resolve(value))) {
      const { readInlineOption } = await import("../config/read-configuration.ts");
      overrides.push(readInlineOption(value));
    } else if (parsed.hasFlag("isolated")) {
      throw new UserError("`--config PATH` cannot be used with `--isolated`");
    } else {
      file = await readConfigurationFile(resolve(value), workingDirectory);
    }
  }
  if (file === undefined && !parsed.hasFlag("isolated")) file = await findConfiguration(start, workingDirectory);
  return { file, overrides };
}

function readJobs(parsed: ParsedArguments): number {
  const given = parsed.valueOf("jobs");
  // Collecting garbage and compiling hot functions keep one core busy already.
  if (given === undefined) return Math.min(mostJobsByDefault, Math.max(1, availableParallelism() - 1));
  const jobs = Number(given);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs;
  throw new UserError(`\`--jobs\` must be a whole number from 1 to 256, not \`${given}\``);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
