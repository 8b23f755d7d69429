/**
 * `npm run new-rule NAME CODE`: starts a rule. Writes src/rules/NAME.ts, its page and its first case, and adds the rule to
 * src/rules/registry.ts and to the table of the README, in the order of codes.
 *
 * The new rule finds nothing yet, so the example of its page fails: that is where to begin.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rules } from "../src/rules/registry.ts";
import type { RuleCategory } from "../src/rules/rule.ts";

/** By the first digit of the code. */
const categories: Readonly<Record<string, RuleCategory>> = {
  1: "blocking",
  2: "awaiting",
  3: "tasks",
  4: "errors",
  5: "loop",
  6: "threads",
  7: "resources",
  8: "races",
};

const registry = join("src", "rules", "registry.ts");
const readme = "README.md";
const summary = "One sentence that says what is found";

interface NewRule {
  readonly name: string;
  /** The name of the rule's constant. */
  readonly constant: string;
  readonly code: string;
  readonly category: RuleCategory;
}

function readArguments([name = "", code = "", ...rest]: readonly string[]): NewRule {
  const usage = "usage: npm run new-rule NAME CODE, for example: npm run new-rule unclosed-session AIO701";
  const category = categories[code.charAt(3)];
  if (rest.length > 0 || name === "" || code === "") fail(usage);
  if (!/^[a-z]+(-[a-z]+)+$/.test(name)) fail(`${name}: a name is kebab-case, of two words or more\n${usage}`);
  if (!/^AIO\d{3}$/.test(code) || category === undefined) fail(`${code}: a code is AIO101 to AIO899\n${usage}`);
  const taken = rules.find((rule) => rule.name === name || rule.code === code);
  if (taken !== undefined) fail(`there is a rule ${taken.name} (${taken.code})`);
  return { name, constant: name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), code, category };
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function ruleFile({ name, constant, code, category }: NewRule): string {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  return `import { say } from "../language/say.ts";
import { qualifiedName } from "../program/names.ts";
import { shapeOf, sitesOf } from "../program/program.ts";
import type { Program, SiteVisit } from "../program/program.ts";
import type { Module } from "../program/shape.ts";
import { siteLocation } from "../program/trace.ts";
import * as Site from "../summary/site-kind.ts";
import { createFingerprints } from "./fingerprint.ts";
import type { Rule } from "./rule.ts";

export const ${constant}: Rule = {
  code: "${code}",
  name: "${name}",
  summary: "${summary}",
  severity: "warning",
  aliases: [],
  since: "${version}",
  category: "${category}",
  serves: [],
  check: (program, report) => {
    const fingerprints = createFingerprints(${constant}.code);
    for (const module of program.modules) {
      for (const visit of sitesOf(program, module, (kind) => kind === Site.Call)) {
        if (!isWrong(program, module, visit)) continue;
        report({
          code: ${constant}.code,
          name: ${constant}.name,
          severity: ${constant}.severity,
          confidence: "certain",
          location: siteLocation(module, visit.site),
          message: say\`What is wrong\`,
          why: say\`Why that is bad\`,
          help: say\`What to do\`,
          trace: [],
          fingerprint: fingerprints(module, qualifiedName(visit.ref), "what it is about"),
        });
      }
    }
  },
};

/** Put here what the rule looks for; a call never gives a module. What is unknown must stay silent. */
function isWrong(program: Program, module: Module, visit: SiteVisit): boolean {
  return shapeOf(program, module, visit.value).kind === "module";
}
`;
}

function pageFile({ name, code }: NewRule): string {
  return `# ${name} (${code})

## What it does

Finds …

## Why is this bad?

…

## Example

\`\`\`python
async def serve(request):
    request.answer()  # error
\`\`\`

## Use instead

\`\`\`python
async def serve(request):
    await request.answer()
\`\`\`

## Fix

…

## Known limits

- …

## References

- Python: …
`;
}

function caseFile({ code }: NewRule): string {
  return `# What the page has no room for

## In another file

\`app/answers.py\`:

\`\`\`python
def answer(request):
    request.answer()
\`\`\`

\`app/views.py\`:

\`\`\`python
from app.answers import answer


async def serve(request):
    answer(request)  # missed: [${code}]
\`\`\`
`;
}

/** Adds the import, in order of file, and the entry, in order of code. */
function register(text: string, { name, constant, code }: NewRule): string {
  const statement = `import { ${constant} } from "./${name}.ts";`;
  const withImport = insertBefore(text, statement, (line) => {
    const other = /^import \{ \w+ \} from "\.\/([\w-]+)\.ts";$/.exec(line)?.[1];
    return line.startsWith("import type") || (other !== undefined && other > name);
  });
  const next = rules.find((rule) => rule.code > code);
  const isNext = (line: string): boolean =>
    next === undefined ? line === "];" : line === `  ${constantOf(text, next.name)},`;
  return insertBefore(withImport, `  ${constant},`, isNext);
}

/** What the registry calls a rule. */
function constantOf(text: string, name: string): string {
  const constant = new RegExp(`^import \\{ (\\w+) \\} from "\\./${name}\\.ts";$`, "m").exec(text)?.[1];
  return constant ?? fail(`${registry} does not import ${name}`);
}

function addTableRow(text: string, { name, code }: NewRule): string {
  const row = `| ${code} | ${name} | ${summary} | warning |`;
  const rows = text.split("\n").filter((line) => /^\| AIO\d{3} \|/.test(line));
  const next = rows.find((line) => line > row);
  if (next !== undefined) return insertBefore(text, row, (line) => line === next);
  const last = rows.at(-1) ?? fail(`${readme} has no table of the rules`);
  return text.replace(last, () => `${last}\n${row}`);
}

function insertBefore(text: string, line: string, isPlace: (line: string) => boolean): string {
  const lines = text.split("\n");
  const place = lines.findIndex((candidate) => isPlace(candidate));
  if (place < 0) fail(`no place found for: ${line}`);
  return lines.toSpliced(place, 0, line).join("\n");
}

function writeNew(path: string, text: string): void {
  if (existsSync(path)) fail(`${path} exists already`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}

function change(path: string, edit: (text: string) => string): void {
  writeFileSync(path, edit(readFileSync(path, "utf8")));
  console.log(`changed ${path}`);
}

const rule = readArguments(process.argv.slice(2));
writeNew(join("src", "rules", `${rule.name}.ts`), ruleFile(rule));
writeNew(join("src", "rules", `${rule.name}.md`), pageFile(rule));
writeNew(join("test", "rules", rule.name, "cases.md"), caseFile(rule));
change(registry, (text) => register(text, rule));
change(readme, (text) => addTableRow(text, rule));
console.log(`\nNow: npm run test:only -- rules.test sets`);
