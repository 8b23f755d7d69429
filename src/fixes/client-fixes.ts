/** The fix of a client that is made again and again: it is made once, above the loop, and handed down. */
import type { ClientPlan } from "../diagnostics/client-repair.ts";
import type { ByteRange, TextEdit } from "../diagnostics/text-edit.ts";
import { compareEdits, sameEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { freeName } from "./free-name.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { textIn } from "./carried-text.ts";
import { indentedLines, outdentedLines, unitBelow } from "./indentation.ts";
import { statementsUsing } from "./kept-coroutines.ts";
import {
  childrenOf,
  endsLine,
  indentationBefore,
  isBlank,
  isFunction,
  nextLineStartOf,
  nodesAround,
  scopeAround,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";

export interface WrittenFiles {
  readonly title: string;
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly claims: ReadonlyMap<string, readonly ByteRange[]>;
}

type Open = (path: string) => SourceFile | undefined;

/** The `with` statement that makes the client today. */
export interface Making {
  readonly file: SourceFile;
  readonly statement: NodeId;
  readonly item: NodeId;
  /** The call that makes the client. */
  readonly call: NodeId;
  readonly client: string;
  readonly keyword: "async with" | "with";
}

/** What a fix of several files collects. */
export interface Changes {
  readonly edits: Map<string, TextEdit[]>;
  readonly claims: Map<string, ByteRange[]>;
}

/** `path` leads to the call that makes the client. */
export function writeShareClient(
  file: SourceFile,
  path: readonly NodeId[],
  plan: ClientPlan,
  open: Open,
): WrittenFiles | undefined {
  const making = makingOf(file, path);
  if (making === undefined) return undefined;
  const changes: Changes = { edits: new Map(), claims: new Map() };
  const isHoisted = plan.takers.length === 0;
  const isWritten =
    (isHoisted || unwrap(making, changes)) &&
    plan.takers.every((taker, index) => addParameter(making, open(taker.path), taker, index === 0, changes)) &&
    plan.passed.every((call) => passClient(open(call.path), call, making.client, changes)) &&
    plan.owners.every((owner) => wrapCalls(making, open(owner.path), owner, isHoisted, changes));
  if (!isWritten) return undefined;
  return toWritten(say`Make one \`${textOf(file, making.call + 1)}\` for all`, changes);
}

export function toWritten(title: string, { edits, claims }: Changes): WrittenFiles {
  return { title, edits: new Map(Array.from(edits, ([path, list]) => [path, list.toSorted(compareEdits)])), claims };
}

/** Adds edits of a file. */
export function addEdits({ edits }: Changes, { path }: SourceFile, added: readonly TextEdit[]): void {
  const known = edits.get(path) ?? [];
  // Several places of a file may need the same import.
  const fresh = added.filter((edit) => edit.isShared !== true || !known.some((other) => sameEdit(edit, other)));
  edits.set(path, [...known, ...fresh]);
}

/** Adds a range in which no other fix may edit. */
export function addClaim({ claims }: Changes, { path }: SourceFile, claim: ByteRange): void {
  claims.set(path, [...(claims.get(path) ?? []), claim]);
}

/** `async with Client() as client:`, alone in its statement or one of several. */
export function makingOf(file: SourceFile, path: readonly NodeId[]): Making | undefined {
  const { tree } = file;
  const [statement = 0, item = 0, call = 0] = path.slice(-3);
  const kind = kindOf(tree, statement);
  const target = nextOf(tree, call);
  const isWith = (kind === Kind.AsyncWith || kind === Kind.With) && kindOf(tree, item) === Kind.WithItem;
  if (!isWith || kindOf(tree, call) !== Kind.Call || target >= nextOf(tree, item)) return undefined;
  if (kindOf(tree, target) !== Kind.Name) return undefined;
  const keyword = kind === Kind.With ? "with" : "async with";
  return { file, statement, item, call, client: nameOf(tree, target), keyword };
}

/** Takes the client out of the `with` that makes it. */
export function unwrap(making: Making, changes: Changes): boolean {
  const { file, statement, client } = making;
  const fn = functionAround(file, statement);
  if (fn === undefined || !isNamedOnlyIn(file.tree, fn, client, statement)) return false;
  const edits = unwrapping(making);
  if (edits === undefined) return false;
  addEdits(changes, file, [...edits.removed, ...edits.outdents]);
  addClaim(changes, file, { start: startOf(file.tree, statement), end: endOf(file.tree, statement) });
  return true;
}

export interface Unwrapping {
  /** Take the item out of its statement, or the whole header when it stands alone there. */
  readonly removed: readonly TextEdit[];
  /** Move the body to the left. */
  readonly outdents: readonly TextEdit[];
  /** What the body was indented by; "" when it stays where it is. */
  readonly unit: string;
}

export function unwrapping({ file, statement, item }: Making): Unwrapping | undefined {
  const { tree } = file;
  const items = childrenOf(tree, statement).filter((child) => kindOf(tree, child) === Kind.WithItem);
  const at = items.indexOf(item);
  if (items.length > 1) {
    const [start, end] =
      at === 0
        ? [startOf(tree, item), startOf(tree, items[1] ?? 0)]
        : [endOf(tree, items[at - 1] ?? 0), endOf(tree, item)];
    const isPlain = !textBetween(file, start, end).includes("#");
    return isPlain ? { removed: [{ start, end, text: "" }], outdents: [], unit: "" } : undefined;
  }
  return withoutHeader(file, statement, endOf(tree, item));
}

/** Undefined when the body stands on the line of the `with`, or there is no place for a comment. */
function withoutHeader(file: SourceFile, statement: NodeId, headerEnd: number): Unwrapping | undefined {
  const { tree } = file;
  const start = startOf(tree, statement);
  const bodyLine = nextLineStartOf(tree, headerEnd);
  const colon = /^\s*\)?\s*:\s*(#.*?)?\s*$/.exec(textBetween(file, headerEnd, bodyLine));
  const outer = indentationBefore(file, start);
  let bodyStart = bodyLine;
  while (isBlank(tree.source[bodyStart])) bodyStart++;
  const inner = textBetween(file, bodyLine, bodyStart);
  if (colon === null || outer === undefined || !inner.startsWith(outer) || inner === outer) return undefined;
  if (textBetween(file, start, headerEnd).includes("#") || !endsLine(tree, endOf(tree, statement))) return undefined;
  const unit = inner.slice(outer.length);
  const [, comment] = colon;
  const line = textBetween(file, bodyStart, nextLineStartOf(tree, bodyStart)).trimEnd();
  // The comment behind the header goes behind the first line of the body, or above it.
  const isAbove = comment !== undefined && /#|"""|'''|\\$/.test(line);
  const removed: TextEdit[] = [{ start, end: bodyStart, text: isAbove ? `${comment}${file.newline}${outer}` : "" }];
  if (comment !== undefined && !isAbove)
    removed.push(insertion(bodyStart + new TextEncoder().encode(line).length, `  ${comment}`));
  return { removed, outdents: outdentedLines(file, bodyStart, endOf(tree, statement), unit), unit };
}

/** Whether the names the client is made with, and that of the application, mean in the function what they mean in the module. */
export function namesModuleThings(file: SourceFile, fn: NodeId, { call }: Making, app?: string): boolean {
  const { tree, index } = file;
  const scope = index.scopeOfNode.get(fn) ?? 0;
  const isGlobal = (name: string): boolean => resolveName(index, scope, name) === resolveName(index, 0, name);
  for (let node = call; node < nextOf(tree, call); node++)
    if (kindOf(tree, node) === Kind.Name && !isGlobal(nameOf(tree, node))) return false;
  return app === undefined || isGlobal(app);
}

/** `async with Client() as client:` → `client = …`, and what stood in it below. */
export function bindClient(making: Making, value: string, changes: Changes): boolean {
  const { file, statement, client } = making;
  const { tree } = file;
  const edits = unwrapping(making);
  const indent = indentationBefore(file, startOf(tree, statement));
  const [header, ...comments] = edits?.removed ?? [];
  // One of several contexts has no line of its own that the name could be bound on.
  if (edits === undefined || header === undefined || edits.unit === "" || indent === undefined) return false;
  const bound = `${client} = ${value}${file.newline}${indent}`;
  addEdits(changes, file, [{ ...header, text: bound + header.text }, ...comments, ...edits.outdents]);
  addClaim(changes, file, { start: startOf(tree, statement), end: endOf(tree, statement) });
  return true;
}

/** Whether a name stands in a function only inside of one of its statements. */
export function isNamedOnlyIn(tree: SyntaxTree, fn: NodeId, name: string, statement: NodeId): boolean {
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    if (node === statement) node = nextOf(tree, statement) - 1;
    else if (isNamed(tree, node, name)) return false;
  }
  return true;
}

/** Whether a node is a name, parameter or binding of that name. */
function isNamed(tree: SyntaxTree, node: NodeId, name: string): boolean {
  const kind = kindOf(tree, node);
  return (kind === Kind.Name || kind === Kind.Identifier) && nameOf(tree, node) === name;
}

export function functionAround({ tree }: SourceFile, node: NodeId): NodeId | undefined {
  let around: NodeId | undefined;
  for (let other = 1; other < node; other++) {
    if (isFunction(tree, other) && node < nextOf(tree, other)) around = other;
  }
  return around;
}

/** The `async def` with a name at that place. */
export function functionNamedAt(tree: SyntaxTree, { start }: ByteRange): NodeId | undefined {
  for (let node = 1; node < tree.length; node++) {
    if (kindOf(tree, node) !== Kind.AsyncFunctionDef) continue;
    if (startOf(tree, nextOf(tree, node + 1)) === start) return node;
  }
  return undefined;
}

/** `def fetch(url)` → `def fetch(session, url)` */
export function addParameter(
  making: Making,
  file: SourceFile | undefined,
  taker: ByteRange & { readonly isMethod: boolean },
  isMaker: boolean,
  changes: Changes,
): boolean {
  const fn = file === undefined ? undefined : functionNamedAt(file.tree, taker);
  if (file === undefined || fn === undefined) return false;
  const { tree } = file;
  if (!isMaker && !isNamedOnlyIn(tree, fn, making.client, 0)) return false;
  const list = childrenOf(tree, fn).find((child) => kindOf(tree, child) === Kind.Parameters) ?? 0;
  const parameters = childrenOf(tree, list);
  const [first, second] = parameters;
  if (taker.isMethod && first === undefined) return false;
  const next = taker.isMethod ? second : first;
  const before = next === undefined ? endOf(tree, list) - 1 : startOf(tree, next);
  const from = taker.isMethod && first !== undefined ? endOf(tree, first) : startOf(tree, list) + 1;
  // Behind a lone `*` a parameter is given by name.
  if (textBetween(file, from, before).includes("*") || textBetween(file, from, before).includes("#")) return false;
  const annotation = annotationFor(making, file, fn, parameters);
  if (annotation === undefined) return false;
  const text = `${making.client}${annotation.text}`;
  const edit =
    next !== undefined ? insertion(before, `${text}, `) : insertion(from, taker.isMethod ? `, ${text}` : text);
  addEdits(changes, file, [...annotation.edits, edit]);
  return true;
}

/** `: aiohttp.ClientSession` where the function says the types of its parameters. */
function annotationFor(
  making: Making,
  file: SourceFile,
  fn: NodeId,
  parameters: readonly NodeId[],
): { readonly text: string; readonly edits: readonly TextEdit[] } | undefined {
  const { tree } = file;
  const isAnnotated = parameters.some((node) => kindOf(tree, nextOf(tree, node + 1)) !== Kind.Absent);
  const callee = making.call + 1;
  if (!isAnnotated || !/^[A-Z]/.test(textOf(making.file, callee).split(".").at(-1) ?? ""))
    return { text: "", edits: [] };
  const type = textIn(making.file, callee, file, file.index.scopeOfNode.get(fn) ?? 0, startOf(tree, fn));
  return type && { text: `: ${type.text}`, edits: type.edits };
}

/** `fetch(url)` → `fetch(session, url)` */
export function passClient(
  file: SourceFile | undefined,
  { start, end }: ByteRange,
  client: string,
  changes: Changes,
): boolean {
  const path = file === undefined ? [] : nodesAround(file.tree, start, end);
  const call = path.at(-1) ?? 0;
  if (file === undefined || kindOf(file.tree, call) !== Kind.Call) return false;
  const { tree } = file;
  const [first] = argumentsOf(tree, call);
  const open = startOf(tree, nextOf(tree, call + 1));
  if (first === undefined) addEdits(changes, file, [insertion(open + 1, client)]);
  // A bare generator, and arguments by name only before which one by position may stand.
  else if (startOf(tree, first) === open) return false;
  else addEdits(changes, file, [insertion(startOf(tree, first), `${client}, `)]);
  return true;
}

/** Opens the client around the statements of a function that need it. */
function wrapCalls(
  making: Making,
  file: SourceFile | undefined,
  owner: ByteRange & { readonly calls: readonly ByteRange[] },
  isHoisted: boolean,
  changes: Changes,
): boolean {
  const fn = file === undefined ? undefined : functionNamedAt(file.tree, owner);
  if (file === undefined || fn === undefined) return false;
  const { tree, newline } = file;
  const paths = owner.calls.map(({ start, end }) => nodesAround(tree, start, end));
  const isFree = isHoisted || isNamedOnlyIn(tree, fn, making.client, 0);
  const client = isFree ? making.client : freeName(file, making.client);
  const extent = isHoisted ? loopAround(tree, paths[0] ?? []) : statementsUsing(file, fn, paths);
  if (extent === undefined || paths.some((path) => path.length === 0)) return false;
  const start = startOf(tree, extent.first);
  const end = endOf(tree, extent.last);
  const indent = indentationBefore(file, start);
  const scope = scopeAround(file, extent.path);
  const made = textIn(making.file, making.call, file, scope, start);
  if (indent === undefined || made === undefined || !endsLine(tree, end)) return false;
  const unit = unitBelow(indent);
  const opening = insertion(start, `${making.keyword} ${made.text} as ${client}:${newline}${indent}${unit}`);
  const lines = indentedLines(file, start, end, unit);
  addClaim(changes, file, { start, end });
  if (isHoisted) return hoist(making, fn, [...made.edits, opening], lines, unit, changes);
  addEdits(changes, file, [...made.edits, opening, ...lines]);
  return owner.calls.every((call) => passClient(file, call, client, changes));
}

/** The outermost loop around a call, in its own function. */
function loopAround(
  tree: SyntaxTree,
  path: readonly NodeId[],
): { first: NodeId; last: NodeId; path: readonly NodeId[] } | undefined {
  const inner = path.findLastIndex((node) => kindOf(tree, node) === Kind.AsyncFunctionDef);
  const at = path.findIndex((node, index) => {
    const kind = kindOf(tree, node);
    return index > inner && (kind === Kind.For || kind === Kind.AsyncFor || kind === Kind.While);
  });
  const loop = path[at];
  return loop === undefined ? undefined : { first: loop, last: loop, path: path.slice(0, at + 1) };
}

/** The loop moves to the right, and what stood in the `with` stays where it is. */
function hoist(
  making: Making,
  fn: NodeId,
  opening: readonly TextEdit[],
  lines: readonly TextEdit[],
  unit: string,
  changes: Changes,
): boolean {
  const { file, statement, client } = making;
  const { tree } = file;
  const edits = unwrapping(making);
  if (edits === undefined || !isNamedOnlyIn(tree, fn, client, statement)) return false;
  if (edits.unit !== "" && edits.unit !== unit) return false;
  const stays = new Set(edits.outdents.map(({ start }) => start));
  const isKept = ({ start }: TextEdit): boolean =>
    !stays.has(start) && !edits.removed.some((removed) => removed.start < start && start <= removed.end);
  addEdits(changes, file, [...opening, ...edits.removed, ...lines.filter(isKept)]);
  return true;
}
