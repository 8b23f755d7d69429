/** Fixes of statements: `async with`, `async for`, a generator that is closed, a task that is kept. */
import type { TextEdit } from "../diagnostics/text-edit.ts";
import type { ByteRange } from "../diagnostics/text-edit.ts";
import { dataOf, endOf, Kind, kindOf, lineOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { FunctionScope } from "../semantic/semantic-index.ts";
import { allowsAwait } from "./await-place.ts";
import { insertion, shortCallee, type Written } from "./call-fixes.ts";
import { headerOf, placeOfDefinition } from "./import-place.ts";
import {
  childrenOf,
  endsLine,
  indentationBefore,
  isBlank,
  isLineEnd,
  lineStartOf,
  nextLineStartOf,
  scopeAround,
  statementAround,
  textBetween,
  type SourceFile,
} from "./source-file.ts";
import { importedName, wantName } from "./wanted-name.ts";

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
  if (wantsAsync) return { title: `Write \`async ${word}\``, edits: [insertion(start, "async ")] };
  const written = /^async\s+/.exec(textBetween(file, start, start + 40))?.[0];
  if (written === undefined) return undefined;
  return { title: `Write \`${word}\``, edits: [{ start, end: start + written.length, text: "" }] };
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
    title: `Close \`${shortCallee(file, iterable)}\` with \`contextlib.aclosing\``,
    edits: [
      ...aclosing.edits,
      insertion(start, opening),
      { start: startOf(tree, iterable), end: endOf(tree, iterable), text: stream },
      ...indentedLines(file, start, endOf(tree, loop), unit),
    ],
    claims: [{ start, end: endOf(tree, loop) }],
  };
}

/** An indentation for each line after the first of a range, except blank ones and those that begin inside a string. */
function indentedLines({ tree }: SourceFile, start: number, end: number, unit: string): TextEdit[] {
  const edits: TextEdit[] = [];
  const strings = literalsIn(tree, start, end);
  for (let line = lineOf(tree, start) + 1; line <= lineOf(tree, end); line++) {
    const at = tree.lineStarts[line] ?? end;
    let first = at;
    while (isBlank(tree.source[first])) first++;
    if (at >= end || isLineEnd(tree, first) || strings.some((item) => item.start < at && at < item.end)) continue;
    edits.push(insertion(at, unit));
  }
  return edits;
}

function literalsIn(tree: SourceFile["tree"], start: number, end: number): ByteRange[] {
  const found: ByteRange[] = [];
  for (let node = 1; node < tree.length; node++) {
    const kind = kindOf(tree, node);
    const isText = kind === Kind.String || kind === Kind.Bytes || kind === Kind.JoinedStr || kind === Kind.TemplateStr;
    if (isText && startOf(tree, node) >= start && endOf(tree, node) <= end)
      found.push({ start: startOf(tree, node), end: endOf(tree, node) });
  }
  return found;
}

/** The name itself, or with a number, such that nothing in the file is called so. */
function freeName({ tree }: SourceFile, name: string): string {
  const taken = new Set(tree.names);
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}

/** `asyncio.create_task(x)` inside `async with asyncio.TaskGroup() as group:` → `group.create_task(x)` */
export function writeStartInGroup(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  const group = groupAround(file, path);
  const starter = importedName(file, scopeAround(file, path), call + 1);
  if (group === undefined || starter !== "asyncio.create_task") return undefined;
  const callee = call + 1;
  return {
    title: `Start the task in \`${group}\``,
    edits: [{ start: startOf(tree, callee), end: endOf(tree, callee), text: `${group}.create_task` }],
  };
}

/** The name of the innermost `asyncio.TaskGroup` around, opened by the same function. */
function groupAround(file: SourceFile, path: readonly NodeId[]): string | undefined {
  const { tree } = file;
  for (const node of path.toReversed()) {
    const kind = kindOf(tree, node);
    if (kind === Kind.FunctionDef || kind === Kind.AsyncFunctionDef || kind === Kind.Lambda) return undefined;
    if (kind !== Kind.AsyncWith) continue;
    for (const item of childrenOf(tree, node)) {
      if (kindOf(tree, item) !== Kind.WithItem) continue;
      const context = item + 1;
      const target = nextOf(tree, context);
      const isNamed =
        kindOf(tree, context) === Kind.Call && target < nextOf(tree, item) && kindOf(tree, target) === Kind.Name;
      if (isNamed && importedName(file, scopeAround(file, path), context + 1) === "asyncio.TaskGroup")
        return nameOf(tree, target);
    }
  }
  return undefined;
}

const setName = "_background_tasks";

/** The task is put into a set of the module, and taken out when it is done. */
export function writeKeepTask(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree, newline } = file;
  const call = path.at(-1) ?? 0;
  const statement = statementAround(tree, path);
  const indent = indentationBefore(file, startOf(tree, statement));
  const scope = scopeAround(file, path);
  const isInFunction = file.index.scopes[scope]?.kind === FunctionScope;
  const isAlone = kindOf(tree, statement) === Kind.ExpressionStatement && statement + 1 === call;
  const end = endOf(tree, statement);
  if (!isAlone || indent === undefined || !isInFunction || !endsLine(tree, end) || isContinued(file, statement))
    return undefined;
  const isKnown = tree.names.includes(setName);
  if (isKnown && !isSetOfTasks(file)) return undefined;
  const definition = placeOfDefinition(file, definitionOf(file));
  const at = nextLineStartOf(tree, end);
  const isLast = at === tree.source.length && !/[\n\r]/.test(textBetween(file, at - 1, at));
  const task = freeName(file, "task");
  const lines = [`${setName}.add(${task})`, `${task}.add_done_callback(${setName}.discard)`];
  const text = lines.map((line) => (isLast ? `${newline}${indent}${line}` : `${indent}${line}${newline}`)).join("");
  const shared = { start: definition.offset, end: definition.offset, text: definition.text, isShared: true };
  return {
    title: "Keep the task in a set until it is done",
    edits: [...(isKnown ? [] : [shared]), insertion(startOf(tree, statement), `${task} = `), insertion(at, text)],
  };
}

/** `if ready: create_task(…)`: on the line of what is around it. */
function isContinued({ tree }: SourceFile, statement: NodeId): boolean {
  const before = tree.source[lineStartOf(tree, startOf(tree, statement)) - 2];
  return before === 92;
}

/** Whether the module itself binds the name to a set and does nothing else with it. */
function isSetOfTasks(file: SourceFile): boolean {
  const { tree, index } = file;
  const symbol = index.scopes[0]?.symbols.get(setName);
  const bound = index.scopes.flatMap((scope) => scope.bound.filter((_, at) => at % 2 === 1));
  if (symbol === undefined || bound.filter((item) => item === symbol).length !== 1) return false;
  return childrenOf(tree, 0).some((statement) => {
    const text = textBetween(file, startOf(tree, statement), endOf(tree, statement));
    return new RegExp(`^${setName}(?:: [^=\\n]+)? = set\\(\\)$`).test(text);
  });
}

function definitionOf(file: SourceFile): string {
  const header = headerOf(file);
  const { tree } = file;
  const isImported = header.some(
    (node) =>
      kindOf(tree, node) === Kind.Import &&
      childrenOf(tree, node).some(
        (alias) => nameOf(tree, alias) === "asyncio" && kindOf(tree, alias + 1) === Kind.Absent,
      ),
  );
  return isImported ? `${setName}: set[asyncio.Task] = set()` : `${setName} = set()`;
}
