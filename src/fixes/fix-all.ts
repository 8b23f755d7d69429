/**
 * Applies fixes until none is left: collect, choose those that compose, edit, check, analyse again. A round is kept when every
 * mended finding is gone and none has come; else the fixes to blame are withdrawn and the others tried again.
 */
import { applyEdits, mapEdits } from "../diagnostics/apply-edits.ts";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { chooseFixes, type Fix, isApplied, isSameFix, mergeEdits } from "../diagnostics/fix.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { encodeSource } from "../syntax/index.ts";
import { findDamage } from "./check-edits.ts";
import { compareFindings, type EditedFile } from "./compare-findings.ts";
import { openSourceFile, type SourceFile } from "./source-file.ts";
import { type AppliedFix, blamedIn, describeAdded, holds, describeStill, type Trial } from "./trial.ts";
import { dropUnusedImports, type MayDropImport } from "./unused-imports.ts";
import { writeFixes } from "./write-fixes.ts";

/** The program that is mended. */
export interface FixTarget {
  readonly read: (path: string) => Uint8Array | undefined;
  /** The oldest Python 3 a file must run on, by its minor version. */
  readonly minimumPythonOf: (path: string) => number | undefined;
  /** Whether an import that a file needs no more may go. */
  readonly mayDropImport: MayDropImport;
  /** Replaces a file's contents, for the questions that follow; nothing is written to disk. */
  readonly replace: (path: string, bytes: Uint8Array) => void;
  /** The findings as they are now that somebody would be shown. */
  readonly diagnose: () => readonly Diagnostic[];
}

export interface FixOptions {
  readonly allowsUnsafe: boolean;
  /** Whether a file may be changed, and its findings mended. */
  readonly mayChange: (path: string) => boolean;
  /** Fingerprints of the findings to mend, each once; all findings when missing. */
  readonly only?: ReadonlySet<string>;
}

export interface WithdrawnFix extends AppliedFix {
  /** Ends the sentence "left alone: …". */
  readonly reason: string;
}

export interface FixOutcome {
  /** Contents of the changed files, before and after. */
  readonly files: ReadonlyMap<string, { readonly before: Uint8Array; readonly after: Uint8Array }>;
  readonly applied: readonly AppliedFix[];
  readonly withdrawn: readonly WithdrawnFix[];
  /** What is still found. */
  readonly diagnostics: readonly Diagnostic[];
}

interface FixRun {
  readonly target: FixTarget;
  readonly options: FixOptions;
  diagnostics: readonly Diagnostic[];
  /** Files as they are now, parsed when first asked for. */
  readonly open: Map<string, SourceFile | undefined>;
  readonly originals: Map<string, Uint8Array>;
  readonly applied: AppliedFix[];
  /** By `keyOf`. */
  readonly withdrawn: Map<string, WithdrawnFix>;
}

/** More rounds than fixes that make room for each other ever took; each keeps or withdraws at least one fix. */
const mostRounds = 200;

/** Applies every fix that holds its promise. Running it again on the outcome changes nothing. */
export function fixAll(target: FixTarget, options: FixOptions): FixOutcome {
  const run: FixRun = {
    target,
    options,
    diagnostics: target.diagnose(),
    open: new Map(),
    originals: new Map(),
    applied: [],
    withdrawn: new Map(),
  };
  let isChanged = true;
  for (let round = 0; round < mostRounds; round++) {
    const candidates = collectFixes(run);
    if (candidates.length > 0) {
      const { chosen } = chooseFixes(candidates, ({ fix }) => fix);
      isChanged = applyRound(run, chosen) || isChanged;
    } else if (isChanged && run.withdrawn.size > 0) {
      // What did not fit may fit now; the end is reached when nothing does.
      run.withdrawn.clear();
      isChanged = false;
    } else break;
  }
  const files = new Map(
    Array.from(run.originals, ([path, before]) => [path, { before, after: target.read(path) ?? before }] as const),
  );
  return { files, applied: run.applied, withdrawn: [...run.withdrawn.values()], diagnostics: run.diagnostics };
}

/** For each finding its best fix that may be applied and was not withdrawn, in order of report. */
function collectFixes(run: FixRun): AppliedFix[] {
  const found: AppliedFix[] = [];
  for (const diagnostic of run.diagnostics.toSorted(compareDiagnostics)) {
    if (diagnostic.repairs === undefined || !isToBeMended(run, diagnostic)) continue;
    const fixes = writeFixes(diagnostic, (path) => fileOf(run, path));
    const fix = fixes.find(
      (item) =>
        isApplied(item.applicability, run.options.allowsUnsafe) &&
        [...item.edits.keys()].every(run.options.mayChange) &&
        !run.withdrawn.has(keyOf({ diagnostic, fix: item })),
    );
    if (fix !== undefined) found.push({ diagnostic, fix });
  }
  return found;
}

/** When a finding is mended, another of its function may take over its fingerprint. */
function isToBeMended({ options, applied }: FixRun, { fingerprint, location }: Diagnostic): boolean {
  if (!options.mayChange(location.path)) return false;
  if (options.only === undefined) return true;
  return options.only.has(fingerprint) && !applied.some(({ diagnostic }) => diagnostic.fingerprint === fingerprint);
}

function keyOf({ diagnostic, fix }: AppliedFix): string {
  return `${diagnostic.location.path} ${diagnostic.fingerprint} ${fix.title}`;
}

function fileOf(run: FixRun, path: string): SourceFile | undefined {
  if (!run.open.has(path)) {
    const bytes = run.target.read(path);
    run.open.set(path, bytes && openSourceFile(path, bytes, run.target.minimumPythonOf(path)));
  }
  return run.open.get(path);
}

function withdraw(run: FixRun, item: AppliedFix, reason: string): void {
  run.withdrawn.set(keyOf(item), { ...item, reason });
}

/** Applies fixes that compose, without those that do not hold. Whether any file was changed. */
function applyRound(run: FixRun, chosen: readonly AppliedFix[]): boolean {
  let items = soundFixes(run, chosen);
  while (items.length > 0) {
    const trial = tryFixes(run, items);
    if (holds(trial)) {
      keep(run, trial);
      return true;
    }
    undo(run, trial);
    const found = blamedIn(trial);
    const blamed = found.size > 0 ? found : findCulprit(run, trial);
    items = items.filter((item) => {
      const reason = reasonAgainst(item, blamed);
      if (reason !== undefined) withdraw(run, item, reason);
      return reason === undefined;
    });
  }
  return false;
}

/**
 * Of fixes that do not hold together, though nothing says why, the one that breaks what those before it keep. Half of what is
 * left in doubt is analysed at a time.
 */
function findCulprit(run: FixRun, failed: Trial): ReadonlyMap<AppliedFix, string> {
  const { items } = failed;
  let holding = 0;
  let failing = failed;
  while (failing.items.length - holding > 1) {
    const trial = tryFixes(run, items.slice(0, (holding + failing.items.length) >> 1));
    undo(run, trial);
    if (holds(trial)) holding = trial.items.length;
    else failing = trial;
  }
  const [finding] = failing.added;
  const reason = finding === undefined ? describeStill() : describeAdded(finding);
  return new Map(failing.items.slice(holding).map((item) => [item, reason]));
}

/**
 * Why a fix is taken back with those to blame: it is one of them, or does the same elsewhere (runs the same function in a
 * thread), which would only show one path at a time. What was taken back in vain is tried again at the end.
 */
function reasonAgainst(item: AppliedFix, blamed: ReadonlyMap<AppliedFix, string>): string | undefined {
  const own = blamed.get(item);
  if (own !== undefined) return own;
  for (const [other, reason] of blamed)
    if (isSameFix(other.fix, item.fix) || offloadsSame(other.fix, item.fix)) return reason;
  return undefined;
}

function offloadsSame(left: Fix, right: Fix): boolean {
  return left.offloaded !== undefined && left.offloaded === right.offloaded;
}

/** The fixes without those that damage a file. Files are checked with all of their fixes, and only then with each. */
function soundFixes(run: FixRun, chosen: readonly AppliedFix[]): readonly AppliedFix[] {
  const all = chosen.map(({ fix }) => fix);
  if (damageOf(run, all) === undefined) return chosen;
  const kept: AppliedFix[] = [];
  for (const item of chosen) {
    const others = kept.filter(({ fix }) => [...fix.edits.keys()].some((path) => item.fix.edits.has(path)));
    const damage = damageOf(run, [item.fix]);
    if (damage !== undefined) withdraw(run, item, damage);
    // One that is sound alone but not beside another waits for the next round.
    else if (damageOf(run, [...others.map(({ fix }) => fix), item.fix]) === undefined) kept.push(item);
  }
  return kept;
}

/** All edits of some fixes, in order, and those that take out the imports which none of the code needs then. */
function editsOf(run: FixRun, fixes: readonly Fix[]): Map<string, readonly TextEdit[]> {
  const merged = new Map<string, readonly TextEdit[]>(mergeEdits(fixes));
  for (const [path, edits] of merged) {
    const file = fileOf(run, path);
    if (file !== undefined) merged.set(path, dropUnusedImports(file, edits, run.target.mayDropImport));
  }
  return merged;
}

/** What is wrong with the files when the fixes are applied; undefined when nothing is. */
function damageOf(run: FixRun, fixes: readonly Fix[]): string | undefined {
  for (const [path, edits] of editsOf(run, fixes)) {
    const file = fileOf(run, path);
    if (file === undefined) return say`the file cannot be read`;
    const source = applyEdits(file.tree.source, edits);
    const damage = findDamage(file.tree, edits, source);
    if (damage !== undefined) return damage;
    if (encodeSource(file.bytes, source) === undefined)
      return say`the file's encoding is one that Uncoil does not write`;
  }
  return undefined;
}

/** Applies the fixes and analyses again. It is to be kept or undone. */
function tryFixes(run: FixRun, items: readonly AppliedFix[]): Trial {
  const before = new Map<string, SourceFile>();
  const edited = new Map<string, EditedFile>();
  const edits = editsOf(
    run,
    items.map(({ fix }) => fix),
  );
  for (const [path, list] of edits) {
    const file = fileOf(run, path);
    const bytes = file && encodeSource(file.bytes, applyEdits(file.tree.source, list));
    const after = bytes && openSourceFile(path, bytes, file.minimumPython);
    if (file === undefined || after === undefined) continue;
    before.set(path, file);
    edited.set(path, { before: file.tree, after: after.tree, map: mapEdits(list) });
    replaceFile(run, after);
  }
  const diagnostics = run.target.diagnose();
  const mended = new Set(items.map(({ diagnostic }) => diagnostic));
  return { items, before, edited, diagnostics, ...compareFindings(run.diagnostics, diagnostics, edited, mended) };
}

function keep(run: FixRun, { items, before, diagnostics }: Trial): void {
  for (const [path, file] of before) if (!run.originals.has(path)) run.originals.set(path, file.bytes);
  run.diagnostics = diagnostics;
  run.applied.push(...items);
}

function undo(run: FixRun, { before }: Trial): void {
  for (const file of before.values()) replaceFile(run, file);
}

function replaceFile(run: FixRun, file: SourceFile): void {
  run.open.set(file.path, file);
  run.target.replace(file.path, file.bytes);
}
