/** Byte values the lexer compares against, and the class of every byte. */

export const Tab = 9;
export const LineFeed = 10;
export const FormFeed = 12;
export const CarriageReturn = 13;
export const Space = 32;
export const ExclamationMark = 33;
export const DoubleQuote = 34;
export const Hash = 35;
export const SingleQuote = 39;
export const OpenParenthesis = 40;
export const CloseParenthesis = 41;
export const CommaSign = 44;
export const PlusSign = 43;
export const MinusSign = 45;
export const FullStop = 46;
export const Digit0 = 48;
export const Digit1 = 49;
export const Digit7 = 55;
export const Digit9 = 57;
export const SemicolonSign = 59;
export const LessSign = 60;
export const EqualSign = 61;
export const GreaterSign = 62;
export const UpperN = 78;
export const OpenSquare = 91;
export const Backslash = 92;
export const CloseSquare = 93;
export const Underscore = 95;
export const LowerA = 97;
export const LowerB = 98;
export const LowerD = 100;
export const LowerE = 101;
export const LowerF = 102;
export const LowerI = 105;
export const LowerJ = 106;
export const LowerL = 108;
export const LowerN = 110;
export const LowerO = 111;
export const LowerR = 114;
export const LowerS = 115;
export const LowerT = 116;
export const LowerU = 117;
export const LowerX = 120;
export const LowerZ = 122;
export const OpenBrace = 123;
export const CloseBrace = 125;
export const Delete = 127;
/** Bytes from here on belong to a multi-byte UTF-8 sequence. */
export const FirstNonAscii = 128;

/** OR-ed into an ASCII letter, turns it into lower case. */
export const LowerCaseBit = 32;

// Classes of bytes, dense so that the lexer's switch is a jump table.
// 0 is the class of what begins no token.
export const ClassSpace = 1;
export const ClassName = 2;
export const ClassDigit = 3;
export const ClassQuote = 4;
export const ClassLineEnd = 5;
export const ClassHash = 6;
export const ClassBackslash = 7;
export const ClassOpen = 8;
export const ClassClose = 9;
/** `,` `;` `~`: always a token of their own. */
export const ClassSingle = 10;
export const ClassColon = 11;
export const ClassDot = 12;
export const ClassOperator = 13;
export const ClassNonAscii = 14;

/** Class of each byte. */
export const BYTE_CLASS: Uint8Array = buildByteClasses();

/** 1 for ASCII letters, digits and `_`; 2 for bytes of multi-byte sequences; else 0. */
export const NAME_BYTE: Uint8Array = buildNameBytes();

function isAsciiLetter(byte: number): boolean {
  const lower = byte | LowerCaseBit;
  return lower >= LowerA && lower <= LowerZ;
}

export function isDigit(byte: number): boolean {
  return byte >= Digit0 && byte <= Digit9;
}

function buildByteClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  const assign = (characters: string, value: number): void => {
    for (const character of characters) classes[character.charCodeAt(0)] = value;
  };
  assign(" \t\f", ClassSpace);
  assign("\"'", ClassQuote);
  assign("\n\r", ClassLineEnd);
  assign("#", ClassHash);
  assign("\\", ClassBackslash);
  assign("([{", ClassOpen);
  assign(")]}", ClassClose);
  assign(",;~", ClassSingle);
  assign(":", ClassColon);
  assign(".", ClassDot);
  assign("+-*/%@<>=!&|^", ClassOperator);
  for (let byte = 0; byte < 256; byte++) {
    if (isAsciiLetter(byte) || byte === Underscore) classes[byte] = ClassName;
    else if (isDigit(byte)) classes[byte] = ClassDigit;
    else if (byte >= FirstNonAscii) classes[byte] = ClassNonAscii;
  }
  return classes;
}

function buildNameBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    if (isAsciiLetter(byte) || isDigit(byte) || byte === Underscore) table[byte] = 1;
    else if (byte >= FirstNonAscii) table[byte] = 2;
  }
  return table;
}
