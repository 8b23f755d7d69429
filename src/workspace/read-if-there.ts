/** Files and directories that need not exist: what cannot be read is not there. */
import { readdirSync, readFileSync } from "node:fs";

/** Names of what a directory holds; none when it cannot be read. */
export function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** A file's text as UTF-8; undefined when it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
