import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Survey, SurveyEntry } from "../diagnostics/survey.ts";
import { say } from "../language/say.ts";
import { entriesNamed } from "../reporters/entries-named.ts";
import { createPainter } from "../reporters/painter.ts";
import type { TextStyle } from "../reporters/report.ts";
import { reportSurveyJson } from "../reporters/survey-json.ts";
import { reportSurvey } from "../reporters/survey-text.ts";
import { reportEntries } from "../reporters/survey-tree.ts";
import { commonDirectory } from "../workspace/path-relations.ts";
import { readVersions, withVersions } from "../workspace/read-versions.ts";
import { type Command, exitClean, exitFailure } from "./command.ts";
import { describeMissing, type OpenProject, openProject } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress, isWatched } from "./progress.ts";
import { projectOptions } from "./project-options.ts";
import { replaceFile } from "./replace-file.ts";
import { surveyPageDirectory } from "./shipped-files.ts";
import { outputStyle, writeNotice, writeOutput } from "./terminal.ts";

const formats = ["text", "json", "html"] as const;

export const command: Command = {
  name: "survey",
  usage: "survey [OPTIONS] [PATH…]",
  summary: "Show what a project is: its entry points, and the I/O each reaches",
  description:
    "Reads the Python files at and below the paths (default: the working directory) and says what the project is made of, before anything is judged: frameworks, entry points, which functions run on the event loop, in threads or at start-up, the I/O each entry reaches and how, and a verdict on each part.",
  options: [
    {
      name: "entry",
      kind: "value",
      placeholder: "NAME",
      description: "Show the call tree of the entry points of this name: a route, a function, or part of either",
    },
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: formats,
      description: "How the survey is printed; html is one page that needs nothing else (default: text)",
    },
    { name: "output-file", short: "o", kind: "value", placeholder: "FILE", description: "Write the survey to a file" },
    ...projectOptions,
  ],
  examples: [
    "uncoil survey",
    'uncoil survey --entry "GET /books/{isbn}"',
    "uncoil survey src --output-format html -o survey.html",
  ],
  run: runSurvey,
};

async function runSurvey(parsed: ParsedArguments): Promise<number> {
  const progress = createProgress(isWatched());
  const paths = parsed.positionals.length === 0 ? ["."] : parsed.positionals;
  const project = await openProject({
    parsed,
    options: {},
    paths,
    isWholeProject: false,
    replacements: new Map(),
    progress,
  });
  progress.show(say`linking`);
  const survey = await takeSurvey(project, paths);
  project.stopwatch.lap(say`linked and surveyed`);
  progress.clear();
  const { missing, files } = project.discovery;
  for (const path of missing) writeNotice(say`error: ${describeMissing(path)}`);
  if (missing.length > 0 && files.length === 0) return exitFailure;
  if (files.length === 0) writeNotice(say`warning: no Python files found under the given paths`);
  for (const { message } of project.problems) writeNotice(say`warning: ${message}`);
  const name = parsed.valueOf("entry");
  const chosen = name === undefined ? undefined : entriesNamed(survey, name);
  await writeSurvey(survey, chosen, parsed);
  project.stopwatch.lap(say`reported`);
  return missing.length > 0 ? exitFailure : exitClean;
}

async function takeSurvey({ session, settings, sitePackages }: OpenProject, paths: readonly string[]): Promise<Survey> {
  const { projectRoot } = settings;
  const absolute = paths.map((path) => resolve(path));
  const root = commonDirectory(absolute, process.cwd());
  const survey = session.survey(root);
  const [first = root, ...others] = absolute;
  const name = basename(others.length === 0 ? first : root);
  const versions = await readVersions({ projectRoot, sitePackages });
  return { ...survey, name, libraries: withVersions(survey.libraries, versions) };
}

async function writeSurvey(
  survey: Survey,
  chosen: readonly SurveyEntry[] | undefined,
  parsed: ParsedArguments,
): Promise<void> {
  const file = parsed.valueOf("output-file");
  const colorOption = parsed.valueOf("color");
  const style: TextStyle =
    file === undefined
      ? outputStyle(colorOption)
      : { width: 100, wraps: false, painter: createPainter(colorOption === "always") };
  const text = await render(survey, chosen, parsed.choiceOf("output-format", formats) ?? "text", style);
  if (file === undefined) writeOutput(text);
  else {
    replaceFile(file, text);
    writeNotice(say`Survey written to ${file}`);
  }
}

async function render(
  survey: Survey,
  chosen: readonly SurveyEntry[] | undefined,
  format: (typeof formats)[number],
  style: TextStyle,
): Promise<string> {
  const shown = chosen === undefined ? survey : { ...survey, entries: chosen };
  if (format === "json") return reportSurveyJson(shown);
  if (format === "html") {
    const { reportSurveyHtml } = await import("../reporters/survey-html.ts");
    const readAsset = (name: string): string => readFileSync(join(surveyPageDirectory, name), "utf8");
    const assets = { style: readAsset("style.css"), script: ["data.js", "tree.js", "page.js"].map(readAsset).join("") };
    return reportSurveyHtml(survey, { entry: chosen?.[0] }, assets);
  }
  const workingDirectory = process.cwd();
  return chosen === undefined
    ? reportSurvey(survey, style, workingDirectory)
    : reportEntries(survey, chosen, style, workingDirectory);
}
