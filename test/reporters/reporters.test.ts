import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic, TraceHop } from "../../src/diagnostics/diagnostic.ts";
import { failsRun, filterDiagnostics } from "../../src/diagnostics/filter-diagnostics.ts";
import { reportAgent } from "../../src/reporters/agent.ts";
import { reportConcise } from "../../src/reporters/concise.ts";
import { displayWidth } from "../../src/reporters/display-width.ts";
import { reportFull } from "../../src/reporters/full.ts";
import { reportJson } from "../../src/reporters/json.ts";
import { renderMarkdown } from "../../src/reporters/markdown.ts";
import { createPainter } from "../../src/reporters/painter.ts";
import type { Report, TextStyle } from "../../src/reporters/report.ts";
import { reportStatistics, reportStatisticsJson } from "../../src/reporters/statistics.ts";
import { reportSummary } from "../../src/reporters/summary-line.ts";

const plain: TextStyle = { painter: createPainter(false), width: 80, wraps: true };
const route = "async def users():\n    return load_users()\n";
const client = "def fetch():\n    return requests.get(URL, timeout=5)\n";

function hop(functionName: string, target: string, path: string, line: number): TraceHop {
  return { functionName, target, location: { path, start: { line, column: 12 }, end: { line, column: 24 } } };
}

function finding(changes: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "AIO102",
    name: "blocking-network",
    severity: "error",
    confidence: "certain",
    location: { path: "/project/app/routes.py", start: { line: 2, column: 12 }, end: { line: 2, column: 24 } },
    message: "`requests.get` blocks the event loop",
    why: "every other request waits until the answer is there",
    help: "use `httpx.AsyncClient.get`",
    trace: [
      hop("users", "load_users", "/project/app/routes.py", 2),
      hop("UserClient.fetch", "requests.get", "/project/app/client.py", 2),
    ],
    fingerprint: "0123456789abcdef",
    ...changes,
  };
}

function report(diagnostics: readonly Diagnostic[], changes: Partial<Report> = {}): Report {
  return {
    diagnostics,
    hidden: { bySeverity: new Map(), likely: 0 },
    fileCount: 41,
    workingDirectory: "/project",
    sourceOf: (path) => (path.endsWith("client.py") ? client : path.endsWith("routes.py") ? route : undefined),
    ...changes,
  };
}

test("agent: one row for each finding, with the path and what to do", () => {
  const fix = { title: "Run it in a thread", applicability: "unsafe", edits: [] } as const;
  const own = { trace: [], help: "", confidence: "likely" } as const;
  assert.equal(
    reportAgent(report([finding()], { fixesOf: () => [fix] })) + reportAgent(report([finding(own)])),
    "app/routes.py:2:12 AIO102 error: `requests.get` blocks the event loop | path: users > UserClient.fetch > requests.get" +
      " app/client.py:2 | help: use `httpx.AsyncClient.get` | fix: --fix --unsafe-fixes\n" +
      "app/routes.py:2:12 AIO102 likely error: `requests.get` blocks the event loop\n",
  );
});

test("full: source, path with the cause's line, why and help", () => {
  assert.equal(
    reportFull(report([finding()]), plain),
    `error[AIO102] blocking-network: \`requests.get\` blocks the event loop
 --> app/routes.py:2:12
  |
1 | async def users():
2 |     return load_users()
  |            ^^^^^^^^^^^^
  |
path: users             app/routes.py:2
    → UserClient.fetch  app/client.py:2
    ✗ requests.get      return requests.get(URL, timeout=5)
 why: every other request waits until the answer is there
help: use \`httpx.AsyncClient.get\`
`,
  );
});

test("full: nothing is wider than the terminal, and colours do not change the text", () => {
  const message = "`requests.get` blocks the event loop, and this sentence is so long that it does not fit in eighty";
  const long = report([finding({ message, why: `${message} ${message}`, confidence: "likely", severity: "warning" })]);
  const text = reportFull(long, plain);
  for (const row of text.split("\n")) assert.ok(displayWidth(row) <= 80, row);
  assert.match(text, /^warning\[AIO102\] blocking-network \(likely\): /);
  const colored = reportFull(long, { ...plain, painter: createPainter(true) });
  // oxlint-disable-next-line no-control-regex
  assert.equal(colored.replace(/\u001B\[\d+m/g, ""), text);
  assert.notEqual(colored, text);
});

test("full: a finding that is its own cause has no path; one without source no frame", () => {
  const [own] = finding().trace;
  assert.doesNotMatch(reportFull(report([finding({ trace: own ? [own] : [] })]), plain), /path:/);
  assert.doesNotMatch(reportFull(report([finding({ trace: [] })]), plain), /path:/);
  assert.doesNotMatch(reportFull(report([finding()], { sourceOf: () => undefined }), plain), /\|/);
});

test("concise: one row each", () => {
  assert.equal(
    reportConcise(report([finding(), finding({ confidence: "likely" })]), plain),
    "app/routes.py:2:12: AIO102 `requests.get` blocks the event loop\n" +
      "app/routes.py:2:12: AIO102 (likely) `requests.get` blocks the event loop\n",
  );
});

test("json: ruff's fields and ours", () => {
  const [item] = JSON.parse(reportJson(report([finding()]))) as Record<string, unknown>[];
  assert.deepEqual(item, {
    cell: null,
    code: "AIO102",
    name: "blocking-network",
    message: "`requests.get` blocks the event loop",
    filename: "/project/app/routes.py",
    location: { row: 2, column: 12 },
    end_location: { row: 2, column: 24 },
    severity: "error",
    fix: null,
    url: null,
    noqa_row: 2,
    stopped_fix: null,
    confidence: "certain",
    why: "every other request waits until the answer is there",
    help: "use `httpx.AsyncClient.get`",
    trace: [
      {
        function: "users",
        target: "load_users",
        filename: "/project/app/routes.py",
        location: { row: 2, column: 12 },
        end_location: { row: 2, column: 24 },
      },
      {
        function: "UserClient.fetch",
        target: "requests.get",
        filename: "/project/app/client.py",
        location: { row: 2, column: 12 },
        end_location: { row: 2, column: 24 },
      },
    ],
    fingerprint: "0123456789abcdef",
  });
  assert.equal(reportJson(report([])), "[]\n");
});

test("statistics: most first", () => {
  const sleep = finding({ code: "AIO101", name: "blocking-sleep" });
  const all = [...Array.from({ length: 10 }, () => finding()), sleep];
  assert.equal(reportStatistics(all, plain), "10  AIO102  blocking-network\n 1  AIO101  blocking-sleep\n");
  assert.deepEqual(JSON.parse(reportStatisticsJson(report([sleep]))), [
    { code: "AIO101", name: "blocking-sleep", count: 1, fixable: false },
  ]);
  assert.equal(reportStatistics([], plain), "");
});

test("summary: what was found, and what was hidden by which option", () => {
  const summary = (diagnostics: readonly Diagnostic[], minSeverity: "error" | "warning" = "warning"): string => {
    const { shown, hidden } = filterDiagnostics(diagnostics, minSeverity, "certain");
    return reportSummary(report(shown, { hidden }), { ...plain, wraps: false });
  };
  const warning = finding({ severity: "warning" });
  const information = finding({ severity: "information" });
  const likely = finding({ confidence: "likely" });
  assert.equal(summary([]), "All checks passed: 41 files.\n");
  assert.equal(summary([finding()]), "Found 1 error in 41 files.\n");
  assert.equal(
    summary([finding(), finding(), warning, information, information, likely]),
    "Found 2 errors, 1 warning in 41 files (2 information and 1 likely findings hidden: --min-severity information, --confidence likely).\n",
  );
  assert.equal(
    summary([information]),
    "All checks passed: 41 files (1 information finding hidden: --min-severity information).\n",
  );
  assert.equal(
    summary([warning], "error"),
    "All checks passed: 41 files (1 warning hidden: --min-severity warning).\n",
  );
});

test("only certain errors and warnings fail a run", () => {
  assert.equal(failsRun(finding()), true);
  assert.equal(failsRun(finding({ severity: "warning" })), true);
  assert.equal(failsRun(finding({ severity: "information" })), false);
  assert.equal(failsRun(finding({ confidence: "likely" })), false);
});

test("markdown: headings, wrapped text, lists and code", () => {
  const page =
    "# Title\n\nSome `code` and **bold** text\nthat goes on.\n\n- an item\n  that wraps here\n- two\n\n```py\nx = 1\n```\n";
  assert.equal(
    renderMarkdown(page, { ...plain, width: 20 }),
    "Title\n\nSome `code` and\nbold text that\ngoes on.\n\n- an item that wraps\n  here\n- two\n\n    x = 1\n",
  );
  assert.match(renderMarkdown("see [the page](https://x.example)", plain), /the page \(https:\/\/x\.example\)/);
});

test("full: of many paths to one cause, the sixth and later are short, and none is left out", () => {
  const many = Array.from({ length: 8 }, () => finding());
  const text = reportFull(report(many), plain);
  assert.equal(text.match(/^error\[AIO102\]/gm)?.length, 8);
  assert.equal(text.match(/^ why:/gm)?.length, 5);
  const brief = `
error[AIO102] blocking-network: \`requests.get\` blocks the event loop
 --> app/routes.py:2:12
path: 2 calls to requests.get at app/client.py:2:12, as shown before
`;
  assert.ok(text.endsWith(brief), text.slice(-400));
});
