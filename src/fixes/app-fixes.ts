/** The fix of a client that is made for each request: the application makes it when it starts, and keeps it. */
import type { AppClientPlan, Handler, RequestWay } from "../diagnostics/client-repair.ts";
import { say } from "../language/say.ts";
import { resolveName } from "../semantic/semantic-index.ts";
import { endOf, Kind, kindOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { appPlaceOf, keptIn } from "./app-place.ts";
import { insertion } from "./call-fixes.ts";
import { textIn } from "./carried-text.ts";
import {
  addEdits,
  addParameter,
  bindClient,
  functionAround,
  functionNamedAt,
  isNamedOnlyIn,
  makingOf,
  namesModuleThings,
  passClient,
  toWritten,
  unwrap,
  type Changes,
  type Making,
  type WrittenFiles,
} from "./client-fixes.ts";
import { childrenOf, textOf, type SourceFile } from "./source-file.ts";
import { bindersOf, wantName } from "./wanted-name.ts";

type Open = (path: string) => SourceFile | undefined;

/** `path` leads to the call that makes the client. */
export function writeAppClient(
  file: SourceFile,
  path: readonly NodeId[],
  plan: AppClientPlan,
  open: Open,
): WrittenFiles | undefined {
  const making = makingOf(file, path);
  const place = appPlaceOf(plan, open);
  if (making === undefined || place === undefined || making.keyword !== "async with") return undefined;
  const fn = functionAround(file, making.statement);
  const { way } = plan;
  if (fn === undefined || !namesModuleThings(file, fn, making, way.kind === "global" ? way.name : undefined))
    return undefined;
  const made = textIn(file, making.call, place.file, 0, plan.app.start);
  const kept = made && keptIn(place, plan, making.client, made);
  if (kept === undefined) return undefined;
  const changes: Changes = { edits: new Map(), claims: new Map() };
  addEdits(changes, place.file, kept.edits);
  const isReached =
    way.kind === "global"
      ? bindClient(making, way.name + kept.access, changes)
      : reachByRequest(making, way, kept.access, open, changes);
  return isReached
    ? toWritten(say`Make one \`${textOf(file, making.call + 1)}\` for the application`, changes)
    : undefined;
}

/** Handlers find the client by their requests, and hand it down to the function that made it. */
function reachByRequest(making: Making, way: RequestWay, access: string, open: Open, changes: Changes): boolean {
  const { takers, passed, handlers, attribute } = way;
  const isMadeByHandler = takers.length === 0;
  const isHandedDown =
    isMadeByHandler ||
    (unwrap(making, changes) &&
      takers.every((taker, index) => addParameter(making, open(taker.path), taker, index === 0, changes)) &&
      passed.every((call) => passClient(open(call.path), call, making.client, changes)));
  return (
    isHandedDown &&
    handlers.every((handler) => {
      const file = open(handler.path);
      const request = file && requestOf(file, handler, changes);
      if (request === undefined) return false;
      const client = `${request}.${attribute}${access}`;
      if (isMadeByHandler) return bindClient(making, client, changes);
      return handler.calls.every((call) => passClient(file, call, client, changes));
    })
  );
}

/** The name by which a handler knows its request: of the parameter that it has, or gets. */
function requestOf(file: SourceFile, handler: Handler, changes: Changes): string | undefined {
  const { tree, index } = file;
  const fn = functionNamedAt(tree, handler);
  if (fn === undefined) return undefined;
  if (handler.request !== "") {
    const symbol = resolveName(index, index.scopeOfNode.get(fn) ?? 0, handler.request);
    return symbol >= 0 && bindersOf(file, symbol).length === 1 ? handler.request : undefined;
  }
  const type = wantName(file, 0, handler.asked, startOf(tree, fn));
  if (type === undefined || !isNamedOnlyIn(tree, fn, "request", 0)) return undefined;
  const list = childrenOf(tree, fn).find((child) => kindOf(tree, child) === Kind.Parameters) ?? 0;
  const [first] = childrenOf(tree, list);
  const isBare = first === undefined;
  const at = isBare ? endOf(tree, list) - 1 : startOf(tree, list) + 1;
  const text = `request: ${type.text}`;
  // Before the first parameter, and before a lone `*` or on the line of either.
  const edit = insertion(isBare ? at : firstOf(file, at), isBare ? text : `${text}, `);
  addEdits(changes, file, [...type.edits, edit]);
  return "request";
}

/** The first byte of a list of parameters that is not blank. */
function firstOf({ tree }: SourceFile, from: number): number {
  let at = from;
  while (/\s/.test(String.fromCharCode(tree.source[at] ?? 0))) at++;
  return at;
}
