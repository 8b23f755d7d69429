import type { Survey, SurveyEntry, SurveyFunction, SurveyStep } from "../diagnostics/survey.ts";
import { countOf, say, translate } from "../language/say.ts";
import { printable } from "./display-width.ts";
import type { Painter } from "./painter.ts";
import type { TextStyle } from "./report.ts";
import { shownPath } from "./shown-path.ts";
import { describeIo } from "./survey-text.ts";

const mostRows = 150;
const deepest = 12;
const mostEntries = 5;

/** The call tree below each of the entries. */
export function reportEntries(
  survey: Survey,
  entries: readonly SurveyEntry[],
  style: TextStyle,
  workingDirectory: string,
): string {
  const { painter } = style;
  const blocks = entries.slice(0, mostEntries).map((entry) => renderEntry(survey, entry, painter, workingDirectory));
  const hidden = entries.slice(mostEntries).map(({ label }) => printable(label));
  if (hidden.length > 0) {
    const listed = hidden.slice(0, 10).join(", ");
    blocks.push(
      painter.dim(`${say`… and ${hidden.length} more of that name: ${listed}`}${hidden.length > 10 ? ", …" : ""}\n`),
    );
  }
  return blocks.join("\n");
}

/** On which thread the rows below a function are read. */
type Mode = "loop" | "worker" | "plain";

interface Tree {
  readonly functions: readonly SurveyFunction[];
  readonly painter: Painter;
  readonly workingDirectory: string;
  readonly rows: string[];
  /** Functions shown whole before: they are not shown twice. */
  readonly shown: Set<string>;
  hidden: number;
}

function renderEntry(survey: Survey, entry: SurveyEntry, painter: Painter, workingDirectory: string): string {
  const place = painter.cyan(`${shownPath(workingDirectory, entry.path)}:${entry.line}`);
  const kind = `${translate(entry.kind)}, ${contextWords[entry.context]?.() ?? say`context unknown`}`;
  const head = `${painter.bold(printable(entry.label))}  ${painter.dim(printable(entry.name))}  ${place}\n${kind} · ${describeIo(entry.io, painter)}`;
  const fn = survey.functions[entry.function];
  if (fn === undefined) return `${head}\n`;
  const tree: Tree = { functions: survey.functions, painter, workingDirectory, rows: [], shown: new Set(), hidden: 0 };
  const mode = entry.context === "worker" ? "worker" : entry.context === "unknown" ? "plain" : "loop";
  addSteps(tree, fn, entry.function, mode, "", [entry.function]);
  if (tree.hidden > 0) tree.rows.push(painter.dim(say`… ${tree.hidden} more (the html page shows all of them)`));
  return `${head}\n${tree.rows.join("\n")}\n`;
}

const contextWords: Readonly<Record<string, () => string>> = {
  loop: () => say`on the event loop`,
  worker: () => say`in a thread`,
  startup: () => say`at start-up`,
};

function addSteps(
  tree: Tree,
  fn: SurveyFunction,
  index: number,
  mode: Mode,
  indent: string,
  above: readonly number[],
): void {
  const { painter } = tree;
  tree.shown.add(`${index} ${mode}`);
  const notes = [
    fn.quietCalls > 0 ? say`${countOf(fn.quietCalls, "call")} without I/O` : "",
    fn.unknownCalls > 0 ? say`${fn.unknownCalls} that could not be followed` : "",
  ].filter((note) => note !== "");
  fn.steps.forEach((step, at) => {
    const isLast = at === fn.steps.length - 1 && notes.length === 0;
    addStep(tree, fn, step, mode, indent, isLast, above);
  });
  if (notes.length > 0) addRow(tree, `${indent}${painter.dim(`└─ ${say`and ${notes.join(", ")}`}`)}`);
}

function addRow(tree: Tree, row: string): boolean {
  if (tree.rows.length >= mostRows) {
    tree.hidden++;
    return false;
  }
  tree.rows.push(row);
  return true;
}

function addStep(
  tree: Tree,
  from: SurveyFunction,
  step: SurveyStep,
  mode: Mode,
  indent: string,
  isLast: boolean,
  above: readonly number[],
): void {
  const { painter } = tree;
  const branch = painter.dim(`${indent}${isLast ? "└─ " : "├─ "}`);
  const place = painter.dim(`${shownPath(tree.workingDirectory, from.path)}:${step.line}`);
  if (step.io !== undefined) {
    const { kind, name, confidence } = step.io;
    const doubt = confidence === "likely" ? say`, likely` : "";
    addRow(tree, `${branch}${describeHow(step, mode, translate(kind), printable(name), painter)}${doubt}  ${place}`);
    return;
  }
  const target = tree.functions[step.to];
  if (target === undefined) return;
  const next: Mode = target.isAsync ? "loop" : step.how === "offloads" ? "worker" : mode;
  const isRepeated = above.includes(step.to);
  const isShown = tree.shown.has(`${step.to} ${next}`);
  const isDeep = above.length >= deepest;
  const note = isRepeated ? say` (recursion)` : isShown ? say` (shown above)` : isDeep ? " …" : "";
  const row = `${branch}${verbs[step.how]()}${painter.bold(printable(target.name))}${painter.dim(note)}  ${place}`;
  if (!addRow(tree, row) || note !== "") return;
  addSteps(tree, target, step.to, next, `${indent}${isLast ? "   " : "│  "}`, [...above, step.to]);
}

const verbs: Readonly<Record<SurveyStep["how"], () => string>> = {
  calls: () => "",
  awaits: () => "await ",
  starts: () => say`start `,
  offloads: () => say`in a thread: `,
  injects: () => say`given by: `,
};

function describeHow(step: SurveyStep, mode: Mode, kind: string, name: string, painter: Painter): string {
  if (step.how === "awaits") return painter.green(`await ${name} (${kind})`);
  if (step.how === "offloads" || mode === "worker") return painter.blue(say`${name} (${kind}, in a thread)`);
  return mode === "loop" ? painter.red(say`${name} (${kind}, blocks the loop)`) : painter.yellow(`${name} (${kind})`);
}
