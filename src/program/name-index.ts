/** Which names a callee must have to be worth evaluating, for questions asked of every call of a project. */
import * as S from "../summary/module-summary.ts";
import { classNameOf, isAsyncProtocol, isDescriptorProtocol, lastNameOf } from "../summary/notable-names.ts";
import type { NotableNames } from "../summary/notable-names.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import type { Module } from "./shape.ts";

export interface NameIndex {
  /** Calls that may say who runs the functions they are given. */
  readonly registering: ReadonlySet<string>;
  /** Calls that may hand functions to threads, start tasks, or register what a framework calls. */
  readonly handing: ReadonlySet<string>;
  /** Calls that may tell whether a loop is running: the library's, and functions of the project that ask it. */
  readonly loopChecks: ReadonlySet<string>;
  /** Calls that may start a task. */
  readonly starters: ReadonlySet<string>;
  /** Calls that may give something that must be awaited. */
  readonly awaitables: ReadonlySet<string>;
  /** Attributes whose reading may run a function; undefined where installed packages may have any. */
  readonly accessors: ReadonlySet<string> | undefined;
  /** Calls that may run, later or elsewhere, the functions they are given. */
  readonly takers: ReadonlySet<string>;
  /** Calls that may give something to close, or something made to be shared. */
  readonly resources: ReadonlySet<string>;
  /** Calls that may give something made to be shared. */
  readonly clients: ReadonlySet<string>;
  /** Calls that may turn what they are given into text. */
  readonly formatters: ReadonlySet<string>;
  /** Calls that may hand back exceptions instead of raising them. */
  readonly collectors: ReadonlySet<string>;
  /** Calls that may give a loop. */
  readonly loopGivers: ReadonlySet<string>;
  /** Calls that may make a loop. */
  readonly loopMakers: ReadonlySet<string>;
  /** Calls for the loop's own thread. */
  readonly loopBound: ReadonlySet<string>;
  /** Classes of exceptions that may be a cancellation, or a base of one. */
  readonly cancellations: ReadonlySet<string>;
}

/** An index for a program without files. */
export const noNames: NameIndex = {
  registering: new Set(),
  handing: new Set(),
  loopChecks: new Set(),
  starters: new Set(),
  awaitables: new Set(),
  accessors: undefined,
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

export function buildNameIndex(
  modules: readonly Module[],
  notable: NotableNames,
  hasInstalledPackages: boolean,
): NameIndex {
  const accessors = new Set(notable.accessors);
  const loopChecks = new Set(notable.loopChecks);
  const starters = new Set(notable.starters);
  const awaitables = new Set(notable.awaitables);
  const resources = new Set(notable.resources);
  const clients = new Set(notable.clients);
  const descriptors = new Set(notable.descriptors);
  const returnedNames: (readonly [string, readonly string[]])[] = [];
  const baseNames: (readonly [string, readonly string[]])[] = [];
  for (const { summary } of modules) {
    addAttributeNames(summary, awaitables);
    addBaseNames(summary, baseNames);
    for (let fn = 1; fn < S.functionCount(summary); fn++) {
      const name = S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName));
      if (mayGiveAwaitable(summary, fn)) awaitables.add(name);
      if (isAsyncProtocol(summary, fn)) awaitables.add(classNameOf(summary, fn));
      if (isDescriptorProtocol(summary, fn)) descriptors.add(classNameOf(summary, fn));
      if (mayBeAccessor(summary, fn)) accessors.add(name);
      const returned = namesReturned(summary, fn);
      if (returned.length > 0) returnedNames.push([name, returned]);
    }
    addLoopChecks(summary, notable.loopChecks, loopChecks);
  }
  spread(returnedNames, starters);
  spread(returnedNames, awaitables);
  spread(returnedNames, resources);
  spread(returnedNames, clients);
  spread([...returnedNames, ...baseNames], descriptors);
  for (const module of modules) addDescriptorNames(module, descriptors, accessors);
  return {
    registering: new Set(notable.registering),
    handing: new Set(notable.handing),
    loopChecks,
    starters,
    awaitables,
    accessors: hasInstalledPackages ? undefined : accessors,
    takers: new Set(notable.takers),
    resources,
    clients,
    formatters: new Set(notable.formatters),
    collectors: new Set(notable.collectors),
    loopGivers: new Set(notable.loopGivers),
    loopMakers: new Set(notable.loopMakers),
    loopBound: new Set(notable.loopBound),
    cancellations: new Set(notable.cancellations),
  };
}

function mayGiveAwaitable(summary: Module["summary"], fn: number): boolean {
  if ((S.functionColumn(summary, fn, S.FunctionFlags) & S.FunctionIsAsync) !== 0) return true;
  // A decorator may put a coroutine function in its place; those of the language do not.
  const decorators = S.listItems(summary, S.functionColumn(summary, fn, S.FunctionDecorators));
  if (decorators.some((decorator) => !plainDecorators.has(lastNameOf(summary, decorator)))) return true;
  const annotation = S.functionColumn(summary, fn, S.FunctionAnnotation);
  if (annotation < 0 || S.valueKindOf(summary, annotation) !== Value.Subscript) return false;
  return /Coroutine|Awaitable/.test(lastNameOf(summary, S.valueA(summary, annotation)));
}

const plainDecorators: ReadonlySet<string> = new Set([
  "property",
  "setter",
  "staticmethod",
  "classmethod",
  "contextmanager",
  "cached_property",
  "abstractmethod",
  "overload",
  "override",
]);

/** What an attribute holds may be callable: a coroutine function, an object with an async `__call__`. */
function addAttributeNames(summary: Module["summary"], names: Set<string>): void {
  for (let row = 0; row < summary.attributes.length / S.AttributeStride; row++)
    names.add(S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName)));
}

/** Whether a decorator makes a function what reading an attribute runs; those of the language that do not are known. */
function mayBeAccessor(summary: Module["summary"], fn: number): boolean {
  const decorators = S.listItems(summary, S.functionColumn(summary, fn, S.FunctionDecorators));
  return decorators.some((decorator) => !callKeepingDecorators.has(lastNameOf(summary, decorator)));
}

const callKeepingDecorators: ReadonlySet<string> = new Set([
  "staticmethod",
  "classmethod",
  "contextmanager",
  "asynccontextmanager",
  "overload",
  "override",
]);

/** Names of classes with those of their bases. */
function addBaseNames(summary: Module["summary"], baseNames: (readonly [string, readonly string[]])[]): void {
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    const bases = S.listItems(summary, S.classColumn(summary, cls, S.ClassBases));
    if (bases.length === 0) continue;
    const names = bases.map((base) => lastNameOf(summary, base));
    baseNames.push([S.stringAt(summary, S.classColumn(summary, cls, S.ClassName)), names]);
  }
}

/** A class attribute that is a call may be a descriptor: `temperature = RemoteField()`. */
function addDescriptorNames(module: Module, descriptors: ReadonlySet<string>, names: Set<string>): void {
  const { summary } = module;
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    let symbol = S.classColumn(summary, cls, S.ClassFirstSymbol);
    for (; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext)) {
      const binding = S.symbolColumn(summary, symbol, S.SymbolFirstBinding);
      const value = binding < 0 ? 0 : S.bindingColumn(summary, binding, S.BindingValue);
      if (S.valueKindOf(summary, value) !== Value.Call) continue;
      if (!mayBeNamed(module, S.valueA(summary, value), descriptors)) continue;
      names.add(S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName)));
    }
  }
}

/** Names of the functions whose results a function returns. */
function namesReturned(summary: Module["summary"], fn: number): string[] {
  const names: string[] = [];
  for (const value of S.listItems(summary, S.functionColumn(summary, fn, S.FunctionReturns))) {
    const call = callBehind(summary, value);
    if (call >= 0) names.push(lastNameOf(summary, S.valueA(summary, call)));
  }
  return names;
}

function callBehind(summary: Module["summary"], value: number): number {
  if (S.valueKindOf(summary, value) === Value.Call) return value;
  if (S.valueKindOf(summary, value) !== Value.Reaching) return -1;
  const [binding] = S.listItems(summary, S.valueA(summary, value));
  const bound = binding === undefined ? 0 : S.bindingColumn(summary, binding, S.BindingValue);
  return S.valueKindOf(summary, bound) === Value.Call ? bound : -1;
}

/** A function that returns the result of a notable one is notable, and so on. */
function spread(returnedNames: readonly (readonly [string, readonly string[]])[], names: Set<string>): void {
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const [name, returned] of returnedNames)
      if (!names.has(name) && returned.some((callee) => names.has(callee))) names.add(name);
  }
}

/** Functions of the project that ask whether a loop runs. */
function addLoopChecks(summary: Module["summary"], checks: readonly string[], names: Set<string>): void {
  if (!checks.some((name) => summary.strings.includes(name))) return;
  const wanted = new Set(checks);
  for (let fn = 1; fn < S.functionCount(summary); fn++) {
    let site = S.functionColumn(summary, fn, S.FunctionFirstSite);
    for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
      if (S.siteColumn(summary, site, S.SiteKind) !== Site.Call) continue;
      const callee = S.valueA(summary, S.siteColumn(summary, site, S.SiteValue));
      if (!wanted.has(lastNameOf(summary, callee))) continue;
      names.add(S.stringAt(summary, S.functionColumn(summary, fn, S.FunctionName)));
      break;
    }
  }
}

/** Whether a callee's name is among the names, or is one its module may have given to something else. */
export function mayBeNamed(module: Module, callee: number, names: ReadonlySet<string>): boolean {
  const name = nameToLookFor(module, callee);
  return name === "" || names.has(name);
}

/**
 * The name by which a callee is to be found, or "" when it may have any: a bare name may be an alias (a local, `import … as`,
 * an assignment). A `def` of the module is called what it is called.
 */
export function nameToLookFor(module: Module, callee: number): string {
  const { summary } = module;
  if (S.valueKindOf(summary, callee) === Value.Attribute) return S.stringAt(summary, S.valueB(summary, callee));
  return isPlainDefinition(module, callee) ? lastNameOf(summary, callee) : "";
}

function isPlainDefinition(module: Module, callee: number): boolean {
  const { summary } = module;
  if (S.valueKindOf(summary, callee) !== Value.Symbol) return S.valueKindOf(summary, callee) === Value.Builtin;
  const binding = S.symbolColumn(summary, S.valueA(summary, callee), S.SymbolFirstBinding);
  if (binding < 0 || S.bindingColumn(summary, binding, S.BindingNext) >= 0) return false;
  const value = S.bindingColumn(summary, binding, S.BindingValue);
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Import) {
    const name = S.stringAt(summary, S.symbolColumn(summary, S.valueA(summary, callee), S.SymbolName));
    return S.stringAt(summary, S.valueB(summary, value)) === name;
  }
  return kind === Value.Function || kind === Value.Class;
}
