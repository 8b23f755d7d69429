/** Fixes of several places, in several files, that are made together or not at all. */
import type { SwitchStep, SwitchStepKind } from "../diagnostics/twin-repair.ts";
import { compareEdits, sameEdit, type TextEdit } from "../diagnostics/text-edit.ts";
import { endOf, Kind, kindOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { awaitPlace } from "./await-place.ts";
import { insertion, writeCallInstead } from "./call-fixes.ts";
import { nodesAround, type SourceFile } from "./source-file.ts";
import { writeAsync } from "./statement-fixes.ts";
import { writeConstructor } from "./wanted-class.ts";
import { haveForms } from "./written-value.ts";

/** The edits of every file, in order; undefined when one of the steps cannot be made. */
export function writeSwitch(
  steps: readonly SwitchStep[],
  open: (path: string) => SourceFile | undefined,
): ReadonlyMap<string, readonly TextEdit[]> | undefined {
  const found = new Map<string, TextEdit[]>();
  // What is inside comes later: its parentheses close first.
  const ordered = steps.toSorted((left, right) => left.start - right.start || right.end - left.end);
  const turned = definitionsTurned(steps, open);
  for (const step of ordered) {
    const file = open(step.path);
    const edits = file && writeStep(file, step, turned.get(step.path) ?? noDefinitions);
    if (edits === undefined) return undefined;
    found.set(step.path, [...(found.get(step.path) ?? []), ...edits]);
  }
  const joined = Array.from(found, ([path, edits]) => [path, joinEdits(edits)] as const);
  const all = joined.filter((entry): entry is [string, TextEdit[]] => entry[1] !== undefined);
  return all.length === joined.length ? new Map(all) : undefined;
}

/** The `def` statements of a file by the offset of their names. */
type Definitions = ReadonlyMap<number, NodeId>;

const noDefinitions: Definitions = new Map();

/** The functions that become `async def` with the steps, by path: what is in them may be awaited. */
function definitionsTurned(
  steps: readonly SwitchStep[],
  open: (path: string) => SourceFile | undefined,
): ReadonlyMap<string, Definitions> {
  const turned = new Map<string, Map<number, NodeId>>();
  for (const { path, step } of steps) if (step.kind === "turn-async") turned.set(path, new Map());
  for (const [path, definitions] of turned) {
    const tree = open(path)?.tree;
    const starts = new Set(
      steps.filter((item) => item.step.kind === "turn-async" && item.path === path).map(startOfStep),
    );
    for (let node = 1; tree !== undefined && node < tree.length; node++) {
      const isDefinition = kindOf(tree, node) === Kind.FunctionDef;
      const name = isDefinition ? startOf(tree, nextOf(tree, node + 1)) : -1;
      if (starts.has(name)) definitions.set(name, node);
    }
  }
  return turned;
}

function startOfStep({ start }: SwitchStep): number {
  return start;
}

function writeStep(
  file: SourceFile,
  { step, start, end }: SwitchStep,
  turned: Definitions,
): readonly TextEdit[] | undefined {
  if (step.kind !== "turn-async") {
    const path = nodesAround(file.tree, start, end);
    return path.length === 0 ? undefined : writeStepAt(file, path, step, new Set(turned.values()));
  }
  const definition = turned.get(start);
  return definition === undefined ? undefined : [insertion(startOf(file.tree, definition), "async ")];
}

function writeStepAt(
  file: SourceFile,
  path: readonly NodeId[],
  step: Exclude<SwitchStepKind, { readonly kind: "turn-async" }>,
  turned: ReadonlySet<NodeId>,
): readonly TextEdit[] | undefined {
  const { tree } = file;
  const node = path.at(-1) ?? 0;
  switch (step.kind) {
    case "sleep":
      return writeCallInstead(file, path, step.callee, true, turned)?.edits;
    case "await": {
      const place = awaitPlace(file, path, turned);
      if (place === undefined) return undefined;
      const opening = insertion(startOf(tree, node), place.before);
      return place.after === "" ? [opening] : [opening, insertion(endOf(tree, node), place.after)];
    }
    case "rename-method": {
      if (kindOf(tree, node) !== Kind.Call || kindOf(tree, node + 1) !== Kind.Attribute) return undefined;
      const end = endOf(tree, node + 1);
      return [{ start: end - nameLength(file, node + 1), end, text: step.name }];
    }
    case "construct":
      return writeConstructor(file, path, step);
    case "look-at-arguments":
      return haveForms(file, path, step.forms) ? [] : undefined;
    case "add-async":
      return writeAsync(file, path, true)?.edits;
  }
}

/** Bytes of the name of an attribute: the last thing in it. */
function nameLength({ tree }: SourceFile, attribute: NodeId): number {
  const end = endOf(tree, attribute);
  let start = end;
  while (start > 0 && isNameByte(tree.source[start - 1] ?? 0)) start--;
  return end - start;
}

function isNameByte(byte: number): boolean {
  return byte >= 0x80 || /\w/.test(String.fromCharCode(byte));
}

/**
 * Edits at one place as one edit: what is inserted before a replaced text goes in front of its replacement, and of two
 * insertions the one that came first is the outer one. Undefined when they overlap.
 */
function joinEdits(edits: readonly TextEdit[]): TextEdit[] | undefined {
  const joined: TextEdit[] = [];
  for (const edit of edits.toSorted((left, right) => left.start - right.start || left.end - right.end)) {
    const last = joined.at(-1);
    if (last?.isShared === true && sameEdit(last, edit)) continue;
    if (last === undefined || last.start !== edit.start || last.isShared === true || edit.isShared === true) {
      if (last !== undefined && last.end > edit.start) return undefined;
      joined.push(edit);
      continue;
    }
    if (last.end !== last.start) return undefined;
    // Parentheses that close at one place are alike.
    joined[joined.length - 1] = { ...edit, text: last.text + edit.text };
  }
  return joined.toSorted(compareEdits);
}
