/** A whole task as an agent does it, in both eras of the protocol: survey, check, explain, fix, check. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runUncoil } from "../cli/command-line.ts";
import { call, checkAll, connect, copyBookshop, eras, type Finding, placesOf } from "./connect.ts";

interface FixAnswer {
  readonly written: boolean;
  readonly fixed: number;
  readonly fixes: readonly { readonly id: string }[];
  readonly left_alone: readonly { readonly id: string }[];
  readonly files: readonly string[];
  readonly diff?: string;
  readonly next_cursor?: string;
}

for (const era of eras) {
  test(`${era}: survey, check, explain, fix, check`, async () => {
    const cwd = copyBookshop();
    const client = await connect({ cwd, era });
    assert.equal(client.getNegotiatedProtocolVersion(), era);

    const survey = await call(client, "survey");
    assert.match(survey.text, /fastapi/);
    assert.match(
      survey.text,
      /GET \/api\/orders\/shipping bookshop\/api\/orders\.py:30 \(request, loop\), blocks: sleep: time\.sleep/,
    );

    const before = await checkAll(client);
    const expected = JSON.parse(runUncoil(["check", "--output-format", "json"], { cwd }).stdout) as object[];
    assert.equal(before.length, expected.length);
    assert.ok(before.length > 10);

    const retry = before.find(({ path, code }) => path === "bookshop/api/orders.py" && code === "AIO101");
    assert.ok(retry?.fix === "unsafe");
    const explained = await call(client, "explain_finding", { id: retry.id });
    assert.match(explained.text, /quote_shipping runs retry bookshop\/api\/orders\.py:31: return retry\(/);
    assert.match(explained.text, /retry runs time\.sleep bookshop\/core\/retry\.py:16: time\.sleep\(delay/);
    assert.match(explained.text, /^\+ .*await asyncio\.to_thread\(retry/m);

    const source = (): string => readFileSync(join(cwd, "bookshop/api/orders.py"), "utf8");
    const original = source();
    const shown = (await call(client, "fix", { ids: [retry.id], unsafe: true })).data as unknown as FixAnswer;
    assert.deepEqual([shown.written, shown.fixed, shown.files], [false, 1, ["bookshop/api/orders.py"]]);
    assert.match(shown.diff ?? "", /^\+ .*await asyncio\.to_thread\(retry/m);
    assert.equal(source(), original);

    const written = (await call(client, "fix", { unsafe: true, write: true })).data as unknown as FixAnswer;
    assert.ok(written.written && written.fixed > 8, JSON.stringify(written));
    assert.match(source(), /await asyncio\.to_thread\(retry/);

    const after = await checkAll(client);
    const leftAlone = new Set(written.left_alone.map(({ id }) => id));
    const isMendable = ({ id, fix }: Finding): boolean => fix !== undefined && !leftAlone.has(id);
    assert.deepEqual(placesOf(after.filter(isMendable)), []);
    assert.equal(after.length, before.length - written.fixed);
    assert.deepEqual(
      after.map(({ id }) => id).filter((id) => !before.some((finding) => finding.id === id)),
      [],
    );
    const again = (await call(client, "fix", { unsafe: true })).data as unknown as FixAnswer;
    assert.deepEqual([again.fixed, again.diff], [0, ""]);
  });
}

test("the diff of a fix that is not written goes on over pages", async () => {
  const client = await connect({ cwd: copyBookshop() });
  const diffs: string[] = [];
  let cursor: string | undefined;
  do {
    const given = { unsafe: true, ...(cursor === undefined ? {} : { cursor }) };
    const { diff, next_cursor: next } = (await call(client, "fix", given)).data as unknown as FixAnswer;
    diffs.push(diff ?? "");
    cursor = next;
  } while (cursor !== undefined);
  assert.ok(diffs.length > 1);
  const expected = runUncoil(["check", "--diff", "--unsafe-fixes"], { cwd: copyBookshop() }).stdout;
  assert.equal(diffs.join(""), expected);
});

test("blocking_paths: who reaches a library call, a function, a line", async () => {
  const client = await connect({ cwd: copyBookshop() });
  const library = await call(client, "blocking_paths", { target: "requests.Session.request" });
  assert.match(
    library.text,
    /^GET \/api\/orders\/shipping \(request, loop\): quote_shipping bookshop\/api\/orders\.py:31 calls > retry/m,
  );
  assert.match(library.text, /^GET \/api\/books\/\{isbn\}\/blurb \(request, worker\): show_blurb/m);
  const own = await call(client, "blocking_paths", { target: "build_invoice" });
  assert.deepEqual(
    [own.data["total"], own.data["on_loop"], (own.data["paths"] as { entry: string }[])[0]?.entry],
    [1, 1, "GET /api/orders/{order_id}/invoice"],
  );
  const line = await call(client, "blocking_paths", { target: "bookshop/services/invoices.py:16" });
  assert.match(
    line.text,
    /show_invoice bookshop\/api\/orders\.py:44 calls > build_invoice bookshop\/services\/invoices\.py:12/,
  );
});

test("survey: one entry point with the calls below it", async () => {
  const client = await connect({ cwd: copyBookshop() });
  const { text, data } = await call(client, "survey", { entry: "describe_book" });
  assert.equal(data["total_entries"], 1);
  assert.match(text, /└─ requests\.Session\.request \(network, blocks the loop\) {2}bookshop\/clients\/http\.py:22/);
});
