/**
 * `npm run oracle -- [OPTION…] [PATH…]`: holds the parser against CPython.
 *
 * Parses every `.py` file below the paths with us and with `ast.parse`, and compares the trees: kinds, nesting, ranges,
 * names, operators and the rest of the payload. Prints what differs, and exits with 1 if anything does. What cannot be
 * compared, and why, is in docs/oracle.md.
 *
 *     --python PATH   interpreter to compare with (default: python3)
 *     --pyodide       compare with the `pyodide` package, the newest grammar, instead
 *     --sample        without paths: every 12th file of the interpreter's own standard library
 *     --show N        print the first N differences (default: 20)
 *     --accepted      also list files that we accept and CPython rejects
 *     --table         print a line of a Markdown table for each path
 */
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { compareTrees } from "./oracle-compare.ts";
import type { Difference } from "./oracle-compare.ts";
import { parseFile } from "../src/syntax/index.ts";
import type { SyntaxTree } from "../src/syntax/index.ts";

const StatusOk = 0;
const StatusRejected = 1;
const KINDS = resolve("src/syntax/node-kind.ts");
const DUMP = resolve("scripts/oracle_dump.py");

interface Answer {
  readonly status: number;
  readonly payload: Uint8Array;
}

interface Report {
  files: number;
  bytes: number;
  nodes: number;
  rejected: number;
  gaveUp: number;
  differing: number;
  readonly differences: string[];
  readonly accepted: string[];
}

function emptyReport(): Report {
  return { files: 0, bytes: 0, nodes: 0, rejected: 0, gaveUp: 0, differing: 0, differences: [], accepted: [] };
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string", default: "python3" },
    pyodide: { type: "boolean", default: false },
    sample: { type: "boolean", default: false },
    show: { type: "string", default: "20" },
    accepted: { type: "boolean", default: false },
    table: { type: "boolean", default: false },
  },
});

function pythonFiles(path: string): string[] {
  if (statSync(path).isFile()) return [resolve(path)];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => resolve(join(entry.parentPath, entry.name)))
    .sort();
}

function sampleOf(python: string): string[] {
  const library = execFileSync(python, ["-c", "import os; print(os.path.dirname(os.__file__))"], { encoding: "utf8" });
  const files = pythonFiles(library.trim()).filter((file) => !file.includes("site-packages"));
  return files.filter((_, i) => i % SampleStep === 0);
}

const SampleStep = 12;

/** Answers of an interpreter for the files, in their order. */
async function* askPython(python: string, files: readonly string[]): AsyncGenerator<Answer> {
  const child = spawn(python, [DUMP, KINDS], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(files.map((file) => `${file}\n`).join(""));
  let chunks: Buffer[] = [];
  let available = 0;
  const header = 8;
  let wanted = header;
  let status = -1;
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer);
    available += (chunk as Buffer).length;
    while (available >= wanted) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const rest = all.subarray(wanted);
      if (status === -1) {
        status = all.readInt32LE(0);
        wanted = all.readInt32LE(4);
      } else {
        yield { status, payload: Uint8Array.from(all.subarray(0, wanted)) };
        status = -1;
        wanted = header;
      }
      chunks = [rest];
      available = rest.length;
    }
  }
}

async function* askPyodide(files: readonly string[]): AsyncGenerator<Answer> {
  const { loadPyodide } = await import("pyodide");
  // Without this it looks beside the files its source map names.
  const pyodide = await loadPyodide({ indexURL: resolve("node_modules/pyodide") });
  const globals = pyodide.toPy({ __name__: "oracle" });
  pyodide.runPython(readFileSync(DUMP, "utf8"), { globals });
  globals.get("load_kinds")(readFileSync(KINDS, "utf8"));
  console.log(`pyodide: Python ${String(pyodide.runPython("import sys; sys.version.split()[0]"))}`);
  const dump = globals.get("dump");
  const toBytes = pyodide.runPython("lambda source: source.to_bytes()");
  for (const file of files) {
    const answer = dump(toBytes(Uint8Array.from(readFileSync(file))));
    const [status, payload] = answer.toJs() as [number, Uint8Array];
    answer.destroy();
    yield { status, payload: Uint8Array.from(payload) };
  }
}

function check(report: Report, file: string, answer: Answer): void {
  const bytes = readFileSync(file);
  const tree = parseFile(bytes);
  report.files++;
  report.bytes += bytes.length;
  if (answer.status === StatusOk) {
    const differences = compare(tree, answer.payload, report);
    if (differences.length > 0) report.differing++;
    for (const difference of differences) {
      report.differences.push(`${file}:${difference.line}: ${difference.message}`);
    }
  } else if (answer.status === StatusRejected) {
    report.rejected++;
    if (tree.errors.length === 0) report.accepted.push(`${file}:${new TextDecoder().decode(answer.payload)}`);
  } else {
    report.gaveUp++;
  }
}

function compare(tree: SyntaxTree, payload: Uint8Array, report: Report): readonly Difference[] {
  const records = new Int32Array(payload.buffer, payload.byteOffset, payload.length / 4);
  report.nodes += tree.length;
  return compareTrees(tree, records);
}

function addReport(total: Report, part: Report): void {
  total.files += part.files;
  total.bytes += part.bytes;
  total.nodes += part.nodes;
  total.rejected += part.rejected;
  total.gaveUp += part.gaveUp;
  total.differing += part.differing;
  total.differences.push(...part.differences);
  total.accepted.push(...part.accepted);
}

/** Path, files, megabytes, nodes, files CPython rejects, differences. */
function printRow(path: string, report: Report): void {
  const { files, bytes, nodes, rejected, differences } = report;
  console.log(`| ${path} | ${files} | ${(bytes / 1e6).toFixed(1)} | ${nodes} | ${rejected} | ${differences.length} |`);
}

function printReport(report: Report): void {
  for (const line of report.differences.slice(0, Number(options.show))) console.log(line);
  if (options.accepted) for (const line of report.accepted) console.log(`accepted: ${line}`);
  console.log(
    `${report.files} files, ${(report.bytes / 1e6).toFixed(1)} MB, ${report.nodes} nodes compared; ` +
      `${report.rejected} rejected by CPython (${report.accepted.length} of them accepted by us), ` +
      `${report.gaveUp} too deep for CPython; ${report.differences.length} differences in ${report.differing} files`,
  );
}

async function main(): Promise<void> {
  const isSample = positionals.length === 0 && options.sample;
  const roots = isSample ? [sampleOf(options.python)] : positionals.map(pythonFiles);
  const files = roots.flat();
  if (files.length === 0) {
    console.error("usage: npm run oracle -- [--python PATH | --pyodide] [--sample] PATH…");
    process.exit(2);
  }
  const answers = options.pyodide ? askPyodide(files) : askPython(options.python, files);
  const total = emptyReport();
  for (const [i, root] of roots.entries()) {
    const report = emptyReport();
    for (const file of root) {
      const answer = await answers.next();
      if (answer.done === true) throw new Error(`the oracle did not answer for ${file}`);
      check(report, file, answer.value);
    }
    if (options.table) printRow(isSample ? "sample" : positionals[i]!, report);
    addReport(total, report);
  }
  printReport(total);
  if (total.differences.length > 0) process.exitCode = 1;
}

await main();
