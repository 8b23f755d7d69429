/** The control flow of a function as a tree of statements, read from the rows of its summary. */
import * as Flow from "../summary/flow-row.ts";
import * as S from "../summary/module-summary.ts";
import type { FunctionRef } from "./shape.ts";

/** Statements in order. */
export type Block = readonly FlowNode[];

export interface LeafNode {
  readonly kind: "bind" | "use" | "return" | "raise" | "break" | "continue" | "noted";
  readonly row: number;
}

export interface BranchNode {
  readonly kind: "branch";
  readonly row: number;
  readonly branches: readonly Block[];
  /** The rows that open the branches. */
  readonly openRows: readonly number[];
  /** One of the branches is always taken. */
  readonly isExhaustive: boolean;
  readonly endRow: number;
}

export interface LoopNode {
  readonly kind: "loop";
  readonly row: number;
  readonly endRow: number;
  readonly body: Block;
  readonly orElse: Block;
  /** `while True`: left only by `break`, `return` and `raise`. */
  readonly isEndless: boolean;
}

export interface HandlerNode {
  readonly row: number;
  readonly body: Block;
  /** Row after its last. */
  readonly endRow: number;
}

export interface TryNode {
  readonly kind: "try";
  readonly row: number;
  readonly body: Block;
  /** Row after the body's last. */
  readonly bodyEnd: number;
  readonly handlers: readonly HandlerNode[];
  readonly orElse: Block;
  readonly final: Block;
  readonly hasFinally: boolean;
  readonly endRow: number;
}

export interface WithNode {
  readonly kind: "with";
  readonly row: number;
  readonly body: Block;
  readonly endRow: number;
}

export type FlowNode = LeafNode | BranchNode | LoopNode | TryNode | WithNode;

const known = new WeakMap<FunctionRef, Block>();

/** The body of a function; empty where control flow is not recorded (lambdas, the module). */
export function flowOf(ref: FunctionRef): Block {
  let block = known.get(ref);
  if (block === undefined) {
    const first = S.functionColumn(ref.module.summary, ref.index, S.FunctionFirstFlow);
    const count = S.functionColumn(ref.module.summary, ref.index, S.FunctionFlowCount);
    const reader: Reader = { summary: ref.module.summary, row: first, end: first + count };
    block = readBlock(reader);
    known.set(ref, block);
  }
  return block;
}

/** Whether a function has a row of a kind. */
export function hasFlow({ module, index }: FunctionRef, kind: number): boolean {
  return (S.functionColumn(module.summary, index, S.FunctionFlowKinds) & (1 << kind)) !== 0;
}

/** Every statement of a block and of those nested in it, outermost first, with the statements around it. */
export function* nodesIn(block: Block, around: readonly FlowNode[] = []): Generator<[FlowNode, readonly FlowNode[]]> {
  for (const node of block) {
    yield [node, around];
    for (const inner of blocksOf(node)) yield* nodesIn(inner, [...around, node]);
  }
}

/** The suites of a statement. */
export function blocksOf(node: FlowNode): readonly Block[] {
  switch (node.kind) {
    case "branch":
      return node.branches;
    case "loop":
      return [node.body, node.orElse];
    case "try":
      return [node.body, ...node.handlers.map(({ body }) => body), node.orElse, node.final];
    case "with":
      return [node.body];
    default:
      return [];
  }
}

/** Whether a loop's body leaves the loop with `break`. */
export function hasBreak(block: Block): boolean {
  return block.some((node) => {
    if (node.kind === "break") return true;
    return node.kind === "loop" ? hasBreak(node.orElse) : blocksOf(node).some(hasBreak);
  });
}

/** Whether a block leaves the function with `return`. */
export function hasReturn(block: Block): boolean {
  return block.some((node) => node.kind === "return" || blocksOf(node).some(hasReturn));
}

interface Reader {
  readonly summary: FunctionRef["module"]["summary"];
  row: number;
  readonly end: number;
}

function kindAt(reader: Reader): number {
  return reader.row < reader.end ? S.flowColumn(reader.summary, reader.row, S.FlowKind) : -1;
}

/** Rows that end a suite. */
const closers: ReadonlySet<number> = new Set([
  Flow.Else,
  Flow.EndIf,
  Flow.LoopElse,
  Flow.EndLoop,
  Flow.Handler,
  Flow.TryElse,
  Flow.Finally,
  Flow.EndTry,
  Flow.EndWith,
]);

const leaves: Readonly<Record<number, LeafNode["kind"]>> = {
  [Flow.Bind]: "bind",
  [Flow.Use]: "use",
  [Flow.Return]: "return",
  [Flow.Raise]: "raise",
  [Flow.Break]: "break",
  [Flow.Continue]: "continue",
  [Flow.Noted]: "noted",
};

function readBlock(reader: Reader): Block {
  const nodes: FlowNode[] = [];
  for (let kind = kindAt(reader); kind >= 0 && !closers.has(kind); kind = kindAt(reader)) {
    const leaf = leaves[kind];
    if (leaf !== undefined) nodes.push({ kind: leaf, row: reader.row++ });
    else nodes.push(readCompound(reader, kind));
  }
  return nodes;
}

function readCompound(reader: Reader, kind: number): FlowNode {
  const { row } = reader;
  switch (kind) {
    case Flow.If: {
      reader.row++;
      const openRows = [row];
      const branches = [readBlock(reader)];
      while (kindAt(reader) === Flow.Else) {
        openRows.push(reader.row++);
        branches.push(readBlock(reader));
      }
      const isExhaustive = S.flowColumn(reader.summary, reader.row, S.FlowA) === 1;
      return { kind: "branch", row, branches, openRows, isExhaustive, endRow: reader.row++ };
    }
    case Flow.Loop: {
      reader.row++;
      const body = readBlock(reader);
      const orElse = readOptional(reader, Flow.LoopElse);
      const isEndless = S.flowColumn(reader.summary, row, S.FlowC) === 1;
      return { kind: "loop", row, body, orElse, isEndless, endRow: reader.row++ };
    }
    case Flow.Try:
      return readTry(reader);
    default: {
      reader.row++;
      const body = readBlock(reader);
      return { kind: "with", row, body, endRow: reader.row++ };
    }
  }
}

function readTry(reader: Reader): TryNode {
  const row = reader.row++;
  const body = readBlock(reader);
  const bodyEnd = reader.row;
  const handlers: HandlerNode[] = [];
  while (kindAt(reader) === Flow.Handler) {
    const start = reader.row++;
    const block = readBlock(reader);
    handlers.push({ row: start, body: block, endRow: reader.row });
  }
  const orElse = readOptional(reader, Flow.TryElse);
  const hasFinally = kindAt(reader) === Flow.Finally;
  const final = readOptional(reader, Flow.Finally);
  return { kind: "try", row, body, bodyEnd, handlers, orElse, final, hasFinally, endRow: reader.row++ };
}

function readOptional(reader: Reader, kind: number): Block {
  if (kindAt(reader) !== kind) return [];
  reader.row++;
  return readBlock(reader);
}

/** The sites of a function between two rows of its flow, ascending. */
export function sitesBetween(ref: FunctionRef, fromRow: number, toRow: number): number[] {
  const { summary } = ref.module;
  const from = S.flowColumn(summary, fromRow, S.FlowSite);
  const to = S.flowColumn(summary, toRow, S.FlowSite);
  const found: number[] = [];
  let site = S.functionColumn(summary, ref.index, S.FunctionFirstSite);
  for (; site >= 0 && site < to; site = S.siteColumn(summary, site, S.SiteNext)) if (site >= from) found.push(site);
  return found;
}

/** The first site after the suite a site stands in, or after the statement that leaves it. */
export function endOfSuite(ref: FunctionRef, site: number): number {
  const { summary } = ref.module;
  const first = S.functionColumn(summary, ref.index, S.FunctionFirstFlow);
  const end = first + S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  let depth = 0;
  for (let row = first; row < end; row++) {
    if (S.flowColumn(summary, row, S.FlowSite) <= site) continue;
    const kind = S.flowColumn(summary, row, S.FlowKind);
    if (openers.has(kind)) depth++;
    else if (depth === 0 && (closers.has(kind) || leavers.has(kind))) return S.flowColumn(summary, row, S.FlowSite);
    else if (enders.has(kind)) depth--;
  }
  return Infinity;
}

const openers: ReadonlySet<number> = new Set([Flow.If, Flow.Loop, Flow.Try, Flow.With]);
const enders: ReadonlySet<number> = new Set([Flow.EndIf, Flow.EndLoop, Flow.EndTry, Flow.EndWith]);
const leavers: ReadonlySet<number> = new Set([Flow.Return, Flow.Raise, Flow.Break, Flow.Continue]);

/** The sites of a function in each branch of an `if`, ascending; what stands below `elif` belongs to the `else`. */
export function sitesOfBranches(ref: FunctionRef, { row }: BranchNode): readonly (readonly number[])[] {
  const { summary } = ref.module;
  const end =
    S.functionColumn(summary, ref.index, S.FunctionFirstFlow) +
    S.functionColumn(summary, ref.index, S.FunctionFlowCount);
  const found: number[][] = [];
  let start = row;
  let depth = 0;
  for (let next = row + 1; next < end; next++) {
    const kind = S.flowColumn(summary, next, S.FlowKind);
    if (kind === Flow.If) depth++;
    else if (kind === Flow.EndIf && depth > 0) depth--;
    else if (depth === 0 && (kind === Flow.Else || kind === Flow.EndIf)) {
      found.push(sitesBetween(ref, start, next));
      start = next;
      if (kind === Flow.EndIf) break;
    }
  }
  return found;
}
