/** `docs/skill-rehearsal.md` again: each command does what is shown, each edit fits, and the end is a clean check. */
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeProject, runUncoil } from "../cli/command-line.ts";

const page = "docs/skill-rehearsal.md";
const sections = readFileSync(page, "utf8").split(/^## /m).slice(1);
const skill = readFileSync("skills/async-python/SKILL.md", "utf8");

/** The blocks of a section, in order. */
function blocksOf(title: string): readonly { readonly kind: string; readonly rows: readonly string[] }[] {
  const section = sections.find((candidate) => candidate.startsWith(`${title}\n`)) ?? "";
  return Array.from(section.matchAll(/^```(text|diff)\n([^]*?)\n```$/gm), ([, kind = "", text = ""]) => ({
    kind,
    rows: text.split("\n"),
  }));
}

function runShown([prompt = "", ...shown]: readonly string[], cwd: string): string {
  const operands = prompt.replace(/^\$ uncoil /, "").split(" ");
  const { stdout, stderr, code } = runUncoil(operands, { cwd, env: { COLUMNS: "200" } });
  assert.ok(code === 0 || code === 1, `${prompt}\n${stderr}`);
  const printed = `${stdout}${stderr}`.split("\n");
  let at = 0;
  for (const row of shown.filter((candidate) => candidate !== "[…]")) {
    const [start = "", end] = row.split("[…]");
    const isShown = (line: string): boolean =>
      end === undefined ? line === row : line.startsWith(start) && line.endsWith(end);
    const found = printed.findIndex((line, index) => index >= at && isShown(line));
    assert.ok(
      found >= 0,
      `${page}: ${prompt} does not print, or not in this order:\n${row}\n\nprinted was:\n${stdout}`,
    );
    at = found + 1;
  }
  return stdout;
}

/** Replaces what stands after `-` by what stands after `+`, once for each group of rows. */
function edit(rows: readonly string[], cwd: string): void {
  let path = "";
  for (const [group] of `${rows.join("\n")}\n`.matchAll(/^--- .+\n|(?:^-(?!-- ).*\n)+(?:^\+.*\n)+/gm)) {
    if (group.startsWith("--- ")) {
      path = join(cwd, group.slice(4).trim());
      continue;
    }
    const [before, after] = ["-", "+"].map((sign) =>
      group
        .split("\n")
        .filter((row) => row.startsWith(sign))
        .map((row) => row.slice(1))
        .join("\n"),
    );
    const parts = readFileSync(path, "utf8").split(before ?? "");
    assert.equal(parts.length, 2, `${page}: not there exactly once (does a fix do it now?): ${path}\n${before}`);
    writeFileSync(path, parts.join(after));
  }
}

function rehearse(title: string, cwd: string): void {
  const blocks = blocksOf(title);
  let last = "";
  for (const { kind, rows } of blocks) {
    if (kind === "diff") edit(rows, cwd);
    else last = runShown(rows, cwd);
  }
  assert.ok(blocks.length > 8);
  assert.notEqual(last, "");
  const { code, stdout } = runUncoil(["check", "--extend-select", "AIO108,AIO302,AIO303"], { cwd });
  assert.equal(code, 0, stdout);
}

test("four naive programs", () => {
  const cwd = makeProject({});
  for (const file of readdirSync("examples/skill").filter((name) => name.endsWith("_naive.py"))) {
    cpSync(join("examples/skill", file), join(cwd, file));
  }
  rehearse("Four naive programs", cwd);
});

test("the bookshop", () => {
  const cwd = makeProject({});
  cpSync("examples/bookshop", cwd, { recursive: true });
  rehearse("The bookshop", cwd);
});

test("SKILL.md names every command", () => {
  const shown = sections.flatMap((section) =>
    Array.from(section.matchAll(/^\$ (uncoil .+)$/gm), ([, command]) => command),
  );
  assert.ok(shown.length > 15);
  const unknown = shown
    .map((command) => command?.replace(/(?<=AIO303) .*|(?<=uncoil (?:explore|run) ).*/, ""))
    .filter((command) => !skill.includes(`\`${command}${command?.endsWith(" ") ? "" : "`"}`));
  assert.deepEqual(unknown, []);
});
