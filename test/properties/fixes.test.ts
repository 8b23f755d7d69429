/** What holds of edits and fixes whatever they are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits, mapEdits, mapOffset } from "../../src/diagnostics/apply-edits.ts";
import { chooseFixes, type Fix, mergeEdits } from "../../src/diagnostics/fix.ts";
import type { TextEdit } from "../../src/diagnostics/text-edit.ts";
import { rules } from "../../src/rules/registry.ts";
import { parseFile } from "../../src/syntax/index.ts";
import { encodeSource } from "../../src/syntax/encode-source.ts";
import { decodeSource } from "../../src/syntax/index.ts";
import { unifiedDiff } from "../../src/reporters/unified-diff.ts";
import { createTestSession, testSettings } from "../harness/test-session.ts";

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

test("fixes chosen together do not overlap, whatever they are, and no two orders of equal lists differ", () => {
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

const statements: readonly string[] = [
  "time.sleep(1)  # nap",
  "value = requests.get(url).json()",
  "value = [requests.get(u) for u in urls]",
  "work(url)",
  "print(f'{work(url)}', helper(1,\n        # two\n        key=2))",
  "asyncio.create_task(work(url))",
  "asyncio.run(work(url))",
  "with asyncio.Lock():\n        helper(helper(3))",
  "if work(url):\n        time.sleep(2)\n    else:\n        helper(4)",
  "await asyncio.gather([work(1), work(2)])",
  "await asyncio.to_thread(work, url)",
  "await asyncio.to_thread(helper(1))",
  "async with asyncio.TaskGroup() as group:\n        asyncio.create_task(work(url))",
  "for item in urls:\n        helper(item)",
  "try:\n        input('?')\n    finally:\n        time.sleep(3)",
  "x = lambda: time.sleep(1)",
  'text = """\ntime.sleep(1)\n"""; time.sleep(5)',
];

const program = fc
  .tuple(fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 6 }), fc.constantFrom("\n", "\r\n"))
  .map(([body, newline]) =>
    `"""Doc."""
import requests
import time
import asyncio


def helper(x, key=None):
    time.sleep(x)
    return x


async def work(url): ...


async def main(url, urls):
    ${body.join("\n    ")}
`.replaceAll("\n", newline),
  );

const settings = testSettings(undefined, []);

function fix(source: string): string {
  const session = createTestSession(new Map([["main.py", source]]), settings);
  const { files } = session.fixAll(settings, { allowsUnsafe: true, mayChange: () => true });
  const after = files.get("/project/main.py")?.after;
  return after === undefined ? source : decoder.decode(after);
}

test("fixed text parses, keeps its comments and line endings, and is fixed", () => {
  fc.assert(
    fc.property(program, (source) => {
      const fixed = fix(source);
      assert.deepEqual(parseFile(encoder.encode(fixed)).errors, []);
      assert.equal(fixed.match(/# nap/g)?.length, source.match(/# nap/g)?.length);
      assert.equal(/(?<!\r)\n/.test(fixed), /(?<!\r)\n/.test(source));
      assert.equal(fix(fixed), fixed);
    }),
    { numRuns: 60 },
  );
});

test("the order of the rules does not matter", () => {
  const reversed = [...rules].reverse();
  const source = `import time\nimport asyncio\n\n\nasync def work(x): ...\n\n\nasync def main(x):\n    ${statements.slice(5, 13).join("\n    ")}\n`;
  const forward = fix(source);
  const order = [...rules];
  const list = rules as (typeof reversed)[number][];
  try {
    list.splice(0, list.length, ...reversed);
    assert.equal(fix(source), forward);
  } finally {
    list.splice(0, list.length, ...order);
  }
});
