import { applyEdits } from "../diagnostics/apply-edits.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { encodeSource } from "../syntax/index.ts";
import { openSourceFile, type SourceFile, textBetween } from "./source-file.ts";

/**
 * Contents of a file with a comment that speaks of a 1-based line, the best place first: alone above it, or at its end. Where
 * the line continues a text or another line, one or both do not work: the caller looks at what is found then. Empty when the
 * file's encoding is one that is not written.
 */
export function writeSuppression(path: string, bytes: Uint8Array, line: number, comment: string): Uint8Array[] {
  const file = openSourceFile(path, bytes, undefined);
  if (file === undefined) return [];
  return commentEdits(file, line, comment).flatMap(
    (edit) => encodeSource(bytes, applyEdits(file.tree.source, [edit])) ?? [],
  );
}

function commentEdits(file: SourceFile, line: number, comment: string): readonly TextEdit[] {
  const { tree, newline } = file;
  const start = tree.lineStarts[line - 1];
  if (start === undefined) return [];
  const text = textBetween(file, start, tree.lineStarts[line] ?? tree.source.length);
  const indentation = /^[ \t\f]*/.exec(text)?.[0] ?? "";
  const length = new TextEncoder().encode(text.replace(/[ \t]*(?:\r\n|\n|\r)?$/, "")).length;
  return [
    { start, end: start, text: `${indentation}${comment}${newline}` },
    { start: start + length, end: start + length, text: `  ${comment}` },
  ];
}
