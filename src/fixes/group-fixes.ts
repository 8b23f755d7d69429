/** Fixes that run awaited calls side by side in an `asyncio.TaskGroup`, results and their order kept. */
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import type { AppendingLoop } from "./appending-loop.ts";
import { insertion, type Written } from "./call-fixes.ts";
import { indentedLines, isAloneOnLines, linesBelow, unitBelow } from "./indentation.ts";
import { freeLocal } from "./free-name.ts";
import { isEvaluatedFirst } from "./program-call.ts";
import {
  childrenOf,
  indentationBefore,
  isFunction,
  scopeAround,
  statementAround,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import type { WrittenBlock } from "./statement-fixes.ts";
import { importedName, wantName } from "./wanted-name.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";

const taskGroup = "asyncio.TaskGroup";

/** A statement `name = await call`, and its call. */
export interface Waiting {
  readonly statement: NodeId;
  readonly call: NodeId;
}

interface Group {
  /** `async with asyncio.TaskGroup() as group:` */
  readonly opening: string;
  readonly name: string;
  /** The import it needs. */
  readonly edits: readonly TextEdit[];
}

/** The group to open at a place; undefined where the project's Python has none, or its errors would be taken for others. */
function groupFor(file: SourceFile, path: readonly NodeId[]): Group | undefined {
  const made = wantName(file, scopeAround(file, path), taskGroup, startOf(file.tree, path.at(-1) ?? 0));
  if (made === undefined || expectsErrors(file, path)) return undefined;
  const name = freeLocal(file, path, "group");
  return { opening: `async with ${made.text}() as ${name}:`, name, edits: made.edits };
}

/** Whether a `try` or `suppress` of the same function is around, for errors that a group would wrap. */
function expectsErrors(file: SourceFile, path: readonly NodeId[]): boolean {
  const { tree } = file;
  const inner = path.slice(path.findLastIndex((node) => isFunction(tree, node)) + 1);
  return inner.some((node) => {
    const kind = kindOf(tree, node);
    if (kind === Kind.Try || kind === Kind.TryStar) return true;
    const isWith = kind === Kind.With || kind === Kind.AsyncWith;
    return isWith && childrenOf(tree, node).some((item) => suppresses(file, path, item));
  });
}

function suppresses(file: SourceFile, path: readonly NodeId[], item: NodeId): boolean {
  const { tree } = file;
  if (kindOf(tree, item) !== Kind.WithItem || kindOf(tree, item + 1) !== Kind.Call) return false;
  return importedName(file, scopeAround(file, path), item + 2) === "contextlib.suppress";
}

/** `a = await f()` and `b = await g()` below it → a task for each in a group, and `a = a_task.result()` … below. */
export function writeGrouped(
  file: SourceFile,
  path: readonly NodeId[],
  run: readonly Waiting[],
): WrittenBlock | undefined {
  const { tree, newline } = file;
  const [first, last] = [run[0]?.statement ?? 0, run.at(-1)?.statement ?? 0];
  const group = groupFor(file, path);
  const indent = indentationBefore(file, startOf(tree, first));
  if (group === undefined || indent === undefined || !run.every((item) => isAloneOnLines(file, item.statement)))
    return undefined;
  const unit = unitBelow(indent);
  const tasks = run.map(({ statement }) => {
    const target = nameOf(tree, statement + 1);
    return { target, task: freeLocal(file, path, `${target}_task`) };
  });
  const range = { start: startOf(tree, first), end: endOf(tree, last) };
  const started = run.flatMap(({ statement, call }, index) => {
    const lead = index === 0 ? `${group.opening}${newline}${indent}${unit}` : "";
    const text = `${lead}${tasks[index]?.task ?? ""} = ${group.name}.create_task(`;
    return [{ start: startOf(tree, statement), end: startOf(tree, call), text }, insertion(endOf(tree, call), ")")];
  });
  const results = tasks.map(({ target, task }) => `${target} = ${task}.result()`);
  return {
    title: say`Await all ${run.length} in an \`${taskGroup}\``,
    edits: [
      ...group.edits,
      ...started,
      ...indentedLines(file, range.start, range.end, unit),
      linesBelow(file, last, results),
    ],
    claims: [range],
  };
}

const titleOf = (): string => say`Await all at once in an \`${taskGroup}\``;

/** What cannot be moved to another indentation as it is. */
const isFixedInPlace = /#|"""|'''|\\[\r\n]/;

/** The lines that start a task for each element: `tasks = [group.create_task(f(x)) for x in xs]`, with what reads the results. */
function tasksFor(
  file: SourceFile,
  path: readonly NodeId[],
  statement: NodeId,
  comprehended: (start: string) => string,
): { readonly above: string; readonly results: string; readonly edits: readonly TextEdit[] } | undefined {
  const { newline } = file;
  const group = groupFor(file, path);
  const indent = indentationBefore(file, startOf(file.tree, statement));
  if (group === undefined || indent === undefined || !isAloneOnLines(file, statement)) return undefined;
  const unit = unitBelow(indent);
  const [tasks, task] = [freeLocal(file, path, "tasks"), freeLocal(file, path, "task")];
  const list = comprehended(`${group.name}.create_task`).replaceAll(newline, newline + unit);
  return {
    above: [group.opening, `${unit}${tasks} = ${list}`, ""].join(newline + indent),
    results: `${task}.result() for ${task} in ${tasks}`,
    edits: group.edits,
  };
}

/** `return [await f(x) for x in xs]` → a task for each in a group, and `return [task.result() for task in tasks]`. */
export function writeGroupedComprehension(
  file: SourceFile,
  path: readonly NodeId[],
  call: NodeId,
): Written | undefined {
  const { tree } = file;
  const list = path.at(-1) ?? 0;
  const statement = statementAround(tree, path);
  if (!isEvaluatedFirst(tree, path, statement) || isFixedInPlace.test(textOf(file, list))) return undefined;
  const tasks = tasksFor(file, path, statement, (create) => {
    const rest = textBetween(file, endOf(tree, call), endOf(tree, list));
    return `[${create}(${textOf(file, call)})${rest}`;
  });
  if (tasks === undefined) return undefined;
  const [start, end] = [startOf(tree, list), endOf(tree, list)];
  const results = `[${tasks.results}]`;
  const isWhole = startOf(tree, statement) === start;
  return {
    title: titleOf(),
    edits: [
      ...tasks.edits,
      ...(isWhole ? [] : [insertion(startOf(tree, statement), tasks.above)]),
      { start, end, text: isWhole ? tasks.above + results : results },
    ],
  };
}

/** `for x in xs:` with `items.append(await f(x))` → a task for each in a group, and one statement that takes what they gave. */
export function writeGroupedLoop(
  file: SourceFile,
  path: readonly NodeId[],
  { loop, start, end, element, clause, collect }: AppendingLoop,
): Written | undefined {
  if (isFixedInPlace.test(element + clause)) return undefined;
  const tasks = tasksFor(file, path, loop, (create) => `[${create}(${element}) ${clause}]`);
  if (tasks === undefined) return undefined;
  const text = tasks.above + collect(tasks.results);
  return { title: titleOf(), edits: [...tasks.edits, { start, end, text }] };
}
