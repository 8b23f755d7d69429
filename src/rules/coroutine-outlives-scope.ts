import { flowOf, nodesIn, sitesBetween } from "../program/flow.ts";
import type { FlowNode, TryNode, WithNode } from "../program/flow.ts";
import { memberOf } from "../program/members.ts";
import { className } from "../program/names.ts";
import { mayCall, shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import { membersOf } from "../program/shape.ts";
import type { FunctionRef, Module, Shape } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { shortName, unawaitedCall, unawaitedName } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const coroutineOutlivesScope: Rule = {
  code: "AIO209",
  name: "coroutine-outlives-scope",
  summary: "A coroutine is returned out of the `with` or `try` that its work needs",
  severity: "error",
  aliases: [],
  since: "0.2.0",
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
        message: `The coroutine of \`${name}\` is returned ${scope.from}`,
        why: scope.why,
        help: `Await it here, in an \`async def\`: \`return await ${shortName(name)}(…)\``,
        subject: name,
      });
    }
  },
};

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
    for (let fn = 1; fn < S.functionCount(summary); fn++) {
      const returns = S.listItems(summary, S.functionColumn(summary, fn, S.FunctionReturns));
      if (!returns.some((value) => isCandidate(program, module, value))) continue;
      const ref = functionRef(program.state, module, fn);
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

function lostContext(program: Program, { module }: FunctionRef, call: number, node: WithNode): LostScope | undefined {
  const { summary } = module;
  const context = S.flowColumn(summary, node.row, S.FlowA);
  const isAsync = S.flowColumn(summary, node.row, S.FlowB) === 1;
  const statement = isAsync ? "async with" : "with";
  if (usesEntered(summary, call, context, 0))
    return {
      from: `out of the \`${statement}\` whose object it uses`,
      why: "The coroutine runs only after the block has been left: by then what it uses is closed",
    };
  const shape = shapeOf(program, module, context);
  if (!membersOf(shape).every((member) => isLock(program, member))) return undefined;
  return {
    from: `out of the \`${statement}\` that holds a lock`,
    why: "The coroutine runs only after the block has been left: by then the lock is free again",
  };
}

/** Whether a value is made of what `with … as` bound for a context. */
function usesEntered(summary: Module["summary"], value: number, context: number, depth: number): boolean {
  if (depth > 12) return false;
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Entered) return S.valueA(summary, value) === context;
  if (kind === Value.Reaching)
    return S.listItems(summary, S.valueA(summary, value)).some((binding) => {
      const bound = S.bindingColumn(summary, binding, S.BindingValue);
      return S.valueKindOf(summary, bound) === Value.Entered && S.valueA(summary, bound) === context;
    });
  return operandsOf(summary, value).some((operand) => usesEntered(summary, operand, context, depth + 1));
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
  // Another call in the body may be what the handler is for.
  const others = sitesBetween(ref, node.row, node.bodyEnd).filter(
    (other) => other !== site && S.siteColumn(summary, other, S.SiteKind) === Site.Call,
  );
  if (others.length > 0) return undefined;
  const isForWork = node.handlers.every((handler) => {
    const caught = S.flowColumn(summary, handler.row, S.FlowA);
    if (caught < 0) return true;
    const classes = classesIn(shapeOf(program, module, caught));
    return classes.length > 0 && !classes.some((name) => raisedByCalling.has(name));
  });
  if (!isForWork) return undefined;
  return {
    from: "out of the `try` that is to catch its errors",
    why: "The coroutine runs only after the `try` has been left: none of its handlers will ever see an error of it",
  };
}

/** Names of the classes an `except` catches; "" for one that is not known, and so none of Python's own. */
function classesIn(shape: Shape): string[] {
  const members = shape.kind === "tuple" ? shape.elements.flatMap(membersOf) : membersOf(shape);
  return members.map((member) => (member.kind === "class" ? className(member.ref.module, member.ref.index) : ""));
}
