export { decodeSource } from "./decode-source.ts";
export type { DecodedSource } from "./decode-source.ts";
export { encodeSource } from "./encode-source.ts";
export { byteColumnAt, codePointColumnAt, lineOf, offsetAtUtf16, utf16ColumnAt } from "./line-index.ts";
export type { LineColumn } from "./line-index.ts";
export * as Kind from "./node-kind.ts";
export { parseExpressionAt, parseFile, parseModule } from "./parse-module.ts";
export { childAt, dataOf, endOf, kindOf, nameOf, nextOf, startOf } from "./syntax-tree.ts";
export type { NodeId, SyntaxError, SyntaxTree } from "./syntax-tree.ts";
