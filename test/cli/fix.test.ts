import assert from "node:assert/strict";
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeFile } from "../../src/workspace/write-file.ts";
import { blocking, clean, makeProject, runUncoil } from "./command-line.ts";

const fixedBlocking = `import asyncio


async def main():
    await asyncio.sleep(1)
`;

/** One finding with a safe fix, one with an unsafe one. */
const both = `${blocking}    input("Go on?")  # really?\n`;

function read(cwd: string, path = "a.py"): string {
  return readFileSync(join(cwd, path), "utf8");
}

test("--fix applies safe fixes and reports the rest", () => {
  const cwd = makeProject({ "a.py": both, "b.py": clean });
  const { code, stdout, stderr } = runUncoil(["check", "--fix", "--output-format", "concise"], { cwd });
  assert.equal(read(cwd), `${fixedBlocking}    input("Go on?")  # really?\n`);
  assert.equal(read(cwd, "b.py"), clean);
  assert.equal(stderr, "");
  assert.equal(code, 1);
  assert.match(
    stdout,
    /^a\.py:6:5: AIO106 .+\nFound 1 error in 2 files\.\n1 fixable with --fix --unsafe-fixes\.\nFixed 1 finding in 1 file\.\n$/,
  );
});

test("--unsafe-fixes adds the others; nothing is left, and a second run changes nothing", () => {
  const cwd = makeProject({ "a.py": both });
  const { code, stdout } = runUncoil(["check", "--fix", "--unsafe-fixes", "--show-fixes"], { cwd });
  const fixed = `${fixedBlocking}    await asyncio.to_thread(input, "Go on?")  # really?\n`;
  assert.equal(read(cwd), fixed);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    "All checks passed: 1 file.\nFixed 2 findings in 1 file:\n  a.py:5: AIO101 Call `asyncio.sleep`\n  a.py:6: AIO106 Run `input` in a thread\n",
  );
  const { stdout: second } = runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd });
  assert.equal(second, "All checks passed: 1 file.\n");
  assert.equal(read(cwd), fixed);
});

test("without --fix nothing is written, and findings say what could be fixed", () => {
  const cwd = makeProject({ "a.py": both });
  const concise = runUncoil(["check", "--output-format", "concise"], { cwd }).stdout;
  assert.match(concise, /a\.py:5:5: AIO101 \[\*\] /);
  assert.match(concise, /a\.py:6:5: AIO106 `input`/);
  assert.match(concise, /\n1 fixable with --fix, 1 more with --unsafe-fixes\.\n$/);
  const unsafe = runUncoil(["check", "--unsafe-fixes", "--output-format", "concise"], { cwd }).stdout;
  assert.match(unsafe, /a\.py:6:5: AIO106 \[\*\] /);
  assert.match(unsafe, /\n2 fixable with --fix\.\n$/);
  const full = runUncoil(["check"], { cwd }).stdout;
  assert.match(full, /\n fix: Call `asyncio\.sleep` \(--fix\)\n/);
  assert.match(full, /\n fix: Run `input` in a thread \(--fix --unsafe-fixes\)\n/);
  assert.equal(read(cwd), both);
});

test("JSON gives a fix as ruff does", () => {
  const cwd = makeProject({ "a.py": both });
  const found = JSON.parse(runUncoil(["check", "--output-format", "json"], { cwd }).stdout) as { fix: unknown }[];
  const filename = join(cwd, "a.py");
  assert.deepEqual(found[0]?.fix, {
    applicability: "safe",
    message: "Call `asyncio.sleep`",
    edits: [
      { content: "import asyncio\n", filename, location: { row: 1, column: 1 }, end_location: { row: 2, column: 1 } },
      {
        content: "await asyncio.sleep",
        filename,
        location: { row: 5, column: 5 },
        end_location: { row: 5, column: 15 },
      },
    ],
  });
  const rows = JSON.parse(runUncoil(["check", "--statistics", "--output-format", "json"], { cwd }).stdout) as {
    fixable: boolean;
  }[];
  assert.deepEqual(
    rows.map(({ fixable }) => fixable),
    [true, true],
  );
});

test("--diff shows what would change, and writes nothing", () => {
  const cwd = makeProject({ "app/a.py": both });
  const { code, stdout, stderr } = runUncoil(["check", "--diff"], { cwd });
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `--- app/a.py
+++ app/a.py
@@ -1,6 +1,6 @@
-import time
+import asyncio
 
 
 async def main():
-    time.sleep(1)
+    await asyncio.sleep(1)
     input("Go on?")  # really?
`,
  );
  assert.equal(stderr, "Would fix 1 finding in 1 file.\n");
  assert.equal(read(cwd, "app/a.py"), both);
  const nothing = runUncoil(["check", "--diff"], { cwd: makeProject({ "a.py": clean }) });
  assert.deepEqual([nothing.code, nothing.stdout], [0, ""]);
});

test("--diff can be applied by patch", () => {
  const source = `import time\nimport requests\n${"x = 1\n".repeat(20)}\n\nasync def main():\n    time.sleep(1)\n    return requests.get("u")`;
  const cwd = makeProject({ "a.py": source, "copy.txt": source });
  const { stdout } = runUncoil(["check", "--diff", "--unsafe-fixes"], { cwd });
  assert.match(stdout, /\\ No newline at end of file/);
  assert.equal((stdout.match(/^@@/gm) ?? []).length, 2);
  runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd });
  assert.match(read(cwd), /return await asyncio\.to_thread\(requests\.get, "u"\)$/);
});

test("--fix-only reports no findings and ends with 0", () => {
  const cwd = makeProject({ "a.py": both });
  assert.deepEqual(runUncoil(["check", "--fix-only"], { cwd }), {
    code: 0,
    stdout: "Fixed 1 finding in 1 file.\n",
    stderr: "",
  });
  assert.match(read(cwd), /await asyncio\.sleep/);
});

test("the configuration can ask for fixes", () => {
  const cwd = makeProject({ "a.py": both, "uncoil.toml": "fix = true\nunsafe-fixes = true\nshow-fixes = true\n" });
  assert.match(runUncoil(["check"], { cwd }).stdout, /Fixed 2 findings in 1 file:\n/);
  const off = makeProject({ "a.py": both, "uncoil.toml": "fix = true\n" });
  runUncoil(["check", "--config", "fix=false"], { cwd: off });
  assert.equal(read(off), both);
  const wrong = runUncoil(["check"], { cwd: makeProject({ "uncoil.toml": 'fix = "yes"\n' }) });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /`fix` must be true or false/);
});

test("only shown findings of the given paths are fixed", () => {
  const cwd = makeProject({ "a.py": both, "b.py": blocking, "test_c.py": blocking });
  runUncoil(["check", "--fix", "a.py", "test_c.py", "--ignore", "AIO106"], { cwd });
  assert.match(read(cwd), /await asyncio\.sleep/);
  assert.equal(read(cwd, "b.py"), blocking);
  assert.equal(read(cwd, "test_c.py"), blocking, "what tests do is information, and hidden");
});

test("a suppressed finding is not fixed", () => {
  const source = blocking.replace("time.sleep(1)", "time.sleep(1)  # noqa: AIO101");
  const cwd = makeProject({ "a.py": source });
  runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd });
  assert.equal(read(cwd), source);
});

test("standard input is answered with its fixed text", () => {
  const cwd = makeProject({});
  const { code, stdout } = runUncoil(["check", "--fix", "-"], { cwd, stdin: blocking });
  assert.deepEqual([code, stdout], [0, fixedBlocking]);
  assert.equal(runUncoil(["check", "--fix", "-"], { cwd, stdin: clean }).stdout, clean);
});

test("line endings, a byte-order mark, form feeds and tabs are kept", () => {
  const mark = "\u{feff}";
  const windows = mark + both.replaceAll("\n", "\r\n").replace("async def", "\f\r\nasync def").replaceAll("    ", "\t");
  const cwd = makeProject({ "a.py": windows, "old.py": blocking.replaceAll("\n", "\r") });
  runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd });
  assert.equal(
    read(cwd),
    `${mark}import asyncio\r\n\r\n\r\n\f\r\nasync def main():\r\n\tawait asyncio.sleep(1)\r\n\tawait asyncio.to_thread(input, "Go on?")  # really?\r\n`,
  );
  assert.equal(read(cwd, "old.py"), fixedBlocking.replaceAll("\n", "\r"));
});

test("Latin-1 stays Latin-1; what cannot be written back is left alone", () => {
  const latin1 = Buffer.from(`# coding: latin-1\n${blocking}    print("Größe")\n`, "latin1");
  const korean = Buffer.concat([
    Buffer.from(`# coding: euc-kr\n${blocking}    # `),
    Buffer.from([0xb0, 0xa1]),
    Buffer.from("\n"),
  ]);
  const cwd = makeProject({ "a.py": latin1, "k.py": korean });
  runUncoil(["check", "--fix"], { cwd });
  assert.deepEqual(
    readFileSync(join(cwd, "a.py")),
    Buffer.from(`# coding: latin-1\n${fixedBlocking}    print("Größe")\n`, "latin1"),
  );
  assert.deepEqual(readFileSync(join(cwd, "k.py")), korean);
});

test("permissions are kept, no other file is left behind, and a link stays a link", () => {
  const cwd = makeProject({ "real/a.py": blocking });
  chmodSync(join(cwd, "real/a.py"), 0o750);
  symlinkSync("real/a.py", join(cwd, "link.py"));
  runUncoil(["check", "--fix", "link.py"], { cwd });
  assert.ok(lstatSync(join(cwd, "link.py")).isSymbolicLink());
  assert.equal(read(cwd, "real/a.py"), fixedBlocking);
  assert.equal(statSync(join(cwd, "real/a.py")).mode & 0o777, 0o750);
  assert.deepEqual(readdirSync(join(cwd, "real")), ["a.py"]);
});

test("a read-only file is left alone, with a message, and the run fails", () => {
  const cwd = makeProject({ "a.py": blocking, "b.py": blocking });
  chmodSync(join(cwd, "a.py"), 0o444);
  const { code, stderr } = runUncoil(["check", "--fix"], { cwd });
  assert.equal(code, 2);
  assert.equal(stderr, "error: a.py is read-only: left alone\n");
  assert.equal(read(cwd), blocking);
  assert.equal(read(cwd, "b.py"), fixedBlocking);
});

test("a file that has changed since it was read is left alone", () => {
  const cwd = makeProject({ "a.py": blocking });
  const path = join(cwd, "a.py");
  const bytes = readFileSync(path);
  writeFileSync(path, clean);
  assert.equal(writeFile(path, Buffer.from(fixedBlocking), bytes), "has changed since it was read: left alone");
  assert.equal(read(cwd), clean);
  assert.match(writeFile(join(cwd, "none.py"), bytes, bytes) ?? "", /^cannot be written: /);
});

test("a fix that would bring another finding is taken back, and said", () => {
  const cwd = makeProject({
    "a.py": `import threading
import time

lock = threading.Lock()


async def main():
    with lock:
        time.sleep(1)
`,
  });
  const before = read(cwd);
  const { stdout, stderr } = runUncoil(["check", "--fix", "--unsafe-fixes", "--output-format", "concise"], { cwd });
  assert.match(
    stderr,
    /^note: a\.py:9: AIO101 is not fixed \(Call `asyncio\.sleep`\): it would bring AIO601 at line /m,
  );
  assert.match(stdout, /a\.py:9:9: AIO101/);
  assert.equal(read(cwd), before);
});

const chain = {
  "pyproject.toml": "",
  "app/__init__.py": "",
  "app/clock.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
  "app/station.py": "from .clock import wait\n\n\ndef settle():\n    wait()\n    return 1\n",
  "app/main.py": "from .station import settle\n\n\nasync def main():\n    return settle() + 1\n",
};

const shared = {
  "pyproject.toml": "",
  "pages.py":
    "import aiohttp\n\n\nasync def fetch(url):\n    async with aiohttp.ClientSession() as session:\n        return await session.get(url)\n",
  "crawl.py":
    "from pages import fetch\n\n\nasync def crawl(urls):\n    for url in urls:\n        print(await fetch(url))\n",
  "other.py": "import pages\n\n\nasync def other():\n    return await pages.fetch('a')\n",
};

test("a client is handed down through every file, and not where some are not looked at", () => {
  const cwd = makeProject(shared);
  const some = runUncoil(["check", "--fix", "--unsafe-fixes", "--quiet", "pages.py", "crawl.py"], { cwd });
  assert.equal(some.code, 1);
  assert.equal(read(cwd, "pages.py"), shared["pages.py"]);
  runUncoil(["check", "--fix", "--unsafe-fixes", "--quiet"], { cwd });
  assert.match(read(cwd, "pages.py"), /^async def fetch\(session, url\):$/m);
  assert.match(read(cwd, "other.py"), /return await pages\.fetch\(session, 'a'\)/);
});

test("a chain of three files is turned async as a whole", () => {
  const cwd = makeProject(chain);
  const { code, stdout, stderr } = runUncoil(["check", "--fix", "--unsafe-fixes", "--show-fixes"], { cwd });
  assert.equal(
    stdout,
    `All checks passed: 4 files.
Fixed 1 finding in 3 files:
  app/main.py:5: AIO101 Turn \`wait\` and \`settle\` async, and await 2 calls in 3 files
`,
  );
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(read(cwd, "app/clock.py"), "import asyncio\n\n\nasync def wait():\n    await asyncio.sleep(1)\n");
  assert.equal(
    read(cwd, "app/station.py"),
    "from .clock import wait\n\n\nasync def settle():\n    await wait()\n    return 1\n",
  );
  assert.match(read(cwd, "app/main.py"), /return await settle\(\) \+ 1\n$/);
});

test("or not at all, and the report says what stops it", () => {
  const cli = "from app.station import settle\n\n\ndef run():\n    return settle()\n\n\nprint(run())\n";
  const cwd = makeProject({ ...chain, "cli.py": cli });
  const { stdout } = runUncoil(["check"], { cwd });
  assert.match(
    stdout,
    /\n fix: Run `settle` in a thread \(--fix --unsafe-fixes\)\nnote: No fix to turn `settle` async: cli\.py:8:7 calls `run` outside a function\n/,
  );
  const [found] = JSON.parse(runUncoil(["check", "--output-format", "json"], { cwd }).stdout) as Record<
    string,
    unknown
  >[];
  assert.deepEqual(found?.["stopped_fix"], {
    message: "Turn `settle` async",
    reason: "calls `run` outside a function",
    filename: join(cwd, "cli.py"),
    location: { row: 8, column: 7 },
    end_location: { row: 8, column: 12 },
  });
  runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd });
  for (const path of ["app/clock.py", "app/station.py"] as const) assert.equal(read(cwd, path), chain[path]);
  assert.equal(read(cwd, "cli.py"), cli);
  assert.match(read(cwd, "app/main.py"), /return await asyncio\.to_thread\(settle\) \+ 1\n$/);
});

test("a part of a project says nothing of its callers: no function is turned async", () => {
  const cwd = makeProject(chain);
  runUncoil(["check", "--fix", "--unsafe-fixes", "app"], { cwd });
  assert.equal(read(cwd, "app/clock.py"), chain["app/clock.py"]);
  assert.match(read(cwd, "app/main.py"), /await asyncio\.to_thread\(settle\) \+ 1\n$/);
});

test("a client is exchanged in all files of a project, and in none where only some are checked", () => {
  const files = {
    "clients.py": "import redis\n\ncache = redis.Redis()\n",
    "web.py": "from clients import cache\n\n\nasync def show(key):\n    return cache.get(key)\n",
  };
  const part = makeProject(files);
  runUncoil(["check", "--fix", "--unsafe-fixes", "clients.py", "web.py"], { cwd: part });
  assert.equal(read(part, "clients.py"), files["clients.py"]);
  assert.match(read(part, "web.py"), /await asyncio\.to_thread\(cache\.get, key\)/);
  const whole = makeProject(files);
  runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd: whole });
  assert.match(read(whole, "clients.py"), /^cache = redis\.asyncio\.Redis\(\)$/m);
  assert.match(read(whole, "web.py"), /^ {4}return await cache\.get\(key\)$/m);
});

test("what is written runs on the oldest Python that the nearest project file names", () => {
  const source = `import asyncio


async def work(): ...


async def main():
    asyncio.create_task(work())
    input("Go on?")
`;
  const cwd = makeProject({
    "pyproject.toml": '[project]\nname = "all"\nrequires-python = ">=3.8"\n',
    "old/a.py": source,
    "new/setup.cfg": "[metadata]\nname = new\n\n[options]\npackages = find:\npython_requires = >=3.9, <4\n",
    "new/lib/a.py": source,
    "poetry/pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.10"\n',
    "poetry/a.py": source,
    "broken/pyproject.toml": "[project\n",
    "broken/a.py": source,
  });
  runUncoil(["check", "--fix", "--unsafe-fixes"], { cwd });
  const usesThreads = (path: string): boolean => read(cwd, path).includes("asyncio.to_thread(input");
  const quotes = (path: string): boolean => read(cwd, path).includes('_background_tasks: "set[asyncio.Task]" = set()');
  assert.deepEqual([usesThreads("old/a.py"), quotes("old/a.py")], [false, true]);
  assert.deepEqual([usesThreads("new/lib/a.py"), quotes("new/lib/a.py")], [true, false]);
  assert.deepEqual([usesThreads("poetry/a.py"), quotes("poetry/a.py")], [true, false]);
  assert.deepEqual([usesThreads("broken/a.py"), quotes("broken/a.py")], [false, true]);
  const forced = runUncoil(["check", "--diff", "--unsafe-fixes", "--config", "target-version=py312", "old"], { cwd });
  assert.match(forced.stdout, /^\+ {4}await asyncio\.to_thread\(input, "Go on\?"\)$/m);
});

test("a loop that only appends is gathered, with its comments kept or not at all", () => {
  const loop = (body: string, after = ""): string =>
    `import asyncio\n\n\nasync def load(key):\n    await asyncio.sleep(1)\n    return key\n\n\nasync def main(keys, more):\n    found = []\n    for key in keys:\n${body}    return found${after}\n`;
  const named = "        value = await load(key)\n        found.append(value)\n";
  const fix = (source: string): string => {
    const cwd = makeProject({ "a.py": source });
    runUncoil(["check", "--fix-only", "--unsafe-fixes", "--select", "AIO303"], { cwd });
    return read(cwd);
  };
  const gathered = loop("").replace(
    "    found = []\n    for key in keys:\n",
    "    found = await asyncio.gather(*[load(key) for key in keys])\n",
  );
  assert.equal(fix(loop(named)), gathered);
  assert.equal(
    fix(loop(named).replace("found = []\n", "found = [0]\n")),
    gathered
      .replace("found = await asyncio.gather(", "found = [0]\n    found.extend(await asyncio.gather(")
      .replace("])\n", "]))\n"),
  );
  const left = [
    loop(named.replace("(key)\n", "(key)  # slow\n")),
    loop(named, ", value"),
    loop(named, ", key"),
    loop(named.replace("found.append(value)", "found.append(value + len(found))")),
  ];
  assert.deepEqual(left.map(fix), left);
});
