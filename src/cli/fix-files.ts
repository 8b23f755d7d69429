/** `check --fix` and `check --diff`: the fixes are made in memory first, and then written or shown. */
import type { FixOutcome, WithdrawnFix } from "../fixes/fix-all.ts";
import type { AppliedFix } from "../fixes/trial.ts";
import { countOf, say } from "../language/say.ts";
import type { Painter } from "../reporters/painter.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { unifiedDiff } from "../reporters/unified-diff.ts";
import { writeFile } from "../workspace/write-file.ts";
import { decodeText } from "../workspace/source-reader.ts";
import { writeNotice } from "./terminal.ts";

/** Writes the changed files. Whether every one could be; those left alone are named on standard error. */
export function writeFixedFiles({ files }: FixOutcome): boolean {
  let isComplete = true;
  for (const [path, { before, after }] of files) {
    const problem = writeFile(path, after, before);
    if (problem === undefined) continue;
    isComplete = false;
    writeNotice(say`error: ${shownPath(process.cwd(), path)} ${problem}`);
  }
  return isComplete;
}

/** The changes as a unified diff, by path. */
export function renderDiff({ files }: FixOutcome, painter: Painter): string {
  const paths = [...files.keys()].toSorted();
  const diffs = paths.map((path) => {
    const file = files.get(path);
    if (file === undefined) return "";
    return unifiedDiff(shownPath(process.cwd(), path), decodeText(file.before), decodeText(file.after));
  });
  return diffs.join("").replace(/^.*$/gm, (row) => paintRow(row, painter));
}

function paintRow(row: string, painter: Painter): string {
  if (row.startsWith("---") || row.startsWith("+++")) return painter.bold(row);
  if (row.startsWith("@@")) return painter.cyan(row);
  if (row.startsWith("-")) return painter.red(row);
  return row.startsWith("+") ? painter.green(row) : row;
}

/** Files that were changed by somebody else while Uncoil ran. */
export function noticeChanged(paths: readonly string[]): void {
  for (const path of paths)
    writeNotice(say`error: ${shownPath(process.cwd(), path)} has changed since it was read: left alone`);
}

/** A row for each fix that was made and then taken back. */
export function noticeWithdrawn(withdrawn: readonly WithdrawnFix[]): void {
  for (const { diagnostic, fix, reason } of withdrawn)
    writeNotice(say`note: ${placeOf(diagnostic)}: ${diagnostic.code} is not fixed (${fix.title}): ${reason}`);
}

function placeOf({ location }: AppliedFix["diagnostic"]): string {
  return `${shownPath(process.cwd(), location.path)}:${location.start.line}`;
}

/** `Fixed 3 findings in 2 files.`, or `Would fix…`, with a row for each fix when they are to be listed; "" when there were none. */
export function describeApplied({ applied, files }: FixOutcome, isDone: boolean, lists: boolean): string {
  if (applied.length === 0) return "";
  const rows = lists
    ? applied.map(({ diagnostic, fix }) => `  ${placeOf(diagnostic)}: ${diagnostic.code} ${fix.title}\n`)
    : [];
  const [findings, inFiles] = [countOf(applied.length, "finding"), countOf(files.size, "file")];
  const told = isDone ? say`Fixed ${findings} in ${inFiles}` : say`Would fix ${findings} in ${inFiles}`;
  return `${told}${lists ? ":" : "."}\n${rows.join("")}`;
}
