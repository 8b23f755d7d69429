/** Compiles everything with `tsc` and runs the tests on the output: `npm run test:only [-- FILE-PART…]`. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const compiled = spawnSync("npx", ["--no-install", "tsc", "-p", "tsconfig.test.json"], { stdio: "inherit" });
if (compiled.status !== 0) process.exit(1);

function testFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith(".test.js") ? [path] : [];
  });
}

const wanted = process.argv.slice(2);
const files = testFiles(join("build", "test")).filter(
  (file) => wanted.length === 0 || wanted.some((part) => file.includes(part)),
);
if (files.length === 0) {
  console.error("no test file matches");
  process.exit(1);
}
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" });
process.exit(run.status ?? 1);
