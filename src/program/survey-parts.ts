/** The verdict on each part of a project: what it waits for, and whether it does so without stopping a loop. */
import type { IoHow, IoKind, Part, Verdict } from "../diagnostics/survey.ts";
import { countOf, say } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import { isAsync } from "./call.ts";
import type { CallNode } from "./call-graph.ts";
import { isTestModule } from "./context.ts";
import { qualifiedName } from "./names.ts";
import type { Program } from "./program.ts";
import type { Contexts } from "./survey-context.ts";
import { countsOf } from "./survey-entries.ts";
import type { EntryIo } from "./survey-entries.ts";
import type { Io, Steps } from "./survey-steps.ts";

/** I/O of the user's own code, each site once, by the worst context its function was seen in. */
export interface SiteIo {
  readonly path: string;
  readonly node: CallNode;
  readonly io: Io;
  readonly kind: IoKind;
  readonly how: IoHow;
  readonly isLikely: boolean;
}

export interface FunctionTally {
  readonly path: string;
  readonly calls: number;
  readonly unknownCalls: number;
}

const howOrder: readonly IoHow[] = ["blocking", "offloaded", "synchronous", "awaited"];

/** Every site of the user's code, tests left out, that does I/O. */
export function collectSiteIo(
  program: Program,
  steps: ReadonlyMap<CallNode, Steps>,
  contexts: Contexts,
  ioBelow: ReadonlyMap<CallNode, Io>,
): SiteIo[] {
  const found = new Map<string, SiteIo>();
  for (const [node, { io, calls }] of steps) {
    const { module } = node.ref;
    if (module.origin !== "project" || isTestModule(program, module)) continue;
    const add = (item: Io): void => {
      const how = contextualHow(contexts, node, item);
      const key = `${module.id} ${S.siteColumn(module.summary, item.site, S.SiteStart)} ${item.kind}`;
      const known = found.get(key);
      const isLikely = item.isLikely || (how === "blocking" && !contexts.surelyLoop.has(node));
      const rank = howOrder.indexOf(how) - (known === undefined ? howOrder.length : howOrder.indexOf(known.how));
      if (rank < 0 || (rank === 0 && known?.isLikely === true))
        found.set(key, { path: module.summary.path, node, io: item, kind: item.kind, how, isLikely });
    };
    for (const item of io) add(item);
    // What an installed package does counts where the user's code enters it.
    for (const { to, site, how } of calls) {
      const below = to.ref.module.origin === "installed" ? ioBelow.get(to) : undefined;
      if (below === undefined || site < 0) continue;
      const name = `${to.ref.module.name.split(".", 1)[0] ?? ""}.${qualifiedName(to.ref)}`;
      add({ ...below, site, name, how: isAsync(to.ref) ? "awaits" : how === "offloads" ? "offloads" : "calls" });
    }
  }
  return [...found.values()];
}

function contextualHow(contexts: Contexts, node: CallNode, io: Io): IoHow {
  if (io.how === "awaits") return "awaited";
  if (io.how === "offloads") return "offloaded";
  if (contexts.loop.has(node)) return "blocking";
  return contexts.worker.has(node) ? "offloaded" : "synchronous";
}

/** For each function: the nearest I/O below it. */
export function nearestIo(steps: ReadonlyMap<CallNode, Steps>): ReadonlyMap<CallNode, Io> {
  const nearest = new Map<CallNode, Io>();
  const callers = new Map<CallNode, CallNode[]>();
  for (const [node, { io, calls }] of steps) {
    const [first] = io;
    if (first !== undefined) nearest.set(node, first);
    for (const { to } of calls) {
      const known = callers.get(to);
      if (known === undefined) callers.set(to, [node]);
      else known.push(node);
    }
  }
  // A map is iterated over what is added on the way, too.
  for (const [node, io] of nearest)
    for (const caller of callers.get(node) ?? []) if (!nearest.has(caller)) nearest.set(caller, io);
  return nearest;
}

/** The parts of a project: its packages, or the directories of its only package. */
export function collectParts(
  program: Program,
  root: string,
  sites: readonly SiteIo[],
  entries: readonly EntryIo[],
  tallies: readonly FunctionTally[],
): Part[] {
  const files = program.modules.filter((module) => !isTestModule(program, module)).map(({ summary }) => summary.path);
  const partOf = partNames(root, files);
  const nameOf = (path: string): string => partOf.get(path) ?? "";
  const sitesOf = groupBy(sites, ({ path }) => [nameOf(path)]);
  const talliesOf = groupBy(tallies, ({ path }) => [nameOf(path)]);
  const blockedIn = groupBy(entries, ({ reached, context }) => {
    // Nobody waits for start-up.
    const blocking = context === "startup" ? [] : reached.filter(({ how }) => how === "blocking");
    return new Set(
      blocking.map(({ node, io, isLikely }) => groupKey(nameOf(node.ref.module.summary.path), io.kind, isLikely)),
    );
  });
  const parts = Array.from(
    groupBy(files, (file) => [nameOf(file)]),
    ([name, own]) => describePart(name, own.length, sitesOf.get(name) ?? [], blockedIn, talliesOf.get(name) ?? []),
  );
  return parts.toSorted((left, right) => hurt(right) - hurt(left) || (left.name < right.name ? -1 : 1));
}

/** Files are told apart, and what is likely: the others come first. */
function groupKey(name: string, kind: IoKind, isLikely: boolean): string {
  return `${kind === "file" ? "file" : "rest"} ${isLikely ? "likely" : "certain"} ${name}`;
}

/** The entries that reach what `worstOf` gives. */
function blockedBy(
  blockedIn: ReadonlyMap<string, readonly EntryIo[]>,
  name: string,
  worst: SiteIo,
): readonly EntryIo[] {
  return blockedIn.get(groupKey(name, worst.kind, worst.isLikely)) ?? [];
}

/** What blocks: without the files where there is worse, without what is likely where there is more certain. */
function worstOf(sites: readonly SiteIo[]): readonly SiteIo[] {
  const blocking = sites.filter(({ how }) => how === "blocking");
  const worse = blocking.filter(({ kind }) => kind !== "file");
  const chosen = worse.length > 0 ? worse : blocking;
  const certain = chosen.filter(({ isLikely }) => !isLikely);
  return certain.length > 0 ? certain : chosen;
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => Iterable<string>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  return groups;
}

function describePart(
  name: string,
  files: number,
  sites: readonly SiteIo[],
  blockedIn: ReadonlyMap<string, readonly EntryIo[]>,
  tallies: readonly FunctionTally[],
): Part {
  const calls = tallies.reduce((sum, tally) => sum + tally.calls, 0);
  const unknownCalls = tallies.reduce((sum, tally) => sum + tally.unknownCalls, 0);
  const verdict = judge(sites);
  const blocking = worstOf(sites);
  const [worst] = blocking;
  const blocked = worst === undefined ? [] : blockedBy(blockedIn, name, worst);
  const gain = blocking.length === 0 ? undefined : gainOf(blocking, blocked);
  const reasons = [...reasonsFor(sites, gain), ...unseen(calls, unknownCalls, sites)];
  const io = countsOf(sites);
  return {
    name,
    verdict,
    title: titles[verdict](),
    reasons,
    gain,
    files,
    functions: tallies.length,
    calls,
    unknownCalls,
    io,
  };
}

/** What blocks first, files last. */
function hurt({ io, files }: Part): number {
  const weigh = (wanted: (how: IoHow) => boolean): number =>
    io.reduce((sum, { kind, how, count }) => sum + (wanted(how) ? count * (kind === "file" ? 0.1 : 1) : 0), 0);
  return weigh((how) => how === "blocking") * 1e6 + weigh(() => true) * 1e3 + files;
}

const mostlyInOne = 0.8;

/** Goes down into the only package, then names what each file is in. */
function partNames(root: string, files: readonly string[]): ReadonlyMap<string, string> {
  const relative = new Map(files.map((file) => [file, segmentsOf(root, file)]));
  let depth = 0;
  for (;;) {
    const counts = new Map<string, number>();
    for (const segments of relative.values())
      if (segments.length > depth + 1) counts.set(segments[depth] ?? "", (counts.get(segments[depth] ?? "") ?? 0) + 1);
    const [largest] = [...counts].toSorted(([, left], [, right]) => right - left);
    if (largest === undefined || largest[1] < files.length * mostlyInOne) break;
    depth++;
  }
  const names = new Map<string, string>();
  for (const [file, segments] of relative) {
    const isLoose = segments.length <= depth + 1;
    const name = isLoose ? [...segments.slice(0, -1), "*.py"].join("/") : segments.slice(0, depth + 1).join("/");
    names.set(file, files.length === 1 ? (segments.at(-1) ?? file) : name);
  }
  return names;
}

function segmentsOf(root: string, file: string): string[] {
  const start = file.startsWith(root) ? root.length : 0;
  return file
    .slice(start)
    .split(/[/\\]/)
    .filter((segment) => segment !== "");
}

const titles: Readonly<Record<Verdict, () => string>> = {
  async: () => say`I/O-bound and async already`,
  mixed: () => say`I/O-bound, async in part`,
  synchronous: () => say`I/O-bound and still synchronous`,
  files: () => say`local files only`,
  cpu: () => say`CPU-bound`,
  none: () => say`no I/O seen`,
};

/** Kinds whose waiting an async program can use for something else. */
const remote: ReadonlySet<IoKind> = new Set(["network", "database", "process"]);
const mostlyAwaited = 0.8;
const rarelyAwaited = 0.2;

function judge(sites: readonly SiteIo[]): Verdict {
  const far = sites.filter(({ kind }) => remote.has(kind));
  const waits =
    far.length > 0 ? far : sites.filter(({ kind }) => kind === "sleep" || kind === "lock" || kind === "input");
  const cpu = sites.filter(({ kind }) => kind === "cpu").length;
  if (cpu > 0 && cpu > far.length) return "cpu";
  if (waits.length > 0) {
    const share = waits.filter(({ how }) => how === "awaited").length / waits.length;
    return share >= mostlyAwaited ? "async" : share > rarelyAwaited ? "mixed" : "synchronous";
  }
  return sites.some(({ kind }) => kind === "file") ? "files" : "none";
}

function reasonsFor(sites: readonly SiteIo[], gain: string | undefined): string[] {
  const reasons: string[] = [];
  for (const kind of ["network", "database", "process", "sleep", "file", "cpu"] as const) {
    const own = sites.filter((site) => site.kind === kind);
    if (own.length > 0) reasons.push(sentenceOf(kind, own));
  }
  if (gain !== undefined) reasons.push(gain);
  else {
    const held = sites.filter(({ kind, how }) => how === "offloaded" && remote.has(kind));
    if (held.length > 0)
      reasons.push(
        held.length === 1
          ? say`1 call waits in threads: each holds one while it waits.`
          : say`${held.length} calls wait in threads: each holds one while it waits.`,
      );
  }
  const synchronous = sites.filter(({ kind, how }) => how === "synchronous" && remote.has(kind));
  if (synchronous.length > 0)
    reasons.push(
      hosts(synchronous) === 1
        ? say`${capitalised(helpersOf(synchronous))} waits one call after the other; as coroutines they could wait for many at once.`
        : say`${capitalised(helpersOf(synchronous))} wait one call after the other; as coroutines they could wait for many at once.`,
    );
  return reasons;
}

const counts: Readonly<Partial<Record<IoKind, (count: number) => string>>> = {
  network: (count) => countOf(count, "network call"),
  database: (count) => countOf(count, "database call"),
  process: (count) => countOf(count, "process call"),
  sleep: (count) => countOf(count, "sleep"),
  file: (count) => countOf(count, "file call"),
  cpu: (count) => countOf(count, "heavy computation"),
};

const shares: readonly (readonly [IoHow, () => string])[] = [
  ["awaited", () => say`awaited`],
  ["blocking", () => say`blocking the loop`],
  ["offloaded", () => say`in threads`],
  ["synchronous", () => say`synchronous`],
];

/** `44 network calls: 41 awaited, 3 blocking the loop.` */
function sentenceOf(kind: IoKind, sites: readonly SiteIo[]): string {
  const told = shares
    .map(([how, share]) => ({ own: sites.filter((site) => site.how === how), how, share }))
    .filter(({ own }) => own.length > 0);
  const facts = told.map(({ own, how, share }) => {
    const number = told.length === 1 ? share() : `${own.length} ${share()}`;
    const doubtful = how === "blocking" ? own.filter(({ isLikely }) => isLikely).length : 0;
    if (doubtful === 0) return number;
    return `${number} (${doubtful === own.length ? say`likely` : say`${doubtful} of them likely`})`;
  });
  return `${counts[kind]?.(sites.length) ?? `${sites.length} ${kind}`}: ${facts.join(", ")}.`;
}

/** What moving the blocking calls off the loop would bring. */
function gainOf(blocking: readonly SiteIo[], blocked: readonly EntryIo[]): string {
  const helpers = helpersOf(blocking);
  const isLikely = blocking.every((site) => site.isLikely);
  if (blocked.length === 0) {
    const moving = isLikely
      ? say`Moving ${helpers} off the loop would likely free it`
      : say`Moving ${helpers} off the loop would free it`;
    return hosts(blocking) === 1
      ? say`${moving}; no entry point was seen to reach it.`
      : say`${moving}; no entry point was seen to reach them.`;
  }
  const names = blocked.slice(0, 3).map(({ label }) => label);
  const others = blocked.length - names.length;
  const listed = others > 0 ? say`${names.join(", ")} and ${others} more` : names.join(", ");
  const entries = countOf(blocked.length, "entry point");
  return isLikely
    ? say`Moving ${helpers} off the loop would likely free it in ${entries}: ${listed}.`
    : say`Moving ${helpers} off the loop would free it in ${entries}: ${listed}.`;
}

/** `the 3 functions that call requests`, `the function that calls sqlite3`. */
function helpersOf(sites: readonly SiteIo[]): string {
  const byLibrary = new Map<string, number>();
  for (const { io } of sites) {
    const library = io.name.split(".", 1)[0] ?? io.name;
    byLibrary.set(library, (byLibrary.get(library) ?? 0) + 1);
  }
  const libraries = [...byLibrary].toSorted(([, left], [, right]) => right - left).map(([library]) => `\`${library}\``);
  const named = libraries.length > 3 ? say`${libraries.slice(0, 3).join(", ")} and others` : libraries.join(", ");
  const functions = hosts(sites);
  return functions === 1 ? say`the function that uses ${named}` : say`the ${functions} functions that use ${named}`;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function hosts(sites: readonly SiteIo[]): number {
  return new Set(sites.map(({ node }) => node.ref)).size;
}

const muchUnknown = 0.4;

/** What cannot be seen is said rather than guessed. */
function unseen(calls: number, unknownCalls: number, sites: readonly SiteIo[]): string[] {
  if (calls === 0 || (sites.length > 0 && unknownCalls < calls * muchUnknown)) return [];
  if (unknownCalls === 0) return [];
  return [say`${unknownCalls} of ${countOf(calls, "call")} could not be followed: there may be more.`];
}
