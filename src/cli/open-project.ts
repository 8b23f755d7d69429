import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Options } from "../config/options.ts";
import type { Settings } from "../config/settings.ts";
import { UserError } from "../config/user-error.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { say } from "../language/say.ts";
import { rules } from "../rules/registry.ts";
import { createSession, type Session } from "../session.ts";
import { createHost } from "../workspace/create-host.ts";
import type { Discovery } from "../workspace/discover.ts";
import { loadProject } from "../workspace/load-project.ts";
import { type ConfigurationChoice, findProjectFiles, readSettings } from "../workspace/locate-project.ts";
import { isInside, relativePath } from "../workspace/path-relations.ts";
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
  /** What holds where neither the command line nor the configuration says anything. */
  readonly defaults?: Options;
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
  const { settings, configurationPath } = await readSettings({
    configuration: await readConfigurationChoice(parsed),
    commandLine: { ...request.options, ...readProjectOptions(parsed) },
    defaults: request.defaults ?? {},
    paths: [...paths, ...replacements.keys()],
    workingDirectory,
    rules,
  });
  stopwatch.note(say`configuration`, configurationPath ?? say`none found`);
  stopwatch.note(say`project root`, settings.projectRoot);
  const { environment, discovery, roots } = findProjectFiles({
    settings,
    paths: request.isWholeProject ? [settings.projectRoot, ...paths] : paths,
    given: replacements.keys(),
  });
  stopwatch.note(say`environment`, environment ? `${environment.prefix} (${environment.foundBy})` : say`none found`);
  const sitePackages = environment?.sitePackages ?? [];
  for (const directory of sitePackages) stopwatch.note(say`packages`, directory);
  for (const root of roots) stopwatch.note(say`import root`, root);
  const { files } = discovery;
  stopwatch.lap(say`configuration read, ${files.length} files discovered`);
  const session = createSession(
    createHost({
      roots,
      sitePackages,
      replacements,
      modelsDirectory,
      models: settings.models,
      targetVersion: settings.targetVersion,
      isWholeProject: request.isWholeProject || paths.some((path) => isInside(settings.projectRoot, path)),
    }),
  );
  const onProgress = (done: number): void => progress.show(say`reading`, done, files.length);
  const problems = await loadProject({ session, files, replacements, jobs, onProgress });
  for (const { path, reason } of discovery.unreadable) problems.push(unreadableFile(path, reason));
  stopwatch.lap(say`files read and summarised`);
  return { session, settings, discovery, problems, stopwatch, sitePackages };
}

/** Says that a path given on the command line does not exist. */
export function describeMissing(path: string): string {
  return say`no such file or directory: ${relativePath(process.cwd(), path)}`;
}

/** What the options of `projectOptions` say, as options. */
export function readProjectOptions(parsed: ParsedArguments): Options {
  const options: Options = {};
  const exclude = parsed.valuesOf("exclude");
  const extendExclude = parsed.valuesOf("extend-exclude");
  const python = parsed.valueOf("python");
  if (exclude !== undefined) options.exclude = exclude;
  if (extendExclude !== undefined) options.extendExclude = extendExclude;
  if (python !== undefined) options.python = python;
  return options;
}

/** What `--config` and `--isolated` say. @throws UserError for options that do not exist or contradict each other. */
export async function readConfigurationChoice(parsed: ParsedArguments): Promise<ConfigurationChoice> {
  const overrides: Options[] = [];
  const isIsolated = parsed.hasFlag("isolated");
  let path: string | undefined;
  for (const value of parsed.valuesOf("config") ?? []) {
    if (value.includes("=") && !exists(resolve(value))) {
      const { readInlineOption } = await import("../config/read-configuration.ts");
      overrides.push(readInlineOption(value));
    } else if (isIsolated) {
      throw new UserError(say`\`--config PATH\` cannot be used with \`--isolated\``);
    } else {
      path = resolve(value);
    }
  }
  return { path, isIsolated, overrides };
}

/** The threads `--jobs` asks for. @throws UserError when it is no number of threads. */
export function readJobs(parsed: ParsedArguments): number {
  const given = parsed.valueOf("jobs");
  // Collecting garbage and compiling hot functions keep one core busy already.
  if (given === undefined) return Math.min(mostJobsByDefault, Math.max(1, availableParallelism() - 1));
  const jobs = Number(given);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs;
  throw new UserError(say`\`--jobs\` must be a whole number from 1 to 256, not \`${given}\``);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
