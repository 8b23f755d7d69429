import type { TextEdit } from "./text-edit.ts";

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

/**
 * Where a byte of the old source is in the new one. A byte inside a replaced range goes to where its text ends; one at an
 * insertion goes `before` or `after` the inserted text.
 */
export function mapOffset(edits: readonly TextEdit[], offset: number, side: "before" | "after"): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    if (start > offset || (start === offset && side === "before")) break;
    const length = encoder.encode(text).length;
    if (end > offset) return start + shift + length;
    shift += length - (end - start);
  }
  return offset + shift;
}
