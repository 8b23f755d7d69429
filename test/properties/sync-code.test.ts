import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseMarkdownTests } from "../harness/markdown-tests.ts";
import { markdownFiles } from "../harness/run-markdown-test.ts";
import { createTestSession, testSettings } from "../harness/test-session.ts";

/** Words of code that the loop calls back although it is no coroutine. */
const calledBack =
  /call_soon|call_later|call_at|add_reader|add_writer|add_done_callback|add_signal_handler|Protocol\b|schedules|entry\(|add_callback|IOLoop|start_server|start_unix_server/;

test("without `async` and `await`, no case blocks the loop or nests one", () => {
  let projects = 0;
  for (const path of markdownFiles("test/rules")) {
    for (const markdownTest of parseMarkdownTests(path, readFileSync(path, "utf8"))) {
      const sources = new Map(
        markdownTest.files.map(({ path: file, lines }) => [file, stripAsync(`${lines.join("\n")}\n`)]),
      );
      if ([...sources.values()].some((text) => calledBack.test(text))) continue;
      projects++;
      const settings = testSettings(markdownTest.configuration, []);
      const found = createTestSession(sources, settings)
        .diagnostics(settings)
        .filter(({ code }) => /^AIO(1|501)/.test(code));
      assert.deepEqual(
        found.map(({ code, location, message }) => `${code} ${location.path}:${location.start.line} ${message}`),
        [],
        `${path}: ${markdownTest.name}`,
      );
    }
  }
  assert.ok(projects > 200, `only ${projects} projects were looked at`);
});

/** The text without the words that make code asynchronous; it need not make sense. */
function stripAsync(text: string): string {
  return text.replaceAll(/\basync (?=def|with|for)/g, "").replaceAll(/\bawait /g, "");
}
