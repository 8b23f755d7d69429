import { namesOf } from "./name-table.ts";
import type { Parser } from "./parser.ts";
import type { SyntaxError, SyntaxTree } from "./syntax-tree.ts";

/** Subtrees that are open while walking backwards: their first nodes in post-order. Grows as deep as the tree. */
let openFirsts: Int32Array = new Int32Array(256);

/**
 * Turns the parser's post-order arrays into a tree in pre-order over `source`.
 *
 * A node's place in pre-order is its place in post-order, less its descendants, plus its ancestors: both count all
 * nodes left of it, and one of these two groups each. Walking backwards, the ancestors are the subtrees still open.
 */
export function writeTree(p: Parser, source: Uint8Array): SyntaxTree {
  const length = p.count;
  const buffer = new ArrayBuffer(length * BytesPerNode);
  const starts = new Int32Array(buffer, 0, length);
  const ends = new Int32Array(buffer, length * 4, length);
  const nexts = new Int32Array(buffer, length * 8, length);
  const data = new Int32Array(buffer, length * 12, length);
  const kinds = new Uint8Array(buffer, length * 16, length);
  // Locals, since a store into the new arrays makes the compiler load fields again.
  const { kinds: fromKinds, starts: fromStarts, ends: fromEnds, data: fromData, sizes } = p;
  let firsts = openFirsts;
  let depth = 0;
  for (let node = length - 1; node >= 0; node--) {
    while (depth > 0 && firsts[depth - 1]! > node) depth--;
    const size = sizes[node]!;
    const first = node - size + 1;
    const place = first + depth;
    kinds[place] = fromKinds[node]!;
    starts[place] = fromStarts[node]!;
    ends[place] = fromEnds[node]!;
    data[place] = fromData[node]!;
    nexts[place] = place + size;
    if (size > 1) {
      if (depth === firsts.length) firsts = growOpenFirsts();
      firsts[depth++] = first;
    }
  }
  const { lexer } = p;
  return {
    source,
    kinds,
    starts,
    ends,
    nexts,
    data,
    length,
    names: namesOf(lexer.names),
    errors: sortErrors(p.errors),
    lineStarts: lexer.lineStarts.slice(0, lexer.lineCount),
    comments: lexer.comments.slice(0, lexer.commentCount),
  };
}

/** Four numbers of four bytes, and the kind. */
const BytesPerNode = 17;

function growOpenFirsts(): Int32Array {
  const grown = new Int32Array(openFirsts.length * 2);
  grown.set(openFirsts);
  openFirsts = grown;
  return grown;
}

function sortErrors(errors: SyntaxError[]): SyntaxError[] {
  return errors.length > 1 ? [...errors].sort((a, b) => a.start - b.start || a.end - b.end) : errors;
}
