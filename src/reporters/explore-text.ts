import type { Exploration, ExploredFailure, ExploredProblem } from "../diagnostics/exploration.ts";
import { countOf, say } from "../language/say.ts";
import { renderCodeFrame, renderSourceLine, splitLines } from "./code-frame.ts";
import { displayWidth, printable } from "./display-width.ts";
import {
  createNameOfTask,
  createShowPlace,
  describeAwaited,
  describeAwaitedBriefly,
  describeDecision,
  describeProblem,
  explainStrategy,
  type NameOfTask,
  replayCommand,
  type ShowPlace,
} from "./explore-words.ts";
import { renderInterleaving } from "./interleaving.ts";
import { paintCode } from "./painter.ts";
import type { Report, TextStyle } from "./report.ts";
import { wrapText } from "./wrap-text.ts";

type Sources = Pick<Report, "workingDirectory" | "sourceOf">;

const contextLines = 1;
const mostWaiting = 8;

/** Each failure with what brought it about and how to see it again; then how much was tried. */
export function reportExploration(exploration: Exploration, sources: Sources, style: TextStyle): string {
  const failures = exploration.failures.map((failure) => renderFailure(failure, exploration, sources, style));
  return [...failures, renderSummary(exploration, sources, style)].join("\n");
}

function renderFailure(
  failure: ExploredFailure,
  exploration: Exploration,
  { workingDirectory, sourceOf }: Sources,
  style: TextStyle,
): string {
  const { painter } = style;
  const showPlace = createShowPlace(workingDirectory);
  const nameOf = createNameOfTask(failure.tasks);
  const lineAt = createLineAt(sourceOf);
  const isFragile = failure.severity === "fragile";
  const paint = isFragile ? painter.yellow : painter.red;
  const label = `${isFragile ? say`fragile` : say`failure`}[${failure.strategy}]`;
  const text = printable(
    isFragile ? say`relies on start order: ${describeProblem(failure.problem)}` : describeProblem(failure.problem),
  );
  const [n, of] = failure.rate;
  const rows = [
    ...renderWrapped(`${label} ${text}`, style).map((row, index) =>
      index > 0 ? painter.bold(row) : painter.bold(paint(label)) + painter.bold(row.slice(label.length)),
    ),
    ...renderPlace(failure.problem, sourceOf, showPlace, style),
    ...renderWaiting(failure.problem, nameOf, showPlace, lineAt, style),
    ...renderDecisions(failure, nameOf, showPlace, style),
    "",
    ...renderSteps(failure, nameOf, showPlace, lineAt, style),
    ...renderSentence(say`why`, explainStrategy(failure), style),
    `${painter.bold(painter.green(`${say`replay`}:`))} ${printable(replayCommand(exploration.target, failure))}`,
    `        ${say`reproduced ${n}/${of}, found by run ${failure.foundAfter}, seen in ${countOf(failure.seen, "run")}`}`,
    ...(failure.isSmall ? [] : [`        ${say`the time was up before it was made as small as it can be`}`]),
  ];
  return `${rows.join("\n")}\n`;
}

function renderPlace(
  problem: ExploredProblem,
  sourceOf: Sources["sourceOf"],
  showPlace: ShowPlace,
  style: TextStyle,
): string[] {
  const place = problem.places.at(-1);
  if (place === undefined) return [];
  const { painter, width } = style;
  const [path, line, functionName] = place;
  const lines = splitLines(sourceOf(path) ?? "");
  const text = lines[line - 1] ?? "";
  const column = Array.from(text).length - Array.from(text.trimStart()).length + 1;
  const frame = renderCodeFrame({
    lines,
    start: { line, column },
    end: { line, column: Array.from(text.trimEnd()).length + 1 },
    context: contextLines,
    width,
    painter,
    paint: painter.red,
  });
  const gutter = Math.max(1, (frame[0] ?? "").search(/[^ ]/) - 1);
  const at = say`${showPlace(place)} in ${functionName}`;
  return [`${" ".repeat(gutter)}${painter.blue("-->")} ${at}`, ...frame];
}

function renderWaiting(
  { waiting = [] }: ExploredProblem,
  nameOf: NameOfTask,
  showPlace: ShowPlace,
  lineAt: LineAt,
  { painter, width }: TextStyle,
): string[] {
  const shown = waiting.filter(({ place }) => place !== null);
  const rows = shown.slice(0, mostWaiting).flatMap(({ task, place, awaits }) => {
    if (place === null) return [];
    const head = `  ${say`${nameOf(task)} waits at ${showPlace(place)}`}`;
    const code = renderSourceLine(lineAt(place[0], place[1]), Math.max(10, width - displayWidth(head) - 2));
    const what = awaits === null ? [] : [`    ${say`for ${describeAwaited(awaits, task, nameOf, showPlace)}`}`];
    return [`${head}  ${painter.dim(code)}`, ...what.map(printable)];
  });
  return shown.length <= mostWaiting ? rows : [...rows, `  ${say`and ${shown.length - mostWaiting} more`}`];
}

function renderDecisions(
  failure: ExploredFailure,
  nameOf: NameOfTask,
  showPlace: ShowPlace,
  style: TextStyle,
): string[] {
  const copies = failure.copies > 1 ? [say`${failure.copies} copies of it run at the same time`] : [];
  const sentences = [...copies, ...failure.decisions.map((decision) => describeDecision(decision, nameOf, showPlace))];
  return sentences.flatMap((sentence, index) => renderSentence(index === 0 ? say`when` : say`and`, sentence, style));
}

/** The text of a line of a file, "" when it cannot be read. */
type LineAt = (path: string, line: number) => string;

function createLineAt(sourceOf: Sources["sourceOf"]): LineAt {
  const texts = new Map<string, readonly string[]>();
  return (path, line) => {
    const lines = texts.get(path) ?? splitLines(sourceOf(path) ?? "");
    texts.set(path, lines);
    return lines[line - 1] ?? "";
  };
}

function renderSteps(
  failure: ExploredFailure,
  nameOf: NameOfTask,
  showPlace: ShowPlace,
  lineAt: LineAt,
  style: TextStyle,
): string[] {
  const describe = (index: number): string => {
    const decision = failure.decisions[index];
    return decision === undefined
      ? ""
      : describeDecision({ ...decision, place: null }, nameOf, showPlace).replaceAll("`", "");
  };
  const rows = renderInterleaving(
    {
      passing: failure.passing,
      failing: failure.failing,
      passingName: createNameOfTask(failure.passingTasks),
      failingName: nameOf,
      lineAt,
      describe,
      waiting: (failure.problem.waiting ?? []).flatMap(({ task, place, awaits }) =>
        place === null || awaits === null
          ? []
          : [{ task, text: say`waits: ${describeAwaitedBriefly(awaits, nameOf)}` }],
      ),
      ending: printable(describeProblem({ ...failure.problem, isLater: false })),
    },
    style,
  );
  return rows.length === 0 ? [] : [...rows, ""];
}

function renderSentence(label: string, sentence: string, style: TextStyle): string[] {
  const { painter } = style;
  const rows = style.wraps ? wrapText(printable(sentence), style.width - 6) : [printable(sentence)];
  const width = Math.max(...[say`why`, say`when`, say`and`].map((word) => word.length)) + 1;
  return rows.map((row, index) => {
    const head = index === 0 ? painter.bold(painter.blue(`${label}:`.padStart(width))) : " ".repeat(width);
    return `${head} ${paintCode(row, painter.bold)}`;
  });
}

function renderWrapped(text: string, style: TextStyle): string[] {
  return style.wraps ? wrapText(text, style.width) : [text];
}

/** A sentence for each function whose tasks were not cancelled. */
function describeSkipped({ skipped }: Exploration, showPlace: ShowPlace): readonly string[] {
  const names = skipped.map(({ name, function: functionName, place }) => {
    const where = place === null ? "" : ` (${showPlace(place)})`;
    return `${name ?? functionName}${where}`;
  });
  return [...new Set(names)].map((name) => say`not cancelled: ${printable(name)}, the target needs what it does`);
}

function renderSummary(exploration: Exploration, { workingDirectory }: Sources, style: TextStyle): string {
  const { painter } = style;
  const { failures, runs, milliseconds, target } = exploration;
  const broken = failures.filter(({ severity }) => severity === "failure").length;
  const fragile = failures.length - broken;
  const counts = [
    ...(broken > 0 ? [painter.red(countOf(broken, "failure"))] : []),
    ...(fragile > 0 ? [painter.yellow(fragile === 1 ? say`1 fragile` : say`${fragile} fragile`)] : []),
  ];
  const passes =
    exploration.unrepeated > 0 ? painter.yellow(say`no failure that came again`) : painter.green(say`no failure`);
  const verdict = counts.length === 0 ? passes : counts.join(", ");
  const perSecond = Math.round(runs / Math.max(0.001, milliseconds / 1000));
  const showPlace = createShowPlace(workingDirectory);
  const tried = Object.entries(exploration.counts).map(([strategy, count]) => `${strategy} ${count}`);
  const rows = [
    say`${painter.bold(printable(target))}: ${verdict} in ${countOf(runs, "run")} (${perSecond}/s, Python ${exploration.python})`,
    ...(tried.length === 0 ? [] : [painter.dim(say`tried: ${tried.join(", ")}`)]),
    ...describeSkipped(exploration, showPlace).map(painter.dim),
    ...(exploration.unsteady === 0
      ? []
      : [
          exploration.unsteady === 1
            ? say`1 failure did not come again and is not shown`
            : say`${exploration.unsteady} failures did not come again and are not shown`,
        ]),
    ...(exploration.unrepeated === 0
      ? []
      : [
          exploration.unrepeated === 1
            ? say`1 failure was not repeated before the time was up, and is not shown`
            : say`${exploration.unrepeated} failures were not repeated before the time was up, and are not shown`,
        ]),
    ...(exploration.isVirtual ? [] : [say`time was real: the target does not pass when time jumps over waits`]),
    ...(exploration.isOutOfTime ? [say`the time limit stopped it: --time-limit gives it more`] : []),
    ...exploration.notes.map((note) => say`note: ${printable(note)}`),
  ];
  return `${rows.join("\n")}\n`;
}
