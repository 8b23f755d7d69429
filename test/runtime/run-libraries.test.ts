/** `uncoil run` on programs and tests of real libraries: they behave as without it, and it sees what they do. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { runUncoil } from "../cli/command-line.ts";
import { libraryInterpreter, suiteDirectories } from "./library-environment.ts";
import { skipWithoutRedis, startRedis } from "./private-servers.ts";
import { placesOf, runScript } from "./run-json.ts";

const python = libraryInterpreter() ?? "";
const skip = python === "" && "the libraries are not installed: `npm run explore:libraries` installs them";

test(
  "uvloop: what it calls of protocols is watched as steps are, and all that is quick is left alone",
  { skip },
  () => {
    const source = `import asyncio
import re
import time

import uvloop


def parse(data):
    time.sleep(0.3)


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if data == b"sleep":
            parse(data)
        elif data == b"compute":
            re.match(r"(a+)+$", "a" * 24 + "b")
        self.transport.write(data)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for data in (b"sleep", b"compute", *[b"quick"] * 3000):
        writer.write(data)
        assert await reader.readexactly(len(data)) == data
    readable = loop.create_future()
    left, right = __import__("socket").socketpair()

    def on_readable():
        loop.remove_reader(left)
        time.sleep(0.3)
        readable.set_result(left.recv(1))

    loop.add_reader(left, on_readable)
    right.send(b"x")
    assert await readable == b"x"
    left.close()
    right.close()
    writer.close()
    await writer.wait_closed()
    server.close()
    time.sleep(0.3)


uvloop.run(main())
print("ended")
`;
    const outcome = runScript(source, { python, options: ["--min-severity", "information"] });
    assert.equal(outcome.stdout, "ended\n");
    assert.deepEqual(placesOf(outcome), ["blocked 20", "blocked 36", "blocked 47", "blocked 9"]);
    const confirmed = (outcome.report.findings ?? []).filter(({ status }) => status === "confirmed");
    assert.deepEqual(
      confirmed.map(({ location }) => location.row),
      [18, 36, 47],
    );
  },
);

test(
  "redis.asyncio: a correct program raises no alarm, one that blocks does",
  { skip: skip || skipWithoutRedis() },
  async () => {
    const redis = await startRedis();
    try {
      const source = `import asyncio
import os
import time

from redis.asyncio import BlockingConnectionPool, Redis


async def listen(client, ready):
    async with client.pubsub() as channel:
        await channel.subscribe("news")
        ready.set()
        async for message in channel.listen():
            if message["type"] == "message":
                return message["data"]


async def count(client, name):
    for _ in range(50):
        await client.incr(name)


async def main():
    pool = BlockingConnectionPool.from_url(os.environ["REDIS_URL"], max_connections=4)
    async with Redis(connection_pool=pool) as client:
        ready = asyncio.Event()
        listening = asyncio.create_task(listen(client, ready))
        await asyncio.gather(*[count(client, "visits") for _ in range(5)])
        assert int(await client.get("visits")) == 250
        await ready.wait()
        async with client.pipeline() as pipeline:
            await pipeline.set("a", 1).incr("a").publish("news", "hello").execute()
        assert await listening == b"hello"
        waiting = asyncio.create_task(client.blpop(["empty"], timeout=30))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait([waiting])
        await client.delete("visits", "a")
    await pool.aclose()
    time.sleep(float(os.environ["BLOCKS"]))


asyncio.run(main())
print("ended")
`;
      const run = (seconds: string): ReturnType<typeof runScript> =>
        runScript(source, {
          python,
          options: ["--no-check", "--min-severity", "information"],
          env: { REDIS_URL: redis.address, BLOCKS: seconds },
        });
      const correct = run("0");
      assert.deepEqual([correct.code, correct.stdout, placesOf(correct)], [0, "ended\n", []], correct.stderr);
      assert.deepEqual(placesOf(run("0.3")), ["blocked 39"]);
    } finally {
      redis.stop();
    }
  },
);

/** What became of each test, by its name, from pytest's own report. */
function outcomesIn(file: string): ReadonlyMap<string, string> {
  const cases = readFileSync(file, "utf8").matchAll(
    /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(\/>|>\s*<(\w+))/g,
  );
  return new Map(Array.from(cases, ([, owner, name, , outcome = "passed"]) => [`${owner}::${name}`, outcome]));
}

for (const source of suiteDirectories()) {
  test(`the tests of ${basename(source)} end as they do without the agent`, { skip }, () => {
    const results = ["plain", "watched"].map((way) => {
      const directory = join(mkdtempSync(join(tmpdir(), "uncoil-suite-")), basename(source));
      cpSync(source, directory, { recursive: true });
      const report = join(directory, "..", "results.xml");
      const command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", `--junitxml=${report}`, "tests"];
      const settings = [
        "addopts=",
        "asyncio_mode=auto",
        "asyncio_default_fixture_loop_scope=function",
        "filterwarnings=default",
      ];
      command.splice(4, 0, ...settings.flatMap((setting) => ["-o", setting]));
      const env = { PYTHONPATH: existsSync(join(directory, "src")) ? "src" : ".", PYTHONDONTWRITEBYTECODE: "1" };
      if (way === "plain") {
        const { status } = spawnSync(command[0] ?? "", command.slice(1), {
          cwd: directory,
          env: { ...process.env, ...env },
        });
        return { code: status, outcomes: outcomesIn(report) };
      }
      const { code } = runUncoil(["run", "--fail-on", "never", "--no-check", "--", ...command], {
        cwd: directory,
        env,
      });
      return { code, outcomes: outcomesIn(report) };
    });
    const [plain, watched] = results;
    assert.ok((plain?.outcomes.size ?? 0) >= 40, `${plain?.outcomes.size} tests`);
    assert.deepEqual([watched?.code, watched?.outcomes], [plain?.code, plain?.outcomes]);
  });
}
