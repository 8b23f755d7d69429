/**
 * `npm run bench parse [-- DIRECTORY]`: bytes to syntax tree, one thread, the same files for all.
 *
 * Us, CPython's `ast.parse` (the machine's python3), tree-sitter (WebAssembly) and Lezer. Rounds are interleaved, so
 * that a slow minute of the machine is shared, and the median round counts. Files that CPython rejects are left out.
 */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { parser as lezer } from "@lezer/python";
import { Language, Parser } from "web-tree-sitter";
import { parseFile } from "../src/syntax/index.ts";
import { median } from "./median-of-rounds.ts";

const ROUNDS = 7;

/** Reads all files in memory, then parses them once per line on standard input and prints the seconds it took. */
const PYTHON = `
import ast, gc, sys, time, warnings
warnings.simplefilter("ignore")
sources = [open(name, "rb").read() for name in open(sys.argv[1]).read().splitlines()]
for line in sys.stdin:
    start = time.perf_counter()
    for source in sources:
        ast.parse(source)
    print(time.perf_counter() - start, flush=True)
`;

const FIND_VALID = `
import ast, os, sys, warnings
warnings.simplefilter("ignore")
for directory, _, names in os.walk(sys.argv[1]):
    if "site-packages" in directory:
        continue
    for name in sorted(names):
        path = os.path.join(directory, name)
        if name.endswith(".py"):
            try:
                with open(path, "rb") as file:
                    source = file.read()
                source.decode("utf-8")
                ast.parse(source)
            except (SyntaxError, ValueError):
                continue
            print(path)
`;

interface Contender {
  readonly name: string;
  /** Parses everything once; seconds. */
  readonly round: () => Promise<number> | number;
  readonly times: number[];
}

function validFiles(directory: string | undefined): string[] {
  const root =
    directory ??
    execFileSync("python3", ["-c", "import os; print(os.path.dirname(os.__file__))"], { encoding: "utf8" }).trim();
  return execFileSync("python3", ["-c", FIND_VALID, root], { encoding: "utf8", maxBuffer: 1e9 }).trim().split("\n");
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** Keeps the compiler from finding out that a result is not used. */
let sink = 0;

function uncoilRound(sources: readonly Uint8Array[]): number {
  return timed(() => {
    for (const source of sources) sink += parseFile(source).length;
  });
}

function lezerRound(texts: readonly string[]): number {
  return timed(() => {
    for (const text of texts) sink += lezer.parse(text).length;
  });
}

async function treeSitterRound(texts: readonly string[]): Promise<() => number> {
  await Parser.init();
  const require = createRequire(import.meta.url);
  const wasm = join(dirname(require.resolve("tree-sitter-python/package.json")), "tree-sitter-python.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(new Uint8Array(readFileSync(wasm))));
  return () =>
    timed(() => {
      for (const text of texts) {
        const tree = parser.parse(text);
        sink += tree?.rootNode.endIndex ?? 0;
        tree?.delete();
      }
    });
}

function pythonRound(child: ChildProcessWithoutNullStreams): () => Promise<number> {
  const lines = createInterface(child.stdout);
  return async () => {
    const answer = once(lines, "line");
    child.stdin.write("\n");
    return Number((await answer)[0]);
  };
}

function report(contenders: readonly Contender[], bytes: number): void {
  const ours = median(contenders[0]!.times);
  for (const { name, times } of contenders) {
    const time = median(times);
    const rates = times.map((seconds) => bytes / 1e6 / seconds);
    const range = `${Math.min(...rates).toFixed(1)}–${Math.max(...rates).toFixed(1)}`;
    const ratio = `${(time / ours).toFixed(1)} × our time`;
    console.log(`${name.padEnd(28)} ${(bytes / 1e6 / time).toFixed(1).padStart(6)} MB/s  (${range})  ${ratio}`);
  }
}

async function main(): Promise<void> {
  const files = validFiles(process.argv[2]);
  const buffers = files.map((file) => readFileSync(file));
  const sources = buffers.map((buffer) => Uint8Array.from(buffer));
  const texts = buffers.map((buffer) => buffer.toString("utf8"));
  const bytes = sources.reduce((sum, source) => sum + source.length, 0);
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB; median of ${ROUNDS} rounds (slowest–fastest)`);
  const scratch = mkdtempSync(join(tmpdir(), "uncoil-bench-"));
  const list = join(scratch, "files");
  writeFileSync(list, files.join("\n"));
  const version = execFileSync("python3", ["-c", "import sys; print(sys.version.split()[0])"], { encoding: "utf8" });
  const child = spawn("python3", ["-c", PYTHON, list]);
  const contenders: Contender[] = [
    { name: "uncoil", round: () => uncoilRound(sources), times: [] },
    { name: `CPython ${version.trim()} ast.parse`, round: pythonRound(child), times: [] },
    { name: "web-tree-sitter", round: await treeSitterRound(texts), times: [] },
    { name: "@lezer/python", round: () => lezerRound(texts), times: [] },
  ];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { round: run, times } of contenders) {
      const seconds = await run();
      // The first round warms up.
      if (round > 0) times.push(seconds);
    }
  }
  child.stdin.end();
  rmSync(scratch, { recursive: true });
  report(contenders, bytes);
}

await main();
if (sink === 0) throw new Error("nothing was parsed");
