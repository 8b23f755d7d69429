/**
 * Reads tests out of Markdown: a heading names a test, the fenced blocks under it are one project.
 *
 * - ```` ```python ````, ```` ```py ```` and ```` ```pyi ```` blocks are files. A line such as `` `app/main.py`: `` before a block gives
 *   its path; a block without one belongs to `main.py`, and several of those are one file, in order.
 * - ```` ```toml ```` is the project's `uncoil.toml`.
 * - ```` ```python fixed ```` is what a file is after every fix, ```` ```python safely-fixed ```` after the safe ones alone.
 * - ```` ```snapshot ```` is the expected dump of the traces of the findings.
 *
 * Every other block and all prose is for people.
 */

export interface ProjectFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  /** For each line of the file, its 1-based line in the Markdown. */
  readonly markdownLines: readonly number[];
}

export interface Snapshot {
  readonly text: string;
  /** 1-based lines of the opening and the closing fence. */
  readonly openingLine: number;
  readonly closingLine: number;
}

export interface MarkdownTest {
  /** The headings that lead to it, joined by ` › `; the title of the page is left out. */
  readonly name: string;
  readonly markdownPath: string;
  readonly line: number;
  readonly files: readonly ProjectFile[];
  readonly configuration: string | undefined;
  readonly snapshot: Snapshot | undefined;
  /** What files are after fixes; none when the test says nothing of fixes. */
  readonly fixed: readonly FixedFile[];
}

/** What a file is after fixes. */
export interface FixedFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** Whether unsafe fixes are applied too. */
  readonly isUnsafe: boolean;
  /** 1-based line of the opening fence. */
  readonly openingLine: number;
}

interface Heading {
  readonly level: number;
  readonly title: string;
}

interface OpenTest {
  readonly name: string;
  readonly line: number;
  readonly files: Map<string, { lines: string[]; markdownLines: number[] }>;
  configuration: string | undefined;
  snapshot: Snapshot | undefined;
  readonly fixed: FixedFile[];
}

interface Block {
  readonly language: string;
  /** The word after the language. */
  readonly role: string;
  readonly path: string | undefined;
  readonly openingLine: number;
  readonly closingLine: number;
  readonly lines: readonly string[];
}

const pythonLanguages: ReadonlySet<string> = new Set(["python", "py", "pyi"]);

/** Throws an error that names the line when the Markdown cannot be what its author meant. */
export function parseMarkdownTests(markdownPath: string, text: string): MarkdownTest[] {
  const lines = text.split("\n");
  const headings: Heading[] = [];
  const tests: OpenTest[] = [];
  const fail = (line: number, message: string): never => {
    throw new Error(`${markdownPath}:${line}: ${message}`);
  };
  const openTest = (line: number): OpenTest => {
    const test: OpenTest = {
      name: nameOf(headings),
      line,
      files: new Map(),
      configuration: undefined,
      snapshot: undefined,
      fixed: [],
    };
    if (tests.some((other) => other.name === test.name && hasBlocks(other))) {
      fail(line, `two tests are named "${test.name}"`);
    }
    tests.push(test);
    return test;
  };
  let current = openTest(1);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const heading = /^(#{1,6}) +(.+?)\s*$/.exec(line);
    if (heading !== null) {
      const level = heading[1]!.length;
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
      headings.push({ level, title: heading[2]! });
      current = openTest(index + 1);
      continue;
    }
    if (!line.startsWith("```")) continue;
    const block = readBlock(lines, index);
    if (block === undefined) return fail(index + 1, "this block is never closed");
    addBlock(current, block, fail);
    index = block.closingLine - 1;
  }
  return tests.filter(hasBlocks).map((test) => finishTest(markdownPath, test, fail));
}

/** The text of the Markdown with the snapshot of the named test replaced. */
export function replaceSnapshot(markdownPath: string, text: string, testName: string, snapshot: string): string {
  const test = parseMarkdownTests(markdownPath, text).find(({ name }) => name === testName);
  if (test?.snapshot === undefined) throw new Error(`${markdownPath}: no snapshot under "${testName}"`);
  const lines = text.split("\n");
  const { openingLine, closingLine } = test.snapshot;
  lines.splice(openingLine, closingLine - openingLine - 1, ...(snapshot === "" ? [] : snapshot.split("\n")));
  return lines.join("\n");
}

function nameOf(headings: readonly Heading[]): string {
  const inner = headings.filter(({ level }) => level > 1);
  return (inner.length > 0 ? inner : headings).map(({ title }) => title).join(" › ");
}

function hasBlocks(test: OpenTest): boolean {
  return test.files.size > 0 || test.configuration !== undefined || test.snapshot !== undefined;
}

function readBlock(lines: readonly string[], openingIndex: number): Block | undefined {
  const fence = /^(`{3,})\s*([\w-]*) *([\w-]*)/.exec(lines[openingIndex] ?? "")!;
  const closingIndex = lines.findIndex((line, index) => index > openingIndex && line.trimEnd() === fence[1]);
  if (closingIndex === -1) return undefined;
  let before = openingIndex - 1;
  while (before >= 0 && lines[before]!.trim() === "") before -= 1;
  return {
    language: fence[2] ?? "",
    role: fence[3] ?? "",
    path: /^`([^`]+)`:$/.exec((lines[before] ?? "").trim())?.[1],
    openingLine: openingIndex + 1,
    closingLine: closingIndex + 1,
    lines: lines.slice(openingIndex + 1, closingIndex),
  };
}

function addBlock(test: OpenTest, block: Block, fail: (line: number, message: string) => never): void {
  const { language, path, openingLine, closingLine, lines } = block;
  if (language === "toml") {
    if (test.configuration !== undefined) fail(openingLine, "a second toml block under one heading");
    test.configuration = lines.join("\n");
  } else if (language === "snapshot") {
    if (test.snapshot !== undefined) fail(openingLine, "a second snapshot block under one heading");
    test.snapshot = { text: lines.join("\n"), openingLine, closingLine };
  } else if (pythonLanguages.has(language) && block.role !== "") {
    if (block.role !== "fixed" && block.role !== "safely-fixed")
      fail(openingLine, `a Python block is \`fixed\` or \`safely-fixed\`, not \`${block.role}\``);
    const isUnsafe = block.role === "fixed";
    const target = path ?? "main.py";
    if (test.fixed.some((file) => file.path === target && file.isUnsafe === isUnsafe))
      fail(openingLine, `${target} is fixed twice`);
    test.fixed.push({ path: target, lines, isUnsafe, openingLine });
  } else if (pythonLanguages.has(language)) {
    if (path !== undefined && test.files.has(path)) fail(openingLine, `a second file named ${path}`);
    const target = path ?? (language === "pyi" ? "main.pyi" : "main.py");
    const file = test.files.get(target) ?? { lines: [], markdownLines: [] };
    file.lines.push(...lines);
    file.markdownLines.push(...lines.map((_, offset) => openingLine + 1 + offset));
    test.files.set(target, file);
  } else if (path !== undefined) {
    fail(openingLine, `${path} stands before a ${language === "" ? "plain" : language} block, which is no file`);
  }
}

function finishTest(
  markdownPath: string,
  test: OpenTest,
  fail: (line: number, message: string) => never,
): MarkdownTest {
  if (test.files.size === 0) fail(test.line, `"${test.name}" has no Python block`);
  return {
    name: test.name,
    markdownPath,
    line: test.line,
    files: Array.from(test.files, ([path, file]) => ({ path, ...file })),
    configuration: test.configuration,
    snapshot: test.snapshot,
    fixed: test.fixed,
  };
}
