/**
 * Applies fixes until none is left: collect, choose those that compose, edit, check, analyse again. A round is kept when every
 * mended finding is gone and none has come; else the fixes to blame are withdrawn and the others tried again.
 */
import { applyEdits } from "../diagnostics/apply-edits.ts";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { chooseFixes, type Fix, isApplied, mergeEdits } from "../diagnostics/fix.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { encodeSource } from "../syntax/index.ts";
import { findDamage } from "./check-edits.ts";
import { compareFindings, type EditedFile, offsetOf } from "./compare-findings.ts";
import { openSourceFile, type SourceFile } from "./source-file.ts";
import { writeFixes } from "./write-fixes.ts";

/** The program that is mended. */
export interface FixTarget {
  readonly read: (path: string) => Uint8Array | undefined;
  /** Replaces a file's contents, for the questions that follow; nothing is written to disk. */
  readonly replace: (path: string, bytes: Uint8Array) => void;
  /** The findings as they are now that somebody would be shown. */
  readonly diagnose: () => readonly Diagnostic[];
}

export interface FixOptions {
  readonly allowsUnsafe: boolean;
  /** Whether a file may be changed, and its findings mended. */
  readonly mayChange: (path: string) => boolean;
}

export interface AppliedFix {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
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
    if (diagnostic.repairs === undefined || !run.options.mayChange(diagnostic.location.path)) continue;
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

function keyOf({ diagnostic, fix }: AppliedFix): string {
  return `${diagnostic.location.path} ${diagnostic.fingerprint} ${fix.title}`;
}

function fileOf(run: FixRun, path: string): SourceFile | undefined {
  if (!run.open.has(path)) {
    const bytes = run.target.read(path);
    run.open.set(path, bytes && openSourceFile(path, bytes));
  }
  return run.open.get(path);
}

function withdraw(run: FixRun, item: AppliedFix, reason: string): void {
  run.withdrawn.set(keyOf(item), { ...item, reason });
}

/** Applies fixes that compose, or as many of them as hold. Whether any file was changed. */
function applyRound(run: FixRun, chosen: readonly AppliedFix[]): boolean {
  let items = chosen.filter((item) => {
    const damage = damageOf(run, [item.fix]);
    if (damage !== undefined) withdraw(run, item, damage);
    return damage === undefined;
  });
  while (items.length > 0) {
    const [first] = items;
    // Each is sound alone: where they are not together, one at a time.
    if (
      first !== undefined &&
      damageOf(
        run,
        items.map(({ fix }) => fix),
      ) !== undefined
    )
      items = [first];
    const blamed = tryFixes(run, items);
    if (blamed === undefined) return true;
    for (const [item, reason] of blamed) withdraw(run, item, reason);
    items = blamed.size > 0 ? items.filter((item) => !blamed.has(item)) : items.slice(0, Math.ceil(items.length / 2));
  }
  return false;
}

/** What is wrong with the files when the fixes are applied; undefined when nothing is. */
function damageOf(run: FixRun, fixes: readonly Fix[]): string | undefined {
  for (const [path, edits] of mergeEdits(fixes)) {
    const file = fileOf(run, path);
    if (file === undefined) return "the file cannot be read";
    const source = applyEdits(file.tree.source, edits);
    const damage = findDamage(file.tree, edits, source);
    if (damage !== undefined) return damage;
    if (encodeSource(file.bytes, source) === undefined) return "the file's encoding is one that Uncoil does not write";
  }
  return undefined;
}

/**
 * Applies the fixes and analyses again. Undefined when they hold; otherwise everything is as before, and the result are the
 * fixes to blame with the reason: none, when one cannot tell which.
 */
function tryFixes(run: FixRun, items: readonly AppliedFix[]): Map<AppliedFix, string> | undefined {
  const edits = mergeEdits(items.map(({ fix }) => fix));
  const before = new Map<string, SourceFile>();
  const edited = new Map<string, EditedFile>();
  for (const [path, list] of edits) {
    const file = fileOf(run, path);
    const bytes = file && encodeSource(file.bytes, applyEdits(file.tree.source, list));
    const after = bytes && openSourceFile(path, bytes);
    if (file === undefined || after === undefined) continue;
    before.set(path, file);
    edited.set(path, { before: file.tree, after: after.tree, edits: list });
    replaceFile(run, after);
  }
  const diagnostics = run.target.diagnose();
  const mended = new Set(items.map(({ diagnostic }) => diagnostic));
  const { added, kept } = compareFindings(run.diagnostics, diagnostics, edited, mended);
  const blamed = new Map<AppliedFix, string>();
  for (const item of items) if (kept.has(item.diagnostic)) blamed.set(item, "the finding would still be there");
  for (const finding of added) {
    const item = blameFor(finding, items, edited);
    if (item !== undefined && !blamed.has(item)) blamed.set(item, describeAdded(finding));
  }
  if (blamed.size === 0 && added.length === 0) {
    for (const [path, file] of before) if (!run.originals.has(path)) run.originals.set(path, file.bytes);
    run.diagnostics = diagnostics;
    run.applied.push(...items);
    return undefined;
  }
  for (const file of before.values()) replaceFile(run, file);
  const [only] = items;
  const [finding] = added;
  if (blamed.size === 0 && items.length === 1 && only !== undefined && finding !== undefined)
    blamed.set(only, describeAdded(finding));
  return blamed;
}

function describeAdded({ code, location, message }: Diagnostic): string {
  return `it would bring ${code} at line ${location.start.line}: ${message}`;
}

function replaceFile(run: FixRun, file: SourceFile): void {
  run.open.set(file.path, file);
  run.target.replace(file.path, file.bytes);
}

/** The fix with an edit in a new finding's range, or in a hop of its trace; the innermost such place decides. */
function blameFor(
  finding: Diagnostic,
  items: readonly AppliedFix[],
  edited: ReadonlyMap<string, EditedFile>,
): AppliedFix | undefined {
  for (const { path, start, end } of [finding.location, ...finding.trace.map(({ location }) => location)]) {
    const file = edited.get(path);
    if (file === undefined) continue;
    const range = { start: offsetOf(file.after, start), end: offsetOf(file.after, end) };
    const item = items.find(({ fix }) =>
      (fix.edits.get(path) ?? []).some((edit) => edit.isShared !== true && touches(edit, file, range)),
    );
    if (item !== undefined) return item;
  }
  return undefined;
}

/** Whether the text of an edit, where it is now, touches a range. */
function touches(edit: TextEdit, file: EditedFile, range: { readonly start: number; readonly end: number }): boolean {
  let shift = 0;
  for (const other of file.edits) {
    const length = encoder.encode(other.text).length;
    if (other.start === edit.start && other.end === edit.end && other.text === edit.text) {
      const start = edit.start + shift;
      return start <= range.end && start + length >= range.start;
    }
    shift += length - (other.end - other.start);
  }
  return false;
}

const encoder = new TextEncoder();
