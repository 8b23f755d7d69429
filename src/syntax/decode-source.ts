import { CarriageReturn, FirstNonAscii, FormFeed, Hash, LineFeed, Space, Tab } from "./character.ts";
import type { SyntaxError } from "./syntax-tree.ts";

export interface DecodedSource {
  /** UTF-8 without a byte-order mark (unless `errors` says that it is not). */
  readonly source: Uint8Array;
  readonly errors: readonly SyntaxError[];
  /** Whether every byte is ASCII, as far as it was looked at: what is not known to be is said not to be. */
  readonly isAscii: boolean;
}

export const ByteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf];
const NoErrors: readonly SyntaxError[] = [];

/**
 * Bytes of a file as UTF-8. Follows PEP 263: a byte-order mark is dropped, and an encoding declared in a comment on one
 * of the first two lines is honoured when it is UTF-8, ASCII, Latin-1 or one that the platform's `TextDecoder` knows.
 * Any other encoding is an error, as are bytes that are not of the encoding; they are then handed on as they are.
 */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const hasMark = ByteOrderMark.every((byte, i) => bytes[i] === byte);
  const source = hasMark ? bytes.subarray(ByteOrderMark.length) : bytes;
  const cookie = findCookie(source);
  if (cookie !== undefined) {
    const encoding = classifyEncoding(cookie.name);
    if (hasMark && encoding !== "utf-8") {
      return withError(source, `the encoding is declared as '${cookie.name}' but the file has a UTF-8 mark`, cookie);
    }
    if (encoding === "other") return transcode(source, cookie);
    if (encoding === "latin-1") return { source: encodeLatin1(source), errors: NoErrors, isAscii: false };
    if (encoding === "ascii") {
      const at = source.findIndex((byte) => byte >= FirstNonAscii);
      if (at >= 0)
        return withError(source, "a byte that is not ASCII, as the file declares to be", { start: at, end: at + 1 });
    }
  }
  if (isAscii(source)) return { source, errors: NoErrors, isAscii: true };
  const invalid = findInvalidUtf8(source);
  if (invalid >= 0) {
    const message = "the file is not valid UTF-8 and declares no other encoding";
    return withError(source, message, { start: invalid, end: invalid + 1 });
  }
  return { source, errors: NoErrors, isAscii: false };
}

/** Whether no byte has its highest bit set. Reads four bytes at a time where the memory is aligned. */
function isAscii(source: Uint8Array): boolean {
  const { buffer, byteOffset, length } = source;
  let at = Math.min(length, (4 - (byteOffset & 3)) & 3);
  for (let i = 0; i < at; i++) if ((source[i] ?? 0) >= FirstNonAscii) return false;
  // What is shorter than a word may not even begin where one could.
  if (length - at < 4) {
    for (; at < length; at++) if ((source[at] ?? 0) >= FirstNonAscii) return false;
    return true;
  }
  const words = new Uint32Array(buffer, byteOffset + at, (length - at) >> 2);
  for (let i = 0; i < words.length; i++) if (((words[i] ?? 0) & 0x80808080) !== 0) return false;
  for (at += words.length * 4; at < length; at++) if ((source[at] ?? 0) >= FirstNonAscii) return false;
  return true;
}

function withError(
  source: Uint8Array,
  message: string,
  range: { readonly start: number; readonly end: number },
): DecodedSource {
  return { source, errors: [{ message, start: range.start, end: range.end }], isAscii: false };
}

/** Decodes what is neither UTF-8 nor a subset of Latin-1: Shift-JIS, GBK, KOI8-R, Windows-1252… */
function transcode(source: Uint8Array, cookie: Cookie): DecodedSource {
  const label = cookie.name.toLowerCase().replaceAll("_", "-");
  if (!isKnownLabel(label)) {
    return withError(source, `the encoding '${cookie.name}' is not supported; save the file as UTF-8`, cookie);
  }
  try {
    const decoded = new TextDecoder(label, { fatal: true }).decode(source);
    const text = WINDOWS_1252_LABEL.test(label) ? repairWindows1252(decoded) : decoded;
    return { source: new TextEncoder().encode(text), errors: NoErrors, isAscii: false };
  } catch {
    return withError(source, `the file is not valid in the encoding it declares, '${cookie.name}'`, cookie);
  }
}

const WINDOWS_1252_LABEL = /^(?:cp|windows-)1252$/;
/** Characters of the bytes 0x80 to 0x9F. */
const WINDOWS_1252_HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009dž\u009f";

/** Some versions of Node decode Windows-1252 as if it were Latin-1. */
function repairWindows1252(text: string): string {
  return text.replaceAll(/[\u0080-\u009f]/g, (control) => WINDOWS_1252_HIGH[control.charCodeAt(0) - 0x80] ?? control);
}

function isKnownLabel(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}

interface Cookie {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/** The encoding declared on line 1 or, when line 1 is blank or a comment, on line 2. */
function findCookie(source: Uint8Array): Cookie | undefined {
  let start = 0;
  for (let line = 0; line < 2; line++) {
    const end = findLineEnd(source, start);
    const first = firstByteOf(source, start, end);
    if (first !== undefined && first !== Hash) return undefined;
    if (first === Hash) {
      const match = COOKIE.exec(latin1Text(source, start, end));
      const name = match?.[1];
      if (match !== null && name !== undefined) {
        const nameEnd = start + match[0].length;
        return { name, start: nameEnd - name.length, end: nameEnd };
      }
    }
    start = source[end] === CarriageReturn && source[end + 1] === LineFeed ? end + 2 : end + 1;
  }
  return undefined;
}

function findLineEnd(source: Uint8Array, start: number): number {
  let end = start;
  while (end < source.length && source[end] !== LineFeed && source[end] !== CarriageReturn) end++;
  return end;
}

function firstByteOf(source: Uint8Array, start: number, end: number): number | undefined {
  let i = start;
  while (i < end && (source[i] === Space || source[i] === Tab || source[i] === FormFeed)) i++;
  return i < end ? source[i] : undefined;
}

const LongestCookieLine = 400;

function latin1Text(source: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...source.subarray(start, Math.min(end, start + LongestCookieLine)));
}

type Encoding = "utf-8" | "latin-1" | "ascii" | "other";

function classifyEncoding(name: string): Encoding {
  const normal = name.toLowerCase().replaceAll(/[_.]/g, "-");
  if (/^(?:utf-?8|u8|cp65001)(?:-.*)?$/.test(normal)) return "utf-8";
  if (/^(?:latin-?1?|l1|iso-?8859-?1|8859|cp819|iso-ir-100)(?:-(?:unix|dos|mac))?$/.test(normal)) return "latin-1";
  if (/^(?:us-)?ascii$|^646$/.test(normal)) return "ascii";
  return "other";
}

function encodeLatin1(source: Uint8Array): Uint8Array {
  let high = 0;
  for (const byte of source) if (byte >= FirstNonAscii) high++;
  if (high === 0) return source;
  const encoded = new Uint8Array(source.length + high);
  let length = 0;
  for (const byte of source) {
    if (byte < FirstNonAscii) {
      encoded[length++] = byte;
    } else {
      encoded[length++] = 0xc0 | (byte >> 6);
      encoded[length++] = 0x80 | (byte & 0x3f);
    }
  }
  return encoded;
}

/** Offset of the first byte that is not part of well-formed UTF-8, or -1. */
export function findInvalidUtf8(source: Uint8Array): number {
  const { length } = source;
  let i = 0;
  while (i < length) {
    // Four ASCII bytes at a time.
    while (i + 4 <= length && (source[i]! | source[i + 1]! | source[i + 2]! | source[i + 3]!) < FirstNonAscii) i += 4;
    if (i === length) break;
    const lead = source[i]!;
    if (lead < FirstNonAscii) {
      i++;
      continue;
    }
    const width = sequenceLength(lead, source[i + 1] ?? 0);
    if (width === 0 || i + width > length) return i;
    for (let k = 1; k < width; k++) if ((source[i + k]! & 0xc0) !== 0x80) return i;
    i += width;
  }
  return -1;
}

/** Length of the sequence that begins with these two bytes; 0 for overlong forms, surrogates and what is no lead byte. */
function sequenceLength(lead: number, second: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (lead === 0xe0 && second < 0xa0) return 0;
    return lead === 0xed && second >= 0xa0 ? 0 : 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if (lead === 0xf0 && second < 0x90) return 0;
    return lead === 0xf4 && second >= 0x90 ? 0 : 4;
  }
  return 0;
}
