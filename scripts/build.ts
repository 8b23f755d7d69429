/**
 * Builds `dist/` (or the directory given): the command-line bundle, its worker, the models compiled to summaries, the
 * agent for Python processes, and what is printed: pages of rules, the survey's page, the skills.
 * The published package holds nothing else, and has no runtime dependency.
 */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { rolldown } from "rolldown";
import { compileModels } from "./compile-models.ts";

const target = process.argv[2] ?? "dist";
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const bundle = await rolldown({
  input: { cli: "src/cli/main.ts", worker: "src/workspace/worker.ts" },
  platform: "node",
  logLevel: "warn",
});
await bundle.write({
  dir: target,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
});
compileModels("src/models", `${target}/models`);
cpSync("src/rules", `${target}/rules`, {
  recursive: true,
  filter: (path) => path !== "src/rules/skill" && !path.endsWith(".ts"),
});
cpSync("skills", `${target}/skills`, { recursive: true });
cpSync("src/reporters/survey-page", `${target}/survey-page`, { recursive: true });
cpSync("src/reporters/timeline-page", `${target}/timeline-page`, { recursive: true });
cpSync("agent", `${target}/agent`, { recursive: true, filter: (path) => !path.includes("__pycache__") });
