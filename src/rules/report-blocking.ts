import type { AsyncChain, StoppedChain } from "../diagnostics/async-chain.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { Repair } from "../diagnostics/repair.ts";
import { say, translate } from "../language/say.ts";
import { asyncChainOf } from "../program/async-chain.ts";
import { isAsync } from "../program/call.ts";
import { isRunByDeferreds, isStartup, isTestModule, threadHelperOf } from "../program/context.ts";
import type { BlockingKind } from "../program/facts.ts";
import { calleesOf } from "../program/given.ts";
import { isCached } from "../program/read-facts.ts";
import { needsLoop } from "../program/needs-loop.ts";
import { qualifiedName } from "../program/names.ts";
import type { Program } from "../program/program.ts";
import { findEffects, hopsOf, siteLocation, targetName } from "../program/trace.ts";
import type { EffectFinding } from "../program/trace.ts";
import type { Module } from "../program/shape.ts";
import * as Value from "../summary/value-kind.ts";
import { siteColumn, SiteFlags, SiteKind, SiteValue, valueKindOf } from "../summary/module-summary.ts";
import * as Site from "../summary/site-kind.ts";
import { isEntered, isIteratedInBlock, mildCallsInBlock } from "./block-calls.ts";
import { createFingerprints } from "./fingerprint.ts";
import { repairAt } from "./repair-at.ts";
import type { Rule } from "./rule.ts";
import { twinRepairs } from "./twin-repairs.ts";

const consequences: Readonly<Record<BlockingKind, () => string>> = {
  sleep: () => say`Until it wakes up the loop runs nothing else: every other request, task and timeout waits with it`,
  network: () =>
    say`Until the other side has answered the loop runs nothing else: every other request waits for this one`,
  database: () =>
    say`Until the database has answered the loop runs nothing else: every other request waits for this query`,
  process: () => say`Until the process is done the loop runs nothing else: every other request waits for it`,
  file: () =>
    say`Until the disk has answered the loop runs nothing else; a busy disk or a network share takes its time`,
  input: () => say`Until somebody presses Enter the loop runs nothing else`,
  lock: () =>
    say`Until the other thread is done the loop runs nothing else; if that thread needs the loop, both wait for ever`,
  cpu: () => say`Until the computation is done the loop runs nothing else: every other request waits for it`,
  deadlock: () =>
    say`The loop waits here for work that only the loop itself could do: neither ever goes on, unless the library sees it and raises`,
};

/** Reports every place where the loop is left for something that blocks in one way. */
export function reportBlocking(
  program: Program,
  rule: Rule,
  kind: BlockingKind,
  report: (diagnostic: Diagnostic) => void,
): void {
  const findings = findEffects(program, kind);
  const entries = countEntries(findings);
  const fingerprints = createFingerprints(rule.code);
  for (const finding of findings) {
    const { module } = finding.node.ref;
    const trace = hopsOf(finding);
    const others = (entries.get(causeOf(finding)) ?? 1) - 1;
    report({
      code: rule.code,
      name: rule.name,
      severity: severityOf(program, finding),
      confidence: finding.confidence,
      location: siteLocation(module, finding.site),
      message: messageOf(finding, kind),
      why: whyOf(kind, others),
      help: helpOf(finding, kind),
      trace,
      fingerprint: fingerprints(module, qualifiedName(finding.node.ref), `${targetOf(finding)}>${finding.leaf.name}`),
      ...(kind === "deadlock" ? {} : repairsOf(program, finding)),
    });
  }
}

/** The blocker's own place: what several coroutines may reach. */
function causeOf(finding: EffectFinding): string {
  return `${finding.leaf.from.ref.module.summary.path}:${finding.leaf.site}`;
}

/** How many functions of the loop reach each blocker. */
function countEntries(findings: readonly EffectFinding[]): ReadonlyMap<string, number> {
  const functions = new Map<string, Set<unknown>>();
  for (const finding of findings) {
    const cause = causeOf(finding);
    const known = functions.get(cause);
    if (known === undefined) functions.set(cause, new Set([finding.node.ref]));
    else known.add(finding.node.ref);
  }
  return new Map(Array.from(functions, ([cause, set]) => [cause, set.size]));
}

function targetOf(finding: EffectFinding): string {
  const first = finding.edges[0];
  return first === undefined ? finding.leaf.name : targetName(first.to);
}

function messageOf(finding: EffectFinding, kind: BlockingKind): string {
  const { leaf, edges } = finding;
  const isCertain = finding.confidence === "certain";
  const target = targetOf(finding);
  const does =
    kind === "deadlock"
      ? isCertain
        ? say`\`${target}\` waits for the event loop, on the event loop`
        : say`\`${target}\` may wait for the event loop, on the event loop`
      : isCertain
        ? say`\`${target}\` blocks the event loop`
        : say`\`${target}\` may block the event loop`;
  return edges.length === 0 ? does : does + say`: it reaches \`${leaf.name}\``;
}

function whyOf(kind: BlockingKind, others: number): string {
  const consequence = consequences[kind]();
  if (others === 0) return consequence;
  return others === 1
    ? say`${consequence}; 1 other coroutine reaches it too`
    : say`${consequence}; ${others} other coroutines reach it too`;
}

function helpOf(finding: EffectFinding, kind: BlockingKind): string {
  const { instead, thread } = finding.leaf;
  const helper = thread === "" ? threadHelperOf(finding.node.ref.module) : `${thread}(…)`;
  const target = targetOf(finding);
  // A file that runs its threads with another library than asyncio sleeps and connects with it too.
  const isForeign = instead.startsWith("asyncio.") && !helper.startsWith("asyncio.");
  if (kind === "deadlock") return say`Await the coroutine, or start a task: only a thread may wait for the loop`;
  if (instead === "" || instead === "asyncio.to_thread" || instead === thread || isForeign)
    return say`Run \`${target}\` in a thread: \`await ${helper}(…)\``;
  const twin = /^[\w.]+$/.test(instead) ? `\`${instead}\`` : translate(instead);
  if (kind === "sleep" && finding.edges.length === 0) return say`Await ${twin} instead`;
  return say`Use ${twin}, or run \`${target}\` in a thread: \`await ${helper}(…)\``;
}

/** What a library offers for the loop, then a thread. */
function repairsOf(program: Program, finding: EffectFinding): { readonly repairs?: readonly Repair[] } {
  const { node, site, edges, leaf } = finding;
  const { module } = node.ref;
  const isAwaited = (siteColumn(module.summary, site, SiteFlags) & Site.IsAwaited) !== 0;
  // Twisted's reactor is no asyncio loop: what is awaited there is another library's.
  if (isAwaited || !isAsync(node.ref) || isRunByDeferreds(module)) return {};
  const twins = edges.length === 0 ? twinRepairs(program, module, site, leaf.instead) : [];
  const repairs = [...twins, ...threadRepairs(program, finding)];
  return repairs.length === 0 ? {} : { repairs };
}

/**
 * A sleep is awaited, if need be by turning what leads to it into coroutine functions, and other calls are run in a thread:
 * of plain functions, in coroutines.
 */
function threadRepairs(program: Program, finding: EffectFinding): readonly Repair[] {
  const { node, site, edges, leaf } = finding;
  const { module } = node.ref;
  const target = edges[0]?.to;
  if (siteColumn(module.summary, site, SiteKind) === Site.For) return collectingRepairs(program, module, site);
  if (siteColumn(module.summary, site, SiteKind) !== Site.Call) return [];
  if (target !== undefined && isAsync(target.ref)) return [];
  const helper = threadHelperOf(module);
  const offload = repairAt(
    module,
    site,
    "unsafe",
    leaf.thread === "" ? { kind: "offload", helper } : { kind: "wrap-callee", wrapper: leaf.thread },
  );
  if (target !== undefined) {
    const chain = (): AsyncChain | StoppedChain | undefined => asyncChainOf(program, finding);
    const turns = repairAt(module, site, "unsafe", { kind: "turn-async", chain });
    // A thread that makes a context manager of the project is not the one that enters it.
    return needsLoop(program, target) || isEntered(node.ref, site) ? [turns] : [turns, offload];
  }
  if (leaf.instead === "asyncio.sleep") {
    const callee = `${helper.split(".", 1)[0] ?? ""}.sleep`;
    return [repairAt(module, site, "safe", { kind: "call-instead", callee, isAwaited: true }), offload];
  }
  // A connection belongs to the thread it was made in: one query of it is no unit of work.
  if (leaf.kind === "database") return [];
  // A lock taken in a thread belongs to that thread: where the library has a twin for the loop, nothing else will do.
  const belongsToThread = leaf.kind === "lock" && /^asyncio\.(?!to_thread|wrap_future|wait$)/.test(leaf.instead);
  if (belongsToThread) return [];
  if (!isEntered(node.ref, site)) return [offload];
  // Lines are read by the loop over them, on the loop.
  if (isIteratedInBlock(node.ref, site)) return [];
  const others = mildCallsInBlock(program, finding);
  return others.length === 0 ? [offload] : [repairAt(module, site, "unsafe", { kind: "offload", helper, others })];
}

/** What ends soon is collected in a thread, and gone through on the loop. */
function collectingRepairs(program: Program, module: Module, site: number): readonly Repair[] {
  const value = siteColumn(module.summary, site, SiteValue);
  if (valueKindOf(module.summary, value) !== Value.Call) return [];
  const callees = calleesOf(program, module, value);
  if (callees.length === 0 || !callees.every(({ facts }) => facts.isListing)) return [];
  return [repairAt(module, site, "unsafe", { kind: "collect", helper: threadHelperOf(module) })];
}

/** Start-up code, tests, what a cache does once, and files of other people's packages are notes. */
function severityOf(program: Program, finding: EffectFinding): Severity {
  const { node, site, leaf, edges, severity } = finding;
  const isForeign = edges.some((edge) => edge.to.ref.module.origin === "installed");
  const isOnce =
    (leaf.kind === "file" || leaf.kind === "cpu") && edges.some((edge) => isCached(program.state, edge.to.ref));
  const isMild =
    isOnce ||
    isMemoised(finding) ||
    isHeldBriefly(finding) ||
    isTestModule(program, node.ref.module) ||
    isStartup(program, node, site) ||
    (isForeign && leaf.kind === "file");
  return isMild ? "information" : severity;
}

/** A global is filled on the way (`if _cache is None: _cache = load()`): it happens once. */
function isMemoised({ edges, leaf }: EffectFinding): boolean {
  const sites = [...edges.map(({ from, site }) => ({ from, site })), { from: leaf.from, site: leaf.site }];
  return sites.some(({ from, site }) => (siteColumn(from.ref.module.summary, site, SiteFlags) & Site.IsOnce) !== 0);
}

/** A lock somebody wrote by hand and holds with `with` is as short a section as one of the library's. */
function isHeldBriefly({ edges, leaf }: EffectFinding): boolean {
  if (leaf.kind !== "lock") return false;
  return edges.some(({ from, site }) => siteColumn(from.ref.module.summary, site, SiteKind) === Site.With);
}
