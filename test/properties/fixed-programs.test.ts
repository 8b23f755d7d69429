/** What holds of programs after their fixes, whatever they are made of and in whatever order things are found in them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { Settings } from "../../src/config/settings.ts";
import { rules } from "../../src/rules/registry.ts";
import { parseFile } from "../../src/syntax/index.ts";
import { parseMarkdownTests } from "../harness/markdown-tests.ts";
import { markdownFiles } from "../harness/run-markdown-test.ts";
import { createTestSession, testSettings } from "../harness/test-session.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const everyRule = rules.map(({ code }) => code);
const settings = testSettings(undefined, everyRule);

/** Code that some fix is made for: the files of the rules' pages and cases that have a fixed version, each a program alone. */
const fragments: readonly string[] = [...markdownFiles("src/rules"), ...markdownFiles("test/rules")].flatMap((path) =>
  parseMarkdownTests(path, readFileSync(path, "utf8"))
    .filter(({ files, fixed, configuration }) => files.length === 1 && fixed.length > 0 && configuration === undefined)
    .flatMap(({ files }) => files.map(({ lines }) => `${lines.join("\n")}\n`))
    .filter((source) => parseFile(encoder.encode(source)).errors.length === 0),
);

/** Statements of a coroutine that fixes edit side by side, one inside another, or must leave alone. */
const statements: readonly string[] = [
  "time.sleep(1)  # nap",
  "value = requests.get(url).json()",
  "value = [requests.get(u) for u in urls]",
  "work(url)",
  "print(f'{work(url)}', helper(1,\n        # two\n        key=2))",
  "asyncio.create_task(work(url))",
  "asyncio.run(work(url))",
  "with asyncio.Lock():\n        helper(helper(3))",
  "if work(url):\n        time.sleep(2)\n    else:\n        helper(4)",
  "await asyncio.gather([work(1), work(2)])",
  "await asyncio.to_thread(work, url)",
  "await asyncio.to_thread(helper(1))",
  "async with asyncio.TaskGroup() as group:\n        asyncio.create_task(work(url))",
  "for item in urls:\n        helper(item)",
  "try:\n        input('?')\n    finally:\n        time.sleep(3)",
  "x = lambda: time.sleep(1)",
  'text = """\ntime.sleep(1)\n"""; time.sleep(5)',
];

const mixedFragment = fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 6 }).map(
  (body) => `import asyncio
import requests
import time


def helper(x, key=None):
    time.sleep(x)
    return x


async def work(url): ...


async def main(url, urls):
    ${body.join("\n    ")}
`,
);

/** Several fragments as one module: imports at its head, each once, and the names of definitions made different. */
function joinFragments(chosen: readonly string[]): string {
  const imports = new Set<string>();
  const bodies = chosen.map((source, index) => {
    const names = Array.from(source.matchAll(/^(?:async def|def|class) (\w+)/gm), ([, name = ""]) => name);
    const renamed = names.reduce(
      (text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `${name}_${index}`),
      source,
    );
    return renamed.replaceAll(/^(?:import|from) [^\n(]+\n/gm, (line) => {
      imports.add(line);
      return "";
    });
  });
  const future = [...imports].filter((line) => line.startsWith("from __future__"));
  const others = [...imports].filter((line) => !line.startsWith("from __future__"));
  return [...future, ...others, ...bodies.map((body) => `\n\n${body.trim()}\n`)].join("");
}

const fragment = fc.oneof(
  { arbitrary: fc.constantFrom(...fragments), weight: 3 },
  { arbitrary: mixedFragment, weight: 1 },
);
const module = fc.array(fragment, { minLength: 2, maxLength: 6 }).map(joinFragments);
const program = fc.tuple(module, module, fc.constantFrom("\n", "\r\n")).map(
  ([first, second, newline]) =>
    new Map(
      [
        ["first.py", first],
        ["second.py", second],
      ].map(([path, text]) => [path!, text!.replaceAll("\n", newline)]),
    ),
);

type Sources = ReadonlyMap<string, string>;

function fix(sources: Sources, options: Settings = settings, allowsUnsafe = true): Sources {
  const session = createTestSession(sources, options);
  const { files } = session.fixAll(options, { allowsUnsafe, mayChange: () => true });
  return new Map(
    Array.from(sources, ([path, source]) => {
      const after = files.get(`/project/${path}`)?.after;
      return [path, after === undefined ? source : decoder.decode(after)];
    }),
  );
}

function findingsOf(sources: Sources): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of createTestSession(sources, settings).diagnostics(settings))
    counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function commentsOf(source: string): readonly string[] {
  const { comments, source: bytes } = parseFile(encoder.encode(source));
  const texts: string[] = [];
  for (let at = 0; at < comments.length; at += 2)
    texts.push(decoder.decode(bytes.subarray(comments[at], comments[at + 1])));
  return texts.toSorted();
}

test("the fragments are many, and of most rules that have fixes", () => {
  const codes = new Set(fragments.flatMap((source) => [...findingsOf(new Map([["main.py", source]])).keys()]));
  assert.ok(fragments.length > 40, `${fragments.length} fragments`);
  assert.ok(codes.size > 15, [...codes].join());
});

test("fixed programs parse, keep their comments and line endings, have fewer findings and none of a new kind", () => {
  fc.assert(
    fc.property(program, fc.boolean(), (sources, allowsUnsafe) => {
      const fixed = fix(sources, settings, allowsUnsafe);
      for (const [path, source] of sources) {
        const after = fixed.get(path) ?? "";
        assert.deepEqual(parseFile(encoder.encode(after)).errors, []);
        const left = commentsOf(after);
        for (const comment of commentsOf(source)) assert.notEqual(left.indexOf(comment), -1, comment);
        assert.equal(/(?<!\r)\n/.test(after), /(?<!\r)\n/.test(source));
      }
      const before = findingsOf(sources);
      for (const [code, count] of findingsOf(fixed)) assert.ok(count <= (before.get(code) ?? 0), `${code}: ${count}`);
    }),
    { numRuns: 25 },
  );
});

test("fixing what is fixed changes nothing", () => {
  fc.assert(
    fc.property(program, fc.boolean(), (sources, allowsUnsafe) => {
      const fixed = fix(sources, settings, allowsUnsafe);
      assert.deepEqual(fix(fixed, settings, allowsUnsafe), fixed);
    }),
    { numRuns: 25 },
  );
});

test("the order of the rules does not matter", () => {
  const orders = fc.shuffledSubarray([...rules], { minLength: rules.length });
  const order = [...rules];
  const registry = rules as (typeof order)[number][];
  fc.assert(
    fc.property(program, orders, (sources, shuffled) => {
      const forward = fix(sources);
      try {
        registry.splice(0, registry.length, ...shuffled);
        assert.deepEqual(fix(sources), forward);
      } finally {
        registry.splice(0, registry.length, ...order);
      }
    }),
    { numRuns: 25 },
  );
});

test("the order in which files arrive does not matter", () => {
  fc.assert(
    fc.property(program, (sources) => {
      const reversed = new Map([...sources].toReversed());
      assert.deepEqual(new Map([...fix(reversed)].toSorted()), new Map([...fix(sources)].toSorted()));
    }),
    { numRuns: 20 },
  );
});
