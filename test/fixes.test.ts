/** What the check of edits lets pass, and what not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "../src/diagnostics/apply-edits.ts";
import type { TextEdit } from "../src/diagnostics/text-edit.ts";
import { findDamage } from "../src/fixes/check-edits.ts";
import { parseModule } from "../src/syntax/index.ts";

const source = `import os


def load(path):
    for line in open(path):
        # Why.
        print(line)
    return os.stat(path)


x = load("a")
`;

function damageOf(...edits: readonly (readonly [at: string, removed: string, text: string])[]): string | undefined {
  const bytes = new TextEncoder().encode(source);
  const list = edits.map(([at, removed, text]): TextEdit => {
    const start = source.indexOf(at);
    return { start, end: start + removed.length, text };
  });
  return findDamage(parseModule(bytes), list, applyEdits(bytes, list));
}

test("edits of expressions and new lines pass", () => {
  assert.equal(damageOf(["open(", "", "list("], [":\n        # Why", "", ")"]), undefined);
  assert.equal(damageOf(["import os", "", "import abc\n"]), undefined);
  assert.equal(damageOf(["    return", "", "        print(2)\n"]), undefined);
  assert.equal(damageOf(["x = load", "x = ", "y = "]), undefined);
});

test("what does not parse any more is found", () => {
  assert.match(damageOf(["open(", "open(", "open"]) ?? "", /^the file would not parse any more: /);
});

test("a comment that is lost is found", () => {
  assert.equal(damageOf(["# Why.", "# Why.\n        ", ""]), "a comment would be lost");
});

test("code that changes its place or meaning without being edited is found", () => {
  const changed = "code outside the edits would change its meaning";
  assert.equal(damageOf(["    return", "", "\ndef other():\n"]), changed);
  assert.equal(damageOf(["x = load", "", "if x:\n    pass\nclass A:\n    "]), undefined, "the line is touched");
  assert.equal(
    damageOf(["\n\nx = load", "", '\n"""']),
    "the file would not parse any more: this triple-quoted string is never closed",
  );
});
