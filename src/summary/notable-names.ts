/**
 * Names of functions whose calls matter even where nothing reaches them from the loop, by what a model says of them. A call
 * whose callee has another name need not be looked at: most calls of a project are skipped by a look at one string.
 */
import * as S from "./module-summary.ts";
import type { ModuleSummary } from "./module-summary.ts";
import * as Value from "./value-kind.ts";

export interface NotableNames {
  /** Callables that say of the functions they are given who runs them: `run`, `call_soon`, `FastAPI`. */
  readonly registering: readonly string[];
  /** Callables that hand functions to threads, start tasks, or register what a framework calls; and those whose bodies do. */
  readonly handing: readonly string[];
  /** Callables with a body and what it calls, until all models are merged. */
  readonly bodies: readonly (readonly [string, readonly string[]])[];
  /** Callables that tell whether a loop is running. */
  readonly loopChecks: readonly string[];
  /** Callables that start tasks. */
  readonly starters: readonly string[];
  /** Coroutine functions, functions that return something to await, classes with an async protocol. */
  readonly awaitables: readonly string[];
  /** Functions with decorators: reading an attribute of that name may run one (a property). */
  readonly accessors: readonly string[];
  /** Classes whose objects, as class attributes, run a method when they are read, and callables that give one. */
  readonly descriptors: readonly string[];
  /** Callables that run the functions they are given, later or elsewhere. */
  readonly takers: readonly string[];
  /** Classes whose objects must be closed, or are made to be shared, and callables that give one. */
  readonly resources: readonly string[];
  /** Of these, the ones made to be shared. */
  readonly clients: readonly string[];
  /** Callables that turn what they are given into text. */
  readonly formatters: readonly string[];
  /** Callables that hand back exceptions, and those that give loops. */
  readonly collectors: readonly string[];
  readonly loopGivers: readonly string[];
  /** Of these, the ones that make a new loop. */
  readonly loopMakers: readonly string[];
  /** Classes of exceptions by which tasks are cancelled, and their bases. */
  readonly cancellations: readonly string[];
  /** Callables for the loop's own thread. */
  readonly loopBound: readonly string[];
  /** Callables with the names in the annotation of what they return. */
  readonly returned: readonly (readonly [string, readonly string[]])[];
}

const registeringDecorators: ReadonlySet<string> = new Set(["startup", "schedules", "enters_loop", "entry"]);
const takingDecorators: ReadonlySet<string> = new Set(["schedules", "drops", "offloads", "entry"]);
const handingDecorators: ReadonlySet<string> = new Set(["offloads", "entry", "handles", "spawns"]);
const resourceDecorators: ReadonlySet<string> = new Set(["resource", "shared"]);

/** The lists of `NotableNames` that a look at one function or class can fill. */
type Draft = Record<Exclude<keyof NotableNames, "bodies" | "returned">, Set<string>>;

function createDraft(): Draft {
  return {
    registering: new Set(),
    handing: new Set(),
    loopChecks: new Set(),
    starters: new Set(),
    awaitables: new Set(),
    accessors: new Set(),
    descriptors: new Set(),
    takers: new Set(),
    resources: new Set(),
    clients: new Set(),
    formatters: new Set(),
    collectors: new Set(),
    loopGivers: new Set(),
    loopMakers: new Set(),
    loopBound: new Set(),
    cancellations: new Set(),
  };
}

/** The notable names of one model. */
export function notableNamesOf(summary: ModuleSummary): NotableNames {
  const found = createDraft();
  const bodies: (readonly [string, readonly string[]])[] = [];
  const returned: (readonly [string, readonly string[]])[] = [];
  for (let fn = 1; fn < S.functionCount(summary); fn++) {
    noteFunction(summary, fn, found);
    addBody(summary, fn, bodies);
    const name = isAsyncProtocol(summary, fn) ? classNameOf(summary, fn) : nameUnderWhichCalled(summary, fn);
    const names = namesIn(summary, S.functionColumn(summary, fn, S.FunctionAnnotation));
    if (names.length > 0) returned.push([name, names]);
  }
  for (let cls = 0; cls < S.classCount(summary); cls++) noteClass(summary, cls, found);
  addSubclasses(summary, bodies);
  const lists = Object.entries(found).map(([kind, names]) => [kind, [...names]] as const);
  return { ...(Object.fromEntries(lists) as Record<keyof Draft, string[]>), bodies, returned };
}

function noteFunction(summary: ModuleSummary, fn: number, found: Draft): void {
  const name = nameUnderWhichCalled(summary, fn);
  for (const decorator of decoratorNames(summary, S.functionColumn(summary, fn, S.FunctionDecorators))) {
    if (registeringDecorators.has(decorator)) addWithAround(found.registering, summary, fn);
    if (handingDecorators.has(decorator)) addWithAround(found.handing, summary, fn);
    if (takingDecorators.has(decorator)) addWithAround(found.takers, summary, fn);
    if (resourceDecorators.has(decorator)) found.resources.add(name);
    if (decorator === "shared") found.clients.add(name);
    if (decorator === "checks_loop") found.loopChecks.add(name);
    if (decorator === "spawns") found.starters.add(name);
    if (decorator === "formats") found.formatters.add(name);
    if (decorator === "collects_errors") found.collectors.add(name);
    if (decorator === "gives_loop") found.loopGivers.add(name);
    if (decorator === "loop_bound") found.loopBound.add(name);
    if (decorator === "gives_loop" && saysNew(summary, fn)) found.loopMakers.add(name);
    if (/property|setter/.test(decorator)) found.accessors.add(name);
  }
  if (isAsyncProtocol(summary, fn)) found.awaitables.add(classNameOf(summary, fn));
  if (isDescriptorProtocol(summary, fn)) found.descriptors.add(classNameOf(summary, fn));
  const isAsync = (S.functionColumn(summary, fn, S.FunctionFlags) & S.FunctionIsAsync) !== 0;
  // A stub's class that is awaited is made by functions that say so, or by none that are annotated otherwise.
  if (isAsync || returnsClassOfStub(summary, fn)) found.awaitables.add(name);
}

function noteClass(summary: ModuleSummary, cls: number, found: Draft): void {
  const decorators = decoratorNames(summary, S.classColumn(summary, cls, S.ClassDecorators));
  const name = S.stringAt(summary, S.classColumn(summary, cls, S.ClassName));
  if (decorators.some((decorator) => resourceDecorators.has(decorator))) found.resources.add(name);
  if (decorators.includes("shared")) found.clients.add(name);
  if (!decorators.includes("cancellation")) return;
  found.cancellations.add(name);
  for (const base of S.listItems(summary, S.classColumn(summary, cls, S.ClassBases)))
    found.cancellations.add(lastNameOf(summary, base));
}

/** Whether a method is what `async with` or `async for` looks for. */
export function isAsyncProtocol(summary: ModuleSummary, fn: number): boolean {
  if (S.functionColumn(summary, fn, S.FunctionClass) < 0) return false;
  const name = S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName));
  return name === "__aenter__" || name === "__aiter__" || name === "__await__";
}

/** Whether a method is what reading a class attribute looks for. */
export function isDescriptorProtocol(summary: ModuleSummary, fn: number): boolean {
  if (S.functionColumn(summary, fn, S.FunctionClass) < 0) return false;
  return S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName)) === "__get__";
}

/** Name of the class a method stands in. */
export function classNameOf(summary: ModuleSummary, fn: number): string {
  return S.stringAt(summary, S.classColumn(summary, S.functionColumn(summary, fn, S.FunctionClass), S.ClassName));
}

/** The names of all models together: who gives a resource is known only now. */
export function mergeNotableNames(all: readonly NotableNames[]): NotableNames {
  const merge = (pick: (names: NotableNames) => readonly string[]): string[] => [...new Set(all.flatMap(pick))];
  const returned = all.flatMap((names) => names.returned);
  return {
    registering: merge((names) => names.registering),
    handing: [
      ...closeOver(
        merge((names) => names.handing),
        all.flatMap((names) => names.bodies),
      ),
    ],
    bodies: [],
    loopChecks: merge((names) => names.loopChecks),
    starters: merge((names) => names.starters),
    awaitables: merge((names) => names.awaitables),
    accessors: merge((names) => names.accessors),
    descriptors: [
      ...closeOver(
        merge((names) => names.descriptors),
        returned,
      ),
    ],
    takers: merge((names) => names.takers),
    resources: [
      ...closeOver(
        merge((names) => names.resources),
        returned,
      ),
    ],
    clients: [
      ...closeOver(
        merge((names) => names.clients),
        returned,
      ),
    ],
    formatters: merge((names) => names.formatters),
    collectors: merge((names) => names.collectors),
    loopGivers: merge((names) => names.loopGivers),
    loopMakers: merge((names) => names.loopMakers),
    loopBound: merge((names) => names.loopBound),
    cancellations: merge((names) => names.cancellations),
    returned: [],
  };
}

/** Names of classes in an annotation: of `Awaitable[Connection] | None`, `Awaitable` and `Connection`. */
function namesIn(summary: ModuleSummary, annotation: number): string[] {
  if (annotation < 0) return [];
  switch (S.valueKindOf(summary, annotation)) {
    case Value.Subscript:
      return [...namesIn(summary, S.valueA(summary, annotation)), ...namesIn(summary, S.valueB(summary, annotation))];
    case Value.Binary:
      return [...namesIn(summary, S.valueA(summary, annotation)), ...namesIn(summary, S.valueB(summary, annotation))];
    case Value.Tuple:
      return S.listItems(summary, S.valueA(summary, annotation)).flatMap((item) => namesIn(summary, item));
    default:
      return [lastNameOf(summary, annotation)].filter((name) => name !== "" && name !== "Self");
  }
}

/** What a body calls, under the name by which the body itself is called; a decorator is reached through what returns it. */
function addBody(summary: ModuleSummary, fn: number, bodies: (readonly [string, readonly string[]])[]): void {
  const called: string[] = [];
  for (let site = S.functionColumn(summary, fn, S.FunctionFirstSite); site >= 0;) {
    const value = S.siteColumn(summary, site, S.SiteValue);
    if (S.valueKindOf(summary, value) === Value.Call) called.push(lastNameOf(summary, S.valueA(summary, value)));
    site = S.siteColumn(summary, site, S.SiteNext);
  }
  if (called.length === 0) return;
  const names = new Set<string>();
  addWithAround(names, summary, fn);
  for (const name of names) bodies.push([name, called]);
}

/** A class that inherits its constructor does what that does. */
function addSubclasses(summary: ModuleSummary, bodies: (readonly [string, readonly string[]])[]): void {
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    const bases = S.listItems(summary, S.classColumn(summary, cls, S.ClassBases));
    const named = bases.map((base) => lastNameOf(summary, base)).filter((name) => name !== "");
    if (named.length > 0) bodies.push([S.stringAt(summary, S.classColumn(summary, cls, S.ClassName)), named]);
  }
}

/** Names, and those of the bodies that call one of them, and so on. */
function closeOver(
  names: readonly string[],
  bodies: readonly (readonly [string, readonly string[]])[],
): ReadonlySet<string> {
  const found = new Set(names);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [name, called] of bodies) if (called.some((callee) => found.has(callee))) found.add(name);
  }
  return found;
}

/** The function's own name; a constructor is called by the name of its class. */
function nameUnderWhichCalled(summary: ModuleSummary, fn: number): string {
  const name = S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName));
  const cls = S.functionColumn(summary, fn, S.FunctionClass);
  return name === "__init__" && cls >= 0 ? S.stringAt(summary, S.classColumn(summary, cls, S.ClassName)) : name;
}

/** A decorator a method returns is reached by calling the method. */
function addWithAround(names: Set<string>, summary: ModuleSummary, fn: number): void {
  for (let current = fn; current > 0; current = S.functionColumn(summary, current, S.FunctionParent))
    names.add(nameUnderWhichCalled(summary, current));
}

function decoratorNames(summary: ModuleSummary, list: number): string[] {
  return Array.from(S.listItems(summary, list), (decorator) => {
    const isCall = S.valueKindOf(summary, decorator) === Value.Call;
    return lastNameOf(summary, isCall ? S.valueA(summary, decorator) : decorator);
  });
}

/** `@gives_loop("new")` */
function saysNew(summary: ModuleSummary, fn: number): boolean {
  return S.listItems(summary, S.functionColumn(summary, fn, S.FunctionDecorators)).some((decorator) => {
    if (S.valueKindOf(summary, decorator) !== Value.Call) return false;
    const [, first = 0] = S.listItems(summary, S.valueB(summary, decorator));
    return S.valueKindOf(summary, first) === Value.Constant && S.stringAt(summary, S.valueB(summary, first)) === "new";
  });
}

function returnsClassOfStub(summary: ModuleSummary, fn: number): boolean {
  const annotation = S.functionColumn(summary, fn, S.FunctionAnnotation);
  if (annotation < 0) return false;
  const named = S.valueKindOf(summary, annotation) === Value.Subscript ? S.valueA(summary, annotation) : annotation;
  const name = lastNameOf(summary, named);
  return name.startsWith("_") || name === "Coroutine" || name === "Awaitable";
}

/** The name a callee is written with: the attribute, or the variable; "" for anything else. */
export function lastNameOf(summary: ModuleSummary, value: number): string {
  switch (S.valueKindOf(summary, value)) {
    case Value.Attribute:
      return S.stringAt(summary, S.valueB(summary, value));
    case Value.Symbol:
      return S.stringAt(summary, S.symbolColumn(summary, S.valueA(summary, value), S.SymbolName));
    case Value.Reaching:
      return S.stringAt(summary, S.symbolColumn(summary, S.valueB(summary, value), S.SymbolName));
    case Value.Builtin:
    case Value.StarImported:
      return S.stringAt(summary, S.valueA(summary, value));
    default:
      return "";
  }
}
