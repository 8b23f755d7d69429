/** What fixes add to a module besides imports: a function of its own, a logger. */
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { sameEdit } from "../diagnostics/text-edit.ts";
import { endOf, Kind, kindOf, lineOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import { freeName } from "./free-name.ts";
import { headerOf, placeOfDefinition } from "./import-place.ts";
import { childrenOf, isLineEnd, textBetween, textOf, type SourceFile } from "./source-file.ts";
import { bindersOf, importedName, wantName, type WantedName } from "./wanted-name.ts";

/**
 * The function or class of that name in the module, as an earlier fix has added it; else one that is added below the imports.
 * `write` gives its lines, with four blanks for each level; they may use the wanted names.
 */
export function wantDefinition(
  file: SourceFile,
  name: string,
  needs: readonly WantedName[],
  write: (name: string) => readonly string[],
): WantedName {
  const { tree, newline } = file;
  const textFor = (own: string): string => write(own).join(newline);
  for (const statement of childrenOf(tree, 0)) {
    const own = definedBy(file, statement);
    const isSame = own?.startsWith(name) === true && textOf(file, statement) === lastDefinition(textFor(own), newline);
    if (isSame) return { text: own, edits: [] };
  }
  const own = freeName(file, name);
  const code = textFor(own);
  const lead = /^(?:def|class) /.test(code) ? newline : "";
  const place = placeOfDefinition(file, headerOf(file).length > 0 ? lead + code : code + newline);
  const imports = needs.flatMap(({ edits }) => edits);
  const different = imports.filter((edit, index) => imports.findIndex((other) => sameEdit(edit, other)) === index);
  // What stands at one place is in order of its text, and an import must come first.
  const here = different.filter(({ start }) => start === place.offset);
  const gap = newline.repeat(Math.max(0, 2 - blankLinesAt(file, place.offset)));
  const text = here.map((edit) => edit.text).join("") + place.text + gap;
  const added: TextEdit = { start: place.offset, end: place.offset, text, isShared: true };
  return { text: own, edits: [...different.filter(({ start }) => start !== place.offset), added] };
}

/** Blank lines from the start of a line on; two at the end of the file, where none are needed. */
function blankLinesAt({ tree }: SourceFile, offset: number): number {
  const { source, lineStarts } = tree;
  let line = lineOf(tree, offset);
  let count = 0;
  while (lineStarts[line] !== undefined && isLineEnd(tree, lineStarts[line] ?? 0)) {
    count++;
    line++;
  }
  return offset >= source.length ? 2 : count;
}

function definedBy({ tree }: SourceFile, statement: number): string | undefined {
  const kind = kindOf(tree, statement);
  const isDefinition = kind === Kind.FunctionDef || kind === Kind.ClassDef;
  return isDefinition ? nameOf(tree, nextOf(tree, statement + 1)) : undefined;
}

/** The definition at the end of some text, without the statements before it. */
function lastDefinition(text: string, newline: string): string {
  const lines = text.split(newline);
  return lines.slice(lines.findLastIndex((line) => /^(?:def|class) /.test(line))).join(newline);
}

/** The logger of a module, or how to get it. */
export function wantLogger(file: SourceFile): WantedName | undefined {
  const { tree, index } = file;
  for (const statement of childrenOf(tree, 0)) {
    const [target = 0, value = 0, ...more] = childrenOf(tree, statement);
    const isLogger =
      kindOf(tree, statement) === Kind.Assign &&
      more.length === 0 &&
      kindOf(tree, target) === Kind.Name &&
      kindOf(tree, value) === Kind.Call &&
      importedName(file, 0, value + 1) === "logging.getLogger";
    const symbol = isLogger ? index.scopes[0]?.symbols.get(nameOf(tree, target)) : undefined;
    if (symbol !== undefined && bindersOf(file, symbol).length === 1) return { text: nameOf(tree, target), edits: [] };
  }
  const wanted = wantName(file, 0, "logging.getLogger", tree.source.length);
  return wanted && { text: `${wanted.text}(__name__)`, edits: wanted.edits };
}

const setName = "_background_tasks";

/** The set in which the module keeps its tasks; undefined when the name means something else there. */
export function wantTaskSet(file: SourceFile): WantedName | undefined {
  if (file.tree.names.includes(setName)) return isSetOfTasks(file) ? { text: setName, edits: [] } : undefined;
  const place = placeOfDefinition(file, taskSetDefinition(file));
  return {
    text: setName,
    edits: [{ start: place.offset, end: place.offset, text: place.text, isShared: true }],
  };
}

/** Whether the module itself binds the name to a set and does nothing else with it. */
function isSetOfTasks(file: SourceFile): boolean {
  const { tree, index } = file;
  const symbol = index.scopes[0]?.symbols.get(setName);
  if (symbol === undefined || bindersOf(file, symbol).length !== 1) return false;
  return childrenOf(tree, 0).some((statement) => {
    const text = textBetween(file, startOf(tree, statement), endOf(tree, statement));
    return new RegExp(`^${setName}(?:: [^=\\n]+)? = set\\(\\)$`).test(text);
  });
}

/**
 * `_background_tasks = set()`, with the type of its elements where the file has a name for it: as a text where Python would
 * evaluate it and is, or may be, older than 3.9, which has no `set[…]`.
 */
export function taskSetDefinition(file: SourceFile): string {
  const header = headerOf(file);
  const { tree } = file;
  const isImported = header.some(
    (node) =>
      kindOf(tree, node) === Kind.Import &&
      childrenOf(tree, node).some(
        (alias) => nameOf(tree, alias) === "asyncio" && kindOf(tree, alias + 1) === Kind.Absent,
      ),
  );
  if (!isImported) return `${setName} = set()`;
  const isPlain = (file.minimumPython ?? 0) >= 9 || header.some((node) => importsAnnotations(file, node));
  return `${setName}: ${isPlain ? "set[asyncio.Task]" : '"set[asyncio.Task]"'} = set()`;
}

/** `from __future__ import annotations`: none is evaluated. */
function importsAnnotations({ tree }: SourceFile, node: number): boolean {
  return (
    kindOf(tree, node) === Kind.ImportFrom &&
    nameOf(tree, node + 1) === "__future__" &&
    childrenOf(tree, node).some((alias) => kindOf(tree, alias) === Kind.Alias && nameOf(tree, alias) === "annotations")
  );
}
