/** Which lines of the user's code the agent knows to have run, on each Python. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpreters, skipUnlessThere } from "./interpreters.ts";
import { runScript } from "./run-json.ts";

const source = `import asyncio
import sys
import time


async def quick():
    time.sleep(0.001)


async def computes():
    total = 0
    for number in range(300_000):
        total += number
    if total < 0:
        time.sleep(1)


async def after_waiting():
    await asyncio.sleep(0.01)
    time.sleep(0.002)


async def never():
    time.sleep(1)


def traced_by_the_program(frame, event, argument):
    return None


async def main():
    await asyncio.gather(quick(), computes(), after_waiting())
    if "trace" in sys.argv:
        assert sys.gettrace() is traced_by_the_program
    if len(sys.argv) > 5:
        await never()


if "trace" in sys.argv:
    sys.settrace(traced_by_the_program)
asyncio.run(main())
assert sys.gettrace() is (traced_by_the_program if "trace" in sys.argv else None)
print("fine")
`;

function statuses(
  python: string,
  words: readonly string[],
): { readonly stdout: string; readonly found: readonly string[] } {
  const { stdout, report } = runScript(source, { python, options: [], words });
  const found = (report.findings ?? [])
    .filter(({ code }) => code === "AIO101")
    .map(({ status, location }) => `${location.row} ${status}`);
  return { stdout, found };
}

for (const interpreter of interpreters) {
  const { version, path = "" } = interpreter;
  const options = { skip: skipUnlessThere(interpreter) };
  const knowsAll = Number(version.split(".")[1]) >= 12;
  const unseen = knowsAll ? "not-exercised" : "not-observed";

  test(`Python ${version}: what ran is exercised, and nothing is said of what was not seen`, options, () => {
    const { stdout, found } = statuses(path, []);
    assert.equal(stdout, "fine\n");
    assert.deepEqual(found, ["7 exercised", `15 ${unseen}`, "20 exercised", `24 ${unseen}`]);
  });

  test(`Python ${version}: a program that traces itself is left alone`, options, () => {
    const { stdout, found } = statuses(path, ["trace"]);
    assert.equal(stdout, "fine\n");
    const seen = knowsAll ? "exercised" : "not-observed";
    assert.deepEqual(found, [`7 ${seen}`, `15 ${unseen}`, `20 ${seen}`, `24 ${unseen}`]);
  });
}
