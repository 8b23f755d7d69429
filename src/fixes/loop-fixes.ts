/** The fix of a loop that is made, run and closed by hand: `asyncio.run`. */
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { isAloneOnLines, outdentedLines, statementLines } from "./indentation.ts";
import {
  childrenOf,
  indentationBefore,
  isFunction,
  isLineEnd,
  lineStartOf,
  nextLineStartOf,
  nodesAround,
  scopeAround,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import type { WrittenBlock } from "./statement-fixes.ts";
import { importedName, wantName } from "./wanted-name.ts";

/** `path` leads to the call that gives the loop. */
export function writeRun(file: SourceFile, path: readonly NodeId[]): WrittenBlock | undefined {
  const { tree } = file;
  const loop = path.at(-1) ?? 0;
  const [around = 0, method = 0] = path.slice(-3);
  const name = wantName(file, scopeAround(file, path), "asyncio.run", startOf(tree, loop));
  if (name === undefined) return undefined;
  const title = say`Call \`asyncio.run\``;
  // `asyncio.get_event_loop().run_until_complete(main())`
  if (kindOf(tree, method) === Kind.Attribute)
    return isRunOf(tree, around) && around + 1 === method
      ? { title, edits: [...name.edits, { start: startOf(tree, loop), end: endOf(tree, method), text: name.text }] }
      : undefined;
  const statement = method;
  const [target = 0, value = 0, ...more] = childrenOf(tree, statement);
  const isBound =
    kindOf(tree, statement) === Kind.Assign &&
    more.length === 0 &&
    value === loop &&
    kindOf(tree, target) === Kind.Name;
  const fn = path.findLast((node) => isFunction(tree, node)) ?? 0;
  const uses = isBound ? usesOf(file, fn, nameOf(tree, target), target) : undefined;
  if (uses === undefined) return undefined;
  const removed = removalOf(file, [path.slice(0, -1), ...uses.removed]);
  if (removed === undefined) return undefined;
  const callee = { start: startOf(tree, uses.run + 1), end: endOf(tree, uses.run + 1), text: name.text };
  return {
    title,
    edits: [...name.edits, ...removed, callee, ...commentMoved(file, statement, uses.run)],
    claims: [{ start: startOf(tree, statement), end: endOf(tree, fn) }],
  };
}

/** The comment behind the statement that is taken away goes behind the call. */
function commentMoved(file: SourceFile, statement: NodeId, run: NodeId): TextEdit[] {
  const { tree } = file;
  const from = endOf(tree, statement);
  const comment = textBetween(file, from, nextLineStartOf(tree, from)).trim();
  if (comment === "") return [];
  const line = textBetween(file, endOf(tree, run), nextLineStartOf(tree, endOf(tree, run))).trimEnd();
  const at = endOf(tree, run) + new TextEncoder().encode(line).length;
  return [insertion(at, `  ${comment}`)];
}

/** `….run_until_complete(x)` */
function isRunOf(tree: SyntaxTree, call: NodeId): boolean {
  if (kindOf(tree, call) !== Kind.Call || kindOf(tree, call + 1) !== Kind.Attribute) return false;
  const [only, ...others] = argumentsOf(tree, call);
  const isPlain = only !== undefined && others.length === 0 && kindOf(tree, only) === Kind.Call;
  return nameOf(tree, call + 1) === "run_until_complete" && isPlain;
}

interface LoopUses {
  /** The one call that runs something. */
  readonly run: NodeId;
  /** Paths to the statements that `asyncio.run` makes superfluous. */
  readonly removed: readonly (readonly NodeId[])[];
}

/** What `asyncio.run` does by itself at the end. */
const endings: ReadonlySet<string> = new Set(["shutdown_asyncgens", "shutdown_default_executor"]);

/** All uses of the loop; undefined when there is one that `asyncio.run` has no place for. */
function usesOf(file: SourceFile, fn: NodeId, loop: string, target: NodeId): LoopUses | undefined {
  const { tree } = file;
  const removed: (readonly NodeId[])[] = [];
  let run: NodeId | undefined;
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    if (node === target || kindOf(tree, node) !== Kind.Name || nameOf(tree, node) !== loop) continue;
    const path = nodesAround(tree, startOf(tree, node), endOf(tree, node));
    const at = path.findLastIndex((around) => kindOf(tree, around) === Kind.ExpressionStatement);
    const statement = path.slice(0, at + 1);
    const [call = 0, method = 0] = path.slice(-3);
    const isMethod = kindOf(tree, method) === Kind.Attribute && call + 1 === method;
    if (isMethod && isRunOf(tree, call) && !isEnding(tree, call, loop)) {
      if (run !== undefined) return undefined;
      run = call;
    } else if (at >= 0 && isSuperfluous(file, path, path[at] ?? 0, loop)) {
      if (!removed.some((other) => other.at(-1) === statement.at(-1))) removed.push(statement);
    } else return undefined;
  }
  return run === undefined ? undefined : { run, removed };
}

/** `loop.run_until_complete(loop.shutdown_asyncgens())` */
function isEnding(tree: SyntaxTree, call: NodeId, loop: string): boolean {
  const [only = 0] = argumentsOf(tree, call);
  const callee = only + 1;
  return (
    kindOf(tree, callee) === Kind.Attribute &&
    endings.has(nameOf(tree, callee)) &&
    kindOf(tree, callee + 1) === Kind.Name &&
    nameOf(tree, callee + 1) === loop
  );
}

/** `loop.close()`, `asyncio.set_event_loop(loop)`, and the endings. */
function isSuperfluous(file: SourceFile, path: readonly NodeId[], statement: NodeId, loop: string): boolean {
  const { tree } = file;
  const call = statement + 1;
  if (kindOf(tree, call) !== Kind.Call) return false;
  if (textOf(file, call) === `${loop}.close()`) return true;
  if (isRunOf(tree, call) && isEnding(tree, call, loop)) return true;
  const [only = 0, ...others] = argumentsOf(tree, call);
  const isSet = importedName(file, scopeAround(file, path), call + 1) === "asyncio.set_event_loop";
  return isSet && others.length === 0 && kindOf(tree, only) === Kind.Name;
}

/** The edits that take statements away, with a `finally` and a `try` that have nothing else to do. */
function removalOf(file: SourceFile, paths: readonly (readonly NodeId[])[]): TextEdit[] | undefined {
  const { tree } = file;
  const gone = new Set(paths.map((path) => path.at(-1) ?? 0));
  const edits: TextEdit[] = [];
  const done = new Set<NodeId>();
  for (const path of paths) {
    const [around = 0, block = 0, statement = 0] = path.slice(-3);
    if (done.has(block) || !isAloneOnLines(file, statement)) continue;
    const isEmptied = kindOf(tree, block) === Kind.Block && childrenOf(tree, block).every((node) => gone.has(node));
    if (!isEmptied) {
      edits.push(statementAndBlank(file, statement));
      continue;
    }
    const without = kindOf(tree, around) === Kind.Try ? withoutFinally(file, around, block) : undefined;
    if (without === undefined) return undefined;
    edits.push(...without);
    done.add(block);
  }
  return edits.some((edit, index) => edits.some((other, at) => at !== index && other.start === edit.start))
    ? undefined
    : edits;
}

/** Takes away a statement, and the blank line below it when there is one above it too. */
function statementAndBlank(file: SourceFile, statement: NodeId): TextEdit {
  const { tree } = file;
  const lines = statementLines(file, statement);
  const { start, end } = lines;
  const isBetween = start > 0 && isLineEnd(tree, lineStartOf(tree, start - 1)) && isLineEnd(tree, end);
  return isBetween ? { ...lines, end: nextLineStartOf(tree, end) } : lines;
}

/** Takes the `finally` of a `try` away, and the `try` itself when it has no handlers. */
function withoutFinally(file: SourceFile, statement: NodeId, block: NodeId): TextEdit[] | undefined {
  const { tree } = file;
  const [body = 0, ...others] = childrenOf(tree, statement);
  if (others.at(-1) !== block) return undefined;
  const before = others.at(-2) ?? 0;
  const handlers = others.filter((node) => kindOf(tree, node) === Kind.ExceptHandler);
  const previous = kindOf(tree, before) === Kind.Absent ? (handlers.at(-1) ?? body) : before;
  const from = nextLineStartOf(tree, endOf(tree, previous));
  const final = { start: from, end: nextLineStartOf(tree, endOf(tree, block)), text: "" };
  if (handlers.length > 0) return [final];
  const bodyLine = lineStartOf(tree, startOf(tree, body));
  const outer = indentationBefore(file, startOf(tree, statement));
  const inner = indentationBefore(file, startOf(tree, body));
  const isBelow = nextLineStartOf(tree, startOf(tree, statement)) === bodyLine;
  if (outer === undefined || inner === undefined || !inner.startsWith(outer) || !isBelow) return undefined;
  if (!/^try\s*:\s*$/.test(textBetween(file, startOf(tree, statement), bodyLine))) return undefined;
  const unit = inner.slice(outer.length);
  const start = lineStartOf(tree, startOf(tree, statement));
  return [
    { start, end: bodyLine + unit.length, text: "" },
    ...outdentedLines(file, startOf(tree, body), endOf(tree, body), unit),
    final,
  ];
}
