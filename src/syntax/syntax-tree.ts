/**
 * The syntax tree of one file as parallel typed arrays in pre-order.
 *
 * Node `n` occupies index `n` of every array; node 0 is the Module. The subtree of `n` is the index range
 * `[n, nexts[n])`, so the first child of `n` is `n + 1` when `nexts[n] > n + 1`, and the sibling after child `c` is
 * `nexts[c]`. Offsets are byte offsets into `source` (UTF-8, after decoding; a byte-order mark is not part of it).
 *
 * Worked example, `x = f(1)`:
 *
 *     index  kind          start end next data
 *       0    Module            0   8    7    0
 *       1    Assign            0   8    7    0
 *       2    Name              0   1    3    0   names[0] = "x"
 *       3    Call              4   8    7    0
 *       4    Name              4   5    5    1   names[1] = "f"
 *       5    ArgumentList      5   8    7    0
 *       6    Number            6   7    7    0
 */
export interface SyntaxTree {
  readonly source: Uint8Array;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** One past the last node of the subtree. */
  readonly nexts: Int32Array;
  /** Payload; its meaning depends on the kind, see node-kind.ts. */
  readonly data: Int32Array;
  readonly length: number;
  /** Interned identifiers and dotted names, NFKC-normalised as Python does. */
  readonly names: readonly string[];
  readonly errors: readonly SyntaxError[];
  /** Byte offset of the first byte of each line; `[0]` is 0. */
  readonly lineStarts: Int32Array;
  /** Byte offset of each `#` that begins a comment, ascending, then its end: pairs. */
  readonly comments: Int32Array;
}

/** One thing the parser could not read. Offsets are bytes into the tree's source. */
export interface SyntaxError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type NodeId = number;

export function kindOf(tree: SyntaxTree, node: NodeId): number {
  return tree.kinds[node]!;
}

export function startOf(tree: SyntaxTree, node: NodeId): number {
  return tree.starts[node]!;
}

export function endOf(tree: SyntaxTree, node: NodeId): number {
  return tree.ends[node]!;
}

/** The node after the subtree of `node`: its next sibling, if its parent has one more child. */
export function nextOf(tree: SyntaxTree, node: NodeId): NodeId {
  return tree.nexts[node]!;
}

export function dataOf(tree: SyntaxTree, node: NodeId): number {
  return tree.data[node]!;
}

/** The interned name in the payload of a Name, Identifier, Attribute, Alias, Keyword…; "" when the payload is -1. */
export function nameOf(tree: SyntaxTree, node: NodeId): string {
  return tree.names[tree.data[node]!] ?? "";
}

/** The `index`-th child (0-based), or -1 when there are fewer. */
export function childAt(tree: SyntaxTree, node: NodeId, index: number): NodeId {
  const end = tree.nexts[node]!;
  let child = node + 1;
  while (child < end && index > 0) {
    child = tree.nexts[child]!;
    index--;
  }
  return child < end ? child : -1;
}
