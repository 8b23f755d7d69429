/** What other code calls: entries, and what threads run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Place } from "../../src/program/call-graph.ts";
import { followWorkers } from "../../src/program/build-call-graph.ts";
import { qualifiedName } from "../../src/program/names.ts";
import { siteLocation } from "../../src/program/trace.ts";
import type { Program } from "../../src/program/program.ts";
import { linkTestProgram } from "../harness/test-session.ts";

/** `kind function line`, of each entry, sorted. */
function entriesOf(program: Program): string[] {
  return program.graph.entries
    .map(({ kind, ref, registered }) => `${kind} ${qualifiedName(ref)}${lineOf(registered)}`)
    .toSorted();
}

/** `function line` of what threads run, sorted. */
function workersOf(program: Program): string[] {
  return program.graph.workers
    .filter(({ node }) => node.ref.module.origin === "project")
    .map(({ node, registered }) => `${qualifiedName(node.ref)}${lineOf(registered)}`)
    .toSorted();
}

function lineOf(place: Place | undefined): string {
  if (place === undefined || place.node.ref.module.origin !== "project") return "";
  return ` ${siteLocation(place.node.ref.module, place.site).start.line}`;
}

test("finds what a loop is entered with, tasks and callbacks", () => {
  const program = linkTestProgram({
    "app.py": `import asyncio

async def ticker():
    await asyncio.sleep(1)

def report():
    print("done")

async def fetch():
    return 1

async def main():
    asyncio.create_task(ticker())
    asyncio.get_running_loop().call_later(1, report)
    await asyncio.gather(fetch(), fetch())

if __name__ == "__main__":
    asyncio.run(main())
`,
  });
  assert.deepEqual(entriesOf(program), ["callback report 14", "main main 18", "task ticker 13"]);
  assert.deepEqual(workersOf(program), []);
});

test("finds what threads and processes run, wherever it is handed over", () => {
  const program = linkTestProgram({
    "app.py": `import asyncio
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Process

def load(path):
    return parse(path)

def parse(path):
    return open(path).read()

def poll():
    pass

def crunch():
    pass

def work(item):
    pass

class Ticker(threading.Thread):
    def run(self):
        self.tick()

    def tick(self):
        pass

threading.Thread(target=poll).start()

def start():
    Process(target=crunch).start()
    with ThreadPoolExecutor() as pool:
        pool.submit(functools.partial(work, 1))

async def main():
    await asyncio.to_thread(load, "a.txt")
`,
  });
  assert.deepEqual(workersOf(program), ["Ticker.run", "crunch 32", "load 37", "poll 29", "work 34"]);
  followWorkers(program.state, program.aside);
  const reached = [...program.graph.nodes.values()].map(({ ref }) => qualifiedName(ref));
  for (const name of ["parse", "work", "Ticker.tick"]) assert.ok(reached.includes(name), `${name} is followed`);
});

test("finds the handlers of a web application; plain ones run in threads", () => {
  const program = linkTestProgram({
    "app.py": `import requests
from fastapi import Depends, FastAPI

app = FastAPI()

def get_db():
    yield None

@app.get("/books/{isbn}")
async def read(isbn, db=Depends(get_db)):
    return isbn

@app.post("/orders")
def order():
    return requests.get("https://example.com")

def legacy():
    pass

app.add_api_route("/legacy", legacy)

@app.on_event("startup")
async def prepare():
    pass
`,
  });
  assert.deepEqual(entriesOf(program), [
    "dependency get_db 10",
    "request legacy 20",
    "request order 13",
    "request read 9",
    "startup prepare 22",
  ]);
  assert.deepEqual(workersOf(program), ["legacy 20", "order 13"]);
});
