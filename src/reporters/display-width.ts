/**
 * Text as terminals lay it out: a row of cells. What a user sees as one character may be several code points (accents,
 * emoji sequences), take two cells (CJK, emoji) or, for tabs and control characters, be shown as something else.
 */
export interface Cell {
  readonly text: string;
  /** Cells it takes: 0, 1 or 2. */
  readonly width: number;
  /** Code points of the source it stands for. */
  readonly codePoints: number;
}

const tabWidth = 4;
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
/** What joins code points into one character: without any, each is one, and the costly segmenter is not needed. */
const joining = /\p{M}|\u200D|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u1160-\u11FF]|[\u{E0020}-\u{E007F}]/u;
const isPlainAscii = /^[\u0020-\u007E]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Splits a line into cells; tabs become blanks up to the next stop, control characters their visible pictures. */
export function layOut(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const text of splitCharacters(line)) {
    const cell = text === "\t" ? tabCell(column) : layOutCharacter(text);
    column += cell.width;
    cells.push(cell);
  }
  return cells;
}

/** Cells a text takes in a terminal. */
export function displayWidth(text: string): number {
  return isPlainAscii.test(text) ? text.length : layOut(text).reduce((sum, cell) => sum + cell.width, 0);
}

/** The text with blanks after it, up to a width. */
export function padToWidth(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Text from outside as it may be printed: control characters, which could steer the terminal, become visible. */
export function printable(text: string): string {
  return isPlainAscii.test(text) ? text : text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, picture);
}

function splitCharacters(line: string): Iterable<string> {
  if (/^[\t\u0020-\u007E]*$/.test(line)) return line;
  if (!joining.test(line)) return line;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(line), (part) => part.segment);
}

function tabCell(column: number): Cell {
  const width = tabWidth - (column % tabWidth);
  return { text: " ".repeat(width), width, codePoints: 1 };
}

function layOutCharacter(text: string): Cell {
  if (text.length === 1 && isPlainAscii.test(text)) return { text, width: 1, codePoints: 1 };
  const codePoints = Array.from(text).length;
  const shown = printable(text);
  const width = zeroWidth.test(shown) ? 0 : wide.test(shown) ? 2 : 1;
  return { text: shown, width, codePoints };
}

/** Control characters as Unicode's pictures of them; the others, which have none, as a replacement character. */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\uFFFD";
}
