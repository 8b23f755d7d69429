/** Which entry reaches a function, and how; what awaiting waits for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { followWorkers } from "../../src/program/build-call-graph.ts";
import type { CallNode } from "../../src/program/call-graph.ts";
import { qualifiedName } from "../../src/program/names.ts";
import type { Program } from "../../src/program/program.ts";
import { pathFromEntry } from "../../src/program/reach.ts";
import { linkTestProgram } from "../harness/test-session.ts";

function nodeNamed(program: Program, name: string): CallNode {
  const found = [...program.graph.nodes.values()].find(({ ref }) => qualifiedName(ref) === name);
  assert.ok(found, `${name} is in the graph`);
  return found;
}

const shop = {
  "app.py": `import asyncio
from fastapi import FastAPI
from client import make_client

app = FastAPI()

@app.get("/books")
async def books():
    return await load()

async def load():
    async with Session():
        return await asyncio.to_thread(fetch)

def fetch():
    return make_client()

class Session:
    async def __aenter__(self):
        return self.open()

    def open(self):
        return self

    async def __aexit__(self, *details):
        pass

async def unused():
    pass
`,
  "client.py": `import httpx

def make_client():
    return httpx.Client()
`,
};

test("follows awaits, threads and `async with` from a handler", () => {
  const program = linkTestProgram(shop);
  followWorkers(program.state, program.aside);
  const path = pathFromEntry(program, nodeNamed(program, "make_client"), ["request"]);
  assert.equal(path === undefined ? "" : qualifiedName(path.entry.ref), "books");
  assert.deepEqual(
    path?.hops.map(({ functionName, target, location }) => `${functionName} → ${target} ${location.start.line}`),
    ["books → load 9", "load → fetch 13", "fetch → make_client 16"],
  );
  assert.equal(pathFromEntry(program, nodeNamed(program, "Session.open"), [])?.hops.length, 3);
  assert.deepEqual(pathFromEntry(program, nodeNamed(program, "books"), ["request"])?.hops, []);
});

test("says so when no such entry reaches a function", () => {
  const program = linkTestProgram(shop);
  assert.equal(pathFromEntry(program, nodeNamed(program, "unused"), []), undefined);
  assert.equal(pathFromEntry(program, nodeNamed(program, "make_client"), ["message"]), undefined);
});
