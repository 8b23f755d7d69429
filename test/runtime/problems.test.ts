/** What the agent sees on each Python, and what it must not see. Lines marked `# sees: KIND` are where a problem is expected. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Interpreter, interpreters, skipUnlessThere } from "./interpreters.ts";
import { placesOf, runScript } from "./run-json.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  /** The first minor version of Python 3 it can be seen on. */
  readonly since?: number;
}

const seen: readonly Case[] = [
  {
    name: "a step that sleeps, and one that computes and lets go of no lock",
    source: `
import asyncio, re, time

def pause():
    time.sleep(0.3)  # sees: blocked

async def work():
    pause()
    await asyncio.sleep(0.01)
    sum(range(20_000_000))  # sees: blocked
    await asyncio.sleep(0.01)

asyncio.run(work())
`,
  },
  {
    name: "two that block in one step are told apart",
    source: `
import asyncio, time

async def work():
    time.sleep(0.3)  # sees: blocked
    time.sleep(0.3)  # sees: blocked

asyncio.run(work())
`,
  },
  {
    name: "a coroutine that nobody awaits",
    source: `
import asyncio

async def job():
    pass

def start():
    job()  # sees: never-awaited

async def main():
    start()

asyncio.run(main())
`,
  },
  {
    name: "an exception nobody sees, of a task that is thrown away and of one that is kept",
    source: `
import asyncio

async def fails(text):
    raise ValueError(text)  # sees: exception-never-retrieved

kept = []

async def main():
    kept.append(asyncio.create_task(fails("kept")))
    asyncio.create_task(fails("thrown away"))
    await asyncio.sleep(0.01)

asyncio.run(main())
`,
  },
  {
    name: "a callback that fails",
    source: `
import asyncio

def callback():
    return 1 / 0  # sees: callback-failed

async def main():
    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0.01)

asyncio.run(main())
`,
  },
  {
    name: "a task that is destroyed while it waits",
    source: `
import asyncio, gc

async def forever():
    await asyncio.get_running_loop().create_future()

async def main():
    asyncio.create_task(forever())  # sees: task-destroyed
    await asyncio.sleep(0.01)
    gc.collect()

asyncio.run(main())
`,
  },
  {
    name: "a task that is alive when main returns",
    source: `
import asyncio

async def main():
    task = asyncio.create_task(asyncio.sleep(60))  # sees: task-alive-at-exit
    await asyncio.sleep(0.01)
    return task

asyncio.run(main())
`,
  },
  {
    name: "a loop inside a loop",
    source: `
import asyncio

async def job():
    pass

def helper():
    try:
        asyncio.run(job())  # sees: nested-loop
    except RuntimeError:
        pass

async def main():
    helper()
    loop = asyncio.get_running_loop()
    later = job()
    try:
        loop.run_until_complete(later)  # sees: nested-loop
    except RuntimeError:
        await later

asyncio.run(main())
`,
  },
  {
    name: "a thread that touches the loop",
    source: `
import asyncio, threading

async def main():
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()

    def work():
        loop.call_soon(print)  # sees: wrong-thread
        loop.call_later(1, print)  # sees: wrong-thread
        loop.call_soon_threadsafe(ready.set)

    threading.Thread(target=work).start()
    await ready.wait()

asyncio.run(main())
`,
  },
  {
    name: "a cancellation that is swallowed",
    since: 11,
    source: `
import asyncio

async def stubborn():
    for _ in range(2):
        try:
            await asyncio.sleep(30)  # sees: cancellation-swallowed
        except asyncio.CancelledError:
            pass

async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(2)
    task.cancel()
    await asyncio.wait([task])

asyncio.run(main())
`,
  },
  {
    name: "a connection that stays open",
    source: `
import asyncio, socket

listener = socket.create_server(("127.0.0.1", 0))

async def main():
    return await asyncio.open_connection(*listener.getsockname())  # sees: left-open

kept = asyncio.run(main())
`,
  },
  {
    name: "a thread that keeps the program from ending",
    source: `
import asyncio, threading, time

async def main():
    threading.Thread(target=time.sleep, args=(3,)).start()  # sees: thread-left-running

asyncio.run(main())
`,
  },
  {
    name: "steps in child processes",
    source: `
import asyncio, multiprocessing, time

async def work():
    time.sleep(0.3)  # sees: blocked

def child():
    asyncio.run(work())

if __name__ == "__main__":
    for method in ("spawn", "fork"):
        process = multiprocessing.get_context(method).Process(target=child)
        process.start()
        process.join()
`,
  },
];

const correct = `
import asyncio, concurrent.futures, contextlib, gc, os, subprocess, sys, threading, time

async def echo(reader, writer):
    while data := await reader.readline():
        writer.write(data)
        await writer.drain()
    writer.close()

async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(20):
        writer.write(b"hello\\n")
        assert await reader.readline() == b"hello\\n"
    writer.close()
    await writer.wait_closed()

async def worker(queue):
    while True:
        await queue.get()
        queue.task_done()

async def background():
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0.2)

async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    await asyncio.gather(*[client(server.sockets[0].getsockname()[1]) for _ in range(5)])
    server.close()
    loop = asyncio.get_running_loop()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        await asyncio.gather(*[loop.run_in_executor(pool, time.sleep, 0.3) for _ in range(3)])
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(1)", stdout=subprocess.PIPE)
    await process.communicate()
    queue = asyncio.Queue()
    workers = [asyncio.create_task(worker(queue)) for _ in range(3)]
    for number in range(10):
        queue.put_nowait(number)
    await queue.join()
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    future = loop.create_future()
    thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(future.set_result, 1))
    thread.start()
    await future
    thread.join()
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(asyncio.sleep(60), 0.05)
    task = asyncio.create_task(background())
    await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    async def fails():
        raise ValueError
    with contextlib.suppress(ValueError):
        await asyncio.create_task(fails())
    import slow_to_import
    gc.collect()

with open(os.path.join(os.path.dirname(__file__), "slow_to_import.py"), "w") as file:
    file.write("import time\\ntime.sleep(0.4)\\n")
asyncio.run(main())
print("done")
`;

function expected(source: string): string[] {
  return source
    .split("\n")
    .flatMap((line, index) => {
      const kind = /# sees: ([\w-]+)/.exec(line)?.[1];
      return kind === undefined ? [] : [`${kind} ${index + 1}`];
    })
    .toSorted();
}

function isSeenOn({ since = 0 }: Case, { version }: Interpreter): boolean {
  return Number(version.split(".")[1]) >= since;
}

for (const interpreter of interpreters) {
  const python = interpreter.path ?? "";
  const options = { skip: skipUnlessThere(interpreter) };
  for (const item of seen) {
    test(`Python ${interpreter.version}: ${item.name}`, options, () => {
      const outcome = runScript(item.source, { python });
      assert.deepEqual(placesOf(outcome), isSeenOn(item, interpreter) ? expected(item.source) : [], outcome.stderr);
      assert.deepEqual(outcome.report.notes, []);
    });
  }

  test(`Python ${interpreter.version}: a correct program raises no alarm`, options, () => {
    const outcome = runScript(correct, { python, options: ["--no-check", "--min-severity", "information"] });
    assert.equal(outcome.stdout, "done\n");
    assert.deepEqual([outcome.code, placesOf(outcome), outcome.report.notes], [0, [], []], outcome.stderr);
  });
}
