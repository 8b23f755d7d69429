/** Which calls open something that whoever called has to close: not what a helper keeps and lends out. */
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { endsSomething } from "./closing.ts";
import { lastNameOf } from "../summary/notable-names.ts";
import type { Facts } from "./facts.ts";
import { givenTo } from "./given.ts";
import { mayCall, shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { instanceShape, membersOf } from "./shape.ts";
import type { ClassRef, FunctionRef, FunctionShape, Module, Shape } from "./shape.ts";

/** Something that was opened. */
export interface Opening {
  /** The Call that opened it. */
  readonly call: number;
  readonly cls: ClassRef;
  /** The methods that close it. */
  readonly closers: readonly string[];
}

const maximumHelpers = 4;

/** What a value (a Call, awaited or not) surely opens. */
export function openedBy(program: Program, module: Module, value: number): Opening | undefined {
  const { summary } = module;
  const call = callIn(summary, value);
  if (call < 0 || !mayCall(module, call, program.state.names.resources)) return undefined;
  if ((S.siteColumn(summary, S.valueC(summary, call), S.SiteFlags) & Site.IsUnreachable) !== 0) return undefined;
  const cls = resourceIn(program, module, value);
  if (cls === undefined || !isOpening(program, module, call, 0)) return undefined;
  return { call, cls, closers: program.state.ask.classFacts(program.state, cls).closeMethods };
}

/** The Call behind a value, awaited or not; or -1. */
function callIn(summary: Module["summary"], value: number): number {
  const call = S.valueKindOf(summary, value) === Value.Await ? S.valueA(summary, value) : value;
  return S.valueKindOf(summary, call) === Value.Call && S.valueC(summary, call) >= 0 ? call : -1;
}

/** The class of the resource a value is, whatever it turns out to be. */
function resourceIn(program: Program, module: Module, value: number): ClassRef | undefined {
  const { state } = program;
  const [first, ...others] = membersOf(shapeOf(program, module, value));
  if (first?.kind !== "instance" || first.ref.module.origin !== "model") return undefined;
  const isSame = others.every((other) => other.kind === "instance" && other.ref === first.ref);
  return isSame && state.ask.classFacts(state, first.ref).closeMethods.length > 0 ? first.ref : undefined;
}

function isOpening(program: Program, module: Module, call: number, depth: number): boolean {
  const members = membersOf(shapeOf(program, module, S.valueA(module.summary, call)));
  return members.length > 0 && members.every((callee) => calleeOpens(program, module, call, callee, depth));
}

function calleeOpens(program: Program, module: Module, call: number, callee: Shape, depth: number): boolean {
  const { state } = program;
  if (callee.kind === "class") {
    const facts = state.ask.classFacts(state, callee.ref);
    const constructor = state.ask.attribute(state, instanceShape(state.shapes, callee.ref), "__init__");
    const isLent = constructor.kind === "function" && isBorrowed(program, module, call, constructor, facts);
    return facts.closeMethods.length > 0 && !isLent;
  }
  // A factory (`async_sessionmaker`) makes something each time; what is a resource itself lends out what it keeps.
  if (callee.kind === "instance")
    return callee.ref.module.origin === "model" && state.ask.classFacts(state, callee.ref).closeMethods.length === 0;
  if (callee.kind !== "function") return false;
  const { ref } = callee;
  if (ref.module.origin !== "model")
    return depth < maximumHelpers && isPlain(ref) && returnsOpened(program, ref, depth);
  // Whoever enters by hand leaves by hand: by `__aexit__` of the same object.
  const name = S.stringAt(ref.module.summary, S.functionColumn(ref.module.summary, ref.index, S.FunctionName));
  return !name.startsWith("__") && !isBorrowed(program, module, call, callee, state.ask.facts(state, ref));
}

/** Whether what is opened is a wrapper around something that is passed in, and that others keep. */
function isBorrowed(program: Program, module: Module, call: number, fn: FunctionShape, { borrows }: Facts): boolean {
  return givenTo(program, module, call, fn, borrows).some(({ value, shape }) => {
    // `connector=None` and `connector_owner=True` change nothing.
    if (shape.kind === "none" || (shape.kind === "literal" && shape.constant === Value.ConstantTrue)) return false;
    return !isMadeHere(module.summary, value);
  });
}

/** A call, or a local bound to nothing but calls. */
function isMadeHere(summary: Module["summary"], value: number): boolean {
  if (S.valueKindOf(summary, value) === Value.Call) return true;
  if (S.valueKindOf(summary, value) !== Value.Reaching) return false;
  const bindings = S.listItems(summary, S.valueA(summary, value));
  return bindings.every((row) => callIn(summary, S.bindingColumn(summary, row, S.BindingValue)) >= 0);
}

const plainDecorators: ReadonlySet<string> = new Set(["staticmethod", "classmethod", "override"]);

/** Any other decorator may keep what the function gives. */
function isPlain({ module: { summary }, index }: FunctionRef): boolean {
  const decorators = S.listItems(summary, S.functionColumn(summary, index, S.FunctionDecorators));
  return decorators.every((decorator) => plainDecorators.has(lastNameOf(summary, decorator)));
}

/** A helper that opens something each time, and gives it to its caller alone. */
function returnsOpened(program: Program, ref: FunctionRef, depth: number): boolean {
  const { module, index } = ref;
  const { summary } = module;
  const returns = S.listItems(summary, S.functionColumn(summary, index, S.FunctionReturns));
  return (
    returns.length > 0 &&
    S.listLength(summary, S.functionColumn(summary, index, S.FunctionYields)) === 0 &&
    returns.every((value) => {
      if (S.valueKindOf(summary, value) !== Value.Reaching)
        return callIn(summary, value) >= 0 && isOpening(program, module, callIn(summary, value), depth + 1);
      const calls = S.listItems(summary, S.valueA(summary, value)).map((row) =>
        callIn(summary, S.bindingColumn(summary, row, S.BindingValue)),
      );
      return (
        isKeptToItself(ref, S.valueB(summary, value)) &&
        calls.length > 0 &&
        calls.every((call) => call >= 0 && isOpening(program, module, call, depth + 1))
      );
    })
  );
}

/** Uses of a local after which nobody else has it. */
const harmlessUses: ReadonlySet<number> = new Set([
  Flow.Returned,
  Flow.Called,
  Flow.Read,
  Flow.Tested,
  Flow.Dropped,
  Flow.Formatted,
  Flow.Awaited,
]);

function isKeptToItself({ module: { summary }, index }: FunctionRef, symbol: number): boolean {
  const flags = S.symbolColumn(summary, symbol, S.SymbolFlags);
  if ((flags & S.SymbolIsShared) !== 0) return false;
  const first = S.functionColumn(summary, index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, index, S.FunctionFlowCount);
  let reads = 0;
  for (let row = first; row < end; row++) {
    if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Use || S.flowColumn(summary, row, S.FlowA) !== symbol) continue;
    const use = S.flowColumn(summary, row, S.FlowB);
    // Who hands on the method that closes it has left the closing to somebody.
    const isCloser = use === Flow.Read && endsSomething(S.stringAt(summary, S.flowColumn(summary, row, S.FlowC)));
    if (!harmlessUses.has(use) || isCloser) return false;
    reads++;
  }
  return reads === flags >> S.SymbolReadShift;
}

/** Whether a call asks something that the same function has opened or entered: whoever closes that closes both. */
export function isPartOfLocal(program: Program, module: Module, call: number): boolean {
  const { summary } = module;
  let value = S.valueA(summary, call);
  for (let kind = S.valueKindOf(summary, value); ; kind = S.valueKindOf(summary, value)) {
    if (kind !== Value.Attribute && kind !== Value.Call && kind !== Value.Await) break;
    value = S.valueA(summary, value);
  }
  if (S.valueKindOf(summary, value) !== Value.Reaching) return false;
  return S.listItems(summary, S.valueA(summary, value)).some((row) => {
    const bound = S.bindingColumn(summary, row, S.BindingValue);
    return S.valueKindOf(summary, bound) === Value.Entered || openedBy(program, module, bound) !== undefined;
  });
}
