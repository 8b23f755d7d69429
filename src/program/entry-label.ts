/** How an entry point is called: by its route where that is written, with the prefixes of the routers around it. */
import * as S from "../summary/module-summary.ts";
import { lastNameOf } from "../summary/notable-names.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { flagsOf } from "./call.ts";
import type { Entry, Place } from "./call-graph.ts";
import { resolveImport } from "./module-table.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import type { FunctionRef, Module } from "./shape.ts";

/** A lambda is told from others by its line. */
function nameOf(ref: FunctionRef): string {
  const { summary } = ref.module;
  if ((flagsOf(ref) & S.FunctionIsLambda) === 0) return qualifiedName(ref);
  const { line } = S.positionOf(summary, S.functionColumn(summary, ref.index, S.FunctionStart));
  return `lambda (${summary.path.slice(summary.path.lastIndexOf("/") + 1)}:${line})`;
}

const methods: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete", "head", "options", "trace"]);

/** `GET /books/{isbn}` where the route is written at the site, else the function's name. */
export function labelOf(program: Program, { ref, kind, registered }: Entry): string {
  const own = nameOf(ref);
  const place = registered === undefined ? undefined : userPlace(registered, 0);
  if (place === undefined || (kind !== "request" && kind !== "websocket")) return own;
  const { module } = place.node.ref;
  const { summary } = module;
  const value = S.siteColumn(summary, place.site, S.SiteValue);
  if (S.valueKindOf(summary, value) !== Value.Call) return own;
  const route = textArgument(module, value, "path") ?? textArgument(module, value, undefined);
  if (route === undefined) return own;
  const callee = S.valueA(summary, value);
  const name = lastNameOf(summary, callee);
  const object = S.valueKindOf(summary, callee) === Value.Attribute ? S.valueA(summary, callee) : -1;
  const router = object < 0 ? undefined : routerAt(program, module, object, 0);
  const path = (router === undefined ? "" : prefixOf(program, router, 0)) + route;
  const method = methods.has(name) ? `${name.toUpperCase()} ` : kind === "websocket" ? "WS " : "";
  return `${method}${path === "" ? "/" : path}`;
}

const mostCallers = 8;

/** Where the user's code registers a function, when a model does it on its behalf. */
export function userPlace(place: Place, depth: number): Place | undefined {
  if (place.node.ref.module.origin !== "model") return place;
  const [caller] = place.node.callers;
  return caller === undefined || depth > mostCallers
    ? undefined
    : userPlace({ node: caller.from, site: caller.site }, depth + 1);
}

/** A string given as an argument: by name, or the first positional one. */
function textArgument({ summary }: Module, call: number, wanted: string | undefined): string | undefined {
  const items = S.listItems(summary, S.valueB(summary, call));
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] ?? Value.Positional;
    const isWanted =
      wanted === undefined ? name === Value.Positional : name >= 0 && S.stringAt(summary, name) === wanted;
    if (!isWanted) continue;
    const value = items[i + 1] ?? 0;
    const isText =
      S.valueKindOf(summary, value) === Value.Constant && S.valueA(summary, value) === Value.ConstantString;
    return isText ? S.stringAt(summary, S.valueB(summary, value)) : undefined;
  }
  return undefined;
}

/** A router: a name of a module. */
interface Router {
  readonly module: Module;
  readonly symbol: number;
}

/** `app.include_router(router, prefix="/books")`, of a router. */
interface Inclusion {
  readonly prefix: string;
  readonly into: Router | undefined;
}

const mostRouters = 6;

/** The name a value leads to, through imports. */
function routerAt(program: Program, module: Module, value: number, depth: number): Router | undefined {
  if (depth > mostRouters) return undefined;
  const { summary } = module;
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Attribute) {
    const object = program.state.ask.evaluate(program.state, module, S.valueA(summary, value), undefined);
    const symbol =
      object.kind === "module" ? object.module.names.get(S.stringAt(summary, S.valueB(summary, value))) : undefined;
    return object.kind === "module" && symbol !== undefined
      ? definedAt(program, object.module, symbol, depth)
      : undefined;
  }
  if (kind === Value.Symbol) return definedAt(program, module, S.valueA(summary, value), depth);
  return kind === Value.Reaching ? definedAt(program, module, S.valueB(summary, value), depth) : undefined;
}

function definedAt(program: Program, module: Module, symbol: number, depth: number): Router | undefined {
  const { summary } = module;
  const value = boundValue(module, symbol);
  if (S.valueKindOf(summary, value) !== Value.Import) return { module, symbol };
  const name = S.stringAt(summary, S.valueA(summary, value));
  const imported = resolveImport(program.state.modules, module, name, S.valueC(summary, value));
  const next = imported?.names.get(S.stringAt(summary, S.valueB(summary, value)));
  if (imported === undefined || next === undefined || depth > mostRouters) return undefined;
  return definedAt(program, imported, next, depth + 1);
}

function boundValue({ summary }: Module, symbol: number): number {
  const binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
  return binding < 0 ? 0 : S.bindingColumn(summary, binding, S.BindingValue);
}

/** Prefixes of the routers around a route: its own (`APIRouter(prefix="/books")`), after those it is included with. */
function prefixOf(program: Program, router: Router, depth: number): string {
  const { module, symbol } = router;
  const value = boundValue(module, symbol);
  const isMade = S.valueKindOf(module.summary, value) === Value.Call;
  const own = isMade ? (textArgument(module, value, "prefix") ?? "") : "";
  const inclusion = inclusionsOf(program).get(`${module.id} ${symbol}`);
  if (inclusion === undefined || depth > mostRouters) return own;
  const outer = inclusion.into === undefined ? "" : prefixOf(program, inclusion.into, depth + 1);
  return outer + inclusion.prefix + own;
}

const inclusions = new WeakMap<Program, ReadonlyMap<string, Inclusion>>();

/** Where each router is included first. */
function inclusionsOf(program: Program): ReadonlyMap<string, Inclusion> {
  let known = inclusions.get(program);
  if (known === undefined) {
    known = collectInclusions(program);
    inclusions.set(program, known);
  }
  return known;
}

function collectInclusions(program: Program): ReadonlyMap<string, Inclusion> {
  const found = new Map<string, Inclusion>();
  for (const module of program.modules) {
    const { summary } = module;
    if (!summary.strings.includes("include_router")) continue;
    for (let site = 0; site < summary.sites.length / S.SiteStride; site++) {
      if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
      const call = S.siteColumn(summary, site, S.SiteValue);
      const callee = S.valueA(summary, call);
      if (S.valueKindOf(summary, callee) !== Value.Attribute || lastNameOf(summary, callee) !== "include_router")
        continue;
      const [, given] = S.listItems(summary, S.valueB(summary, call));
      const router = given === undefined ? undefined : routerAt(program, module, given, 0);
      if (router === undefined) continue;
      const key = `${router.module.id} ${router.symbol}`;
      const into = routerAt(program, module, S.valueA(summary, callee), 0);
      if (!found.has(key)) found.set(key, { prefix: textArgument(module, call, "prefix") ?? "", into });
    }
  }
  return found;
}
