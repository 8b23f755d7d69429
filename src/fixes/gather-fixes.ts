/** Fixes that run awaited calls side by side with `asyncio.gather`, results and their order kept. */
import type { ByteRange, TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { dataOf, endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { appendingLoopAround } from "./appending-loop.ts";
import { awaitPlace } from "./await-place.ts";
import { insertion, type Written } from "./call-fixes.ts";
import { writeGrouped, writeGroupedComprehension, writeGroupedLoop, type Waiting } from "./group-fixes.ts";
import { unitBelow } from "./indentation.ts";
import {
  childrenOf,
  endsLine,
  indentationBefore,
  nodesAround,
  scopeAround,
  textBetween,
  type SourceFile,
} from "./source-file.ts";
import type { WrittenBlock } from "./statement-fixes.ts";
import { wantName } from "./wanted-name.ts";

const gather = "asyncio.gather";

/**
 * `a = await f()` and `b = await g()` below it → `a, b = await asyncio.gather(f(), g())`; where they fit into a task group and
 * every Python of the project has one, that.
 */
export function writeGather(
  file: SourceFile,
  path: readonly NodeId[],
  others: readonly ByteRange[],
  fitsGroup: boolean,
): WrittenBlock | undefined {
  const { tree } = file;
  const paths = [path, ...others.map(({ start, end }) => nodesAround(tree, start, end))];
  const statements = paths.map((nodes) => assignedAlone(file, nodes));
  const run: Waiting[] = [];
  for (const [index, statement] of statements.entries()) {
    const before = statements[index - 1];
    if (statement === undefined || (before !== undefined && nextOf(tree, before) !== statement)) return undefined;
    run.push({ statement, call: paths[index]?.at(-1) ?? 0 });
  }
  const targets = run.map(({ statement }) => nameOf(tree, statement + 1));
  if (new Set(targets).size < targets.length) return undefined;
  const grouped = fitsGroup ? writeGrouped(file, path, run) : undefined;
  if (grouped !== undefined) return grouped;
  const name = wantName(file, scopeAround(file, path), gather, startOf(tree, path.at(-1) ?? 0));
  if (name === undefined) return undefined;
  const opening = `${targets.join(", ")} = await ${name.text}(`;
  return {
    title: say`Await all ${targets.length} with \`${gather}\``,
    edits: [...name.edits, ...(gathered(file, run, opening) ?? gatheredByLine(file, run, opening))],
  };
}

/** All calls on the line of the first; undefined when a comment stands between them. */
function gathered(file: SourceFile, run: readonly Waiting[], opening: string): TextEdit[] | undefined {
  const { tree } = file;
  const edits: TextEdit[] = [];
  for (const [index, { statement, call }] of run.entries()) {
    const before = run[index - 1]?.call;
    const start = before === undefined ? startOf(tree, statement) : endOf(tree, before);
    if (textBetween(file, start, startOf(tree, call)).includes("#")) return undefined;
    edits.push({ start, end: startOf(tree, call), text: before === undefined ? opening : ", " });
  }
  edits.push(insertion(endOf(tree, run.at(-1)?.call ?? 0), ")"));
  return edits;
}

/** Each call on its line, and comments where they are. */
function gatheredByLine(file: SourceFile, run: readonly Waiting[], opening: string): TextEdit[] {
  const { tree, newline } = file;
  const indent = indentationBefore(file, startOf(tree, run[0]?.statement ?? 0)) ?? "";
  const unit = unitBelow(indent);
  return run.flatMap(({ statement, call }, index) => {
    const lead = index === 0 ? `${opening}${newline}${indent}${unit}` : unit;
    const tail = index === run.length - 1 ? `,${newline}${indent})` : ",";
    return [
      { start: startOf(tree, statement), end: startOf(tree, call), text: lead },
      insertion(endOf(tree, call), tail),
    ];
  });
}

/** The statement `name = await call`, alone on its lines, that a call stands in. */
function assignedAlone(file: SourceFile, path: readonly NodeId[]): NodeId | undefined {
  const { tree } = file;
  const [statement = 0, waiting = 0, call = 0] = path.slice(-3);
  const isAssigned =
    kindOf(tree, statement) === Kind.Assign &&
    kindOf(tree, statement + 1) === Kind.Name &&
    nextOf(tree, statement + 1) === waiting &&
    kindOf(tree, waiting) === Kind.Await &&
    endOf(tree, waiting) === endOf(tree, call) &&
    endOf(tree, statement) === endOf(tree, call);
  const isAlone =
    indentationBefore(file, startOf(tree, statement)) !== undefined && endsLine(tree, endOf(tree, statement));
  return isAssigned && isAlone && isSingle(tree, path) ? statement : undefined;
}

/** Whether nothing else is awaited in the arguments: it would no longer come after what is awaited before. */
function isSingle(tree: SyntaxTree, path: readonly NodeId[]): boolean {
  const call = path.at(-1) ?? 0;
  for (let node = call + 1; node < nextOf(tree, call); node++) if (kindOf(tree, node) === Kind.Await) return false;
  return true;
}

/**
 * `[await f(x) for x in xs]` → `await asyncio.gather(*[f(x) for x in xs])`, and a loop that appends → one `extend`; or a task
 * group, as for `writeGather`.
 */
export function writeGatherEach(file: SourceFile, path: readonly NodeId[], fitsGroup: boolean): Written | undefined {
  const [outer = 0, waiting = 0] = path.slice(-3);
  if (kindOf(file.tree, waiting) !== Kind.Await || !isSingle(file.tree, path)) return undefined;
  return kindOf(file.tree, outer) === Kind.ListComp
    ? writeGatheredComprehension(file, path.slice(0, -2), path.at(-1) ?? 0, fitsGroup)
    : writeGatheredLoop(file, path, fitsGroup);
}

const titleOf = (): string => say`Await all at once with \`${gather}\``;

function writeGatheredComprehension(
  file: SourceFile,
  path: readonly NodeId[],
  call: NodeId,
  fitsGroup: boolean,
): Written | undefined {
  const { tree } = file;
  const list = path.at(-1) ?? 0;
  const [waiting = 0, clause = 0, ...more] = childrenOf(tree, list);
  const place = awaitPlace(file, path);
  const hasOneClause = more.length === 0 && dataOf(tree, clause) === 0 && endOf(tree, waiting) === endOf(tree, call);
  if (place === undefined || !hasOneClause || countAwaits(tree, list) > 1) return undefined;
  const grouped = fitsGroup ? writeGroupedComprehension(file, path, call) : undefined;
  if (grouped !== undefined) return grouped;
  const name = wantName(file, scopeAround(file, path), gather, startOf(tree, list));
  if (name === undefined) return undefined;
  return {
    title: titleOf(),
    edits: [
      ...name.edits,
      insertion(startOf(tree, list), `${place.before}${name.text}(*`),
      { start: startOf(tree, waiting), end: startOf(tree, call), text: "" },
      insertion(endOf(tree, list), `)${place.after}`),
    ],
  };
}

function countAwaits(tree: SyntaxTree, around: NodeId): number {
  let count = 0;
  for (let node = around; node < nextOf(tree, around); node++) if (kindOf(tree, node) === Kind.Await) count++;
  return count;
}

/**
 * `for x in xs:` that only appends `await f(x)` → `items.extend(await asyncio.gather(*[f(x) for x in xs]))`, or `items = …` when the
 * empty list is made just above.
 */
function writeGatheredLoop(file: SourceFile, path: readonly NodeId[], fitsGroup: boolean): Written | undefined {
  const { tree } = file;
  const found = appendingLoopAround(file, path);
  if (found === undefined || countAwaits(tree, found.loop) > 1) return undefined;
  const grouped = fitsGroup ? writeGroupedLoop(file, path, found) : undefined;
  if (grouped !== undefined) return grouped;
  const { loop, start, end, element, clause, collect } = found;
  const name = wantName(file, scopeAround(file, path), gather, startOf(tree, loop));
  if (name === undefined) return undefined;
  const text = collect(`await ${name.text}(*[${element} ${clause}])`);
  return { title: titleOf(), edits: [...name.edits, { start, end, text }] };
}
