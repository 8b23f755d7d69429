import { parseSuppression } from "../diagnostics/suppression.ts";
import { buildSemanticIndex } from "../semantic/build-semantic-index.ts";
import { decodeSource, parseModule } from "../syntax/index.ts";
import type { SyntaxTree } from "../syntax/index.ts";
import { createBuilder, firstSymbolOf } from "./builder.ts";
import type { SummaryBuilder } from "./builder.ts";
import { releaseTable } from "./integer-table.ts";
import { addFunction, finishFunction, untrackedPlace } from "./lower-function.ts";
import { lowerBlock } from "./lower-statement.ts";
import type { ModuleSummary } from "./module-summary.ts";
import { readPragmas } from "./read-pragmas.ts";
import * as S from "./module-summary.ts";

/**
 * Reads one file: bytes in, summary out. Pure: the result depends on nothing but `bytes` (`path` is only recorded).
 * Never throws on any bytes; what cannot be read is in `syntaxErrors`.
 */
export function summariseSource(path: string, bytes: Uint8Array): ModuleSummary {
  const decoded = decodeSource(bytes);
  const tree = parseModule(decoded.source);
  const errors = [...decoded.errors, ...tree.errors];
  const continuations = decoded.isAscii ? noContinuations : findContinuations(tree.source);
  return summariseTree(path, tree, errors, continuations);
}

function summariseTree(
  path: string,
  tree: SyntaxTree,
  errors: ModuleSummary["syntaxErrors"],
  continuations: Int32Array,
): ModuleSummary {
  const pragmas = readPragmas(tree);
  const nonblockingLines = new Set<number>();
  for (const pragma of pragmas)
    if (parseSuppression(pragma.text)?.isNonblocking === true) nonblockingLines.add(pragma.line);
  const builder = createBuilder(tree, buildSemanticIndex(tree), nonblockingLines);
  const place = untrackedPlace(0, 0);
  addFunction(builder, { ...place, fn: -1 }, 0, "<module>", S.FunctionIsModule);
  lowerBlock(builder, place, 0);
  finishFunction(builder, place, firstSymbolOf(builder, 0));
  return finishSummary(path, builder, errors, pragmas, continuations);
}

/** The integer columns of a summary that are tables of the builder, in the order they lie in its one buffer. */
const tableColumns = [
  "values",
  "lists",
  "symbols",
  "bindings",
  "functions",
  "parameters",
  "classes",
  "attributes",
  "sites",
  "guards",
  "flow",
  "starImports",
  "imports",
] as const;

function finishSummary(
  path: string,
  builder: SummaryBuilder,
  syntaxErrors: ModuleSummary["syntaxErrors"],
  pragmas: ModuleSummary["pragmas"],
  continuations: Int32Array,
): ModuleSummary {
  const { lineStarts } = builder.tree;
  let total = lineStarts.length + continuations.length;
  for (const column of tableColumns) total += builder[column].length;
  const buffer = new Int32Array(total);
  let at = 0;
  const take = (integers: Int32Array, length: number): Int32Array => {
    buffer.set(length === integers.length ? integers : integers.subarray(0, length), at);
    at += length;
    return buffer.subarray(at - length, at);
  };
  const columns = {} as Record<(typeof tableColumns)[number], Int32Array>;
  for (const column of tableColumns) {
    columns[column] = take(builder[column].data, builder[column].length);
    releaseTable(builder[column]);
  }
  return {
    path,
    strings: builder.strings,
    ...columns,
    firstSymbol: firstSymbolOf(builder, 0),
    lineStarts: take(lineStarts, lineStarts.length),
    continuations: take(continuations, continuations.length),
    syntaxErrors,
    pragmas,
  };
}

const noContinuations: Int32Array = new Int32Array(0);

/** Offsets of the bytes that continue a character. */
function findContinuations(source: Uint8Array): Int32Array {
  const offsets: number[] = [];
  for (let i = 0; i < source.length; i++) if (((source[i] ?? 0) & 0xc0) === 0x80) offsets.push(i);
  return Int32Array.from(offsets);
}
