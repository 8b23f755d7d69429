import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { confidences, type Options, outputFormats, severities } from "../config/options.ts";
import { UserError } from "../config/user-error.ts";
import type { FixOutcome } from "../fixes/fix-all.ts";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { failsRun, filterDiagnostics } from "../diagnostics/filter-diagnostics.ts";
import { say } from "../language/say.ts";
import { reportAgent } from "../reporters/agent.ts";
import { reportConcise } from "../reporters/concise.ts";
import { reportFull } from "../reporters/full.ts";
import { reportJson } from "../reporters/json.ts";
import type { Report, TextStyle } from "../reporters/report.ts";
import { reportStatistics, reportStatisticsJson } from "../reporters/statistics.ts";
import { reportSummary } from "../reporters/summary-line.ts";
import type { OutputFormat } from "../config/settings.ts";
import { type Command, exitClean, exitFailure, exitFindings } from "./command.ts";
import { describeMissing, type OpenProject, openProject } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createPainter } from "../reporters/painter.ts";
import { describeApplied, noticeChanged, noticeWithdrawn, renderDiff, writeFixedFiles } from "./fix-files.ts";
import { isReadByAgent } from "./detect-agent.ts";
import { createProgress, isWatched } from "./progress.ts";
import { projectOptions } from "./project-options.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import { isTerminal, outputStyle, writeBytes, writeNotice, writeOutput } from "./terminal.ts";

export const command: Command = {
  name: "check",
  usage: "check [OPTIONS] [PATH…]",
  summary: "Find what blocks the event loop, is never awaited, or gets lost",
  description:
    "Reads the Python files at and below the paths (default: the working directory), follows calls into the rest of the project and installed packages, and prints each finding with the path to its cause. `-` reads standard input.",
  options: [
    {
      name: "select",
      kind: "list",
      placeholder: "RULES",
      description: "Rules to turn on instead of the default ones: codes, prefixes, names or ALL",
    },
    { name: "extend-select", kind: "list", placeholder: "RULES", description: "Rules to turn on besides" },
    { name: "ignore", kind: "list", placeholder: "RULES", description: "Rules to turn off" },
    {
      name: "confidence",
      kind: "value",
      placeholder: "LEVEL",
      choices: confidences,
      description: "Show findings at least this sure (default: certain)",
    },
    {
      name: "min-severity",
      kind: "value",
      placeholder: "LEVEL",
      choices: severities,
      description: "Show findings at least this severe (default: warning)",
    },
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: outputFormats,
      description: "How findings are printed (default: full; agent where a coding agent reads the output)",
    },
    { name: "output-file", short: "o", kind: "value", placeholder: "FILE", description: "Write the report to a file" },
    { name: "statistics", kind: "flag", description: "Print how many findings each rule has, instead of the findings" },
    { name: "fix", kind: "flag", description: "Apply safe fixes, and report what is left" },
    {
      name: "unsafe-fixes",
      kind: "flag",
      description: "With --fix or --diff: apply fixes that may change behaviour too",
    },
    { name: "diff", kind: "flag", description: "Show what --fix would change, and change nothing" },
    { name: "fix-only", kind: "flag", description: "Apply fixes as --fix does, and report nothing" },
    { name: "show-fixes", kind: "flag", description: "List the fixes that were applied" },
    { name: "exit-zero", short: "e", kind: "flag", description: "Exit with 0 even when there are findings" },
    {
      name: "stdin-filename",
      kind: "value",
      placeholder: "FILE",
      description: "The file standard input stands for, with the path `-`",
    },
    ...projectOptions,
    { name: "quiet", short: "q", kind: "flag", description: "Print findings only: no summary, no progress" },
  ],
  examples: [
    "uncoil check",
    "uncoil check src --select AIO1 --output-format concise",
    "uncoil check --diff --unsafe-fixes",
    "uncoil check - --stdin-filename app/views.py < app/views.py",
  ],
  run: runCheck,
};

async function runCheck(parsed: ParsedArguments): Promise<number> {
  const progress = createProgress(isWatched() && !parsed.hasFlag("quiet"));
  const input = readStandardInput(parsed);
  const project = await openProject({
    parsed,
    options: readCommandLineOptions(parsed),
    defaults: defaultOptions(parsed),
    paths: input === undefined ? defaultPaths(parsed) : [],
    isWholeProject: input?.isNamed ?? false,
    replacements: new Map(input === undefined ? [] : [[input.path, input.bytes]]),
    progress,
  });
  progress.show(say`linking`);
  const { settings, stopwatch } = project;
  if (settings.fix || parsed.hasFlag("fix-only") || parsed.hasFlag("diff"))
    return runFix(project, parsed, input, progress);
  const found = collectDiagnostics(project, input?.path);
  stopwatch.lap(say`linked and checked`);
  progress.clear();
  const report = createReport(project, found, input, new Map());
  writeReport(report, parsed, settings.outputFormat, project.discovery.missing.length > 0);
  stopwatch.lap(say`reported`);
  return exitCodeOf(project, report.diagnostics, parsed);
}

/** `contents` are files that were changed in memory. */
function createReport(
  project: OpenProject,
  found: readonly Diagnostic[],
  input: StandardInput | undefined,
  contents: ReadonlyMap<string, Uint8Array>,
): Report {
  const { settings, session, discovery } = project;
  const { shown, hidden } = filterDiagnostics(found, settings.minSeverity, settings.confidence);
  return {
    diagnostics: shown,
    hidden,
    fileCount: input === undefined ? discovery.files.length : 1,
    workingDirectory: process.cwd(),
    sourceOf: createSourceReader(
      new Map([...(input === undefined ? [] : [[input.path, input.bytes] as const]), ...contents]),
    ),
    fixesOf: session.fixesOf,
    allowsUnsafe: settings.unsafeFixes,
  };
}

/** Fixes in memory, then writes or shows the changes. Standard input is answered with its fixed text on standard output. */
async function runFix(
  project: OpenProject,
  parsed: ParsedArguments,
  input: StandardInput | undefined,
  progress: ReturnType<typeof createProgress>,
): Promise<number> {
  const { session, settings, discovery, stopwatch } = project;
  const wanted = new Set(input === undefined ? discovery.files : [input.path]);
  const isDiff = parsed.hasFlag("diff");
  progress.show(say`fixing`);
  const outcome = session.fixAll(settings, {
    allowsUnsafe: settings.unsafeFixes,
    mayChange: (path) => wanted.has(path),
  });
  stopwatch.lap(say`${outcome.applied.length} fixes applied`);
  progress.clear();
  noticeChanged(outcome.changed);
  if (!parsed.hasFlag("quiet")) noticeWithdrawn(outcome.withdrawn);
  const lists = settings.showFixes;
  if (isDiff) {
    writeOutput(renderDiff(outcome, outputStyle(parsed.valueOf("color")).painter));
    if (!parsed.hasFlag("quiet")) writeNotice(describeApplied(outcome, false, lists).trimEnd() || say`Nothing to fix.`);
    const isUnchanged = outcome.files.size === 0 || parsed.hasFlag("exit-zero");
    return exitCodeOf(project, [], parsed) || (isUnchanged ? exitClean : exitFindings);
  }
  if (input !== undefined) {
    writeBytes(outcome.files.get(input.path)?.after ?? input.bytes);
    return parsed.hasFlag("fix-only") ? exitClean : exitCodeOf(project, remainingOf(project, outcome, input), parsed);
  }
  const isComplete = writeFixedFiles(outcome) && outcome.changed.length === 0;
  const applied = parsed.hasFlag("quiet") ? "" : describeApplied(outcome, true, lists);
  // What reads JSON from standard output must find nothing else there.
  const isData = settings.outputFormat === "json" && !parsed.hasFlag("fix-only");
  if (applied !== "" && isData) writeNotice(applied.trimEnd());
  let code: number = exitClean;
  if (!parsed.hasFlag("fix-only")) {
    const contents = new Map(Array.from(outcome.files, ([path, { after }]) => [path, after]));
    const report = createReport(project, collectDiagnostics(project, undefined), input, contents);
    writeReport(report, parsed, settings.outputFormat, discovery.missing.length > 0);
    code = exitCodeOf(project, report.diagnostics, parsed);
  } else code = exitCodeOf(project, [], parsed);
  if (applied !== "" && !isData) writeOutput(applied);
  return isComplete ? code : exitFailure;
}

function remainingOf(project: OpenProject, outcome: FixOutcome, input: StandardInput): readonly Diagnostic[] {
  const { problems } = project;
  return [...outcome.diagnostics, ...problems].filter(({ location }) => location.path === input.path);
}

/** Findings of the files asked for: the session may have read others on the way. */
function collectDiagnostics(project: OpenProject, onlyPath: string | undefined): Diagnostic[] {
  const { session, settings, discovery, problems } = project;
  const wanted = new Set(onlyPath === undefined ? discovery.files : [onlyPath]);
  const found = session.diagnostics(settings).filter(({ location }) => wanted.has(location.path));
  const unread = problems.filter(({ location }) => onlyPath === undefined || location.path === onlyPath);
  return [...found, ...unread].sort(compareDiagnostics);
}

function exitCodeOf(project: OpenProject, shown: readonly Diagnostic[], parsed: ParsedArguments): number {
  const { files, missing, unreadable } = project.discovery;
  for (const path of missing) writeNotice(say`error: ${describeMissing(path)}`);
  if (missing.length > 0) return exitFailure;
  if (files.length === 0 && unreadable.length === 0 && !parsed.hasFlag("quiet")) {
    writeNotice(say`warning: no Python files found under the given paths`);
  }
  return shown.some(failsRun) && !parsed.hasFlag("exit-zero") ? exitFindings : exitClean;
}

function writeReport(report: Report, parsed: ParsedArguments, format: OutputFormat, isIncomplete: boolean): void {
  const file = parsed.valueOf("output-file");
  const colorOption = parsed.valueOf("color");
  const toTerminal = outputStyle(colorOption);
  const style =
    file === undefined ? toTerminal : { width: 100, wraps: false, painter: createPainter(colorOption === "always") };
  const text = renderReport(report, style, format, parsed.hasFlag("statistics"));
  // Nobody should read "All checks passed" when part of what was asked for is missing.
  const hasNoSummary =
    parsed.hasFlag("quiet") || format === "json" || (isIncomplete && report.diagnostics.length === 0);
  const summary = hasNoSummary ? "" : reportSummary(report, toTerminal);
  if (file === undefined) {
    const separator = text !== "" && summary !== "" && format === "full" ? "\n" : "";
    writeOutput(text + separator + summary);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(say`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  writeOutput(summary);
}

function renderReport(report: Report, style: TextStyle, format: OutputFormat, isStatistics: boolean): string {
  if (isStatistics) {
    return format === "json" ? reportStatisticsJson(report) : reportStatistics(report.diagnostics, style);
  }
  if (format === "json") return reportJson(report);
  if (format === "agent") return reportAgent(report);
  return format === "concise" ? reportConcise(report, style) : reportFull(report, style);
}

function defaultPaths(parsed: ParsedArguments): readonly string[] {
  return parsed.positionals.length === 0 ? ["."] : parsed.positionals;
}

interface StandardInput {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether it stands for a file of a project. */
  readonly isNamed: boolean;
}

function readStandardInput(parsed: ParsedArguments): StandardInput | undefined {
  const name = parsed.valueOf("stdin-filename");
  const isAsked = parsed.positionals.includes("-");
  if (!isAsked && name === undefined) return undefined;
  if (parsed.positionals.some((path) => path !== "-")) {
    throw new UserError(say`standard input cannot be checked together with paths`, say`give \`-\` as the only path`);
  }
  return { path: resolve(name ?? "-.py"), bytes: readAllInput(), isNamed: name !== undefined };
}

function readAllInput(): Uint8Array {
  try {
    return readFileSync(0);
  } catch (error) {
    throw new UserError(say`cannot read standard input: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a coding agent reads it is given in its own format, unless somebody says otherwise. */
function defaultOptions(parsed: ParsedArguments): Options {
  const isToFile = parsed.valueOf("output-file") !== undefined;
  return !isToFile && isReadByAgent(process.env, isTerminal(1)) ? { outputFormat: "agent" } : {};
}

function readCommandLineOptions(parsed: ParsedArguments): Options {
  const options: Options = {};
  const select = parsed.valuesOf("select");
  const ignore = parsed.valuesOf("ignore");
  const extendSelect = parsed.valuesOf("extend-select");
  const confidence = parsed.choiceOf("confidence", confidences);
  const minSeverity = parsed.choiceOf("min-severity", severities);
  const outputFormat = parsed.choiceOf("output-format", outputFormats);
  if (select !== undefined) options.select = select;
  if (ignore !== undefined) options.ignore = ignore;
  if (extendSelect !== undefined) options.extendSelect = extendSelect;
  if (confidence !== undefined) options.confidence = confidence;
  if (minSeverity !== undefined) options.minSeverity = minSeverity;
  if (outputFormat !== undefined) options.outputFormat = outputFormat;
  if (parsed.hasFlag("fix")) options.fix = true;
  if (parsed.hasFlag("unsafe-fixes")) options.unsafeFixes = true;
  if (parsed.hasFlag("show-fixes")) options.showFixes = true;
  return options;
}
