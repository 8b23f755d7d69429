/** Facts of functions and classes: read from the decorators of the pretend module `uncoil`, as models write them. */
import type { Severity } from "../diagnostics/diagnostic.ts";
import { programResults } from "../diagnostics/twin-repair.ts";
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { blockingKinds, noFacts } from "./facts.ts";
import type { Blocking, Harmless, BlockingKind, Facts } from "./facts.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "./shape.ts";
import { stubOf } from "./module-table.ts";
import { functionName, qualifiedName } from "./names.ts";
import { functionRef } from "./state.ts";
import type { ProgramState } from "./state.ts";

type Draft = { -readonly [Key in keyof Facts]: Facts[Key] };

/** The kind of that name, if there is one. */
export function kindNamed(name: string): BlockingKind | undefined {
  return blockingKinds.find((kind) => kind === name);
}

export function factsOf(state: ProgramState, ref: FunctionRef): Facts {
  if (ref.facts !== undefined) return ref.facts;
  ref.facts = noFacts;
  const { summary } = ref.module;
  const list = S.functionColumn(summary, ref.index, S.FunctionDecorators);
  const flags = S.functionColumn(summary, ref.index, S.FunctionFlags);
  let facts = S.listLength(summary, list) === 0 ? noFacts : readDecorators(state, ref.module, list);
  if ((flags & S.FunctionIsNonblocking) !== 0) facts = { ...facts, isNonblocking: true };
  const stub = ref.module.origin === "model" ? undefined : stubOf(state.modules, ref.module);
  const twin = stub === undefined ? undefined : functionNamed(state, stub, qualifiedName(ref));
  // What the user's stub says of a function of the project counts more than its source.
  ref.facts = twin === undefined ? facts : { ...facts, ...factsOf(state, twin) };
  return ref.facts;
}

function functionNamed(state: ProgramState, module: Module, name: string): FunctionRef | undefined {
  for (let fn = 1; fn < S.functionCount(module.summary); fn++)
    if (functionName(module, fn) === name) return functionRef(state, module, fn);
  return undefined;
}

export function classFactsOf(state: ProgramState, ref: ClassRef): Facts {
  if (ref.facts !== undefined) return ref.facts;
  ref.facts = noFacts;
  const list = S.classColumn(ref.module.summary, ref.index, S.ClassDecorators);
  ref.facts = S.listLength(ref.module.summary, list) === 0 ? noFacts : readDecorators(state, ref.module, list);
  return ref.facts;
}

function readDecorators(state: ProgramState, module: Module, list: number): Facts {
  const { summary } = module;
  let draft: Draft | undefined;
  for (const decorator of S.listItems(summary, list)) {
    const isCall = S.valueKindOf(summary, decorator) === Value.Call;
    const callee = isCall ? S.valueA(summary, decorator) : decorator;
    const kind = S.valueKindOf(summary, callee);
    if (kind !== Value.Symbol && kind !== Value.Attribute && kind !== Value.Reaching) continue;
    const shape = state.ask.evaluate(state, module, callee, undefined);
    if (shape.kind !== "intrinsic") continue;
    draft ??= { ...noFacts };
    if (shape.name.startsWith("uncoil."))
      readDecorator(draft, shape.name.slice(7), isCall ? argumentsIn(state, module, decorator) : emptyArguments);
    else if (shape.name === "typing.abstractmethod") draft.isAbstract = true;
    else if (shape.name === "typing.overload") draft.isOverload = true;
  }
  return draft ?? noFacts;
}

interface DecoratorArguments {
  readonly positional: readonly string[];
  readonly keywords: ReadonlyMap<string, string>;
  readonly unless: Blocking["unless"];
  /** What the stub says of all its functions. */
  readonly thread: string;
}

const emptyArguments: DecoratorArguments = { positional: [], keywords: new Map(), unless: [], thread: "" };

function argumentsIn(state: ProgramState, module: Module, call: number): DecoratorArguments {
  const { summary } = module;
  const positional: string[] = [];
  const keywords = new Map<string, string>();
  let unless: Blocking["unless"] = [];
  const items = S.listItems(summary, S.valueB(summary, call));
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i] ?? -1;
    const value = items[i + 1] ?? 0;
    if (name >= 0 && S.stringAt(summary, name) === "unless") unless = readUnless(state, module, value);
    else {
      const text = textOf(state.ask.evaluate(state, module, value, undefined));
      if (name >= 0) keywords.set(S.stringAt(summary, name), text);
      else positional.push(text);
    }
  }
  return { positional, keywords, unless, thread: saidByStub(state, module, "__thread__") };
}

/** The text of a constant that a stub says something with, or "". */
export function saidByStub(state: ProgramState, module: Module, name: string): string {
  const symbol = module.names.get(name);
  const binding = symbol === undefined ? -1 : S.symbolColumn(module.summary, symbol, S.SymbolFirstBinding);
  const value = binding < 0 ? -1 : S.bindingColumn(module.summary, binding, S.BindingValue);
  return value < 0 ? "" : textOf(state.ask.evaluate(state, module, value, undefined));
}

function textOf(shape: Shape): string {
  return shape.kind === "literal" ? shape.text : "";
}

/** `{"block": False, "io": (BytesIO, StringIO)}`: keys were lowered as arguments of a dict literal. */
function readUnless(state: ProgramState, module: Module, value: number): Blocking["unless"] {
  const { summary } = module;
  if (S.valueKindOf(summary, value) !== Value.Dict) return [];
  const keys = S.listItems(summary, S.valueA(summary, value));
  const values = S.listItems(summary, S.valueB(summary, value));
  return Array.from(keys).flatMap((key, position) => {
    const parameter = textOf(state.ask.evaluate(state, module, key, undefined));
    const given = state.ask.evaluate(state, module, values[position] ?? 0, undefined);
    return (given.kind === "tuple" ? given.elements : [given]).map((shape) => harmless(parameter, shape));
  });
}

function harmless(parameter: string, shape: Shape): Harmless {
  if (shape.kind === "literal") return { parameter, constant: shape.constant, text: shape.text, cls: undefined };
  const cls = shape.kind === "class" ? shape.ref : undefined;
  return { parameter, constant: shape.kind === "none" ? noneConstant : -1, text: "", cls };
}

/** Stands for None among the constants of a summary. */
export const noneConstant = 100;

function readDecorator(draft: Draft, name: string, args: DecoratorArguments): void {
  const first = args.positional[0] ?? "";
  switch (name) {
    case "blocks":
      draft.blocks = readBlocking(args);
      return;
    case "nonblocking":
      draft.isNonblocking = true;
      return;
    case "offloads":
      draft.offloads = [...draft.offloads, ...args.positional];
      draft.returnsFuture ||= args.keywords.get("returns") === "future";
      return;
    case "spawns":
      draft.spawns = [...draft.spawns, ...args.positional];
      return;
    case "task_owner":
      draft.isTaskOwner = true;
      return;
    case "schedules":
      draft.schedules = [...draft.schedules, ...args.positional];
      return;
    case "calls":
      draft.calls = [...draft.calls, ...args.positional];
      return;
    case "consumes":
      draft.consumes = [...draft.consumes, ...args.positional];
      return;
    case "awaits":
      draft.awaits = [...draft.awaits, ...args.positional];
      return;
    case "startup":
      draft.startup = [...draft.startup, ...args.positional];
      return;
    case "settles":
      draft.settles = [...draft.settles, ...args.positional];
      return;
    default:
      readRareDecorator(draft, name, first, args);
  }
}

function readRareDecorator(draft: Draft, name: string, first: string, args: DecoratorArguments): void {
  switch (name) {
    case "enters_loop":
      draft.entersLoop = true;
      draft.mainParameter = first;
      return;
    case "checks_loop":
      draft.checksLoop = true;
      return;
    case "serves":
      draft.serves = true;
      return;
    case "injects":
      draft.injects = first;
      return;
    case "entry":
      draft.entry = first === "loop" ? "loop" : "worker";
      draft.entryParameter = args.positional[1] ?? "";
      return;
    case "twin":
      draft.twin = first;
      draft.twinForeign = args.positional.slice(1);
      return;
    case "listing":
      draft.isListing = true;
      return;
    case "streams":
      draft.streams = first;
      return;
    case "runs_program":
      draft.runsProgram = programResults.find((result) => result === first);
      return;
    case "waits_for_end":
      draft.waitsForEnd = true;
      return;
    case "expects_error":
      draft.expectsError = true;
      return;
    case "caches":
      draft.caches = first === "awaited" ? "awaited" : "returned";
      return;
    case "awaitable":
      draft.isAwaitable = true;
      return;
    case "task":
      draft.isTask = true;
      return;
    default:
      readResourceDecorator(draft, name, args);
  }
}

/** What is said of clients, locks and loops. */
function readResourceDecorator(draft: Draft, name: string, args: DecoratorArguments): void {
  const first = args.positional[0] ?? "";
  switch (name) {
    case "resource":
      draft.closeMethods = args.positional.length === 0 ? ["close"] : args.positional;
      return;
    case "borrows":
      draft.borrows = args.positional;
      return;
    case "loop_bound":
      draft.isLoopBound = true;
      return;
    case "shared":
      draft.isShared = true;
      return;
    case "concurrent":
      draft.isConcurrent = true;
      return;
    case "reads":
      draft.isRead = true;
      draft.query = first;
      return;
    case "keeps":
      draft.keeper = {
        attribute: first,
        around: args.keywords.get("around") ?? "",
        asked: args.keywords.get("asked") ?? "",
        given: args.keywords.get("given") ?? "",
      };
      return;
    case "thread_lock":
      draft.isThreadLock = true;
      draft.asyncLocks = args.positional;
      return;
    case "waits":
      draft.waits = kindNamed(first);
      return;
    case "gives_loop":
      draft.givesLoop = first === "new" ? "new" : "any";
      return;
    default:
      readParameterDecorator(draft, name, args);
  }
}

/** What is said of parameters, and of exceptions. */
function readParameterDecorator(draft: Draft, name: string, args: DecoratorArguments): void {
  switch (name) {
    case "formats":
      draft.formats = [...draft.formats, ...args.positional];
      return;
    case "drops":
      draft.drops = [...draft.drops, ...args.positional];
      return;
    case "handles":
      draft.handles = [...draft.handles, ...args.positional];
      draft.handledKind = args.keywords.get("kind") ?? "request";
      return;
    case "collects_errors":
      draft.collectsErrors = args.positional[0] ?? "";
      return;
    case "suppresses":
      draft.suppresses = [...draft.suppresses, ...args.positional];
      return;
    case "cancellation":
      draft.isCancellation = true;
      return;
    default:
  }
}

function readBlocking(args: DecoratorArguments): Blocking | undefined {
  const kind = kindNamed(args.positional[0] ?? args.keywords.get("kind") ?? "");
  if (kind === undefined) return undefined;
  const severity = args.keywords.get("severity");
  return {
    kind,
    instead: args.keywords.get("instead") ?? "",
    thread: args.thread,
    alone: kindNamed(args.keywords.get("alone") ?? ""),
    severity:
      severity === "error" || severity === "warning" || severity === "information" ? (severity as Severity) : undefined,
    unless: args.unless,
  };
}

/** Whether a decorator makes the function run once for the same arguments. */
export function isCached(state: ProgramState, ref: FunctionRef): boolean {
  const { summary } = ref.module;
  const decorators = S.listItems(summary, S.functionColumn(summary, ref.index, S.FunctionDecorators));
  return decorators.some((decorator) => {
    const isCall = S.valueKindOf(summary, decorator) === Value.Call;
    const shape = state.ask.evaluate(state, ref.module, isCall ? S.valueA(summary, decorator) : decorator, undefined);
    if (shape.kind === "intrinsic") return shape.name === "functools.cached_property";
    return shape.kind === "function" && factsOf(state, shape.ref).caches !== undefined;
  });
}
