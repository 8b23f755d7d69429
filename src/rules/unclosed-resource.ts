import { say } from "../language/say.ts";
import { knowsAsync } from "../program/context.ts";
import type { Repair } from "../diagnostics/repair.ts";
import type { Severity } from "../diagnostics/diagnostic.ts";
import { endsSomething } from "../program/closing.ts";
import { functionsCalling } from "../program/call-sites.ts";
import { describeLeak, findLeak, leakTrace } from "../program/leaks.ts";
import { className, dottedClassName } from "../program/names.ts";
import { endsAt } from "../program/never-returns.ts";
import { isPartOfLocal, openedBy } from "../program/openings.ts";
import type { Opening } from "../program/openings.ts";
import type { Program } from "../program/program.ts";
import { usesOfAttribute } from "../program/references.ts";
import { isAsync } from "../program/call.ts";
import { memberOf } from "../program/members.ts";
import { enteredShape } from "../program/protocol.ts";
import { shapeOf } from "../program/program.ts";
import { classShape, instanceShape, membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "../program/shape.ts";
import { classRef, functionRef } from "../program/state.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { functionAround } from "./function-around.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import { quieter } from "./quieter.ts";
import type { Rule } from "./rule.ts";

export const unclosedResource: Rule = {
  code: "AIO701",
  name: "unclosed-resource",
  summary: "A session, connection or file is opened and not closed, on some way at least",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "resources",
  serves: ["never-leak", "async-with"],
  check: (program, report) => {
    const reportFinding = createReporter(unclosedResource, report);
    for (const module of program.modules) {
      if (!knowsAsync(module)) continue;
      for (const finding of leakedLocals(program, module)) reportFinding(finding);
      for (const finding of leakedAttributes(program, module)) reportFinding(finding);
    }
  },
};

function* leakedLocals(program: Program, module: Module): Generator<Finding> {
  const { summary } = module;
  const isKept = (flags: number, _value: number, site: number): boolean =>
    (flags & Site.IsDropped) === 0 && ((flags & Site.IsAwaited) !== 0 || S.siteColumn(summary, site, S.SiteExtra) > 0);
  for (const fn of functionsCalling(program, module, program.state.names.resources, isKept)) {
    const first = S.functionColumn(summary, fn, S.FunctionFirstFlow);
    const end = first + S.functionColumn(summary, fn, S.FunctionFlowCount);
    for (let row = first; row < end; row++) {
      if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Bind) continue;
      const opening = openedBy(program, module, S.flowColumn(summary, row, S.FlowB));
      if (opening === undefined || isPartOfLocal(program, module, opening.call)) continue;
      const ref = functionRef(program.state, module, fn);
      const leak = findLeak(
        ref,
        row,
        (use, attribute) => effectOf(summary, opening, use, attribute),
        (site) => endsAt(program, module, site),
      );
      if (leak === undefined) continue;
      const local = S.stringAt(summary, S.symbolColumn(summary, S.flowColumn(summary, row, S.FlowA), S.SymbolName));
      const name = dottedClassName(program.state, opening.cls);
      yield {
        ...describe(program, ref, opening, local),
        severity: severityOf(program, ref, opening, "error"),
        message: leak.isAlways
          ? say`The \`${name}\` in \`${local}\` is never closed`
          : say`The \`${name}\` in \`${local}\` is not closed ${describeLeak(leak)}`,
        isLikely: leak.isLikely,
        repairs: staysHere(ref, S.flowColumn(summary, row, S.FlowA), opening)
          ? closing(program, ref, row, opening)
          : [],
        trace: leakTrace(ref, S.valueC(summary, opening.call), name, leak),
      };
    }
  }
}

/** Asking a resource for something keeps it; closing it, entering it and giving it away settle it. */
function effectOf(
  summary: Module["summary"],
  { closers }: Opening,
  use: number,
  attribute: number,
): "settles" | "keeps" {
  if (use === Flow.Called || use === Flow.Read)
    return isClosing(closers, S.stringAt(summary, attribute)) ? "settles" : "keeps";
  return use === Flow.Tested || use === Flow.Dropped || use === Flow.Formatted ? "keeps" : "settles";
}

/** `self.session = ClientSession()`, and no file of the project closes, enters or hands on an attribute of that name. */
function* leakedAttributes(program: Program, module: Module): Generator<Finding> {
  const { summary } = module;
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    let row = S.classColumn(summary, cls, S.ClassFirstAttribute);
    for (; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext)) {
      const opening = openedBy(program, module, S.attributeColumn(summary, row, S.AttributeValue));
      if (opening === undefined || isPartOfLocal(program, module, opening.call)) continue;
      const attribute = S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName));
      const { members, escapes } = usesOfAttribute(program, classRef(program.state, module, cls), attribute);
      if (escapes || [...members].some((member) => isClosing(opening.closers, member))) continue;
      const path = `${className(module, cls)}.${attribute}`;
      const ref = functionAround(program, module, S.valueC(summary, opening.call));
      yield {
        ...describe(program, ref, opening, path),
        // The object may well live as long as the process.
        severity: severityOf(program, ref, opening, "warning"),
        message: say`The \`${dottedClassName(program.state, opening.cls)}\` in \`${path}\` is closed nowhere`,
        repairs: [closingAttribute(program, module, opening)],
      };
    }
  }
}

/** Closed by one of its own methods, by leaving it by hand, or by something that sounds like either. */
function isClosing(closers: readonly string[], name: string): boolean {
  return closers.includes(name) || endsSomething(name);
}

function describe(
  program: Program,
  ref: FunctionRef,
  { call, cls, closers }: Opening,
  where: string,
): Omit<Finding, "message" | "severity"> {
  const { state } = program;
  const entersAsync = memberOf(state, cls, "__aenter__") !== undefined;
  const enters = entersAsync || memberOf(state, cls, "__enter__") !== undefined;
  const closer = closers[0] ?? "close";
  const isAsyncClose = isAsyncMember(program, cls, closer);
  return {
    ref,
    at: S.valueC(ref.module.summary, call),
    why: needsLoop(program, cls, closer)
      ? say`Closing it needs the event loop: nobody else can do it later, and its connections stay open until the process ends`
      : say`It stays open until the object is collected, whenever that is`,
    help: enters
      ? say`Use \`${entersAsync ? "async with" : "with"} … as …:\`, or call \`${closer}()\` in a \`finally\``
      : say`Call \`${isAsyncClose ? "await " : ""}….${closer}()\` in a \`finally\``,
    subject: `${where}=${dottedClassName(state, cls)}`,
  };
}

/** Whether a local is handed to nobody on any way: who has it may need it after the block. */
function staysHere({ module: { summary }, index }: FunctionRef, symbol: number, opening: Opening): boolean {
  const first = S.functionColumn(summary, index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, index, S.FunctionFlowCount);
  for (let row = first; row < end; row++) {
    if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Use || S.flowColumn(summary, row, S.FlowA) !== symbol) continue;
    const use = S.flowColumn(summary, row, S.FlowB);
    const isCalled = use === Flow.Called || use === Flow.Read;
    if (!isCalled && effectOf(summary, opening, use, S.flowColumn(summary, row, S.FlowC)) === "settles") return false;
  }
  return true;
}

/** In the method that closes the object, if its class has one. */
function closingAttribute(
  program: Program,
  module: Module,
  { call, cls, closers: [closer = "close"] }: Opening,
): Repair {
  const isAwaited = isAsyncMember(program, cls, closer);
  return repairAt(module, S.valueC(module.summary, call), "unsafe", { kind: "close-attribute", closer, isAwaited });
}

/** The rest of the block in a `with`, where entering the object gives itself; else it is closed in a `finally`. */
function closing(program: Program, ref: FunctionRef, row: number, { call, cls, closers }: Opening): Repair[] {
  const { state } = program;
  const opened = instanceShape(state.shapes, cls);
  const givesItself = (isAsyncWith: boolean, entering: Shape = opened): boolean => {
    const entered = membersOf(enteredShape(state, entering, isAsyncWith));
    return entered.every((member) => member.kind === "instance" && member.ref === cls);
  };
  const isWaitedFor = S.valueKindOf(ref.module.summary, S.flowColumn(ref.module.summary, row, S.FlowB)) === Value.Await;
  const entersUnawaited = isWaitedFor && givesItself(true, shapeOf(program, ref.module, call));
  const isAwaited = isAsyncMember(program, cls, closers[0] ?? "close");
  const otherwise = isAwaited && closers[0] === "aclose" ? "aclosing" : "finally";
  const way = isAsync(ref) && givesItself(true) ? "async with" : givesItself(false) ? "with" : otherwise;
  const action = { kind: "close-resource", way, closers, isAwaited, entersUnawaited } as const;
  return [repairAt(ref.module, S.valueC(ref.module.summary, call), "unsafe", action)];
}

/** What Python closes by itself when the last name is gone is a note. */
function severityOf(program: Program, ref: FunctionRef, { call, cls, closers }: Opening, severity: Severity): Severity {
  if (!needsLoop(program, cls, closers[0] ?? "close")) return "information";
  return quieter(program, ref, S.valueC(ref.module.summary, call), severity);
}

/** Whether only the event loop can close it. */
function needsLoop(program: Program, cls: ClassRef, closer: string): boolean {
  return isAsyncMember(program, cls, closer) || program.state.ask.classFacts(program.state, cls).isLoopBound;
}

function isAsyncMember(program: Program, cls: ClassRef, name: string): boolean {
  const { state } = program;
  const shape = state.ask.attribute(state, classShape(state.shapes, cls), name);
  return shape.kind === "function" && isAsync(shape.ref);
}
