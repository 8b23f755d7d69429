/** Lines of source as answers show them. Only what may be read is shown. */
import type { ShownFix } from "../diagnostics/shown-fix.ts";
import { applyShownEdits } from "../reporters/apply-shown-edits.ts";
import { splitLines } from "../reporters/code-frame.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { unifiedDiff } from "../reporters/unified-diff.ts";
import { leadsInside } from "../workspace/confine-path.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import type { Engine, Program } from "./engine.ts";

export interface SourceView {
  /** A line without its indentation, cut where it is very long; "" for a file that may not be read. */
  readonly line: (path: string, line: number) => string;
  /** Numbered lines around a range. */
  readonly around: (path: string, first: number, last: number) => string;
  /** A fix as a unified diff. */
  readonly diff: (fix: ShownFix) => string;
}

const longestLine = 160;
const mostLines = 12;
const context = 2;

/** A view of the files of a program, and of the packages it imports. */
export function viewSources({ sitePackages }: Program, { options }: Engine): SourceView {
  const { base, roots } = options.confinement;
  const read = createSourceReader(new Map());
  const textOf = (path: string): string | undefined =>
    leadsInside(path, [...roots, ...sitePackages]) ? read(path) : undefined;
  const linesOf = (path: string): string[] => splitLines(textOf(path) ?? "");
  return {
    line: (path, line) => cutLine((linesOf(path)[line - 1] ?? "").trim()),
    around: (path, first, last) => {
      const lines = linesOf(path);
      const start = Math.max(1, first - context);
      const end = Math.min(lines.length, Math.min(last, first + mostLines) + context);
      const rows = lines.slice(start - 1, end).map((text, index) => {
        const line = start + index;
        return `${line >= first && line <= last ? ">" : " "} ${line} ${cutLine(text)}`;
      });
      return rows.join("\n");
    },
    diff: ({ edits }) => {
      const paths = [...new Set(edits.map(({ location }) => location.path))].toSorted();
      const diffs = paths.map((path) => {
        const text = textOf(path) ?? "";
        const own = edits.filter(({ location }) => location.path === path);
        return unifiedDiff(shownPath(base, path), text, applyShownEdits(text, own));
      });
      return diffs.join("");
    },
  };
}

function cutLine(text: string): string {
  return text.length <= longestLine ? text : `${text.slice(0, longestLine)}…`;
}
