import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Settings } from "../../src/config/settings.ts";
import { parseMarkdownTests, replaceSnapshot, type MarkdownTest } from "./markdown-tests.ts";
import { compareWithMarkers, readMarkers } from "./markers.ts";
import { createTestSession, projectRoot, testSettings } from "./test-session.ts";
import { dumpTraces } from "./trace-dump.ts";

/** The Markdown files of a directory and below, sorted. */
export function markdownFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return markdownFiles(path);
      return entry.name.endsWith(".md") ? [path] : [];
    })
    .sort();
}

/** One `test()` per heading of the file. `ownCode`: the rule a bare marker means. */
export function registerMarkdownTests(markdownPath: string, ownCode?: string): void {
  for (const markdownTest of parseMarkdownTests(markdownPath, readFileSync(markdownPath, "utf8"))) {
    test(`${markdownPath}: ${markdownTest.name}`, () => runMarkdownTest(markdownTest, ownCode));
  }
}

function runMarkdownTest(markdownTest: MarkdownTest, ownCode: string | undefined): void {
  const { markdownPath, files, snapshot } = markdownTest;
  const sources = new Map(files.map(({ path, lines }) => [path, `${lines.join("\n")}\n`]));
  const settings = testSettings(markdownTest.configuration, ownCode === undefined ? [] : [ownCode]);
  const diagnostics = createTestSession(sources, settings).diagnostics(settings);

  const findings = diagnostics.map((diagnostic) => ({
    path: relativePath(diagnostic.location.path),
    line: diagnostic.location.start.line,
    column: diagnostic.location.start.column,
    diagnostic,
  }));
  const markers = files.flatMap((file) => readMarkers(markdownPath, file, ownCode));
  const problems = compareWithMarkers(markdownPath, findings, markers, (path, line) =>
    files.find((file) => file.path === path)?.markdownLines.at(line - 1),
  );
  if (problems.length > 0) assert.fail(problems.join("\n"));

  for (const isUnsafe of [false, true]) checkFixes(markdownTest, sources, settings, isUnsafe);
  if (snapshot === undefined) return;
  const traces = dumpTraces(diagnostics, relativePath);
  if (process.env["UPDATE_SNAPSHOTS"] === "1" && traces !== snapshot.text) {
    const text = readFileSync(markdownPath, "utf8");
    writeFileSync(markdownPath, replaceSnapshot(markdownPath, text, markdownTest.name, traces));
  } else {
    assert.equal(traces, snapshot.text, `${markdownPath}:${snapshot.openingLine}: the traces differ`);
  }
}

/** Applies fixes and compares every file; those without a `fixed` block must not change. Applying them again changes nothing. */
function checkFixes(
  { markdownPath, fixed, line }: MarkdownTest,
  sources: ReadonlyMap<string, string>,
  settings: Settings,
  isUnsafe: boolean,
): void {
  const wanted = fixed.filter((file) => file.isUnsafe === isUnsafe);
  if (wanted.length === 0) return;
  const after = fixSources(sources, settings, isUnsafe);
  for (const [path, source] of sources) {
    const block = wanted.find((file) => file.path === path);
    const expected = block === undefined ? source : `${block.lines.join("\n")}\n`;
    const place = `${markdownPath}:${block?.openingLine ?? line}: ${path} after fixes`;
    assert.equal(withoutMarkers(after.get(path) ?? source), withoutMarkers(expected), place);
  }
  assert.deepEqual(fixSources(after, settings, isUnsafe), after, `${markdownPath}:${line}: fixes change what is fixed`);
}

function fixSources(
  sources: ReadonlyMap<string, string>,
  settings: Settings,
  allowsUnsafe: boolean,
): Map<string, string> {
  const session = createTestSession(sources, settings);
  const { files } = session.fixAll(settings, { allowsUnsafe, mayChange: () => true });
  const changed = Array.from(files, ([path, { after }]) => [relativePath(path), decoder.decode(after)] as const);
  return new Map([...sources, ...changed]);
}

const decoder = new TextDecoder();

/** Markers stay in the fixed code as any comment does; what a page shows is without them. */
function withoutMarkers(source: string): string {
  return source.replace(/ *# (?:error|warning|information|likely|missed)(?::.*)?$/gm, "");
}

function relativePath(path: string): string {
  return path.startsWith(`${projectRoot}/`) ? path.slice(projectRoot.length + 1) : path;
}
