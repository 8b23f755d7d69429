import { stripVTControlCharacters } from "node:util";

/** The end of what a program prints: it may print without end. */
export interface OutputTail {
  readonly add: (bytes: Uint8Array) => void;
  /** Bytes that were printed in all. */
  readonly size: () => number;
  /** Whether that is more than is kept. */
  readonly isCut: () => boolean;
  /** The last lines, without what steers a terminal. */
  readonly text: () => string;
}

/** Bytes of UTF-8 that are kept. */
const mostBytes = 900;

export function createTail(): OutputTail {
  let kept = Buffer.alloc(0);
  let size = 0;
  return {
    add: (bytes) => {
      size += bytes.length;
      kept = Buffer.from(Buffer.concat([kept, bytes.subarray(-mostBytes)]).subarray(-mostBytes));
    },
    size: () => size,
    isCut: () => size > mostBytes,
    text: () => {
      const text = stripVTControlCharacters(kept.toString())
        .replace(/\r\n?/g, "\n")
        .replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, "");
      // The first line, and its first character, may be a part of one.
      return size > mostBytes ? text.replace(/^(?:[^\n]*\n|\uFFFD+)(?=.)/su, "") : text;
    },
  };
}
