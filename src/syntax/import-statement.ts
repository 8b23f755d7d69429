import * as Kind from "./node-kind.ts";
import { internText } from "./lex-name.ts";
import { hashBytes, internName, KEYWORD_COUNT } from "./name-table.ts";
import type { Parser } from "./parser.ts";
import { addAbsent, addLeaf, addNode, advance, tokenData, tokenEnd, tokenStart } from "./parser.ts";
import { expectClosing, fail, failExpected } from "./recovery.ts";
import * as Token from "./token-kind.ts";

/** `import a.b as c, d` */
export function parseImport(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  parseDottedAlias(p);
  while (p.token === Token.Comma) {
    advance(p);
    parseDottedAlias(p);
  }
  addNode(p, Kind.Import, mark, start, p.previousEnd, 0);
}

function parseDottedAlias(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  const name = readDottedName(p);
  parseAsName(p);
  addNode(p, Kind.Alias, mark, start, p.previousEnd, name);
}

/** `as name` or Absent. */
function parseAsName(p: Parser): void {
  if (p.token !== Token.As) {
    addAbsent(p);
    return;
  }
  advance(p);
  if (p.token !== Token.Name) failExpected(p, "a name after 'as'");
  addLeaf(p, Kind.Identifier, tokenStart(p), tokenEnd(p), tokenData(p));
  advance(p);
}

/** Reads `a.b.c` and interns it whole. */
function readDottedName(p: Parser): number {
  if (p.token !== Token.Name) failExpected(p, "the name of a module");
  const first = p.index;
  const start = tokenStart(p);
  let name = tokenData(p);
  advance(p);
  if (p.token !== Token.Dot) return name;
  let isContiguous = true;
  while (p.token === Token.Dot) {
    if (tokenStart(p) !== p.previousEnd) isContiguous = false;
    advance(p);
    if (p.token !== Token.Name) failExpected(p, "a name after '.'");
    if (tokenStart(p) !== p.previousEnd) isContiguous = false;
    advance(p);
  }
  const { names, source } = p.lexer;
  if (isContiguous && isAscii(source, start, p.previousEnd)) {
    const hash = hashBytes(source, start, p.previousEnd);
    name = internName(names, source, start, p.previousEnd, hash) - KEYWORD_COUNT;
  } else {
    name = internText(p.lexer, dottedText(p, first));
  }
  return name;
}

function isAscii(source: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (source[i]! >= 128) return false;
  return true;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The dotted name whose tokens begin at `first` and end before the current one, without what is between them. */
function dottedText(p: Parser, first: number): string {
  let text = "";
  for (let token = first; token < p.index; token++) {
    text += decoder.decode(p.lexer.source.subarray(p.tokenStarts[token]!, p.tokenEnds[token]!)).normalize("NFKC");
  }
  return text;
}

/** `from ..a.b import c as d, e` */
export function parseImportFrom(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  advance(p);
  let level = 0;
  while (p.token === Token.Dot || p.token === Token.Ellipsis) {
    level += p.token === Token.Dot ? 1 : 3;
    advance(p);
  }
  if (level > 0 && p.token === Token.Import) {
    addAbsent(p);
  } else {
    const nameStart = tokenStart(p);
    const name = readDottedName(p);
    addLeaf(p, Kind.Identifier, nameStart, p.previousEnd, name);
  }
  if (p.token !== Token.Import) failExpected(p, "'import' after the name of a module");
  advance(p);
  parseImportedNames(p);
  addNode(p, Kind.ImportFrom, mark, start, p.previousEnd, level);
}

function parseImportedNames(p: Parser): void {
  if (p.token === Token.Star) {
    const mark = p.count;
    const start = tokenStart(p);
    advance(p);
    addAbsent(p);
    addNode(p, Kind.Alias, mark, start, p.previousEnd, internText(p.lexer, "*"));
    return;
  }
  if (p.token !== Token.LeftParenthesis) {
    parseAlias(p);
    while (p.token === Token.Comma) {
      advance(p);
      if (p.token === Token.Newline) fail(p, "a trailing comma here needs parentheses around the names");
      parseAlias(p);
    }
    return;
  }
  const open = tokenStart(p);
  advance(p);
  do {
    parseAlias(p);
    if (p.token !== Token.Comma) break;
    advance(p);
  } while (p.token !== Token.RightParenthesis);
  expectClosing(p, Token.RightParenthesis, open);
}

function parseAlias(p: Parser): void {
  const mark = p.count;
  const start = tokenStart(p);
  if (p.token !== Token.Name) failExpected(p, "a name to import");
  const name = tokenData(p);
  advance(p);
  parseAsName(p);
  addNode(p, Kind.Alias, mark, start, p.previousEnd, name);
}
