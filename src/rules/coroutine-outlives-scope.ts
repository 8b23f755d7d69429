import type { Repair } from "../diagnostics/repair.ts";
import { say } from "../language/say.ts";
import { isAsync } from "../program/call.ts";
import { functionsCalling } from "../program/call-sites.ts";
import { flowOf, hasFlow, nodesIn, sitesBetween } from "../program/flow.ts";
import type { FlowNode, HandlerNode, TryNode, WithNode } from "../program/flow.ts";
import { memberOf } from "../program/members.ts";
import { enteredShape } from "../program/protocol.ts";
import { className } from "../program/names.ts";
import { mayCall, shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { FunctionRef, Module, Shape } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { isStub, shortName, unawaitedCall, unawaitedName } from "../program/unawaited.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const coroutineOutlivesScope: Rule = {
  code: "AIO209",
  name: "coroutine-outlives-scope",
  summary: "A coroutine is returned out of the `with` or `try` that its work needs",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything"],
  check: (program, report) => {
    const reportFinding = createReporter(coroutineOutlivesScope, report);
    for (const { ref, call, around } of returnedCoroutines(program)) {
      const scope = around
        .toReversed()
        .map((node) => lostScope(program, ref, call, node))
        .find(isPresent);
      if (scope === undefined) continue;
      const found = unawaitedCall(program, ref.module, call);
      if (found === undefined || found.isLikely || found.shape.kind === "generator") continue;
      const name = unawaitedName(program, ref.module, call, found.shape);
      reportFinding({
        ref,
        at: S.valueC(ref.module.summary, call),
        message: say`The coroutine of \`${name}\` is returned ${scope.from}`,
        why: scope.why,
        help: say`Await it here, in an \`async def\`: \`return await ${shortName(name)}(…)\``,
        subject: name,
        repairs: repairsOf(program, ref, S.valueC(ref.module.summary, call)),
      });
    }
  },
};

function repairsOf(program: Program, ref: FunctionRef, site: number): Repair[] {
  if (isAsync(ref)) return [repairAt(ref.module, site, "unsafe", { kind: "await" })];
  return returnsCoroutines(program, ref) ? [repairAt(ref.module, site, "unsafe", { kind: "await-returned" })] : [];
}

/** Whether a plain function does nothing but return coroutines, so that those who call it would not see it become one. */
function returnsCoroutines(program: Program, { module, index }: FunctionRef): boolean {
  const { summary } = module;
  const list = (column: number): readonly number[] => S.listItems(summary, S.functionColumn(summary, index, column));
  if (list(S.FunctionYields).length > 0 || list(S.FunctionDecorators).length > 0) return false;
  return list(S.FunctionReturns).every((value) => {
    if (S.valueKindOf(summary, value) !== Value.Call) return false;
    const found = unawaitedCall(program, module, value);
    return found !== undefined && !found.isLikely && found.shape.kind !== "generator";
  });
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

interface ReturnedCall {
  readonly ref: FunctionRef;
  readonly call: number;
  /** Statements around the `return`, outermost first. */
  readonly around: readonly FlowNode[];
}

/** Every `return` of a call that may give a coroutine, inside a `with` or `try`. */
function* returnedCoroutines(program: Program): Generator<ReturnedCall> {
  for (const module of program.modules) {
    const { summary } = module;
    const isReturned = (flags: number): boolean => (flags & Site.IsReturned) !== 0 && (flags & Site.IsAwaited) === 0;
    for (const fn of functionsCalling(program, module, program.state.names.awaitables, isReturned)) {
      const ref = functionRef(program.state, module, fn);
      if (!hasFlow(ref, Flow.With) && !hasFlow(ref, Flow.Try)) continue;
      for (const [node, around] of nodesIn(flowOf(ref))) {
        if (node.kind !== "return" || !around.some(({ kind }) => kind === "with" || kind === "try")) continue;
        const call = S.flowColumn(summary, node.row, S.FlowA);
        if (call >= 0 && isCandidate(program, module, call)) yield { ref, call, around };
      }
    }
  }
}

function isCandidate(program: Program, module: Module, value: number): boolean {
  const { summary } = module;
  if (S.valueKindOf(summary, value) !== Value.Call || S.valueC(summary, value) < 0) return false;
  return mayCall(module, value, program.state.names.awaitables);
}

interface LostScope {
  /** `out of …`: how the message goes on. */
  readonly from: string;
  readonly why: string;
}

/** What the coroutine will miss when it runs after the statement `node` has ended; undefined when it misses nothing for sure. */
function lostScope(program: Program, ref: FunctionRef, call: number, node: FlowNode): LostScope | undefined {
  if (node.kind === "with") return lostContext(program, ref, call, node);
  return node.kind === "try" ? lostHandler(program, ref, call, node) : undefined;
}

function lostContext(program: Program, ref: FunctionRef, call: number, node: WithNode): LostScope | undefined {
  const { module } = ref;
  const { summary } = module;
  const context = S.flowColumn(summary, node.row, S.FlowA);
  const isAsyncWith = S.flowColumn(summary, node.row, S.FlowB) === 1;
  const statement = isAsyncWith ? "async with" : "with";
  if (takesEntered(summary, call, context) && isObjectOfScope(program, module, context, isAsyncWith))
    return {
      from: say`out of the \`${statement}\` whose object it uses`,
      why: say`The coroutine runs only after the block has been left: by then what it uses is closed`,
    };
  const shape = shapeOf(program, module, context);
  if (!membersOf(shape).every((member) => isLock(program, member))) return undefined;
  // In a plain function the lock may be there for what is read to make the coroutine: `send(self.next_id())`.
  const others = sitesBetween(ref, node.row, node.endRow).filter((site) => site !== S.valueC(summary, call));
  if (!isAsync(ref) && others.length > 0) return undefined;
  return {
    from: say`out of the \`${statement}\` that holds a lock`,
    why: say`The coroutine runs only after the block has been left: by then the lock is free again`,
  };
}

/** Whether a call is of a method of what `with … as` bound, or is given that very object; not what it gave before. */
function takesEntered(summary: Module["summary"], call: number, context: number): boolean {
  if (isReceiver(summary, S.valueA(summary, call), context, 0)) return true;
  const items = S.listItems(summary, S.valueB(summary, call));
  return items.some((value, index) => index % 2 === 1 && isEntered(summary, value, context));
}

/** `session.get`, `session.query(User).first` */
function isReceiver(summary: Module["summary"], value: number, context: number, depth: number): boolean {
  const kind = S.valueKindOf(summary, value);
  if (depth > 12 || (kind !== Value.Attribute && kind !== Value.Call)) return false;
  const object = S.valueA(summary, value);
  return isEntered(summary, object, context) || isReceiver(summary, object, context, depth + 1);
}

function isEntered(summary: Module["summary"], value: number, context: number): boolean {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Entered) return S.valueA(summary, value) === context;
  if (kind !== Value.Reaching) return false;
  return S.listItems(summary, S.valueA(summary, value)).some((binding) => {
    const bound = S.bindingColumn(summary, binding, S.BindingValue);
    return S.valueKindOf(summary, bound) === Value.Entered && S.valueA(summary, bound) === context;
  });
}

/** Whether leaving the block surely means something to what it bound: that is no plain value, or of a resource. */
function isObjectOfScope(program: Program, module: Module, context: number, isAsync: boolean): boolean {
  const { state } = program;
  const shape = shapeOf(program, module, context);
  const isResource = (member: Shape): boolean =>
    member.kind === "instance" && state.ask.classFacts(state, member.ref).closeMethods.length > 0;
  if (membersOf(shape).every(isResource)) return true;
  if (membersOf(shape).some((member) => isLeftInVain(program, member, isAsync))) return false;
  const bound = membersOf(enteredShape(state, shape, isAsync));
  return bound.every((member) => member.kind === "instance" && member.ref.module.name !== "builtins");
}

/** Nothing runs when the block of such a context is left: `nullcontext`. */
function isLeftInVain(program: Program, shape: Shape, isAsync: boolean): boolean {
  if (shape.kind !== "instance") return false;
  const exit = program.state.ask.attribute(program.state, shape, isAsync ? "__aexit__" : "__exit__");
  if (exit.kind !== "function") return false;
  const { module, index } = exit.ref;
  // A model leaves out the body of what does something.
  if (module.origin === "model" && isStub(exit)) return false;
  return S.functionColumn(module.summary, index, S.FunctionFirstSite) < 0;
}

/** A lock of threads or of tasks. */
function isLock(program: Program, shape: Shape): boolean {
  if (shape.kind !== "instance") return false;
  const facts = program.state.ask.classFacts(program.state, shape.ref);
  if (facts.isThreadLock) return true;
  return facts.isLoopBound && memberOf(program.state, shape.ref, "release") !== undefined;
}

/** Exceptions that making the coroutine may raise: a handler for them may be meant for that. */
const raisedByCalling: ReadonlySet<string> = new Set([
  "AttributeError",
  "TypeError",
  "NameError",
  "LookupError",
  "KeyError",
  "IndexError",
  "ImportError",
  "ModuleNotFoundError",
  "ValueError",
  "NotImplementedError",
  "RuntimeError",
  "StopIteration",
]);

/** The `return` stands alone in the body of a `try` whose handlers are for what the work raises. */
function lostHandler(program: Program, ref: FunctionRef, call: number, node: TryNode): LostScope | undefined {
  const { module } = ref;
  const { summary } = module;
  const site = S.valueC(summary, call);
  const isInBody = site < S.flowColumn(summary, node.bodyEnd, S.FlowSite);
  if (!isInBody || node.handlers.length === 0) return undefined;
  // Something else in the body may be what the handlers are for.
  const others = sitesBetween(ref, node.row, node.bodyEnd).filter((other) => other !== site);
  if (others.some((other) => S.siteColumn(summary, other, S.SiteKind) !== Site.Attribute)) return undefined;
  // `except Cancelled: raise` changes nothing, whether it sees the error or not.
  if (node.handlers.every((handler) => isPlainRaise(ref, handler))) return undefined;
  const isForWork = node.handlers.every((handler) => {
    const caught = S.flowColumn(summary, handler.row, S.FlowA);
    if (caught < 0) return true;
    return exceptionsIn(summary, caught).every((value) => isForTheWork(program, module, value));
  });
  if (!isForWork) return undefined;
  return {
    from: say`out of the \`try\` that is to catch its errors`,
    why: say`The coroutine runs only after the \`try\` has been left: none of its handlers will ever see an error of it`,
  };
}

/** A handler that does nothing but `raise`. */
function isPlainRaise(ref: FunctionRef, { row, body, endRow }: HandlerNode): boolean {
  const [only, ...others] = body;
  if (only?.kind !== "raise" || others.length > 0 || sitesBetween(ref, row, endRow).length > 0) return false;
  return S.flowColumn(ref.module.summary, only.row, S.FlowA) < 0;
}

/** The values an `except (A, B):` names. */
function exceptionsIn(summary: Module["summary"], caught: number): readonly number[] {
  return S.valueKindOf(summary, caught) === Value.Tuple ? S.listItems(summary, S.valueA(summary, caught)) : [caught];
}

/** Whether exceptions of a class come from the work of a coroutine, not from the call that makes it. */
function isForTheWork(program: Program, module: Module, value: number): boolean {
  const members = membersOf(shapeOf(program, module, value)).flatMap((shape) =>
    shape.kind === "tuple" ? shape.elements.flatMap(membersOf) : [shape],
  );
  return members.every((member) => {
    if (member.kind === "class") return !raisedByCalling.has(className(member.ref.module, member.ref.index));
    // A class of a library that is not known is none of Python's own.
    return member.kind === "unknown" && isImported(module.summary, value, 0);
  });
}

function isImported(summary: Module["summary"], value: number, depth: number): boolean {
  if (depth > 6) return false;
  switch (S.valueKindOf(summary, value)) {
    case Value.Import:
    case Value.ImportTop:
      return true;
    case Value.Attribute:
      return isImported(summary, S.valueA(summary, value), depth + 1);
    case Value.Symbol: {
      const binding = S.symbolColumn(summary, S.valueA(summary, value), S.SymbolFirstBinding);
      return binding >= 0 && isImported(summary, S.bindingColumn(summary, binding, S.BindingValue), depth + 1);
    }
    default:
      return false;
  }
}
