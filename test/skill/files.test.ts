/** `skills/`: generated from the templates and the rules, valid for agents, the same in both languages, and true. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { commands } from "../../src/cli/commands.ts";
import { programTools } from "../../src/mcp/program-tools.ts";
import { tools } from "../../src/mcp/tools.ts";
import { rules } from "../../src/rules/registry.ts";
import { skillDescriptions } from "../../src/rules/skill/descriptions.ts";
import { languages } from "../../src/language/languages.ts";
import { makeProject, runUncoil } from "../cli/command-line.ts";
import { findValidator, recommendationProblems, validationErrors } from "../harness/agent-skill.ts";
import { markdownFiles } from "../harness/run-markdown-test.ts";
import { renderSkills, skillTexts } from "../harness/skill-files.ts";

const names = languages.map((language) => skillDescriptions[language].name);

test("skills/ is what the templates and the rules make: UPDATE_SNAPSHOTS=1 writes it", () => {
  const files = renderSkills();
  if (process.env["UPDATE_SNAPSHOTS"] === "1") {
    for (const [path, text] of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  assert.deepEqual(markdownFiles("skills"), [...files.keys()].toSorted());
  for (const [path, text] of files) assert.equal(readFileSync(path, "utf8"), text, path);
});

const validator = findValidator();

test("the skills are valid", { skip: "missing" in validator ? validator.missing : false }, () => {
  assert.ok("path" in validator);
  assert.deepEqual(readdirSync("skills").toSorted(), names.toSorted());
  for (const name of names) assert.equal(validationErrors(validator.path, join("skills", name)), "", name);
  const project = makeProject({ "a-skill/SKILL.md": '---\nname: other\ndescription: x\nversion: "1"\n---\n' });
  assert.match(validationErrors(validator.path, join(project, "a-skill")), /version[^]*must match/);
});

test("the skills are as long, and refer as deep, as is recommended", () => {
  for (const name of names) assert.deepEqual(recommendationProblems(join("skills", name)), [], name);
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["[x](a/b/c.md)\n", /one level/],
    ["[x](references/c.md)\n", /to nothing/],
    ["x\n".repeat(501), /at most 500/],
  ];
  for (const [text, message] of wrong) {
    const project = makeProject({ "a-skill/SKILL.md": text });
    assert.match(recommendationProblems(join(project, "a-skill")).join("\n"), message);
  }
});

test("they are short when loaded", () => {
  for (const language of languages) {
    const [main = ""] = skillTexts(language);
    assert.ok(main.split("\n").length < 250, `${language}: ${main.split("\n").length} lines`);
    assert.ok(main.length < 16_000, `${language}: ${main.length} characters`);
  }
});

test("both languages name the same commands and rules, file by file", () => {
  const named = (text: string): object => ({
    codes: [...new Set(text.match(/AIO\d{3}/g))].toSorted(),
    commands: [...new Set(commandsIn(text))].toSorted(),
  });
  const [english, portuguese] = [skillTexts("en"), skillTexts("pt-BR")];
  assert.deepEqual(english.map(named), portuguese.map(named));
});

/** Commands in the text: whole lines of shell blocks, and what stands in backquotes. */
function commandsIn(text: string): readonly string[] {
  const shell = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = ""]) => block.trim().split("\n"));
  const inline = Array.from(text.replace(/^```[^]*?^```$/gm, "").matchAll(/`([^`]+)`/g), ([, code = ""]) => code);
  return [...shell.flatMap((row) => row.split(" || ")), ...inline].flatMap((code) => {
    const [, rest] = /^(?:npx --yes )?uncoil(?:@[\d.]+)? (.+)$/.exec(code) ?? [];
    return rest === undefined ? [] : [rest];
  });
}

test("commands exist, with the options they are given, and rules exist", () => {
  const known = new Set(commands.map(({ name }) => name));
  const named = languages.flatMap((language) => skillTexts(language).flatMap(commandsIn));
  assert.ok(named.length > 40);
  for (const command of new Set(named)) {
    if (command === "--version") continue;
    const [name = "", ...rest] = command.split(" ");
    assert.ok(known.has(name), `uncoil ${command}`);
    const help = runUncoil(["help", name], { cwd: "." }).stdout;
    const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
    for (const option of own.filter((word) => word.startsWith("-"))) {
      assert.match(help, new RegExp(`\\s${option}\\b`), `uncoil ${command}`);
    }
  }
  const codes = new Set(rules.map(({ code }) => code));
  const texts = languages.flatMap(skillTexts).join("\n");
  assert.deepEqual(
    (texts.match(/AIO\d{3}/g) ?? []).filter((code) => !codes.has(code)),
    [],
  );
});

test("the tools of the server are named, all of them", () => {
  for (const language of languages) {
    const [main = ""] = skillTexts(language);
    const [paragraph = ""] = main.split("\n\n").filter((text) => text.includes("`uncoil mcp`"));
    for (const { name } of [...tools, ...programTools])
      assert.ok(paragraph.includes(`\`${name}\``), `${language}: ${name}`);
  }
});

test("nothing is found in the examples that are not naive", () => {
  for (const language of languages) {
    const blocks = skillTexts(language).flatMap((text) =>
      Array.from(text.matchAll(/^```python\n([^]*?)^```$/gm), ([, block = ""]) => block),
    );
    const good = blocks.filter((block) => !block.includes("# finds:"));
    assert.ok(good.length >= 5 && good.length < blocks.length);
    const project = makeProject(Object.fromEntries(good.map((block, index) => [`good_${index}.py`, block])));
    const { code, stdout } = runUncoil(["check", "--extend-select", "ALL"], { cwd: project });
    assert.equal(code, 0, stdout);
  }
});
