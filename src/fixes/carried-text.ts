/** Expressions of one file, written in another. */
import { sameEdit, type TextEdit } from "../diagnostics/text-edit.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { endOf, Kind, kindOf, lineOf, nextOf, startOf, type NodeId } from "../syntax/index.ts";
import { textBetween, textOf, type SourceFile } from "./source-file.ts";
import { importedName, wantMember, wantName, type WantedName } from "./wanted-name.ts";

/**
 * An expression of one file as another would write it, its names reached by what that one imports; undefined when one of them
 * is no import, nor a builtin.
 */
export function textIn(
  from: SourceFile,
  node: NodeId,
  to: SourceFile,
  scope: number,
  use: number,
): WantedName | undefined {
  const { tree } = from;
  const edits: TextEdit[] = [];
  let text = "";
  let at = startOf(tree, node);
  for (let inner = node; inner < nextOf(tree, node); inner++) {
    const kind = kindOf(tree, inner);
    if (kind !== Kind.Name && !(kind === Kind.Attribute && importedName(from, 0, inner) !== undefined)) continue;
    const written = nameIn(from, inner, to, scope, use);
    if (written === undefined) return undefined;
    edits.push(...written.edits.filter((edit) => !edits.some((other) => sameEdit(edit, other))));
    text += textBetween(from, at, startOf(tree, inner)) + written.text;
    at = endOf(tree, inner);
    inner = nextOf(tree, inner) - 1;
  }
  const line = onOneLine(from, node, text + textBetween(from, at, endOf(tree, node)));
  return line === undefined ? undefined : { text: line, edits };
}

/** The text of a call without its line breaks, which stand inside of brackets; undefined with a comment, or a string of several lines. */
function onOneLine({ tree }: SourceFile, call: NodeId, text: string): string | undefined {
  if (text.includes("#")) return undefined;
  if (!/[\n\r]/.test(text)) return text;
  for (let node = call; node < nextOf(tree, call); node++) {
    const isLong = lineOf(tree, startOf(tree, node)) < lineOf(tree, endOf(tree, node));
    if (isLong && texts.has(kindOf(tree, node))) return undefined;
  }
  const joined = text
    .replace(/([([{])\s*[\n\r]\s*/g, "$1")
    .replace(/\s*[\n\r]\s*(?=[)\]}])/g, "")
    .replace(/\s*[\n\r]\s*/g, " ");
  return joined.includes("\\") ? undefined : joined.replace(/,\)$/, ")");
}

const texts: ReadonlySet<number> = new Set([Kind.String, Kind.Bytes, Kind.JoinedStr, Kind.TemplateStr]);

function nameIn(from: SourceFile, node: NodeId, to: SourceFile, scope: number, use: number): WantedName | undefined {
  const dotted = importedName(from, 0, node);
  const text = textOf(from, node);
  const isSameName = from === to && resolveName(to.index, scope, text) === resolveName(from.index, 0, text);
  if (dotted === undefined) {
    const isBuiltin = resolveName(from.index, 0, text) < 0 && resolveName(to.index, scope, text) < 0;
    return isBuiltin || isSameName ? { text, edits: [] } : undefined;
  }
  const at = dotted.lastIndexOf(".");
  if (at < 0) return isSameName ? { text, edits: [] } : undefined;
  if (from === to || !dotted.slice(0, at).includes(".")) return wantName(to, scope, dotted, use);
  // What is below a package may be one of its modules: only `from package.module import name` tells which.
  return text.includes(".") ? undefined : wantMember(to, scope, dotted.slice(0, at), dotted.slice(at + 1), use);
}
