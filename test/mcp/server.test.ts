/** What a server promises: it sees changes, keeps to its roots, pages, survives, and says what to do instead. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { parse } from "smol-toml";
import { tools } from "../../src/mcp/tools.ts";
import { rules } from "../../src/rules/registry.ts";
import { blocking, clean, makeProject, runUncoil } from "../cli/command-line.ts";
import { bundle, call, checkAll, connect, copyBookshop, eras, type Finding, placesOf, refusal } from "./connect.ts";

test("files, directories and configuration that change are noticed", async () => {
  const cwd = makeProject({ "a.py": blocking });
  const client = await connect({ cwd });
  const places = async (): Promise<string[]> => placesOf(await checkAll(client));
  assert.deepEqual(await places(), ["a.py:5 AIO101"]);
  writeFileSync(join(cwd, "a.py"), `import os\n${blocking}`);
  assert.deepEqual(await places(), ["a.py:6 AIO101"]);
  mkdirSync(join(cwd, "app"));
  writeFileSync(join(cwd, "app", "naps.py"), "import time\n\n\ndef nap():\n    time.sleep(1)\n");
  writeFileSync(join(cwd, "b.py"), "from app.naps import nap\n\n\nasync def main():\n    nap()\n");
  assert.deepEqual(await places(), ["a.py:6 AIO101", "b.py:5 AIO101"]);
  writeFileSync(join(cwd, "app", "naps.py"), "def nap():\n    pass\n");
  assert.deepEqual(await places(), ["a.py:6 AIO101"]);
  writeFileSync(join(cwd, "uncoil.toml"), 'ignore = ["AIO101"]\n');
  assert.deepEqual(await places(), []);
  rmSync(join(cwd, "uncoil.toml"));
  rmSync(join(cwd, "a.py"));
  assert.deepEqual(await places(), []);
  writeFileSync(join(cwd, "a.py"), clean);
  assert.deepEqual(await places(), []);
});

test("a finding that the project's configuration hides is mended when it is named", async () => {
  const source = "async def load(path):\n    with open(path) as file:\n        return file.read()\n";
  const client = await connect({ cwd: makeProject({ "a.py": source, "uncoil.toml": 'min-severity = "error"\n' }) });
  const [finding] = (await call(client, "check", { min_severity: "warning" })).data["findings"] as Finding[];
  const { data } = await call(client, "fix", { ids: [finding?.id], unsafe: true });
  assert.deepEqual([data["fixed"], data["files"]], [1, ["a.py"]]);
});

test("a package that is installed later is followed", async () => {
  const cwd = makeProject({
    "a.py": "import naps\n\n\nasync def main():\n    naps.nap()\n",
    ".venv/pyvenv.cfg": "home = /usr/bin\n",
    ".venv/lib/python3.12/site-packages/other.py": "",
  });
  const client = await connect({ cwd });
  assert.deepEqual(placesOf(await checkAll(client)), []);
  const installed = join(cwd, ".venv/lib/python3.12/site-packages/naps.py");
  writeFileSync(installed, "import time\n\n\ndef nap():\n    time.sleep(1)\n");
  assert.deepEqual(placesOf(await checkAll(client)), ["a.py:5 AIO101"]);
  writeFileSync(installed, "def nap():\n    pass\n");
  assert.deepEqual(placesOf(await checkAll(client)), []);
});

test("check: paths, rules and levels", async () => {
  const likely =
    "import time\n\n\nclass A:\n    def nap(self):\n        pass\n\n\nclass B(A):\n    def nap(self):\n        time.sleep(1)\n\n\nasync def main(a: A):\n    a.nap()\n";
  const cwd = makeProject({ "a.py": blocking, "app/b.py": blocking, "likely.py": likely });
  const client = await connect({ cwd });
  const places = async (given: Record<string, unknown>): Promise<string[]> => placesOf(await checkAll(client, given));
  assert.deepEqual(await places({ paths: ["app"] }), ["app/b.py:5 AIO101"]);
  assert.deepEqual(await places({ paths: [join(cwd, "a.py")] }), ["a.py:5 AIO101"]);
  assert.deepEqual(await places({ select: ["AIO2"] }), []);
  assert.deepEqual(await places({ ignore: ["blocking-sleep"] }), []);
  assert.deepEqual(await places({ paths: ["likely.py"], confidence: "likely" }), ["likely.py:15 AIO101"]);
  const { data, text } = await call(client, "check", { paths: ["likely.py"] });
  assert.deepEqual(data["hidden"], { likely: 1, warning: 0, information: 0 });
  assert.match(text, /^No findings in 1 file \(hidden: 1 likely\)/);
});

test("explain_rule: a rule's page up to its fixes, or the whole, in the language of the server", async () => {
  for (const [language, directory, details] of [
    ["en", "src/rules", "\n## Fix\n"],
    ["pt-BR", "src/rules/pt-BR", "\n## Correção\n"],
  ] as const) {
    const client = await connect({ cwd: makeProject({}), parameters: ["--lang", language] });
    const page = readFileSync(`${directory}/wrong-protocol.md`, "utf8").replace(/^<!--.*-->\n/, "");
    const { text, data } = await call(client, "explain_rule", { rule: "AIO211" });
    assert.equal(text, page.slice(0, page.indexOf(details) + 1));
    assert.equal(data["page"], text);
    assert.equal((await call(client, "explain_rule", { rule: "AIO211", full: true })).text, page);
  }
});

test("what cannot be asked is refused with what to send instead", async () => {
  const cwd = makeProject({ "a.py": blocking, "sub/b.py": blocking });
  const client = await connect({ cwd });
  const cases: readonly (readonly [tool: string, given: Record<string, unknown>, message: RegExp])[] = [
    ["check", { path: "a.py" }, /unknown argument `path`: did you mean `paths`\? \(arguments are: paths, select/],
    ["check", { paths: "a.py" }, /paths: .*expected array/],
    ["check", { limit: 0 }, /limit: .*>=1/],
    ["check", { select: ["blocking-slep"] }, /unknown rule selector `blocking-slep`\n.*`blocking-sleep`/],
    ["check", { paths: ["b.py"] }, /no such file or directory: b\.py\npaths are absolute, or relative to /],
    ["check", { paths: ["/etc"] }, /\/etc is outside of the directories that may be read\nname a path in /],
    ["check", { paths: ["sub/../.."] }, /outside of the directories/],
    ["check", { cursor: "x" }, /`x` is no cursor\nsend `next_cursor`/],
    ["explain_finding", {}, /id: .*expected string/],
    ["explain_finding", { id: "00000000" }, /no finding `00000000`.*\nsend an `id` of a `check`/],
    ["explain_rule", { rule: "blocking-slep" }, /unknown rule `blocking-slep`\ndid you mean `blocking-sleep`/],
    ["blocking_paths", { target: "no.such.name" }, /nothing is known of `no\.such\.name`/],
    ["blocking_paths", { target: "/etc/passwd.py:1" }, /outside of the directories/],
    ["survey", { entry: "nothing" }, /no entry point `nothing`/],
    ["fix", { ids: ["x"], rules: ["AIO101"] }, /`ids` and `rules` cannot be used together\nsend the ids alone/],
    ["fix", { dry_run: true }, /unknown argument `dry_run`/],
    ["suppress", { id: "00000000", reason: "" }, /reason: .*>=3/],
    ["suppress", { id: "00000000", reason: "one\ntwo" }, /reason: must be one line/],
  ];
  for (const [tool, given, message] of cases) assert.match(await refusal(client, tool, given), message);
  assert.deepEqual(placesOf(await checkAll(client)), ["a.py:5 AIO101", "sub/b.py:5 AIO101"]);
});

test("symbolic links do not lead out of the roots", { skip: process.platform === "win32" }, async () => {
  const outside = makeProject({ "secret.py": blocking, "package/more.py": blocking });
  const cwd = makeProject({ "a.py": clean, "inside.py": blocking });
  symlinkSync(join(outside, "secret.py"), join(cwd, "link.py"));
  symlinkSync(join(outside, "package"), join(cwd, "package"));
  symlinkSync(join(cwd, "inside.py"), join(cwd, "own.py"));
  const client = await connect({ cwd });
  assert.deepEqual(placesOf(await checkAll(client)), ["inside.py:5 AIO101"]);
  assert.match(await refusal(client, "check", { paths: ["link.py"] }), /link\.py is outside/);
  assert.match(await refusal(client, "check", { paths: ["package"] }), /package is outside/);
  await call(client, "fix", { unsafe: true, write: true });
  assert.equal(readFileSync(join(outside, "secret.py"), "utf8"), blocking);
});

test("several roots; their ids and paths are told apart", async () => {
  const cwd = makeProject({ "one/main.py": blocking, "two/main.py": blocking, "three/main.py": blocking });
  const client = await connect({ cwd, parameters: ["one", "two"] });
  const found = await checkAll(client);
  assert.deepEqual(placesOf(found), ["one/main.py:5 AIO101", "two/main.py:5 AIO101"]);
  assert.match(await refusal(client, "check", { paths: ["three"] }), /three is outside/);
  const id = found[0]?.id ?? "";
  assert.match(
    await refusal(client, "explain_finding", { id }),
    /is the id of 2 findings\nsend one of: `[0-9a-f]{16}@one\/main\.py`/,
  );
  assert.match(
    (await call(client, "explain_finding", { id: `${id}@two/main.py` })).text,
    /^[0-9a-f]{8} two\/main\.py:5:5 AIO101/,
  );
  await call(client, "suppress", { id: `${id}@two/main.py`, reason: "it is a script" });
  assert.deepEqual(placesOf(await checkAll(client)), ["one/main.py:5 AIO101"]);
});

test("suppress writes a comment that silences the finding and nothing else", async () => {
  const cwd = makeProject({
    "a.py": blocking,
    "b.py":
      "import time\n\n\ndef nap():\n    time.sleep(1)\n\n\nasync def one():\n    nap()\n\n\nasync def two():\n    nap()\n",
    "c.py": 'import time\n\n\nasync def main():\n    print("""\n    one\n    """, time.sleep(1))\n',
  });
  const client = await connect({ cwd });
  const idAt = async (path: string): Promise<string> =>
    (await checkAll(client)).find((item) => item.path === path)?.id ?? "";
  const shown = await call(client, "suppress", { id: await idAt("a.py"), reason: "a script", write: false });
  assert.match(shown.text, /^\+ {4}# uncoil: ignore\[AIO101\] a script$/m);
  assert.equal(readFileSync(join(cwd, "a.py"), "utf8"), blocking);
  await call(client, "suppress", { id: await idAt("a.py"), reason: "a script" });
  assert.match(
    readFileSync(join(cwd, "a.py"), "utf8"),
    /^ {4}# uncoil: ignore\[AIO101\] a script\n {4}time\.sleep\(1\)$/m,
  );
  const cause = await call(client, "suppress", { id: await idAt("b.py"), reason: "short", at: "cause" });
  assert.equal((cause.data["silenced"] as string[]).length, 2);
  // Above the line would be inside of the text.
  await call(client, "suppress", { id: await idAt("c.py"), reason: "short" });
  assert.match(
    readFileSync(join(cwd, "c.py"), "utf8"),
    /^ {4}""", time\.sleep\(1\)\) {2}# uncoil: ignore\[AIO101\] short$/m,
  );
  assert.deepEqual(placesOf(await checkAll(client)), []);
});

test("a page of any answer stays small, and pages show each finding once", async () => {
  const calls = Array.from({ length: 90 }, (_, index) => `async def view_${index}():\n    time.sleep(${index})\n`);
  const cwd = makeProject({ "a.py": `import time\n\n\n${calls.join("\n\n")}` });
  const client = await connect({ cwd });
  const found = await checkAll(client);
  assert.equal(new Set(found.map(({ line }) => line)).size, 90);
  assert.equal(found.length, 90);
  const most = 2000 * 3;
  for (const [name, given] of [
    ["check", {}],
    ["fix", {}],
    ["survey", {}],
    ["fix", { write: true }],
  ] as const) {
    const { text, data } = await call(client, name, given);
    assert.ok(
      text.length <= most && JSON.stringify(data).length <= most,
      `${name}: ${text.length}, ${JSON.stringify(data).length}`,
    );
  }
});

test("a cursor goes on after the last finding shown, though others are mended meanwhile", async () => {
  const cwd = makeProject({ "a.py": blocking, "b.py": blocking, "c.py": blocking });
  const client = await connect({ cwd });
  const first = await call(client, "check", { limit: 2 });
  assert.equal((first.data["findings"] as object[]).length, 2);
  const cursor = first.data["next_cursor"];
  writeFileSync(join(cwd, "a.py"), clean);
  const second = await call(client, "check", { cursor });
  assert.deepEqual(placesOf(second.data["findings"] as never), ["c.py:5 AIO101"]);
  assert.match(
    await refusal(client, "check", { cursor, ignore: ["AIO2"] }),
    /the cursor belongs to another question\nrepeat/,
  );
});

for (const era of eras) {
  test(`${era}: tools say what they do, resources and prompts are there`, async () => {
    const client = await connect({ cwd: makeProject({ "a.py": clean }), era });
    const listed = (await client.listTools()).tools;
    assert.deepEqual(
      listed.map(({ name }) => name),
      tools.map(({ name }) => name),
    );
    for (const { name, description, outputSchema, annotations } of listed) {
      assert.ok((description ?? "").length > 60, name);
      assert.equal(outputSchema?.["type"], "object", name);
      assert.equal(annotations?.readOnlyHint, name !== "fix" && name !== "suppress", name);
      assert.equal(annotations?.openWorldHint, false, name);
    }
    const { resources } = await client.listResources();
    assert.deepEqual(
      resources.map(({ uri }) => uri).toSorted(),
      ["uncoil://configuration/schema", ...rules.map(({ code }) => `uncoil://rules/${code}`)].toSorted(),
    );
    const { contents } = await client.readResource({ uri: "uncoil://rules/AIO101" });
    const [page] = contents;
    assert.equal(
      page !== undefined && "text" in page && page.text,
      readFileSync("src/rules/blocking-sleep.md", "utf8"),
    );
    const { prompts } = await client.listPrompts();
    assert.deepEqual(
      prompts.map(({ name }) => name),
      ["triage", "make-it-async", "review-diff"],
    );
    const { messages } = await client.getPrompt({ name: "make-it-async", arguments: { target: "app/views.py" } });
    const asked = messages[0]?.content;
    const told = asked?.type === "text" ? asked.text : "";
    assert.match(told, /^Make `app\/views\.py` safe/);
    const named = Array.from(told.matchAll(/`([a-z]+_?[a-z]*)`/g), ([, name]) => name);
    assert.deepEqual(
      named.filter((name) => !["ids", "unsafe"].includes(name ?? "") && !tools.some((tool) => tool.name === name)),
      [],
    );
  });
}

test("a cancelled call is given up, and the next one is answered", async () => {
  const client = await connect({ cwd: copyBookshop() });
  const cancel = new AbortController();
  const cancelled = client.callTool({ name: "survey", arguments: {} }, { signal: cancel.signal });
  const next = call(client, "check");
  cancel.abort();
  await assert.rejects(cancelled);
  assert.ok(((await next).data["total"] as number) > 10);
});

test("a call that takes too long is given up", async () => {
  const client = await connect({ cwd: copyBookshop(), parameters: ["--time-limit", "0.001"] });
  assert.match(await refusal(client, "survey", {}), /took longer than 0\.001 s and was given up\nask about less/);
  assert.equal((await client.listTools()).tools.length, tools.length);
});

test("a crash of a call leaves the server alive", async () => {
  const cwd = makeProject({ "a.py": blocking });
  const broken = makeProject({ crash: "" });
  cpSync(dirname(bundle), join(broken, "dist"), { recursive: true });
  const engine = join(broken, "dist", "mcp-engine.js");
  const trap = `import { existsSync } from "node:fs";\nif (existsSync(${JSON.stringify(join(broken, "crash"))})) throw new Error("no memory left");\n`;
  writeFileSync(engine, trap + readFileSync(engine, "utf8"));
  const client = await connect({ cwd, cli: join(broken, "dist", "cli.js") });
  assert.match(
    await refusal(client, "check", {}),
    /^uncoil crashed: no memory left\nThis is a bug of Uncoil; the server goes on/,
  );
  rmSync(join(broken, "crash"));
  assert.deepEqual(placesOf(await checkAll(client)), ["a.py:5 AIO101"]);
});

test("only the protocol is on standard output, and the server ends with its input", async () => {
  const cwd = makeProject({ "a.py": blocking, "broken.py": "def (:\n" });
  const child = spawn(process.execPath, [bundle, "mcp"], { cwd });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const rows = (): string[] => printed.split("\n").slice(0, -1);
  const send = (message: object): boolean => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const clientInfo = { name: "test", version: "0" };
  send({ id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo } });
  send({ method: "notifications/initialized" });
  send({ id: 2, method: "tools/call", params: { name: "check", arguments: {} } });
  await new Promise<void>((resolve) => {
    child.stdout.on("data", () => {
      if (rows().length >= 2) resolve();
    });
  });
  child.stdin.end();
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(code, 0);
  assert.ok(printed.endsWith("\n"));
  assert.deepEqual(
    rows().map((row) => (JSON.parse(row) as { jsonrpc: string; id: number }).id),
    [1, 2],
  );
});

test("--print-config prints an entry that starts the server", () => {
  const cwd = makeProject({});
  const print = (...words: readonly string[]): { readonly stdout: string; readonly stderr: string } =>
    runUncoil(["mcp", "--print-config", ...words], { cwd });
  const keys = {
    claude: "mcpServers",
    cursor: "mcpServers",
    gemini: "mcpServers",
    copilot: "servers",
    codex: "mcp_servers",
  };
  for (const [agent, key] of Object.entries(keys)) {
    const { stdout, stderr } = print(agent);
    const document = (agent === "codex" ? parse(stdout) : JSON.parse(stdout)) as Record<
      string,
      Record<string, { command: string; args: string[] }>
    >;
    const entry = document[key]?.["uncoil"];
    assert.deepEqual([entry?.command, entry?.args], ["npx", ["-y", "uncoil", "mcp"]], agent);
    assert.match(stderr, /^note: this goes into /);
  }
  const given = ["--allow-run", "--time-limit", "60", "--exclude", "old", "--exclude", "new", "services/api"];
  const { mcpServers } = JSON.parse(
    print("claude", "services/api", "--exclude", "old,new", ...given.slice(0, 3)).stdout,
  ) as {
    readonly mcpServers: { readonly uncoil: { readonly args: readonly string[] } };
  };
  assert.deepEqual(mcpServers.uncoil.args.slice(3), given);
  assert.match(
    print("emacs").stderr,
    /`--print-config` must be one of claude, codex, cursor, gemini, copilot, not `emacs`/,
  );
});

test("what the server cannot start with is an error", () => {
  const cwd = makeProject({ "a.py": clean });
  assert.match(runUncoil(["mcp", "nowhere"], { cwd }).stderr, /^error: no such directory: /);
  assert.match(runUncoil(["mcp", "a.py"], { cwd }).stderr, /^error: not a directory: a\.py/);
  assert.match(
    runUncoil(["mcp", "--time-limit", "soon"], { cwd }).stderr,
    /^error: `--time-limit` must be a number of seconds/,
  );
});

/** The chunks that are loaded with one, the ones it imports statically included. */
function chunksBehind(directory: string, file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(directory, file), "utf8");
  for (const [, name = ""] of text.matchAll(/^(?:import|export)\b[^;]*?["']\.\/([^"']+)["'];/gm))
    chunksBehind(directory, name, seen);
  return seen;
}

test("`uncoil check` loads nothing of the protocol", () => {
  const directory = dirname(bundle);
  const isOfProtocol = (file: string): boolean =>
    /StdioServerTransport|ZodType|jsonrpc/.test(readFileSync(join(directory, file), "utf8"));
  const chunks = readdirSync(directory).filter((file) => file.endsWith(".js"));
  assert.ok(chunks.some(isOfProtocol));
  const check = chunks.find((file) => /^check-.*\.js$/.test(file)) ?? "";
  for (const entry of ["cli.js", check, "worker.js"])
    assert.deepEqual([...chunksBehind(directory, entry)].filter(isOfProtocol), [], entry);
});

test("no file of the bundle imports an entry, which would run it", () => {
  const directory = dirname(bundle);
  const entries = ["cli.js", "worker.js", "mcp-engine.js"];
  const imports = readdirSync(directory)
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [...chunksBehind(directory, file)].filter((name) => name !== file && entries.includes(name)));
  assert.deepEqual(imports, []);
});
