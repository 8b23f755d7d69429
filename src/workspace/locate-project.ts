/** What a project is on disk: its settings, its environment, its files. */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Options } from "../config/options.ts";
import { resolveSettings } from "../config/resolve-settings.ts";
import { checkSelectors, type SelectableRule } from "../config/rule-selectors.ts";
import type { Settings } from "../config/settings.ts";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { discoverFiles, type Discovery } from "./discover.ts";
import { findEnvironment, type PythonEnvironment } from "./environment.ts";
import { type Configuration, findConfiguration, findMarkedRoot, readConfigurationFile } from "./find-configuration.ts";
import { findImportRoots } from "./import-roots.ts";
import { commonDirectory, isInside, relativePath } from "./path-relations.ts";

/** Which configuration file counts, and what is set besides. */
export interface ConfigurationChoice {
  /** Absolute path of the file to read instead of the closest. */
  readonly path: string | undefined;
  /** Whether no file is read. */
  readonly isIsolated: boolean;
  /** `--config KEY=VALUE`, in the order given. */
  readonly overrides: readonly Options[];
}

export interface SettingsRequest {
  readonly configuration: ConfigurationChoice;
  readonly commandLine: Options;
  /** What holds where nothing else says anything. */
  readonly defaults: Options;
  /** What is analysed: the closest configuration to all of them counts. */
  readonly paths: readonly string[];
  readonly workingDirectory: string;
  /** What selectors must name. */
  readonly rules: readonly SelectableRule[];
}

export interface FoundSettings {
  readonly settings: Settings;
  /** Undefined where there is none. */
  readonly configurationPath: string | undefined;
}

/** @throws UserError for broken configuration, unknown rules, and models that do not exist. */
export async function readSettings(request: SettingsRequest): Promise<FoundSettings> {
  const { configuration, commandLine, defaults, paths, workingDirectory } = request;
  const start = commonDirectory(paths, workingDirectory);
  const file = await chooseConfiguration(configuration, start, workingDirectory);
  const markedRoot = isInside(start, workingDirectory) ? workingDirectory : start;
  const projectRoot = file === undefined ? (findMarkedRoot(start) ?? markedRoot) : dirname(file.path);
  const settings = resolveSettings({
    commandLine,
    overrides: configuration.overrides,
    file: file?.options ?? {},
    defaults,
    fileDirectory: projectRoot,
    projectRoot,
    workingDirectory,
  });
  checkSelectors(settings, request.rules);
  checkModels(settings);
  return { settings, configurationPath: file?.path };
}

async function chooseConfiguration(
  { path, isIsolated }: ConfigurationChoice,
  start: string,
  workingDirectory: string,
): Promise<Configuration | undefined> {
  if (path !== undefined) return readConfigurationFile(path, workingDirectory);
  return isIsolated ? undefined : findConfiguration(start, workingDirectory);
}

/** @throws UserError for a model that does not exist: without it, findings would be missing in silence. */
function checkModels({ models, projectRoot }: Settings): void {
  const missing = models.find((model) => statSync(model, { throwIfNoEntry: false }) === undefined);
  if (missing === undefined) return;
  throw new UserError(say`\`models\`: no such file or directory: ${relativePath(projectRoot, missing)}`);
}

/** What is walked, besides what the settings say. */
export interface FilesRequest {
  readonly settings: Settings;
  readonly paths: readonly string[];
  /** Files that are there in any case: they are handed over with their contents. */
  readonly given: Iterable<string>;
  /** Real paths of directories that no file may be outside of, symbolic links followed. */
  readonly within?: readonly string[];
}

/** The files of a project, and where its imports lead. */
export interface ProjectFiles {
  readonly environment: PythonEnvironment | undefined;
  /** With every file to analyse, sorted. */
  readonly discovery: Discovery;
  /** Import roots of the user's code, most specific first. */
  readonly roots: readonly string[];
}

/** @throws UserError for an environment that does not exist. */
export function findProjectFiles({ settings, paths, given, within }: FilesRequest): ProjectFiles {
  const { projectRoot, python, exclude, extendExclude, src } = settings;
  const environment = findEnvironment({ projectRoot, python, variables: process.env });
  const discovery = discoverFiles({ paths, projectRoot, exclude, extendExclude, within });
  const files = [...new Set([...discovery.files, ...given])].sort();
  return { environment, discovery: { ...discovery, files }, roots: findImportRoots(projectRoot, src, files) };
}
