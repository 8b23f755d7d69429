import { crc32 } from "node:zlib";
import { Kind } from "../src/syntax/index.ts";
import type { SyntaxTree } from "../src/syntax/index.ts";

export interface Difference {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

// Fields of a record; see oracle_dump.py.
const Width = 7;
const Depth = 1;
const StartLine = 2;
const EndLine = 4;
const Data = 6;
const NoData = -2147483648;
/** Differences of one file that are worth reading; the rest follows from them. */
const MostPerFile = 3;

const KIND_NAMES: readonly string[] = kindNames();

function kindNames(): string[] {
  const names: string[] = [];
  for (const [name, kind] of Object.entries(Kind)) names[kind] ??= name;
  return names;
}

/** What is not the same in our tree and in CPython's, given as the records of oracle_dump.py. */
export function compareTrees(tree: SyntaxTree, records: Int32Array): Difference[] {
  const differences: Difference[] = [];
  const lineOf = lineFinder(tree);
  const report = (offset: number, message: string): void => {
    differences.push({ line: lineOf(offset), message });
  };
  for (const error of tree.errors) report(error.start, `we report "${error.message}", CPython accepts`);
  const nameCrcs = new Map<number, number>();
  const open: number[] = [];
  let record = 0;
  for (let node = 0; node < tree.length && differences.length < MostPerFile; node++) {
    while (open.length > 0 && tree.nexts[open.at(-1)!]! <= node) open.pop();
    if (isDebugField(tree, node) && !isAfterString(tree, node, open.at(-1)!)) {
      if (records[record] !== Kind.String || records[record + Depth] !== open.length) {
        report(tree.starts[node]!, "CPython has no text for the '=' field here");
        break;
      }
      record += Width;
    }
    if (record >= records.length || tree.kinds[node] !== records[record] || open.length !== records[record + Depth]) {
      const theirs =
        record < records.length ? `${KIND_NAMES[records[record]!]} at depth ${records[record + Depth]}` : "nothing";
      report(tree.starts[node]!, `${KIND_NAMES[tree.kinds[node]!]} at depth ${open.length}, CPython has ${theirs}`);
      break;
    }
    compareRange(tree, node, records, record, report);
    compareData(tree, node, records[record + Data]!, nameCrcs, report);
    record += Width;
    open.push(node);
  }
  if (differences.length === 0 && record !== records.length) report(tree.source.length, "CPython's tree goes on");
  return differences;
}

type ReportAt = (offset: number, message: string) => void;

function compareRange(tree: SyntaxTree, node: number, records: Int32Array, record: number, report: ReportAt): void {
  const start = tree.starts[node]!;
  const end = tree.ends[node]!;
  const theirStart = offsetOf(tree, records[record + StartLine]!, records[record + StartLine + 1]!);
  const theirEnd = offsetOf(tree, records[record + EndLine]!, records[record + EndLine + 1]!);
  const name = KIND_NAMES[tree.kinds[node]!];
  if (theirStart >= 0 && theirStart !== start) report(start, `${name} starts at ${start}, CPython's at ${theirStart}`);
  // The text before a `=` field goes on to the end of the field's expression in CPython.
  const next = tree.nexts[node]!;
  if (tree.kinds[node] === Kind.String && next < tree.length && isDebugField(tree, next)) return;
  if (theirEnd >= 0 && theirEnd !== end) report(start, `${name} ends at ${end}, CPython's at ${theirEnd}`);
}

function offsetOf(tree: SyntaxTree, line: number, column: number): number {
  return line < 0 ? -1 : tree.lineStarts[line - 1]! + column;
}

function compareData(
  tree: SyntaxTree,
  node: number,
  theirs: number,
  nameCrcs: Map<number, number>,
  report: ReportAt,
): void {
  const ours = comparableData(tree, node, nameCrcs);
  if (theirs === NoData || ours === NoData || ours === theirs) return;
  report(tree.starts[node]!, `${KIND_NAMES[tree.kinds[node]!]} has data ${ours}, CPython ${theirs}`);
}

/** Our payload as oracle_dump.py writes it. */
function comparableData(tree: SyntaxTree, node: number, nameCrcs: Map<number, number>): number {
  const data = tree.data[node]!;
  switch (tree.kinds[node]) {
    case Kind.Identifier:
    case Kind.Keyword:
    case Kind.Alias:
    case Kind.ExceptHandler:
    case Kind.MatchMapping:
    case Kind.KeywordPattern:
    case Kind.MatchStar:
    case Kind.MatchAs:
    case Kind.Attribute:
    case Kind.Name: {
      if (data === -1) return -1;
      let value = nameCrcs.get(data);
      if (value === undefined) {
        value = crc32(tree.names[data] ?? "(no such name)") | 0;
        nameCrcs.set(data, value);
      }
      return value;
    }
    case Kind.Number:
      return numberType(tree, node);
    case Kind.String:
      return data === 1 ? crc32(betweenQuotes(tree, node)) | 0 : NoData;
    case Kind.Tuple:
      return NoData;
    default:
      return data;
  }
}

/** 1 for int, 2 for float, 3 for complex. */
function numberType(tree: SyntaxTree, node: number): number {
  const text = new TextDecoder().decode(tree.source.subarray(tree.starts[node]!, tree.ends[node]!)).toLowerCase();
  if (text.endsWith("j")) return 3;
  return !text.startsWith("0x") && /[.e]/.test(text) ? 2 : 1;
}

function betweenQuotes(tree: SyntaxTree, node: number): Uint8Array {
  const text = tree.source.subarray(tree.starts[node]!, tree.ends[node]!);
  const width = text.length >= 6 && text[0] === text[1] && text[1] === text[2] ? 3 : 1;
  return text.subarray(width, -width);
}

/** True for a field `{expression=}`: CPython has the text of the expression as a constant before it, we do not. */
function isDebugField(tree: SyntaxTree, node: number): boolean {
  const kind = tree.kinds[node];
  if (kind !== Kind.FormattedValue && kind !== Kind.Interpolation) return false;
  let offset = tree.ends[node + 1]!;
  for (;;) {
    const character = String.fromCharCode(tree.source[offset]!);
    if (character === "#") while (tree.source[offset] !== 10 && tree.source[offset] !== 13) offset++;
    else if (!/[\s)\\]/.test(character)) return character === "=";
    offset++;
  }
}

/** True when the sibling before `node` is a String. */
function isAfterString(tree: SyntaxTree, node: number, parent: number): boolean {
  let previous = -1;
  for (let child = parent + 1; child < node; child = tree.nexts[child]!) previous = child;
  return previous >= 0 && tree.kinds[previous] === Kind.String;
}

function lineFinder(tree: SyntaxTree): (offset: number) => number {
  return (offset) => {
    let line = 0;
    while (line + 1 < tree.lineStarts.length && tree.lineStarts[line + 1]! <= offset) line++;
    return line + 1;
  };
}
