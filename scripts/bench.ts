/** `npm run bench NAME [-- ARGUMENT…]`: runs bench/NAME.ts. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !existsSync(`bench/${name}.ts`)) {
  const names = readdirSync("bench").filter((file) => /^[a-z]+\.ts$/.test(file));
  console.error(`usage: npm run bench NAME, with NAME one of: ${names.map((file) => file.slice(0, -3)).join(", ")}`);
  process.exit(2);
}
const run = spawnSync(process.execPath, ["scripts/run.js", `bench/${name}.ts`, ...rest], { stdio: "inherit" });
process.exit(run.status ?? 1);
