/** Fixes of statements: `async with`, `async for`, a generator that is closed. */
import type { ByteRange } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { dataOf, endOf, Kind, kindOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { freeName } from "./free-name.ts";
import { allowsAwait } from "./await-place.ts";
import { insertion, shortCallee, type Written } from "./call-fixes.ts";
import { indentedLines } from "./indentation.ts";
import { childrenOf, endsLine, indentationBefore, scopeAround, textBetween, type SourceFile } from "./source-file.ts";
import { wantName } from "./wanted-name.ts";

/** A fix of whole lines: nothing else may be changed in them at the same time. */
export interface WrittenBlock extends Written {
  readonly claims?: readonly ByteRange[];
}

const asynchronous: Readonly<Record<number, number>> = { [Kind.With]: Kind.AsyncWith, [Kind.For]: Kind.AsyncFor };
const plain: Readonly<Record<number, number>> = { [Kind.AsyncWith]: Kind.With, [Kind.AsyncFor]: Kind.For };

/** `with x:` → `async with x:`, `for …` → `async for …`, or back. */
export function writeAsync(file: SourceFile, path: readonly NodeId[], wantsAsync: boolean): Written | undefined {
  const { tree } = file;
  const around = path.at(-2) ?? 0;
  const owner = kindOf(tree, around) === Kind.WithItem ? (path.at(-3) ?? 0) : around;
  const kind = kindOf(tree, owner);
  if (!allowsAwait(tree, path)) return undefined;
  if (kind === Kind.Comprehension) return writeAsyncClause(file, path, wantsAsync);
  const isOnlyItem = childrenOf(tree, owner).filter((child) => kindOf(tree, child) === Kind.WithItem).length <= 1;
  if (!((wantsAsync ? asynchronous : plain)[kind] !== undefined && isOnlyItem)) return undefined;
  return toggleAsync(
    file,
    startOf(tree, owner),
    kind === Kind.With || kind === Kind.AsyncWith ? "with" : "for",
    wantsAsync,
  );
}

/** A clause of a comprehension; in a generator expression the whole would become an async generator. */
function writeAsyncClause(file: SourceFile, path: readonly NodeId[], wantsAsync: boolean): Written | undefined {
  const { tree } = file;
  const clause = path.at(-2) ?? 0;
  const isAsync = dataOf(tree, clause) === 1;
  if (kindOf(tree, path.at(-3) ?? 0) === Kind.GeneratorExp || isAsync === wantsAsync) return undefined;
  return toggleAsync(file, startOf(tree, clause), "for", wantsAsync);
}

function toggleAsync(file: SourceFile, start: number, word: string, wantsAsync: boolean): Written | undefined {
  if (wantsAsync) return { title: say`Write \`async ${word}\``, edits: [insertion(start, "async ")] };
  const written = /^async\s+/.exec(textBetween(file, start, start + 40))?.[0];
  if (written === undefined) return undefined;
  return { title: say`Write \`${word}\``, edits: [{ start, end: start + written.length, text: "" }] };
}

/** `async for x in f():` inside `async with contextlib.aclosing(f()) as …:` */
export function writeCloseGenerator(file: SourceFile, path: readonly NodeId[]): WrittenBlock | undefined {
  const { tree, newline } = file;
  const iterable = path.at(-1) ?? 0;
  const loop = path.at(-2) ?? 0;
  const scope = scopeAround(file, path);
  if (kindOf(tree, loop) !== Kind.AsyncFor) return undefined;
  const start = startOf(tree, loop);
  const indent = indentationBefore(file, start);
  const body = nextOf(tree, nextOf(tree, loop + 1));
  const bodyIndent = indentationBefore(file, startOf(tree, body + 1));
  const aclosing = wantName(file, scope, "contextlib.aclosing", start);
  const stream = freeName(file, "stream");
  if (indent === undefined || bodyIndent === undefined || aclosing === undefined) return undefined;
  const unit = bodyIndent.slice(indent.length);
  const call = textBetween(file, startOf(tree, iterable), endOf(tree, iterable));
  const opening = `async with ${aclosing.text}(${call}) as ${stream}:${newline}${indent}${unit}`;
  if (unit === "" || !endsLine(tree, endOf(tree, loop)) || /[\n\r]/.test(call)) return undefined;
  return {
    title: say`Close \`${shortCallee(file, iterable)}\` with \`contextlib.aclosing\``,
    edits: [
      ...aclosing.edits,
      insertion(start, opening),
      { start: startOf(tree, iterable), end: endOf(tree, iterable), text: stream },
      ...indentedLines(file, start, endOf(tree, loop), unit),
    ],
    claims: [{ start, end: endOf(tree, loop) }],
  };
}
