/** Which findings of an edited program are those it had before. */
import { mapOffset, type OffsetMap } from "../diagnostics/apply-edits.ts";
import type { Diagnostic, Position } from "../diagnostics/diagnostic.ts";
import type { SyntaxTree } from "../syntax/index.ts";

/** A file before and after its edits. */
export interface EditedFile {
  readonly before: SyntaxTree;
  readonly after: SyntaxTree;
  readonly map: OffsetMap;
}

export interface Comparison {
  /** Findings that were not there before. */
  readonly added: readonly Diagnostic[];
  /** Findings of `before` that stand where they stood. */
  readonly kept: ReadonlySet<Diagnostic>;
}

/**
 * Compares by place, through the edits, and then by fingerprint: what a line or an argument around it has changed is no new
 * finding. `mended`: those that are to be gone, whose fingerprints therefore excuse no other.
 */
export function compareFindings(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  files: ReadonlyMap<string, EditedFile>,
  mended: ReadonlySet<Diagnostic>,
): Comparison {
  const places = new Map<string, Diagnostic[]>();
  for (const finding of before)
    for (const place of placesAfter(finding, files.get(finding.location.path)))
      places.set(place, [...(places.get(place) ?? []), finding]);
  const kept = new Set<Diagnostic>();
  const unplaced: Diagnostic[] = [];
  for (const finding of after) {
    const old = (places.get(placeOf(finding, files.get(finding.location.path))) ?? []).find((item) => !kept.has(item));
    if (old === undefined) unplaced.push(finding);
    else kept.add(old);
  }
  const prints = before.filter((finding) => !kept.has(finding) && !mended.has(finding)).map(keyOf);
  const added = unplaced.filter((finding) => {
    const at = prints.indexOf(keyOf(finding));
    if (at >= 0) prints.splice(at, 1);
    return at < 0;
  });
  return { added, kept };
}

function keyOf({ code, location, fingerprint }: Diagnostic): string {
  return `${code} ${location.path} ${fingerprint}`;
}

/** Byte offset of a position of a file. */
export function offsetOf(tree: SyntaxTree, { line, column }: Position): number {
  let offset = tree.lineStarts[line - 1] ?? tree.source.length;
  for (let count = 1; count < column; count++) {
    offset++;
    while (((tree.source[offset] ?? 0) & 0xc0) === 0x80) offset++;
  }
  return offset;
}

function placeOf({ code, location }: Diagnostic, file: EditedFile | undefined): string {
  const { path, start, end } = location;
  if (file === undefined) return `${code} ${path} ${start.line}:${start.column} ${end.line}:${end.column}`;
  return `${code} ${path} ${offsetOf(file.after, start)} ${offsetOf(file.after, end)}`;
}

/** Where a finding may be after the edits: what was inserted at its ends may belong to it or not. */
function placesAfter(finding: Diagnostic, file: EditedFile | undefined): ReadonlySet<string> {
  if (file === undefined) return new Set([placeOf(finding, undefined)]);
  const { code, location } = finding;
  const start = offsetOf(file.before, location.start);
  const end = offsetOf(file.before, location.end);
  const sides = ["before", "after"] as const;
  return new Set(
    sides.flatMap((first) =>
      sides.map(
        (last) => `${code} ${location.path} ${mapOffset(file.map, start, first)} ${mapOffset(file.map, end, last)}`,
      ),
    ),
  );
}
