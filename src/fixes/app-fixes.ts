/** The fix of a client that is made for each request: the application makes it when it starts, and keeps it. */
import type { AppClientPlan } from "../diagnostics/client-repair.ts";
import { compareEdits, type TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { dataOf, endOf, Kind, kindOf, lineOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { freeName } from "./free-name.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { functionAround, makingOf, unwrapping, type Making, type WrittenFiles } from "./client-fixes.ts";
import { isAloneOnLines, unitBelow } from "./indentation.ts";
import {
  childrenOf,
  indentationBefore,
  isLineEnd,
  lineStartOf,
  nodesAround,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import { wantName } from "./wanted-name.ts";

/** `path` leads to the call that makes the client. */
export function writeAppClient(
  file: SourceFile,
  path: readonly NodeId[],
  plan: AppClientPlan,
): WrittenFiles | undefined {
  const { tree } = file;
  const making = makingOf(file, path);
  const edits = making && unwrapping(making);
  const appPath = nodesAround(tree, plan.app.start, plan.app.end);
  const app = appPath.at(-1) ?? 0;
  const statement = appPath.at(-2) ?? 0;
  const isPlain = kindOf(tree, app) === Kind.Call && appPath.length === 3 && kindOf(tree, statement) === Kind.Assign;
  if (making === undefined || edits === undefined || !isPlain || making.keyword !== "async with") return undefined;
  const fn = functionAround(file, making.statement);
  if (fn === undefined || !namesModuleThings(file, fn, making, plan.name)) return undefined;
  const kept = keptIn(file, making, plan, app);
  if (kept === undefined) return undefined;
  const indent = indentationBefore(file, startOf(tree, making.statement));
  const [header, ...comments] = edits.removed;
  // One of several contexts has no line of its own that the name could be bound on.
  if (header === undefined || edits.unit === "" || indent === undefined) return undefined;
  const bound = `${making.client} = ${plan.name}.${plan.keeper}.${kept.name}${file.newline}${indent}`;
  const all = [...kept.edits, { ...header, text: bound + header.text }, ...comments, ...edits.outdents];
  return {
    title: say`Make one \`${textOf(file, making.call + 1)}\` for the application`,
    edits: new Map([[file.path, all.toSorted(compareEdits)]]),
    claims: new Map([[file.path, [{ start: startOf(tree, making.statement), end: endOf(tree, making.statement) }]]]),
  };
}

/** Whether the names the client is made with, and that of the application, mean in the function what they mean in the module. */
function namesModuleThings(file: SourceFile, fn: NodeId, { call }: Making, app: string): boolean {
  const { tree, index } = file;
  const scope = index.scopeOfNode.get(fn) ?? 0;
  const isGlobal = (name: string): boolean => resolveName(index, scope, name) === resolveName(index, 0, name);
  for (let node = call; node < nextOf(tree, call); node++)
    if (kindOf(tree, node) === Kind.Name && !isGlobal(nameOf(tree, node))) return false;
  return app !== "" && isGlobal(app) && !/\bapp\b/.test(textOf(file, call));
}

interface Kept {
  /** The attribute the client is kept in. */
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** Has the application make the client, in the context around its life that it has or gets. */
function keptIn(file: SourceFile, making: Making, plan: AppClientPlan, app: NodeId): Kept | undefined {
  const { tree } = file;
  const given = argumentsOf(tree, app).find(
    (argument) => kindOf(tree, argument) === Kind.Keyword && nameOfKeyword(tree, argument) === plan.lifespan,
  );
  const made = textOf(file, making.call);
  if (/[\n\r]/.test(made)) return undefined;
  if (given !== undefined) return keptInContext(file, making, plan, given, made);
  return plan.hasStartup ? undefined : keptInNewContext(file, making, plan, app, made);
}

function nameOfKeyword(tree: SyntaxTree, keyword: NodeId): string {
  return tree.names[dataOf(tree, keyword)] ?? "";
}

/** `app = FastAPI()` → `app = FastAPI(lifespan=lifespan)`, and the context above it. */
function keptInNewContext(
  file: SourceFile,
  making: Making,
  plan: AppClientPlan,
  app: NodeId,
  made: string,
): Kept | undefined {
  const { tree, newline } = file;
  const manager = wantName(file, 0, "contextlib.asynccontextmanager", plan.app.start);
  if (manager === undefined || argumentsOf(tree, app).some((node) => kindOf(tree, node) === Kind.Starred))
    return undefined;
  const lifespan = freeName(file, "lifespan");
  const statement = lineStartOf(tree, plan.app.start);
  const lines = [
    `@${manager.text}`,
    `async def ${lifespan}(app):`,
    `    async with ${made} as app.${plan.keeper}.${making.client}:`,
    "        yield",
    "",
    "",
    "",
  ];
  const lead = newline.repeat(Math.max(0, 2 - blankLinesAbove(file, statement)));
  const last = argumentsOf(tree, app).at(-1);
  const argument =
    last === undefined
      ? insertion(plan.app.end - 1, `${plan.lifespan}=${lifespan}`)
      : insertion(endOf(tree, last), `, ${plan.lifespan}=${lifespan}`);
  return {
    name: making.client,
    edits: [
      ...manager.edits,
      { ...insertion(statement, lead + lines.join(newline)), isShared: true },
      { ...argument, isShared: true },
    ],
  };
}

function blankLinesAbove({ tree }: SourceFile, offset: number): number {
  let count = 0;
  for (let line = lineOf(tree, offset) - 1; line >= 0 && isLineEnd(tree, tree.lineStarts[line] ?? 0); line--) count++;
  return count;
}

/** Around the `yield` of the context that the application has, or in the place that it has there already. */
function keptInContext(
  file: SourceFile,
  making: Making,
  plan: AppClientPlan,
  given: NodeId,
  made: string,
): Kept | undefined {
  const { tree, newline } = file;
  const context = functionNamed(tree, textOf(file, given + 1));
  if (context === undefined) return undefined;
  const parameters = childrenOf(tree, context).find((node) => kindOf(tree, node) === Kind.Parameters) ?? 0;
  const [first = 0] = childrenOf(tree, parameters);
  const yields: NodeId[] = [];
  for (let node = context + 1; node < nextOf(tree, context); node++)
    if (kindOf(tree, node) === Kind.Yield) yields.push(node);
  const [only = 0, ...others] = yields;
  const statement = only - 1;
  const isAlone = kindOf(tree, statement) === Kind.ExpressionStatement && textOf(file, only) === "yield";
  if (first === 0 || yields.length === 0 || others.length > 0 || !isAlone || !isAloneOnLines(file, statement))
    return undefined;
  const app = nameOf(tree, first + 1);
  const known = keptAlready(file, context, `${app}.${plan.keeper}.`, made);
  if (known !== undefined) return { name: known, edits: [] };
  const name = freeName(file, making.client);
  const indent = indentationBefore(file, startOf(tree, statement)) ?? "";
  const unit = unitBelow(indent);
  const own = isTakenIn(file, plan.keeper, making.client) ? name : making.client;
  const header = `async with ${made} as ${app}.${plan.keeper}.${own}:${newline}${indent}${unit}`;
  return { name: own, edits: [{ ...insertion(startOf(tree, statement), header), isShared: true }] };
}

function functionNamed(tree: SyntaxTree, name: string): NodeId | undefined {
  return childrenOf(tree, 0).find(
    (node) => kindOf(tree, node) === Kind.AsyncFunctionDef && nameOf(tree, nextOf(tree, node + 1)) === name,
  );
}

/** The attribute that such a client is kept in. */
function keptAlready(file: SourceFile, context: NodeId, prefix: string, made: string): string | undefined {
  const { tree } = file;
  for (let node = context + 1; node < nextOf(tree, context); node++) {
    if (kindOf(tree, node) !== Kind.WithItem || textOf(file, node + 1) !== made) continue;
    const target = nextOf(tree, node + 1);
    if (kindOf(tree, target) === Kind.Attribute && textOf(file, target).startsWith(prefix)) return nameOf(tree, target);
  }
  return undefined;
}

/** Whether something of that name is kept by an application. */
function isTakenIn(file: SourceFile, keeper: string, name: string): boolean {
  const { tree } = file;
  for (let node = 1; node < tree.length; node++) {
    const isIt = kindOf(tree, node) === Kind.Attribute && nameOf(tree, node) === name;
    if (isIt && kindOf(tree, node + 1) === Kind.Attribute && nameOf(tree, node + 1) === keeper) return true;
  }
  return false;
}
