/** What the sources say: the sentences after `say`, and the nouns and texts given to `countOf` and `translate`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";

export interface SaidText {
  /** A sentence with numbered places, or the English noun for one thing. */
  readonly text: string;
  readonly isNoun: boolean;
  /** `src/rules/dangling-task.ts:116` */
  readonly place: string;
  /** Said while the module is loaded: before the language has been chosen. */
  readonly isTooEarly: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Everything said in the files of a directory, at any depth; scripts of pages too. */
export function saidTexts(directory: string): readonly SaidText[] {
  return sourcesIn(directory, /(?<!\.d)\.[jt]s$/).flatMap((file) => textsIn(readFileSync(file, "utf8"), file));
}

/** The files of a directory, at any depth, whose names match. */
export function sourcesIn(directory: string, pattern: RegExp): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What the source of one file says. */
export function textsIn(source: string, file: string): readonly SaidText[] {
  const texts: SaidText[] = [];
  const visit = (value: unknown, isInFunction: boolean): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, isInFunction);
    if (!isNode(value)) return;
    const place = `${file}:${source.slice(0, value.start).split("\n").length}`;
    const isTooEarly = !isInFunction;
    const sentence = sentenceIn(value);
    if (sentence !== undefined) texts.push({ text: sentence, isNoun: false, place, isTooEarly });
    for (const noun of nounsIn(value)) texts.push({ text: noun, isNoun: true, place, isTooEarly });
    const isFunction = /Function/.test(value.type);
    for (const child of Object.values(value)) visit(child, isInFunction || isFunction);
  };
  visit(parseAst(source, { lang: file.endsWith(".js") ? "js" : "ts" }), false);
  return texts;
}

const sentenceKeys: readonly string[] = ["message", "why", "help", "title", "reason", "obstacle"];

/** Places where a file gives a sentence to an error, a finding or a fix as it stands, in English. */
export function unsaidIn(source: string, file: string): readonly string[] {
  const places: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isNode(value)) return;
    const given =
      value.type === "NewExpression" && nameOf(value["callee"]) === "UserError"
        ? (value["arguments"] as readonly unknown[])
        : value.type === "Property" && sentenceKeys.includes(String(nameOf(value["key"])))
          ? [value["value"]]
          : [];
    if (given.some(isEnglish)) places.push(`${file}:${source.slice(0, value.start).split("\n").length}`);
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseAst(source, { lang: "ts" }));
  return places;
}

/** Whether an expression is, or chooses, a text of several words. */
function isEnglish(value: unknown): boolean {
  if (!isNode(value)) return false;
  if (value.type === "ConditionalExpression") return isEnglish(value["consequent"]) || isEnglish(value["alternate"]);
  if (value.type === "LogicalExpression") return isEnglish(value["left"]) || isEnglish(value["right"]);
  if (value.type === "Literal") return /[a-z] [a-z]/.test(String(value["value"]));
  if (value.type !== "TemplateLiteral") return false;
  const quasis = value["quasis"] as readonly { readonly value: { readonly cooked: string } }[];
  return /[a-z] |: [a-z]/.test(quasis.map(({ value: { cooked } }) => cooked).join(" "));
}

/** What a file of the agent tells of `explore`: why a target is unsuitable, what to do, what became of a run. */
export function toldIn(source: string): readonly string[] {
  const text = String.raw`(f?"(?:[^"\\\n]|\\.)*")`;
  const given = [
    String.raw`Unsuitable\(\s*${text}(?:,\s*${text})?`,
    String.raw`(?:"message": |\bhint = |\bmessage = |_HINT = )\(?\s*${text}`,
  ];
  return given
    .flatMap((pattern) => Array.from(source.matchAll(new RegExp(pattern, "g")), ([, ...texts]) => texts))
    .flat()
    .flatMap((quoted: string | undefined) => (quoted === undefined ? [] : [withNumberedPlaces(quoted)]))
    .filter((sentence) => sentence !== "");
}

function withNumberedPlaces(quoted: string): string {
  let place = 0;
  const inner = quoted.replace(/^f?"|"$/g, "").replaceAll('\\"', '"');
  return quoted.startsWith("f") ? inner.replace(/\{[^{}]*\}/g, () => `{${place++}}`) : inner;
}

/** The keys of the tables in a file. */
export function keysIn(source: string): readonly string[] {
  const keys: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isNode(value)) return;
    if (value.type === "Property" && isNode(value["key"]))
      keys.push(String(value["key"]["value"] ?? value["key"]["name"]));
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseAst(source, { lang: "ts" }));
  return keys;
}

/** The sentence of say`…` and of translate("…"). */
function sentenceIn(node: Node): string | undefined {
  if (node.type === "TaggedTemplateExpression" && nameOf(node["tag"]) === "say") {
    const { quasis } = node["quasi"] as { readonly quasis: readonly { readonly value: { readonly cooked: string } }[] };
    return quasis.map(({ value }, index) => (index === 0 ? "" : `{${index - 1}}`) + value.cooked).join("");
  }
  if (node.type !== "CallExpression" || nameOf(node["callee"]) !== "translate") return undefined;
  const [text] = node["arguments"] as readonly Node[];
  return typeof text?.["value"] === "string" ? text["value"] : undefined;
}

/** The nouns of countOf(count, "noun"): several where a condition chooses one. */
function nounsIn(node: Node): readonly string[] {
  if (node.type !== "CallExpression" || nameOf(node["callee"]) !== "countOf") return [];
  const [, noun] = node["arguments"] as readonly Node[];
  const chosen = noun?.type === "ConditionalExpression" ? [noun["consequent"], noun["alternate"]] : [noun];
  return chosen.flatMap((item) => (isNode(item) && typeof item["value"] === "string" ? [item["value"]] : []));
}

function nameOf(node: unknown): unknown {
  return isNode(node) ? node["name"] : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
