/** What holds of edits and fixes whatever they are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits, mapEdits, mapOffset } from "../../src/diagnostics/apply-edits.ts";
import { chooseFixes, type Fix, mergeEdits } from "../../src/diagnostics/fix.ts";
import type { TextEdit } from "../../src/diagnostics/text-edit.ts";
import { encodeSource } from "../../src/syntax/encode-source.ts";
import { decodeSource } from "../../src/syntax/index.ts";
import { unifiedDiff } from "../../src/reporters/unified-diff.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A source, and edits of it in order that do not conflict. */
const editedSource = fc
  .tuple(
    fc.string({ maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(8), fc.nat(5), fc.string({ maxLength: 6 })), { maxLength: 8 }),
  )
  .map(([text, steps]) => {
    const source = encoder.encode(text.replaceAll(/[^ -~]/g, "."));
    const edits: TextEdit[] = [];
    let at = 0;
    for (const [skip, length, inserted] of steps) {
      const start = at + skip + 1;
      if (start + length > source.length) break;
      edits.push({ start, end: start + length, text: inserted });
      at = start + length;
    }
    return { source, edits };
  });

test("edits apply: what is outside of them is there, where the map says", () => {
  fc.assert(
    fc.property(editedSource, ({ source, edits }) => {
      const result = applyEdits(source, edits);
      const map = mapEdits(edits);
      let expected = "";
      let at = 0;
      for (const { start, end, text } of edits) {
        expected += decoder.decode(source.subarray(at, start)) + decoder.decode(encoder.encode(text));
        at = end;
      }
      assert.equal(decoder.decode(result), expected + decoder.decode(source.subarray(at)));
      for (let offset = 0; offset < source.length; offset++) {
        if (edits.some(({ start, end }) => start <= offset && offset < end)) continue;
        assert.equal(result[mapOffset(map, offset, "after")], source[offset]);
      }
    }),
  );
});

test("fixes chosen together do not overlap, whatever they are, and none is lost", () => {
  const fix = fc
    .array(fc.tuple(fc.nat(30), fc.nat(4), fc.constantFrom("a", "b", "")), { minLength: 1, maxLength: 2 })
    .map((edits): Fix => {
      const sorted = edits.map(([start, length, text]) => ({ start, end: start + length, text }));
      const [first] = sorted;
      return { title: "t", applicability: "safe", edits: new Map([["f", first === undefined ? [] : [first]]]) };
    });
  fc.assert(
    fc.property(fc.array(fix, { maxLength: 12 }), (fixes) => {
      const { chosen, left } = chooseFixes(fixes, (item) => item);
      assert.equal(chosen.length + left.length, fixes.length);
      const edits = mergeEdits(chosen).get("f") ?? [];
      for (const [index, edit] of edits.entries()) {
        const next = edits[index + 1];
        assert.ok(next === undefined || (edit.end <= next.start && edit.start < next.start));
      }
    }),
  );
});

test("what is encoded again is what was decoded", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.constantFrom("", "# coding: latin-1\n", "\u{feff}"),
      (bytes, head) => {
        const whole = new Uint8Array([...encoder.encode(head), ...bytes]);
        const { source, errors } = decodeSource(whole);
        if (errors.length === 0) assert.deepEqual(encodeSource(whole, source), whole);
      },
    ),
  );
});

test("a diff turns the one text into the other", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 14 });
  fc.assert(
    fc.property(lines, lines, fc.boolean(), (left, right, ends) => {
      const before = left.join("\n") + (ends && left.length > 0 ? "\n" : "");
      const after = right.join("\n") + (right.length > 0 ? "\n" : "");
      assert.equal(applyDiff(before, unifiedDiff("f", before, after)), after);
    }),
    { numRuns: 500 },
  );
});

/** As `patch` does, without looking for lines that moved. */
function applyDiff(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  const rows = diff.split("\n").slice(2, -1);
  for (const [index, row] of rows.entries()) {
    const start = /^@@ -(\d+)(?:,(\d+))? /.exec(row);
    const isOpen = rows[index + 1] === "\\ No newline at end of file";
    const text = row.slice(1) + (isOpen ? "" : "\n");
    if (start !== null) {
      const first = Number(start[1]) - (start[2] === "0" ? 0 : 1);
      while (at < first) result.push(lines[at++] ?? "");
    } else if (row.startsWith("\\")) continue;
    else if (row.startsWith("+")) result.push(text);
    else {
      assert.equal(lines[at], text);
      if (row.startsWith(" ")) result.push(text);
      at++;
    }
  }
  return [...result, ...lines.slice(at)].join("");
}
