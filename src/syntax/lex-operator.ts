import { EqualSign, ExclamationMark, GreaterSign, LessSign, MinusSign } from "./character.ts";
import type { Lexer } from "./lexer-state.ts";
import { addInvalid, addToken } from "./lexer-state.ts";
import * as Token from "./token-kind.ts";

/** Token of each operator that is one byte long; 0 for other bytes. */
const SINGLE: Uint8Array = byteTable({
  "+": Token.Plus,
  "-": Token.Minus,
  "*": Token.Star,
  "/": Token.Slash,
  "%": Token.Percent,
  "@": Token.At,
  "&": Token.Ampersand,
  "|": Token.Bar,
  "^": Token.Caret,
  "<": Token.Less,
  ">": Token.Greater,
  "=": Token.Equal,
  "!": Token.Exclamation,
});

/** Token of each operator that is that byte twice. */
const DOUBLE: Uint8Array = byteTable({
  "*": Token.DoubleStar,
  "/": Token.DoubleSlash,
  "<": Token.LeftShift,
  ">": Token.RightShift,
  "=": Token.EqualEqual,
});

function byteTable(tokens: Readonly<Record<string, number>>): Uint8Array {
  const table = new Uint8Array(128);
  for (const [character, token] of Object.entries(tokens)) table[character.charCodeAt(0)] = token;
  return table;
}

/** Reads the operator at `pos`, whose first byte is `byte`; returns the offset after it. */
export function scanOperator(l: Lexer, pos: number, byte: number): number {
  const second = l.source[pos + 1]!;
  let kind = SINGLE[byte]!;
  let end = pos + 1;
  if (second === byte && DOUBLE[byte] !== 0) {
    kind = DOUBLE[byte]!;
    end = pos + 2;
    if (kind !== Token.EqualEqual && l.source[end] === EqualSign) {
      kind += Token.AugmentedBase - Token.OperatorBase;
      end++;
    }
  } else if (second === EqualSign) {
    end = pos + 2;
    if (byte === LessSign) kind = Token.LessEqual;
    else if (byte === GreaterSign) kind = Token.GreaterEqual;
    else if (byte === ExclamationMark) kind = Token.NotEqual;
    else kind += Token.AugmentedBase - Token.OperatorBase;
  } else if (second === GreaterSign) {
    if (byte === MinusSign) {
      kind = Token.Arrow;
      end = pos + 2;
    } else if (byte === LessSign) {
      addInvalid(l, "'<>' is not an operator; write '!='", pos, pos + 2);
      return pos + 2;
    }
  }
  addToken(l, kind, pos, end, 0);
  return end;
}
