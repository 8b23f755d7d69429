import type { LockPlan } from "../diagnostics/lock-repair.ts";
import type { Repair } from "../diagnostics/repair.ts";
import { say } from "../language/say.ts";
import { isAsync } from "../program/call.ts";
import { endOfSuite, flowOf, nodesIn, sitesBetween } from "../program/flow.ts";
import { dottedClassName } from "../program/names.ts";
import { shapeOf } from "../program/program.ts";
import type { Program } from "../program/program.ts";
import { membersOf } from "../program/shape.ts";
import type { ClassRef, FunctionRef, Module } from "../program/shape.ts";
import { functionRef } from "../program/state.ts";
import { methodCalled, suspends } from "../program/suspension.ts";
import { siteLocation } from "../program/trace.ts";
import * as S from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import * as Value from "../summary/value-kind.ts";
import { asyncLockFor, planAsyncLock } from "./async-lock.ts";
import { repairAt } from "./repair-at.ts";
import { createReporter } from "./reporter.ts";
import type { Rule } from "./rule.ts";

export const threadLockAcrossAwait: Rule = {
  code: "AIO601",
  name: "thread-lock-across-await",
  summary: "A lock of threads is held while the coroutine awaits",
  severity: "error",
  aliases: [],
  since: "0.1.0",
  category: "threads",
  serves: ["never-block", "never-mix"],
  check: (program, report) => {
    const reportFinding = createReporter(threadLockAcrossAwait, report);
    for (const module of program.modules) {
      for (let fn = 1; fn < S.functionCount(module.summary); fn++) {
        const ref = functionRef(program.state, module, fn);
        if (!isAsync(ref)) continue;
        for (const held of [...heldByWith(program, ref), ...heldByCalls(program, ref)]) {
          const name = dottedClassName(program.state, held.lock);
          const functionName = S.stringAt(module.summary, S.functionColumn(module.summary, fn, S.FunctionName));
          reportFinding({
            ref,
            at: held.site,
            message: say`A \`${name}\` is held across an \`await\``,
            why: say`While this coroutine waits, the next task that wants the lock stops the whole loop, and with it the one that would free it: a deadlock`,
            help: say`Use the lock of the async library, with \`async with\`, or leave the lock before the \`await\``,
            subject: name,
            repairs: asyncLock(program, module, held),
            trace: [
              { location: siteLocation(module, held.site), functionName, target: name },
              { location: siteLocation(module, held.suspension), functionName, target: "await" },
            ],
          });
        }
      }
    }
  },
};

/** Another class for the lock, where every use of it can be seen to be in a coroutine. */
function asyncLock(program: Program, module: Module, { lock, value, site }: Held): Repair[] {
  const to = value < 0 ? undefined : asyncLockFor(program, module, lock);
  const plan = (): LockPlan | undefined => planAsyncLock(program, module, value);
  return to === undefined ? [] : [repairAt(module, site, "unsafe", { kind: "async-lock", to, plan })];
}

interface Held {
  readonly lock: ClassRef;
  readonly site: number;
  /** The lock in the module's summary. */
  readonly value: number;
  /** The first site that awaits while the lock is held. */
  readonly suspension: number;
}

/** `with lock:` around an `await`; a `release()` in the body may come before it. */
function* heldByWith(program: Program, ref: FunctionRef): Generator<Held> {
  const { module } = ref;
  const { summary } = module;
  if (!hasSite(ref, Site.With)) return;
  for (const [node] of nodesIn(flowOf(ref))) {
    if (node.kind !== "with" || S.flowColumn(summary, node.row, S.FlowB) === 1) continue;
    const sites = sitesBetween(ref, node.row, node.endRow);
    const suspension = sites.find((site) => suspends(module, site));
    if (suspension === undefined || sites.some((site) => methodCalled(module, site) === "release")) continue;
    const context = S.flowColumn(summary, node.row, S.FlowA);
    const lock = threadLockIn(program, module, context);
    if (lock !== undefined) yield { lock, site: withSiteOf(ref, node.row), value: context, suspension };
  }
}

function hasSite(ref: FunctionRef, kind: number): boolean {
  const { summary } = ref.module;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext))
    if (S.siteColumn(summary, site, S.SiteKind) === kind) return true;
  return false;
}

/** The site of a `with`: the last before its row. */
function withSiteOf({ module: { summary } }: FunctionRef, row: number): number {
  return S.flowColumn(summary, row, S.FlowSite) - 1;
}

/** The class of the lock a value surely is: the same for every possibility. */
function threadLockIn(program: Program, module: Module, value: number): ClassRef | undefined {
  const members = membersOf(shapeOf(program, module, value));
  const classes = members.map((member) => {
    if (member.kind === "instance" && isThreadLock(program, member.ref)) return member.ref;
    return member.kind === "contextManager" && member.fn !== undefined
      ? lockHeldAtYield(program, member.fn.ref)
      : undefined;
  });
  return classes.every((cls) => cls !== undefined) ? classes[0] : undefined;
}

function isThreadLock(program: Program, ref: ClassRef): boolean {
  const { state } = program;
  return state.ask.mro(state, ref).some((cls) => state.ask.classFacts(state, cls).isThreadLock);
}

/** The lock that a `@contextmanager` holds while its `with` block runs. */
function lockHeldAtYield(program: Program, ref: FunctionRef): ClassRef | undefined {
  const { module } = ref;
  const { summary } = module;
  const hasScope = (S.functionColumn(summary, ref.index, S.FunctionFlags) & S.FunctionYieldsInScope) !== 0;
  if (!hasScope || module.origin === "model") return undefined;
  const firstYield = S.functionColumn(summary, ref.index, S.FunctionFirstYield);
  for (const [node] of nodesIn(flowOf(ref))) {
    if (node.kind !== "with") continue;
    const context = S.flowColumn(summary, node.row, S.FlowA);
    const holdsYield =
      S.siteColumn(summary, withSiteOf(ref, node.row), S.SiteStart) < firstYield &&
      firstYield < S.flowColumn(summary, node.endRow, S.FlowA);
    if (!holdsYield) continue;
    for (const member of membersOf(shapeOf(program, module, context)))
      if (member.kind === "instance" && isThreadLock(program, member.ref)) return member.ref;
  }
  return undefined;
}

/** `lock.acquire()`, an `await`, `lock.release()`, one after the other. */
function* heldByCalls(program: Program, ref: FunctionRef): Generator<Held> {
  const { module } = ref;
  const { summary } = module;
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0; site = S.siteColumn(summary, site, S.SiteNext)) {
    if (methodCalled(module, site) !== "acquire") continue;
    if ((S.siteColumn(summary, site, S.SiteFlags) & (Site.IsAwaited | Site.IsTested)) !== 0) continue;
    const object = S.valueA(summary, S.valueA(summary, S.siteColumn(summary, site, S.SiteValue)));
    const suspension = suspensionWhileHeld(ref, site, keyOf(module, object));
    const lock = suspension < 0 ? undefined : threadLockIn(program, module, object);
    if (lock !== undefined) yield { lock, site, value: object, suspension };
  }
}

/** The first site of the same suite that surely awaits before the lock of that key is released; or -1. */
function suspensionWhileHeld(ref: FunctionRef, acquired: number, key: string): number {
  const { module } = ref;
  const { summary } = module;
  const end = endOfSuite(ref, acquired);
  const isConditional = S.siteColumn(summary, acquired, S.SiteFlags) & Site.IsConditional;
  let site = S.siteColumn(summary, acquired, S.SiteNext);
  for (; site >= 0 && site < end; site = S.siteColumn(summary, site, S.SiteNext)) {
    const isSure = (S.siteColumn(summary, site, S.SiteFlags) & Site.IsConditional) === isConditional;
    if (suspends(module, site) && isSure) return site;
    if (methodCalled(module, site) !== "release") continue;
    const object = S.valueA(summary, S.valueA(summary, S.siteColumn(summary, site, S.SiteValue)));
    if (keyOf(module, object) === key) return -1;
  }
  return -1;
}

/** Equal for the same name or attribute path. */
function keyOf(module: Module, value: number): string {
  const { summary } = module;
  switch (S.valueKindOf(summary, value)) {
    case Value.Attribute:
      return `${keyOf(module, S.valueA(summary, value))}.${S.stringAt(summary, S.valueB(summary, value))}`;
    case Value.Reaching:
      return `${S.valueB(summary, value)}`;
    case Value.Symbol:
      return `${S.valueA(summary, value)}`;
    default:
      return `#${value}`;
  }
}
