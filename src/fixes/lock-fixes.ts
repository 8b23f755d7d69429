/** The fix of a lock of threads that only coroutines use: it becomes the lock of their library. */
import type { LockAttribute, LockPlan } from "../diagnostics/lock-repair.ts";
import { compareEdits, type TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { allowsAwait, awaitPlace } from "./await-place.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { childrenOf, isFunction, nodesAround, scopeAround, type SourceFile } from "./source-file.ts";
import { writeAsync } from "./statement-fixes.ts";
import { wantName } from "./wanted-name.ts";

type Open = (path: string) => SourceFile | undefined;

/** A use of the lock: the path to its name or attribute. */
interface LockUse {
  readonly file: SourceFile;
  readonly path: readonly NodeId[];
}

/** Another class for the lock, and `await` at every use of it. */
export function writeAsyncLock(
  { path: home, made, name, attribute }: LockPlan,
  to: string,
  open: Open,
): { title: string; edits: ReadonlyMap<string, readonly TextEdit[]> } | undefined {
  const file = open(home);
  const path = file === undefined ? [] : nodesAround(file.tree, made.start, made.end);
  const call = path.at(-1) ?? 0;
  if (file === undefined || kindOf(file.tree, call) !== Kind.Call) return undefined;
  const { tree } = file;
  const lock = wantName(file, scopeAround(file, path), to, made.start);
  const uses = attribute === undefined ? namesIn(file, path, name) : attributesIn(attribute, name, open);
  if (lock === undefined || uses === undefined || uses.length === 0) return undefined;
  const callee = { start: startOf(tree, call + 1), end: endOf(tree, call + 1), text: lock.text };
  const edits = new Map<string, readonly TextEdit[]>([[home, [...lock.edits, callee]]]);
  for (const use of uses) {
    const written = writeUse(use.file, use.path);
    if (written === undefined) return undefined;
    edits.set(use.file.path, [...(edits.get(use.file.path) ?? []), ...written]);
  }
  const changed = Array.from(edits).filter(([, list]) => list.length > 0);
  return {
    title: say`Use \`${to}\` for \`${name}\``,
    edits: new Map(changed.map(([changedPath, list]) => [changedPath, list.toSorted(compareEdits)])),
  };
}

/** The reads of a local or global; undefined when another function has a name like it. */
function namesIn(file: SourceFile, path: readonly NodeId[], name: string): LockUse[] | undefined {
  const { tree } = file;
  const made = path.at(-2) ?? 0;
  const [target = 0, value = 0, ...more] = childrenOf(tree, made);
  const isBound = kindOf(tree, made) === Kind.Assign && more.length === 0 && value === path.at(-1);
  if (!isBound || kindOf(tree, target) !== Kind.Name) return undefined;
  const fn = path.findLast((node) => isFunction(tree, node));
  const from = fn ?? 0;
  const found: LockUse[] = [];
  for (let node = from + 1; node < nextOf(tree, from); node++) {
    if (node === target) continue;
    const kind = kindOf(tree, node);
    if (kind === Kind.Identifier && nameOf(tree, node) === name) return undefined;
    if (kind === Kind.Name && nameOf(tree, node) === name) found.push(useAt(file, node));
  }
  return found;
}

function useAt(file: SourceFile, node: NodeId): LockUse {
  return { file, path: nodesAround(file.tree, startOf(file.tree, node), endOf(file.tree, node)) };
}

/** The reads of an attribute of `self` in some classes; undefined when there are others. */
function attributesIn({ classes, reads }: LockAttribute, name: string, open: Open): LockUse[] | undefined {
  const found: LockUse[] = [];
  for (const cls of classes) {
    const file = open(cls.path);
    const definition = file === undefined ? undefined : classNamed(file.tree, cls.name);
    if (file === undefined || definition === undefined) return undefined;
    const { tree } = file;
    for (let node = definition + 1; node < nextOf(tree, definition); node++) {
      const isIt = kindOf(tree, node) === Kind.Attribute && nameOf(tree, node) === name;
      const isOfSelf = kindOf(tree, node + 1) === Kind.Name && nameOf(tree, node + 1) === "self";
      const use = isIt && isOfSelf ? useAt(file, node) : undefined;
      if (use !== undefined && !isTarget(tree, use.path)) found.push(use);
    }
  }
  return found.length === reads ? found : undefined;
}

/** The one class of that name in a file. */
function classNamed(tree: SyntaxTree, name: string): NodeId | undefined {
  const found: NodeId[] = [];
  for (let node = 1; node < tree.length; node++)
    if (kindOf(tree, node) === Kind.ClassDef && nameOf(tree, nextOf(tree, node + 1)) === name) found.push(node);
  return found.length === 1 ? found[0] : undefined;
}

function isTarget(tree: SyntaxTree, path: readonly NodeId[]): boolean {
  const [statement = 0, node = 0] = path.slice(-2);
  return kindOf(tree, statement) === Kind.Assign && childrenOf(tree, statement).at(-1) !== node;
}

/** `with lock:` → `async with lock:`, `lock.acquire()` → `await lock.acquire()`; `release()` and `locked()` stay. */
function writeUse(file: SourceFile, path: readonly NodeId[]): readonly TextEdit[] | undefined {
  const { tree } = file;
  const lock = path.at(-1) ?? 0;
  const around = path.at(-2) ?? 0;
  if (!allowsAwait(tree, path)) return undefined;
  if (kindOf(tree, around) === Kind.WithItem) {
    const target = nextOf(tree, lock);
    const isNamed = target < nextOf(tree, around) && kindOf(tree, target) !== Kind.Absent;
    return isNamed ? undefined : writeAsync(file, path, true)?.edits;
  }
  const call = path.at(-3) ?? 0;
  if (kindOf(tree, around) !== Kind.Attribute || kindOf(tree, call) !== Kind.Call || call + 1 !== around)
    return undefined;
  if (argumentsOf(tree, call).length > 0) return undefined;
  switch (nameOf(tree, around)) {
    case "release":
    case "locked":
      return [];
    case "acquire": {
      const place = awaitPlace(file, path.slice(0, -2));
      return place?.before === "await " ? [insertion(startOf(tree, call), place.before)] : undefined;
    }
    default:
      return undefined;
  }
}
