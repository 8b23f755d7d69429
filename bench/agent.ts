/**
 * `npm run bench agent [PYTHON]`: what watching costs an echo server of asyncio. The server and ten clients are one process; it is run
 * plain, under `uncoil run`, under `uncoil run --html`, and in asyncio's debug mode, in turn; medians and ratios to plain.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openEventChannel } from "../src/runtime/event-channel.ts";
import { runProgram } from "../src/runtime/start-program.ts";

const rounds = 7;
const python = process.argv[2] ?? "python3";

const echo = `
import asyncio, time

async def echo(reader, writer):
    while data := await reader.readline():
        writer.write(data)
        await writer.drain()
    writer.close()

async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(1500):
        writer.write(b"hello\\n")
        await reader.readline()
    writer.close()
    await writer.wait_closed()

async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*[client(port) for _ in range(2)])
    started = time.perf_counter()
    await asyncio.gather(*[client(port) for _ in range(10)])
    print(time.perf_counter() - started)
    server.close()

asyncio.run(main())
`;

interface Way {
  readonly name: string;
  /** Settings of the agent; undefined to run without it. */
  readonly settings: Readonly<Record<string, string | number>> | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

const ways: readonly Way[] = [
  { name: "plain", settings: undefined, variables: {} },
  { name: "uncoil run", settings: { mode: "run", budget: 100_000, timeline: 0 }, variables: {} },
  { name: "uncoil run --html", settings: { mode: "run", budget: 100_000, timeline: 1 }, variables: {} },
  { name: "asyncio debug mode", settings: undefined, variables: { PYTHONASYNCIODEBUG: "1" } },
];

async function secondsOf({ settings, variables }: Way, script: string, directory: string): Promise<number> {
  let output = "";
  const channel = await openEventChannel(() => undefined);
  await runProgram({
    command: [python, script],
    workingDirectory: directory,
    agentDirectory: resolve("agent"),
    address: settings === undefined ? "" : channel.address,
    settings: settings ?? {},
    variables,
    streams: "pipe",
    onOutput: (bytes, stream) => {
      if (stream === "stdout") output += Buffer.from(bytes).toString();
    },
  });
  await channel.close(2000);
  const seconds = Number(output);
  if (!(seconds > 0)) throw new Error(`${python} printed ${JSON.stringify(output)}`);
  return seconds;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const directory = mkdtempSync(join(tmpdir(), "uncoil-bench-"));
try {
  const script = join(directory, "echo.py");
  writeFileSync(script, echo);
  const times = ways.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [index, way] of ways.entries()) times[index]?.push(await secondsOf(way, script, directory));
  }
  const version = spawnSync(python, ["--version"], { encoding: "utf8" }).stdout.trim();
  console.log(`asyncio echo server, ${version}, 15,000 messages, median of ${rounds}:`);
  const plain = median(times[0] ?? []);
  for (const [index, { name }] of ways.entries()) {
    const seconds = median(times[index] ?? []);
    console.log(`  ${name.padEnd(20)} ${seconds.toFixed(2)} s  ${(seconds / plain).toFixed(2)} ×`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
