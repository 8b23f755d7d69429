/** `uncoil skill`: what is printed, and what is written and removed where agents look. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { skillDescriptions } from "../../src/rules/skill/descriptions.ts";
import { languages } from "../../src/language/languages.ts";
import { makeProject, type Outcome, runUncoil } from "./command-line.ts";

const skills = languages.map((language) => skillDescriptions[language]);

function skillIn(cwd: string, ...argumentList: readonly string[]): Outcome {
  return runUncoil(["skill", ...argumentList], {
    cwd,
    env: { HOME: join(cwd, "home"), USERPROFILE: join(cwd, "home") },
  });
}

/** Every file and folder below a directory, sorted. */
function everythingIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" }).toSorted();
}

test("the list, SKILL.md, and a reference by its path or name", () => {
  const cwd = makeProject({});
  const list = skillIn(cwd);
  assert.equal(list.code, 0);
  for (const { name, languageName, language } of skills) {
    assert.match(list.stdout, new RegExp(`^${name} +${languageName}, 6 files$`, "m"));
    const shipped = readFileSync(`skills/${name}/SKILL.md`, "utf8");
    assert.equal(skillIn(cwd, name).stdout, shipped);
    assert.equal(skillIn(cwd, "--lang", language).stdout, shipped);
  }
  const gotchas = readFileSync("skills/async-python/references/gotchas.md", "utf8");
  for (const file of ["gotchas", "gotchas.md", "references/gotchas.md"]) {
    assert.equal(skillIn(cwd, "async-python", file).stdout, gotchas);
  }
  assert.deepEqual(everythingIn(cwd), []);
});

test("--format promptos has every field at top level, in Portuguese unless another language is asked for", () => {
  const cwd = makeProject({});
  const { stdout } = skillIn(cwd, "--format", "promptos");
  const [, header = "", body] = /^---\n([^]*?\n)---\n([^]*)$/.exec(stdout) ?? [];
  const keys = Array.from(header.matchAll(/^(\w+):/gm), ([, key]) => key);
  assert.deepEqual(
    keys,
    "name description version domain level tags triggers dependencies author created status sources".split(" "),
  );
  assert.match(header, /^triggers:\n(?: {2}- ".+"\n)*? {2}- "criar código assíncrono"$/m);
  assert.match(
    header,
    /^ {2}- url: "https:\/\/docs\.python\.org\/3\/library\/asyncio\.html"\n {4}type: "official_docs"$/m,
  );
  const standard = readFileSync("skills/python-async-programming/SKILL.md", "utf8");
  assert.equal(body, standard.slice(standard.indexOf("\n---\n") + 5));
  for (const section of "Visão Geral,Instruções,Conceitos Principais,Guidelines (SEMPRE),Constraints (NUNCA),Exemplos,Anti-Padrões Comuns,Casos de Uso,Referências".split(
    ",",
  )) {
    assert.ok(body?.includes(`\n## ${section}\n`), section);
  }
  assert.match(skillIn(cwd, "--format", "promptos", "--lang", "en").stdout, /^---\nname: "async-python"\n/);
});

test("install writes the skills where agents look; uninstall leaves nothing", () => {
  const cwd = makeProject({ "app.py": "", "home/.profile": "" });
  const before = everythingIn(cwd);
  for (const scope of ["--project", "--user"]) {
    const root = scope === "--user" ? join(cwd, "home") : cwd;
    const folders = [".claude/skills/async-python", ".agents/skills/async-python"].map((path) => join(root, path));
    const planned = skillIn(cwd, "install", scope, "--dry-run");
    assert.equal(planned.code, 0);
    assert.deepEqual(everythingIn(cwd), before);
    const installed = skillIn(cwd, "install", scope);
    assert.equal(installed.code, 0);
    assert.deepEqual(installed.stdout.split("\n").slice(0, -2), planned.stdout.split("\n").slice(0, -2));
    for (const folder of folders) {
      const written = everythingIn(folder).filter((path) => path !== ".uncoil.json");
      assert.deepEqual(written, everythingIn("skills/async-python"));
      for (const path of written.filter((file) => file.endsWith(".md"))) {
        assert.match(installed.stdout, new RegExp(`^ {2}write {6}${path}$`, "m"));
        assert.equal(readFileSync(join(folder, path), "utf8"), readFileSync(join("skills/async-python", path), "utf8"));
      }
    }
    assert.match(skillIn(cwd).stdout, /installed in (?:~\/)?\.claude\/skills\/async-python$/m);
    assert.match(skillIn(cwd, "install", scope).stdout, /All files are up to date\.\n$/);
    assert.match(skillIn(cwd, "uninstall", scope).stdout, /Removed 12 files\.\n$/);
    assert.deepEqual(everythingIn(cwd), before);
    assert.match(skillIn(cwd, "uninstall", scope).stdout, /nothing to remove/);
  }
});

test("--agent chooses the folders, and agents that share one get one copy", () => {
  const folderOf = (agents: string): readonly string[] => {
    const cwd = makeProject({});
    assert.equal(skillIn(cwd, "install", "--agent", agents).code, 0);
    return readdirSync(cwd).toSorted();
  };
  assert.deepEqual(folderOf("claude"), [".claude"]);
  for (const agent of ["codex", "cursor", "gemini", "copilot", "codex,copilot"])
    assert.deepEqual(folderOf(agent), [".agents"]);
  for (const agents of ["all", "claude,codex"]) assert.deepEqual(folderOf(agents), [".agents", ".claude"]);
});

test("both languages stand side by side, and whichever goes last takes the folders along", () => {
  const cwd = makeProject({});
  skillIn(cwd, "install", "--agent", "claude");
  skillIn(cwd, "install", "--agent", "claude", "--lang", "pt-BR");
  skillIn(cwd, "uninstall", "--lang", "en");
  assert.deepEqual(readdirSync(join(cwd, ".claude/skills")), ["python-async-programming"]);
  skillIn(cwd, "uninstall");
  assert.deepEqual(readdirSync(cwd), []);
});

test("folders and files of others stay", () => {
  const others = {
    ".claude/settings.json": "{}",
    ".claude/skills/other/SKILL.md": "other",
    ".agents/skills/async-python/notes.md": "mine",
  };
  const cwd = makeProject(others);
  const before = everythingIn(cwd);
  assert.equal(skillIn(cwd, "install").code, 0);
  assert.equal(skillIn(cwd, "uninstall").code, 0);
  assert.deepEqual(everythingIn(cwd), before);
  for (const [path, text] of Object.entries(others)) assert.equal(readFileSync(join(cwd, path), "utf8"), text);
});

test("a changed file is neither overwritten nor removed without --force, nor is anything else then", () => {
  const cwd = makeProject({ ".claude/skills/async-python/SKILL.md": "mine" });
  const before = everythingIn(cwd);
  const refused = skillIn(cwd, "install");
  assert.equal(refused.code, 2);
  assert.match(refused.stdout, /^ {2}changed {4}SKILL\.md$/m);
  assert.match(refused.stderr, /^error: files marked `changed` .* nothing was written\nhelp: --force/);
  assert.deepEqual(everythingIn(cwd), before);

  assert.equal(skillIn(cwd, "install", "--force").code, 0);
  const file = join(cwd, ".claude/skills/async-python/references/rules.md");
  writeFileSync(file, "edited");
  const kept = skillIn(cwd, "uninstall");
  assert.equal(kept.code, 2);
  assert.match(kept.stderr, /nothing was removed/);
  assert.equal(readFileSync(file, "utf8"), "edited");
  assert.ok(existsSync(join(cwd, ".agents/skills/async-python/SKILL.md")));
  assert.equal(skillIn(cwd, "uninstall", "--force").code, 0);
  assert.ok(!existsSync(file));
});

test("what an earlier version wrote is updated, and what it alone had is removed", () => {
  const cwd = makeProject({});
  skillIn(cwd, "install", "--agent", "codex");
  const folder = join(cwd, ".agents/skills/async-python");
  const recordFile = join(folder, ".uncoil.json");
  const record = JSON.parse(readFileSync(recordFile, "utf8")) as { uncoil: string; files: Record<string, string> };
  // SHA-256 of nothing.
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  for (const path of ["SKILL.md", "references/former.md"]) {
    writeFileSync(join(folder, path), "");
    record.files[path] = empty;
  }
  writeFileSync(recordFile, JSON.stringify({ ...record, uncoil: "0.0.1" }));
  assert.match(skillIn(cwd).stdout, /by uncoil 0\.0\.1: `uncoil skill install` updates it/);
  const updated = skillIn(cwd, "install", "--agent", "codex");
  assert.equal(updated.code, 0);
  assert.match(updated.stdout, /^ {2}update {5}SKILL\.md$/m);
  assert.match(updated.stdout, /^ {2}remove {5}references\/former\.md$/m);
  assert.deepEqual(
    everythingIn(folder).filter((path) => path !== ".uncoil.json"),
    everythingIn("skills/async-python"),
  );
  rmSync(join(folder, "SKILL.md"));
  assert.match(skillIn(cwd, "uninstall").stdout, /^ {2}missing {4}SKILL\.md$/m);
  assert.deepEqual(readdirSync(cwd), []);
});

test("a folder that is a link to the other one is written once", () => {
  const cwd = makeProject({});
  mkdirSync(join(cwd, ".agents/skills"), { recursive: true });
  mkdirSync(join(cwd, ".claude"));
  symlinkSync(join("..", ".agents", "skills"), join(cwd, ".claude/skills"));
  assert.match(skillIn(cwd, "install").stdout, /Wrote 6 files,/);
  assert.match(skillIn(cwd, "uninstall").stdout, /Removed 6 files\./);
  assert.deepEqual(everythingIn(cwd), [".agents", ".agents/skills", ".claude", ".claude/skills"]);
});

test("a record that leads elsewhere, or a file in the way, removes and writes nothing", () => {
  const record = { uncoil: "0.1.0", files: { "../../../app.py": "" }, madeDirectories: 9 };
  const cwd = makeProject({ "app.py": "", ".claude/skills/async-python/.uncoil.json": JSON.stringify(record) });
  for (const argument of ["install", "uninstall"]) {
    const outcome = skillIn(cwd, argument);
    assert.equal(outcome.code, 2);
    assert.match(outcome.stderr, /^error: .*\.uncoil\.json is not what Uncoil wrote\nhelp: delete it/);
  }
  assert.ok(existsSync(join(cwd, "app.py")));
  const blocked = skillIn(makeProject({ ".claude": "a file" }), "install", "--agent", "claude");
  assert.equal(blocked.code, 2);
  assert.match(blocked.stderr, /^error: cannot read the skill in .*\.claude\/skills\/async-python: /);
});

test("bad input is told what to write instead", () => {
  const cwd = makeProject({});
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["instal", /unknown skill `instal`\nhelp: did you mean `install`\?/],
    ["nothing-like-it", /unknown skill `nothing-like-it`\nhelp: `uncoil skill` lists them/],
    ["async-python nothing", /has no file `nothing`\nhelp: it has SKILL\.md, references\/rules\.md/],
    ["async-python --lang pt-BR", /`async-python` está em inglês, e não em pt-BR/],
    ["async-python gotchas --format promptos", /`--format` is for SKILL\.md/],
    ["install --agent claud", /`--agent` must be one of .*, not `claud`\nhelp: did you mean `claude`\?/],
    ["install --agent claude,nobody", /must be one of .*, not `nobody`/],
    ["install --lang fr", /`--lang` must be one of en, pt-BR, not `fr`/],
    ["install --user --project", /two places/],
    ["install async-python", /takes no `async-python`\nhelp: --lang/],
    ["install --format promptos", /`--format` is for printing/],
    ["--force", /`--force` goes with `install` or `uninstall`/],
    ["async-python --agent claude", /`--agent` goes with/],
  ];
  for (const [argumentList, message] of wrong) {
    const { code, stdout, stderr } = skillIn(cwd, ...argumentList.split(" "));
    assert.deepEqual([code, stdout], [2, ""], argumentList);
    assert.match(stderr, message);
  }
  assert.deepEqual(everythingIn(cwd), []);
});
