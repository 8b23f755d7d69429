/**
 * Kinds of tokens, used as a namespace: `import * as Token from "./token-kind.ts"`.
 *
 * The numbering is load-bearing: an operator's token is `OperatorBase` plus its operator code of node-kind.ts, an
 * augmented assignment's is `AugmentedBase` plus that code, and keywords follow `FirstKeyword` in the order of
 * `KEYWORDS`, those that can only begin a statement or a clause first.
 */

export const EndOfFile: number = 0;
export const Newline: number = 1;
export const Indent: number = 2;
export const Dedent: number = 3;
/** data: name. */
export const Name: number = 4;
export const Number: number = 5;
/** data: string flags. */
export const String: number = 6;
/** Prefix and opening quote of an f- or t-string. data: string flags. */
export const FormatStart: number = 7;
/** Literal text of an f- or t-string or of a format spec; never empty. data: string flags. */
export const FormatMiddle: number = 8;
export const FormatEnd: number = 9;
/** Bytes that are no token. data: index into the lexer's messages. */
export const Invalid: number = 10;

export const LeftParenthesis: number = 11;
export const RightParenthesis: number = 12;
export const LeftBracket: number = 13;
export const RightBracket: number = 14;
export const LeftBrace: number = 15;
export const RightBrace: number = 16;
export const Comma: number = 17;
export const Colon: number = 18;
export const Semicolon: number = 19;
export const Dot: number = 20;
export const Ellipsis: number = 21;
export const Arrow: number = 22;
export const Equal: number = 23;
export const ColonEqual: number = 24;
export const Exclamation: number = 25;

export const OperatorBase: number = 25;
export const Plus: number = 26;
export const Minus: number = 27;
export const Star: number = 28;
export const At: number = 29;
export const Slash: number = 30;
export const Percent: number = 31;
export const DoubleStar: number = 32;
export const LeftShift: number = 33;
export const RightShift: number = 34;
export const Bar: number = 35;
export const Caret: number = 36;
export const Ampersand: number = 37;
export const DoubleSlash: number = 38;
export const Tilde: number = 39;
export const EqualEqual: number = 43;
export const NotEqual: number = 44;
export const Less: number = 45;
export const LessEqual: number = 46;
export const Greater: number = 47;
export const GreaterEqual: number = 48;

export const AugmentedBase: number = 48;
export const FirstAugmented: number = 49;
export const LastAugmented: number = 61;

export const FirstKeyword: number = 64;
export const Assert: number = 64;
export const Break: number = 65;
export const Class: number = 66;
export const Continue: number = 67;
export const Def: number = 68;
export const Del: number = 69;
export const Elif: number = 70;
export const Except: number = 71;
export const Finally: number = 72;
export const Global: number = 73;
export const Import: number = 74;
export const Nonlocal: number = 75;
export const Pass: number = 76;
export const Raise: number = 77;
export const Return: number = 78;
export const Try: number = 79;
export const While: number = 80;
export const With: number = 81;
/** Keywords up to here never occur inside brackets in a valid program. */
export const LastStatementKeyword: number = 81;
export const For: number = 82;
export const If: number = 83;
export const Else: number = 84;
export const Async: number = 85;
export const From: number = 86;
export const As: number = 87;
export const In: number = 88;
export const Is: number = 89;
export const And: number = 90;
export const Or: number = 91;
export const Not: number = 92;
export const Await: number = 93;
export const Lambda: number = 94;
export const Yield: number = 95;
export const None: number = 96;
export const True: number = 97;
export const False: number = 98;

/** More than the greatest token kind; size of tables indexed by kind. */
export const KindCount: number = 128;

/** Keywords in the order of their kinds. */
export const KEYWORDS: readonly string[] = [
  "assert",
  "break",
  "class",
  "continue",
  "def",
  "del",
  "elif",
  "except",
  "finally",
  "global",
  "import",
  "nonlocal",
  "pass",
  "raise",
  "return",
  "try",
  "while",
  "with",
  "for",
  "if",
  "else",
  "async",
  "from",
  "as",
  "in",
  "is",
  "and",
  "or",
  "not",
  "await",
  "lambda",
  "yield",
  "None",
  "True",
  "False",
];

// String flags (data of String, FormatStart, FormatMiddle)
export const FlagRaw: number = 1;
export const FlagBytes: number = 2;
export const FlagFormat: number = 4;
export const FlagTemplate: number = 8;
export const FlagUnicode: number = 16;
export const FlagTriple: number = 32;
/** The value is not simply the source between the quotes: a backslash or a carriage return is in it. */
export const FlagEscape: number = 64;
