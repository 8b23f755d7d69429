/** The bugs planted in the examples: a comment `# finds: AIO101, AIO201` says what is found on its line. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Planted {
  /** Relative to the working directory. */
  readonly path: string;
  readonly line: number;
  readonly codes: readonly string[];
}

const marker: RegExp = /# finds: (AIO\d{3}(?:, AIO\d{3})*)$/;

/** The Python files of a directory and below, sorted. */
export function pythonFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return pythonFiles(path);
      return entry.name.endsWith(".py") ? [path] : [];
    })
    .sort();
}

/** Throws when a comment looks like a marker and is none. */
export function plantedIn(path: string): Planted[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      if (!/#\s*finds\b/i.test(text)) return [];
      const codes = marker.exec(text)?.[1]?.split(", ");
      if (codes === undefined) throw new Error(`${path}:${index + 1}: cannot read the marker in: ${text.trim()}`);
      return [{ path, line: index + 1, codes }];
    });
}
