/** What keeps plain functions from being turned into coroutine functions, and where that is said to be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestSession, testSettings } from "./harness/test-session.ts";

const fetch = `import time


def fetch(key):
    time.sleep(1)
    return key
`;
const main = `from fetch import fetch


async def main():
    return fetch("a")
`;
const store = `import time


class Store:
    def fetch(self, key):
        time.sleep(1)
        return key
`;
const useStore = `from store import Store


async def main(store: Store):
    return store.fetch("a")
`;
const own = `import time


class Store:
    def _fetch(self, key):
        time.sleep(1)
        return key

    async def main(self):
        return self._fetch("a")
`;

type Files = Readonly<Record<string, string>>;

/** The titles of the fixes of the findings of blocking-sleep; for those that are stopped: what stops them. */
function fixesOf(files: Files): string[] {
  const settings = testSettings(undefined, []);
  const session = createTestSession(new Map(Object.entries(files)), settings);
  const found = session.diagnostics(settings).filter(({ code, trace }) => code === "AIO101" && trace.length > 0);
  const titles = found.flatMap(session.fixesOf).map(({ title, obstacle }) => {
    if (obstacle === undefined) return title;
    const { path, start } = obstacle.location;
    return `${path.replace("/project/", "")}:${start.line} ${obstacle.reason}`;
  });
  return [...new Set(titles)];
}

function stops(name: string, files: Files, obstacle: string): void {
  test(`stopped: ${name}`, () => {
    const titles = fixesOf(files);
    assert.match(titles[0] ?? "", /^Run `.+` in a thread$/);
    assert.deepEqual(
      titles.filter((title) => !title.endsWith("in a thread")),
      [obstacle],
    );
  });
}

function turns(name: string, files: Files, title: string): void {
  test(`turned: ${name}`, () => {
    const [best = "", offload = ""] = fixesOf(files);
    assert.equal(best, title);
    assert.match(offload, /^Run `.+` in a thread$/);
  });
}

/** Neither turned nor said to be stopped: a thread is the better way. */
function offloads(name: string, files: Files): void {
  test(`in a thread: ${name}`, () => {
    const titles = fixesOf(files);
    assert.ok(titles.length > 0);
    for (const title of titles) assert.match(title, /^Run `.+` in a thread$/);
  });
}

function withOther(other: string): Files {
  return { "fetch.py": fetch, "main.py": main, "other.py": other };
}

turns("every caller is a coroutine", withOther(""), "Turn `fetch` async, and await the call in 2 files");
turns(
  "a plain caller between",
  withOther("import fetch\nimport main\n\n\ndef load():\n    return fetch.fetch(1)\n\n\nasync def go():\n    load()\n"),
  "Turn `fetch` and `load` async, and await 3 calls in 3 files",
);
turns(
  "a method",
  { "store.py": store, "main.py": useStore },
  "Turn `Store.fetch` async, and await the call in 2 files",
);
turns("a method of self", { "store.py": own }, "Turn `Store._fetch` async, and await the call");
turns(
  "the same name elsewhere",
  withOther(
    "import json\n\n\nclass Box:\n    def fetch(self): ...\n\n\nBox().fetch()\njson.fetch()\nfetch = {'fetch': 1}\n",
  ),
  "Turn `fetch` async, and await the call in 2 files",
);
stops(
  "called on an object that may be the module",
  {
    "app/__init__.py": "",
    "app/fetch.py": fetch,
    "app/main.py": main.replace("from fetch", "from .fetch"),
    "plugins.py": "import app.fetch\n\nplugins = [app.fetch]\n\n\nasync def go(plugin):\n    plugin.fetch(1)\n",
  },
  "plugins.py:7 may mean `fetch`: what the `.fetch` is of cannot be told",
);
turns(
  "called on an object that is hardly the module",
  withOther("async def go(box):\n    box.fetch(1)\n"),
  "Turn `fetch` async, and await the call in 2 files",
);
turns(
  "imported by another name from another module",
  {
    "fetch.py": fetch,
    "names.py": "from fetch import fetch as get\n",
    "main.py": "from names import get\n\n\nasync def main():\n    return get(1)\n",
  },
  "Turn `fetch` async, and await the call in 2 files",
);

stops(
  "called where the module runs",
  withOther("from fetch import fetch\n\nfirst = fetch(1)\n"),
  "other.py:3 calls `fetch` outside a function",
);
stops(
  "called by a plain function that is called where the module runs",
  withOther('from fetch import fetch\n\n\ndef cli():\n    fetch(1)\n\n\nif __name__ == "__main__":\n    cli()\n'),
  "other.py:9 calls `cli` outside a function",
);
stops(
  "called by a plain function that nobody calls",
  withOther("from fetch import fetch\n\n\ndef test_fetch():\n    assert fetch(1) == 1\n"),
  "other.py:4 no coroutine calls `test_fetch`",
);
stops(
  "called in a lambda",
  withOther("from fetch import fetch\n\nget = lambda: fetch(1)\n"),
  "other.py:3 calls `fetch` in a lambda",
);
stops(
  "called in a generator expression",
  withOther("from fetch import fetch\n\n\nasync def go(keys):\n    return list(fetch(key) for key in keys)\n"),
  "other.py:5 calls `fetch` in a generator expression",
);
stops(
  "called by a generator",
  withOther(
    "from fetch import fetch\n\n\ndef rows():\n    yield fetch(1)\n\n\nasync def go():\n    return list(rows())\n",
  ),
  "other.py:4 `rows` is a generator",
);
for (const [name, use] of [
  ["given to a thread", "threading.Thread(target=fetch)"],
  ["a partial", "functools.partial(fetch, 1)"],
  ["offloaded", "asyncio.to_thread(fetch, 1)"],
  ["a key", "sorted([], key=fetch)"],
  ["stored", "handlers = {1: fetch}"],
  ["given another name", "alias = fetch"],
] as const)
  stops(name, withOther(`from fetch import fetch\n\n${use}\n`), "other.py:3 uses `fetch` without calling it");
stops(
  "an attribute that is not called",
  withOther("import fetch\n\nalias = fetch.fetch\n"),
  "other.py:3 uses `fetch` without calling it",
);
stops(
  "a star import",
  withOther("from fetch import *\n\nfirst = fetch(1)\n"),
  "other.py:3 calls `fetch` outside a function",
);
stops(
  "imported by another name from another module, and called there",
  { ...withOther("from fetch import fetch as get\n"), "use.py": "from other import get\n\nget(1)\n" },
  "use.py:3 calls `fetch` outside a function",
);
stops(
  "named in a string",
  withOther('import fetch\n\nget = getattr(fetch, "fetch")\n'),
  "other.py:3 names `fetch` in a string",
);
stops(
  "patched by its path",
  withOther('from unittest.mock import patch\n\n\nasync def go():\n    with patch("fetch.fetch"):\n        pass\n'),
  "other.py:5 names `fetch` in a string",
);
stops(
  "named by its path in settings",
  withOther('HOOKS = {"load": ["fetch.fetch"]}\n'),
  "other.py:1 names `fetch` in a string",
);
stops(
  "in __all__",
  { "fetch.py": `__all__ = ["fetch"]\n${fetch}`, "main.py": main },
  "fetch.py:1 lists `fetch` in `__all__`",
);
stops(
  "in a long __all__",
  {
    "fetch.py": `__all__ = [${Array.from({ length: 40 }, (_, index) => `"f${index}"`).join(", ")}, "fetch"]\n${fetch}`,
    "main.py": main,
  },
  "fetch.py:1 lists `fetch` in `__all__`",
);
stops(
  "offered by a package",
  {
    "app/__init__.py": "from .fetch import fetch\n",
    "app/fetch.py": fetch,
    "app/main.py": main.replace("from fetch", "from .fetch"),
  },
  "app/__init__.py:1 offers `fetch` to other programs",
);
turns(
  "offered by a package to the program itself",
  {
    "app/__init__.py": "from .fetch import fetch\n",
    "app/fetch.py": fetch,
    "main.py": main.replace("from fetch", "from app"),
  },
  "Turn `fetch` async, and await the call in 2 files",
);
stops(
  "read by a computed name",
  { "fetch.py": `${fetch}\n\ndef run(verb):\n    return globals()[verb]\n`, "main.py": main },
  "fetch.py:10 reads attributes by names that cannot be told",
);
stops(
  "imported beside something else of that name",
  withOther("try:\n    from fast import fetch\nexcept ImportError:\n    from fetch import fetch\n"),
  "other.py:2 binds `fetch` to `fetch` or something else",
);
stops(
  "decorated",
  { "fetch.py": fetch.replace("def fetch", "def same(fn):\n    return fn\n\n\n@same\ndef fetch"), "main.py": main },
  "fetch.py:9 `fetch` is decorated",
);
stops(
  "an endpoint of a framework that runs it in a thread",
  withOther(
    'from fastapi import FastAPI\nfrom fetch import fetch\n\napp = FastAPI()\n\n\n@app.get("/")\ndef index():\n    return fetch(1)\n',
  ),
  "other.py:8 `index` is decorated",
);
stops(
  "a constructor",
  { "store.py": own.replaceAll("_fetch(self, key)", "__init__(self)").replace('self._fetch("a")', "Store()") },
  "store.py:5 Python itself calls `Store.__init__`",
);
stops(
  "a property",
  {
    "store.py": store
      .replace("    def fetch(self, key)", "    @property\n    def key(self)")
      .replace("return key", "return 1"),
    "main.py":
      `${useStore.replace("store.fetch", "keyOf")}\n\ndef keyOf(store: Store):\n    return store.key\n`.replace(
        '"a"',
        "store",
      ),
  },
  "store.py:6 `Store.key` is decorated",
);
turns(
  "overridden",
  {
    "store.py": store,
    "main.py": useStore,
    "other.py": "from store import Store\n\n\nclass Fast(Store):\n    def fetch(self, key): ...\n",
  },
  "Turn `Fast.fetch` and `Store.fetch` async, and await the call in 3 files",
);
turns(
  "overriding",
  {
    "base.py": "class Base:\n    def fetch(self, key): ...\n",
    "store.py": `from base import Base\n${store.replace("class Store", "class Store(Base)")}`,
    "main.py": useStore,
  },
  "Turn `Base.fetch` and `Store.fetch` async, and await the call in 3 files",
);
stops(
  "of a class with a base of a library",
  {
    "store.py": `import threading\n${store.replace("class Store", "class Store(threading.Thread)")}`,
    "main.py": useStore,
  },
  "store.py:6 a base class that is not of this program may call `Store.fetch`",
);
turns(
  "of a protocol",
  {
    "store.py": store,
    "main.py": useStore,
    "other.py":
      "from typing import Protocol\n\n\nclass Fetches(Protocol):\n    def fetch(self, key): ...\n\n\nasync def go(store: Fetches):\n    store.fetch(1)\n",
  },
  "Turn `Fetches.fetch` and `Store.fetch` async, and await 2 calls in 3 files",
);
turns(
  "of an abstract class, with a class beside it that calls its own method",
  {
    "base.py":
      "from abc import ABC, abstractmethod\n\n\nclass Base(ABC):\n    @abstractmethod\n    def fetch(self, key): ...\n",
    "store.py": `from base import Base\n${store.replace("class Store", "class Store(Base)")}`,
    "fast.py":
      "from base import Base\n\n\nclass Fast(Base):\n    def fetch(self, key):\n        return key\n\n    async def twice(self):\n        return self.fetch(1), self.fetch(2)\n",
    "main.py": useStore,
    "other.py": "from base import Base\n\n\nasync def go(base: Base):\n    base.fetch(1)\n",
  },
  "Turn `Base.fetch`, `Fast.fetch` and `Store.fetch` async, and await 4 calls in 5 files",
);
turns(
  "calling the overridden method",
  {
    "store.py": store,
    "main.py": useStore,
    "other.py":
      "from store import Store\n\n\nclass Loud(Store):\n    def fetch(self, key):\n        print(key)\n        return super().fetch(key)\n",
  },
  "Turn `Loud.fetch` and `Store.fetch` async, and await 2 calls in 3 files",
);
const fast = "from store import Store\n\n\nclass Fast(Store):\n";
for (const [name, other, obstacle] of [
  ["a generator", `${fast}    def fetch(self, key):\n        yield key\n`, "other.py:5 `Fast.fetch` is a generator"],
  [
    "a coroutine function",
    `${fast}    async def fetch(self, key): ...\n`,
    "other.py:5 `Fast.fetch` is a coroutine function",
  ],
  ["a property", `${fast}    @property\n    def fetch(self): ...\n`, "other.py:6 `Fast.fetch` is decorated"],
  ["an attribute", `${fast}    fetch = print\n`, "other.py:4 `Fast` overrides `Store.fetch`"],
  [
    "called by a plain function that nobody calls",
    `${fast}    def fetch(self, key): ...\n\n\ndef get(fast: Fast):\n    fast.fetch(1)\n`,
    "other.py:8 no coroutine calls `get`",
  ],
  [
    "also one of a library",
    `import logging\n${fast.replace("(Store)", "(logging.Handler, Store)")}    def fetch(self, key): ...\n`,
    "other.py:6 a base class that is not of this program may call `Fast.fetch`",
  ],
] as const)
  stops(`overridden by ${name}`, { "store.py": store, "main.py": useStore, "other.py": other }, obstacle);
stops(
  "called on something unknown",
  { "store.py": store, "main.py": useStore, "other.py": "def go(store):\n    store.fetch(1)\n" },
  "other.py:2 may mean `Store.fetch`: what the `.fetch` is of cannot be told",
);
stops(
  "replaced by a double",
  {
    "store.py": store,
    "main.py": useStore,
    "fakes.py": "class Fake:\n    def fetch(self, key):\n        return key\n",
  },
  "fakes.py:1 an object of `Fake`, which has `fetch` too, may be given",
);
stops(
  "assigned from outside",
  { "store.py": store, "main.py": useStore, "other.py": "from store import Store\n\nStore.fetch = None\n" },
  "other.py:3 assigns `Store.fetch`",
);
stops(
  "called under a lock of threads",
  {
    "store.py": own.replace(
      '        return self._fetch("a")',
      '        with self.lock:\n            return self._fetch("a")',
    ),
  },
  "store.py:11 calls `Store._fetch` with a lock that may be one of threads",
);
stops(
  "what it gives is awaited",
  withOther("from fetch import fetch\n\n\nasync def go():\n    await fetch(1)\n"),
  "other.py:5 awaits what `fetch` gives",
);

offloads("something else blocks, too", {
  "fetch.py": fetch
    .replace("return key", "return urlopen(key)")
    .replace("import time", "import time\nfrom urllib.request import urlopen"),
  "main.py": main,
});
offloads("something else blocks in a caller", {
  "fetch.py": `${fetch}\n\ndef load(key):\n    input()\n    return fetch(key)\n`,
  "main.py": main.replaceAll("fetch(", "load(").replace("import fetch", "import load"),
});
