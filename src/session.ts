/**
 * The one façade over the engine for every front end: command line, editor, agents, playground.
 * It imports nothing from `node:`: files arrive through `SessionHost`.
 */
import { compilePerFileIgnores } from "./config/per-file-ignores.ts";
import { isRuleOn } from "./config/rule-selectors.ts";
import type { Settings } from "./config/settings.ts";
import { compareDiagnostics } from "./diagnostics/diagnostic.ts";
import { filterDiagnostics } from "./diagnostics/filter-diagnostics.ts";
import type { Fix } from "./diagnostics/fix.ts";
import type { ShownFix } from "./diagnostics/shown-fix.ts";
import type { Diagnostic, TraceHop } from "./diagnostics/diagnostic.ts";
import { hashText } from "./diagnostics/hash-text.ts";
import type { Survey } from "./diagnostics/survey.ts";
import { fixAll, type FixOptions, type FixOutcome, type FixTarget } from "./fixes/fix-all.ts";
import { openSourceFile, type SourceFile } from "./fixes/source-file.ts";
import { withoutUnusedImports } from "./fixes/unused-imports.ts";
import { writeFixes } from "./fixes/write-fixes.ts";
import { say } from "./language/say.ts";
import { describeName } from "./program/describe.ts";
import { createModuleTable } from "./program/module-table.ts";
import { mayDropImport } from "./program/taken-names.ts";
import { pathsToLoop } from "./program/paths-to-loop.ts";
import { linkProgram } from "./program/program.ts";
import type { Program } from "./program/program.ts";
import { runnersOf, type RunnersOfLine } from "./program/runners.ts";
import { surveyProgram } from "./program/survey.ts";
import { rules } from "./rules/registry.ts";
import { silencesLeaf, suppressedBy } from "./rules/suppressed-by.ts";
import { positionOf } from "./summary/module-summary.ts";
import type { ModuleSummary } from "./summary/module-summary.ts";
import type { NotableNames } from "./summary/notable-names.ts";
import { summariseSource } from "./summary/summarise-source.ts";

/** How the session reads what it was not handed: installed packages, on demand. All paths are absolute. */
export interface SessionHost {
  /** The file's bytes, or undefined when there is no such file. Must not throw. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** Whether a directory exists (namespace packages). */
  readonly isDirectory: (path: string) => boolean;
  /** What can be imported from a directory: its directories, and its `.py` and `.pyi` files, without the ending. */
  readonly importableIn: (directory: string) => ReadonlySet<string>;
  /** The user's own stub of a module; undefined when the user has none. It may also speak of modules of the project. */
  readonly loadStub: ((moduleName: string) => ModuleSummary | undefined) | undefined;
  /** What calls of the models' functions are worth looking at anywhere. */
  readonly notableNames: () => NotableNames;
  /** The compiled model of a module (`requests`, `os.path`), or undefined. */
  readonly loadModel: (moduleName: string) => ModuleSummary | undefined;
  /** The oldest Python 3 that a file must run on, by its minor version: 11 for 3.11. Undefined when nobody says. */
  readonly minimumPythonOf: (path: string) => number | undefined;
  /** Import roots of the user's code, most specific first: project root, `src`, configured ones. */
  readonly roots: readonly string[];
  /** `site-packages` directories of the chosen environment. */
  readonly sitePackages: readonly string[];
  /** Whether every file of the project is opened: only then are all callers of a function known. */
  readonly isWholeProject: boolean;
}

/** A model, or any callable the program knows, as `uncoil models` shows it. */
export interface CallableDescription {
  /** Dotted name asked for. */
  readonly name: string;
  /** `model`, `installed` or `project`. */
  readonly origin: "model" | "installed" | "project";
  /** Where it is defined, `path:line`. */
  readonly definedAt: string;
  readonly signature: string;
  /** Sentences: `blocks the event loop (network)`, `use httpx.AsyncClient.get instead`… */
  readonly facts: readonly string[];
  /** Names of members, when it is a module or class. */
  readonly members: readonly string[];
}

/** One way by which a line reaches the event loop: from the loop function down to the line. */
export interface LoopPath {
  readonly confidence: "certain" | "likely";
  readonly hops: readonly TraceHop[];
}

export interface Session {
  /** Adds or replaces a file from its bytes; returns after summarising it. */
  readonly openFile: (path: string, bytes: Uint8Array) => void;
  /** Adds or replaces a file whose summary was made elsewhere (a worker, a cache). */
  readonly openSummary: (path: string, summary: ModuleSummary) => void;
  readonly closeFile: (path: string) => void;
  /** Findings of every open file, in order of report, suppressions applied, severities and confidences not filtered. */
  readonly diagnostics: (settings: Settings) => Diagnostic[];
  /**
   * The fixes of a finding of the last `diagnostics`, the best first. The file is read and parsed again for the first finding
   * in it that can be mended.
   */
  readonly fixesOf: (diagnostic: Diagnostic) => readonly ShownFix[];
  /** Applies the fixes of the findings that the settings show, in memory. `changed` are files that are others by now than when they were opened. */
  readonly fixAll: (settings: Settings, options: FixOptions) => FixOutcome & { readonly changed: readonly string[] };
  /** Every path by which the given 1-based line runs on the loop. */
  readonly pathsToLoop: (path: string, line: number) => LoopPath[];
  /** What can be run by itself and comes to the function around a 1-based line; undefined when there is no function. */
  readonly runnersOf: (path: string, line: number) => RunnersOfLine | undefined;
  /** What the open files are: libraries, entry points, contexts, I/O. Parts are named by their paths below `root`. */
  readonly survey: (root: string) => Survey;
  /** What is known of a dotted name; undefined when nothing is. */
  readonly describe: (name: string) => CallableDescription | undefined;
}

/** What fixes ask of the program besides its findings. */
type FixedFiles = Omit<FixTarget, "diagnose">;

/** A session with no file open. Everything it knows of the outside comes through `host`. */
export function createSession(host: SessionHost): Session {
  const open = new Map<string, ModuleSummary>();
  const demanded = new Map<string, ModuleSummary | null>();
  let linked: Program | undefined;
  const program = (): Program => {
    if (linked === undefined) {
      // Files arrive in the order threads finish them; what is found must not depend on it.
      const ordered = new Map([...open].toSorted(([left], [right]) => (left < right ? -1 : 1)));
      linked = linkProgram(createModuleTable(host, ordered, demanded), (leaf) => silencesLeaf(leaf, rules));
    }
    return linked;
  };
  const openSummary = (path: string, summary: ModuleSummary): void => {
    open.set(path, summary);
    sources.delete(path);
    replaced.delete(path);
    linked = undefined;
  };
  const replaced = new Map<string, Uint8Array>();
  const read = (path: string): Uint8Array | undefined => replaced.get(path) ?? host.readFile(path);
  const replace = (path: string, bytes: Uint8Array): void => {
    openSummary(path, summariseSource(path, bytes));
    replaced.set(path, bytes);
  };
  const sources = new Map<string, SourceFile | undefined>();
  const files: FixedFiles = {
    read,
    replace,
    minimumPythonOf: host.minimumPythonOf,
    mayDropImport: (path, target, name) => mayDropImport(program(), path, target, name),
  };
  const fixesOf = createFixWriter(open, sources, files);
  return {
    openFile: (path, bytes) => openSummary(path, summariseSource(path, bytes)),
    openSummary,
    closeFile: (path) => {
      open.delete(path);
      sources.delete(path);
      replaced.delete(path);
      linked = undefined;
    },
    diagnostics: (settings) => diagnosticsOf(program(), open, settings),
    fixesOf,
    fixAll: (settings, options) => {
      const diagnose = (): readonly Diagnostic[] =>
        filterDiagnostics(diagnosticsOf(program(), open, settings), settings.minSeverity, settings.confidence).shown;
      const isAsOpened = (path: string): boolean => replaced.has(path) || isSummaryOf(open.get(path), read(path));
      return fixWhatIsAsOpened({ ...files, diagnose }, options, isAsOpened);
    },
    pathsToLoop: (path, line) => pathsToLoop(program(), path, line),
    runnersOf: (path, line) => runnersOf(program(), path, line),
    survey: (root) => surveyProgram(program(), root),
    describe: (name) => describeName(program(), name),
  };
}

/** Fixes that can be written for a finding, each finding's once; files are read and parsed when the first of them needs it. */
function createFixWriter(
  open: ReadonlyMap<string, ModuleSummary>,
  sources: Map<string, SourceFile | undefined>,
  { read, minimumPythonOf, mayDropImport: mayDrop }: FixedFiles,
): (diagnostic: Diagnostic) => readonly ShownFix[] {
  const known = new WeakMap<Diagnostic, readonly ShownFix[]>();
  const sourceFile = (path: string): SourceFile | undefined => {
    if (!sources.has(path)) {
      const bytes = read(path);
      sources.set(path, bytes && openSourceFile(path, bytes, minimumPythonOf(path)));
    }
    return sources.get(path);
  };
  return (diagnostic) => {
    let fixes = known.get(diagnostic);
    if (fixes === undefined) {
      fixes = writeFixes(diagnostic, sourceFile).map((fix) =>
        showFix(withoutUnusedImports(fix, sourceFile, mayDrop), open),
      );
      known.set(diagnostic, fixes);
    }
    return fixes;
  };
}

/** Fixes files that are still what was opened, and names the others. */
function fixWhatIsAsOpened(
  target: FixTarget,
  options: FixOptions,
  isAsOpened: (path: string) => boolean,
): FixOutcome & { readonly changed: readonly string[] } {
  const known = new Map<string, boolean>();
  const mayChange = (path: string): boolean => {
    if (!options.mayChange(path)) return false;
    const isSame = known.get(path) ?? isAsOpened(path);
    known.set(path, isSame);
    return isSame;
  };
  const outcome = fixAll(target, { ...options, mayChange });
  return { ...outcome, changed: [...known.keys()].filter((path) => known.get(path) === false) };
}

function diagnosticsOf(program: Program, open: ReadonlyMap<string, ModuleSummary>, settings: Settings): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const summary of open.values())
    for (const error of summary.syntaxErrors) found.push(syntaxError(summary, error));
  const summaryOf = (path: string): ModuleSummary | undefined =>
    open.get(path) ?? program.state.modules.demanded.get(path) ?? undefined;
  const isIgnoredIn = compilePerFileIgnores(settings);
  for (const rule of rules) {
    if (!isRuleOn(rule, settings)) continue;
    rule.check(program, (diagnostic) => {
      const isOff = isIgnoredIn(diagnostic.location.path, rule) || suppressedBy(diagnostic, rule, summaryOf);
      if (!isOff) found.push(diagnostic);
    });
  }
  return found.toSorted(compareDiagnostics);
}

function showFix({ title, applicability, edits, obstacle }: Fix, open: ReadonlyMap<string, ModuleSummary>): ShownFix {
  const shown = Array.from(edits, ([path, list]) => {
    const summary = open.get(path);
    if (summary === undefined) return [];
    return list.map(({ start, end, text }) => ({
      location: { path, start: positionOf(summary, start), end: positionOf(summary, end) },
      content: text,
    }));
  });
  const summary = obstacle && open.get(obstacle.path);
  if (obstacle === undefined || summary === undefined) return { title, applicability, edits: shown.flat() };
  const { path, start, end, reason } = obstacle;
  const location = { path, start: positionOf(summary, start), end: positionOf(summary, end) };
  return { title, applicability, edits: shown.flat(), obstacle: { location, reason } };
}

/** Whether bytes have the summary: the file has not changed in a way that would move an edit. */
function isSummaryOf(summary: ModuleSummary | undefined, bytes: Uint8Array | undefined): boolean {
  if (summary === undefined || bytes === undefined) return false;
  const now = summariseSource(summary.path, bytes);
  const isSame = (left: Int32Array, right: Int32Array): boolean =>
    left.length === right.length && left.every((item, index) => item === right[index]);
  return (
    isSame(now.lineStarts, summary.lineStarts) &&
    isSame(now.sites, summary.sites) &&
    isSame(now.values, summary.values) &&
    now.strings.length === summary.strings.length &&
    now.strings.every((text, index) => text === summary.strings[index])
  );
}

function syntaxError(summary: ModuleSummary, error: ModuleSummary["syntaxErrors"][number]): Diagnostic {
  const start = positionOf(summary, error.start);
  return {
    code: "invalid-syntax",
    name: "invalid-syntax",
    severity: "error",
    confidence: "certain",
    location: { path: summary.path, start, end: positionOf(summary, error.end) },
    message: error.message,
    why: "",
    help: say`Fix the syntax; the rest of the file is analysed without this statement`,
    trace: [],
    fingerprint: hashText(`invalid-syntax|${summary.path}|${error.message}|${start.line}`),
  };
}
