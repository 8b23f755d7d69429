/**
 * `npm run test:layers`: every lint rule of the house fires, and lets pass what is allowed.
 *
 * Writes one offence per file into a temporary copy of the repository, lints it once, and compares. The table of who may
 * import whom is written down here again, from DESIGN, so that a hole in the lint configuration shows.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const stages = ["syntax", "semantic", "summary", "program", "rules"];
const frontEnds = ["cli", "lsp", "mcp"];
const folders = [
  ...stages,
  "fixes",
  "diagnostics",
  "models",
  "language",
  "config",
  "workspace",
  "runtime",
  "reporters",
  ...frontEnds,
];

/** The folders each folder may import; `session.ts` is named like one. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  models: [],
  language: [],
  syntax: [],
  semantic: ["syntax", "diagnostics"],
  summary: ["syntax", "semantic", "diagnostics"],
  program: ["summary", "models", "diagnostics", "language"],
  rules: ["program", "summary", "diagnostics", "language"],
  fixes: ["syntax", "semantic", "diagnostics", "language"],
  session: [...stages, "fixes", "diagnostics", "models", "language", "config"],
  config: ["diagnostics", "language"],
  reporters: ["rules", "diagnostics", "language", "config"],
  workspace: [...stages.slice(0, -1), "diagnostics", "models", "language", "config", "session"],
  runtime: [...stages.slice(0, -1), "diagnostics", "models", "language", "config", "workspace", "session"],
  lsp: [...folders.filter((folder) => folder !== "cli"), "session"],
  mcp: [...folders.filter((folder) => folder !== "cli"), "session"],
  cli: [...folders, "session"],
};
const withoutNode = [...stages, "fixes", "session", "diagnostics", "models", "language"];
const withDisk = ["workspace", "cli", "runtime"];

/** A file to lint, and the rule that must report it: nothing means that `no-restricted-imports` must not. */
interface Case {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly rule: string | undefined;
}

const restricted = "eslint(no-restricted-imports)";
let fileCount = 0;

function inFolder(folder: string, name: string, statement: string, rule: string | undefined, below = ""): Case {
  return { name, file: join("src", folder, below, `offence-${++fileCount}.ts`), source: `${statement}\n`, rule };
}

function importCases(): readonly Case[] {
  return [...folders, "session"].flatMap((target) => folders.flatMap((folder) => importCasesOf(folder, target)));
}

function importCasesOf(folder: string, target: string): readonly Case[] {
  if (folder === target) return [];
  const mayImport = allowed[folder]?.includes(target) ?? false;
  const rule = mayImport ? undefined : restricted;
  const path = target === "session" ? "session.ts" : `${target}/thing.ts`;
  const name = `${folder} ${mayImport ? "may" : "must not"} import ${target}`;
  return [
    inFolder(folder, name, `import { thing } from "../${path}";\nexport const other: unknown = thing;`, rule),
    inFolder(folder, `${name}: a type`, `export type { Thing } from "../${path}";`, rule),
    inFolder(folder, `${name}: from a deeper folder`, `export { thing } from "../../${path}";`, rule, "deep"),
    inFolder(folder, `${name}: later`, `export const thing: Promise<unknown> = import("../${path}");`, rule),
  ];
}

function nodeCases(): readonly Case[] {
  return folders.flatMap((folder) => {
    const noNode = withoutNode.includes(folder) ? restricted : undefined;
    const noDisk = withDisk.includes(folder) ? undefined : restricted;
    const say = (rule: string | undefined, what: string): string => `${folder} ${rule ? "must not" : "may"} ${what}`;
    return [
      inFolder(folder, say(noNode, "import node:path"), `export { join } from "node:path";`, noNode),
      inFolder(folder, say(noDisk, "import node:fs"), `export { readFileSync } from "node:fs";`, noDisk),
      inFolder(folder, say(noDisk, "import node:fs/promises"), `export { readFile } from "node:fs/promises";`, noDisk),
    ];
  });
}

function otherCases(): readonly Case[] {
  const long = Array.from({ length: 61 }, (_, i) => `  total += ${i};`).join("\n");
  const cycle = inFolder("program", "an import cycle", "", "import(no-cycle)");
  const other = join(dirname(cycle.file), "offence-cycle.ts");
  const cycleImport = `import { a } from "./${cycle.file.split("/").at(-1)}";\nexport const b: number = a;\n`;
  return [
    { ...cycle, source: `import { b } from "./offence-cycle.ts";\nexport const a: number = b;\n` },
    { name: "an import cycle, from the other side", file: other, source: cycleImport, rule: "import(no-cycle)" },
    inFolder("rules", "a default export", "export default 1;", "import(no-default-export)"),
    inFolder("rules", "any", "export const thing: any = 1;", "typescript(no-explicit-any)"),
    inFolder("rules", "console", "console.log(1);", "eslint(no-console)"),
    inFolder(
      "rules",
      "an assertion of not null",
      "export const one: string = [``][0]!;",
      "typescript(no-non-null-assertion)",
    ),
    inFolder(
      "rules",
      "a function that is too long",
      `export function count(): number {\n  let total = 0;\n${long}\n  return total;\n}`,
      "eslint(max-lines-per-function)",
    ),
    inFolder("rules", "a file that is too long", "export {};\n".repeat(601), "eslint(max-lines)"),
  ];
}

/** `session.ts` is one file: its offences are lines of their own, told apart by what they import. */
function sessionStatements(): readonly { readonly path: string; readonly isAllowed: boolean }[] {
  const folderPaths = folders.map((folder) => ({
    path: `./${folder}/thing.ts`,
    isAllowed: allowed["session"]?.includes(folder) ?? false,
  }));
  return [...folderPaths, { path: "node:path", isAllowed: false }, { path: "node:fs/promises", isAllowed: false }];
}

interface Report {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
}

function lint(directory: string): readonly Report[] {
  const oxlint = join(directory, "node_modules", ".bin", "oxlint");
  const child = spawnSync(oxlint, ["--format", "json"], { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28 });
  const { diagnostics } = JSON.parse(child.stdout) as { readonly diagnostics: readonly Report[] };
  return diagnostics;
}

function copyRepository(): string {
  const directory = mkdtempSync(join(tmpdir(), "uncoil-layers-"));
  const listed = execFileSync(
    "git",
    ["ls-files", "--", "src", "scripts", "bench", "test", "*.json", ".oxlintrc.json"],
    {
      encoding: "utf8",
    },
  );
  for (const file of listed.split("\n").filter((name) => /\.(ts|js|json)$/.test(name))) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    cpSync(file, join(directory, file));
  }
  symlinkSync(resolve("node_modules"), join(directory, "node_modules"));
  return directory;
}

const failures: string[] = [];
let passed = 0;

function expect(name: string, isGood: boolean, detail = ""): void {
  if (isGood) passed++;
  else failures.push(detail === "" ? name : `${name}: ${detail}`);
}

const directory = copyRepository();
try {
  const clean = lint(directory);
  const first = clean[0];
  expect(
    "the repository itself passes",
    clean.length === 0,
    first && `${first.filename}: ${first.code} ${first.message}`,
  );

  const cases = [...importCases(), ...nodeCases(), ...otherCases()];
  for (const { file, source } of cases) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), source);
  }
  const session = join(directory, "src", "session.ts");
  const statements = sessionStatements();
  const exports = statements.map(({ path }, i) => `export { thing as thing${i} } from "${path}";\n`).join("");
  writeFileSync(session, readFileSync(session, "utf8") + exports);

  const reports = lint(directory);
  for (const { name, file, rule } of cases) {
    const codes = reports.filter(({ filename }) => filename === file).map(({ code }) => code);
    if (rule === undefined) expect(name, !codes.includes(restricted), "forbidden");
    else expect(name, codes.includes(rule), `${rule} is silent (${codes.join(", ")})`);
  }
  const ofSession = reports.filter(({ filename, code }) => filename === "src/session.ts" && code === restricted);
  for (const { path, isAllowed } of statements) {
    const isReported = ofSession.some(({ message }) => message.includes(`'${path}'`));
    expect(`session.ts ${isAllowed ? "may" : "must not"} import ${path}`, isReported !== isAllowed);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const failure of failures) console.log(`FAILED: ${failure}`);
console.log(`layers: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
