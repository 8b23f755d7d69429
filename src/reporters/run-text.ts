import { say, spokenLanguage } from "../language/say.ts";
import { countFindings } from "./summary-line.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { FindingStatus, RunFinding, RunProblem, RunReport } from "../diagnostics/run-report.ts";
import { renderSentence, reportFull } from "./full.ts";
import type { TextStyle } from "./report.ts";
import { shownPath } from "./shown-path.ts";

/** What the text needs to know of the outside. */
export interface RunTextContext {
  readonly workingDirectory: string;
  readonly sourceOf: (path: string) => string | undefined;
  /** Problems less severe are counted, not shown. */
  readonly isShown: (problem: RunProblem) => boolean;
}

/** One row for a problem that has just been seen for the first time. */
export function reportLiveProblem(
  { severity, name, message, location }: Diagnostic,
  style: TextStyle,
  workingDirectory: string,
): string {
  const place = `${shownPath(workingDirectory, location.path)}:${location.start.line}`;
  const paint = paintOf(severity, style);
  return `${style.painter.dim("uncoil:")} ${paint(name)} ${style.painter.cyan(place)} ${message}`;
}

/** Every problem once, with its code and stack, what became of the findings of the source, and a row that sums up. */
export function reportRun(report: RunReport, style: TextStyle, context: RunTextContext): string {
  const shown = report.problems.filter(context.isShown);
  const parts = [
    ...shown.map((problem) => renderProblem(problem, report, style, context)),
    renderFindings(report.findings ?? [], style, context),
    [...report.notes.map((note) => say`warning: ${note}`), renderSummary(report, shown.length, style)].join("\n") +
      "\n",
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function renderProblem(problem: RunProblem, report: RunReport, style: TextStyle, context: RunTextContext): string {
  const { workingDirectory, sourceOf } = context;
  const text = reportFull(
    {
      diagnostics: [problem.diagnostic],
      hidden: { bySeverity: new Map(), likely: 0 },
      fileCount: 0,
      workingDirectory,
      sourceOf,
    },
    style,
  );
  const confirmed = problem.confirms.map((index) => report.findings?.[index]).filter((item) => item !== undefined);
  const rows = [
    ...renderSentence(say`seen`, describeCounts(problem), style, style.painter.dim),
    ...confirmed.flatMap(({ diagnostic }) =>
      renderSentence(
        say`check`,
        say`confirms ${describeFinding(diagnostic, workingDirectory)}`,
        style,
        style.painter.yellow,
      ),
    ),
    ...(report.findings !== undefined && confirmed.length === 0
      ? renderSentence(
          say`check`,
          say`nothing was found here in the source: only running shows it`,
          style,
          style.painter.dim,
        )
      : []),
  ];
  return `${text}${rows.join("\n")}\n`;
}

/** `3 times, 432 ms in all, 210 ms at worst`. */
export function describeCounts({ count, total, worst }: RunProblem): string {
  const times = count === 1 ? say`once` : say`${count.toLocaleString(spokenLanguage())} times`;
  if (total === undefined || worst === undefined) return times;
  return count === 1
    ? `${times}, ${formatMilliseconds(worst)}`
    : say`${times}, ${formatMilliseconds(total)} in all, ${formatMilliseconds(worst)} at worst`;
}

function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function describeFinding({ code, name, location }: Diagnostic, workingDirectory: string): string {
  return say`${code} ${name} at ${shownPath(workingDirectory, location.path)}:${location.start.line}`;
}

const statusWords: Readonly<Record<FindingStatus, () => string>> = {
  confirmed: () => say`confirmed`,
  exercised: () => say`exercised but not observed`,
  "not-exercised": () => say`not exercised`,
  "not-observed": () => say`not observed`,
};

/** What became of the findings: those that ran by name, the others as a count. */
function renderFindings(findings: readonly RunFinding[], style: TextStyle, context: RunTextContext): string {
  if (findings.length === 0) return "";
  const of = (status: FindingStatus): readonly RunFinding[] => findings.filter((finding) => finding.status === status);
  const counts = (Object.keys(statusWords) as FindingStatus[])
    .filter((status) => of(status).length > 0)
    .map((status) => `${of(status).length} ${statusWords[status]()}`);
  const rows = [...of("confirmed"), ...of("exercised")].map(({ diagnostic, status }) => {
    const word = statusWords[status]();
    const paint = status === "confirmed" ? style.painter.red : style.painter.dim;
    return `  ${paint(word.padEnd(statusWords.exercised().length))}  ${describeFinding(diagnostic, context.workingDirectory)}`;
  });
  const head = `${style.painter.bold(say`Findings of the source`)}: ${counts.join(", ")}`;
  return `${[head, ...rows].join("\n")}\n`;
}

function renderSummary(report: RunReport, shown: number, { painter }: TextStyle): string {
  const { problems, processes, duration, isTimedOut, signal, exitCode } = report;
  const severities: readonly Severity[] = ["error", "warning", "information"];
  const counts = severities
    .map((severity) => ({
      severity,
      count: problems.filter(({ diagnostic }) => diagnostic.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => countFindings(count, severity));
  const hidden = problems.length - shown;
  const found =
    counts.length === 0 ? painter.green(say`No problem seen`) : painter.bold(say`Seen: ${counts.join(", ")}`);
  const hint = hidden === 0 ? "" : say` (${hidden} hidden: --min-severity information)`;
  const where = processes.length === 1 ? say`in 1 Python process` : say`in ${processes.length} Python processes`;
  const ended = isTimedOut
    ? say`stopped at the time limit`
    : signal !== undefined
      ? say`the program died of ${signal}`
      : say`the program exited with ${exitCode}`;
  return `${found}${hint} ${where}, ${formatMilliseconds(duration)}; ${ended}.`;
}

function paintOf(severity: Severity, { painter }: TextStyle): (text: string) => string {
  if (severity === "error") return painter.red;
  return severity === "warning" ? painter.yellow : painter.cyan;
}
