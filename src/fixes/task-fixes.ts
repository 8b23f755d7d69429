/** Fixes of tasks: one that is kept, or looked at when it is done, and coroutines that become tasks. */
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { FunctionScope } from "../semantic/semantic-index.ts";
import { taskSetDefinition, wantDefinition, wantLogger, wantTaskSet } from "./added-definition.ts";
import { argumentsOf, insertion, passedApart, type Written } from "./call-fixes.ts";
import { freeName } from "./free-name.ts";
import { isAloneOnLines, linesBelow, unitBelow } from "./indentation.ts";
import {
  childrenOf,
  indentationBefore,
  isFunction,
  scopeAround,
  statementAround,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import { importedName, isBuiltin, wantName, type WantedName } from "./wanted-name.ts";

/** `asyncio.create_task(x)` inside `async with asyncio.TaskGroup() as group:` → `group.create_task(x)` */
export function writeStartInGroup(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  const group = groupAround(file, path);
  const starter = importedName(file, scopeAround(file, path), call + 1);
  if (group === undefined || starter !== "asyncio.create_task") return undefined;
  const callee = call + 1;
  return {
    title: say`Start the task in \`${group}\``,
    edits: [{ start: startOf(tree, callee), end: endOf(tree, callee), text: `${group}.create_task` }],
  };
}

/** The name of the innermost `asyncio.TaskGroup` around, opened by the same function. */
export function groupAround(file: SourceFile, path: readonly NodeId[]): string | undefined {
  const { tree } = file;
  for (const node of path.toReversed()) {
    if (isFunction(tree, node)) return undefined;
    if (kindOf(tree, node) !== Kind.AsyncWith) continue;
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

/** The task is put into a set of the module, and taken out when it is done. */
export function writeKeepTask(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  const statement = statementAround(tree, path);
  const isInFunction = file.index.scopes[scopeAround(file, path)]?.kind === FunctionScope;
  const isAlone = kindOf(tree, statement) === Kind.ExpressionStatement && statement + 1 === call;
  if (!isAlone || !isInFunction || !isAloneOnLines(file, statement)) return undefined;
  const tasks = wantTaskSet(file);
  if (tasks === undefined) return undefined;
  const task = freeName(file, "task");
  const lines = [`${tasks.text}.add(${task})`, `${task}.add_done_callback(${tasks.text}.discard)`];
  return {
    title: say`Keep the task in a set until it is done`,
    edits: [...tasks.edits, insertion(startOf(tree, statement), `${task} = `), linesBelow(file, statement, lines)],
  };
}

/** `self._task = asyncio.create_task(…)`: a callback logs how it failed. */
export function writeLogFailure(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  const statement = path.at(-2) ?? 0;
  const [target = 0, value = 0, ...more] = childrenOf(tree, statement);
  const isKept =
    kindOf(tree, statement) === Kind.Assign &&
    more.length === 0 &&
    value === call &&
    kindOf(tree, target) === Kind.Attribute;
  const logger = wantLogger(file);
  if (!isKept || logger === undefined || !isAloneOnLines(file, statement)) return undefined;
  const callback = wantDefinition(file, "_log_failure", [logger], (name) => [
    `def ${name}(task):`,
    "    if not task.cancelled() and task.exception() is not None:",
    `        ${logger.text}.error("%r has failed", task, exc_info=task.exception())`,
  ]);
  return {
    title: say`Log how the task fails`,
    edits: [
      ...callback.edits,
      linesBelow(file, statement, [`${textOf(file, target)}.add_done_callback(${callback.text})`]),
    ],
  };
}

/** `await asyncio.gather(…, return_exceptions=True)`: each exception among the results is logged. */
export function writeLogResults(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const [statement = 0, waiting = 0] = path.slice(-3);
  const kind = kindOf(tree, statement);
  const [target = 0, value = 0, ...more] = childrenOf(tree, statement);
  const isDropped = kind === Kind.ExpressionStatement && target === waiting;
  const isBound = kind === Kind.Assign && more.length === 0 && value === waiting && kindOf(tree, target) === Kind.Name;
  if (kindOf(tree, waiting) !== Kind.Await || !(isDropped || isBound) || !isAloneOnLines(file, statement))
    return undefined;
  const logger = wantLogger(file);
  if (logger === undefined || !isBuiltin(file, "Exception") || !isBuiltin(file, "isinstance")) return undefined;
  const hasName = isBound && nameOf(tree, target) !== "_";
  const results = hasName ? nameOf(tree, target) : freeName(file, "results");
  const result = freeName(file, "result");
  const named = { start: startOf(tree, statement), end: startOf(tree, waiting), text: `${results} = ` };
  const indent = indentationBefore(file, startOf(tree, statement)) ?? "";
  const unit = unitBelow(indent);
  return {
    title: say`Log the exceptions among the results`,
    edits: [
      ...logger.edits,
      ...(hasName ? [] : [named]),
      linesBelow(file, statement, [
        `for ${result} in ${results}:`,
        `${unit}if isinstance(${result}, Exception):`,
        `${unit}${unit}${logger.text}.error("A gathered task has failed", exc_info=${result})`,
      ]),
    ],
  };
}

/** `loop.call_later(1, save)`, where `save` is a coroutine function: a plain function starts a task of it and keeps the task. */
export function writeStartTask(file: SourceFile, path: readonly NodeId[], position: number): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  if (kindOf(tree, call) !== Kind.Call) return undefined;
  const argument = argumentsOf(tree, call)[position] ?? 0;
  const given = kindOf(tree, argument) === Kind.Keyword ? argument + 1 : argument;
  const scope = scopeAround(file, path);
  const start = startOf(tree, given);
  const asyncio = wantName(file, 0, "asyncio.ensure_future", start);
  const tasks = wantTaskSet(file);
  if (argument === 0 || asyncio === undefined || tasks === undefined) return undefined;
  const set = tasks.edits.length > 0 ? [taskSetDefinition(file), "", ""] : [];
  const starter = (needs: readonly WantedName[]): WantedName =>
    wantDefinition(file, "_start_task", needs, (name) => [
      ...set,
      `def ${name}(function, *args):`,
      `    task = ${asyncio.text}(function(*args))`,
      `    ${tasks.text}.add(task)`,
      `    task.add_done_callback(${tasks.text}.discard)`,
    ]);
  const title = say`Start a task, and keep it until it is done`;
  switch (kindOf(tree, given)) {
    case Kind.Lambda: {
      const body = childrenOf(tree, given).at(-1) ?? 0;
      if (
        kindOf(tree, body) !== Kind.Call ||
        argumentsOf(tree, body).some((item) => kindOf(tree, item) === Kind.Keyword)
      )
        return undefined;
      const own = starter([asyncio]);
      const opening = insertion(startOf(tree, body), `${own.text}(`);
      return { title, edits: [...own.edits, opening, ...passedApart(file, body)] };
    }
    case Kind.Name:
    case Kind.Attribute: {
      const partial = wantName(file, scope, "functools.partial", start);
      if (partial === undefined) return undefined;
      const own = starter([asyncio, partial]);
      const edits = [insertion(start, `${partial.text}(${own.text}, `), insertion(endOf(tree, given), ")")];
      return { title, edits: [...own.edits, ...(own.edits.length === 0 ? partial.edits : []), ...edits] };
    }
    default:
      return undefined;
  }
}

/** `@lru_cache` above a coroutine function: what is cached can be awaited again and again. */
export function writeShareResult(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree, newline } = file;
  const decorator = path.at(-1) ?? 0;
  const [fn = 0, list = 0] = path.slice(-3);
  const isLast = kindOf(tree, list) === Kind.DecoratorList && childrenOf(tree, list).at(-1) === decorator;
  const indent = indentationBefore(file, startOf(tree, fn));
  if (!isLast || indent === undefined) return undefined;
  const sharer = wantSharer(file);
  if (sharer === undefined) return undefined;
  return {
    title: say`Cache what the coroutine gives`,
    edits: [...sharer.edits, insertion(startOf(tree, fn), `@${sharer.text}${newline}${indent}`)],
  };
}

/** A decorator for coroutine functions, whose calls then give what can be awaited again and again. */
function wantSharer(file: SourceFile): WantedName | undefined {
  const end = file.tree.source.length;
  const ensure = wantName(file, 0, "asyncio.ensure_future", end);
  const shield = wantName(file, 0, "asyncio.shield", end);
  const wraps = wantName(file, 0, "functools.wraps", end);
  if (ensure === undefined || shield === undefined || wraps === undefined) return undefined;
  const sharer = wantDefinition(file, "_share_result", [ensure, shield, wraps], (name) => [
    "class _SharedResult:",
    "    def __init__(self, start):",
    "        self._start = start",
    "        self._task = None",
    "",
    "    def __await__(self):",
    "        task = self._task",
    "        # A failure is not kept: the next one tries again.",
    "        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):",
    `            task = self._task = ${ensure.text}(self._start())`,
    `        return ${shield.text}(task).__await__()`,
    "",
    "",
    `def ${name}(function):`,
    `    @${wraps.text}(function)`,
    "    def share(*args, **kwargs):",
    "        return _SharedResult(lambda: function(*args, **kwargs))",
    "",
    "    return share",
  ]);
  return sharer.edits.length > 0 && file.tree.names.includes("_SharedResult") ? undefined : sharer;
}
