import * as C from "./character.ts";
import { invalidCharacter, scanUnicodeName } from "./lex-name.ts";
import { scanNumber } from "./lex-number.ts";
import { endField, scanFormatText } from "./lex-format-string.ts";
import { addNulError, NulMessage, skipLineEnd } from "./lex-line.ts";
import { scanString, stringPrefixFlags } from "./lex-string.ts";
import type { Lexer } from "./lexer-state.ts";
import {
  addComment,
  addInvalid,
  addLine,
  addToken,
  ModeCode,
  ModeField,
  popMode,
  pushIndent,
  switchMode,
  ModeSpec,
} from "./lexer-state.ts";
import { scanOperator } from "./lex-operator.ts";
import { hashStep, internName, KEYWORD_COUNT } from "./name-table.ts";
import * as Token from "./token-kind.ts";

/**
 * Turns the source into tokens, beginning at byte `start` of it. As in CPython's tokenizer line ends inside brackets,
 * blank lines and comments are no tokens, and Indent and Dedent mark blocks. With `bracketed` the source is read as if
 * it stood in parentheses: line ends are space. The last tokens are always Newline, Dedent*, EndOfFile.
 */
export function tokenize(l: Lexer, start: number, bracketed: boolean): void {
  const source = l.source;
  if (bracketed) l.brackets = 1;
  let pos = bracketed ? start : scanLineStart(l, start);
  for (;;) {
    if ((l.mode & 1) === 1) {
      pos = scanFormatText(l, pos);
      continue;
    }
    let byte = source[pos]!;
    while (byte === C.Space) byte = source[++pos]!;
    switch (C.BYTE_CLASS[byte]) {
      case C.ClassName:
        pos = scanName(l, pos);
        break;
      case C.ClassSpace:
        pos++;
        break;
      case C.ClassDigit:
        pos = scanNumber(l, pos);
        break;
      case C.ClassQuote:
        pos = scanString(l, pos, pos, 0);
        break;
      case C.ClassLineEnd:
        pos = scanLineEnd(l, pos);
        break;
      case C.ClassHash:
        pos = scanComment(l, pos);
        break;
      case C.ClassBackslash:
        pos = scanContinuation(l, pos);
        break;
      case C.ClassOpen:
        pos = scanOpening(l, pos, byte);
        break;
      case C.ClassClose:
        pos = scanClosing(l, pos, byte);
        break;
      case C.ClassColon:
        pos = scanColon(l, pos);
        break;
      case C.ClassDot:
        pos = scanDot(l, pos);
        break;
      case C.ClassSingle:
        addToken(l, singleToken(byte), pos, ++pos, 0);
        break;
      case C.ClassOperator:
        pos = scanOperator(l, pos, byte);
        break;
      case C.ClassNonAscii:
        pos = scanUnicodeName(l, pos);
        break;
      default:
        if (byte === 0 && pos >= l.end) return finish(l);
        pos = scanUnreadable(l, pos, byte);
    }
  }
}

function scanUnreadable(l: Lexer, pos: number, byte: number): number {
  const message = byte === 0 ? NulMessage : invalidCharacter(String.fromCharCode(byte));
  addInvalid(l, message, pos, pos + 1);
  return pos + 1;
}

function scanOpening(l: Lexer, pos: number, byte: number): number {
  l.brackets++;
  const kind =
    byte === C.OpenParenthesis ? Token.LeftParenthesis : byte === C.OpenSquare ? Token.LeftBracket : Token.LeftBrace;
  addToken(l, kind, pos, pos + 1, 0);
  return pos + 1;
}

function singleToken(byte: number): number {
  return byte === C.CommaSign ? Token.Comma : byte === C.SemicolonSign ? Token.Semicolon : Token.Tilde;
}

function scanName(l: Lexer, start: number): number {
  const source = l.source;
  let pos = start;
  let byte = source[pos]!;
  let hash = 0;
  while (C.NAME_BYTE[byte] === 1) {
    hash = hashStep(hash, byte);
    byte = source[++pos]!;
  }
  if (byte >= C.FirstNonAscii) return scanUnicodeName(l, start);
  if ((byte === C.DoubleQuote || byte === C.SingleQuote) && pos - start <= 2) {
    const flags = stringPrefixFlags(source, start, pos);
    if (flags !== 0) return scanString(l, start, pos, flags);
  }
  const entry = internName(l.names, source, start, pos, hash);
  const token = l.count;
  l.starts[token] = start;
  l.ends[token] = pos;
  if (entry >= KEYWORD_COUNT) {
    if (l.brackets > 0 && token > 0 && ENDS_OPERAND[l.kinds[token - 1]!] === 1 && isNewStatement(l, start)) {
      return closeBrackets(l, start);
    }
    l.kinds[token] = Token.Name;
    l.data[token] = entry - KEYWORD_COUNT;
  } else {
    const kind = Token.FirstKeyword + entry;
    if (l.brackets > 0 && kind <= Token.LastStatementKeyword && isFirstOfLine(l, start)) return closeBrackets(l, start);
    l.kinds[token] = kind;
    l.data[token] = 0;
  }
  l.count = token + 1;
  return pos;
}

/** 1 for tokens after which a name cannot come in brackets. */
const ENDS_OPERAND: Uint8Array = buildOperandEnds();

function buildOperandEnds(): Uint8Array {
  const table = new Uint8Array(Token.KindCount);
  for (const token of [
    Token.Name,
    Token.Number,
    Token.String,
    Token.FormatEnd,
    Token.RightParenthesis,
    Token.RightBracket,
    Token.RightBrace,
    Token.Ellipsis,
    Token.None,
    Token.True,
    Token.False,
  ]) {
    table[token] = 1;
  }
  return table;
}

/** True for a name on a line of its own block's indentation or less: what is in brackets is usually indented more. */
function isNewStatement(l: Lexer, start: number): boolean {
  const column = start - l.lineStarts[l.lineCount - 1]!;
  return column <= l.indents[l.indentCount - 1]! && isFirstOfLine(l, start);
}

function isFirstOfLine(l: Lexer, start: number): boolean {
  const source = l.source;
  let pos = l.lineStarts[l.lineCount - 1]!;
  // The first line of a bracketed range (a string annotation) is not a line of code.
  if (l.lineCount === 1) return false;
  while (source[pos] === C.Space || source[pos] === C.Tab || source[pos] === C.FormFeed) pos++;
  return pos === start;
}

/**
 * A line that begins with what is never valid in brackets: some bracket before it was not closed. Ends the logical line
 * there, so that what follows is read as code again. No valid program comes here. Returns where to go on.
 */
function closeBrackets(l: Lexer, start: number): number {
  while (l.mode !== ModeCode) popMode(l);
  l.brackets = 0;
  const end = l.count > 0 ? l.ends[l.count - 1]! : start;
  addToken(l, Token.Newline, end, end, 0);
  return scanLineStart(l, l.lineStarts[l.lineCount - 1]!);
}

function scanDot(l: Lexer, pos: number): number {
  const source = l.source;
  if (C.isDigit(source[pos + 1]!)) return scanNumber(l, pos);
  if (source[pos + 1] === C.FullStop && source[pos + 2] === C.FullStop) {
    addToken(l, Token.Ellipsis, pos, pos + 3, 0);
    return pos + 3;
  }
  addToken(l, Token.Dot, pos, pos + 1, 0);
  return pos + 1;
}

function scanColon(l: Lexer, pos: number): number {
  if (l.brackets === l.fieldBrackets) {
    addToken(l, Token.Colon, pos, pos + 1, 0);
    switchMode(l, ModeSpec);
    return pos + 1;
  }
  const isWalrus = l.source[pos + 1] === C.EqualSign;
  const end = isWalrus ? pos + 2 : pos + 1;
  addToken(l, isWalrus ? Token.ColonEqual : Token.Colon, pos, end, 0);
  return end;
}

function scanClosing(l: Lexer, pos: number, byte: number): number {
  const kind =
    byte === C.CloseParenthesis
      ? Token.RightParenthesis
      : byte === C.CloseSquare
        ? Token.RightBracket
        : Token.RightBrace;
  addToken(l, kind, pos, pos + 1, 0);
  if (l.mode === ModeField && l.brackets === l.fieldBrackets) {
    // A `)` or `]` that nothing opened inside the field does not end it.
    if (kind === Token.RightBrace) endField(l);
  } else if (l.brackets > 0) {
    l.brackets--;
  }
  return pos + 1;
}

function scanLineEnd(l: Lexer, pos: number): number {
  const next = skipLineEnd(l.source, pos);
  addLine(l, next);
  if (l.brackets > 0) return next;
  addToken(l, Token.Newline, pos, next, 0);
  return scanLineStart(l, next);
}

function scanComment(l: Lexer, start: number): number {
  const source = l.source;
  let pos = start + 1;
  for (;;) {
    const byte = source[pos]!;
    if (byte <= C.CarriageReturn) {
      if (byte === C.LineFeed || byte === C.CarriageReturn) break;
      if (byte === 0) {
        if (pos >= l.end) break;
        addNulError(l, pos);
      }
    }
    pos++;
  }
  addComment(l, start, pos);
  return pos;
}

function scanContinuation(l: Lexer, pos: number): number {
  const next = l.source[pos + 1]!;
  if (next === C.LineFeed || next === C.CarriageReturn) {
    const after = skipLineEnd(l.source, pos + 1);
    addLine(l, after);
    if (after >= l.end) addInvalid(l, "unexpected end of file after a line continuation", pos, pos + 1);
    return after;
  }
  const message =
    pos + 1 >= l.end
      ? "unexpected end of file after a line continuation"
      : "unexpected character after the line continuation character";
  addInvalid(l, message, pos, pos + 1);
  return pos + 1;
}

/** Skips blank lines from the start of a line on, then compares the indentation; returns where the first token is. */
function scanLineStart(l: Lexer, start: number): number {
  const source = l.source;
  let pos = start;
  let column = 0;
  let alternate = 0;
  let continuedColumn = 0;
  for (;;) {
    const byte = source[pos]!;
    if (byte === C.Space) {
      column++;
      alternate++;
      pos++;
    } else if (byte === C.Tab) {
      column = (column | 7) + 1;
      alternate++;
      pos++;
    } else if (byte === C.FormFeed) {
      column = 0;
      alternate = 0;
      pos++;
    } else if (byte === C.Backslash && isLineEnd(source[pos + 1]!) && skipLineEnd(source, pos + 1) < l.end) {
      // The indentation is that of the first line on which there is any.
      if (continuedColumn === 0) continuedColumn = column;
      pos = skipLineEnd(source, pos + 1);
      addLine(l, pos);
    } else if (byte === C.Hash) {
      pos = scanComment(l, pos);
    } else if (isLineEnd(byte)) {
      pos = skipLineEnd(source, pos);
      addLine(l, pos);
      column = 0;
      alternate = 0;
      continuedColumn = 0;
    } else {
      break;
    }
  }
  if (pos >= l.end) return pos;
  if (continuedColumn !== 0) {
    column = continuedColumn;
    alternate = continuedColumn;
  }
  if (column !== l.indents[l.indentCount - 1]) changeIndent(l, pos, column, alternate);
  else if (alternate !== l.alternateIndents[l.indentCount - 1]) addInconsistentTabs(l, pos);
  return pos;
}

function isLineEnd(byte: number): boolean {
  return byte === C.LineFeed || byte === C.CarriageReturn;
}

function changeIndent(l: Lexer, pos: number, column: number, alternate: number): void {
  const top = l.indentCount - 1;
  if (column > l.indents[top]!) {
    if (alternate <= l.alternateIndents[top]!) addInconsistentTabs(l, pos);
    pushIndent(l, column, alternate);
    addToken(l, Token.Indent, pos, pos, 0);
    return;
  }
  while (column < l.indents[l.indentCount - 1]!) {
    l.indentCount--;
    addToken(l, Token.Dedent, pos, pos, 0);
  }
  const enclosing = l.indentCount - 1;
  if (column !== l.indents[enclosing]) {
    const lineStart = l.lineStarts[l.lineCount - 1]!;
    l.errors.push({ message: "this indentation matches no enclosing block", start: lineStart, end: pos });
  } else if (alternate !== l.alternateIndents[enclosing]) {
    addInconsistentTabs(l, pos);
  }
}

function addInconsistentTabs(l: Lexer, pos: number): void {
  const lineStart = l.lineStarts[l.lineCount - 1]!;
  l.errors.push({ message: "inconsistent use of tabs and spaces in indentation", start: lineStart, end: pos });
}

/** Closes what is open at the end of the source. */
function finish(l: Lexer): void {
  const end = l.end;
  const last = l.count - 1;
  if (last >= 0 && l.kinds[last] !== Token.Newline && l.kinds[last] !== Token.Dedent) {
    addToken(l, Token.Newline, end, end, 0);
  }
  while (l.indentCount > 1) {
    l.indentCount--;
    addToken(l, Token.Dedent, end, end, 0);
  }
  addToken(l, Token.EndOfFile, end, end, 0);
}
