/** `run` and `explore`: what they tell, that the server outlives what they start, and that nothing else does. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, connect as connectSocket, createServer } from "node:net";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { Client } from "@modelcontextprotocol/client";
import { makeProject } from "../cli/command-line.ts";
import { bookshopEnvironment, bookshopVariables } from "../runtime/bookshop-environment.ts";
import { anyInterpreter } from "../runtime/interpreters.ts";
import { call, checkAll, connect, copyBookshop, eras, refusal } from "./connect.ts";

const skip = process.platform === "win32";
const allowed = ["--allow-run"];

interface Problem {
  readonly kind: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly count: number;
  readonly worst_ms?: number;
  readonly stack?: string;
  readonly confirms: readonly string[];
}

interface RunData {
  readonly exit_code: number;
  readonly signal?: string;
  readonly is_timed_out: boolean;
  readonly python_processes: number;
  readonly problems: readonly Problem[];
  readonly total: number;
  readonly hidden: number;
  readonly findings: Readonly<Record<string, { readonly count: number; readonly ids: readonly string[] }>>;
  readonly notes: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly next_cursor?: string;
}

async function run(client: Client, given: Record<string, unknown>): Promise<RunData & { readonly text: string }> {
  const { data, text, isError } = await call(client, "run", given);
  if (isError) throw new Error(text);
  return { ...(data as unknown as RunData), text };
}

const app = `import asyncio
import sys
import time


async def save(order):
    print("saved", order)


def slow():
    time.sleep(0.3)


async def main():
    print("hello", repr(sys.stdin.read()))
    slow()
    save(1)
    await asyncio.sleep(0)


async def never():
    slow()


asyncio.run(main())
`;

for (const era of eras) {
  test(`${era}: run tells what was seen, and which findings that confirms`, { skip }, async () => {
    const cwd = makeProject({ "app.py": app });
    const client = await connect({ cwd, era, parameters: [...allowed, "--python", anyInterpreter] });
    const idAt = new Map((await checkAll(client)).map(({ id, line }) => [line, id]));
    const { text, ...data } = await run(client, { command: ["app.py"] });
    const [lost, blocked] = ["never-awaited", "blocked"].map((kind) =>
      data.problems.find((item) => item.kind === kind),
    );
    assert.deepEqual([lost?.path, lost?.line, lost?.severity, lost?.count], ["app.py", 17, "error", 1], text);
    assert.deepEqual([blocked?.path, blocked?.line, blocked?.count], ["app.py", 11, 1], text);
    assert.deepEqual(lost?.confirms, [idAt.get(17)]);
    assert.equal(blocked?.stack, "main > slow > time.sleep app.py:11");
    assert.ok((blocked.worst_ms ?? 0) > 0);
    const confirmed = data.findings["confirmed"]?.ids ?? [];
    assert.ok(confirmed.includes(idAt.get(17) ?? ""));
    assert.ok(!confirmed.includes(idAt.get(22) ?? ""));
    const listed = Object.values(data.findings).flatMap(({ ids }) => ids);
    assert.deepEqual(listed.toSorted(), [...idAt.values()].toSorted());
    assert.deepEqual([data.exit_code, data.is_timed_out, data.python_processes, data.notes], [0, false, 1, []]);
    assert.equal(data.stdout, "hello ''\n");
    assert.match(text, /^`.*app\.py` ended with exit code 0: [\d.]+ s, 1 Python process watched, \d problems\n/);
    assert.match(text, /^error never-awaited app\.py:17: .* \| once \| help: .* \| confirms [0-9a-f]{8}$/m);
    assert.match(text, /^findings confirmed: \d \(/m);
    assert.match(text, /^stdout:\nhello ''$/m);
  });

  test(`${era}: run and explore are there only when that was allowed`, async () => {
    const cwd = makeProject({ "app.py": app });
    const client = await connect({ cwd, era });
    const names = async (other: Client): Promise<string[]> => (await other.listTools()).tools.map(({ name }) => name);
    for (const name of ["run", "explore"]) {
      assert.ok(!(await names(client)).includes(name));
      await assert.rejects(
        call(client, name, {}),
        new RegExp(`\`${name}\` executes code.*started with \`--allow-run\``),
      );
    }
    await assert.rejects(call(client, "walk", {}), /Tool walk not found/);
    const open = await connect({ cwd, era, parameters: allowed });
    const offered = (await open.listTools()).tools.filter(({ name }) => name === "run" || name === "explore");
    assert.equal(offered.length, 2);
    for (const { annotations, outputSchema } of offered) {
      assert.deepEqual(
        [annotations?.readOnlyHint, annotations?.destructiveHint, annotations?.openWorldHint],
        [false, true, true],
      );
      assert.equal(outputSchema?.["type"], "object");
    }
    const told = async (other: Client): Promise<string> => {
      const { messages } = await other.getPrompt({ name: "make-it-async", arguments: { target: "app.py" } });
      return JSON.stringify(messages);
    };
    assert.doesNotMatch(await told(client), /`run`|`explore`/);
    assert.match(await told(open), /`run`.*`explore`/);
  });
}

/** Whether a process is there and not just waiting to be buried. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH" && existsSync(`/proc/${pid}`);
  }
}

async function until(isDone: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 300 && !isDone(); attempt++) await new Promise((done) => setTimeout(done, 50));
  assert.ok(isDone());
}

/** Starts processes that do not want to end: a child, a fork in a session of its own, and itself. */
const stubborn = `import os
import signal
import subprocess
import sys
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"], start_new_session=True)
fork = os.fork()
if fork == 0:
    os.setsid()
    while True:
        time.sleep(600)
with open("pids.txt.new", "w") as file:
    file.write(f"{child.pid} {fork} {os.getpid()}")
os.rename("pids.txt.new", "pids.txt")
time.sleep(600)
`;

function pidsIn(directory: string): number[] {
  const path = join(directory, "pids.txt");
  return existsSync(path) ? readFileSync(path, "utf8").split(" ").map(Number) : [];
}

test("programs that hang, crash, flood, fork or read leave the server alive", { skip }, async () => {
  const cwd = makeProject({
    "stubborn.py": stubborn,
    "crash.py": "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n",
    "flood.py": 'for line in range(300_000):\n    print("\\x1b[31mpäge\\x1b[0m", line)\n',
    "reads.py": "import sys\nfor line in sys.stdin:\n    print(line)\ninput()\n",
    "leaves.py":
      'import subprocess\nchild = subprocess.Popen(["sleep", "600"], start_new_session=True)\nopen("pids.txt", "w").write(str(child.pid))\n',
  });
  const client = await connect({ cwd, parameters: allowed });
  const crashed = await run(client, { command: ["crash.py"] });
  assert.deepEqual([crashed.exit_code, crashed.signal], [139, "SIGSEGV"]);
  const flood = await run(client, { command: ["flood.py"] });
  assert.equal(flood.exit_code, 0);
  assert.match(flood.stdout, /^päge 2999\d\d\n[^]*päge 299999\n$/);
  assert.ok(flood.stdout.length <= 900);
  assert.match(flood.text, /^stdout, the end of \d+ bytes:$/m);
  const reads = await run(client, { command: ["reads.py"] });
  assert.deepEqual([reads.exit_code, reads.stdout], [1, ""]);
  assert.match(reads.stderr, /EOFError/);
  await run(client, { command: ["leaves.py"] });
  await until(() => !pidsIn(cwd).some(isAlive));
  const hung = await run(client, { command: ["stubborn.py"], seconds: 4 });
  assert.equal(hung.is_timed_out, true);
  assert.match(hung.text, /was stopped at the time limit/);
  assert.equal(pidsIn(cwd).length, 3);
  await until(() => !pidsIn(cwd).some(isAlive));
  assert.equal((await call(client, "check")).isError, false);
});

test("cancelling a run ends what it started; progress is told meanwhile", { skip }, async () => {
  const cwd = makeProject({ "stubborn.py": stubborn });
  const client = await connect({ cwd, parameters: allowed });
  const cancel = new AbortController();
  const told: string[] = [];
  const cancelled = client.callTool(
    { name: "run", arguments: { command: ["stubborn.py"] } },
    { signal: cancel.signal, onprogress: ({ progress, message }) => told.push(`${progress} ${message ?? ""}`) },
  );
  const rejected = assert.rejects(cancelled);
  await until(() => pidsIn(cwd).length === 3 && told.length >= 2);
  cancel.abort();
  await rejected;
  told.forEach((text, index) => assert.match(text, new RegExp(`^${index + 1} (?:checking the source|running)$`)));
  await until(() => !pidsIn(cwd).some(isAlive));
  assert.equal((await call(client, "check")).isError, false);
});

for (const signal of ["SIGTERM", "end of input"] as const) {
  test(`${signal} ends the server, and what it runs`, { skip }, async () => {
    const cwd = makeProject({ "stubborn.py": stubborn });
    const client = await connect({ cwd, parameters: allowed });
    const { pid } = client.transport as unknown as { readonly pid: number };
    const lost = assert.rejects(call(client, "run", { command: ["stubborn.py"] }));
    await until(() => pidsIn(cwd).length === 3);
    if (signal === "SIGTERM") process.kill(pid, signal);
    else await client.close();
    await lost;
    await until(() => ![pid, ...pidsIn(cwd)].some(isAlive));
  });
}

const losesPermits = `import asyncio


async def worker(pool):
    await pool.acquire()
    await asyncio.sleep(0.01)
    pool.release()


async def main():
    pool = asyncio.Semaphore(1)
    await asyncio.gather(worker(pool), worker(pool), return_exceptions=True)
    await pool.acquire()
`;

test("explore tells what fails, and repeats it", { skip }, async () => {
  const cwd = makeProject({ "pool.py": losesPermits });
  const client = await connect({ cwd, parameters: allowed });
  const { text, data } = await call(client, "explore", { target: "pool.py", strategies: ["cancel"], seconds: 60 });
  assert.match(text, /^failure\[cancel\] deadlock/);
  const [failure] = data["failures"] as { id: string; strategy: string }[];
  assert.equal(failure?.strategy, "cancel");
  const replayed = await call(client, "explore", { target: "pool.py", replay: failure?.id });
  assert.equal(replayed.data["total"], 1);
  assert.match(await refusal(client, "explore", { target: "../x.py" }), /outside of the directories/);
  assert.match(await refusal(client, "explore", { target: "nothing:main" }), /nothing/);
  assert.equal((await call(client, "check")).isError, false);
});

/** Every run of it hangs, and each leaves a file that names its process. */
const hangs = `import asyncio
import os
import time


async def main():
    with open(f"run-{os.getpid()}", "w"):
        pass
    await asyncio.sleep(0)
    time.sleep(60)
`;

function runsIn(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => /^run-(\d+)$/.exec(name)?.slice(1).map(Number) ?? []);
}

test("cancelling an exploration ends what it started; progress is told meanwhile", { skip }, async () => {
  const cwd = makeProject({ "hangs.py": hangs });
  const client = await connect({ cwd, parameters: allowed });
  const cancel = new AbortController();
  let told = 0;
  const cancelled = client.callTool(
    { name: "explore", arguments: { target: "hangs.py" } },
    { signal: cancel.signal, onprogress: ({ progress }) => (told = progress) },
  );
  const rejected = assert.rejects(cancelled);
  await until(() => runsIn(cwd).length > 0 && told > 0);
  cancel.abort();
  await rejected;
  await until(() => !runsIn(cwd).some(isAlive));
  assert.equal((await call(client, "check")).isError, false);
});

test("exploring keeps to the limit, and leaves nothing behind", { skip }, async () => {
  const cwd = makeProject({ "hangs.py": hangs });
  const client = await connect({ cwd, parameters: [...allowed, "--time-limit", "6"] });
  assert.match(
    await refusal(client, "explore", { target: "hangs.py" }),
    /^the call took longer than 6 s and was given up\nsend fewer `seconds`/,
  );
  assert.ok(runsIn(cwd).length > 0);
  await until(() => !runsIn(cwd).some(isAlive));
  assert.match(await refusal(client, "explore", { target: "hangs.py", seconds: 7 }), /`seconds` may be at most 6/);
  assert.match(await refusal(client, "run", { command: ["hangs.py"], seconds: 7 }), /`seconds` may be at most 6/);
  assert.equal((await call(client, "check")).isError, false);
});

test("problems go on over pages of the same run", { skip }, async () => {
  const functions = Array.from(
    { length: 40 },
    (_, index) => `async def job_${index}():\n    raise ValueError("job ${index} " + "went wrong " * 9)\n`,
  );
  const source = [
    "import asyncio\nimport gc\n",
    ...functions,
    `async def main():
    with open("runs.txt", "a") as file:
        file.write("run\\n")
    for number in range(40):
        asyncio.ensure_future(globals()[f"job_{number}"]())
    await asyncio.sleep(0.05)
    gc.collect()


asyncio.run(main())
`,
  ].join("\n\n");
  const cwd = makeProject({ "app.py": source });
  const client = await connect({ cwd, parameters: allowed });
  const asked = { command: ["app.py"] };
  const first = await run(client, asked);
  assert.equal(first.total, 40);
  const seen = [...first.problems];
  let cursor = first.next_cursor;
  while (cursor !== undefined) {
    const next = await run(client, { ...asked, cursor });
    assert.ok(next.problems.length > 0 && next.text.length <= 6000 && JSON.stringify(next).length <= 12_000);
    seen.push(...next.problems);
    cursor = next.next_cursor;
  }
  assert.equal(new Set(seen.map(({ line }) => line)).size, 40);
  assert.equal(readFileSync(join(cwd, "runs.txt"), "utf8"), "run\n");
  await run(client, { command: ["python3", "-c", "pass"] });
  assert.match(
    await refusal(client, "run", { ...asked, cursor: first.next_cursor }),
    /the cursor is not of the last run.*\nrepeat the arguments of the last run/,
  );
});

test("what cannot be run is refused with what to send instead", { skip }, async () => {
  const cwd = makeProject({ "app.py": app, "sub/app.py": app });
  const client = await connect({ cwd, parameters: allowed });
  const cases: readonly (readonly [given: Record<string, unknown>, message: RegExp])[] = [
    [{ command: "app.py" }, /command: .*expected array/],
    [{ command: [] }, /command: .*>=1/],
    [{ command: [""] }, /command: must begin with a program or script/],
    [{ command: ["python3", "a\0b"] }, /command\.1: must hold no NUL/],
    [{ command: ["no-such-program"] }, /cannot run `no-such-program`: there is no such command/],
    [{ command: ["nothing.py"] }, /no such file: nothing\.py/],
    [{ command: ["sub"], directory: "nowhere" }, /no such file or directory: nowhere/],
    [{ command: ["app.py"], directory: "/" }, /outside of the directories/],
    [{ command: ["echo", ...Array.from({ length: 199 }, () => "x".repeat(15_000))] }, /cannot run `echo`: .*E2BIG/],
    [{ command: ["app.py"], timeout: 5 }, /unknown argument `timeout`/],
  ];
  for (const [given, message] of cases) assert.match(await refusal(client, "run", given), message);
});

test("programs of the project's environment come first", { skip }, async () => {
  const cwd = makeProject({
    "tool/.venv/pyvenv.cfg": "home = /usr/bin\n",
    "tool/.venv/lib/python3.12/site-packages/other.py": "",
    "tool/.venv/bin/pytest": "#!/bin/sh\necho the project\\'s own $1\n",
  });
  const client = await connect({ cwd, parameters: allowed });
  const made = await run(client, { command: ["chmod", "+x", "tool/.venv/bin/pytest"] });
  assert.match(made.notes.join(), /nothing was watched/);
  const { stdout } = await run(client, { command: ["pytest", "-x; exit"], directory: "tool" });
  assert.equal(stdout, "the project's own -x; exit\n");
});

const bookshop = bookshopEnvironment();

test("the bookshop under uvicorn", { skip: "missing" in bookshop ? bookshop.missing : skip }, async () => {
  assert.ok("bin" in bookshop);
  const cwd = copyBookshop();
  const client = await connect({ cwd, parameters: [...allowed, "--python", dirname(bookshop.bin)] });
  const before = await checkAll(client);
  const retry = before.find(
    ({ path, line, code }) => path === "bookshop/api/orders.py" && line === 31 && code === "AIO101",
  );
  const port = await freePort();
  const variables = Object.entries(bookshopVariables(cwd, "http://127.0.0.1:1")).map(
    ([name, value]) => `${name}=${value}`,
  );
  // It ends after one request.
  const server = ["uvicorn", "bookshop.app:app", "--port", `${port}`, "--limit-max-requests", "1"];
  const running = run(client, { command: ["env", ...variables, ...server], seconds: 60 });
  while (!(await isOpen(port))) await new Promise((done) => setTimeout(done, 100));
  const { status } = await fetch(`http://127.0.0.1:${port}/api/orders/shipping?postcode=10115`);
  const { text, ...data } = await running;
  assert.equal(status, 500);
  const blocked = data.problems.find(({ kind, line }) => kind === "blocked" && line === 16);
  assert.equal(blocked?.path, "bookshop/core/retry.py", text);
  assert.match(blocked?.stack ?? "", /quote_shipping > retry > time\.sleep bookshop\/core\/retry\.py:16$/);
  assert.ok(blocked?.confirms.includes(retry?.id ?? "none"));
  assert.ok(data.findings["confirmed"]?.ids.includes(retry?.id ?? "none"));
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
