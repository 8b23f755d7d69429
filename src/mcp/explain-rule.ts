import * as z from "zod";
import { findRule } from "../config/rule-selectors.ts";
import { say, translate } from "../language/say.ts";
import { rules } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";
import { readRulePage } from "../workspace/rule-pages.ts";
import { severitySchema } from "./finding.ts";
import { argumentsOf, defineTool, readsOnly, type Tool } from "./tool.ts";

const output = z.strictObject({
  rules: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      summary: z.string(),
      severity: severitySchema,
      on_by_default: z.boolean(),
    }),
  ),
  page: z.string().optional(),
});

export const explainRuleTool: Tool = defineTool({
  name: "explain_rule",
  title: "Explain a rule",
  description:
    "What a rule finds, why that is bad, a bad and a good example; the whole page with `full`. Without a rule, the list of all rules.",
  input: argumentsOf({
    rule: z.string().optional().describe("Code (AIO102), name (blocking-network), or the code of flake8-async or ruff"),
    full: z.boolean().default(false).describe("The whole page: what each fix writes, known limits, references"),
  }),
  output,
  annotations: readsOnly,
  run: ({ options }, asked) => {
    const chosen = asked.rule === undefined ? rules : [findRule(asked.rule, rules)];
    const [first] = chosen;
    const whole =
      asked.rule === undefined || first === undefined ? undefined : pageOf(first, options.rulePagesDirectory);
    const page = asked.full ? whole : whole && withoutDetails(whole);
    const described = chosen.map(({ code, name, summary, severity, isOffByDefault }) => {
      return { code, name, summary: translate(summary), severity, on_by_default: isOffByDefault !== true };
    });
    const rows = described.map(
      ({ code, name, summary, severity, on_by_default }) =>
        `${code} ${name} (${on_by_default ? severity : say`off by default`}): ${summary}\n`,
    );
    const data = { rules: described, ...(page === undefined ? {} : { page }) };
    return Promise.resolve({ data, text: page ?? rows.join("") });
  },
});

/**
 * The page up to its section on fixes. Sections are counted, for the pages have the same ones in every language: what a rule
 * does, why, example, use instead; then fix, known limits, references.
 */
function withoutDetails(page: string): string {
  const sections = [...page.matchAll(/^```[^]*?^```$|^## /gm)].filter(([mark]) => mark === "## ");
  return page.slice(0, sections[4]?.index);
}

/** The page as it is shipped. */
export function pageOf(rule: Rule, directory: string): string {
  return readRulePage(rule.name, directory) ?? `# ${rule.name} (${rule.code})\n\n${translate(rule.summary)}.\n`;
}
