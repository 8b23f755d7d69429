/** `uncoil survey` from outside, on the example and on small projects. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { makeProject, runUncoil } from "./command-line.ts";

const bookshop = resolve("examples/bookshop");

interface Io {
  readonly kind: string;
  readonly how: string;
  readonly count: number;
}

interface SurveyJson {
  readonly version: number;
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly contexts: Readonly<Record<string, number>>;
  readonly libraries: readonly { readonly name: string; readonly role: string; readonly version: unknown }[];
  readonly entries: readonly {
    readonly label: string;
    readonly kind: string;
    readonly context: string;
    readonly io: readonly Io[];
    readonly score: number;
    readonly function: number;
    readonly examples: readonly { readonly name: string; readonly how: string; readonly via: readonly string[] }[];
  }[];
  readonly functions: readonly { readonly name: string; readonly steps: readonly { readonly to: number }[] }[];
  readonly parts: readonly { readonly name: string; readonly verdict: string; readonly reasons: readonly string[] }[];
}

function surveyOf(cwd: string, ...argumentList: readonly string[]): SurveyJson {
  const { code, stdout, stderr } = runUncoil(["survey", "--output-format", "json", ...argumentList], { cwd });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as SurveyJson;
}

function ioOf(survey: SurveyJson, label: string): string[] {
  const entry = survey.entries.find((candidate) => candidate.label === label);
  assert.ok(entry, `${label} is an entry point: ${survey.entries.map((candidate) => candidate.label).join(", ")}`);
  return entry.io.map(({ kind, how, count }) => `${how} ${count} ${kind}`);
}

test("tells what the example is made of", () => {
  const { code, stdout, stderr } = runUncoil(["survey", bookshop], { cwd: "/" });
  assert.equal(code, 0, stderr);
  for (const expected of [
    /^bookshop {2}40 files \(1 test\)/,
    /web framework +fastapi >=0\.115/,
    /versions: pyproject\.toml/,
    /on the event loop · \d+ in threads/,
    /GET \/api\/books\/search +request +blocks the loop: 1 database/,
    /requests\.post at .*supervisor\.py:31/,
    /lifespan +startup/,
  ])
    assert.match(stdout, expected);
});

test("puts what blocks first, handlers before start-up", () => {
  const survey = surveyOf(bookshop);
  const labels = survey.entries.map(({ label }) => label);
  assert.ok(labels.indexOf("GET /api/books/search") < labels.indexOf("lifespan"));
  const scores = survey.entries.map(({ score }) => score);
  assert.deepEqual(
    scores,
    scores.toSorted((left, right) => right - left),
  );
});

test("JSON has what the documentation says", () => {
  const survey = surveyOf(bookshop);
  assert.equal(survey.version, 1);
  assert.equal(survey.name, "bookshop");
  const total = survey.contexts["total"] ?? 0;
  assert.equal(total, survey.counts["functions"]);
  const document = readFileSync("docs/survey.md", "utf8");
  for (const field of [
    ...Object.keys(survey),
    ...Object.keys(survey.counts),
    ...Object.keys(survey.contexts),
    ...Object.keys(survey.entries[0] ?? {}),
    ...Object.keys(survey.functions[0] ?? {}),
    ...Object.keys(survey.parts[0] ?? {}),
    ...Object.keys(survey.libraries[0] ?? {}),
  ])
    assert.ok(document.includes(`\`${field}\``), `docs/survey.md explains \`${field}\``);
  for (const { steps } of survey.functions)
    for (const { to } of steps) assert.ok(to >= -1 && to < survey.functions.length, "a step leads to a function");
});

test("tells awaited, blocking, offloaded and synchronous I/O apart", () => {
  const project = makeProject({
    "app.py": `import asyncio
import time
import httpx
import requests
from fastapi import FastAPI

app = FastAPI()
client = httpx.AsyncClient()

@app.get("/mixed")
async def mixed():
    await client.get("https://example.com")
    await asyncio.to_thread(fetch)
    await asyncio.to_thread(requests.post, "https://example.com")
    time.sleep(1)
    return helper()

def helper():
    return fetch()

def fetch():
    return requests.get("https://example.com")

@app.get("/plain")
def plain():
    return fetch()

def script():
    fetch()

if __name__ == "__main__":
    script()
`,
  });
  const survey = surveyOf(project);
  assert.deepEqual(ioOf(survey, "GET /mixed"), [
    "blocking 1 network",
    "blocking 1 sleep",
    "offloaded 2 network",
    "awaited 1 network",
  ]);
  assert.deepEqual(ioOf(survey, "GET /plain"), ["offloaded 1 network"]);
  assert.deepEqual(ioOf(survey, "script"), ["synchronous 1 network"]);
  const worst = survey.entries[0]?.examples.find(({ name }) => name === "requests.get");
  assert.deepEqual(worst?.via, ["helper", "fetch"]);
});

test("what a plain method gives to await is I/O, too", () => {
  const directory = makeProject({
    "app.py": `import asyncio

import aiohttp


async def main():
    async with aiohttp.ClientSession() as session:
        response = await session.get("http://weather.example")
        print(response.status)


asyncio.run(main())
`,
  });
  assert.deepEqual(ioOf(surveyOf(directory, "."), "main"), ["awaited 1 network"]);
});

test("a route is called by its whole path", () => {
  const project = makeProject({
    "shop/__init__.py": "",
    "shop/books.py": `from fastapi import APIRouter

router = APIRouter(prefix="/books")

@router.get("/{isbn}")
async def show(isbn):
    return isbn
`,
    "shop/api.py": `from fastapi import APIRouter
from . import books

api = APIRouter()
api.include_router(books.router, prefix="/v1")
`,
    "shop/app.py": `from fastapi import FastAPI
from .api import api as everything

app = FastAPI()
app.include_router(everything, prefix="/api")
`,
  });
  const labels = surveyOf(project).entries.map(({ label }) => label);
  assert.deepEqual(labels, ["GET /api/v1/books/{isbn}"]);
});

test("judges parts: async already, still synchronous, CPU-bound, files only, nothing seen", () => {
  const project = makeProject({
    "shop/__init__.py": "",
    "shop/web/views.py": `import httpx

async def load(client: httpx.AsyncClient):
    await client.get("https://example.com")
`,
    "shop/jobs/sync.py": `import requests

def pull():
    return requests.get("https://example.com")
`,
    "shop/crypto/hashing.py": `import bcrypt

def hash_password(password):
    return bcrypt.hashpw(password, bcrypt.gensalt())
`,
    "shop/disk/read.py": `def read(path):
    return open(path).read()
`,
    "shop/pure/add.py": `def add(left, right):
    return left + right
`,
  });
  const verdicts = Object.fromEntries(surveyOf(project).parts.map(({ name, verdict }) => [name, verdict]));
  assert.deepEqual(verdicts, {
    "shop/*.py": "none",
    "shop/crypto": "cpu",
    "shop/disk": "files",
    "shop/jobs": "synchronous",
    "shop/pure": "none",
    "shop/web": "async",
  });
});

test("--entry shows one call tree", () => {
  const { code, stdout } = runUncoil(["survey", "--entry", "POST /api/orders"], { cwd: bookshop });
  assert.equal(code, 0);
  assert.match(stdout, /^POST \/api\/orders {2}bookshop\.api\.orders\.place_order/);
  assert.match(stdout, /├─ await OrderService\.place .*orders\.py:24/);
  assert.match(stdout, /in a thread: send_receipt/);
  assert.match(stdout, /smtplib\.SMTP\.send_message \(network, in a thread\)/);
  const byFunction = runUncoil(["survey", "--entry", "place_order"], { cwd: bookshop });
  assert.equal(byFunction.stdout, stdout);
});

test("an unknown entry names the nearest", () => {
  const { code, stdout, stderr } = runUncoil(["survey", "--entry", "place_ordr"], { cwd: bookshop });
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /error: there is no entry point `place_ordr`\nhelp: did you mean `place_order`\?/);
});

test("a path that does not exist is an error", () => {
  const { code, stdout, stderr } = runUncoil(["survey", "nowhere"], { cwd: bookshop });
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /no such file or directory: nowhere/);
});

test("says what it could not see", () => {
  const project = makeProject({
    "app.py": `import mystery

def run(:
    pass

def work():
    mystery.client().fetch()
`,
  });
  const { code, stdout } = runUncoil(["survey", "app.py"], { cwd: project });
  assert.equal(code, 0);
  assert.match(stdout, /^app\.py {2}1 file/);
  assert.match(stdout, /1 file with syntax errors/);
  assert.match(stdout, /none found/);
});

test("an empty directory is no crash", () => {
  const project = makeProject({});
  for (const format of ["text", "json", "html"]) {
    const { code, stderr } = runUncoil(["survey", "--output-format", format], { cwd: project });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /no Python files found/);
  }
});

test("versions come from lock files before what is asked for", () => {
  const source = "import fastapi\nimport httpx\nimport redis\nimport yaml\nimport requests\nimport asyncpg\n";
  const project = makeProject({
    "app.py": source,
    "uv.lock": `[[package]]\nname = "fastapi"\nversion = "0.115.2"\n`,
    "requirements.txt": "httpx[http2]==0.27.2  # pinned\n-r other.txt\nredis>=5,<6 ; python_version > '3.8'\n",
    "Pipfile.lock": `{"default": {"requests": {"version": "==2.32.3"}}}`,
    "pyproject.toml": `[project]\nname = "x"\ndependencies = ["fastapi>=0.100", "asyncpg"]\n`,
  });
  const versions = Object.fromEntries(surveyOf(project).libraries.map(({ name, version }) => [name, version]));
  assert.deepEqual(versions, {
    fastapi: { text: "0.115.2", source: "uv.lock" },
    httpx: { text: "0.27.2", source: "requirements.txt" },
    redis: { text: ">=5,<6", source: "requirements.txt" },
    requests: { text: "2.32.3", source: "Pipfile.lock" },
    asyncpg: null,
  });
});

test("the page holds its data and loads nothing", () => {
  const project = makeProject({
    "app.py": `from fastapi import FastAPI
import requests

app = FastAPI()

@app.get("/</script><script>alert(1)</script>")
async def attack():
    requests.get("https://example.com")
`,
  });
  const { code, stderr } = runUncoil(["survey", "--output-format", "html", "-o", "page.html"], { cwd: project });
  assert.equal(code, 0, stderr);
  const page = readFileSync(join(project, "page.html"), "utf8");
  assert.doesNotMatch(page, /<(?:script|img|iframe|link)[^>]*\b(?:src|href)=|@import|url\(|https?:\/\//);
  assert.match(page, /default-src 'none'/);
  assert.equal(page.split("</script>").length, 4, "nothing in the data ends a script");
  const [, json = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  const data = JSON.parse(json) as { survey: { entries: { label: string }[] }; functions: unknown[] };
  assert.equal(data.survey.entries[0]?.label, "GET /</script><script>alert(1)</script>");
  assert.equal(data.functions.length, 1);
  assert.ok(existsSync(join(project, "page.html")));
  assert.deepEqual(readdirSync(project).toSorted(), ["app.py", "page.html"]);
});

test("a report that cannot be written is an error", () => {
  const { code, stderr } = runUncoil(["survey", "-o", "no/such/directory.html"], { cwd: bookshop });
  assert.equal(code, 2);
  assert.match(stderr, /cannot write no\/such\/directory\.html/);
});
