import * as z from "zod";
import { type Options, severities } from "../config/options.ts";
import { compareDiagnostics } from "../diagnostics/diagnostic.ts";
import type { HiddenCounts } from "../diagnostics/filter-diagnostics.ts";
import { countOf } from "../language/say.ts";
import { describeRest } from "./describe-rest.ts";
import { takePage, tokensOfPage } from "./budget.ts";
import { type Found, pathTest, shownFindings } from "./engine.ts";
import { confidenceSchema, findingSchema, renderFinding, severitySchema } from "./finding.ts";
import { idOf } from "./finding-id.ts";
import { argumentsOf, readsOnly, type Tool, defineTool } from "./tool.ts";

const mostFindings = 100;
/** For what stands around the findings. */
const tokensOfFrame = 250;

const input = argumentsOf({
  paths: z.array(z.string()).max(200).optional().describe("Files or directories to report on; all when left out"),
  select: z.array(z.string()).max(100).optional().describe("Only these rules: codes, prefixes (AIO1), names, ALL"),
  ignore: z.array(z.string()).max(100).optional().describe("Not these rules"),
  confidence: confidenceSchema.optional().describe("`likely` shows what is not certain as well"),
  min_severity: severitySchema.optional().describe("`information` shows start-up code and tests as well"),
  limit: z.int().min(1).max(mostFindings).default(mostFindings).describe("Most findings of an answer"),
  cursor: z.string().optional().describe("`next_cursor` of the last answer, the other arguments unchanged"),
});

const output = z.strictObject({
  findings: z.array(findingSchema),
  total: z.int(),
  by_rule: z.record(z.string(), z.int()),
  files: z.int(),
  hidden: z.strictObject({ likely: z.int(), warning: z.int(), information: z.int() }),
  next_cursor: z.string().optional(),
});

export const checkTool: Tool = defineTool({
  name: "check",
  title: "Find async bugs",
  description:
    "Finds what blocks the event loop (also several calls and files away), coroutines never awaited, lost tasks, leaked sessions, nested loops. Call it before and after changing async Python. Gives one page of findings, errors first, each with an `id` for `explain_finding`, `fix` and `suppress`.",
  input,
  output,
  annotations: readsOnly,
  run: async (engine, asked) => {
    const programs = await engine.programs(selectionOf(asked));
    const isWanted = pathTest(asked.paths, engine);
    const filtered = programs.map((program) => ({ program, ...shownFindings(program, isWanted) }));
    const found = filtered.flatMap(({ program, shown }) => shown.map((diagnostic): Found => ({ program, diagnostic })));
    const { cursor, limit, ...question } = asked;
    const page = takePage({
      items: found.toSorted(compareFound),
      cursor,
      question,
      limit,
      tokens: tokensOfPage - tokensOfFrame,
      keyOf: ({ diagnostic }) => idOf(diagnostic),
      render: (found) => renderFinding(found, engine),
    });
    const byRule: Record<string, number> = {};
    for (const { diagnostic } of found) byRule[diagnostic.code] = (byRule[diagnostic.code] ?? 0) + 1;
    const files = programs.reduce((sum, program) => sum + program.files.filter(isWanted).length, 0);
    const hidden = sumHidden(filtered.map((item) => item.hidden));
    const data = { total: found.length, by_rule: byRule, files, hidden };
    const next = page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor };
    return {
      data: { findings: [...page.data], ...data, ...next },
      text: `${describeTotals(data)}\n${page.text}${describeRest(page.left, page.nextCursor)}`,
    };
  },
});

/** Rules and levels as options, those that were given. */
function selectionOf(asked: z.output<typeof input>): Options {
  const options: Options = {};
  if (asked.select !== undefined) options.select = asked.select;
  if (asked.ignore !== undefined) options.ignore = asked.ignore;
  if (asked.confidence !== undefined) options.confidence = asked.confidence;
  if (asked.min_severity !== undefined) options.minSeverity = asked.min_severity;
  return options;
}

/** The worst first, what is certain before what is likely. */
function compareFound({ diagnostic: left }: Found, { diagnostic: right }: Found): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    Number(left.confidence === "likely") - Number(right.confidence === "likely") ||
    compareDiagnostics(left, right)
  );
}

interface Totals {
  readonly total: number;
  readonly by_rule: Readonly<Record<string, number>>;
  readonly files: number;
  readonly hidden: { readonly likely: number; readonly warning: number; readonly information: number };
}

function sumHidden(counts: readonly HiddenCounts[]): Totals["hidden"] {
  const hidden = { likely: 0, warning: 0, information: 0 };
  for (const { likely, bySeverity } of counts) {
    hidden.likely += likely;
    hidden.warning += bySeverity.get("warning") ?? 0;
    hidden.information += bySeverity.get("information") ?? 0;
  }
  return hidden;
}

function describeTotals({ total, by_rule, files, hidden }: Totals): string {
  const rules = Object.entries(by_rule)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, count]) => `${code} ${count}`);
  const found = total === 0 ? "No findings" : countOf(total, "finding");
  const parts = Object.entries(hidden).filter(([, count]) => count > 0);
  const unshown = parts.length === 0 ? "" : ` (hidden: ${parts.map(([what, count]) => `${count} ${what}`).join(", ")})`;
  return `${found} in ${countOf(files, "file")}${rules.length === 0 ? "" : `: ${rules.join(", ")}`}${unshown}`;
}
