/** Where an application keeps a client that it makes when it starts: in the context around its life that it has or gets. */
import type { AppClientPlan } from "../diagnostics/client-repair.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { dataOf, endOf, Kind, kindOf, lineOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { freeName } from "./free-name.ts";
import { isAloneOnLines, linesBelow, unitBelow } from "./indentation.ts";
import {
  childrenOf,
  indentationBefore,
  isLineEnd,
  lineStartOf,
  nodesAround,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import { wantName, type WantedName } from "./wanted-name.ts";

/** `app = Application()`, on its own lines. */
export interface AppPlace {
  readonly file: SourceFile;
  readonly call: NodeId;
  readonly assignment: NodeId;
  /** The local or global that is bound to it. */
  readonly name: string;
  /** Offset of the line on which the statement of the module that it is in begins. */
  readonly top: number;
}

export interface Kept {
  /** How the client is reached from the application: `.state.client`, `["client"]`. */
  readonly access: string;
  readonly edits: readonly TextEdit[];
}

export function appPlaceOf(
  { app }: AppClientPlan,
  open: (path: string) => SourceFile | undefined,
): AppPlace | undefined {
  const file = open(app.path);
  if (file === undefined) return undefined;
  const { tree } = file;
  const path = nodesAround(tree, app.start, app.end);
  const call = path.at(-1) ?? 0;
  const assignment = path.at(-2) ?? 0;
  const top = path[1] ?? 0;
  const kind = kindOf(tree, assignment);
  const target = assignment + 1;
  const isPlain = kindOf(tree, call) === Kind.Call && (kind === Kind.Assign || kind === Kind.AnnAssign);
  const isOnlyTarget = kind === Kind.AnnAssign || childrenOf(tree, assignment).length === 2;
  if (!isPlain || !isOnlyTarget || kindOf(tree, target) !== Kind.Name || !isAloneOnLines(file, assignment))
    return undefined;
  // Decorators stand before the range of what they decorate.
  const start = Math.min(startOf(tree, top), startOf(tree, top + 1));
  return { file, call, assignment, name: nameOf(tree, target), top: lineStartOf(tree, start) };
}

/** `made`: the expression that makes the client, as the file of the application would write it. */
export function keptIn(place: AppPlace, plan: AppClientPlan, client: string, made: WantedName): Kept | undefined {
  const { file, call } = place;
  const { tree } = file;
  if (/\bapp\b/.test(made.text)) return undefined;
  if (plan.around !== "") return keptAround(place, plan, client, made);
  const given = argumentsOf(tree, call).find(
    (argument) => kindOf(tree, argument) === Kind.Keyword && nameOfKeyword(tree, argument) === plan.lifespan,
  );
  if (given !== undefined) return keptInContext(place, plan, given, client, made);
  return plan.hasStartup ? undefined : keptInNewContext(place, plan, client, made);
}

function nameOfKeyword(tree: SyntaxTree, keyword: NodeId): string {
  return tree.names[dataOf(tree, keyword)] ?? "";
}

/** How something kept is reached: an attribute of an attribute, or an item. */
function accessTo({ keeper }: AppClientPlan, name: string): string {
  return keeper === "[]" ? `["${name}"]` : `.${keeper}.${name}`;
}

/** The client's own name, or with a number: one that nothing else is kept by. */
function freeAttribute({ file }: AppPlace, { keeper, taken }: AppClientPlan, client: string): string {
  let name = client;
  for (let count = 2; taken.has(name) || isTakenIn(file, keeper, name); count++) name = `${client}_${count}`;
  return name;
}

/** `app = FastAPI()` → `app = FastAPI(lifespan=lifespan)`, and the context above it. */
function keptInNewContext(place: AppPlace, plan: AppClientPlan, client: string, made: WantedName): Kept | undefined {
  const { file, call, top } = place;
  const { tree } = file;
  const manager = wantName(file, 0, "contextlib.asynccontextmanager", plan.app.start);
  if (manager === undefined || argumentsOf(tree, call).some((node) => kindOf(tree, node) === Kind.Starred))
    return undefined;
  const lifespan = freeName(file, "lifespan");
  const access = accessTo(plan, freeAttribute(place, plan, client));
  const definition = [
    `@${manager.text}`,
    `async def ${lifespan}(app):`,
    `    async with ${made.text} as app${access}:`,
    "        yield",
  ];
  const last = argumentsOf(tree, call).at(-1);
  const argument =
    last === undefined
      ? insertion(plan.app.end - 1, `${plan.lifespan}=${lifespan}`)
      : insertion(endOf(tree, last), `, ${plan.lifespan}=${lifespan}`);
  return {
    access,
    edits: [...manager.edits, ...made.edits, definedAbove(file, top, definition), { ...argument, isShared: true }],
  };
}

/** A definition of the module above one of its statements. */
function definedAbove(file: SourceFile, top: number, lines: readonly string[]): TextEdit {
  const { newline } = file;
  const lead = newline.repeat(Math.max(0, 2 - blankLinesAbove(file, top)));
  return { ...insertion(top, lead + [...lines, "", "", ""].join(newline)), isShared: true };
}

function blankLinesAbove({ tree }: SourceFile, offset: number): number {
  let count = 0;
  for (let line = lineOf(tree, offset) - 1; line >= 0 && isLineEnd(tree, tree.lineStarts[line] ?? 0); line--) count++;
  return count;
}

/** `app.cleanup_ctx.append(keep_client)` below the application, and the generator above it. */
function keptAround(place: AppPlace, plan: AppClientPlan, client: string, made: WantedName): Kept | undefined {
  const { file, assignment, name, top } = place;
  const { tree } = file;
  const append = (fn: string): string => `${name}.${plan.around}(${fn})`;
  for (const fn of childrenOf(tree, 0)) {
    if (kindOf(tree, fn) !== Kind.AsyncFunctionDef) continue;
    const access = accessIn(file, fn, "app", made.text);
    const own = nameOf(tree, nextOf(tree, fn + 1));
    if (access !== undefined && textOf(file, 0).includes(append(own))) return { access, edits: [] };
  }
  const keep = freeName(file, `keep_${client}`);
  const access = accessTo(plan, freeAttribute(place, plan, client));
  const definition = [`async def ${keep}(app):`, `    async with ${made.text} as app${access}:`, "        yield"];
  const registered = { ...linesBelow(file, assignment, [append(keep)]), isShared: true };
  return { access, edits: [...made.edits, definedAbove(file, top, definition), registered] };
}

/** Around the `yield` of the context that the application has, or in the place that it has there already. */
function keptInContext(
  place: AppPlace,
  plan: AppClientPlan,
  given: NodeId,
  client: string,
  made: WantedName,
): Kept | undefined {
  const { file } = place;
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
  const known = accessIn(file, context, app, made.text);
  if (known !== undefined) return { access: known, edits: [] };
  const indent = indentationBefore(file, startOf(tree, statement)) ?? "";
  const unit = unitBelow(indent);
  const access = accessTo(plan, freeAttribute(place, plan, client));
  const header = `async with ${made.text} as ${app}${access}:${newline}${indent}${unit}`;
  return { access, edits: [...made.edits, { ...insertion(startOf(tree, statement), header), isShared: true }] };
}

function functionNamed(tree: SyntaxTree, name: string): NodeId | undefined {
  return childrenOf(tree, 0).find(
    (node) => kindOf(tree, node) === Kind.AsyncFunctionDef && nameOf(tree, nextOf(tree, node + 1)) === name,
  );
}

/** How such a client, that a context makes already, is reached from the application. */
function accessIn(file: SourceFile, context: NodeId, app: string, made: string): string | undefined {
  const { tree } = file;
  for (let node = context + 1; node < nextOf(tree, context); node++) {
    if (kindOf(tree, node) !== Kind.WithItem || textOf(file, node + 1) !== made) continue;
    const target = nextOf(tree, node + 1);
    if (target >= nextOf(tree, node)) continue;
    const text = textOf(file, target);
    const [, access] = /^\w+(\.\w+\.\w+|\["\w+"\])$/.exec(text) ?? [];
    if (access !== undefined && text === app + access) return access;
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
  return keeper === "[]" && new RegExp(`\\["${name}"\\]`).test(textOf(file, 0));
}
