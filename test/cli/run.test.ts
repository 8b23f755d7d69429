/** `uncoil run` from outside: what the program notices (nothing), what a person sees, and what goes wrong. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { anyInterpreter, interpreters } from "../runtime/interpreters.ts";
import { placesOf, runScript, type RunJson } from "../runtime/run-json.ts";
import { makeProject, runUncoil, uncoilCommand } from "./command-line.ts";

const python = anyInterpreter;

const service = `import asyncio
import time


def load():
    time.sleep(0.6)


async def handle():
    load()


async def notify():
    pass


async def unused():
    import requests

    requests.get("https://example.com")


async def main():
    await handle()
    notify()
    if len([]) > 1:
        time.sleep(1)


asyncio.run(main())
print("served")
`;

test("the summary shows each problem with its code and stack, and standard output is the program's alone", () => {
  const cwd = makeProject({ "app.py": service });
  const { code, stdout, stderr } = runUncoil(["run", "--python", python, "app.py"], { cwd });
  assert.equal(code, 1);
  assert.equal(stdout, "served\n");
  for (const expected of [
    /^uncoil: blocked app\.py:6 the event loop was kept for \S+ m?s by `time\.sleep`$/m,
    /^uncoil: never-awaited app\.py:25 the coroutine `notify` was never awaited$/m,
    /^error blocked: the event loop was kept for \S+ m?s by `time\.sleep`$/m,
    /^ *--> app\.py:6:5$/m,
    /^path: main +app\.py:24\n {4}→ handle +app\.py:10\n {4}→ load +app\.py:6\n {4}✗ time\.sleep +time\.sleep\(0\.6\)$/m,
    /^seen: once, \S+ m?s$/m,
    /^check: confirms AIO101 blocking-sleep at app\.py:10$/m,
    /^check: confirms AIO201 missing-await at app\.py:25$/m,
    /^Seen: 2 errors in 1 Python process, .* the program exited with 0\.$/m,
  ])
    assert.match(stderr, expected);
});

const newest = interpreters.find(({ version, path }) => Number(version.slice(2)) >= 12 && path !== undefined)?.path;

test(
  "findings are confirmed, exercised or not exercised",
  { skip: newest === undefined ? "needs Python 3.12, which tells the lines that ran" : false },
  () => {
    const { report } = runScript(service.replace("time.sleep(0.6)", "time.sleep(0.01)"), {
      python: newest ?? "",
      options: [],
    });
    const statuses = (report.findings ?? []).map(({ status, code, location }) => `${code} ${location.row} ${status}`);
    assert.deepEqual(statuses, [
      "AIO101 10 exercised",
      "AIO102 20 not-exercised",
      "AIO201 25 confirmed",
      "AIO101 27 not-exercised",
    ]);
    assert.deepEqual(
      report.problems.map(({ kind, confirms }) => [kind, confirms]),
      [["never-awaited", [2]]],
    );
  },
);

test("what only running shows is said", () => {
  const cwd = makeProject({
    "app.py": `import asyncio, importlib

async def main():
    getattr(importlib.import_module("time"), "sleep")(0.3)

asyncio.run(main())
`,
  });
  const { stderr } = runUncoil(["run", "--python", python, "app.py"], { cwd });
  assert.match(stderr, /^check: nothing was found here in the source: only running shows it$/m);
});

test("the exit code is the program's, or 1 for what was seen", () => {
  const cwd = makeProject({ "app.py": service, "fails.py": "raise SystemExit(7)\n" });
  const run = (...words: readonly string[]): number | null =>
    runUncoil(["run", "--no-check", "--python", python, ...words], { cwd }).code;
  assert.equal(run("fails.py"), 7);
  assert.equal(run("--fail-on", "never", "app.py"), 0);
  assert.equal(run("--fail-on", "error", "app.py"), 1);
  assert.equal(run("--budget", "2000", "--fail-on", "never", "app.py"), 0);
});

test("arguments, options and standard input reach the program", () => {
  const source = "import sys\nprint(sys.argv[1:], sys.stdin.read())\n";
  const { stdout, code } = runScript(source, { python, words: ["--quiet", "-x", "--", "y"], stdin: "hello" });
  assert.deepEqual([code, stdout], [0, "['--quiet', '-x', '--', 'y'] hello\n"]);
});

test("a command is run as it is, with its own options", () => {
  const cwd = makeProject({});
  const { stdout } = runUncoil(["run", "--no-check", "--", python, "-c", "print('one')"], { cwd });
  assert.equal(stdout, "one\n");
  const without = runUncoil(["run", "--no-check", python, "-c", "print('two')", "--help"], { cwd });
  assert.equal(without.stdout, "two\n");
});

test("bad input: nothing to run, no such file, command or interpreter, a directory, numbers that are none", () => {
  const cwd = makeProject({ "app.py": "", "package.py/x": "", "data.txt": "" });
  const fails = (...words: readonly string[]): string => {
    const { code, stderr } = runUncoil(["run", ...words], { cwd });
    assert.equal(code, 2, stderr);
    return stderr;
  };
  assert.match(fails(), /^error: nothing to run\nhelp: give a script or a command/);
  assert.match(fails("nope.py"), /^error: no such file: nope\.py\n$/);
  assert.match(fails("package.py"), /^error: package\.py is a directory, not a script\n$/);
  assert.match(fails("--", "no-such-command"), /^error: cannot run `no-such-command`: there is no such command\n/);
  assert.match(fails("--", "./data.txt"), /^error: cannot run `\.\/data\.txt`: it is not an executable file\n$/);
  assert.match(
    fails("--python", "/nope", "app.py"),
    /^error: there is no Python interpreter or environment at \/nope\n/,
  );
  assert.match(fails("--budget", "soon", "app.py"), /^error: `--budget` must be a number above 0, not `soon`\n$/);
  assert.match(fails("--time-limit", "-1", "app.py"), /^error: /);
  assert.match(fails("--fail-on", "eror", "app.py"), /did you mean `error`\?/);
});

test("a command without Python says that nothing was watched", () => {
  const { code, stderr } = runUncoil(["run", "--no-check", "--", "true"], { cwd: makeProject({}) });
  assert.equal(code, 0);
  assert.match(stderr, /^warning: nothing was watched: the command started no Python process/m);
});

test("a crash loses nothing: what was seen before is told", () => {
  const before = `import asyncio, os, signal, time

async def main():
    time.sleep(0.3)
    await asyncio.sleep(0)
    END

asyncio.run(main())
`;
  const ends: readonly (readonly [string, number, string | null])[] = [
    ["os._exit(5)", 5, null],
    ["os.kill(os.getpid(), signal.SIGKILL)", 137, "SIGKILL"],
    ["os.abort()", 134, "SIGABRT"],
    ["1 / 0", 1, null],
    ["os.execv('/bin/true', ['true'])", 0, null],
  ];
  for (const [end, code, signal] of ends) {
    const outcome = runScript(before.replace("END", end), { python });
    assert.deepEqual([outcome.report.exitCode, outcome.report.signal], [code, signal], end);
    assert.ok(placesOf(outcome).includes("blocked 4"), end);
  }
});

test("a program that hangs on the loop is stopped, and what it hangs on is told", () => {
  const outcome = runScript("import asyncio\nasync def main():\n    while True:\n        pass\nasyncio.run(main())\n", {
    python,
    options: ["--no-check", "--time-limit", "2.5"],
  });
  assert.equal(outcome.report.isTimedOut, true);
  assert.match(placesOf(outcome).join(), /^blocked [34]$/);
  assert.match(outcome.stderr, /stopped at the time limit\.$/m);
  const idle = runScript("import asyncio\nasyncio.run(asyncio.sleep(60))\n", {
    python,
    options: ["--no-check", "--time-limit", "1"],
  });
  assert.deepEqual([idle.code, placesOf(idle)], [124, []]);
});

/** Whether a process runs. One that has ended, and that its new parent has not asked about yet, does not. */
function isRunning(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  return state !== "" && !state.startsWith("Z");
}

test("no process is left when the time limit stops a program with children", () => {
  const outcome = runScript(
    `import asyncio, multiprocessing

async def main():
    await asyncio.sleep(60)

def child():
    asyncio.run(main())

if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=child)
    process.start()
    process.join()
`,
    { python, options: ["--no-check", "--time-limit", "2"] },
  );
  assert.equal(outcome.code, 124);
  assert.ok(outcome.report.processes.length >= 2);
  assert.deepEqual(
    outcome.report.processes.filter(({ pid }) => isRunning(pid)),
    [],
  );
});

test("a program that closes every descriptor it knows of is still heard", () => {
  const source = `import asyncio, os, time
os.closerange(3, 4096)
files = [os.open("/dev/null", os.O_RDWR) for _ in range(300)]

async def main():
    time.sleep(0.3)
    await asyncio.sleep(0)

asyncio.run(main())
print("ended")
`;
  const outcome = runScript(source, { python });
  assert.deepEqual([outcome.stdout, placesOf(outcome)], ["ended\n", ["blocked 6"]]);
});

test("what interrupts the agent while it sends, as finalizers and signal handlers do, is told after that", () => {
  const source = `import asyncio, sys

async def job():
    pass

async def interrupting():
    pass

sends = 0

def interrupt(frame, event, argument):
    global sends
    if event == "c_call" and argument.__name__ == "send" and frame.f_code.co_name == "_write":
        sends += 1
        if sends == 21:  # Each of the first 20 tells of one job; then comes the sum of the others.
            interrupting()

async def main():
    for _ in range(30):
        job()

sys.setprofile(interrupt)
asyncio.run(main())
print("ended", sends > 20)
`;
  const outcome = runScript(source, { python, options: ["--no-check", "--time-limit", "20"] });
  assert.deepEqual([outcome.stdout, outcome.report.isTimedOut], ["ended True\n", false]);
  assert.deepEqual(outcome.report.problems.map(({ location, count }) => [location.row, count]).toSorted(), [
    [16, 1],
    [20, 30],
  ]);
});

test("a flood of output passes, and errors in __del__ stay the program's", () => {
  const source = `import asyncio, sys

class Noisy:
    def __del__(self):
        raise ValueError("in __del__")

async def lost():
    pass

async def main():
    for number in range(20000):
        sys.stdout.write("x" * 500 + "\\n")
    Noisy()
    for _ in range(3000):
        lost()

asyncio.run(main())
`;
  const outcome = runScript(source, { python });
  assert.equal(outcome.stdout.length, 20_000 * 501);
  assert.match(outcome.stderr, /ValueError: in __del__/);
  const lost = outcome.report.problems.find(({ kind }) => kind === "never-awaited");
  assert.equal(lost?.count, 3000);
});

test("signals that only we are sent are passed on, and the program decides", async () => {
  const cwd = makeProject({
    "app.py": `import asyncio, signal

async def main():
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    print("ready", flush=True)
    await done.wait()
    print("ended in order", flush=True)

asyncio.run(main())
`,
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    const child = spawn("sh", ["-c", `exec setsid ${uncoilCommand} run --no-check --python '${python}' app.py`], {
      cwd,
    });
    let stdout = "";
    child.stdout.on("data", (bytes: Buffer) => {
      stdout += bytes.toString();
      if (stdout === "ready\n") child.kill(signal);
    });
    const code = await new Promise((done) => child.once("close", done));
    assert.deepEqual([code, stdout], [0, "ready\nended in order\n"], signal);
  }
});

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
      readonly relatedLocations?: readonly object[];
      readonly occurrenceCount?: number;
    }[];
  }[];
}

function reportOf(format: string): string {
  const cwd = makeProject({ "app.py": service });
  runUncoil(["run", "--python", python, "--output-format", format, "-o", "report", "app.py"], { cwd });
  return readFileSync(join(cwd, "report"), "utf8");
}

test("SARIF: each result has a rule, a level, a message and a place; confirmed findings are related locations", () => {
  const log = JSON.parse(reportOf("sarif")) as SarifLog;
  assert.equal(log.version, "2.1.0");
  const [run] = log.runs;
  assert.ok(run !== undefined && log.runs.length === 1);
  assert.equal(run.tool.driver.name, "uncoil");
  for (const result of run.results) {
    assert.equal(run.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
    assert.match(result.level, /^(?:error|warning|note)$/);
    assert.notEqual(result.message.text, "");
    const place = result.locations[0]?.physicalLocation;
    assert.equal(place?.artifactLocation.uri, "app.py");
    assert.ok((place?.region.startLine ?? 0) >= 1 && (place?.region.startColumn ?? 0) >= 1);
  }
  const blocked = run.results.find(({ ruleId }) => ruleId === "blocked");
  assert.deepEqual([blocked?.relatedLocations?.length, blocked?.occurrenceCount], [1, 1]);
  assert.ok(run.results.some(({ ruleId }) => ruleId === "AIO102"));
});

test("JUnit: counts agree with the cases, and every tag is closed", () => {
  const xml = reportOf("junit");
  assert.match(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="uncoil">/);
  const open: string[] = [];
  for (const [, close = "", tag = "", self = ""] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s+[a-z]+="[^"<]*")*\s*(\/?)>/g)) {
    if (close === "/") assert.equal(open.pop(), tag);
    else if (self === "") open.push(tag);
  }
  assert.deepEqual(open, []);
  for (const [, tests = "", failures = "", body = ""] of xml.matchAll(
    /<testsuite [^>]*tests="(\d+)" failures="(\d+)"[^>]*>([^]*?)<\/testsuite>/g,
  )) {
    assert.equal(body.match(/<testcase /g)?.length, Number(tests));
    assert.equal(body.match(/<failure /g)?.length ?? 0, Number(failures));
  }
  assert.match(xml, /<failure type="blocked" message="the event loop was kept/);
});

test("GitHub: a command for each problem", () => {
  const rows = reportOf("github").trimEnd().split("\n");
  assert.equal(rows.length, 2);
  assert.match(
    rows[0] ?? "",
    /^::error file=app\.py,line=6,endLine=6,col=5,title=uncoil run%3A blocked::the event loop/,
  );
});

test("without a file JSON goes to standard output, after the program's own", () => {
  const cwd = makeProject({ "app.py": "print('mine')\n" });
  const { stdout } = runUncoil(["run", "--quiet", "--python", python, "--output-format", "json", "app.py"], { cwd });
  assert.ok(stdout.startsWith("mine\n"));
  const report = JSON.parse(stdout.slice("mine\n".length)) as RunJson;
  assert.deepEqual([report.version, report.problems, report.findings], [1, [], []]);
});

test("JSON has the fields the documentation names", () => {
  const report = JSON.parse(reportOf("json")) as RunJson;
  const document = readFileSync(resolve("docs/run.md"), "utf8");
  for (const field of [
    ...Object.keys(report),
    ...Object.keys(report.problems[0] ?? {}),
    ...Object.keys(report.findings?.[0] ?? {}),
    ...Object.keys(report.processes[0] ?? {}),
    ...Object.keys(report.problems[0]?.stack[0] ?? {}),
  ])
    assert.ok(document.includes(`\`${field}\``), `docs/run.md explains \`${field}\``);
});

/** Runs a command in a terminal of its own, presses Ctrl-C when "ready True True" is shown, and prints all output and the exit code. */
const inTerminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
output, has_pressed = b"", False
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    output += part
    if b"ready True True" in output and not has_pressed:
        has_pressed = True
        os.write(terminal, b"\\x03")
_, status = os.waitpid(pid, 0)
print(output.decode(), "exit", os.waitstatus_to_exitcode(status))
`;

test("in a terminal Ctrl-C reaches the program once", { skip: process.platform === "win32" }, () => {
  const cwd = makeProject({
    "app.py": `import asyncio, signal, sys, time

times = []
signal.signal(signal.SIGINT, lambda *_: times.append(time.monotonic()))

async def main():
    print("ready", sys.stdin.isatty(), sys.stdout.isatty(), flush=True)
    while not times:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)

asyncio.run(main())
print(len(times), "interrupts", flush=True)
`,
    "terminal.py": inTerminal,
  });
  const command = `exec ${uncoilCommand} run --no-check --python '${python}' app.py`;
  const { stdout, stderr } = spawnSync(python, ["terminal.py", "sh", "-c", command], { cwd, encoding: "utf8" });
  assert.match(stdout, /ready True True/, stderr);
  assert.match(stdout, /(?:\^C)?1 interrupts\r?$/m);
  assert.match(stdout, /exit 0$/m);
});

test(
  "a terminal is as before when a program dies without putting it back",
  { skip: process.platform === "win32" },
  () => {
    const cwd = makeProject({
      "app.py": "import os, sys, tty\ntty.setraw(0)\nos.kill(os.getpid(), 9)\n",
      "terminal.py": inTerminal,
    });
    const run = `${uncoilCommand} run --no-check --quiet --python '${python}' app.py`;
    const command = `before=$(stty -g); ${run}; [ "$before" = "$(stty -g)" ] && echo restored`;
    const { stdout } = spawnSync(python, ["terminal.py", "sh", "-c", command], { cwd, encoding: "utf8" });
    assert.match(stdout, /^restored\r?$/m);
  },
);
