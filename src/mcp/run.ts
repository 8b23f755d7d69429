import * as z from "zod";
import { type Diagnostic, isAtLeast } from "../diagnostics/diagnostic.ts";
import type { FindingStatus, RunProblem, RunReport } from "../diagnostics/run-report.ts";
import { agentPath } from "../reporters/agent.ts";
import { countOf } from "../language/say.ts";
import { describeCounts } from "../reporters/run-text.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { type Rendered, takePage, tokensOfPage } from "./budget.ts";
import { describeRest } from "./describe-rest.ts";
import { severitySchema } from "./finding.ts";
import { idOf } from "./finding-id.ts";
import { type KeptRun, keptRun, runCommand, secondsByDefault } from "./run-command.ts";
import { argumentsOf, defineProgramTool, type ProgramTool, runsCode } from "./tool.ts";

const mostProblems = 100;
const mostIds = 20;
/** What every page begins with. */
const tokensOfLead = 200;
/** The same with what only the first page has: the output, and what became of the findings. */
const tokensOfFrame = 1150;
const budgetByDefault = 100;
const mostWords = 200;
const mostNotes = 4;
const mostCharacters = 400;

const word = z.string().refine((text) => !text.includes("\0"), "must hold no NUL");

const input = argumentsOf({
  command: z
    .array(word)
    .min(1)
    .max(mostWords)
    .refine(([first]) => first !== "", "must begin with a program or script")
    .describe(
      "Script or program, then its arguments, each by itself; no shell reads them. `env NAME=VALUE …` sets variables",
    ),
  directory: z.string().default(".").describe("Where it is run"),
  seconds: z.int().min(1).optional().describe(`It is stopped after this time; ${secondsByDefault} by default`),
  budget: z.int().min(1).max(60_000).default(budgetByDefault).describe("Milliseconds a step may keep the event loop"),
  min_severity: severitySchema.default("warning").describe("`information` shows what is seldom a bug as well"),
  cursor: z
    .string()
    .optional()
    .describe("`next_cursor` of the last answer, the other arguments unchanged: shows more and runs nothing"),
});

const statuses = ["confirmed", "exercised", "not_exercised", "not_observed"] as const;

const problemShape = z.strictObject({
  kind: z.string(),
  severity: severitySchema,
  path: z.string(),
  line: z.int(),
  message: z.string(),
  count: z.int(),
  total_ms: z.int().optional(),
  worst_ms: z.int().optional(),
  /** The functions of the stack, the outermost first, and where its end is. */
  stack: z.string().optional(),
  help: z.string(),
  /** Findings of `check` that it confirms. */
  confirms: z.array(z.string()),
});

const findingsShape = z.strictObject({ count: z.int(), ids: z.array(z.string()) });

const output = z.strictObject({
  command: z.string(),
  exit_code: z.int(),
  signal: z.string().optional(),
  is_timed_out: z.boolean(),
  seconds: z.number(),
  python_processes: z.int(),
  problems: z.array(problemShape),
  total: z.int(),
  hidden: z.int(),
  /** Findings of `check` by what became of them; of many, the first ids. On the first page only, as are notes and output. */
  findings: z
    .strictObject({
      confirmed: findingsShape,
      exercised: findingsShape,
      not_exercised: findingsShape,
      not_observed: findingsShape,
    })
    .optional(),
  notes: z.array(z.string()).optional(),
  stdout: z.string().optional(),
  stderr: z.string().optional(),
  next_cursor: z.string().optional(),
});

type RunAnswer = z.infer<typeof output>;
type Problem = z.infer<typeof problemShape>;

export const runTool: ProgramTool = defineProgramTool({
  name: "run",
  title: "Run under watch",
  description:
    "Runs a command of the project (its tests, a script, a server for some seconds) and watches its event loops: what kept them, coroutines nobody awaited, errors nobody saw, tasks and connections left behind, and which findings of `check` that confirms. Call it after `fix`, and to see what static analysis cannot. It executes the project's code, which gets no input; all it started is ended.",
  input,
  output,
  annotations: runsCode,
  run: async (host, { cursor, ...asked }) => {
    const kept = cursor === undefined ? await runCommand(host, asked) : keptRun(host.options, asked);
    return answerRun(kept, cursor, host.options.confinement.base);
  },
});

/** The problems after a cursor that fit. `base` is what paths are shown relative to. */
function answerRun(
  { question, report, output: printed, leastSeverity }: KeptRun,
  cursor: string | undefined,
  base: string,
): { readonly text: string; readonly data: RunAnswer } {
  const shown = report.problems.filter(({ diagnostic }) => isAtLeast(diagnostic.severity, leastSeverity));
  const isFirst = cursor === undefined;
  const page = takePage({
    items: shown,
    cursor,
    question,
    limit: mostProblems,
    tokens: tokensOfPage - (isFirst ? tokensOfFrame : tokensOfLead),
    keyOf: ({ diagnostic: { fingerprint } }) => fingerprint,
    render: (problem) => renderProblem(problem, report, base),
  });
  const data: RunAnswer = {
    command: shorten(report.command.join(" ")),
    exit_code: report.exitCode,
    ...(report.signal === undefined ? {} : { signal: report.signal }),
    is_timed_out: report.isTimedOut,
    seconds: Math.round(report.duration / 100) / 10,
    python_processes: report.processes.length,
    problems: [...page.data],
    total: shown.length,
    hidden: report.problems.length - shown.length,
    ...(isFirst ? describeFrame(report, printed) : {}),
    ...(page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor }),
  };
  const rest = describeRest(page.left, page.nextCursor);
  return { data, text: `${renderLead(data)}${page.text}${rest}${isFirst ? renderFrame(data, printed) : ""}` };
}

function describeFrame(
  report: RunReport,
  { stdout, stderr }: KeptRun["output"],
): Pick<RunAnswer, "findings" | "notes" | "stdout" | "stderr"> {
  const withStatus = (status: FindingStatus): z.infer<typeof findingsShape> => {
    const found = (report.findings ?? []).filter((finding) => finding.status === status);
    return { count: found.length, ids: idsOf(found.map(({ diagnostic }) => diagnostic)) };
  };
  return {
    findings: {
      confirmed: withStatus("confirmed"),
      exercised: withStatus("exercised"),
      not_exercised: withStatus("not-exercised"),
      not_observed: withStatus("not-observed"),
    },
    notes: report.notes.slice(0, mostNotes).map(shorten),
    stdout: stdout.text(),
    stderr: stderr.text(),
  };
}

function idsOf(diagnostics: readonly Diagnostic[]): string[] {
  return [...new Set(diagnostics.map(idOf))].slice(0, mostIds);
}

function renderProblem(problem: RunProblem, { findings = [] }: RunReport, base: string): Rendered<Problem> {
  const { diagnostic, kind, count, total, worst } = problem;
  const { severity, help, location, trace } = diagnostic;
  const stack = shorten(agentPath(trace, base));
  const message = shorten(diagnostic.message);
  const confirmed = problem.confirms.flatMap((index) => findings[index]?.diagnostic ?? []);
  const data: Problem = {
    kind,
    severity,
    path: shownPath(base, location.path),
    line: location.start.line,
    message,
    count,
    ...(total === undefined ? {} : { total_ms: Math.round(total) }),
    ...(worst === undefined ? {} : { worst_ms: Math.round(worst) }),
    ...(stack === "" ? {} : { stack }),
    help,
    confirms: idsOf(confirmed),
  };
  const parts = [
    `${severity} ${kind} ${data.path}:${data.line}: ${message}`,
    describeCounts(problem),
    stack === "" ? "" : `stack: ${stack}`,
    `help: ${help}`,
    data.confirms.length === 0 ? "" : `confirms ${data.confirms.join(", ")}`,
  ];
  return { data, text: `${parts.filter((part) => part !== "").join(" | ")}\n` };
}

function renderLead({ command, exit_code: code, signal, is_timed_out: isTimedOut, ...data }: RunAnswer): string {
  const exit = signal === undefined ? `ended with exit code ${code}` : `died of ${signal}`;
  const ended = isTimedOut ? "was stopped at the time limit" : exit;
  const { seconds, python_processes: processes, total, hidden } = data;
  const where = `${seconds} s, ${processes} Python ${processes === 1 ? "process" : "processes"} watched`;
  const problems = total === 0 ? "no problem seen" : countOf(total, "problem");
  const unshown = hidden === 0 ? "" : ` (hidden: ${hidden} less severe)`;
  return `\`${command}\` ${ended}: ${where}, ${problems}${unshown}\n`;
}

function renderFrame(
  { findings, notes = [], stdout = "", stderr = "" }: RunAnswer,
  printed: KeptRun["output"],
): string {
  const rows = statuses.flatMap((status) => {
    const { count = 0, ids = [] } = findings?.[status] ?? {};
    const more = count > ids.length ? ", …" : "";
    return count === 0 ? [] : [`findings ${status.replace("_", " ")}: ${count} (${ids.join(", ")}${more})\n`];
  });
  const tail = (name: "stdout" | "stderr", text: string): string => {
    const { size, isCut } = printed[name];
    const whole = isCut() ? `, the end of ${countOf(size(), "byte")}` : "";
    return size() === 0 ? "" : `${name}${whole}:\n${text}${text.endsWith("\n") ? "" : "\n"}`;
  };
  const told = notes.map((note) => `note: ${note}\n`);
  return [...rows, ...told, tail("stdout", stdout), tail("stderr", stderr)].join("");
}

/** A text without its middle where that would be too long: stacks and messages may have any length. */
function shorten(text: string): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters / 2)} … ${text.slice(-mostCharacters / 2)}`;
}
