import type { SyntaxTree } from "../syntax/index.ts";
import type { ModuleSummary } from "./module-summary.ts";

const decoder: { decode: (bytes: Uint8Array) => string } = new TextDecoder();
const lowerN = 110;
const lowerU = 117;
const caseBit = 0x20;

/** The comments that mention `noqa` or `uncoil`, with their 1-based line. Other comments are never decoded. */
export function readPragmas(tree: SyntaxTree): ModuleSummary["pragmas"] {
  const pragmas: { line: number; isOwnLine: boolean; text: string }[] = [];
  const { comments, lineStarts, source } = tree;
  let line = 0;
  for (let i = 0; i < comments.length; i += 2) {
    const start = comments[i] ?? 0;
    const end = comments[i + 1] ?? 0;
    if (!mayBePragma(source, start, end)) continue;
    const text = decoder.decode(source.subarray(start, end));
    if (!/noqa|uncoil/i.test(text)) continue;
    while (line < lineStarts.length && (lineStarts[line] ?? 0) <= start) line++;
    pragmas.push({ line, isOwnLine: isOwnLine(source, lineStarts[line - 1] ?? 0, start), text });
  }
  return pragmas;
}

function mayBePragma(source: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at + 3 < end; at++) {
    const byte = (source[at] ?? 0) | caseBit;
    if (byte === lowerN && ((source[at + 1] ?? 0) | caseBit) === 111 && ((source[at + 2] ?? 0) | caseBit) === 113)
      return true;
    if (byte === lowerU && ((source[at + 1] ?? 0) | caseBit) === 110 && ((source[at + 2] ?? 0) | caseBit) === 99)
      return true;
  }
  return false;
}

function isOwnLine(source: Uint8Array, lineStart: number, comment: number): boolean {
  for (let at = lineStart; at < comment; at++) {
    const byte = source[at];
    if (byte !== 32 && byte !== 9 && byte !== 12) return false;
  }
  return true;
}
