import { readFileSync } from "node:fs";
import { join } from "node:path";
import { severities } from "../config/options.ts";
import { isAtLeast } from "../diagnostics/diagnostic.ts";
import type { RunReport, RunTimeline } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { reportRunGithub } from "../reporters/run-github.ts";
import { reportRunHtml } from "../reporters/run-html.ts";
import { reportRunJson } from "../reporters/run-json.ts";
import { reportRunJunit } from "../reporters/run-junit.ts";
import { reportRunSarif } from "../reporters/run-sarif.ts";
import { reportRun } from "../reporters/run-text.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { replaceFile } from "./replace-file.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import { outputStyle, writeNotice, writeOutput } from "./terminal.ts";
import { surveyPageDirectory, timelinePageDirectory } from "./shipped-files.ts";
import { version } from "./version.ts";

/** How a run can be reported. */
export const runFormats = ["text", "json", "sarif", "junit", "github", "html"] as const;

export type RunFormat = (typeof runFormats)[number];

/**
 * Writes what was asked for: text to standard error, beside the program's; other formats to standard output or a file, with
 * the text besides, unless it is to be quiet.
 * @throws UserError when a file cannot be written.
 */
export function writeRunReports(report: RunReport, timeline: RunTimeline, parsed: ParsedArguments): void {
  const format = parsed.choiceOf("output-format", runFormats) ?? "text";
  const file = parsed.valueOf("output-file");
  const isQuiet = parsed.hasFlag("quiet") && (format !== "text" || file !== undefined);
  if (!isQuiet) writeNotice(renderText(report, parsed).trimEnd());
  const page = parsed.valueOf("html");
  if (page !== undefined) {
    replaceFile(page, renderTimeline(report, timeline));
    writeNotice(say`Timeline written to ${page}`);
  }
  if (format === "text" && file === undefined) return;
  const text = format === "html" ? renderTimeline(report, timeline) : render(report, format, parsed);
  if (file === undefined) writeOutput(text);
  else {
    replaceFile(file, text);
    writeNotice(say`Summary written to ${file}`);
  }
}

/** Whether a page is asked for, which takes a record of every step. */
export function wantsTimeline(parsed: ParsedArguments): boolean {
  return parsed.hasFlag("html") || parsed.choiceOf("output-format", runFormats) === "html";
}

function renderTimeline(report: RunReport, timeline: RunTimeline): string {
  const read = (directory: string, name: string): string => readFileSync(join(directory, name), "utf8");
  return reportRunHtml(report, timeline, {
    workingDirectory: process.cwd(),
    sourceOf: createSourceReader(new Map()),
    style: read(surveyPageDirectory, "style.css") + read(timelinePageDirectory, "style.css"),
    script:
      read(surveyPageDirectory, "data.js") +
      ["model.js", "draw.js", "page.js"].map((name) => read(timelinePageDirectory, name)).join(""),
  });
}

function render(report: RunReport, format: Exclude<RunFormat, "html">, parsed: ParsedArguments): string {
  const workingDirectory = process.cwd();
  switch (format) {
    case "text":
      return renderText(report, parsed);
    case "json":
      return reportRunJson(report);
    case "sarif":
      return reportRunSarif(report, { version, workingDirectory });
    case "junit":
      return reportRunJunit(report, workingDirectory);
    case "github":
      return reportRunGithub(report, workingDirectory);
  }
}

function renderText(report: RunReport, parsed: ParsedArguments): string {
  const least = parsed.choiceOf("min-severity", severities) ?? "warning";
  return reportRun(report, outputStyle(parsed.valueOf("color"), 2), {
    workingDirectory: process.cwd(),
    sourceOf: createSourceReader(new Map()),
    isShown: ({ diagnostic }) => isAtLeast(diagnostic.severity, least),
  });
}
