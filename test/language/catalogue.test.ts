/** Nothing that Uncoil says lacks its translation, and no translation is left of what it does not say any more. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { commands } from "../../src/cli/commands.ts";
import { fileFates } from "../../src/cli/install-skill.ts";
import { commonOptions } from "../../src/cli/parse-arguments.ts";
import { severities } from "../../src/config/options.ts";
import { ioKinds } from "../../src/diagnostics/survey.ts";
import { catalogue } from "../../src/language/pt-BR/catalogue.ts";
import { packageRoles } from "../../src/models/roles.ts";
import { rules } from "../../src/rules/registry.ts";
import { skillDescriptions } from "../../src/rules/skill/descriptions.ts";
import { keysIn, saidTexts, sourcesIn, textsIn, toldIn, unsaidIn } from "../harness/said-texts.ts";

const said = saidTexts("src");
const loaded = (await Promise.all(commands.map(async ({ load }) => load()))).map(({ command }) => command);
const sentences: ReadonlySet<string> = new Set([
  ...said.filter(({ isNoun }) => !isNoun).map(({ text }) => text),
  ...textsOfTables(),
]);
const nouns: ReadonlySet<string> = new Set(said.filter(({ isNoun }) => isNoun).map(({ text }) => text));

/** Texts that stand in tables, and are translated when they are shown. */
function textsOfTables(): readonly string[] {
  return [
    ...rules.map(({ summary }) => summary),
    ...severities,
    ...insteadTexts(),
    ...helpTexts(),
    ...fileFates,
    ...ioKinds,
    ...packageRoles,
    ...entryKinds(),
    ...Object.values(skillDescriptions).map(({ languageName }) => languageName),
  ];
}

/** How frameworks call what they are given, in the words of their models and of the program. */
function entryKinds(): readonly string[] {
  return [
    ...new Set([
      "main",
      "script",
      "task",
      "callback",
      "startup",
      "dependency",
      ...textsInModels(/@?handles\([^)]*kind="([^"]*)"/g),
    ]),
  ];
}

/** What the help shows of commands and options. */
function helpTexts(): readonly string[] {
  const options = [...commonOptions, ...loaded.flatMap((command) => command.options)];
  const shown = loaded.flatMap(({ summary, description, usage }) => [summary, description, usage]);
  const described = options.flatMap(({ description, kind, placeholder = "VALUE" }) =>
    kind === "flag" ? [description] : [description, placeholder],
  );
  return [...shown, ...described, ...commands.map(({ summary }) => summary)].filter((text) =>
    /[a-z]|^[A-Z]{2}/.test(text),
  );
}

/** What models offer in the place of a call, where it is no mere name. */
function insteadTexts(): readonly string[] {
  return textsInModels(/instead="([^"]*)"/g).filter((text) => !/^[\w.]*$/.test(text));
}

function textsInModels(pattern: RegExp): readonly string[] {
  return readdirSync("src/models", { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".pyi"))
    .flatMap((file) =>
      Array.from(readFileSync(`src/models/${file}`, "utf8").matchAll(pattern), ([, text = ""]) => text),
    );
}

/** Fails with all the texts that are not there, a row each. */
function assertAllThere(texts: Iterable<string>, isThere: (text: string) => boolean): void {
  const missing = [...texts].filter((text) => !isThere(text));
  assert.ok(missing.length === 0, missing.join("\n"));
}

test("everything said is translated", () => {
  assertAllThere(sentences, (text) => text in catalogue.sentences);
  assertAllThere(nouns, (noun) => noun in catalogue.nouns);
});

/** What is told to coding agents stays in English, and so do errors of syntax and the schema of the configuration. */
const inEnglish = /^src\/(?:(?:mcp|syntax|semantic|summary|language)\/|config\/json-schema\.ts)/;

test("errors, findings and fixes are said, and not only written", () => {
  const places = sourcesIn("src", /(?<!\.d)\.ts$/)
    .filter((file) => !inEnglish.test(file))
    .flatMap((file) => unsaidIn(readFileSync(file, "utf8"), file));
  assert.deepEqual(places, []);
  assert.deepEqual(
    unsaidIn(
      'throw new UserError(isFile ? "it is a file" : say`it is none`);\nreport({ message: `no ${name} here` });',
      "a.ts",
    ),
    ["a.ts:1", "a.ts:2"],
  );
});

test("what the scripts of pages say goes with the pages", () => {
  const onPages = said.filter(({ place, isNoun }) => /\.js:\d+$/.test(place) && !isNoun);
  assert.ok(onPages.length > 50);
  assertAllThere(
    onPages.map(({ text }) => text),
    (text) => text in catalogue.pages,
  );
});

test("nothing is translated that is not said", () => {
  assertAllThere(Object.keys(catalogue.sentences), (text) => sentences.has(text));
  assertAllThere(Object.keys(catalogue.nouns), (noun) => nouns.has(noun));
});

test("a translation has the places, the code and the line ends of the sentence", () => {
  const marksOf = (text: string, marks: RegExp): readonly string[] => (text.match(marks) ?? []).sort();
  for (const [text, translated] of Object.entries({ ...catalogue.sentences, ...catalogue.told })) {
    assert.deepEqual(marksOf(translated, /\{\d\}|\n/g), marksOf(text, /\{\d\}|\n/g), text);
    const code = new Set(marksOf(translated, /`[^`]*`/g));
    assert.deepEqual(
      marksOf(text, /`[^`]*`/g).filter((mark) => !code.has(mark)),
      [],
      text,
    );
  }
});

test("nothing is said while modules are loaded, before the language is chosen", () => {
  assert.deepEqual(
    said.filter(({ isTooEarly }) => isTooEarly).map(({ place }) => place),
    [],
  );
});

test("what is said is found wherever it stands", () => {
  const source = [
    "const early = say`At once`;",
    "const later = () => say`${a} and ${b(say`inner`)}`;",
    'function show() { return translate("of a table") + countOf(2, isFile ? "file" : "path"); }',
  ].join("\n");
  assert.deepEqual(
    textsIn(source, "a.ts").map(({ text, place, isNoun, isTooEarly }) => [text, place, isNoun, isTooEarly]),
    [
      ["At once", "a.ts:1", false, true],
      ["{0} and {1}", "a.ts:2", false, false],
      ["inner", "a.ts:2", false, false],
      ["of a table", "a.ts:3", false, false],
      ["file", "a.ts:3", true, false],
      ["path", "a.ts:3", true, false],
    ],
  );
});

test("what the agent tells is translated, and nothing else is", () => {
  const sentencesOfAgent = new Set(
    sourcesIn("agent/uncoil_agent/explore", /\.py$/).flatMap((file) => toldIn(readFileSync(file, "utf8"))),
  );
  assertAllThere(sentencesOfAgent, (text) => text in catalogue.told);
  assertAllThere(Object.keys(catalogue.told), (text) => sentencesOfAgent.has(text));
});

test("no sentence is translated in two places", () => {
  const keys = readdirSync("src/language/pt-BR")
    .filter((file) => !/^(?:catalogue|nouns|told)\.ts$/.test(file))
    .flatMap((file) => keysIn(readFileSync(`src/language/pt-BR/${file}`, "utf8")));
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
  );
  assert.equal(keys.length, Object.keys(catalogue.sentences).length);
});
