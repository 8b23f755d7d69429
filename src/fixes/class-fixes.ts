/** The fix of a client that a method makes each time: its object makes it when it is first asked, and closes it at its own end. */
import type { ClassClientPlan } from "../diagnostics/client-repair.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { insertion } from "./call-fixes.ts";
import { textIn } from "./carried-text.ts";
import {
  addEdits,
  bindClient,
  functionAround,
  functionNamedAt,
  makingOf,
  namesModuleThings,
  toWritten,
  type Changes,
  type Making,
  type WrittenFiles,
} from "./client-fixes.ts";
import { unitBelow } from "./indentation.ts";
import { addToMethod } from "./method-end.ts";
import { childrenOf, indentationBefore, lineStartOf, textOf, type SourceFile } from "./source-file.ts";

/** `path` leads to the call that makes the client. */
export function writeClassClient(
  file: SourceFile,
  path: readonly NodeId[],
  plan: ClassClientPlan,
): WrittenFiles | undefined {
  const { tree } = file;
  const making = makingOf(file, path);
  if (making === undefined || making.keyword !== "async with" || plan.end.path !== file.path) return undefined;
  const fn = functionAround(file, making.statement);
  const end = functionNamedAt(tree, plan.end);
  const made = textIn(file, making.call, file, 0, 0);
  if (fn === undefined || end === undefined || made === undefined || !namesModuleThings(file, fn, making))
    return undefined;
  const self = firstParameter(tree, fn);
  const keeping = keepingOf(making, plan);
  const written = keeping && writeKeeping(making, fn, end, keeping, plan, made.text);
  if (self === undefined || keeping === undefined || written === undefined) return undefined;
  const changes: Changes = { edits: new Map(), claims: new Map() };
  addEdits(changes, file, written);
  if (!bindClient(making, `${self}.${keeping.opener}()`, changes)) return undefined;
  return toWritten(say`Make one \`${textOf(file, making.call + 1)}\` for each object`, changes);
}

interface Keeping {
  /** The attribute that holds the client, and the method that gives it. */
  readonly attribute: string;
  readonly opener: string;
}

/** Names that neither the file nor the classes around have. */
function keepingOf({ file, client }: Making, { isTaken }: ClassClientPlan): Keeping | undefined {
  const taken = new Set(file.tree.names);
  const bare = client.replace(/^_+/, "");
  for (let count = 1; count < 10; count++) {
    const name = count === 1 ? bare : `${bare}_${count}`;
    const keeping = { attribute: `_${name}`, opener: `_open_${name}` };
    if (!Object.values(keeping).some((item) => taken.has(item) || isTaken(item))) return keeping;
  }
  return undefined;
}

function firstParameter(tree: SyntaxTree, fn: NodeId): string | undefined {
  const list = childrenOf(tree, fn).find((child) => kindOf(tree, child) === Kind.Parameters) ?? 0;
  const [first] = childrenOf(tree, list);
  return first === undefined ? undefined : nameOf(tree, first + 1);
}

/** The attribute and the method above the end of the object, and the closing in it. */
function writeKeeping(
  making: Making,
  fn: NodeId,
  end: NodeId,
  { attribute, opener }: Keeping,
  { closer }: ClassClientPlan,
  made: string,
): TextEdit[] | undefined {
  const { file, call } = making;
  const { tree, newline } = file;
  const self = firstParameter(tree, end);
  const decorators = end + 1;
  const start = Math.min(startOf(tree, end), startOf(tree, decorators));
  const indent = indentationBefore(file, start);
  if (indent === undefined || self === undefined) return undefined;
  const unit = unitBelow(indent);
  const type = textOf(file, call + 1);
  const isTyped = /(^|\.)[A-Z]\w*$/.test(type) && isAnnotated(tree, fn);
  const definition = [
    `${attribute}${isTyped ? `: "${type} | None"` : ""} = None`,
    "",
    `def ${opener}(self)${isTyped ? ` -> ${type}` : ""}:`,
    `${unit}if self.${attribute} is None:`,
    `${unit}${unit}self.${attribute} = ${made}`,
    `${unit}return self.${attribute}`,
    "",
  ].map((line) => (line === "" ? newline : indent + line + newline));
  const closing = addToMethod(file, end, attribute, (step) => [
    `if ${self}.${attribute} is not None:`,
    `${step}await ${self}.${attribute}.${closer}()`,
    `${step}${self}.${attribute} = None`,
  ]);
  if (closing === undefined) return undefined;
  return [
    { ...insertion(lineStartOf(tree, start), definition.join("")), isShared: true },
    ...closing.map((edit) => ({ ...edit, isShared: true })),
  ];
}

function isAnnotated(tree: SyntaxTree, fn: NodeId): boolean {
  for (const child of childrenOf(tree, fn)) {
    if (kindOf(tree, child) !== Kind.Parameters) continue;
    const returns = nextOf(tree, child);
    const parameters = childrenOf(tree, child);
    const hasReturn = kindOf(tree, returns) !== Kind.Absent && kindOf(tree, returns) !== Kind.Block;
    return hasReturn || parameters.some((node) => kindOf(tree, nextOf(tree, node + 1)) !== Kind.Absent);
  }
  return false;
}
