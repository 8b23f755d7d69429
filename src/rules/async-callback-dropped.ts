import { say } from "../language/say.ts";
import { isAsync } from "../program/call.ts";
import { runsOnAsyncio } from "../program/context.ts";
import { callsOf, decoratorsOf } from "../program/call-sites.ts";
import { calleesOf, givenTo } from "../program/given.ts";
import type { Given } from "../program/given.ts";
import { dottedName, qualifiedName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import { operandsOf } from "../program/references.ts";
import { functionShape } from "../program/shape.ts";
import type { FunctionShape, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { unawaitedFunction } from "../program/unawaited.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { isInnermost } from "./innermost-decorator.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Finding } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const asyncCallbackDropped: Rule = {
  code: "AIO205",
  name: "async-callback-dropped",
  summary: "A coroutine function is given to something that calls it and awaits nothing",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "awaiting",
  serves: ["await-everything", "handle-errors"],
  check: (program, report) => {
    const reportFinding = createReporter(asyncCallbackDropped, report);
    const { takers } = program.state.names;
    for (const module of program.modules) {
      const visits = [...callsOf(program, module, takers), ...decoratorsOf(program, module)];
      for (const visit of visits) {
        const finding = visit.kind === Site.Call ? inCall(program, module, visit) : inDecorator(program, module, visit);
        if (finding !== undefined) reportFinding(finding);
      }
    }
  },
};

function inCall(program: Program, module: Module, visit: SiteVisit): Finding | undefined {
  for (const { fn, facts } of calleesOf(program, module, visit.value)) {
    const parameters = [...facts.schedules, ...facts.drops];
    if (parameters.length === 0) continue;
    for (const given of givenTo(program, module, visit.value, fn, parameters)) {
      const lost = lostIn(program, given);
      if (lost === undefined) continue;
      // Only where the loop calls back can a task be started.
      const isOnLoop = facts.drops.length === 0 && runsOnAsyncio(module);
      const position = operandsOf(module.summary, visit.value).indexOf(given.value, 1) - 1;
      const repair = repairAt(module, visit.site, "unsafe", { kind: "start-task", argument: position });
      return { ...describe(program, visit, fn, lost), repairs: isOnLoop ? [repair] : [] };
    }
  }
  return undefined;
}

/** `@atexit.register` above an `async def`. */
function inDecorator(program: Program, module: Module, visit: SiteVisit): Finding | undefined {
  const { state } = program;
  const target = functionRef(state, module, S.siteColumn(module.summary, visit.site, S.SiteExtra));
  if (!isAsync(target) || !isInnermost(target, visit.value)) return undefined;
  const decorator = shapeOf(program, module, visit.value);
  if (decorator.kind !== "function") return undefined;
  const facts = state.ask.facts(state, decorator.ref);
  if (facts.schedules.length + facts.drops.length === 0) return undefined;
  return describe(program, visit, decorator, { fn: functionShape(state.shapes, target, undefined), isReturned: false });
}

interface Lost {
  readonly fn: FunctionShape;
  /** The callable is a plain one that returns the coroutine. */
  readonly isReturned: boolean;
}

/** The coroutine function behind what is given, when every callable it may be is one, or returns its coroutine. */
function lostIn(program: Program, { shape }: Given): Lost | undefined {
  const first = unawaitedFunction(program, shape);
  if (first === undefined) return undefined;
  return { fn: first, isReturned: !isAsync(first.ref) };
}

function describe(program: Program, visit: SiteVisit, taker: FunctionShape, { fn, isReturned }: Lost): Finding {
  const name = qualifiedName(fn.ref);
  const takerName = dottedName(program.state, taker.ref);
  return {
    ref: visit.ref,
    at: visit.site,
    message: isReturned
      ? say`\`${name}\` returns a coroutine, and \`${takerName}\` throws away what it is given back`
      : say`\`${name}\` is a coroutine function, and \`${takerName}\` calls it without awaiting`,
    why: say`The call only creates the coroutine: not a line of its body runs, and nobody is told`,
    help: say`Give it a plain function that starts a task for the coroutine and keeps the task`,
    subject: `${takerName}>${name}`,
  };
}
