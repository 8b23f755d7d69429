/** Fixes of a call: await it, hand it to a thread, call something else, or give way to what it is given. */
import { editsConflict, sameEdit } from "../diagnostics/text-edit.ts";
import type { ByteRange, TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { dataOf, endOf, Kind, kindOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { awaitPlace, isPrimary } from "./await-place.ts";
import {
  childrenOf,
  indentationBefore,
  nodesAround,
  endsLine,
  scopeAround,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import { importedName, wantMember, wantName } from "./wanted-name.ts";

/** What a fix does, and the edits of the one file it changes. */
export interface Written {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** As of `Fix`. */
  readonly offloaded?: string;
}

export function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

/** `f(x)` → `await f(x)` */
export function writeAwait(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const node = path.at(-1) ?? 0;
  const place = awaitPlace(file, path);
  if (place === undefined || !isPrimary(file.tree, node)) return undefined;
  return { title: say`Await \`${shortCallee(file, node)}\``, edits: around(file, node, place.before, place.after) };
}

function around({ tree }: SourceFile, node: NodeId, before: string, after: string): TextEdit[] {
  const edits = [insertion(startOf(tree, node), before)];
  if (after !== "") edits.push(insertion(endOf(tree, node), after));
  return edits;
}

/** `time.sleep(x)` → `await asyncio.sleep(x)`. `turned`: functions that become `async def` with it. */
export function writeCallInstead(
  file: SourceFile,
  path: readonly NodeId[],
  callee: string,
  isAwaited: boolean,
  turned?: ReadonlySet<NodeId>,
): Written | undefined {
  const { tree } = file;
  const node = path.at(-1) ?? 0;
  if (kindOf(tree, node) !== Kind.Call) return undefined;
  const place = isAwaited ? awaitPlace(file, path, turned) : { before: "", after: "" };
  const name = wantName(file, scopeAround(file, path), callee, startOf(tree, node));
  if (place === undefined || name === undefined) return undefined;
  // A sleep takes one argument by position; its name differs from library to library.
  if (isAwaited && !hasOnePositional(tree, node)) return undefined;
  const old = node + 1;
  const edits: TextEdit[] = [
    ...name.edits,
    { start: startOf(tree, old), end: endOf(tree, old), text: place.before + name.text },
  ];
  if (place.after !== "") edits.push(insertion(endOf(tree, node), place.after));
  return { title: say`Call \`${callee}\``, edits };
}

function hasOnePositional(tree: SyntaxTree, call: NodeId): boolean {
  const args = argumentsOf(tree, call);
  return (
    args.length === 1 && kindOf(tree, args[0] ?? 0) !== Kind.Keyword && kindOf(tree, args[0] ?? 0) !== Kind.Starred
  );
}

export function argumentsOf(tree: SyntaxTree, call: NodeId): NodeId[] {
  return childrenOf(tree, nextOf(tree, call + 1));
}

/** `f(x, k=1)` → `await asyncio.to_thread(f, x, k=1)`; helpers that take no keywords get a `functools.partial`. */
function writeOffload(file: SourceFile, path: readonly NodeId[], helper: string): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  if (kindOf(tree, call) !== Kind.Call) return undefined;
  const scope = scopeAround(file, path);
  const place = awaitPlace(file, path);
  const name = wantName(file, scope, helper, startOf(tree, call));
  if (place === undefined || name === undefined) return undefined;
  const takesKeywords = helper === "asyncio.to_thread";
  const needsPartial = !takesKeywords && argumentsOf(tree, call).some((arg) => kindOf(tree, arg) === Kind.Keyword);
  const partial = needsPartial ? wantName(file, scope, "functools.partial", startOf(tree, call)) : undefined;
  // Two imports at one place would be in no order.
  const isCrowded = name.edits.length > 0 && (partial?.edits.length ?? 0) > 0;
  if (isCrowded || (needsPartial && partial === undefined)) return undefined;
  const gap = gapBeforeArguments(file, call);
  const opening = `${place.before}${name.text}(${gap}${partial === undefined ? "" : `${partial.text}(`}`;
  const closing = `${partial === undefined ? "" : ")"}${place.after}`;
  const edits = [
    ...name.edits,
    ...(partial?.edits ?? []),
    insertion(startOf(tree, call), opening),
    ...passedApart(file, call),
  ];
  if (closing !== "") edits.push(insertion(endOf(tree, call), closing));
  const offloaded = shortCallee(file, call);
  return { title: say`Run \`${offloaded}\` in a thread`, edits, offloaded };
}

/** `f(x)` → `await sync_to_async(f)(x)`: `wrapper` is a member of a module, by its dotted name. */
export function writeWrappedCallee(file: SourceFile, path: readonly NodeId[], wrapper: string): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  if (kindOf(tree, call) !== Kind.Call) return undefined;
  const dot = wrapper.lastIndexOf(".");
  const start = startOf(tree, call);
  const name = wantMember(file, scopeAround(file, path), wrapper.slice(0, dot), wrapper.slice(dot + 1), start);
  const place = awaitPlace(file, path);
  if (place === undefined || name === undefined) return undefined;
  const offloaded = shortCallee(file, call);
  const edits = [
    ...name.edits,
    insertion(start, `${place.before}${name.text}(`),
    insertion(endOf(tree, call + 1), ")"),
  ];
  if (place.after !== "") edits.push(insertion(endOf(tree, call), place.after));
  return { title: say`Run \`${offloaded}\` in a thread`, edits, offloaded };
}

/** The same for several calls at once; of the others those that can be, and that are not inside one another. */
export function writeOffloads(
  file: SourceFile,
  path: readonly NodeId[],
  helper: string,
  others: readonly ByteRange[],
): Written | undefined {
  const written = writeOffload(file, path, helper);
  if (written === undefined) return undefined;
  const edits = [...written.edits];
  for (const { start, end } of others) {
    const more = writeOffload(file, nodesAround(file.tree, start, end), helper)?.edits ?? [];
    const added = more.filter((edit) => !edits.some((known) => sameEdit(edit, known)));
    if (!added.some((edit) => edits.some((known) => editsConflict(edit, known)))) edits.push(...added);
  }
  return { ...written, edits };
}

/** `for x in f():` → `for x in await asyncio.to_thread(list, f()):` */
export function writeCollect(file: SourceFile, path: readonly NodeId[], helper: string): Written | undefined {
  const { tree } = file;
  const iterable = path.at(-1) ?? 0;
  const scope = scopeAround(file, path);
  const place = awaitPlace(file, path);
  const name = wantName(file, scope, helper, startOf(tree, iterable));
  if (place === undefined || name === undefined || resolveName(file.index, scope, "list") >= 0) return undefined;
  const opening = insertion(startOf(tree, iterable), `${place.before}${name.text}(list, `);
  const offloaded = shortCallee(file, iterable);
  return {
    title: say`Collect \`${offloaded}\` in a thread`,
    offloaded,
    edits: [...name.edits, opening, insertion(endOf(tree, iterable), `)${place.after}`)],
  };
}

/** A call whose arguments stand on lines of their own gets the function on such a line too. */
function gapBeforeArguments(file: SourceFile, call: NodeId): string {
  const { tree, newline } = file;
  const [first] = argumentsOf(tree, call);
  const open = startOf(tree, nextOf(tree, call + 1));
  const isBelow = first !== undefined && endsLine(tree, open + 1) && !/[\n\r]/.test(textOf(file, call + 1));
  const indent = isBelow ? indentationBefore(file, startOf(tree, first)) : undefined;
  return indent === undefined ? "" : newline + indent;
}

/** The edits that turn `f(x)` into `f, x)`. */
export function passedApart({ tree }: SourceFile, call: NodeId): TextEdit[] {
  const list = nextOf(tree, call + 1);
  const open = startOf(tree, list);
  const args = childrenOf(tree, list);
  const [only] = args;
  if (only === undefined) return [{ start: open, end: open + 1, text: "" }];
  const isBareGenerator = kindOf(tree, only) === Kind.GeneratorExp && startOf(tree, only) === open;
  if (isBareGenerator) return [insertion(open, ", "), insertion(endOf(tree, call), ")")];
  return [{ start: open, end: open + 1, text: endsLine(tree, open + 1) ? "," : ", " }];
}

/** `gather([a, b])` → `gather(*[a, b])` */
export function writeUnpack(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  if (kindOf(tree, call) !== Kind.Call) return undefined;
  const positional = argumentsOf(tree, call).filter((arg) => kindOf(tree, arg) !== Kind.Keyword);
  const [only] = positional;
  if (only === undefined || positional.length > 1 || kindOf(tree, only) === Kind.Starred) return undefined;
  const open = startOf(tree, nextOf(tree, call + 1));
  const title = say`Unpack the list with a star`;
  // A bare generator lends its parentheses to the call.
  if (kindOf(tree, only) === Kind.GeneratorExp && startOf(tree, only) === open)
    return { title, edits: [insertion(open + 1, "*("), insertion(endOf(tree, call), ")")] };
  return { title, edits: [insertion(startOf(tree, only), "*")] };
}

/** `asyncio.run(f())` → `await f()` */
export function writeAwaitArgument(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  const place = awaitPlace(file, path);
  if (place === undefined || kindOf(tree, call) !== Kind.Call) return undefined;
  const [argument, ...others] = argumentsOf(tree, call);
  if (argument === undefined || others.length > 0 || !isPrimary(tree, argument)) return undefined;
  const hasParentheses = startOf(tree, argument) === startOf(tree, nextOf(tree, call + 1));
  if (hasParentheses || hasComment(file, call, argument)) return undefined;
  return {
    title: say`Await \`${shortCallee(file, argument)}\` itself`,
    edits: [
      { start: startOf(tree, call), end: startOf(tree, argument), text: place.before },
      { start: endOf(tree, argument), end: endOf(tree, call), text: place.after },
    ],
  };
}

/** Whether a comment, or a parenthesis that would be left alone, stands in the call around its argument. */
function hasComment(file: SourceFile, call: NodeId, argument: NodeId): boolean {
  const { tree } = file;
  const before = textBetween(file, endOf(tree, call + 1), startOf(tree, argument));
  const after = textBetween(file, endOf(tree, argument), endOf(tree, call));
  return !/^\s*\(\s*$/.test(before) || !/^\s*,?\s*\)$/.test(after);
}

/** `to_thread(f(x))` → `to_thread(f, x)`: the last positional argument is taken apart. */
export function writePassCallable(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  if (kindOf(tree, call) !== Kind.Call) return undefined;
  const args = argumentsOf(tree, call);
  const inner = args.at(-1) ?? 0;
  if (args.length === 0 || kindOf(tree, inner) !== Kind.Call) return undefined;
  // An executor and a helper of trio or anyio pass no keywords on.
  const takesKeywords = importedName(file, scopeAround(file, path), call + 1) === "asyncio.to_thread";
  const innerArgs = argumentsOf(tree, inner);
  const isPlain = innerArgs.every((arg) => kindOf(tree, arg) !== Kind.Keyword || takesKeywords);
  const open = startOf(tree, nextOf(tree, inner + 1));
  const isBareGenerator = innerArgs.length === 1 && startOf(tree, innerArgs[0] ?? 0) === open;
  if (!isPlain || isBareGenerator) return undefined;
  const end = endOf(tree, inner);
  const after = textBetween(file, end, endOf(tree, call));
  const endsInComma = /,\s*$/.test(textBetween(file, open, end - 1)) && /^\s*,/.test(after);
  if (endsInComma || textBetween(file, open, end).includes("#")) return undefined;
  return {
    title: say`Give \`${textOf(file, inner + 1)}\` and its arguments apart`,
    edits: [...passedApart(file, inner), { start: end - 1, end, text: "" }],
  };
}

/** `await to_thread(f, x)` → `await f(x)` */
export function writeCallDirectly(file: SourceFile, path: readonly NodeId[]): Written | undefined {
  const { tree } = file;
  const call = path.at(-1) ?? 0;
  const isAwaited = kindOf(tree, path.at(-2) ?? 0) === Kind.Await;
  if (kindOf(tree, call) !== Kind.Call || !isAwaited) return undefined;
  const args = argumentsOf(tree, call);
  const name = importedName(file, scopeAround(file, path), call + 1);
  const isExecutor = kindOf(tree, call + 1) === Kind.Attribute && textOf(file, call + 1).endsWith(".run_in_executor");
  const position = name === "asyncio.to_thread" ? 0 : isExecutor ? 1 : -1;
  const fn = args[position];
  if (fn === undefined) return undefined;
  const kind = kindOf(tree, fn);
  if (kind !== Kind.Name && kind !== Kind.Attribute) return undefined;
  const next = args[position + 1];
  const start = startOf(tree, call);
  const gap = textBetween(file, start, startOf(tree, fn));
  const close = endOf(tree, call) - 1;
  const between = textBetween(file, endOf(tree, fn), next === undefined ? close : startOf(tree, next));
  if (gap.includes("#") || between.includes("#") || !/^\s*,?\s*$/.test(between)) return undefined;
  return {
    title: say`Await \`${textOf(file, fn)}\` on the loop`,
    edits: [
      { start, end: startOf(tree, fn), text: "" },
      { start: endOf(tree, fn), end: next === undefined ? close : startOf(tree, next), text: "(" },
    ],
  };
}

/** The callee as a title names it: its last part when it is long. */
export function shortCallee(file: SourceFile, node: NodeId): string {
  const { tree } = file;
  const callee = kindOf(tree, node) === Kind.Call ? node + 1 : node;
  const text = textOf(file, callee);
  if (text.length <= 40 && !/[\n\r`]/.test(text)) return text;
  return kindOf(tree, callee) === Kind.Attribute ? (tree.names[dataOf(tree, callee)] ?? "it") : "it";
}
