import { existsSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import { severities } from "../config/options.ts";
import { type Diagnostic, isAtLeast } from "../diagnostics/diagnostic.ts";
import { filterDiagnostics } from "../diagnostics/filter-diagnostics.ts";
import type { RunReport } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { reportLiveProblem } from "../reporters/run-text.ts";
import { buildReport } from "../runtime/build-report.ts";
import type { Occurrences, RunRecord } from "../runtime/collect-run.ts";
import { describeProblem } from "../runtime/describe-problem.ts";
import { programCommand, watchProgram } from "../runtime/watch-program.ts";
import { commonDirectory, isInside } from "../workspace/path-relations.ts";
import { findMarkedRoot } from "../workspace/find-configuration.ts";
import { type Command, exitFindings } from "./command.ts";
import { openProject } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress, isWatched } from "./progress.ts";
import { projectOptions } from "./project-options.ts";
import { runFormats, wantsTimeline, writeRunReports } from "./run-output.ts";
import { agentDirectory } from "./shipped-files.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import { outputStyle, writeNotice } from "./terminal.ts";

const exitTimedOut = 124;
const defaultBudget = 100;

export const command: Command = {
  name: "run",
  usage: "run [OPTIONS] [--] COMMAND [ARGUMENT…]",
  summary: "Run a program, and see what happens on its event loop",
  description:
    "Runs a command as it is, with an agent in each of its Python processes (3.9 or newer) that watches the event loop: what keeps it, coroutines nobody awaits, errors nobody sees, tasks, connections and threads that are left. A script is run by the project's interpreter. Nothing is installed, and the program's output, input, signals and exit code are its own. Problems are told on standard error when they are first seen, and in a summary at the end that says which findings of `uncoil check` the run has confirmed.",
  takesCommand: true,
  options: [
    {
      name: "budget",
      kind: "value",
      placeholder: "MS",
      description: `Milliseconds a step may keep the event loop (default: ${defaultBudget})`,
    },
    {
      name: "fail-on",
      kind: "value",
      placeholder: "LEVEL",
      choices: [...severities, "never"],
      description: "Exit with 1 when a problem at least this severe was seen (default: error)",
    },
    {
      name: "min-severity",
      kind: "value",
      placeholder: "LEVEL",
      choices: severities,
      description: "Show problems at least this severe (default: warning)",
    },
    {
      name: "time-limit",
      kind: "value",
      placeholder: "SECONDS",
      description: "Stop the program after this time, and exit with 124",
    },
    {
      name: "html",
      kind: "value",
      placeholder: "FILE",
      description: "Write a timeline of every step to one page that needs nothing else",
    },
    { name: "no-check", kind: "flag", description: "Do not check the source" },
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: runFormats,
      description: "How the summary is printed; all but text go to standard output, or to a file (default: text)",
    },
    { name: "output-file", short: "o", kind: "value", placeholder: "FILE", description: "Write the summary to a file" },
    ...projectOptions,
    { name: "quiet", short: "q", kind: "flag", description: "Say nothing while the program runs" },
  ],
  examples: [
    "uncoil run app.py",
    "uncoil run -- pytest -x tests",
    "uncoil run --time-limit 60 -- uvicorn app:app",
    "uncoil run --output-format sarif -o run.sarif -- python -m app",
  ],
  run: runProgramAndReport,
};

async function runProgramAndReport(parsed: ParsedArguments): Promise<number> {
  const budget = readNumber(parsed, "budget") ?? defaultBudget;
  const workingDirectory = process.cwd();
  if (parsed.positionals.length === 0) {
    throw new UserError(
      say`nothing to run`,
      say`give a script or a command: \`uncoil run app.py\`, \`uncoil run -- pytest\``,
    );
  }
  const words = programCommand({ words: parsed.positionals, workingDirectory, python: parsed.valueOf("python") });
  const run = await watchProgram({
    command: words,
    workingDirectory,
    agentDirectory,
    budget,
    recordsTimeline: wantsTimeline(parsed),
    timeLimit: readNumber(parsed, "time-limit"),
    onProblem: tellProblems(parsed, budget, workingDirectory),
  });
  const { report, timeline } = buildReport({
    ...run,
    command: words,
    budget,
    sourceOf: createSourceReader(new Map()),
    diagnostics: parsed.hasFlag("no-check") ? undefined : await checkSource(parsed, run.record, workingDirectory),
  });
  writeRunReports(report, timeline, parsed);
  return exitCodeOf(report, parsed);
}

/** Tells problems while the program runs. */
function tellProblems(
  parsed: ParsedArguments,
  budget: number,
  workingDirectory: string,
): (problem: Occurrences) => void {
  if (parsed.hasFlag("quiet")) return () => undefined;
  const sourceOf = createSourceReader(new Map());
  const style = { ...outputStyle(parsed.valueOf("color"), 2), wraps: false };
  const least = parsed.choiceOf("min-severity", severities) ?? "warning";
  return (problem) => {
    const diagnostic = describeProblem(problem, { sourceOf, budget: budget * 1000 });
    if (isAtLeast(diagnostic.severity, least)) writeNotice(reportLiveProblem(diagnostic, style, workingDirectory));
  };
}

/** Findings of the source around what ran: the working directory, or where the user's code was seen if that is elsewhere. */
async function checkSource(
  parsed: ParsedArguments,
  record: RunRecord,
  workingDirectory: string,
): Promise<readonly Diagnostic[]> {
  const progress = createProgress(isWatched() && !parsed.hasFlag("quiet"));
  const project = await openProject({
    parsed: { ...parsed, positionals: [] },
    options: {},
    paths: sourcePaths(parsed, record, workingDirectory),
    isWholeProject: false,
    replacements: new Map(),
    progress,
  });
  progress.show(say`checking`);
  const found = project.session.diagnostics(project.settings);
  progress.clear();
  return filterDiagnostics(found, project.settings.minSeverity, project.settings.confidence).shown;
}

function sourcePaths(parsed: ParsedArguments, record: RunRecord, workingDirectory: string): readonly string[] {
  const blamed = [...record.problems.values()].flatMap(({ problem }) => problem.stack.filter(({ own }) => own));
  const script = parsed.positionals.find((word) => word.endsWith(".py") && existsSync(word));
  const seen = [...blamed.map(({ path }) => path), ...(script === undefined ? [] : [resolve(script)])];
  const outside = seen.filter((path) => isAbsolute(path) && !isInside(path, workingDirectory));
  if (outside.length === 0 || outside.length < seen.length) return [workingDirectory];
  const directory = commonDirectory(
    outside.map((path) => dirname(path)),
    workingDirectory,
  );
  return [findMarkedRoot(directory) ?? directory];
}

function readNumber(parsed: ParsedArguments, name: string): number | undefined {
  const given = parsed.valueOf(name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new UserError(say`\`--${name}\` must be a number above 0, not \`${given}\``);
}

/** 1 for what was seen, else the program's own. */
function exitCodeOf(report: RunReport, parsed: ParsedArguments): number {
  const limit = parsed.choiceOf("fail-on", [...severities, "never"] as const) ?? "error";
  if (limit !== "never" && report.problems.some(({ diagnostic }) => isAtLeast(diagnostic.severity, limit))) {
    return exitFindings;
  }
  return report.isTimedOut ? exitTimedOut : report.exitCode;
}
