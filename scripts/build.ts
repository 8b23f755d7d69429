/**
 * Builds `dist/` (or the directory given): the command-line bundle, its worker, the models compiled to summaries, the
 * agent for Python processes, what is printed (pages of rules, the survey's page, the skills), and the licences of what is
 * bundled.
 * The published package holds nothing else, and has no runtime dependency.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
import { describeLicences } from "./bundled-licences.ts";
import { compileModels } from "./compile-models.ts";

const target = process.argv[2] ?? "dist";
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const bundle = await rolldown({
  input: {
    cli: "src/cli/main.ts",
    worker: "src/workspace/worker.ts",
    "mcp-engine": "src/mcp/engine-thread.ts",
  },
  platform: "node",
  logLevel: "warn",
});
const { output } = await bundle.write({
  dir: target,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  // Else, what several commands share falls into many small files, and `check` would have to open each.
  codeSplitting: {
    groups: [
      // Not the entry itself: whoever shares a part with it, a thread of ours for one, would run it.
      {
        name: "start",
        test: /src\/(?:cli\/(?:commands|parse-arguments|terminal|tune-engine)|language\/\w+)\.ts$/,
        priority: 3,
      },
      {
        name: "summarise",
        test: /src\/(?:summary\/(?:summarise-source|transfer)|workspace\/read-source)\.ts$/,
        priority: 2,
      },
      { name: "check", test: /src\/cli\/check\.ts$/, priority: 1 },
    ],
  },
});
const moduleIds = output.flatMap((item) => (item.type === "chunk" ? item.moduleIds : []));
writeFileSync(`${target}/THIRD-PARTY.txt`, describeLicences(moduleIds));
compileModels("src/models", `${target}/models`);
cpSync("src/rules", `${target}/rules`, {
  recursive: true,
  filter: (path) => path !== "src/rules/skill" && !path.endsWith(".ts"),
});
cpSync("skills", `${target}/skills`, { recursive: true });
cpSync("src/reporters/survey-page", `${target}/survey-page`, { recursive: true });
cpSync("src/reporters/timeline-page", `${target}/timeline-page`, { recursive: true });
cpSync("agent", `${target}/agent`, { recursive: true, filter: (path) => !path.includes("__pycache__") });
