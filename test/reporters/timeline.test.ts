/** The timeline of `uncoil run --html`: what its data say, and what a browser makes of them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeProject, runUncoil } from "../cli/command-line.ts";
import { anyInterpreter } from "../runtime/interpreters.ts";

interface TimelineData {
  readonly problems: readonly {
    readonly kind: string;
    readonly occurrences: readonly (readonly [number, number, number])[];
    readonly confirms: readonly number[];
  }[];
  readonly findings: readonly { readonly status: string }[];
  readonly processes: readonly {
    readonly pid: number;
    readonly places: readonly (readonly [string, number, string, string])[];
    readonly tasks: readonly (readonly [number, number, string, number])[];
    readonly records: readonly number[];
    readonly isCut: boolean;
  }[];
}

interface Page {
  readonly cwd: string;
  readonly html: string;
  readonly data: TimelineData;
}

function pageOf(source: string, env: Readonly<Record<string, string>> = {}): Page {
  const cwd = makeProject({ "app.py": source });
  const { stderr } = runUncoil(["run", "--python", anyInterpreter, "--html", "page.html", "app.py"], { cwd, env });
  assert.match(stderr, /^(?:Timeline written to|Linha do tempo escrita em) page\.html$/m);
  const html = readFileSync(join(cwd, "page.html"), "utf8");
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  return { cwd, html, data: JSON.parse(json) as TimelineData };
}

const source = `import asyncio
import time


async def work(delay):
    await asyncio.sleep(delay)
    time.sleep(0.2)


async def main():
    tasks = [asyncio.create_task(work(0.01)) for _ in range(3)]
    await asyncio.to_thread(time.sleep, 0.05)
    await asyncio.gather(*tasks)
    lost = asyncio.create_task(asyncio.sleep(60), name="</script><script>document.title = 'broken'</script>")
    await asyncio.sleep(0)
    lost.cancel()


asyncio.run(main())
`;

const operations = { step: 1, idle: 2, wait: 3, wake: 4, cancel: 5, done: 6, work: 7 };

test("the data of the page are what the program did", () => {
  const { data, html } = pageOf(source);
  const [process] = data.processes;
  assert.ok(process !== undefined);
  const rows = Array.from({ length: process.records.length / 5 }, (_, index) =>
    process.records.slice(index * 5, index * 5 + 5),
  );
  const of = (operation: number): readonly number[][] => rows.filter(([first]) => first === operation);
  const names = process.tasks.map(([, , name]) => name);
  assert.equal(names.filter((name) => name === "work").length, 3);
  assert.equal(names[0], "main");
  const [work = 0] = names.flatMap((name, index) => (name === "work" ? [index + 1] : []));
  const placeOf = (id: number | undefined): string => {
    const place = process.places[(id ?? 0) - 1];
    return `${place?.[0]}:${place?.[1]} ${place?.[3]}`;
  };
  assert.equal(process.tasks[work - 1]?.[1], 1, "main has started it");
  assert.match(placeOf(process.tasks[work - 1]?.[3]), /^app\.py:11 tasks = /);
  const wait = of(operations.wait).find(([, , task]) => task === work);
  assert.equal(placeOf(wait?.[3]), "app.py:6 await asyncio.sleep(delay)");
  assert.match(placeOf(wait?.[4]), /tasks\.py:\d+ /);
  assert.ok(of(operations.wake).some(([, , task]) => task === work));
  assert.ok(of(operations.done).some(([, , task]) => task === work));
  assert.match(placeOf(of(operations.cancel)[0]?.[4]), /^app\.py:16 lost\.cancel\(\)$/);
  assert.ok(
    of(operations.work).some(([, , , place]) => placeOf(place).startsWith(":0")),
    "the thread's job is there",
  );
  const blocked = data.problems.find(({ kind }) => kind === "blocked");
  assert.equal(blocked?.occurrences.length, 3);
  assert.equal(data.findings[blocked?.confirms[0] ?? -1]?.status, "confirmed");
  const times = of(operations.step).map(([, time]) => time ?? 0);
  assert.deepEqual(
    times,
    times.toSorted((left, right) => left - right),
  );
  assert.doesNotMatch(html, /(?:src|href)="?http/, "the page loads nothing");
});

const chromium = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** The page as a browser has it after its scripts have run. */
function renderedPage({ cwd }: Page): string {
  const profile = mkdtempSync(join(tmpdir(), "uncoil-chromium-"));
  try {
    const flags =
      "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync --enable-logging=stderr --dump-dom";
    const url = `file://${join(cwd, "page.html")}#problem-0`;
    const { stdout, stderr } = spawnSync(chromium ?? "", [...flags.split(" "), `--user-data-dir=${profile}`, url], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    assert.doesNotMatch(stderr, /CONSOLE/);
    return stdout;
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

const inBrowser = { skip: chromium === undefined ? "Chromium is not installed" : false };

test("a browser draws the page, and opens the problem it is asked for", inBrowser, () => {
  const dom = renderedPage(pageOf(source));
  assert.match(dom, /<html[^>]* data-ready="\d+"/);
  assert.match(dom, /<title>[^<]*app\.py: timeline by Uncoil<\/title>/);
  const chosen = /id="chosen"[^]*?<\/section>/.exec(dom)?.[0] ?? "";
  assert.match(chosen, /work \(task \d+\): \d+ ms/);
  assert.match(chosen, /the event loop was kept for/);
  assert.match(chosen, /AIO101 blocking-sleep/);
});

test("the page speaks the language of the run", inBrowser, () => {
  const dom = renderedPage(pageOf(source, { LANG: "pt_BR.UTF-8" }));
  assert.match(dom, /<html lang="pt-BR"[^>]* data-ready="\d+"/);
  assert.match(dom, /<span class="soft" id="facts">[^<]* · saiu com 0 · \d+ passos de 1 loop<\/span>/);
  assert.match(dom, /o event loop ficou preso por/);
});

test("a hundred thousand steps are no trouble", inBrowser, () => {
  const page = pageOf(`import asyncio


async def spin():
    for _ in range(1000):
        await asyncio.sleep(0)


async def main():
    for _ in range(10):
        await asyncio.gather(*[spin() for _ in range(10)])


asyncio.run(main())
`);
  const steps = Number(/<html[^>]* data-ready="(\d+)"/.exec(renderedPage(page))?.[1]);
  assert.ok(steps > 100_000, String(steps));
});
