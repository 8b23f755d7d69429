import { isAbsolute, resolve } from "node:path";
import type { Options } from "./options.ts";
import { defaultSettings, type Settings } from "./settings.ts";

/** Where options were written, strongest first. */
export interface OptionSources {
  readonly commandLine: Options;
  /** `--config KEY=VALUE`, in the order given. */
  readonly overrides: readonly Options[];
  /** The configuration file's. */
  readonly file: Options;
  /** What holds where none of them says anything. */
  readonly defaults?: Options;
  /** The directory of the configuration file: its relative paths start here. */
  readonly fileDirectory: string;
  readonly projectRoot: string;
  readonly workingDirectory: string;
}

/**
 * Resolves what was written into settings. A stronger source's value replaces a weaker one's, except that lists which
 * add (`ignore`, `extend-…`, `models`, `src`) are joined; a stronger `select` discards weaker `ignore` and `extend-select`.
 */
export function resolveSettings(sources: OptionSources): Settings {
  const { commandLine, overrides, file, defaults = {}, fileDirectory, workingDirectory } = sources;
  const layers: Layer[] = [
    { options: defaults, directory: workingDirectory },
    { options: file, directory: fileDirectory },
    ...overrides.map((options) => ({ options, directory: workingDirectory })),
    { options: commandLine, directory: workingDirectory },
  ];
  return layers.reduce(applyLayer, defaultSettings(sources.projectRoot));
}

interface Layer {
  readonly options: Options;
  readonly directory: string;
}

function applyLayer(settings: Settings, { options, directory }: Layer): Settings {
  const startsOver = options.select !== undefined;
  const absolute = (path: string): string => resolve(directory, path);
  return {
    projectRoot: settings.projectRoot,
    select: options.select ?? settings.select,
    extendSelect: [...(startsOver ? [] : settings.extendSelect), ...(options.extendSelect ?? [])],
    ignore: [...(startsOver ? [] : settings.ignore), ...(options.ignore ?? [])],
    perFileIgnores: new Map([...settings.perFileIgnores, ...(options.perFileIgnores ?? [])]),
    confidence: options.confidence ?? settings.confidence,
    minSeverity: options.minSeverity ?? settings.minSeverity,
    exclude: options.exclude ?? settings.exclude,
    extendExclude: [...settings.extendExclude, ...(options.extendExclude ?? [])],
    models: [...settings.models, ...(options.models ?? []).map(absolute)],
    src: [...settings.src, ...(options.src ?? []).map(absolute)],
    python: options.python === undefined ? settings.python : absoluteInterpreter(options.python, directory),
    targetVersion: options.targetVersion ?? settings.targetVersion,
    outputFormat: options.outputFormat ?? settings.outputFormat,
    fix: options.fix ?? settings.fix,
    unsafeFixes: options.unsafeFixes ?? settings.unsafeFixes,
    showFixes: options.showFixes ?? settings.showFixes,
  };
}

/** A bare command (`python3.12`) is looked up on `PATH` later; anything else is a path. */
function absoluteInterpreter(python: string, directory: string): string {
  const isCommand = /^(?:python|pypy)\d*(?:\.\d+)*$/.test(python);
  return isCommand || isAbsolute(python) ? python : resolve(directory, python);
}
