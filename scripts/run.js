// Runs a TypeScript script: bundles it into build/run/ (npm packages stay external) and starts it with the other arguments.
import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import { rolldown } from "rolldown";

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) {
  console.error("usage: node scripts/run.js SCRIPT.ts [ARGUMENT…]");
  process.exit(2);
}
const output = join("build", "run", `${basename(script, ".ts")}.mjs`);
const bundle = await rolldown({
  input: script,
  platform: "node",
  external: /^[^./]/,
  logLevel: "warn",
});
await bundle.write({ file: output, format: "esm", sourcemap: true, codeSplitting: false });
const child = spawnSync(process.execPath, ["--enable-source-maps", output, ...rest], { stdio: "inherit" });
process.exit(child.status ?? 1);
