import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../../src/diagnostics/diagnostic.ts";
import { renderCodeFrame, splitLines } from "../../src/reporters/code-frame.ts";
import { displayWidth, layOut, printable } from "../../src/reporters/display-width.ts";
import { createPainter } from "../../src/reporters/painter.ts";
import { wrapText } from "../../src/reporters/wrap-text.ts";

const painter = createPainter(false);

function frameOf(source: string, start: Position, end: Position, width = 80, context = 2): string {
  const lines = splitLines(source);
  return renderCodeFrame({ lines, start, end, context, width, painter, paint: painter.red }).join("\n");
}

/** The cell the first caret is in, and the cell `text` starts in, must be the same. */
function assertMarks(line: string, text: string): void {
  const column = Array.from(line.slice(0, line.indexOf(text))).length + 1;
  const end = column + Array.from(text).length;
  const [, code = "", marks = ""] = frameOf(line, { line: 1, column }, { line: 1, column: end }).split("\n");
  const marked = marks.slice(marks.indexOf("^"));
  const shown = layOut(code);
  let cell = 0;
  let under = "";
  for (const { text: character, width } of shown) {
    if (cell >= marks.indexOf("^") && cell < marks.indexOf("^") + marked.length) under += character;
    cell += width;
  }
  assert.equal(under, text);
}

test("a line has its neighbours and carets under the range", () => {
  const source = "a = 1\n\nasync def f():\n    time.sleep(1)\n    return\n\n";
  assert.equal(
    frameOf(source, { line: 4, column: 5 }, { line: 4, column: 18 }),
    ["  |", "3 | async def f():", "4 |     time.sleep(1)", "  |     ^^^^^^^^^^^^^", "5 |     return", "  |"].join("\n"),
  );
});

test("numbers of two and three digits are aligned", () => {
  const source = Array.from({ length: 101 }, (_, index) => `line${index + 1}()`).join("\n");
  assert.equal(
    frameOf(source, { line: 99, column: 1 }, { line: 99, column: 5 }, 80, 1),
    ["    |", " 98 | line98()", " 99 | line99()", "    | ^^^^", "100 | line100()", "    |"].join("\n"),
  );
});

test("carets stand under the text after tabs, wide characters, accents and emoji", () => {
  assertMarks('\tif "日本語": sleep(1)', "sleep(1)");
  assertMarks('x = "e\u0301é" + sleep(1)', "sleep(1)");
  assertMarks('x = "👩‍👩‍👧 🇩🇪 ❤️" + sleep(1)', "sleep(1)");
  assertMarks("名前 = sleep(1)", "sleep(1)");
});

test("a range of several lines has a bar beside it", () => {
  const source = "    gather(\n        a(),\n    )\n";
  assert.equal(
    frameOf(source, { line: 1, column: 5 }, { line: 3, column: 6 }),
    ["  |", "1 | /     gather(", "2 | |         a(),", "3 | |     )", "  | |_____^", "  |"].join("\n"),
  );
  assert.equal(
    frameOf("x = gather(\n    a(),\n)\n", { line: 1, column: 5 }, { line: 3, column: 2 }),
    ["  |", "1 |   x = gather(", "  |  _____^", "2 | |     a(),", "3 | | )", "  | |_^", "  |"].join("\n"),
  );
});

test("a long range loses its middle", () => {
  const source = `f(\n${"    1,\n".repeat(20)})\n`;
  const rows = frameOf(source, { line: 1, column: 1 }, { line: 22, column: 2 }).split("\n");
  assert.ok(rows.length < 12, rows.join("\n"));
  assert.match(rows.join("\n"), /\n\.\.\. \|\n/);
});

test("a line wider than the terminal is cut around the range", () => {
  const line = `${"a".repeat(100)} sleep(1) ${"b".repeat(100)}`;
  const rows = frameOf(line, { line: 1, column: 102 }, { line: 1, column: 110 }, 60).split("\n");
  for (const row of rows) assert.ok(displayWidth(row) <= 60, row);
  const [, code = "", marks = ""] = rows;
  assert.equal(code.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1), "sleep(1)");
  assert.match(code, /…a+ sleep\(1\) b+…$/);
});

test("a range longer than the terminal does not overflow it", () => {
  const rows = frameOf(`f(${"x".repeat(300)})`, { line: 1, column: 1 }, { line: 1, column: 303 }, 60).split("\n");
  for (const row of rows) assert.ok(displayWidth(row) <= 60, row);
});

test("a range outside the file has no frame, an empty one a single caret", () => {
  assert.equal(frameOf("a\n", { line: 9, column: 1 }, { line: 9, column: 2 }), "");
  assert.match(frameOf("", { line: 1, column: 1 }, { line: 1, column: 1 }), /\^$/m);
  assert.match(frameOf("ab", { line: 1, column: 3 }, { line: 1, column: 3 }), /\|   \^$/m);
});

test("lines end where Python ends them", () => {
  assert.deepEqual(splitLines("a\r\nb\rc\nd\fe\u2028f"), ["a", "b", "c", "d\fe\u2028f"]);
});

test("control characters cannot steer the terminal", () => {
  assert.equal(printable("a\u001B[31mb\u007F\u0085\u202E"), "a␛[31mb␡\uFFFD\uFFFD");
  assert.equal(frameOf("x = '\u001B[2J'", { line: 1, column: 1 }, { line: 1, column: 2 }).includes("\u001B"), false);
});

test("text is wrapped by cells, and long words stay whole", () => {
  assert.deepEqual(wrapText("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapText("日本 日本 日本", 9), ["日本 日本", "日本"]);
  assert.deepEqual(wrapText("a verylongword b", 5), ["a", "verylongword", "b"]);
  assert.deepEqual(wrapText("", 5), [""]);
});
