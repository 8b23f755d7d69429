/** The example, started for real under `uncoil run` and called over HTTP: the run confirms what `check` finds in its source. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";
import { makeProject, uncoilCommand } from "../cli/command-line.ts";
import { bookshopEnvironment, bookshopVariables } from "./bookshop-environment.ts";
import type { RunJson } from "./run-json.ts";

const python = bookshopEnvironment();

/** The bookshop's partners, each a little slow. */
async function startPartners(): Promise<{ readonly server: Server; readonly url: string }> {
  const answers: Readonly<Record<string, object>> = {
    editions: { isbn: "1", pages: 100, blurb: "A book." },
    quotes: { carrier: "van", price: 400, days: 2 },
    charges: { id: "c1" },
    refunds: { id: "r1" },
    collections: {},
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url?.split("/")[1] ?? ""];
    request.resume();
    setTimeout(() => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer));
    }, 250);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function untilOpen(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      if ((await fetch(`${url}/health`)).ok) return;
    } catch {
      // Not yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail("the bookshop does not open");
}

async function visit(url: string): Promise<void> {
  const headers = { authorization: "Bearer ada", "content-type": "application/json", connection: "close" };
  const get = async (path: string): Promise<number> => (await fetch(`${url}/api${path}`, { headers })).status;
  const post = async (path: string, body: object = {}): Promise<number> =>
    (await fetch(`${url}/api${path}`, { method: "POST", headers, body: JSON.stringify(body) })).status;
  const books = (await (await fetch(`${url}/api/books`, { headers })).json()) as readonly { readonly isbn: string }[];
  const isbn = books[0]?.isbn ?? "";
  assert.equal(await get("/books/search?q=a"), 200);
  assert.equal(await get(`/books/${isbn}/description`), 200);
  assert.equal(await get("/orders/shipping?postcode=10115"), 200);
  assert.equal(await get(`/books/${isbn}/related`), 500);
  assert.equal(await get(`/books/${isbn}/cover`), 404);
  assert.equal(await post("/orders", { isbn, quantity: 1, email: "ada@example.com" }), 201);
  assert.equal(await get("/orders/1/invoice"), 200);
  assert.equal(await get("/admin/best-customer"), 500);
  assert.deepEqual(await Promise.all([post("/admin/orders/1/refund"), post("/admin/orders/1/refund")]), [200, 200]);
  assert.equal(await post("/admin/orders/1/refund"), 200);
}

test(
  "the bookshop: findings are confirmed, and the timeline is drawn",
  { skip: "missing" in python ? python.missing : false },
  async () => {
    assert.ok("bin" in python);
    const bookshop = resolve("examples/bookshop");
    const directory = makeProject({ "bin/wkhtmltopdf": "#!/bin/sh\nsleep 0.3\ncat\n" });
    const { server, url: partners } = await startPartners();
    const port = await freePort();
    const options = `--html '${directory}/page.html' --output-format json -o '${directory}/report.json' --time-limit 120`;
    const child = spawn(
      "sh",
      [
        "-c",
        `chmod +x '${directory}/bin/wkhtmltopdf'; exec setsid ${uncoilCommand} run ${options} -- '${python.bin}/uvicorn' bookshop.app:app --port ${port}`,
      ],
      {
        cwd: bookshop,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: `${directory}/bin:${process.env["PATH"] ?? ""}`,
          ...bookshopVariables(directory, partners),
        },
      },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (bytes: Buffer) => (output += bytes.toString()));
    const ended = new Promise<number | null>((done) => child.once("close", done));
    try {
      await untilOpen(`http://127.0.0.1:${port}`);
      await visit(`http://127.0.0.1:${port}`);
    } finally {
      child.kill("SIGTERM");
      await ended;
      server.close();
    }
    assert.equal(await ended, 1, output);
    const report = JSON.parse(readFileSync(join(directory, "report.json"), "utf8")) as RunJson;
    const confirmed = (report.findings ?? [])
      .filter(({ status }) => status === "confirmed")
      .map(
        ({ code, filename, location }) => `${code} ${relative(join(bookshop, "bookshop"), filename)}:${location.row}`,
      );
    assert.deepEqual(
      confirmed,
      [
        "AIO201 api/admin.py:13",
        "AIO102 api/books.py:43",
        "AIO501 api/books.py:58",
        "AIO102 api/orders.py:31",
        "AIO104 api/orders.py:44",
        "AIO101 clients/payments.py:19",
        "AIO201 services/orders.py:32",
        "AIO301 services/orders.py:46",
        "AIO107 workers/notifications.py:25",
      ],
      output,
    );
    assert.deepEqual(report.notes, []);
    const page = readFileSync(join(directory, "page.html"), "utf8");
    assert.match(page, /"name":"blocking-network"/);
  },
);
