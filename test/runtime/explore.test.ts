/** `uncoil explore`, as a user runs it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeProject, type Outcome, runUncoil } from "../cli/command-line.ts";
import { anyInterpreter } from "./interpreters.ts";

const bank = `import asyncio

balance = 100


async def withdraw(arrives, amount):
    global balance
    await asyncio.sleep(arrives)
    before = balance
    await asyncio.sleep(0.002)
    balance = before - amount


async def two_at_once():
    await asyncio.gather(withdraw(0, 10), withdraw(0.003, 20))
    assert balance == 70, balance


async def main():
    await withdraw(0, 10)
    assert balance == 90
`;

const leaders = `import asyncio


async def main():
    log = []

    async def first():
        log.append("first")

    async def second():
        log.append("second")
        assert log[0] == "first"

    await asyncio.gather(first(), second())
`;

function explore(
  files: Readonly<Record<string, string>>,
  ...argumentList: readonly string[]
): Outcome & { readonly root: string } {
  const root = makeProject(files);
  return { ...runUncoil(["explore", "--python", anyInterpreter, ...argumentList], { cwd: root }), root };
}

test("a failure is shown with its place, the decision, both runs, and how to repeat it", () => {
  const { stdout, stderr, code, root } = explore({ "bank.py": bank }, "bank:two_at_once");
  assert.equal(stderr, "");
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^failure\[timing\] AssertionError: 80$/m);
  assert.match(stdout, /--> bank\.py:16 in two_at_once/);
  assert.match(stdout, /when: what `withdraw 1` waits for at bank\.py:10 takes [\d.]+ ms longer/);
  assert.match(stdout, /passing run +failing run/);
  assert.match(stdout, /withdraw 1 +9 {2}before = balance +\| withdraw 1/);
  assert.match(stdout, /reproduced 10\/10/);
  assert.match(stdout, /^bank:two_at_once: 1 failure in \d+ runs/m);
  const id = /--replay (\S+)/.exec(stdout)?.[1] ?? "";
  const replayed = runUncoil(["explore", "--python", anyInterpreter, "bank:two_at_once", "--replay", id], {
    cwd: root,
  });
  assert.equal(replayed.code, 1, replayed.stderr);
  assert.match(replayed.stdout, new RegExp(`--replay ${id}`));
  assert.match(replayed.stdout, /reproduced 10\/10/);
});

test("what passes is said to pass", () => {
  const { stdout, code } = explore({ "bank.py": bank }, "bank.py");
  assert.match(stdout, /^bank\.py: no failure in \d+ runs \(\d+\/s, Python 3\.\d+\.\d+\)$/m);
  assert.equal(code, 0);
});

test("JSON has every field, and the command that repeats", () => {
  const { stdout, code } = explore({ "bank.py": bank }, "bank:two_at_once", "--output-format", "json", "--first");
  assert.equal(code, 1);
  const [exploration] = (JSON.parse(stdout) as { explorations: readonly Record<string, never>[] }).explorations;
  const { failures, target } = exploration as unknown as {
    target: string;
    failures: readonly { id: string; replay: string; problem: { places: readonly unknown[] } }[];
  };
  assert.equal(target, "bank:two_at_once");
  assert.equal(failures.length, 1);
  assert.equal(failures[0]?.replay, `uncoil explore bank:two_at_once --replay ${failures[0]?.id}`);
  assert.equal(failures[0]?.problem.places.length, 1);
});

const gate = `import asyncio

state = {"ready": False}


async def start():
    await asyncio.sleep(0.001)
    state["ready"] = True


async def open_all(lock, queue):
    async with lock:
        await asyncio.sleep(0.002)
        if state["ready"]:
            queue.put_nowait(1)
        else:
            await asyncio.Event().wait()


async def pass_by(lock):
    await asyncio.sleep(0.001)
    async with lock:
        pass


async def take(queue):
    await queue.get()


async def main():
    lock, queue = asyncio.Lock(), asyncio.Queue()
    work = [start(), open_all(lock, queue), pass_by(lock), take(queue)]
    await asyncio.gather(*work)
`;

test("a deadlock says what each task waits for, and who holds it", () => {
  const { stdout, code, root } = explore({ "gate.py": gate }, "gate.py", "--strategy", "timing");
  assert.equal(code, 1, stdout);
  const list = /^failure\[timing\] deadlock: .*\n((?: .*\n)+)when: /m.exec(stdout)?.[1];
  assert.equal(
    list,
    `  \`main\` waits at gate.py:33  await asyncio.gather(*work)
    for \`open_all\`, \`pass_by\`, \`take\`
  \`open_all\` waits at gate.py:17  await asyncio.Event().wait()
    for the event made at gate.py:17, which nobody sets
  \`pass_by\` waits at gate.py:22  async with lock:
    for the lock made at gate.py:31, held by \`open_all\`
  \`take\` waits at gate.py:27  await queue.get()
    for an item of the queue made at gate.py:31
`,
  );
  assert.match(stdout, /\| main +! waits: open_all, pass_by, take\n/);
  assert.match(stdout, /\| open_all +! waits: event \(line 17\)\n/);
  assert.match(stdout, /\| pass_by +! waits: lock held by open_all\n/);
  const id = /--replay (\S+)/.exec(stdout)?.[1] ?? "";
  const replayed = runUncoil(
    ["explore", "--python", anyInterpreter, "gate.py", "--replay", id, "--output-format", "json"],
    { cwd: root },
  );
  const [exploration] = (
    JSON.parse(replayed.stdout) as {
      explorations: readonly { failures: readonly { problem: { waiting: readonly unknown[] } }[] }[];
    }
  ).explorations;
  assert.deepEqual(exploration?.failures[0]?.problem.waiting[2], {
    task: 4,
    place: [join(root, "gate.py"), 22, "pass_by"],
    awaits: { kind: "lock", made: [join(root, "gate.py"), 31, "main"], tasks: [3] },
  });
});

test("the time limit holds for making a failure small and repeating it too", () => {
  const slow = bank
    .replace("import asyncio", "import asyncio\nimport time")
    .replace("    await asyncio.gather", "    time.sleep(0.1)\n    await asyncio.gather");
  const { stdout, code } = explore({ "bank.py": slow }, "bank:two_at_once", "--strategy=timing", "--time-limit=4");
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^ +the time was up before it was made as small as it can be$/m);
  assert.match(stdout, /^the time limit stopped it: --time-limit gives it more$/m);
});

test("what relies on start order is fragile, and fails only when asked to", () => {
  const { stdout, code } = explore({ "leaders.py": leaders }, "leaders.py");
  assert.match(stdout, /^fragile\[order\] relies on start order: AssertionError/m);
  assert.equal(code, 0, stdout);
  assert.equal(explore({ "leaders.py": leaders }, "leaders.py", "--fail-on", "fragile").code, 1);
});

test("copies share what one alone does not mind", () => {
  const files = {
    "visits.py": `import asyncio

visits = 0


async def main():
    global visits
    seen = visits
    await asyncio.sleep(0.001)
    visits = seen + 1
    assert visits == seen + 1 and visits > seen
    await asyncio.sleep(0.001)
    assert visits == seen + 1, visits
    visits = seen
`,
  };
  assert.equal(explore(files, "visits.py").code, 0);
  const { stdout, code } = explore(files, "visits.py", "--copies", "3", "--strategy", "copies");
  assert.equal(code, 1, stdout);
  assert.match(stdout, /when: 3 copies of it run at the same time/);
});

test("a broken connection may raise, but leave nothing behind", () => {
  const files = {
    "calls.py": `import asyncio

lock = None


async def main():
    global lock
    lock = lock or asyncio.Lock()
    await lock.acquire()
    await asyncio.sleep(0.001)
    lock.release()
`,
  };
  const { stdout, code } = explore(files, "calls.py", "--strategy", "faults");
  assert.equal(code, 1, stdout);
  assert.match(stdout, /when: what `main` waits for at calls\.py:10 loses its connection/);
});

test("an invariant is asked after every step", () => {
  const files = {
    "stock.py": `import asyncio
import uncoil_agent

stock = {"left": 1}
uncoil_agent.invariant(lambda: stock["left"] >= 0)


async def buy(arrives):
    await asyncio.sleep(arrives)
    if stock["left"] > 0:
        await asyncio.sleep(0.002)
        stock["left"] -= 1


async def main():
    await asyncio.gather(buy(0), buy(0.003))
`,
  };
  const { stdout, code } = explore(files, "stock.py");
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^failure\[timing\] invariant <lambda> does not hold$/m);
});

test("findings of a check are confirmed by running what comes to them", () => {
  const files = {
    "feed.py": `import asyncio


class Feed:
    def __init__(self):
        self.rounds = 0

    async def run(self):
        while self.rounds < 3:
            try:
                await asyncio.sleep(0.001)
            except BaseException:
                print("not fetched")
            self.rounds += 1


async def nobody_calls(client):
    while True:
        try:
            await client.poll()
        except BaseException:
            print("not polled")


async def main():
    await Feed().run()
`,
  };
  const { stdout, code } = explore(files, "--from-check", ".");
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^confirmed: feed\.py:12:13 AIO401 .*\n {2}uncoil explore feed:main --replay cancel-\S+$/m);
  assert.match(stdout, /^not explored: feed\.py:21:9 AIO401 .*\n {2}no test and no coroutine function/m);
  assert.match(stdout, /^1 of 2 findings confirmed by running the code$/m);
});

const suspected: readonly (readonly [code: string, source: string, shown: RegExp])[] = [
  [
    "AIO206 cached-coroutine",
    `import asyncio
import functools


@functools.lru_cache
async def rate(currency):
    await asyncio.sleep(0.001)
    return 2


async def convert():
    return await rate("eur")
`,
    /^ {2}app:convert: run once more after its end, it fails: RuntimeError: cannot reuse already awaited coroutine$/m,
  ],
  [
    "AIO502 loop-deadlock",
    `import asyncio


async def load(key):
    return key


async def show():
    loop = asyncio.get_running_loop()
    return asyncio.run_coroutine_threadsafe(load("a"), loop).result()
`,
    /^ {2}app:show: the target does not end within 6 s by itself /m,
  ],
  [
    "AIO601 thread-lock-across-await",
    `import asyncio
import threading

lock = threading.Lock()


async def reserve(arrives):
    await asyncio.sleep(arrives)
    with lock:
        await asyncio.sleep(0.002)


async def reserve_two():
    await asyncio.gather(reserve(0), reserve(0.005))
`,
    /^ {2}uncoil explore app:reserve_two --replay timer-\S+$/m,
  ],
  [
    "AIO604 loop-object-from-thread",
    `import asyncio
import threading
import time


async def waits_for_thread():
    done = asyncio.Event()

    def work():
        time.sleep(0.01)
        done.set()

    threading.Thread(target=work).start()
    await done.wait()
`,
    /^ {2}app:waits_for_thread: the target waits for ever, undisturbed/m,
  ],
];

for (const [rule, source, shown] of suspected) {
  test(`what a rule suspects is tried: ${rule}`, () => {
    const limit = rule.startsWith("AIO502") ? "6" : "24";
    const { stdout } = explore({ "app.py": source }, "--from-check", ".", "--strategy=timing", "--time-limit", limit);
    assert.match(stdout, new RegExp(`^confirmed: app\\.py:\\d+:\\d+ ${rule}: `, "m"));
    assert.match(stdout, shown);
    assert.match(stdout, /^1 of 1 finding confirmed by running the code$/m);
  });
}

test("a target that never ends by design confirms nothing", () => {
  const source = `import asyncio


async def poll_for_ever():
    while True:
        try:
            await asyncio.sleep(0.001)
        except BaseException:
            print("not polled")
`;
  const { stdout, stderr } = explore({ "app.py": source }, "--from-check", ".", "--time-limit", "2");
  assert.match(stdout, /^not explored: app\.py:8:9 AIO401 .*\n {2}the target does not end within 2 s by itself/m);
  assert.match(stderr, /^warning: app:poll_for_ever was not explored: /m);
});

const unsuitable: readonly (readonly [title: string, target: string, source: string, message: RegExp])[] = [
  ["a file that is not there", "missing.py", "", /^error: missing\.py is not there$/m],
  ["a directory", "./", "", /^error: \.\/ is a directory$/m],
  ["a module that is not there", "missing:main", "", /^error: there is no module `missing`$/m],
  [
    "a function that is not there",
    "app:other",
    "async def main(): pass",
    /^error: app has no `other`\nhelp: its coroutine functions: main$/m,
  ],
  ["a plain function", "app:main", "def main(): pass", /^error: `main` in app is no coroutine function$/m],
  [
    "a function that needs arguments",
    "app:main",
    "async def main(user): pass",
    /^error: `main` in app needs arguments: user$/m,
  ],
  [
    "a crash at import",
    "app:main",
    "1 / 0",
    /^error: app cannot be imported: ZeroDivisionError: division by zero \(app\.py, line 1\)$/m,
  ],
  ["a syntax error", "app.py", "async def main(:", /^error: app\.py cannot be imported: SyntaxError/m],
  ["an exit at import", "app.py", "raise SystemExit(3)", /^error: app\.py cannot be imported: SystemExit: 3/m],
  [
    "a process that ends at import",
    "app.py",
    "import os; os._exit(7)",
    /ended with exit code 7 before anything was explored$/m,
  ],
  [
    "a target that fails by itself",
    "app.py",
    "async def main(): assert False, 'no'",
    /^error: the target fails undisturbed: AssertionError: no \(.*app\.py, line 1\)$/m,
  ],
  [
    "a target that waits for ever",
    "app.py",
    "import asyncio\nasync def main():\n    await asyncio.Event().wait()",
    /^error: the target waits for ever.*\(.*app\.py, line 3\)$/m,
  ],
  [
    "a thread at import",
    "app.py",
    "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()\nasync def main(): pass",
    /^error: importing the target starts a thread/m,
  ],
  ["no target at all", "app", "", /^error: `app` is no target$/m],
];

for (const [title, target, source, message] of unsuitable) {
  test(`says what is wrong: ${title}`, () => {
    const { stdout, stderr, code } = explore({ "app.py": source }, target);
    assert.match(stderr, message);
    assert.equal(stdout, "");
    assert.equal(code, 2);
  });
}

test("a target that computes for ever is ended with all it started", () => {
  const { stderr, code, root } = explore(
    {
      "app.py": `import subprocess, sys


async def main():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open("pid", "w") as file:
        file.write(str(child.pid))
    while True:
        pass
`,
    },
    "app.py",
    "--time-limit",
    "2",
  );
  assert.match(stderr, /^error: the target does not end within 2 s by itself \(.*app\.py, line \d+\)$/m);
  assert.equal(code, 2);
  const pid = readFileSync(join(root, "pid"), "utf8");
  assert.equal(existsSync(`/proc/${pid}`), false);
});

const oldInterpreter = join(
  process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"),
  "versions",
  "3.8.18",
  "bin",
  "python",
);

test(
  "an interpreter that is too old is told so",
  { skip: !existsSync(oldInterpreter) && "Python 3.8.18 is not installed" },
  () => {
    const root = makeProject({ "bank.py": bank });
    const { stderr, code } = runUncoil(["explore", "--python", oldInterpreter, "bank.py"], { cwd: root });
    assert.match(stderr, /^error: .+ is no Python 3\.9 or newer$/m);
    assert.equal(code, 2);
  },
);
