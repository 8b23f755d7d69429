import { displayWidth } from "./display-width.ts";

/** Breaks a sentence at blanks into rows of at most `width` cells; longer words stay whole. */
export function wrapText(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const needed = displayWidth(word);
    if (row !== "" && used + 1 + needed > width) {
      rows.push(row);
      row = word;
      used = needed;
    } else {
      row = row === "" ? word : `${row} ${word}`;
      used += needed + (used === 0 ? 0 : 1);
    }
  }
  rows.push(row);
  return rows;
}
