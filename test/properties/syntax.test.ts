import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Kind, parseExpressionAt, parseFile, parseModule } from "../../src/syntax/index.ts";
import type { SyntaxTree } from "../../src/syntax/index.ts";

const encoder = new TextEncoder();

/** What every tree promises, whatever the source was. */
function checkTree(tree: SyntaxTree): void {
  const { kinds, starts, ends, nexts, length, source } = tree;
  for (const array of [kinds, starts, ends, nexts, tree.data]) assert.equal(array.length, length);
  assert.equal(kinds[0], Kind.Module);
  assert.equal(nexts[0], length);
  for (let node = 0; node < length; node++) {
    const start = starts[node]!;
    const end = ends[node]!;
    assert.ok(start >= 0 && start <= end && end <= source.length, `range of node ${node}`);
    assert.ok(kinds[node]! <= Kind.LastExpression);
    assert.ok(nexts[node]! > node && nexts[node]! <= length);
    let previousEnd = start;
    for (let child = node + 1; child < nexts[node]!; child = nexts[child]!) {
      assert.ok(nexts[child]! <= nexts[node]!, `the subtree of ${child} ends in that of ${node}`);
      // Decorators stand before the `def` or `class` at which their definition begins.
      if (kinds[child] === Kind.DecoratorList) continue;
      assert.ok(starts[child]! >= previousEnd, `node ${child} begins after its sibling and in its parent ${node}`);
      assert.ok(ends[child]! <= end, `node ${child} ends in its parent ${node}`);
      previousEnd = ends[child]!;
    }
    checkName(tree, node);
  }
  checkErrors(tree);
  checkLines(tree);
}

const NAMED: ReadonlySet<number> = new Set([
  Kind.Identifier,
  Kind.Name,
  Kind.Alias,
  Kind.KeywordPattern,
  Kind.Attribute,
]);
const OPTIONALLY_NAMED: ReadonlySet<number> = new Set([
  Kind.Keyword,
  Kind.ExceptHandler,
  Kind.MatchMapping,
  Kind.MatchStar,
  Kind.MatchAs,
]);

function checkName(tree: SyntaxTree, node: number): void {
  const data = tree.data[node]!;
  const least = NAMED.has(tree.kinds[node]!) ? 0 : -1;
  if (least === -1 && !OPTIONALLY_NAMED.has(tree.kinds[node]!)) return;
  assert.ok(data >= least && data < tree.names.length, `the name of node ${node}`);
}

function checkErrors(tree: SyntaxTree): void {
  let previous = 0;
  for (const { start, end, message } of tree.errors) {
    assert.ok(start >= previous && start <= end && end <= tree.source.length, `range of "${message}"`);
    assert.notEqual(message, "");
    previous = start;
  }
}

function checkLines(tree: SyntaxTree): void {
  assert.equal(tree.lineStarts[0], 0);
  for (let i = 1; i < tree.lineStarts.length; i++) assert.ok(tree.lineStarts[i]! > tree.lineStarts[i - 1]!);
  let previous = 0;
  for (let i = 0; i < tree.comments.length; i += 2) {
    const start = tree.comments[i]!;
    assert.ok(start >= previous && tree.source[start] === 0x23);
    previous = tree.comments[i + 1]!;
    assert.ok(previous > start && previous <= tree.source.length);
  }
}

test("any bytes give a tree", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      checkTree(parseFile(bytes));
      checkTree(parseModule(bytes));
    }),
    { numRuns: 2000 },
  );
});

const PIECES: readonly string[] = [
  ..."()[]{}:,;.=*@!~-+<>|&^%/\\'\"#_xé名 \t\n\r\f\0".split(""),
  "\n    ",
  "\n  ",
  "\r\n",
  "\\\n",
  "f'",
  'f"',
  "t'",
  'f"""',
  "'''",
  "rb'",
  "{x",
  "{x:",
  "{x!r}",
  "}}",
  "{{",
  ":=",
  "->",
  "**",
  "...",
  "!=",
  "<>",
  "==",
  "+=",
  "//",
  "1",
  "0x",
  "1e",
  "1_0",
  ".5j",
  "x",
  "y.z",
  "x, ",
  "match x:",
  "case ",
  "type X",
  "_",
  "\u{1D518}",
  "\u00a0",
  ..."if else elif for while try except finally with as def class async await lambda return yield from import not in is and or None True pass raise global del assert"
    .split(" ")
    .map((word) => `${word} `),
];

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(""));

test("any soup of tokens gives a tree", () => {
  fc.assert(
    fc.property(soup, (source) => checkTree(parseFile(encoder.encode(source)))),
    { numRuns: 8000 },
  );
});

test("any soup of tokens gives an expression", () => {
  fc.assert(
    fc.property(soup, fc.nat(20), fc.nat(20), (source, before, after) => {
      const bytes = encoder.encode(source);
      const start = Math.min(before, bytes.length);
      const end = Math.max(start, bytes.length - after);
      const tree = parseExpressionAt(bytes, start, end);
      assert.equal(tree.kinds[1], Kind.ExpressionStatement);
      assert.ok(tree.kinds[2]! >= Kind.FirstExpression);
      assert.equal(tree.nexts[2], tree.length);
      for (let node = 0; node < tree.length; node++) assert.ok(tree.starts[node]! >= start && tree.ends[node]! <= end);
      checkErrors(tree);
    }),
    { numRuns: 4000 },
  );
});

const SAMPLES = join("test", "syntax", "python");
const samples = readdirSync(SAMPLES).map((name) => readFileSync(join(SAMPLES, name)));

test("any mutation of real code gives a tree", () => {
  const mutation = fc.record({
    at: fc.nat(),
    remove: fc.nat(12),
    insert: fc.oneof(fc.constant(""), fc.constantFrom(...PIECES), fc.constantFrom(...PIECES)),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (sample, mutations) => {
        let bytes: Uint8Array = sample;
        for (const { at, remove, insert } of mutations) {
          const offset = at % bytes.length;
          const inserted = encoder.encode(insert);
          const changed = new Uint8Array(bytes.length - Math.min(remove, bytes.length - offset) + inserted.length);
          changed.set(bytes.subarray(0, offset));
          changed.set(inserted, offset);
          changed.set(bytes.subarray(Math.min(bytes.length, offset + remove)), offset + inserted.length);
          bytes = changed;
        }
        checkTree(parseFile(bytes));
      },
    ),
    { numRuns: 1500 },
  );
});

test("the samples are read without an error", () => {
  for (const sample of samples) {
    const tree = parseFile(sample);
    assert.deepEqual(tree.errors, []);
    checkTree(tree);
  }
});

test("a statement that cannot be read leaves those around it as they are", () => {
  const statement = fc.constantFrom(
    "x = (1",
    "f(a b)",
    "1 = y",
    "x.",
    "import",
    "print x",
    "x = 'abc",
    "a = )",
    "lambda x",
  );
  fc.assert(
    fc.property(statement, (broken) => {
      const tree = parseFile(encoder.encode(`import os\n${broken}\ndef g():\n    return os\n`));
      const kinds: number[] = [];
      for (let child = 1; child < tree.length; child = tree.nexts[child]!) kinds.push(tree.kinds[child]!);
      assert.deepEqual(kinds, [Kind.Import, Kind.ErrorStatement, Kind.FunctionDef]);
      assert.equal(tree.errors.length, 1);
    }),
  );
});
