import { FirstNonAscii, NAME_BYTE } from "./character.ts";
import type { Lexer } from "./lexer-state.ts";
import { addInvalid, addToken } from "./lexer-state.ts";
import { hashBytes, internName, KEYWORD_COUNT } from "./name-table.ts";
import * as Token from "./token-kind.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const NAME_START = /^[\p{XID_Start}_]$/u;
const NAME_CONTINUE = /^\p{XID_Continue}$/u;

/** Data of a Name token for a keyword or name that is not in the source as such; bytes are interned. */
export function internText(l: Lexer, text: string): number {
  const bytes = encoder.encode(text);
  return internName(l.names, bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length)) - KEYWORD_COUNT;
}

/** Reads a name with bytes beyond ASCII; returns the offset after it. Names are normalised (NFKC) as in Python. */
export function scanUnicodeName(l: Lexer, start: number): number {
  let end = start;
  while (end < l.end && NAME_BYTE[l.source[end]!] !== 0) end++;
  const text = decoder.decode(l.source.subarray(start, end));
  const normalised = text.normalize("NFKC");
  if (IDENTIFIER.test(text) && IDENTIFIER.test(normalised)) {
    const name = internText(l, normalised);
    // CPython looks keywords up before it normalises: `𝐝𝐞𝐟` is a name. It keeps its own spelling here.
    addToken(l, Token.Name, start, end, name >= 0 ? name : internText(l, text));
    return end;
  }
  return scanInvalidName(l, start, text);
}

/** One invalid token for everything up to and including the first character that cannot be there. */
function scanInvalidName(l: Lexer, start: number, text: string): number {
  let pos = start;
  let isFirst = true;
  for (const character of text) {
    const bytes = encoder.encode(character);
    if (bytes.some((byte, i) => l.source[pos + i] !== byte)) {
      const end = skipHigh(l, pos);
      addInvalid(l, "invalid UTF-8", pos, end);
      return end;
    }
    if (!(isFirst ? NAME_START : NAME_CONTINUE).test(character)) {
      addInvalid(l, invalidCharacter(character), pos, pos + bytes.length);
      return pos + bytes.length;
    }
    isFirst = false;
    pos += bytes.length;
  }
  addInvalid(l, "invalid character in a name", start, pos);
  return pos;
}

function skipHigh(l: Lexer, start: number): number {
  let pos = start + 1;
  while (pos < l.end && l.source[pos]! >= FirstNonAscii) pos++;
  return pos;
}

export function invalidCharacter(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return UNPRINTABLE.test(character)
    ? `invalid non-printable character U+${code}`
    : `invalid character '${character}' (U+${code})`;
}

const UNPRINTABLE = /[\p{C}\p{Z}]/u;
