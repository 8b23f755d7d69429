import assert from "node:assert/strict";
import { test } from "node:test";
import {
  byteColumnAt,
  codePointColumnAt,
  decodeSource,
  Kind,
  lineOf,
  offsetAtUtf16,
  parseExpressionAt,
  parseFile,
  utf16ColumnAt,
} from "../../src/syntax/index.ts";
import { printModule, printTree } from "./print-tree.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...encoder.encode(part)] : [...part])));
}

test("a byte-order mark is no part of the source", () => {
  const tree = parseFile(bytesOf([0xef, 0xbb, 0xbf], "x = 1\n"));
  assert.equal(printModule(tree), "Assign(Name:x, Number)");
  assert.equal(tree.starts[1], 0);
  assert.equal(decoder.decode(tree.source), "x = 1\n");
});

test("declared encodings are decoded", () => {
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ["latin-1", [0xe9], "é"],
    ["ISO_8859_1", [0xe9], "é"],
    ["iso-8859-15", [0xa4], "€"],
    ["cp1252", [0x80], "€"],
    ["koi8-r", [0xc1], "а"],
    ["shift_jis", [0x83, 0x41], "ア"],
    ["gbk", [0xc4, 0xe3], "你"],
    ["utf8", [0xc3, 0xa9], "é"],
    ["UTF-8-sig", [0xc3, 0xa9], "é"],
  ];
  for (const [name, bytes, text] of cases) {
    const tree = parseFile(bytesOf(`#!/usr/bin/python\n# -*- coding: ${name} -*-\nx = '`, bytes, "'\n"));
    assert.deepEqual(tree.errors, [], name);
    assert.match(decoder.decode(tree.source), new RegExp(`'${text}'`), name);
  }
});

test("an encoding is looked for in comments of the first two lines only", () => {
  assert.deepEqual(decodeSource(bytesOf("x = 1\n# coding: foo\n")).errors, []);
  assert.deepEqual(decodeSource(bytesOf("\n\n# coding: foo\n")).errors, []);
  assert.equal(decodeSource(bytesOf("\n# coding: foo\n")).errors.length, 1);
  assert.deepEqual(decodeSource(bytesOf("'coding: foo'\n")).errors, []);
});

test("an encoding that is not known is an error that names it, and the file is parsed all the same", () => {
  const tree = parseFile(bytesOf("# coding: foo-8\nx = 1\n"));
  assert.deepEqual(tree.errors, [
    { message: "the encoding 'foo-8' is not supported; save the file as UTF-8", start: 10, end: 15 },
  ]);
  assert.equal(printTree(tree, 1), "Assign(Name:x, Number)");
});

test("bytes that are not of the encoding are an error", () => {
  const messages = (bytes: Uint8Array): string[] => parseFile(bytes).errors.map((error) => error.message);
  assert.deepEqual(messages(bytesOf("x = '", [0xff], "'\n")), [
    "the file is not valid UTF-8 and declares no other encoding",
  ]);
  for (const bad of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
    assert.equal(messages(bytesOf("# ", bad, "\n")).length, 1, String(bad));
  }
  assert.deepEqual(messages(bytesOf("# coding: ascii\n# ", [0xe9], "\n")), [
    "a byte that is not ASCII, as the file declares to be",
  ]);
  assert.deepEqual(messages(bytesOf("# coding: euc-jp\n# ", [0xff, 0xff], "\n")), [
    "the file is not valid in the encoding it declares, 'euc-jp'",
  ]);
  assert.deepEqual(messages(bytesOf([0xef, 0xbb, 0xbf], "# coding: latin-1\n")), [
    "the encoding is declared as 'latin-1' but the file has a UTF-8 mark",
  ]);
});

test("null bytes are errors wherever they are", () => {
  for (const source of ["a\0b", "# \0", "'\0'", "'''\0'''", "f'\0'", "\0", "a\n\0\nb"]) {
    const { errors } = parseFile(bytesOf(`${source}\nx = 1\n`));
    assert.ok(errors.length > 0, JSON.stringify(source));
    assert.match(errors[0]!.message, /null byte/);
  }
});

test("line ends are LF, CRLF and CR", () => {
  const source = "def f():\n    '''a\nb'''\n    x = (1,\n  2) \\\n  + f'''{\nx}\n'''  # c\n\n\nif x:\n\ty\n";
  const tree = parseFile(bytesOf(source));
  const expected = printModule(tree).replaceAll("String:1", "String");
  for (const lineEnd of ["\r\n", "\r"]) {
    const other = parseFile(bytesOf(source.replaceAll("\n", lineEnd)));
    assert.equal(printModule(other).replaceAll("String:1", "String"), expected);
    assert.equal(other.lineStarts.length, tree.lineStarts.length);
    for (const [line, start] of tree.lineStarts.entries()) {
      assert.equal(other.lineStarts[line], start + line * (lineEnd.length - 1));
    }
  }
});

test("the last line needs no line end", () => {
  for (const source of ["x", "x  ", "x # c", "if x: y", "if x:\n  y", "if x:\n  y\n  # c", "x \\\n", "x\n\\\n"]) {
    const count = source.endsWith("\\\n") ? 1 : 0;
    assert.equal(parseFile(bytesOf(source)).errors.length, count, JSON.stringify(source));
  }
  assert.equal(printModule(parseFile(bytesOf(""))), "");
  assert.equal(printModule(parseFile(bytesOf("  # c"))), "");
});

test("comments are pairs of offsets", () => {
  const source = "#a\nx = '#' # b\nf(  # c\n)\nf'{x # d\n}'\nif x:\n  # e\n  y\n#f";
  const { comments } = parseFile(bytesOf(source));
  const texts: string[] = [];
  for (let i = 0; i < comments.length; i += 2) texts.push(source.slice(comments[i], comments[i + 1]));
  assert.deepEqual(texts, ["#a", "# b", "# c", "# d", "# e", "#f"]);
});

test("form feeds begin the indentation anew, tabs go to multiples of eight", () => {
  assert.deepEqual(parseFile(bytesOf("if x:\n  y\n\f  z\n    \f  w\n")).errors, []);
  assert.deepEqual(parseFile(bytesOf("if x:\n\ty\n\tif z:\n\t\tw\n")).errors, []);
  assert.deepEqual(
    parseFile(bytesOf("if x:\n\ty\n        z\n")).errors.map((error) => error.message),
    ["inconsistent use of tabs and spaces in indentation"],
  );
});

test("columns are counted in bytes, code points and UTF-16 units", () => {
  const source = "a\né𝔘x\r\n名 = 1";
  const tree = parseFile(bytesOf(source));
  const offset = encoder.encode("a\né𝔘").length;
  assert.equal(lineOf(tree, offset), 1);
  assert.deepEqual(byteColumnAt(tree, offset), { line: 2, column: 7 });
  assert.deepEqual(codePointColumnAt(tree, offset), { line: 2, column: 3 });
  assert.deepEqual(utf16ColumnAt(tree, offset), { line: 2, column: 4 });
  assert.equal(offsetAtUtf16(tree, 2, 4), offset);
  assert.equal(offsetAtUtf16(tree, 2, 99), offset + 1);
  assert.equal(offsetAtUtf16(tree, 3, 2), encoder.encode("a\né𝔘x\r\n名").length);
  assert.equal(offsetAtUtf16(tree, 99, 1), tree.source.length);
});

test("an expression is parsed in its place in a larger source", () => {
  const source = bytesOf("x: 'list[int,\n str]' = 1");
  const start = 4;
  const end = source.indexOf(0x27, start);
  const tree = parseExpressionAt(source, start, end);
  assert.deepEqual(tree.errors, []);
  assert.equal(printTree(tree, 0), "Module(ExpressionStatement(Subscript(Name:list, Tuple(Name:int, Name:str))))");
  assert.equal(tree.starts[2], start);
  assert.equal(tree.ends[2], end);
  assert.equal(tree.source, source);
});

test("what is no expression is an ErrorExpression over the whole range", () => {
  for (const text of ["", "a b", "(", "x = 1", "a; b", "a)", "def", "'"]) {
    const source = bytesOf(`"${text}"`);
    const tree = parseExpressionAt(source, 1, source.length - 1);
    assert.equal(printTree(tree, 0), "Module(ExpressionStatement(ErrorExpression))", text);
    assert.ok(tree.errors.length > 0);
    assert.deepEqual([tree.starts[2], tree.ends[2]], [1, source.length - 1]);
  }
  const tree = parseExpressionAt(bytesOf("  a\n  .b  "), 0, 10);
  assert.equal(tree.kinds[2], Kind.Attribute);
});

test("nothing is left over from the file before", () => {
  const first = parseFile(bytesOf("a = f'{x"));
  const second = parseFile(bytesOf("b = 1\n"));
  assert.equal(printModule(second), "Assign(Name:b, Number)");
  assert.deepEqual(second.names, ["b"]);
  assert.equal(first.errors.length, 1);
  assert.deepEqual(first.names, ["a", "x"]);
});
