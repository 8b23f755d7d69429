import type { Position } from "../diagnostics/diagnostic.ts";
import type { ShownEdit } from "../diagnostics/shown-fix.ts";

/** The text of one file with edits made that do not overlap. Positions are those of the text as it is. */
export function applyShownEdits(text: string, edits: readonly ShownEdit[]): string {
  const lineStarts = [
    0,
    ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ index, 0: lineBreak }) => index + lineBreak.length),
  ];
  const offsetOf = ({ line, column }: Position): number => {
    let offset = lineStarts[line - 1] ?? text.length;
    for (let left = column - 1; left > 0 && offset < text.length; left--)
      offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    return offset;
  };
  const placed = edits.map(({ location, content }) => {
    return { start: offsetOf(location.start), end: offsetOf(location.end), content };
  });
  let result = "";
  let at = 0;
  for (const { start, end, content } of placed.toSorted(
    (left, right) => left.start - right.start || left.end - right.end,
  )) {
    result += text.slice(at, start) + content;
    at = end;
  }
  return result + text.slice(at);
}
