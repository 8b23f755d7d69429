/** `uncoil explore` on programs that use real libraries, sockets and servers: correct ones raise no alarm. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { type Outcome, runUncoil } from "../cli/command-line.ts";
import { libraryInterpreter } from "./library-environment.ts";
import {
  type PrivateServer,
  skipWithoutPostgres,
  skipWithoutRedis,
  startPostgres,
  startRedis,
} from "./private-servers.ts";

const python = libraryInterpreter();
const skipWithoutLibraries =
  python === undefined && "the libraries are not installed: `npm run explore:libraries` installs them";
const servers: PrivateServer[] = [];
const addresses: Record<string, string> = {};

before(async () => {
  if (skipWithoutLibraries !== false) return;
  const start = async (variable: string, server: Promise<PrivateServer>): Promise<void> => {
    const started = await server;
    servers.push(started);
    addresses[variable] = started.address;
  };
  if (skipWithoutRedis() === false) await start("REDIS_URL", startRedis());
  if (skipWithoutPostgres() === false) await start("POSTGRES_DSN", startPostgres());
});

after(() => {
  for (const server of servers) server.stop();
});

function explore(target: string, ...options: readonly string[]): Outcome {
  return runUncoil(["explore", target, "--python", python ?? "", ...options], {
    cwd: resolve("test/runtime/explore"),
    env: { ...addresses, PYTHONDONTWRITEBYTECODE: "1" },
  });
}

const correct: readonly (readonly [name: string, skip: string | false])[] = [
  ["streams_echo", false],
  ["subprocesses", false],
  ["executor", false],
  ["threads_to_thread", false],
  ["aiohttp_both", false],
  ["fastapi_uvicorn_httpx", false],
  ["websockets_echo", false],
  ["redis_pool", skipWithoutRedis()],
  ["redis_victims", skipWithoutRedis()],
  ["asyncpg_pool", skipWithoutPostgres()],
];

for (const [name, skip] of correct) {
  test(`nothing is said of ${name}`, { skip: skipWithoutLibraries || skip }, () => {
    const { stdout, stderr } = explore(
      `libraries:${name}`,
      "--strategy=cancel,timing",
      "--timing-seeds=12",
      "--cancel-points=40",
      "--output-format=json",
    );
    assert.equal(stderr, "");
    const [exploration] = (JSON.parse(stdout) as { explorations: readonly Explored[] }).explorations;
    assert.deepEqual(exploration?.failures, []);
    assert.equal(exploration.isOutOfTime, false);
    assert.equal(exploration.counts.timing, 12);
  });
}

interface Explored {
  readonly failures: readonly unknown[];
  readonly isOutOfTime: boolean;
  readonly counts: { readonly timing: number };
}

test("httpcore loses a place of its pool", { skip: skipWithoutLibraries }, () => {
  const { stdout, code } = explore("libraries:httpcore_pool_slot", "--strategy=cancel", "--first");
  assert.equal(code, 1);
  assert.match(stdout, /^failure\[cancel\] PoolTimeout$/m);
  assert.match(stdout, /when: `get 1` is cancelled while it waits/);
});

for (const name of ["test_anyio", "test_pytest_asyncio", "TestShop::test_unittest"]) {
  test(`a test is explored with its fixtures: ${name}`, { skip: skipWithoutLibraries }, () => {
    const { stdout, code } = explore(`test_shop.py::${name}`, "--first");
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^failure\[timing\] AssertionError/m);
    assert.match(stdout, /when: what `Shop\.buy 1` waits for at test_shop\.py:\d+ takes [\d.]+ ms longer/);
    assert.match(stdout, /reproduced 10\/10/);
  });
}

const unsuitable: readonly (readonly [test: string, message: RegExp])[] = [
  ["test_missing", /^error: pytest cannot collect `test_shop\.py::test_missing`/],
  ["test_twice", /^error: the target is 2 tests\nhelp: name one of them: \S*test_shop\.py::test_twice\[1\]/],
  ["test_skipped", /^error: the test is skipped$/m],
  ["test_without_a_loop", /^error: the target runs nothing on an event loop/],
];

for (const [name, message] of unsuitable) {
  test(`says what is wrong with a test: ${name}`, { skip: skipWithoutLibraries }, () => {
    const { stderr, code } = explore(`test_shop.py::${name}`);
    assert.match(stderr, message);
    assert.equal(code, 2);
  });
}

test("a test that passes is left alone", { skip: skipWithoutLibraries }, () => {
  const { stdout, code } = explore("test_shop.py::test_alone");
  assert.match(stdout, /^test_shop\.py::test_alone: no failure in \d+ runs/m);
  assert.equal(code, 0);
});
