/**
 * A rule's page in Portuguese, held against the English one. The first line of a translation is its stamp: a hash of the
 * English prose that it translates. Its blocks of code are those of the English page, byte for byte.
 */
import { hashText } from "../src/diagnostics/hash-text.ts";

/** The headings below the title, in order of the sections; then those of single pages. */
const headings: Readonly<Record<string, string>> = {
  "What it does": "O que faz",
  "Why is this bad?": "Por que isso é ruim?",
  Example: "Exemplo",
  "In another file": "Em outro arquivo",
  "Use instead": "Use no lugar",
  Fix: "Correção",
  "Known limits": "Limites conhecidos",
  References: "Referências",
  "A function that opens a connection for each request": "Uma função que abre uma conexão a cada requisição",
  "A helper, in a thread": "Uma função auxiliar, numa thread",
  "An attribute": "Um atributo",
  "A loop of its own": "Um loop só seu",
  "Behind a dependency, in another file": "Atrás de uma dependência, em outro arquivo",
  "Behind a service, in another file": "Atrás de um serviço, em outro arquivo",
  "In `with` and `for`": "Em `with` e `for`",
  "In a task group": "Num task group",
  "In a thread": "Numa thread",
  "Kept by an object": "Guardado por um objeto",
  "Kept by the application": "Guardado pela aplicação",
  "Found by the request": "Encontrado pela requisição",
  "Kept by a clean-up context": "Guardado por um contexto de limpeza",
  "Questions are cheap": "Perguntar custa pouco",
  "Starting, and waiting": "Iniciar e esperar",
  "What stops it": "O que impede",
};

const stamp = /^<!-- en: (\w+) -->\n/;

/** A block of code, with the line before it that names its file. */
const block = /(?:^`[^`\n]+`:\n\n)?^```[^]*?^```$/gm;

/** What is wrong with a translation; nothing when it is complete and up to date. */
export function compareTranslation(english: string, translation: string): string[] {
  return [
    ...compareInOrder("stamp", [stampOf(english)], [stamp.exec(translation)?.[1] ?? "none"]),
    ...compareInOrder("heading", headingsOf(english).map(translateHeading), headingsOf(translation)),
    ...compareInOrder("block", blocksOf(english), blocksOf(translation)),
    ...compareSets("code in the text", allOf(english, /`[^`]+`/g), allOf(translation, /`[^`]+`/g)),
    ...compareSets("link", allOf(english, /\]\([^)]+\)/g), allOf(translation, /\]\([^)]+\)/g)),
  ];
}

/** The first place where they differ. */
function compareInOrder(what: string, wanted: readonly string[], found: readonly string[]): string[] {
  const place = wanted.findIndex((item, index) => item !== found[index]);
  if (place >= 0) return [`${what}: ${wanted[place]} should stand where ${found[place] ?? "nothing"} stands`];
  return found.slice(wanted.length).map((item) => `${what}: ${item} is too many`);
}

function compareSets(what: string, wanted: ReadonlySet<string>, found: ReadonlySet<string>): string[] {
  return [
    ...[...wanted].filter((item) => !found.has(item)).map((item) => `${what}: ${item} is missing`),
    ...[...found].filter((item) => !wanted.has(item)).map((item) => `${what}: ${item} is not in the English page`),
  ];
}

/**
 * The translation with the English page's blocks of code, of which only the fences need be there, and its stamp. Unchanged
 * when it has more or fewer of them: something is still to be translated.
 */
export function stampTranslation(english: string, translation: string): string {
  const blocks = blocksOf(english);
  if (blocksOf(translation).length !== blocks.length) return translation;
  let next = 0;
  const text = translation.replace(stamp, "").replace(block, () => blocks[next++] ?? "");
  return `<!-- en: ${stampOf(english)} -->\n${text}`;
}

/** Line breaks do not count: who wraps a paragraph anew changes nothing. */
function stampOf(english: string): string {
  return hashText(proseOf(english)).slice(0, 8);
}

function headingsOf(page: string): readonly string[] {
  return page.replace(block, "").match(/^#+ .+$/gm) ?? [];
}

function translateHeading(line: string): string {
  const [, marks = "", heading = ""] = /^(##+) (.+)$/.exec(line) ?? [];
  return marks === "" ? line : `${marks} ${headings[heading] ?? `(the translation of "${heading}")`}`;
}

function blocksOf(page: string): readonly string[] {
  return page.match(block) ?? [];
}

function allOf(page: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(proseOf(page).match(pattern));
}

/** What stands between the blocks of code, in one line. */
function proseOf(page: string): string {
  return page.replace(block, "[code]").replace(/\s+/g, " ");
}
