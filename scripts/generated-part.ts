/** Parts of pages that commands write: what stands between two marks. */
import { readFileSync, writeFileSync } from "node:fs";

/** Replaces what stands between the marks of a page. Throws when the page lacks them. */
export function writeGeneratedPart(page: string, beginMark: string, endMark: string, part: string): void {
  const text = readFileSync(page, "utf8");
  const begin = text.indexOf(beginMark);
  const end = text.indexOf(endMark);
  if (begin < 0 || end < begin) throw new Error(`${page} lacks the marks ${beginMark} and ${endMark}`);
  writeFileSync(page, `${text.slice(0, begin)}${beginMark}\n\n${part}\n${text.slice(end)}`);
}
