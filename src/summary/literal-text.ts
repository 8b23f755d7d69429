/** The text of string literals, as far as a summary keeps it. */
import * as Kind from "../syntax/node-kind.ts";
import { dataOf, endOf, kindOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import type { SummaryBuilder } from "./builder.ts";

/** Longer string literals keep no text. */
const maximumStringBytes = 120;

const decoder: { decode: (bytes: Uint8Array) => string } = new TextDecoder();

/** The text of a plain string literal without prefix and escapes, or undefined. */
export function plainText(builder: SummaryBuilder, node: NodeId): string | undefined {
  const { tree } = builder;
  if (kindOf(tree, node) !== Kind.String || dataOf(tree, node) !== 1) return undefined;
  const [start, end] = textRange(builder, node);
  if (end - start > maximumStringBytes) return undefined;
  const text = decoder.decode(tree.source.subarray(start, end));
  // Strings travel between threads with NULs between them.
  return text.includes("\0") ? undefined : text;
}

/** Byte range of the text between a plain literal's quotes. */
export function textRange(builder: SummaryBuilder, node: NodeId): [number, number] {
  const start = startOf(builder.tree, node);
  const end = endOf(builder.tree, node);
  const quote = builder.tree.source[start];
  const isTriple =
    end - start >= 6 && builder.tree.source[start + 1] === quote && builder.tree.source[start + 2] === quote;
  const quotes = isTriple ? 3 : 1;
  return [start + quotes, end - quotes];
}

/** Whether a literal reads like `app.views.index` or `app:main`: something may be called by that name. */
export function isDottedPath({ tree }: SummaryBuilder, node: NodeId): boolean {
  const { source } = tree;
  const end = endOf(tree, node) - 1;
  let isDotted = false;
  for (let at = startOf(tree, node) + 1; at < end; at++) {
    const byte = source[at] ?? 0;
    if (byte === 46 || byte === 58) isDotted = true;
    else if (!isNameByte(byte)) return false;
  }
  return isDotted;
}

function isNameByte(byte: number): boolean {
  return (
    byte >= 128 ||
    (byte >= 97 && byte <= 122) ||
    (byte >= 65 && byte <= 90) ||
    byte === 95 ||
    (byte >= 48 && byte <= 57)
  );
}
