/** How programs are started: the agent is in every Python process, and the program does not notice. */
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { type AgentEvent, openEventChannel } from "../../src/runtime/event-channel.ts";
import { type Ending, runProgram, withLauncher } from "../../src/runtime/start-program.ts";
import { makeProject } from "../cli/command-line.ts";
import { anyInterpreter, interpreters, skipUnlessThere } from "./interpreters.ts";

interface Outcome {
  readonly ending: Ending;
  readonly events: readonly AgentEvent[];
  readonly stdout: string;
  readonly stderr: string;
}

interface StartOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly timeLimit?: number;
}

async function start(command: readonly string[], options: StartOptions = {}): Promise<Outcome> {
  const events: AgentEvent[] = [];
  const output = { stdout: "", stderr: "" };
  const channel = await openEventChannel((event) => events.push(event));
  try {
    const ending = await runProgram({
      command,
      workingDirectory: makeProject(options.files ?? {}),
      agentDirectory: resolve("agent"),
      address: channel.address,
      settings: { mode: "run" },
      variables: { PYTHONDONTWRITEBYTECODE: "1", ...options.variables },
      streams: "pipe",
      timeLimit: options.timeLimit,
      onOutput: (bytes, stream) => (output[stream] += Buffer.from(bytes).toString()),
    });
    await channel.close(2000);
    return { ending, events, ...output };
  } finally {
    await channel.close(0);
  }
}

function processesIn({ events }: Outcome): readonly AgentEvent[] {
  return events.filter(({ event }) => event === "process");
}

const showsNothing = `
import sys
assert not any("uncoil" in entry or "sitecustomize" in entry for entry in sys.path), sys.path
import os
assert os.open(os.devnull, os.O_RDONLY) < 20
print("fine")
`;

for (const interpreter of interpreters) {
  const options = { skip: skipUnlessThere(interpreter) };
  const python = interpreter.path ?? "";

  test(
    `Python ${interpreter.version}: the agent starts, and the program's path does not show it`,
    options,
    async () => {
      const outcome = await start([python, "-X", "dev", "-c", showsNothing]);
      assert.deepEqual([outcome.ending.exitCode, outcome.stdout, outcome.stderr], [0, "fine\n", ""]);
      const [first] = processesIn(outcome);
      assert.ok(String(first?.["python"]).startsWith(`${interpreter.version}.`));
    },
  );

  test(`Python ${interpreter.version}: children are seen: forked, spawned, and theirs`, options, async () => {
    const program = `
import os, subprocess, sys
if os.fork() == 0:
    os._exit(0)
os.wait()
child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'pass'])"
subprocess.run([sys.executable, "-c", child], check=True)
`;
    const outcome = await start([python, "-c", program]);
    assert.equal(outcome.stderr, "");
    const pids = new Set(processesIn(outcome).map((event) => event["pid"]));
    const parents = processesIn(outcome).filter((event) => pids.has(event["parent"]));
    assert.deepEqual([pids.size, parents.length], [3, 2]);
  });

  test(`Python ${interpreter.version}: isolated interpreters are started by the launcher`, options, async () => {
    const files = { "app.py": "import sys; print(__name__, sys.argv, __file__)\n" };
    for (const flag of ["-I", "-E", "-S", "-IS"]) {
      const plain = await start(["env", python, flag, "app.py", "-x"], { files });
      const ours = await start([python, flag, "app.py", "-x"], { files });
      const withoutPath = (text: string): string => text.replace(/'?\S*app\.py'?$/m, "app.py");
      assert.equal(withoutPath(ours.stdout), withoutPath(plain.stdout), flag);
      assert.equal(processesIn(ours).length, 1, flag);
    }
    const code = await start([python, "-Ic", "import sys; print(sys.argv)", "a"]);
    assert.deepEqual([code.stdout, processesIn(code).length], ["['-c', 'a']\n", 1]);
    const module = await start([python, "-I", "-m", "platform"]);
    assert.deepEqual([module.ending.exitCode, processesIn(module).length], [0, 1]);
  });
}

test("the user's own sitecustomize runs, and fails as it would", async () => {
  const files = { "own/sitecustomize.py": "import sys; sys.own = 'ran'\n", "broken/sitecustomize.py": "1 / 0\n" };
  const cwd = makeProject(files);
  const seen = process.env["PYTHONPATH"];
  try {
    process.env["PYTHONPATH"] = join(cwd, "own");
    const own = await start([anyInterpreter, "-c", "import sys; print(sys.own)"]);
    assert.deepEqual([own.stdout, processesIn(own).length], ["ran\n", 1]);
    process.env["PYTHONPATH"] = join(cwd, "broken");
    const broken = await start([anyInterpreter, "-c", "print('on')"]);
    assert.match(broken.stderr, /^Error in sitecustomize; set PYTHONVERBOSE for traceback:\nZeroDivisionError/);
    assert.deepEqual([broken.stdout, processesIn(broken).length], ["on\n", 1]);
  } finally {
    if (seen === undefined) delete process.env["PYTHONPATH"];
    else process.env["PYTHONPATH"] = seen;
  }
});

test("exit codes and signals are the program's", async () => {
  const exits = await start([anyInterpreter, "-c", "import sys; sys.exit(7)"]);
  assert.equal(exits.ending.exitCode, 7);
  const dies = await start([anyInterpreter, "-c", "import os; os.kill(os.getpid(), 9)"]);
  assert.deepEqual([dies.ending.exitCode, dies.ending.signal], [137, "SIGKILL"]);
  const raises = await start([anyInterpreter, "-c", "1 / 0"]);
  assert.equal(raises.ending.exitCode, 1);
  assert.match(raises.stderr, /ZeroDivisionError/);
  assert.doesNotMatch(raises.stderr, /uncoil/);
});

test("a program that hangs is stopped, even one that ignores being asked to", async () => {
  const hangs = await start([anyInterpreter, "-c", "import time; time.sleep(60)"], { timeLimit: 0.5 });
  assert.deepEqual([hangs.ending.isTimedOut, hangs.ending.signal], [true, "SIGTERM"]);
  const stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)";
  const ignores = await start([anyInterpreter, "-c", stubborn], { timeLimit: 0.5 });
  assert.deepEqual([ignores.ending.isTimedOut, ignores.ending.signal], [true, "SIGKILL"]);
});

test("a command that does not exist is named", async () => {
  await assert.rejects(start(["no-such-command-here"]), /cannot run `no-such-command-here`: there is no such command/);
});

test("only isolated interpreters are given the launcher", () => {
  const launcher = join("/agent", "uncoil_agent", "launch.py");
  const cases: readonly (readonly [string, string])[] = [
    ["python app.py -I", "python app.py -I"],
    ["python -X dev -W error app.py", "python -X dev -W error app.py"],
    ["pytest -I", "pytest -I"],
    ["python3.12 -I -X dev app.py -v", `python3.12 -I -X dev ${launcher} app.py -v`],
    ["/usr/bin/python3 -B -s -E -m pkg x", `/usr/bin/python3 -B -s -E ${launcher} -m pkg x`],
    ["python -Im pkg", `python -I ${launcher} -m pkg`],
    ["python -I", "python -I"],
  ];
  for (const [given, expected] of cases)
    assert.equal(withLauncher(given.split(" "), "/agent").join(" "), expected, given);
});
