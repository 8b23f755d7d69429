import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { say } from "../language/say.ts";
import { dottedName, qualifiedName } from "../program/names.ts";
import { isFreshTask, startedBy } from "../program/tasks.ts";
import { callsOf } from "../program/call-sites.ts";
import { mayCall, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import type { FunctionRef, Module } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { createFingerprints } from "./fingerprint.ts";
import { repairAt } from "./repair-at.ts";
import type { Rule } from "./rule.ts";

export const danglingTask: Rule = {
  code: "AIO301",
  name: "dangling-task",
  summary: "A task is started and nothing keeps it",
  severity: "error",
  aliases: ["ASYNC300", "RUF006"],
  since: "0.1.0",
  category: "tasks",
  serves: ["create-task", "never-ignore-errors"],
  check: (program, report) => {
    const fingerprints = createFingerprints(danglingTask.code);
    const callbacks = callbacksOf(program);
    for (const module of program.modules) {
      const { starters } = program.state.names;
      const visits = [
        ...callsOf(program, module, starters, (flags, _value, site) => mayBeUnkept(module, flags, site)),
        ...sitesOf(program, module, (kind, flags, value) => {
          const object = kind === Site.Call && (flags & Site.IsDropped) !== 0 ? receiverOf(module, value) : -1;
          return object >= 0 && mayCall(module, object, starters) && !mayCall(module, value, starters);
        }),
      ];
      for (const visit of visits) {
        if (!isUnkept(module, visit, callbacks)) continue;
        const task = freshTaskIn(program, module, visit);
        if (task !== undefined) report(diagnose(program, module, visit, task, fingerprints));
      }
    }
  },
};

/** Lambdas the loop calls back: what they return is thrown away. */
function callbacksOf(program: Program): ReadonlySet<FunctionRef> {
  const lambdas = program.graph.roots.filter(({ node, reason }) => {
    const flags = S.functionColumn(node.ref.module.summary, node.ref.index, S.FunctionFlags);
    return reason === "callback" && (flags & S.FunctionIsLambda) !== 0;
  });
  return new Set(lambdas.map(({ node }) => node.ref));
}

function mayBeUnkept(module: Module, flags: number, site: number): boolean {
  const unkept = Site.IsDropped | Site.IsDiscarded | Site.IsReturned;
  return (flags & unkept) !== 0 || S.siteColumn(module.summary, site, S.SiteExtra) > 0;
}

/** The Call whose result's method a Call value calls, or -1. */
function receiverOf(module: Module, call: number): number {
  const { summary } = module;
  const callee = S.valueA(summary, call);
  if (S.valueKindOf(summary, callee) !== Value.Attribute) return -1;
  const object = S.valueA(summary, callee);
  return S.valueKindOf(summary, object) === Value.Call ? object : -1;
}

/** Whether nobody can get hold of the call's result: dropped, bound to `_`, or to a local that is never read. */
function isUnkept(module: Module, visit: SiteVisit, callbacks: ReadonlySet<FunctionRef>): boolean {
  if ((visit.flags & (Site.IsDropped | Site.IsDiscarded)) !== 0) return true;
  if ((visit.flags & Site.IsReturned) !== 0) return callbacks.has(visit.ref);
  const symbol = S.siteColumn(module.summary, visit.site, S.SiteExtra) - 1;
  if (symbol < 0) return false;
  const flags = S.symbolColumn(module.summary, symbol, S.SymbolFlags);
  return (flags & (S.SymbolIsRead | S.SymbolIsShared)) === 0 && isLocal(visit.ref, symbol);
}

function isLocal(ref: FunctionRef, symbol: number): boolean {
  const { summary } = ref.module;
  const flags = S.functionColumn(summary, ref.index, S.FunctionFlags);
  if ((flags & S.FunctionIsModule) !== 0) return false;
  let local = S.functionColumn(summary, ref.index, S.FunctionFirstSymbol);
  for (; local >= 0; local = S.symbolColumn(summary, local, S.SymbolNext)) if (local === symbol) return true;
  return false;
}

/** The call that starts the task: the site's own, or the one whose method it calls (`create_task(…).add_done_callback(…)`). */
function freshTaskIn(program: Program, module: Module, visit: SiteVisit): number | undefined {
  if (isFreshTask(program, module, visit.value)) return visit.value;
  if ((visit.flags & Site.IsDropped) === 0) return undefined;
  const object = receiverOf(module, visit.value);
  return object >= 0 && isFreshTask(program, module, object) ? object : undefined;
}

function diagnose(
  program: Program,
  module: Module,
  visit: SiteVisit,
  task: number,
  fingerprints: ReturnType<typeof createFingerprints>,
): Diagnostic {
  const starter = startedBy(program, module, task);
  const name =
    starter === undefined
      ? "task"
      : starter.ref.module.origin === "model"
        ? dottedName(program.state, starter.ref)
        : qualifiedName(starter.ref);
  return {
    code: danglingTask.code,
    name: danglingTask.name,
    severity: "error",
    confidence: starter?.isLikely === true ? "likely" : "certain",
    location: siteLocation(module, visit.site),
    message: say`Nothing keeps the task that \`${name}\` starts`,
    why: say`The loop holds a task only weakly: it may be collected half done, and nobody sees its exception`,
    help: say`Await it, keep it in a set until it is done, or start it in a task group`,
    trace: [],
    fingerprint: fingerprints(module, qualifiedName(visit.ref), name),
    ...(task === visit.value
      ? {
          repairs: [
            repairAt(module, visit.site, "unsafe", { kind: "start-in-group" }),
            repairAt(module, visit.site, "safe", { kind: "keep-task" }),
          ],
        }
      : {}),
  };
}
