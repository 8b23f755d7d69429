import type { Confidence, Severity } from "../diagnostics/diagnostic.ts";

/** Settings: the options of the command line and the closest configuration file, resolved. Paths are absolute. */
export interface Settings {
  /** Where the configuration was found, or the working directory: relative paths and import roots start here. */
  readonly projectRoot: string;
  /** Rule selectors (codes, prefixes of codes such as `AIO1`, kebab-case names, `ALL`) that are on. `undefined`: the defaults. */
  readonly select: readonly string[] | undefined;
  readonly extendSelect: readonly string[];
  readonly ignore: readonly string[];
  /** Glob → selectors ignored in files it matches. */
  readonly perFileIgnores: ReadonlyMap<string, readonly string[]>;
  /** Findings less confident than this are counted, not shown. */
  readonly confidence: Confidence;
  readonly minSeverity: Severity;
  /** Globs left out instead of the usual ones. `undefined`: the usual ones. */
  readonly exclude: readonly string[] | undefined;
  /** Globs left out, added to the usual ones. */
  readonly extendExclude: readonly string[];
  /** Directories or files of model stubs of the user. */
  readonly models: readonly string[];
  /** Import roots besides the detected ones (`src = ["lib"]`). */
  readonly src: readonly string[];
  /** Interpreter or environment directory, as given; `undefined`: detect. */
  readonly python: string | undefined;
  /** The oldest Python 3 that fixes must run on, by its minor version; `undefined`: what each file's project says. */
  readonly targetVersion: number | undefined;
  readonly outputFormat: OutputFormat;
  /** Whether safe fixes are applied. */
  readonly fix: boolean;
  /** Whether fixes that may change behaviour are applied with the safe ones. */
  readonly unsafeFixes: boolean;
  /** Whether the fixes applied are listed. */
  readonly showFixes: boolean;
}

export type OutputFormat = "full" | "concise" | "agent" | "json";

/** The settings of a project without any configuration, `changes` applied. */
export function defaultSettings(projectRoot: string, changes: Partial<Settings> = {}): Settings {
  return {
    projectRoot,
    select: undefined,
    extendSelect: [],
    ignore: [],
    perFileIgnores: new Map(),
    confidence: "certain",
    minSeverity: "warning",
    exclude: undefined,
    extendExclude: [],
    models: [],
    src: [],
    python: undefined,
    targetVersion: undefined,
    outputFormat: "full",
    fix: false,
    unsafeFixes: false,
    showFixes: false,
    ...changes,
  };
}
