import { basename } from "node:path";
import type { RunProblem, RunReport, RunTimeline } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { splitLines } from "./code-frame.ts";
import { escapeText, type PageAssets, renderHtmlPage } from "./html-page.ts";
import { describeCounts } from "./run-text.ts";
import { shownPath } from "./shown-path.ts";

/** What the page needs to know of the outside. */
export interface RunPageContext extends PageAssets {
  readonly workingDirectory: string;
  readonly sourceOf: (path: string) => string | undefined;
}

/** Lines shown around the blamed one. */
const contextLines = 2;

/** The timeline of a run: one page that needs nothing else. The layout of its data is that of `pageData`. */
export function reportRunHtml(report: RunReport, timeline: RunTimeline, context: RunPageContext): string {
  const [program = "", ...rest] = report.command;
  const command = [basename(program), ...rest].join(" ");
  return renderHtmlPage({
    title: say`${command}: timeline by Uncoil`,
    body: `<header><h1>${escapeText(command)}</h1><span class="soft" id="facts"></span><button type="button" id="theme">${escapeText(say`Light or dark`)}</button></header>
<main>
<div class="tools">
<input type="search" id="search" placeholder="${escapeText(say`Find: task, function, file`)}" aria-label="${escapeText(say`Find in the timeline`)}">
<span class="soft small" id="found" role="status"></span>
<button type="button" id="zoom-in" aria-label="${escapeText(say`Zoom in`)}">+</button>
<button type="button" id="zoom-out" aria-label="${escapeText(say`Zoom out`)}">−</button>
<button type="button" id="zoom-all">${escapeText(say`Whole run`)}</button>
<span class="soft small">${escapeText(say`Wheel: zoom · drag or Shift+wheel: move · click a bar: what it is`)}</span>
</div>
<div class="timeline card" id="timeline" tabindex="0" aria-label="${escapeText(say`Timeline of the event loops`)}">
<canvas id="canvas"></canvas>
<div class="tip" id="tip" hidden></div>
</div>
<div class="legend" id="legend"></div>
<section class="card chosen" id="chosen" aria-live="polite"></section>
<h2>${escapeText(say`Problems`)} <span class="soft small" id="count"></span></h2>
<div class="problems" id="problems"></div>
<h2 id="findings-title" hidden>${escapeText(say`Findings of the source`)}</h2>
<div id="findings"></div>
</main>
<footer class="soft small">${escapeText(say`Made by uncoil run.`)}</footer>`,
    data: JSON.stringify(pageData(report, timeline, context)),
    style: context.style,
    script: context.script,
  });
}

function pageData(report: RunReport, timeline: RunTimeline, { workingDirectory, sourceOf }: RunPageContext): object {
  const show = (path: string): string => {
    const inLibrary = /[\\/](?:site-packages|dist-packages|python3\.\d+t?)[\\/](.*)$/.exec(path)?.[1];
    return path === "" ? "" : (inLibrary ?? shownPath(workingDirectory, path));
  };
  const lines = new Map<string, readonly string[]>();
  const lineOf = (path: string, line: number): string => {
    if (!lines.has(path)) lines.set(path, splitLines(sourceOf(path) ?? ""));
    return lines.get(path)?.[line - 1] ?? "";
  };
  const describe = (problem: RunProblem, index: number): object => ({
    kind: problem.kind,
    severity: problem.diagnostic.severity,
    message: problem.diagnostic.message,
    help: problem.diagnostic.help,
    why: problem.diagnostic.why,
    seen: describeCounts(problem),
    path: show(problem.diagnostic.location.path),
    line: problem.diagnostic.location.start.line,
    code: codeAround(problem.diagnostic.location.path, problem.diagnostic.location.start.line, lineOf),
    stack: problem.stack.map(({ path, line, name, isOwn }) => ({ path: show(path), line, name, isOwn })),
    confirms: problem.confirms,
    occurrences: (timeline.occurrences[index] ?? []).map(({ pid, start, duration }) => [pid, start, duration]),
  });
  return {
    duration: report.duration,
    budget: report.budget,
    exitCode: report.exitCode,
    signal: report.signal,
    isTimedOut: report.isTimedOut,
    problems: report.problems.map(describe),
    findings: (report.findings ?? []).map(({ diagnostic: { code, name, message, location }, status }) => {
      return { code, name, message, status, path: show(location.path), line: location.start.line };
    }),
    processes: timeline.processes.map(({ pid, places, tasks, records, isCut }) => ({
      pid,
      python: report.processes.find((process) => process.pid === pid)?.python ?? "",
      places: places.map(({ path, line, name }) => [show(path), line, name, lineOf(path, line).trim().slice(0, 160)]),
      tasks: tasks.map(({ time, parent, name, site }) => [time, parent, name, site]),
      records,
      isCut,
    })),
  };
}

function codeAround(path: string, line: number, lineOf: (path: string, line: number) => string): object[] {
  const first = Math.max(1, line - contextLines);
  return Array.from({ length: contextLines * 2 + 1 }, (_, index) => ({
    line: first + index,
    text: lineOf(path, first + index).slice(0, 200),
  }));
}
