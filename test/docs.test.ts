/** The documents for people: links lead somewhere, options exist, and what is shown is what is printed. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { optionTable } from "../src/config/options.ts";
import { prompts } from "../src/mcp/prompts.ts";
import { programTools } from "../src/mcp/program-tools.ts";
import { tools } from "../src/mcp/tools.ts";
import { rules } from "../src/rules/registry.ts";
import { runUncoil } from "./cli/command-line.ts";

const pages: readonly string[] = [...markdownIn("."), ...markdownIn("docs"), "src/models/README.md"];

function markdownIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(directory, file));
}

function textOf(page: string): string {
  return readFileSync(page, "utf8");
}

function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
}

/** The anchors GitHub gives the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const headings = textOf(page)
    .replace(/^```[^]*?^```$/gm, "")
    .matchAll(/^#+ (.+)$/gm);
  return new Set(
    Array.from(headings, ([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test("relative links lead to a file, and to a heading of it", () => {
  const broken: string[] = [];
  for (const page of pages) {
    for (const [, target = ""] of withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      const isFound = existsSync(file) && (anchor === undefined || anchorsOf(file).has(anchor));
      if (!isFound) broken.push(`${page}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test("every npm script a page names exists", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  const missing = pages.flatMap((page) =>
    Array.from(textOf(page).matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g), ([, name = ""]) => `${page}: ${name}`),
  );
  assert.deepEqual(
    missing.filter((entry) => !(entry.slice(entry.indexOf(": ") + 2) in scripts)),
    [],
  );
});

test("every path of the repository a page names in code exists", () => {
  const named = pages.flatMap((page) =>
    Array.from(
      textOf(page).matchAll(/`((?:src|test|docs|scripts|examples)\/[\w./-]+)`/g),
      ([, path = ""]) => `${page}: ${path}`,
    ),
  );
  const isMissing = (entry: string): boolean => {
    const path = entry.slice(entry.indexOf(": ") + 2);
    return !/NAME/.test(path) && !existsSync(path);
  };
  assert.deepEqual(named.filter(isMissing), []);
});

const configuration = "docs/configuration.md";

function optionsInHelp(command: string): Set<string> {
  const { stdout } = runUncoil([command, "--help"], { cwd: "." });
  return new Set(Array.from(stdout.matchAll(/(?<![\w-])--?[a-z][a-z-]*/g), ([option]) => option));
}

test("the options of the command line are those of the help, and all of them", () => {
  const known = optionsInHelp("check");
  const rows = textOf(configuration).matchAll(/^\| (`-[^|]*?) \|/gm);
  const documented = new Set(Array.from(rows, ([, cell = ""]) => cell.match(/--?[a-z][a-z-]*/g) ?? []).flat());
  assert.deepEqual([...documented].toSorted(), [...known].toSorted());
});

test("every long option named anywhere in the page exists", () => {
  const known = new Set(
    ["check", "survey", "why", "models", "rule", "mcp"].flatMap((command) => [...optionsInHelp(command)]),
  );
  known.add("--version");
  const named = Array.from(textOf(configuration).matchAll(/(?<![\w-])--[a-z][a-z-]*/g), ([option]) => option);
  assert.deepEqual(
    named.filter((option) => !known.has(option)),
    [],
  );
});

test("the survey's page names its options, and no others", () => {
  const known = optionsInHelp("survey");
  const named = new Set(
    Array.from(textOf("docs/survey.md").matchAll(/(?<![\w-])--[a-z][a-z-]*/g), ([option]) => option),
  );
  assert.deepEqual(
    [...named].filter((option) => !known.has(option)),
    [],
  );
});

test("the page of explore has the options of its help, and no others", () => {
  const rows = textOf("docs/explore.md").matchAll(/^\| (`--[^|]*?) \|/gm);
  const documented = Array.from(rows, ([, cell = ""]) => cell.match(/--[a-z][a-z-]*/g) ?? []).flat();
  const known = [...optionsInHelp("explore")].filter(
    (option) => !["--color", "--lang", "--help", "-h"].includes(option),
  );
  assert.deepEqual(documented.toSorted(), known.toSorted());
});

test("the page for agents has the tools, the prompts and the options there are", () => {
  const page = textOf("docs/mcp.md").replace(/<!--.*-->/g, "");
  const section = /^## Tools$[^]*?(?=^## )/m.exec(page)?.[0] ?? "";
  assert.deepEqual(
    Array.from(section.matchAll(/^\| `(\w+)` \|/gm), ([, name]) => name),
    [...tools, ...programTools].map(({ name }) => name),
  );
  for (const { name } of prompts) assert.ok(page.includes(`\`${name}\``), name);
  const known = new Set([...optionsInHelp("mcp"), ...optionsInHelp("check")]);
  const named = Array.from(page.matchAll(/(?<![\w-])--[a-z][a-z-]*/g), ([option]) => option);
  assert.deepEqual(
    named.filter((option) => !known.has(option)),
    [],
  );
});

test("the options of the configuration file are those Uncoil reads", () => {
  const section = /## Options of the configuration file[^]*?(?=\n## )/.exec(textOf(configuration))?.[0] ?? "";
  const documented = Array.from(section.matchAll(/^\| `([\w-]+)` \|/gm), ([, key]) => key);
  const keys = Object.values(optionTable).map(({ key }) => key);
  assert.deepEqual(documented.toSorted(), keys.toSorted());
});

test("the aliases of the rules are listed", () => {
  const rows = textOf(configuration).matchAll(/^\| (AIO\d{3}) \| ([^|]+) \|$/gm);
  assert.deepEqual(
    Array.from(rows, ([, code, aliases]) => `${code} ${aliases}`),
    rules.filter(({ aliases }) => aliases.length > 0).map(({ code, aliases }) => `${code} ${aliases.join(", ")}`),
  );
});

test("the README's table has the summaries and severities of the rules", () => {
  const rows = Array.from(textOf("README.md").matchAll(/^\| AIO\d{3} \|.*$/gm), ([row]) => row);
  assert.deepEqual(
    rows,
    rules.map(({ code, name, summary, severity }) => `| ${code} | ${name} | ${summary} | ${severity} |`),
  );
});

/** Blocks of text that begin with a command, with what it prints. `[…]` stands for anything. */
const sessions = pages.flatMap((page) =>
  Array.from(textOf(page).matchAll(/^```text\n\$ npx uncoil (.*)\n([^]*?)\n```$/gm), ([, command = "", shown = ""]) => {
    return { page, command, shown };
  }),
);

test("there are sessions to compare", () => {
  assert.ok(sessions.length >= 3);
});

for (const { page, command, shown } of sessions) {
  const example = command.startsWith("explore ") ? "examples/explore" : "examples/bookshop";
  test(`${page}: \`uncoil ${command}\` in ${example} prints what is shown`, () => {
    const env = { NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1" };
    const { stdout } = runUncoil(command.split(" "), { cwd: resolve(example), env });
    const printed = stdout.trimEnd().split("\n\n");
    let at = 0;
    for (const paragraph of shown.split("\n\n").flatMap((part) => part.split("\n[…]"))) {
      if (paragraph === "" || paragraph === "[…]") continue;
      const found = printed.indexOf(paragraph, at);
      assert.ok(found >= 0, `not printed, or not in this order:\n${paragraph}\n\nprinted was:\n${stdout}`);
      at = found + 1;
    }
  });
}
