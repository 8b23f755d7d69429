import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { notableNamesFile } from "../src/workspace/load-model.ts";
import { summariseSource } from "../src/summary/summarise-source.ts";
import { mergeNotableNames, notableNamesOf } from "../src/summary/notable-names.ts";
import type { NotableNames } from "../src/summary/notable-names.ts";
import { encodeSummary } from "../src/summary/transfer.ts";

/**
 * Compiles every stub below `source` to a summary: one JSON file per top-level package, which maps module names to
 * summaries, and one file of the names that matter anywhere.
 * @throws Error naming the stub that cannot be parsed.
 */
export function compileModels(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  const packages = new Map<string, Map<string, string>>();
  const names: NotableNames[] = [];
  for (const path of stubsIn(source)) {
    const file = relative(source, path).replaceAll("\\", "/");
    const summary = summariseSource(file, readFileSync(path));
    const [error] = summary.syntaxErrors;
    if (error !== undefined) throw new Error(`${path}: ${error.message} (byte ${error.start})`);
    const module = file.replace(/(\/__init__)?\.pyi$/, "").replaceAll("/", ".");
    const top = module.split(".", 1)[0] ?? module;
    const modules = packages.get(top) ?? new Map<string, string>();
    modules.set(module, encodeSummary(summary));
    names.push(notableNamesOf(summary));
    packages.set(top, modules);
  }
  for (const [top, modules] of packages) {
    const entries = Array.from(modules, ([module, json]) => `${JSON.stringify(module)}:${json}`);
    writeFileSync(join(target, `${top}.json`), `{${entries.join(",\n")}}`);
  }
  writeFileSync(join(target, notableNamesFile), JSON.stringify(mergeNotableNames(names)));
}

function stubsIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return stubsIn(path);
      return entry.name.endsWith(".pyi") ? [path] : [];
    })
    .toSorted();
}
