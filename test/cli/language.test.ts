/** Uncoil speaks the language it is asked for; what machines read stays as it is. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { rules } from "../../src/rules/registry.ts";
import { blocking, makeProject, runUncoil } from "./command-line.ts";

const project = makeProject({ "app.py": blocking });

/** Standard output and error of a command in Portuguese, by option. */
function inPortuguese(...argumentList: readonly string[]): string {
  const { stdout, stderr } = runUncoil([...argumentList, "--lang", "pt-BR"], { cwd: project });
  return stdout + stderr;
}

test("findings are told in the language of --lang, before or after the command", () => {
  assert.match(inPortuguese("check"), /AIO101\] blocking-sleep: `time\.sleep` bloqueia o event loop\n/);
  const { stdout } = runUncoil(["--lang=pt-BR", "check"], { cwd: project });
  assert.equal(stdout, inPortuguese("check"));
});

test("without --lang the language is that of the first locale that is set", () => {
  const speaks = (env: Readonly<Record<string, string>>): string =>
    /bloqueia|blocks/.exec(runUncoil(["check"], { cwd: project, env }).stdout)?.[0] ?? "";
  assert.equal(speaks({ LC_ALL: "pt_BR.UTF-8", LC_MESSAGES: "C", LANG: "en_US.UTF-8" }), "bloqueia");
  assert.equal(speaks({ LC_ALL: "", LC_MESSAGES: "pt_PT", LANG: "C" }), "bloqueia");
  assert.equal(speaks({ LANG: "pt" }), "bloqueia");
  assert.equal(speaks({ LC_ALL: "C.UTF-8", LANG: "pt_BR.UTF-8" }), "blocks");
  assert.equal(speaks({ LANG: "de_DE.UTF-8" }), "blocks");
  assert.equal(speaks({}), "blocks");
  const asked = ["check", "--lang", "pt-BR", "--lang=en"];
  const { stdout } = runUncoil(asked, { cwd: project, env: { LC_ALL: "pt_BR.UTF-8" } });
  assert.match(stdout, /blocks the event loop/);
});

test("rules are explained by their pages in Portuguese", () => {
  const described = JSON.parse(inPortuguese("rule", "--output-format", "json")) as readonly {
    readonly name: string;
    readonly explanation: string;
  }[];
  assert.equal(described.length, rules.length);
  for (const { name, explanation } of described) {
    const [stamp = "", ...page] = readFileSync(`src/rules/pt-BR/${name}.md`, "utf8").split("\n");
    assert.match(stamp, /^<!-- en: /);
    assert.equal(explanation, page.join("\n"));
  }
  assert.match(inPortuguese("rule", "AIO301"), /^dangling-task \(AIO301\)\n.*\n\nO que faz\n\nEncontra tasks que/);
});

test("help speaks it too, and so do errors found before the arguments are read", () => {
  assert.match(inPortuguese("help"), /^O Uncoil encontra os bugs[^]*\nUso: uncoil COMANDO \[OPÇÕES\]\n/);
  assert.match(inPortuguese("help", "check"), /\n {6}--diff {22}Mostra o que --fix mudaria, sem mudar nada\n/);
  assert.match(inPortuguese("chekc"), /^erro: comando desconhecido: `chekc`\najuda: você quis dizer `check`\?\n$/);
  assert.match(inPortuguese("check", "--selekt", "x"), /^erro: opção desconhecida: `--selekt`\n/);
  for (const words of [["check"], ["survey"], ["explore", "--from-check"]])
    assert.match(inPortuguese(...words, "nowhere"), /^erro: arquivo ou pasta não encontrado: nowhere\n/);
  assert.match(
    inPortuguese("rule", "AIO301"),
    /^dangling-task \(AIO301\)\nseveridade: erro, [^]*\nPor que isso é ruim\?\n/,
  );
});

test("the arguments of a program that is run are its own", () => {
  const { stderr } = runUncoil(["run", "--budget", "x", "--", "app.py", "--lang", "pt-BR"], { cwd: project });
  assert.match(stderr, /^error: /);
  assert.match(runUncoil(["run", "missing.py", "--lang", "pt-BR"], { cwd: project }).stderr, /^error: no such file/);
  assert.match(runUncoil(["run", "--lang", "pt-BR", "missing.py"], { cwd: project }).stderr, /^erro: arquivo não/);
});

test("a language that Uncoil does not speak is refused", () => {
  for (const argumentList of [
    ["check", "--lang", "fr"],
    ["--lang", "fr", "check"],
    ["help", "--lang=fr"],
  ]) {
    const { code, stderr } = runUncoil(argumentList, { cwd: project });
    assert.equal(code, 2);
    assert.match(stderr, /`--lang` must be one of en, pt-BR, not `fr`/);
  }
});

/** The examples of all rules: a program with at least one finding of each. */
function exampleProject(): string {
  const files = rules.map(({ name }) => {
    const blocks = readFileSync(`src/rules/${name}.md`, "utf8").matchAll(/^```python\n([^]*?)^```$/gm);
    return [`${name.replaceAll("-", "_")}.py`, Array.from(blocks, ([, block = ""]) => block).join("\n\n")] as const;
  });
  return makeProject(Object.fromEntries(files));
}

const codes = rules.map(({ code }) => code);
const everything = ["--select", codes.join(), "--confidence", "likely", "--min-severity", "information"];

test("in JSON only sentences differ: codes, severities, places, edits and fingerprints are the same", () => {
  const cwd = exampleProject();
  const read = (language: string): readonly { readonly code: string }[] => {
    const { stdout } = runUncoil(["check", "--output-format", "json", "--lang", language, ...everything], { cwd });
    const isSentence = (key: string): boolean => ["message", "why", "help", "reason", "target"].includes(key);
    return JSON.parse(stdout, (key, value: unknown) => (isSentence(key) ? "" : value)) as { readonly code: string }[];
  };
  const found = read("en");
  assert.deepEqual(read("pt-BR"), found);
  assert.deepEqual([...new Set(found.map(({ code }) => code))].sort(), codes);
});

test("fixes do the same in every language", () => {
  const cwd = exampleProject();
  const [english, portuguese] = ["en", "pt-BR"].map((language) =>
    runUncoil(["check", "--diff", "--unsafe-fixes", "--lang", language, ...everything], { cwd }),
  );
  assert.equal(portuguese?.stdout, english?.stdout);
  assert.match(english?.stdout ?? "", /^\+/m);
});

test("reports, surveys and their pages speak it", () => {
  const bookshop = resolve("examples/bookshop");
  const read = (...argumentList: readonly string[]): string =>
    runUncoil([...argumentList, bookshop, "--lang", "pt-BR"], { cwd: project }).stdout;
  assert.match(
    read("check"),
    /\n {2}motivo: .*\n {3}ajuda: .*\ncorreção: .*\n[^]*\nAchados: \d+ erros, \d+ avisos em \d+ arquivos/,
  );
  assert.match(
    read("survey"),
    /\nVeredito\n[^]*\n {2}GET \/api\/orders\/shipping +requisição +bloqueia o loop: 1 rede, 1 sleep\n/,
  );
  const page = read("survey", "--output-format", "html");
  assert.match(
    page,
    /<html lang="pt-BR">[^]*<h2>Pontos de entrada <span class="soft small">o que mais dói primeiro<\/span>/,
  );
  const [, json = ""] = /<script type="application\/json" id="words">(.*?)<\/script>/.exec(page) ?? [];
  const { sentences } = JSON.parse(json) as { readonly sentences: Readonly<Record<string, string>> };
  assert.equal(sentences["runs in a thread"], "executa numa thread");
});
