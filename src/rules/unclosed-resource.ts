import type { Severity } from "../diagnostics/diagnostic.ts";
import { isTestModule } from "../program/context.ts";
import { describeLeak, findLeak, leakTrace } from "../program/leaks.ts";
import { className, dottedClassName } from "../program/names.ts";
import { mayCall, shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { usesOfAttribute } from "../program/references.ts";
import { isAsync } from "../program/call.ts";
import { memberOf } from "../program/members.ts";
import { classShape, membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module } from "../program/shape.ts";
import { classRef, functionRef } from "../program/state.ts";
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { functionAround } from "./function-around.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const unclosedResource: Rule = {
  code: "AIO701",
  name: "unclosed-resource",
  summary: "A session, connection or file is opened and not closed, on some way at least",
  severity: "error",
  aliases: [],
  since: "0.2.0",
  category: "resources",
  serves: ["never-leak", "async-with"],
  check: (program, report) => {
    const reportFinding = createReporter(unclosedResource, report);
    for (const module of program.modules) {
      for (const finding of leakedLocals(program, module)) reportFinding(finding);
      for (const finding of leakedAttributes(program, module)) reportFinding(finding);
    }
  },
};

/** Something to close, and how. */
interface Resource {
  readonly cls: ClassRef;
  readonly closers: readonly string[];
}

/** The resource a value surely is. */
function resourceIn(program: Program, module: Module, value: number): Resource | undefined {
  const members = membersOf(shapeOf(program, module, value));
  const [first] = members;
  if (first?.kind !== "instance" || first.ref.module.origin !== "model") return undefined;
  const { state } = program;
  const isSame = members.every((member) => member.kind === "instance" && member.ref === first.ref);
  const { closeMethods } = state.ask.classFacts(state, first.ref);
  return isSame && closeMethods.length > 0 ? { cls: first.ref, closers: closeMethods } : undefined;
}

/** The call behind what is bound, awaited or not, when its name promises a resource; or -1. */
function openingCall(program: Program, module: Module, value: number): number {
  const { summary } = module;
  const isAwait = S.valueKindOf(summary, value) === Value.Await;
  const call = isAwait ? S.valueA(summary, value) : value;
  if (S.valueKindOf(summary, call) !== Value.Call || S.valueC(summary, call) < 0) return -1;
  if ((S.siteColumn(summary, S.valueC(summary, call), S.SiteFlags) & Site.IsUnreachable) !== 0) return -1;
  return mayCall(module, call, program.state.names.resources) ? call : -1;
}

function* leakedLocals(program: Program, module: Module): Generator<Finding> {
  const { summary } = module;
  for (let fn = 1; fn < S.functionCount(summary); fn++) {
    const first = S.functionColumn(summary, fn, S.FunctionFirstFlow);
    const end = first + S.functionColumn(summary, fn, S.FunctionFlowCount);
    for (let row = first; row < end; row++) {
      if (S.flowColumn(summary, row, S.FlowKind) !== Flow.Bind) continue;
      const value = S.flowColumn(summary, row, S.FlowB);
      const call = openingCall(program, module, value);
      const resource = call < 0 ? undefined : resourceIn(program, module, value);
      if (resource === undefined) continue;
      const ref = functionRef(program.state, module, fn);
      const leak = findLeak(ref, row, (use, attribute) => effectOf(summary, resource, use, attribute));
      if (leak === undefined) continue;
      const local = S.stringAt(summary, S.symbolColumn(summary, S.flowColumn(summary, row, S.FlowA), S.SymbolName));
      const name = dottedClassName(program.state, resource.cls);
      yield {
        ...describe(program, ref, call, resource, local),
        message: leak.isAlways
          ? `The \`${name}\` in \`${local}\` is never closed`
          : `The \`${name}\` in \`${local}\` is not closed ${describeLeak(leak)}`,
        isLikely: leak.isLikely,
        trace: leakTrace(ref, S.valueC(summary, call), name, leak),
      };
    }
  }
}

/** Asking a resource for something keeps it; closing it, entering it and giving it away settle it. */
function effectOf(
  summary: Module["summary"],
  { closers }: Resource,
  use: number,
  attribute: number,
): "settles" | "keeps" {
  if (use === Flow.Called || use === Flow.Read)
    return closers.includes(S.stringAt(summary, attribute)) ? "settles" : "keeps";
  return use === Flow.Tested || use === Flow.Dropped || use === Flow.Formatted ? "keeps" : "settles";
}

/** `self.session = ClientSession()`, and no file of the project closes, enters or hands on an attribute of that name. */
function* leakedAttributes(program: Program, module: Module): Generator<Finding> {
  const { summary } = module;
  for (let cls = 0; cls < S.classCount(summary); cls++) {
    let row = S.classColumn(summary, cls, S.ClassFirstAttribute);
    for (; row >= 0; row = S.attributeColumn(summary, row, S.AttributeNext)) {
      const value = S.attributeColumn(summary, row, S.AttributeValue);
      const call = openingCall(program, module, value);
      const resource = call < 0 ? undefined : resourceIn(program, module, value);
      if (resource === undefined) continue;
      const attribute = S.stringAt(summary, S.attributeColumn(summary, row, S.AttributeName));
      const { members, escapes } = usesOfAttribute(program, classRef(program.state, module, cls), attribute);
      if (escapes || resource.closers.some((closer) => members.has(closer))) continue;
      const path = `${className(module, cls)}.${attribute}`;
      const ref = functionAround(program, module, S.valueC(summary, call));
      yield {
        ...describe(program, ref, call, resource, path),
        message: `The \`${dottedClassName(program.state, resource.cls)}\` in \`${path}\` is closed nowhere`,
      };
    }
  }
}

function describe(
  program: Program,
  ref: FunctionRef,
  call: number,
  resource: Resource,
  where: string,
): Omit<Finding, "message"> {
  const { state } = program;
  const entersAsync = memberOf(state, resource.cls, "__aenter__") !== undefined;
  const enters = entersAsync || memberOf(state, resource.cls, "__enter__") !== undefined;
  const closer = resource.closers[0] ?? "close";
  const isAsyncClose = resource.closers.some((name) => isAsyncMember(program, resource.cls, name));
  return {
    ref,
    at: S.valueC(ref.module.summary, call),
    why: isAsyncClose
      ? "Closing it needs the event loop: nobody else can do it later, and its connections stay open until the process ends"
      : "It stays open until the object is collected, whenever that is",
    help: enters
      ? `Use \`${entersAsync ? "async with" : "with"} … as …:\`, or call \`${closer}()\` in a \`finally\``
      : `Call \`${isAsyncClose ? "await " : ""}….${closer}()\` in a \`finally\``,
    subject: `${where}=${dottedClassName(state, resource.cls)}`,
    severity: severityOf(program, ref.module, isAsyncClose),
  };
}

/** What Python closes by itself when the last name is gone is a note; so is what a test leaves open. */
function severityOf(program: Program, module: Module, isAsyncClose: boolean): Severity {
  return isAsyncClose && !isTestModule(program, module) ? "error" : "information";
}

function isAsyncMember(program: Program, cls: ClassRef, name: string): boolean {
  const { state } = program;
  const shape = state.ask.attribute(state, classShape(state.shapes, cls), name);
  return shape.kind === "function" && isAsync(shape.ref);
}
