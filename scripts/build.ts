/**
 * Builds `dist/`: the command-line bundle, its worker, and the models compiled to summaries.
 * The published package holds nothing else, and has no runtime dependency.
 */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { rolldown } from "rolldown";
import { compileModels } from "./compile-models.ts";

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist", { recursive: true });

const bundle = await rolldown({
  input: { cli: "src/cli/main.ts", worker: "src/workspace/worker.ts" },
  platform: "node",
  logLevel: "warn",
});
await bundle.write({
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
});
compileModels("src/models", "dist/models");
cpSync("src/rules", "dist/rules", { recursive: true, filter: (path) => !path.endsWith(".ts") });
