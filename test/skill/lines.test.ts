/** `docs/skill.md` shows every line of the skill beside the rules that serve it, and says of them what they say themselves. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { commands } from "../../src/cli/commands.ts";
import { rules } from "../../src/rules/registry.ts";
import { skillLines } from "../../src/rules/skill.ts";
import { plantedIn, pythonFiles } from "../harness/planted.ts";

const page = readFileSync("docs/skill.md", "utf8");
const existing: ReadonlySet<string> = new Set(rules.map(({ code }) => code));

/** The cells of the rows below a heading, without the head of the table. */
function rowsOf(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section !== undefined, `docs/skill.md has no heading "${heading}"`);
  const rows = section.split("\n").filter((row) => row.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function codesIn(text: string): string[] {
  return text.match(/AIO\d{3}/g) ?? [];
}

const lineRows = [...rowsOf("What to do always"), ...rowsOf("What never to do")];

test("the lines are those of src/rules/skill.ts, in its order", () => {
  assert.deepEqual(
    lineRows.map(([line]) => line),
    Object.values(skillLines),
  );
});

for (const [key, line] of Object.entries(skillLines)) {
  test(`"${line}": the rules listed are those that serve it`, () => {
    const listed = codesIn(lineRows.find(([cell]) => cell === line)?.[1] ?? "");
    const serving = rules.filter(({ serves }) => (serves as readonly string[]).includes(key)).map(({ code }) => code);
    assert.deepEqual(listed, serving);
    const hasCommand = lineRows.some(([cell, ...rest]) => cell === line && rest.join().includes("`uncoil "));
    assert.ok(listed.length > 0 || hasCommand, "neither a rule nor a command serves it");
  });
}

test("every rule serves a line, and every code named is that of a rule", () => {
  const listed = new Set(lineRows.flatMap(([, codes]) => codesIn(codes ?? "")));
  assert.deepEqual([...listed].toSorted(), [...existing].toSorted());
  assert.deepEqual(
    codesIn(page).filter((code) => !existing.has(code)),
    [],
  );
});

test("the steps are five, and each names what serves it", () => {
  const rows = rowsOf("The steps");
  assert.deepEqual(
    rows.map(([step]) => step?.slice(0, 2)),
    ["1.", "2.", "3.", "4.", "5."],
  );
  assert.deepEqual(
    rows.filter(([, served]) => !served?.includes("`uncoil ")),
    [],
  );
});

test("commands that are named exist", () => {
  const named = Array.from(page.matchAll(/`uncoil ([a-z]+)/g), ([, name = ""]) => name);
  const unknown = named.filter((name) => !commands.some((command) => command.name === name));
  assert.deepEqual(unknown, []);
});

test("the examples are those of examples/skill, with the rules that find something in the naive ones", () => {
  const rows = rowsOf("The examples").map(([, good, naive, codes]) => {
    return { good: linkedFile(good), naive: linkedFile(naive), codes: codesIn(codes ?? "") };
  });
  const naive = pythonFiles("examples/skill").filter((path) => path.endsWith("_naive.py"));
  assert.deepEqual(
    rows,
    naive.map((path) => {
      const codes = new Set(plantedIn(path).flatMap((planted) => planted.codes));
      return { good: basename(path).replace("_naive", ""), naive: basename(path), codes: [...codes].toSorted() };
    }),
  );
});

function linkedFile(cell: string | undefined): string | undefined {
  return /\]\(\.\.\/examples\/skill\/([\w.]+)\)/.exec(cell ?? "")?.[1];
}

test("the uses name models that ship, and every service", () => {
  const rows = rowsOf("What it is used for");
  const models = rows.flatMap(([, libraries]) => Array.from(libraries?.matchAll(/`(\w+)`/g) ?? [], ([, name]) => name));
  assert.ok(models.length > 0);
  assert.deepEqual(
    models.filter((name) => !existsSync(`src/models/${name}`)),
    [],
  );
  const linked = rows.flatMap(([, , services]) => {
    return Array.from(services?.matchAll(/examples\/services\/(\w+)\//g) ?? [], ([, name]) => name ?? "");
  });
  const services = readdirSync("examples/services", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(linked.toSorted(), services.map((entry) => entry.name).toSorted());
});
