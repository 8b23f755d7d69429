import { join } from "node:path";
import { readText } from "./read-if-there.ts";

/** The page of a rule, Markdown, from the directory the pages are shipped in; undefined where it is not there. */
export function readRulePage(name: string, directory: string): string | undefined {
  return readText(join(directory, `${name}.md`));
}
