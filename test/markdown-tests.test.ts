import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMarkdownTests, replaceSnapshot } from "./harness/markdown-tests.ts";
import { compareWithMarkers, readMarkers, type Finding, type Marker } from "./harness/markers.ts";

const page = `# Title

Prose.

## One file

\`\`\`py
import time
\`\`\`

and more of it

\`\`\`python
time.sleep(1)
\`\`\`

## A project

\`\`\`toml
ignore = ["AIO105"]
\`\`\`

### Inner

\`app/main.py\`:

\`\`\`py
tick()  # error: [AIO101]
\`\`\`
\`stubs/clock.pyi\`:
\`\`\`pyi
def tick(): ...
\`\`\`

\`\`\`snapshot
old
\`\`\`
`;

const onePage = page.replace(/```toml[^]*?```\n/, "");

function findingAt(line: number, more: Partial<Finding["diagnostic"]> = {}): Finding {
  const diagnostic = {
    code: "AIO101",
    severity: "error",
    confidence: "certain",
    message: "time.sleep blocks",
  } as const;
  return { path: "main.py", line, column: 1, diagnostic: { ...diagnostic, why: "", help: "", ...more } };
}

function markersOf(source: string, ownCode?: string): Marker[] {
  const lines = source.split("\n");
  return readMarkers("page.md", { path: "main.py", lines, markdownLines: lines.map((_, i) => i + 10) }, ownCode);
}

function problems(source: string, findings: readonly Finding[], ownCode?: string): string[] {
  return compareWithMarkers("page.md", findings, markersOf(source, ownCode), (_, line) => line + 9);
}

test("headings, paths and blocks are read", () => {
  const [first, second] = parseMarkdownTests("page.md", onePage);
  assert.equal(first?.name, "One file");
  assert.deepEqual(
    first.files.map(({ path, lines, markdownLines }) => ({ path, lines, markdownLines })),
    [{ path: "main.py", lines: ["import time", "time.sleep(1)"], markdownLines: [8, 14] }],
  );
  assert.equal(second?.name, "A project › Inner");
  assert.deepEqual(
    second.files.map(({ path }) => path),
    ["app/main.py", "stubs/clock.pyi"],
  );
  assert.equal(second.snapshot?.text, "old");
});

test("a heading with a configuration and no Python is refused", () => {
  assert.throws(() => parseMarkdownTests("page.md", page), /page\.md:17: "A project" has no Python block/);
});

test("fixed blocks say what files are after fixes, and are no files themselves", () => {
  const [only] = parseMarkdownTests(
    "p.md",
    "# A\n```py\nx = 1\n```\n```python fixed\nx = 2\n```\n`b.py`:\n```python safely-fixed\ny = 1\n```\n",
  );
  assert.equal(only?.files.length, 1);
  assert.deepEqual(only.fixed, [
    { path: "main.py", lines: ["x = 2"], isUnsafe: true, openingLine: 5 },
    { path: "b.py", lines: ["y = 1"], isUnsafe: false, openingLine: 9 },
  ]);
  assert.throws(
    () => parseMarkdownTests("p.md", "# A\n```py mended\nx = 1\n```\n"),
    /p\.md:2: a Python block is `fixed`/,
  );
});

test("two tests of one name, an open block and a file given twice are refused", () => {
  assert.throws(
    () => parseMarkdownTests("p.md", "# A\n```py\n```\n# A\n```py\n```\n# A\n"),
    /p\.md:4: two tests|p\.md:7: two/,
  );
  assert.throws(() => parseMarkdownTests("p.md", "# A\n```py\nx = 1\n"), /p\.md:2: this block is never closed/);
  assert.throws(
    () => parseMarkdownTests("p.md", "`a.py`:\n```py\n```\n`a.py`:\n```py\n```\n"),
    /a second file named a\.py/,
  );
});

test("a snapshot is replaced in place", () => {
  const replaced = replaceSnapshot("page.md", onePage, "A project › Inner", "new\nlines");
  assert.equal(replaced, onePage.replace("old", "new\nlines"));
});

test("markers agree with severity, confidence and text", () => {
  assert.deepEqual(problems("sleep()  # error: [AIO101]", [findingAt(1)]), []);
  assert.deepEqual(problems('sleep()  # error: [AIO101] "time.sleep"', [findingAt(1)]), []);
  assert.deepEqual(problems("sleep()  # likely: [AIO101]", [findingAt(1, { confidence: "likely" })]), []);
  assert.deepEqual(problems("sleep()  # error", [findingAt(1)], "AIO101"), []);
  assert.deepEqual(
    problems("both()  # error: [AIO101]  # warning: [AIO105]", [
      findingAt(1),
      findingAt(1, { code: "AIO105", severity: "warning" }),
    ]),
    [],
  );
  assert.match(problems("sleep()  # warning: [AIO101]", [findingAt(1)])[0] ?? "", /expected warning.*found instead/);
  assert.match(problems('sleep()  # error: [AIO101] "requests"', [findingAt(1)])[0] ?? "", /expected error/);
  assert.match(problems("sleep()  # error: [AIO101]", [])[0] ?? "", /page\.md:10: .*nothing is reported/);
  assert.match(problems("sleep()", [findingAt(1)])[0] ?? "", /page\.md:10: unexpected error/);
});

test("a known miss fails once it is found", () => {
  assert.deepEqual(problems("sleep()  # missed: [AIO101]", []), []);
  assert.match(problems("sleep()  # missed: [AIO101]", [findingAt(1)]).join(), /^page\.md:10: no longer missed/);
});

test("comments that only resemble markers are refused", () => {
  assert.throws(() => markersOf("sleep()  # error: AIO101"), /cannot read the marker/);
  assert.throws(() => markersOf("sleep()  # error"), /without a code/);
  assert.deepEqual(markersOf("sleep()  # errors are handled by the caller"), []);
});
