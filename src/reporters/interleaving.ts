import type { ExploredStep } from "../diagnostics/exploration.ts";
import { say } from "../language/say.ts";
import { renderSourceLine } from "./code-frame.ts";
import { padToWidth } from "./display-width.ts";
import type { NameOfTask } from "./explore-words.ts";
import type { TextStyle } from "./report.ts";

/** Two runs to show beside each other. */
export interface Interleaving {
  readonly passing: readonly ExploredStep[];
  readonly failing: readonly ExploredStep[];
  /** Names the tasks of the passing run. */
  readonly passingName: NameOfTask;
  readonly failingName: NameOfTask;
  /** The text of a line, without its line break. */
  readonly lineAt: (path: string, line: number) => string;
  /** What a decision does, by its index: printed where it is made. */
  readonly describe: (decision: number) => string;
  /** What tasks wait for when the failing run ends. */
  readonly waiting: readonly { readonly task: number; readonly text: string }[];
  /** How the failing run ends. */
  readonly ending: string;
}

interface Row {
  readonly task: number;
  readonly text: string;
  readonly isMark: boolean;
}

const indent = "  ";
const rowsBefore = 3;
const mostRows = 26;
const longestName = 16;
const mostWaiting = 6;

/** Rows of two columns: what each task ran, line by line, from shortly before the runs part. */
export function renderInterleaving(interleaving: Interleaving, style: TextStyle): string[] {
  const { painter, width } = style;
  const passing = withoutRepeats(interleaving.passing);
  const failing = withoutRepeats(interleaving.failing);
  if (failing.length === 0) return [];
  const alike = commonLength(passing, failing);
  const start = Math.max(0, alike - rowsBefore);
  const column = Math.floor((width - indent.length - 3) / 2);
  const left = cut(toRows(passing, start, interleaving), []);
  const right = cut(toRows(failing, start, interleaving), endingRows(interleaving));
  const { passingName, failingName } = interleaving;
  const names = Math.max(nameWidth(left, passingName), nameWidth(right, failingName));
  const rows = [`${indent}${painter.bold(padToWidth(say`passing run`, column))}   ${painter.bold(say`failing run`)}`];
  if (start > 0) rows.push(`${indent}${painter.dim(start === 1 ? say`… 1 line alike` : say`… ${start} lines alike`)}`);
  const bar = painter.blue("|");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const leftText = renderCell(left, i, names, column, passingName);
    const rightText = renderCell(right, i, names, column, failingName);
    const shown = right[i]?.isMark === true ? painter.red(rightText.trimEnd()) : rightText.trimEnd();
    rows.push(`${indent}${padToWidth(leftText, column)} ${bar} ${shown}`.trimEnd());
  }
  return rows;
}

function withoutRepeats(steps: readonly ExploredStep[]): readonly ExploredStep[] {
  return steps.filter((step, index) => {
    const before = steps[index - 1];
    return before === undefined || before[0] !== step[0] || before[1] !== step[1] || before[2] !== step[2];
  });
}

/** How many lines both runs have in common. A decision is no difference yet: what comes of it is. */
function commonLength(passing: readonly ExploredStep[], failing: readonly ExploredStep[]): number {
  let at = 0;
  for (const [index, step] of failing.entries()) {
    if (step[1] === null) return index;
    const other = passing[at++];
    if (other === undefined || other[0] !== step[0] || other[1] !== step[1] || other[2] !== step[2]) return index;
  }
  return failing.length;
}

function toRows(steps: readonly ExploredStep[], start: number, { lineAt, describe }: Interleaving): Row[] {
  return steps.slice(start).map(([task, path, line]) => {
    if (path === null) return { task, text: `! ${describe(line)}`, isMark: true };
    return { task, text: `${String(line).padStart(4)}  ${lineAt(path, line).trim()}`, isMark: false };
  });
}

function endingRows({ waiting, ending }: Interleaving): readonly Row[] {
  const rows = waiting
    .slice(0, mostWaiting)
    .map(({ task, text }) => ({ task, text: `! ${text.replaceAll("`", "")}`, isMark: true }));
  return [...rows, { task: 0, text: `! ${ending}`, isMark: true }];
}

/** The beginning and the end of what is too long, and the last rows. */
function cut(rows: Row[], last: readonly Row[]): Row[] {
  if (rows.length + last.length <= mostRows) return [...rows, ...last];
  const head = mostRows - 10;
  const tail = rows.slice(rows.length - 9 + last.length);
  const left = rows.length - head - tail.length;
  return [...rows.slice(0, head), { task: 0, text: say`… ${left} more lines`, isMark: false }, ...tail, ...last];
}

function nameWidth(rows: readonly Row[], nameOf: NameOfTask): number {
  const lengths = rows.filter(({ task }) => task > 0).map(({ task }) => plainName(nameOf(task)).length);
  return Math.min(longestName, Math.max(4, ...lengths));
}

function plainName(name: string): string {
  return name.replaceAll("`", "");
}

/** The name stands only where another task goes on. */
function renderCell(side: readonly Row[], index: number, names: number, column: number, nameOf: NameOfTask): string {
  const row = side[index];
  if (row === undefined) return "";
  const isSame = side[index - 1]?.task === row.task;
  const name = row.task === 0 || isSame ? "" : renderSourceLine(plainName(nameOf(row.task)), names);
  return `${padToWidth(name, names)} ${renderWithin(row.text, column - names - 1)}`;
}

/** Keeps the blanks before a line number, which a source line on its own would lose. */
function renderWithin(text: string, width: number): string {
  const blanks = text.length - text.trimStart().length;
  return " ".repeat(blanks) + renderSourceLine(text, width - blanks);
}
