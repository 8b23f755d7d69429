/** Fixes that were applied in memory: whether they hold, and if not, which of them is to blame. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fix } from "../diagnostics/fix.ts";
import { sameEdit, type ByteRange } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, startOf } from "../syntax/index.ts";
import { type Comparison, type EditedFile, offsetOf } from "./compare-findings.ts";
import { childrenOf, type SourceFile } from "./source-file.ts";

/** A fix, and the finding it mends. */
export interface AppliedFix {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** Fixes that are applied in memory, and what is found then. */
export interface Trial extends Comparison {
  readonly items: readonly AppliedFix[];
  /** The files as they were. */
  readonly before: ReadonlyMap<string, SourceFile>;
  readonly edited: ReadonlyMap<string, EditedFile>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether every mended finding is gone and no other has come. */
export function holds({ items, added, kept }: Trial): boolean {
  return added.length === 0 && !items.some(({ diagnostic }) => kept.has(diagnostic));
}

export function describeStill(): string {
  return say`the finding would still be there`;
}

/** The fixes that a trial shows to be to blame, with the reason; none, when one cannot tell which. */
export function blamedIn({ items, edited, added, kept }: Trial): ReadonlyMap<AppliedFix, string> {
  const blamed = new Map<AppliedFix, string>();
  for (const item of items) if (kept.has(item.diagnostic)) blamed.set(item, describeStill());
  const owners = added.length === 0 ? new Map<string, OwnedFile>() : ownersOf(items, edited);
  for (const finding of added) {
    const item = blameFor(finding, owners);
    if (item !== undefined && !blamed.has(item)) blamed.set(item, describeAdded(finding));
  }
  return blamed;
}

export function describeAdded({ code, location, message }: Diagnostic): string {
  return say`it would bring ${code} at line ${location.start.line}: ${message}`;
}

/** An edited file, with the fix each of its edits belongs to; undefined for those that fixes share. */
interface OwnedFile {
  readonly file: EditedFile;
  readonly owners: readonly (AppliedFix | undefined)[];
}

function ownersOf(items: readonly AppliedFix[], edited: ReadonlyMap<string, EditedFile>): Map<string, OwnedFile> {
  const found = new Map<string, OwnedFile>();
  for (const [path, file] of edited) {
    const own = items.filter(({ fix }) => fix.edits.has(path));
    const owners = file.map.edits.map((edit) => {
      if (edit.isShared === true) return undefined;
      return own.find(({ fix }) => (fix.edits.get(path) ?? []).some((other) => sameEdit(other, edit)));
    });
    found.set(path, { file, owners });
  }
  return found;
}

/** The fix with an edit in a hop of a new finding's trace, the outermost first, or in its own range; or at the head of a function around. */
function blameFor(finding: Diagnostic, owned: ReadonlyMap<string, OwnedFile>): AppliedFix | undefined {
  const hops = [...finding.trace.map(({ location }) => location), finding.location].flatMap(({ path, start, end }) => {
    const item = owned.get(path);
    if (item === undefined) return [];
    const { after } = item.file;
    return [{ item, range: { start: offsetOf(after, start), end: offsetOf(after, end) } }];
  });
  const inside = hops.map(({ item, range }) => ownerIn(item, range));
  const around = hops.flatMap(({ item, range }) => headsAround(item, range.start).map((head) => ownerIn(item, head)));
  return [...inside, ...around].find((item) => item !== undefined);
}

function ownerIn({ file, owners }: OwnedFile, { start, end }: ByteRange): AppliedFix | undefined {
  return owners.find((owner, at) => {
    const range = file.map.ranges[at];
    return owner !== undefined && range !== undefined && range.start <= end && range.end >= start;
  });
}

/** From `def` to the body, of the functions around a byte of an edited file, the innermost first. */
function headsAround({ file: { after } }: OwnedFile, offset: number): ByteRange[] {
  const heads: ByteRange[] = [];
  for (let node = 1; node < after.length; node++) {
    const kind = kindOf(after, node);
    if (kind !== Kind.FunctionDef && kind !== Kind.AsyncFunctionDef) continue;
    if (startOf(after, node) > offset || endOf(after, node) < offset) continue;
    const body = childrenOf(after, node).find((child) => kindOf(after, child) === Kind.Block);
    if (body !== undefined) heads.unshift({ start: startOf(after, node), end: startOf(after, body) });
  }
  return heads;
}
