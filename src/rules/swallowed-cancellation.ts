import type { Repair } from "../diagnostics/repair.ts";
import { say } from "../language/say.ts";
import { isRunByDeferreds } from "../program/context.ts";
import { endsSomething } from "../program/closing.ts";
import { flowOf, hasFlow, nodesIn, sitesBetween } from "../program/flow.ts";
import type { Block, FlowNode, HandlerNode, LoopNode, TryNode, WithNode } from "../program/flow.ts";
import { calleesOf, givenTo } from "../program/given.ts";
import { isAsync } from "../program/call.ts";
import { isAnnotatedNever } from "../program/never-returns.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import type { FunctionRef } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { locationOf } from "../program/trace.ts";
import { callsMethod, caughtBy, suspends } from "../program/suspension.ts";
import type { Caught } from "../program/suspension.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import { lastNameOf } from "../summary/notable-names.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const swallowedCancellation: Rule = {
  code: "AIO401",
  name: "swallowed-cancellation",
  summary: "A task that is cancelled here goes on as if nothing had happened",
  severity: "error",
  aliases: ["ASYNC103", "ASYNC104"],
  since: "0.1.0",
  category: "errors",
  serves: ["handle-errors"],
  check: (program, report) => {
    const reportFinding = createReporter(swallowedCancellation, report);
    for (const module of program.modules) {
      for (let fn = 1; fn < S.functionCount(module.summary); fn++) {
        const ref = functionRef(program.state, module, fn);
        if (!isAsync(ref) || (!hasFlow(ref, Flow.Try) && !hasFlow(ref, Flow.With))) continue;
        for (const swallow of swallowsIn(program, ref)) {
          if (isRunByDeferreds(module)) continue;
          reportFinding({
            ref,
            at: locationOf(module, swallow.start, swallow.end),
            message: swallow.message,
            why: swallow.why,
            help: swallow.help,
            subject: swallow.subject,
            ...(swallow.repair === undefined ? {} : { repairs: [swallow.repair] }),
          });
        }
      }
    }
  },
};

interface Swallow {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly subject: string;
  readonly repair?: Repair;
}

function* swallowsIn(program: Program, ref: FunctionRef): Generator<Swallow> {
  for (const [node, around] of nodesIn(flowOf(ref))) {
    if (node.kind === "try") yield* swallowsOfTry(program, ref, node, around);
    if (node.kind === "with") yield* swallowsOfWith(program, ref, node, around);
  }
}

function* swallowsOfTry(
  program: Program,
  ref: FunctionRef,
  node: TryNode,
  around: readonly FlowNode[],
): Generator<Swallow> {
  const { module } = ref;
  const { summary } = module;
  const { cancellations } = program.state.names;
  const mayCatch = node.handlers.some(({ row }) =>
    mayBeCaught(module, S.flowColumn(summary, row, S.FlowA), cancellations),
  );
  const leaving = leavingStatement(node.final);
  if (!mayCatch && leaving === undefined) return;
  if (!sitesBetween(ref, node.row, node.bodyEnd).some((site) => suspends(module, site))) return;
  const caughtByEach = node.handlers.map(({ row }) => caughtBy(program, module, S.flowColumn(summary, row, S.FlowA)));
  const isLost = !caughtByEach.some((caught) => caught === "everything" || caught === "cancellation");
  if (leaving !== undefined && isLost) yield swallowedByFinally(ref, leaving);
  for (const [index, handler] of node.handlers.entries()) {
    const caught = caughtByEach[index];
    if (caught === "unknown") return;
    if (caught !== "everything" && caught !== "cancellation") continue;
    if (isSwallowed(program, ref, node, handler, around, caught)) yield swallowedByHandler(ref, handler, caught);
    return;
  }
}

/** Whether an `except` may be for a cancellation, by a look at it (-1: bare): most catch errors of Python's own. */
function mayBeCaught({ summary }: FunctionRef["module"], caught: number, names: ReadonlySet<string>): boolean {
  if (caught < 0) return true;
  const classes =
    S.valueKindOf(summary, caught) === Value.Tuple ? S.listItems(summary, S.valueA(summary, caught)) : [caught];
  return classes.some((cls) => {
    const isBuiltin = S.valueKindOf(summary, cls) === Value.Builtin;
    return !isBuiltin || names.has(S.stringAt(summary, S.valueA(summary, cls)));
  });
}

/** Whether a handler that a cancellation comes to goes on with the work. */
function isSwallowed(
  program: Program,
  ref: FunctionRef,
  node: TryNode,
  handler: HandlerNode,
  around: readonly FlowNode[],
  caught: "everything" | "cancellation",
): boolean {
  // Who cancels a task and waits for it catches that task's cancellation, not his own.
  if (callsMethod(ref, "cancel") || isCleaningUp(node, around) || waitsForEndings(ref, node.row, node.bodyEnd))
    return false;
  if (mayRaise(program, ref, handler) || handsOn(program, ref, handler)) return false;
  if (caught === "cancellation" && (endsSomething(nameOf(ref)) || setsSomething(handler))) return false;
  const ends = endsOf(handler.body);
  const loop = around.findLast((outer): outer is LoopNode => outer.kind === "loop");
  const goesOn = (ends.falls || ends.continues) && !ends.leaves;
  if (loop !== undefined && goesOn) {
    // `while self.running:` may be how the task is told to stop; then only catching everything is surely not meant.
    if (caught === "everything" || loop.isEndless || isForLoop(ref, loop)) return true;
  }
  return caught === "everything" && loop === undefined && goesOn && worksAfter(ref, node);
}

/** `stopped = True`, for what follows to look at. */
function setsSomething(handler: HandlerNode): boolean {
  for (const [node] of nodesIn(handler.body)) if (node.kind === "noted") return true;
  return false;
}

function nameOf({ module: { summary }, index }: FunctionRef): string {
  return S.stringAt(summary, S.functionColumn(summary, index, S.FunctionName));
}

/** Whether a `try` stands in a `finally` or a handler: the exception that led there goes on by itself. */
function isCleaningUp(node: FlowNode, around: readonly FlowNode[]): boolean {
  return around.some((outer) => {
    if (outer.kind !== "try") return false;
    const isInBody = node.row < outer.bodyEnd;
    return !isInBody && !contains(outer.orElse, node);
  });
}

function contains(block: Block, wanted: FlowNode): boolean {
  for (const [node] of nodesIn(block)) if (node === wanted) return true;
  return false;
}

/** Whether all that is awaited are tasks and futures, whose own end is what may be caught, and calls that close things. */
function waitsForEndings(ref: FunctionRef, fromRow: number, toRow: number): boolean {
  const { module } = ref;
  const { summary } = module;
  return sitesBetween(ref, fromRow, toRow).every((site) => {
    if (!suspends(module, site)) return true;
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if (kind !== Site.Call) return kind === Site.Await;
    return endsSomething(lastNameOf(summary, S.valueA(summary, S.siteColumn(summary, site, S.SiteValue))));
  });
}

function isForLoop({ module: { summary } }: FunctionRef, loop: LoopNode): boolean {
  return S.flowColumn(summary, loop.row, S.FlowA) !== 0;
}

/** How control leaves a block: by falling off its end, by the next round of a loop, or in some other way on some path. */
function endsOf(block: Block): { falls: boolean; continues: boolean; leaves: boolean } {
  const result = { falls: true, continues: false, leaves: false };
  for (const node of block) {
    if (node.kind === "return" || node.kind === "raise" || node.kind === "break")
      return { ...result, falls: false, leaves: true };
    if (node.kind === "continue") return { ...result, falls: false, continues: true };
    const inner = node.kind === "branch" ? node.branches : node.kind === "with" ? [node.body] : [];
    const ends = inner.map(endsOf);
    result.leaves ||= ends.some(({ leaves }) => leaves);
    result.continues ||= ends.some(({ continues }) => continues);
    const isClosed = node.kind === "with" || (node.kind === "branch" && node.isExhaustive);
    if (isClosed && ends.length > 0 && ends.every(({ falls }) => !falls)) return { ...result, falls: false };
  }
  return result;
}

/** A handler that raises on some way, or ends the process, decides for itself. */
function mayRaise(program: Program, ref: FunctionRef, handler: HandlerNode): boolean {
  for (const [node] of nodesIn(handler.body)) if (node.kind === "raise") return true;
  // A call of something unknown with the exception may raise it; a helper that never returns ends the work.
  return sitesBetween(ref, handler.row, handler.endRow - 1).some((site) => {
    const value = S.siteColumn(ref.module.summary, site, S.SiteValue);
    if (S.siteColumn(ref.module.summary, site, S.SiteKind) !== Site.Call) return false;
    const callee = shapeOf(program, ref.module, S.valueA(ref.module.summary, value));
    return callee.kind === "function" && isAnnotatedNever(callee.ref);
  });
}

/** Whether the handler gives the exception to somebody: not to a log, but to a future, a list, an attribute. */
function handsOn(program: Program, ref: FunctionRef, handler: HandlerNode): boolean {
  const { module } = ref;
  const { summary } = module;
  const symbol = S.flowColumn(summary, handler.row, S.FlowB);
  if (symbol < 0) return false;
  const isCaught = (value: number): boolean => isBoundToCaught(summary, value, symbol);
  for (const [node] of nodesIn(handler.body)) {
    if (node.kind !== "return") continue;
    const value = S.flowColumn(summary, node.row, S.FlowA);
    if (value >= 0 && mentions(summary, value, isCaught, 0)) return true;
  }
  const yields = S.listItems(summary, S.functionColumn(summary, ref.index, S.FunctionYields));
  if (yields.some((value) => mentions(summary, value, isCaught, 0))) return true;
  if (isBoundAgain(summary, isCaught)) return true;
  return sitesBetween(ref, handler.row, handler.endRow).some((site) => {
    const kind = S.siteColumn(summary, site, S.SiteKind);
    if (kind === Site.AttributeStore || kind === Site.SubscriptStore) return true;
    if (kind !== Site.Call) return false;
    const value = S.siteColumn(summary, site, S.SiteValue);
    const items = S.listItems(summary, S.valueB(summary, value)).filter((_, index) => index % 2 === 1);
    if (items.some((item) => containers.has(S.valueKindOf(summary, item)) && mentions(summary, item, isCaught, 0)))
      return true;
    if (!items.some(isCaught)) return false;
    return !calleesOf(program, module, value).some(({ fn, facts }) =>
      givenTo(program, module, value, fn, facts.formats).some((given) => isCaught(given.value)),
    );
  });
}

const containers: ReadonlySet<number> = new Set([Value.Tuple, Value.List, Value.Dict, Value.Set]);

/** `error = exc`: to be looked at, or raised, after the `try`. */
function isBoundAgain(summary: FunctionRef["module"]["summary"], isCaught: (value: number) => boolean): boolean {
  for (let row = 0; row < summary.bindings.length / S.BindingStride; row++)
    if (mentions(summary, S.bindingColumn(summary, row, S.BindingValue), isCaught, 0)) return true;
  return false;
}

function isBoundToCaught(summary: FunctionRef["module"]["summary"], value: number, symbol: number): boolean {
  const kind = S.valueKindOf(summary, value);
  if (kind === Value.Reaching) return S.valueB(summary, value) === symbol;
  return kind === Value.Symbol && S.valueA(summary, value) === symbol;
}

function mentions(
  summary: FunctionRef["module"]["summary"],
  value: number,
  isWanted: (value: number) => boolean,
  depth: number,
): boolean {
  if (isWanted(value)) return true;
  return depth < 8 && operandsOf(summary, value).some((operand) => mentions(summary, operand, isWanted, depth + 1));
}

/** Whether the function awaits anything after the statement: the task lives on. */
function worksAfter(ref: FunctionRef, node: TryNode): boolean {
  const { summary } = ref.module;
  const end = S.flowColumn(summary, node.endRow, S.FlowSite);
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext))
    if (site >= end && suspends(ref.module, site)) return true;
  return false;
}

/** A statement that leaves a `finally`: it throws away whatever exception was on its way. */
function leavingStatement(final: Block): FlowNode | undefined {
  for (const node of final) {
    if (node.kind === "return" || node.kind === "break" || node.kind === "continue") return node;
    if (node.kind === "loop") continue;
    const inner = node.kind === "branch" ? node.branches : node.kind === "with" ? [node.body] : [];
    for (const block of inner) {
      const found = leavingStatement(block);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const consequence = (): string =>
  say`Cancelling is how tasks are stopped: timeouts, task groups and shutdown wait for a task that never ends`;

function swallowedByFinally({ module }: FunctionRef, leaving: FlowNode): Swallow {
  const { summary } = module;
  return {
    start: S.flowColumn(summary, leaving.row, S.FlowB),
    end: S.flowColumn(summary, leaving.row, S.FlowC),
    message: say`\`${leaving.kind}\` in a \`finally\` throws the cancellation away, and every other exception`,
    why: say`An exception that was on its way ends here. ${consequence()}`,
    help: say`Move the \`${leaving.kind}\` out of the \`finally\``,
    subject: `finally ${leaving.kind}`,
  };
}

function swallowedByHandler({ module }: FunctionRef, handler: HandlerNode, caught: Caught): Swallow {
  const start = S.flowColumn(module.summary, handler.row, S.FlowC);
  const isBare = S.flowColumn(module.summary, handler.row, S.FlowA) < 0;
  const written = isBare
    ? say`A bare \`except\``
    : caught === "everything"
      ? say`\`except BaseException\``
      : say`This handler`;
  return {
    start,
    end: start + "except".length,
    repair: {
      action: { kind: "let-cancellation-pass" },
      applicability: "unsafe",
      start,
      end: start + "except".length,
    },
    message: say`${written} swallows the cancellation of the task, which goes on`,
    why: consequence(),
    help:
      caught === "everything"
        ? say`Catch \`Exception\`, which a cancellation is not, or raise it again`
        : say`Raise it again once you have cleaned up, or leave the loop`,
    subject: caught,
  };
}

/** `with suppress(CancelledError):` around an `await`, in a loop that goes on. */
function* swallowsOfWith(
  program: Program,
  ref: FunctionRef,
  node: WithNode,
  around: readonly FlowNode[],
): Generator<Swallow> {
  const { module } = ref;
  const { summary } = module;
  const context = S.flowColumn(summary, node.row, S.FlowA);
  if (S.valueKindOf(summary, context) !== Value.Call || callsMethod(ref, "cancel")) return;
  if (isCleaningUp(node, around) || waitsForEndings(ref, node.row, node.endRow)) return;
  const loop = around.findLast((outer): outer is LoopNode => outer.kind === "loop");
  if (loop === undefined || !(loop.isEndless || isForLoop(ref, loop))) return;
  if (!sitesBetween(ref, node.row, node.endRow).some((site) => suspends(module, site))) return;
  const isSuppressing = calleesOf(program, module, context).some(({ fn, facts }) =>
    givenTo(program, module, context, fn, facts.suppresses).some(({ value }) => {
      const caught = caughtBy(program, module, value);
      return caught === "everything" || caught === "cancellation";
    }),
  );
  if (!isSuppressing) return;
  const site = S.valueC(summary, context);
  yield {
    start: S.siteColumn(summary, site, S.SiteStart),
    end: S.siteColumn(summary, site, S.SiteEnd),
    message: say`The cancellation of the task is suppressed here, and the loop goes on`,
    why: consequence(),
    help: say`Put the \`with\` around the loop, so that a cancellation ends it`,
    subject: "suppress",
  };
}
