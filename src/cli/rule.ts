import { findRule } from "../config/rule-selectors.ts";
import { UserError } from "../config/user-error.ts";
import { say, translate } from "../language/say.ts";
import { renderMarkdown } from "../reporters/markdown.ts";
import type { TextStyle } from "../reporters/report.ts";
import { rules } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";
import { readRulePage } from "../workspace/rule-pages.ts";
import { type Command, exitClean } from "./command.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { rulePagesDirectory } from "./shipped-files.ts";
import { outputStyle, writeOutput } from "./terminal.ts";

const formats = ["text", "json"] as const;

export const command: Command = {
  name: "rule",
  usage: "rule [CODE|NAME]",
  summary: "Explain a rule, or list all of them",
  description: "A rule can be named by its code, its name, or the code of the same rule in flake8-async or ruff.",
  options: [
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: formats,
      description: "How rules are printed (default: text)",
    },
  ],
  examples: ["uncoil rule", "uncoil rule AIO101", "uncoil rule blocking-network"],
  run: runRule,
};

async function runRule(parsed: ParsedArguments): Promise<number> {
  const [wanted, ...rest] = parsed.positionals;
  if (rest.length > 0) throw new UserError(say`\`uncoil rule\` explains one rule at a time`);
  const isJson = parsed.valueOf("output-format") === "json";
  const style = outputStyle(parsed.valueOf("color"));
  if (wanted === undefined) {
    writeOutput(isJson ? toJson(rules.map(describeRule)) : renderTable(style));
  } else {
    const rule = findRule(wanted, rules);
    writeOutput(isJson ? toJson(describeRule(rule)) : renderRule(rule, style));
  }
  return exitClean;
}

function renderTable({ painter }: TextStyle): string {
  const nameWidth = Math.max(0, ...rules.map(({ name }) => name.length));
  const severityOf = (rule: Rule): string => (rule.isOffByDefault ? say`off` : translate(rule.severity));
  const severityWidth = Math.max(0, ...rules.map((rule) => severityOf(rule).length));
  const rows = rules.map((rule) => {
    const severity = painter.dim(severityOf(rule).padEnd(severityWidth));
    return `${painter.bold(painter.cyan(rule.code))}  ${painter.bold(rule.name.padEnd(nameWidth))}  ${severity}  ${translate(rule.summary)}\n`;
  });
  return rows.join("");
}

function renderRule(rule: Rule, style: TextStyle): string {
  const { painter } = style;
  const aliases = rule.aliases.length === 0 ? "" : say`, also known as ${rule.aliases.join(", ")}`;
  const state = rule.isOffByDefault ? say`off by default` : say`severity ${translate(rule.severity)}`;
  const facts = say`${state}, since ${rule.since}${aliases}`;
  const page = renderMarkdown(
    readRulePage(rule.name, rulePagesDirectory) ?? `# ${rule.name} (${rule.code})\n\n${translate(rule.summary)}.\n`,
    style,
  );
  const [title = "", ...rest] = page.split("\n");
  return `${title}\n${painter.dim(facts)}\n${rest.join("\n")}`;
}

function describeRule(rule: Rule): object {
  const { code, name, severity, aliases, since, category } = rule;
  return {
    code,
    name,
    summary: translate(rule.summary),
    severity,
    category,
    enabled_by_default: !rule.isOffByDefault,
    aliases,
    since,
    explanation: readRulePage(rule.name, rulePagesDirectory) ?? null,
  };
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
