/**
 * A change of one file's text. Offsets are bytes of the decoded source (UTF-8, without a byte-order mark), as everywhere in
 * syntax trees and summaries; the range is half-open, and empty for an insertion.
 */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Several fixes may want this very edit, and it is then made once: an import, a name for the whole module. */
  readonly isShared?: boolean;
}

/** A half-open range of bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether two edits cannot both be made in any order: they overlap, insert at the same place, or one inserts where the other
 * begins to replace. An insertion right after a replaced range is no conflict, nor are equal edits that are shared.
 */
export function editsConflict(left: TextEdit, right: TextEdit): boolean {
  if (left.isShared === true && right.isShared === true && sameEdit(left, right)) return false;
  if (left.start === right.start) return true;
  return left.start < right.start ? left.end > right.start : right.end > left.start;
}

export function sameEdit(left: TextEdit, right: TextEdit): boolean {
  return left.start === right.start && left.end === right.end && left.text === right.text;
}

/** Order of edits in a file; equal ones stand beside each other. */
export function compareEdits(left: TextEdit, right: TextEdit): number {
  return (
    left.start - right.start || left.end - right.end || (left.text < right.text ? -1 : left.text > right.text ? 1 : 0)
  );
}
