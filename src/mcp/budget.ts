/** Answers are paged so that none costs the reader much more than it wanted to know. */
import { UserError } from "../config/user-error.ts";
import { hashText } from "../diagnostics/hash-text.ts";

/** What a page of an answer may cost, as text and as data each. */
export const tokensOfPage = 1_950;

/** Tokenizers make one token of three characters of code and JSON, or of more. */
const charactersPerToken = 3;

/** About how many tokens a text has; seldom fewer than it is counted as. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** A text cut to about as many tokens, at the end of a line. */
export function cutText(text: string, tokens: number): { readonly text: string; readonly isCut: boolean } {
  const most = tokens * charactersPerToken;
  if (text.length <= most) return { text, isCut: false };
  const end = text.lastIndexOf("\n", most);
  return { text: text.slice(0, end < 0 ? most : end + 1), isCut: true };
}

/** The first items, as many as cost no more as JSON. */
export function itemsWithin<Item>(items: readonly Item[], tokens: number): Item[] {
  let left = tokens;
  return items.filter((item) => (left -= estimateTokens(JSON.stringify(item))) >= 0);
}

/** An item as it is shown. */
export interface Rendered<Data> {
  readonly text: string;
  readonly data: Data;
}

export interface Page<Data> {
  readonly text: string;
  readonly data: readonly Data[];
  /** What continues after this page; undefined on the last. */
  readonly nextCursor: string | undefined;
  /** Items after this page. */
  readonly left: number;
}

export interface PageRequest<Item, Data> {
  readonly items: readonly Item[];
  /** From an earlier page, or undefined for the first. */
  readonly cursor: string | undefined;
  /** What was asked, without the cursor: a cursor continues the same question only. */
  readonly question: unknown;
  /** Most items of a page. */
  readonly limit: number;
  /** Tokens the items may take. */
  readonly tokens: number;
  /** Stays the same for an item as long as the item does. */
  readonly keyOf: (item: Item) => string;
  readonly render: (item: Item) => Rendered<Data>;
}

/**
 * The items after a cursor that fit; one at least, however long it is.
 * @throws UserError for a cursor of another question.
 */
export function takePage<Item, Data>(request: PageRequest<Item, Data>): Page<Data> {
  const { items, limit, tokens, keyOf, render } = request;
  const question = hashText(JSON.stringify([request.question])).slice(0, 8);
  const start = request.cursor === undefined ? 0 : findStart(request.cursor, question, items.map(keyOf));
  const shown: Rendered<Data>[] = [];
  let textTokens = 0;
  let dataTokens = 0;
  for (const item of items.slice(start, start + limit)) {
    const rendered = render(item);
    textTokens += estimateTokens(rendered.text);
    dataTokens += estimateTokens(JSON.stringify(rendered.data));
    if (shown.length > 0 && Math.max(textTokens, dataTokens) > tokens) break;
    shown.push(rendered);
  }
  const end = start + shown.length;
  const last = items[end - 1];
  const left = items.length - end;
  return {
    text: shown.map(({ text }) => text).join(""),
    data: shown.map(({ data }) => data),
    nextCursor: left === 0 || last === undefined ? undefined : `${question}.${end}.${keyOf(last)}`,
    left,
  };
}

/** The item after the last one shown; where that has gone, what now stands at its place. */
function findStart(cursor: string, question: string, keys: readonly string[]): number {
  const [, asked, index, key = ""] = /^([0-9a-f]{8})\.(\d+)\.(.*)$/s.exec(cursor) ?? [];
  if (index === undefined)
    throw new UserError(`\`${cursor}\` is no cursor`, "send `next_cursor` of the last answer as it is");
  if (asked !== question)
    throw new UserError(
      "the cursor belongs to another question",
      "repeat the other arguments of the call that gave it, or leave it out to begin again",
    );
  const place = Number(index);
  if (keys[place - 1] === key) return place;
  const found = keys.indexOf(key);
  return found < 0 ? Math.min(Math.max(0, place - 1), keys.length) : found + 1;
}
