/**
 * What Uncoil says, in the language chosen when the process starts. The English sentence stands where it is said, and is
 * the key of its translations: the places of values are written `{0}`, `{1}`… there, and a translation may put them in
 * another order. English needs no catalogue, and none is loaded for it.
 */
import type { Language } from "./languages.ts";

/** The sentences of a language. */
export interface Catalogue {
  /** From the English sentence, with numbered places, to the translated one. */
  readonly sentences: Readonly<Record<string, string>>;
  /** From the English noun for one thing to the translated nouns for one and for several. */
  readonly nouns: Readonly<Record<string, readonly [string, string]>>;
  /** What the agent in Python processes writes in English, with numbered places where it puts values. */
  readonly told: Readonly<Record<string, string>>;
  /** What the scripts of HTML pages say, and the words that stand in their data. */
  readonly pages: Readonly<Record<string, string>>;
}

/** What the script of an HTML page needs to speak the language of the process. */
export interface PageWords {
  readonly language: Language;
  readonly sentences: Readonly<Record<string, string>>;
  readonly nouns: Readonly<Record<string, readonly [string, string]>>;
}

let spoken: Language = "en";
let catalogue: Catalogue | undefined;

/** Chooses the language of the process, or of the thread. What has been said before stays as it is. */
export async function speak(language: Language): Promise<void> {
  catalogue = language === "en" ? undefined : (await import("./pt-BR/catalogue.ts")).catalogue;
  spoken = language;
}

/** The language that was chosen. */
export function spokenLanguage(): Language {
  return spoken;
}

/** A sentence in the language of the process: say`${name} is never awaited`. */
export function say(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  if (catalogue === undefined) return String.raw({ raw: texts }, ...values);
  const translated = lookUp(catalogue.sentences, keyOf(texts));
  return translated === undefined ? String.raw({ raw: texts }, ...values) : fillPlaces(translated, values);
}

/** A text that stands in a table, in the language of the process: looked up when it is shown. */
export function translate(text: string): string {
  return catalogue === undefined ? text : (lookUp(catalogue.sentences, text) ?? text);
}

/** A sentence that the agent wrote in English, values and all, in the language of the process; as it is where it is not known. */
export function retell(sentence: string): string {
  for (const [english, translated] of Object.entries(catalogue?.told ?? {})) {
    const pieces = english.split(/\{\d\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const values = new RegExp(`^${pieces.join("([^]*?)")}$`).exec(sentence);
    if (values !== null) return fillPlaces(translated, values.slice(1));
  }
  return sentence;
}

/** An entry of a table, whatever the key is: one may come from a user's model. */
function lookUp<Entry>(table: Readonly<Record<string, Entry>>, key: string): Entry | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function fillPlaces(sentence: string, values: readonly (string | number)[]): string {
  return sentence.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
}

/** `1 file`, `2 files`, with the digits as `format` writes them. The noun is an English one whose plural ends in a mere `s`, or in `ies` after `y`. */
export function countOf(count: number, noun: string, format: (count: number) => string = String): string {
  const [one, several] = catalogue?.nouns[noun] ?? [noun, pluralOf(noun)];
  return `${format(count)} ${count === 1 ? one : several}`;
}

/** The words that an HTML page carries with it: none in English. */
export function wordsOfPages(): PageWords {
  return { language: spoken, sentences: catalogue?.pages ?? {}, nouns: catalogue?.nouns ?? {} };
}

function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** The key of a sentence: its English text with numbered places. */
function keyOf(texts: readonly string[]): string {
  return texts.reduce((key, text, index) => `${key}{${index - 1}}${text}`);
}
