/** How an expression of one file is written on a line of another. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { textIn } from "../src/fixes/carried-text.ts";
import { openSourceFile, type SourceFile } from "../src/fixes/source-file.ts";
import { Kind, kindOf } from "../src/syntax/index.ts";

const imports = "import httpx\nfrom shop.web.clients import new_client\n\nLIMIT = 5\n";

function fileOf(source: string): SourceFile {
  const file = openSourceFile("/project/a.py", new TextEncoder().encode(source), undefined);
  assert.ok(file !== undefined);
  return file;
}

/** The first call of a file, as another would write it; the imports it then needs stand before it. */
function carried(call: string, to: string): string | undefined {
  const from = fileOf(`${imports}x = ${call}\n`);
  const node = Array.from({ length: from.tree.length }, (_, index) => index).find(
    (index) => kindOf(from.tree, index) === Kind.Call,
  );
  const written = textIn(from, node ?? 0, fileOf(to), 0, to.length);
  return written && [...written.edits.map(({ text }) => text.trim()), written.text].join("; ");
}

test("names are reached by what the other file imports, or by an import more", () => {
  assert.equal(carried("httpx.AsyncClient(timeout=5)", "import httpx\n"), "httpx.AsyncClient(timeout=5)");
  assert.equal(carried("httpx.AsyncClient()", "from httpx import AsyncClient as C\n"), "C()");
  assert.equal(carried("httpx.AsyncClient()", "x = 1\n"), "import httpx; httpx.AsyncClient()");
  assert.equal(
    carried("new_client(int('5'))", "x = 1\n"),
    "import shop.web.clients; shop.web.clients.new_client(int('5'))",
  );
});

test("a constant of the one file means nothing in the other", () => {
  assert.equal(carried("httpx.AsyncClient(timeout=LIMIT)", "import httpx\n"), undefined);
});

test("several lines become one, where no comment or string is in the way", () => {
  const lines =
    "httpx.AsyncClient(\n    timeout=httpx.Timeout(\n        5, connect=1\n    ),\n    headers={\n        'a': 'b',\n    },\n)";
  assert.equal(
    carried(lines, "import httpx\n"),
    "httpx.AsyncClient(timeout=httpx.Timeout(5, connect=1), headers={'a': 'b',})",
  );
  assert.equal(carried("httpx.AsyncClient(\n    timeout=5,  # seconds\n)", "import httpx\n"), undefined);
  assert.equal(carried("httpx.AsyncClient(\n    base_url='a'\n    'b',\n)", "import httpx\n"), undefined);
  assert.equal(carried("httpx.AsyncClient(base_url='''a\nb''')", "import httpx\n"), undefined);
});
