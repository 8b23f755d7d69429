/** `uncoil check examples/bookshop` finds exactly the bugs that were put there. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";

const bookshop = "examples/bookshop";

interface Expected {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly file: string;
  /** Text that stands on the line of the finding, and on no other line of the file. */
  readonly snippet: string;
}

/** By file, in order of line. */
const expected: readonly Expected[] = [
  // A permission check that never runs: everyone may refund.
  error("AIO201", "api/admin.py", `    require_permission(user, "refund")`),
  // A sync session behind two dependencies and a repository.
  error("AIO103", "api/books.py", "return books.search(q)"),
  // A sync session in an `async def` endpoint.
  error("AIO103", "api/books.py", "book = session.get(Book, isbn)"),
  // Five calls down: describe → blurb → edition → get_json → _send → requests.Session.request.
  error("AIO102", "api/books.py", "catalogue.describe(isbn)"),
  // A sync Redis client behind a property.
  error("AIO102", "api/books.py", "catalogue.views(isbn)"),
  // asyncio.run below two sync helpers: RuntimeError on every request.
  error("AIO501", "api/books.py", "return related_titles(isbn)"),
  // A cover read from disk, one helper away.
  warning("AIO105", "api/covers.py", "picture = load_cover(isbn)"),
  // A retry helper that sleeps, and the lambda it calls.
  error("AIO101", "api/orders.py", "return retry(lambda: registry.shipping.quote(postcode, grams))"),
  error("AIO102", "api/orders.py", "return retry(lambda: registry.shipping.quote(postcode, grams))"),
  // A PDF made by an external program.
  error("AIO104", "api/orders.py", "Response(build_invoice(order)"),
  // A question on the terminal while the loop waits.
  error("AIO106", "cli.py", "confirm(f"),
  // A rate limit that sleeps in `__enter__`.
  error("AIO101", "clients/payments.py", "with self._refunds:"),
  // A cache write that is never awaited.
  error("AIO201", "services/orders.py", 'self.cache.put_json(f"stock:'),
  // A task nobody keeps.
  error("AIO301", "services/orders.py", "asyncio.create_task(self._announce_refund(order))"),
  // `with` on an async session.
  error("AIO211", "services/orders.py", "        with AsyncSessionLocal() as session:"),
  // A thread's queue in a coroutine.
  error("AIO107", "workers/notifications.py", "outbox.get(timeout=0.2)"),
  // A sync generator that reads a file, consumed in a coroutine.
  warning("AIO105", "workers/restock.py", "in read_delivery(path):"),
  // A callback of a task runs on the loop.
  error("AIO102", "workers/supervisor.py", "requests.post("),
];

function error(code: string, file: string, snippet: string): Expected {
  return { code, severity: "error", file: join("bookshop", file), snippet };
}

function warning(code: string, file: string, snippet: string): Expected {
  return { code, severity: "warning", file: join("bookshop", file), snippet };
}

function lineOf({ file, snippet }: Expected): number {
  const lines = readFileSync(join(bookshop, file), "utf8").split("\n");
  // A snippet that starts with spaces is the start of its line.
  const matches = lines.flatMap((line, index) =>
    (snippet.startsWith(" ") ? line.startsWith(snippet) : line.includes(snippet)) ? [index + 1] : [],
  );
  assert.equal(matches.length, 1, `${file}: "${snippet}" stands on ${matches.length} lines`);
  return matches[0]!;
}

test("the findings in the bookshop are the expected ones", () => {
  const run = spawnSync(process.execPath, ["dist/cli.js", "check", bookshop, "--output-format", "json"], {
    encoding: "utf8",
  });
  assert.equal(run.status, 1, run.stderr);
  interface Reported {
    code: string;
    severity: string;
    confidence: string;
    filename: string;
    location: { row: number };
  }
  const reported = (JSON.parse(run.stdout) as Reported[]).map(({ code, severity, confidence, filename, location }) => {
    return `${relative(bookshop, resolve(filename))}:${location.row} ${code} ${severity} ${confidence}`;
  });
  const wanted = expected.map((one) => `${one.file}:${lineOf(one)} ${one.code} ${one.severity} certain`);
  assert.deepEqual(reported.sort(), wanted.sort());
});
