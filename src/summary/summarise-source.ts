import { buildSemanticIndex } from "../semantic/build-semantic-index.ts";
import { decodeSource, parseModule } from "../syntax/index.ts";
import type { SyntaxTree } from "../syntax/index.ts";
import { createBuilder, firstSymbolOf } from "./builder.ts";
import type { Place, SummaryBuilder } from "./builder.ts";
import { integersOf } from "./integer-table.ts";
import { addFunction, finishFunction } from "./lower-function.ts";
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
  return summariseTree(path, tree, errors);
}

function summariseTree(path: string, tree: SyntaxTree, errors: ModuleSummary["syntaxErrors"]): ModuleSummary {
  const pragmas = readPragmas(tree);
  const nonblockingLines = new Set<number>();
  for (const pragma of pragmas) if (/uncoil:\s*nonblocking/i.test(pragma.text)) nonblockingLines.add(pragma.line);
  const builder = createBuilder(tree, buildSemanticIndex(tree), nonblockingLines);
  const place: Place = {
    scope: 0,
    fn: 0,
    cls: -1,
    flowScope: -1,
    localOf: new Map(),
    state: undefined,
    guard: -1,
    flags: 0,
    returns: [],
    yields: [],
  };
  addFunction(builder, { ...place, fn: -1 }, 0, "<module>", S.FunctionIsModule);
  lowerBlock(builder, place, 0);
  finishFunction(builder, place, firstSymbolOf(builder, 0));
  return finishSummary(path, builder, errors, pragmas);
}

function finishSummary(
  path: string,
  builder: SummaryBuilder,
  syntaxErrors: ModuleSummary["syntaxErrors"],
  pragmas: ModuleSummary["pragmas"],
): ModuleSummary {
  const { tree } = builder;
  return {
    path,
    strings: builder.strings,
    values: integersOf(builder.values),
    lists: integersOf(builder.lists),
    symbols: integersOf(builder.symbols),
    bindings: integersOf(builder.bindings),
    functions: integersOf(builder.functions),
    parameters: integersOf(builder.parameters),
    classes: integersOf(builder.classes),
    attributes: integersOf(builder.attributes),
    sites: integersOf(builder.sites),
    guards: integersOf(builder.guards),
    firstSymbol: firstSymbolOf(builder, 0),
    starImports: integersOf(builder.starImports),
    imports: integersOf(builder.imports),
    lineStarts: tree.lineStarts,
    continuations: findContinuations(tree.source),
    syntaxErrors,
    pragmas,
  };
}

function findContinuations(source: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < source.length; i++) if (((source[i] ?? 0) & 0xc0) === 0x80) count++;
  const offsets = new Int32Array(count);
  if (count === 0) return offsets;
  count = 0;
  for (let i = 0; i < source.length; i++) if (((source[i] ?? 0) & 0xc0) === 0x80) offsets[count++] = i;
  return offsets;
}
