/**
 * `npm run bench mcp [-- OPTION…]`: what the answers of `uncoil mcp` cost, in tokens and in time.
 *
 *     --rounds N       questions of each kind after the first (default: 15)
 *     --package NAME   the large project (default: prefect)
 *     --cli FILE       the built bundle (default: dist/cli.js)
 *
 * Tokens are those of `o200k_base`, counted for the text and for the structured data of an answer; a client gives a model one of
 * them. The tokenizer is fetched into the cache on first use. Times are medians, divided by that of a first `check`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { cacheDirectory, fetchPackage, packages } from "../scripts/real-world-packages.ts";
import { median } from "./median-of-rounds.ts";

const tokenizerVersion = "4.0.0";
const mostTokens = 2000;
const leastTimesFaster = 20;

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    package: { type: "string", default: "prefect" },
    cli: { type: "string", default: "dist/cli.js" },
  },
});
const cli = resolve(options.cli);

type Count = (text: string) => number;

async function fetchTokenizer(): Promise<Count> {
  const directory = join(cacheDirectory(), "peers", `gpt-tokenizer-${tokenizerVersion}`);
  const encoding = join(directory, "node_modules", "gpt-tokenizer", "esm", "encoding", "o200k_base.js");
  if (!existsSync(encoding)) {
    mkdirSync(directory, { recursive: true });
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts"];
    execFileSync("npm", ["install", "--prefix", directory, ...quiet, `gpt-tokenizer@${tokenizerVersion}`], {
      stdio: "pipe",
    });
  }
  const { countTokens } = (await import(pathToFileURL(encoding).href)) as { readonly countTokens: Count };
  return countTokens;
}

async function connect(root: string): Promise<Client> {
  const client = new Client({ name: "bench", version: "0" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, "mcp", root] }));
  return client;
}

interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly milliseconds: number;
}

async function ask(client: Client, name: string, given: Record<string, unknown> = {}): Promise<Answer> {
  const started = performance.now();
  const { content, structuredContent = {}, isError } = await client.callTool({ name, arguments: given });
  const milliseconds = performance.now() - started;
  const text = content[0]?.type === "text" ? content[0].text : "";
  if (isError === true) throw new Error(`${name}: ${text}`);
  return { text, data: structuredContent as Record<string, unknown>, milliseconds };
}

/** The most an answer costs, as text or as data. */
async function printCosts(name: string, root: string, count: Count): Promise<number> {
  const client = await connect(root);
  const { tools } = await client.listTools();
  const inputs = tools.map((tool) => ({ ...tool, outputSchema: undefined }));
  console.log(`\n${name}\n${"answer".padEnd(44)}  text  data`);
  const print = (what: string, text: string, data: unknown): number => {
    const costs = [count(text), count(JSON.stringify(data))] as const;
    console.log(`${what.padEnd(44)} ${costs.map((cost) => String(cost).padStart(5)).join(" ")}`);
    return Math.max(...costs);
  };
  console.log(`list of tools: ${count(JSON.stringify(inputs))}, with output schemas ${count(JSON.stringify(tools))}`);
  const first = await ask(client, "check");
  const [finding] = first.data["findings"] as { id: string; code: string }[];
  if (finding === undefined) throw new Error(`${name}: nothing is found`);
  const calls: readonly (readonly [what: string, name: string, given: Record<string, unknown>])[] = [
    ["survey", "survey", {}],
    ["check", "check", {}],
    ["check, next page", "check", { cursor: first.data["next_cursor"] }],
    ["explain_finding", "explain_finding", { id: finding.id }],
    [`explain_rule ${finding.code}`, "explain_rule", { rule: finding.code }],
    ["explain_rule, the list", "explain_rule", {}],
    ["blocking_paths time.sleep", "blocking_paths", { target: "time.sleep" }],
    ["fix, diff of everything", "fix", { unsafe: true }],
    ["fix, everything written", "fix", { unsafe: true, write: true }],
  ];
  let most = 0;
  for (const [what, tool, given] of calls) {
    const { text, data } = await ask(client, tool, given);
    most = Math.max(most, print(what, text, data));
  }
  await client.close();
  return most;
}

/** How many times faster a `check` is once the program is in memory; with a file that has changed, too. */
async function printTimes(root: string, rounds: number): Promise<number> {
  const client = await connect(root);
  const first = (await ask(client, "check")).milliseconds;
  const again: number[] = [];
  const changed: number[] = [];
  const { files } = (await ask(client, "check")).data;
  const [finding] = (await ask(client, "check")).data["findings"] as { path: string }[];
  const path = join(root, finding?.path ?? "");
  const source = readFileSync(path, "utf8");
  for (let round = 0; round < rounds; round++) {
    again.push((await ask(client, "check")).milliseconds);
    writeFileSync(path, `${source}\n# round ${round}\n`);
    changed.push((await ask(client, "check")).milliseconds);
  }
  await client.close();
  const unchanged = first / median(again);
  console.log(`\n\`check\` of ${String(files)} files, compared with the first one:`);
  console.log(`nothing has changed   ${unchanged.toFixed(0)} times faster`);
  console.log(`a file has changed    ${(first / median(changed)).toFixed(1)} times faster`);
  return unchanged;
}

const wanted = packages.find(({ name }) => name === options.package);
if (wanted === undefined) throw new Error(`no such package: ${options.package}`);
const count = await fetchTokenizer();
const copies = mkdtempSync(join(tmpdir(), "uncoil-bench-"));
try {
  const copy = (source: string, name: string): string => {
    cpSync(source, join(copies, name), { recursive: true });
    return join(copies, name);
  };
  const timed = copy(fetchPackage(wanted), "timed");
  const most = Math.max(
    await printCosts("examples/bookshop", copy("examples/bookshop", "bookshop"), count),
    await printCosts(`${wanted.name} ${wanted.version}`, copy(fetchPackage(wanted), wanted.name), count),
  );
  const faster = await printTimes(timed, Number(options.rounds));
  if (most > mostTokens) console.log(`MISSED: an answer costs ${most} tokens, not at most ${mostTokens}`);
  if (faster < leastTimesFaster) console.log(`MISSED: not ${leastTimesFaster} times faster`);
  if (most > mostTokens || faster < leastTimesFaster) process.exitCode = 1;
} finally {
  rmSync(copies, { recursive: true, force: true });
}
