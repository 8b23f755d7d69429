import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind, parseModule } from "../../src/syntax/index.ts";
import type { SyntaxTree } from "../../src/syntax/index.ts";

const LEVELS = 10_000;

function nested(open: string, inner: string, close: string): string {
  return open.repeat(LEVELS) + inner + close.repeat(LEVELS);
}

function nestedBlocks(header: string, levels: number): string {
  let source = "";
  for (let level = 0; level < levels; level++) source += `${" ".repeat(level)}${header}\n`;
  return `${source}${" ".repeat(levels)}pass`;
}

function parse(source: string): SyntaxTree {
  return parseModule(new TextEncoder().encode(`${source}\nafter = 1\n`));
}

function lastStatement(tree: SyntaxTree): number {
  let last = 1;
  for (let child = 1; child < tree.length; child = tree.nexts[child]!) last = child;
  return last;
}

/** Each would overflow the stack if it were read by plain recursion. */
const TOO_DEEP: Readonly<Record<string, string>> = {
  parentheses: nested("(", "x", ")"),
  tuples: nested("(", "x", ",)"),
  brackets: nested("[", "x", "]"),
  sets: nested("{", "x", "}"),
  dicts: nested("{1:", "x", "}"),
  "dict unpacking": nested("{**", "x", "}"),
  calls: nested("f(", "x", ")"),
  "keyword arguments": nested("f(a=", "x", ")"),
  "starred arguments": nested("f(*", "x", ")"),
  subscripts: nested("a[", "x", "]"),
  slices: nested("a[1:", "x", "]"),
  negations: nested("-", "x", ""),
  nots: nested("not ", "x", ""),
  powers: nested("x**", "x", ""),
  "mixed powers": nested("x**-", "x", ""),
  lambdas: nested("lambda:", "x", ""),
  "lambda defaults": nested("lambda a=", "x", ":1"),
  conditionals: nested("a if b else ", "x", ""),
  "conditionals in parentheses": nested("(a if ", "x", " else b)"),
  "all precedences": nested("a or b and not c == d | e ^ f & g << h + i * -(", "x", ")"),
  comprehensions: nested("[x for x in ", "y", "]"),
  generators: nested("f(x for x in ", "y", ")"),
  "f-strings": nested("f'{", "x", "}'"),
  "format specs": `f'${nested("{x:", "", "}")}'`,
  walruses: nested("(a:=", "x", ")"),
  yields: nested("(yield ", "x", ")"),
  "assignment targets": `${nested("(", "a", ",)")} = b`,
  "for targets": `for ${nested("[", "a", "]")} in b: pass`,
  "with items": `with ${nested("(", "a", ")")}: pass`,
  annotations: `x: ${nested("a[", "b", "]")}`,
  "group patterns": `match x:\n case ${nested("(", "a", ")")}: pass`,
  "sequence patterns": `match x:\n case ${nested("[", "a", "]")}: pass`,
  "mapping patterns": `match x:\n case ${nested("{1:", "a", "}")}: pass`,
  "class patterns": `match x:\n case ${nested("A(b=", "a", ")")}: pass`,
  "type parameters": `def f[T: ${nested("(", "a", ")")}](): pass`,
  "if blocks": nestedBlocks("if x:", 2000),
  "function blocks": nestedBlocks("def f():", 2000),
  "with blocks": nestedBlocks("with a:", 2000),
};

for (const [title, source] of Object.entries(TOO_DEEP)) {
  test(`${LEVELS} levels of ${title} are one error`, () => {
    const tree = parse(source);
    assert.deepEqual(
      tree.errors.map((error) => error.message),
      ["nested too deeply"],
    );
    assert.equal(tree.kinds[lastStatement(tree)], Kind.Assign, "the next statement is read");
  });
}

/** These are loops, in Python code as in the parser. */
const LONG: Readonly<Record<string, string>> = {
  "operands of +": nested("x + ", "x", ""),
  "operands of and": nested("x and ", "x", ""),
  "operands of <": nested("x < ", "x", ""),
  attributes: nested("", "x", ".a"),
  "method calls": nested("", "x", ".a()"),
  subscripts: nested("", "x", "[0]"),
  elifs: nested("", "if a: b\n", "elif a: b\n"),
  strings: nested("'a' ", "'b'", ""),
  assignments: nested("a = ", "b", ""),
  "pattern alternatives": `match x:\n case ${nested("a | ", "b", "")}: pass`,
  "comprehension clauses": `[x ${nested("for x in y ", "", "")}]`,
  decorators: nested("@a\n", "def f(): pass", ""),
};

for (const [title, source] of Object.entries(LONG)) {
  test(`${LEVELS} ${title} in a row are read`, () => {
    const tree = parse(source);
    assert.deepEqual(tree.errors, []);
    assert.ok(tree.length > LEVELS || title === "strings");
    assert.equal(tree.kinds[lastStatement(tree)], Kind.Assign);
  });
}

// A parser that takes quadratic time would not come to an end.
test("a chain of a million operands is read", () => {
  const source = new TextEncoder().encode(`${"x + ".repeat(1_000_000)}x\n`);
  assert.equal(parseModule(source).errors.length, 0);
});
