import type { ByteRange, TextEdit } from "./text-edit.ts";

const encoder = new TextEncoder();

/** The source with the edits made. They must be in order and must not overlap. */
export function applyEdits(source: Uint8Array, edits: readonly TextEdit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    parts.push(source.subarray(at, start), encoder.encode(text));
    at = end;
  }
  parts.push(source.subarray(at));
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    result.set(part, length);
    length += part.length;
  }
  return result;
}

/** Where the text of each edit is in the edited source. */
function editedRanges(edits: readonly TextEdit[]): ByteRange[] {
  let shift = 0;
  return edits.map(({ start, end, text }) => {
    const length = encoder.encode(text).length;
    const range = { start: start + shift, end: start + shift + length };
    shift += length - (end - start);
    return range;
  });
}

/** Where bytes of the old source are in the new one. */
export interface OffsetMap {
  readonly edits: readonly TextEdit[];
  /** As `editedRanges`. */
  readonly ranges: readonly ByteRange[];
}

export function mapEdits(edits: readonly TextEdit[]): OffsetMap {
  return { edits, ranges: editedRanges(edits) };
}

/**
 * Where a byte of the old source is in the new one. A byte inside a replaced range goes to where its text ends; one at an
 * insertion goes `before` or `after` the inserted text.
 */
export function mapOffset({ edits, ranges }: OffsetMap, offset: number, side: "before" | "after"): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = edits[middle]?.start ?? 0;
    if (start < offset || (start === offset && side === "after")) low = middle + 1;
    else high = middle;
  }
  const edit = edits[low - 1];
  const range = ranges[low - 1];
  if (edit === undefined || range === undefined) return offset;
  return edit.end > offset ? range.end : range.end + offset - edit.end;
}
