import * as z from "zod";
import { stoppedFixOf } from "../reporters/fix-marks.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { cutText } from "./budget.ts";
import type { Engine, Found } from "./engine.ts";
import { findingSchema, renderFinding } from "./finding.ts";
import { findByIds } from "./finding-id.ts";
import { type SourceView, viewSources } from "./source-view.ts";
import { argumentsOf, defineTool, readsOnly, type Tool } from "./tool.ts";

/** What the diffs may take together: a fix may change many files. */
const tokensOfDiffs = 900;
const mostFixes = 3;

const output = z.strictObject({
  finding: findingSchema,
  rule: z.string(),
  why: z.string(),
  source: z.string(),
  trace: z.array(
    z.strictObject({ function: z.string(), runs: z.string(), path: z.string(), line: z.int(), code: z.string() }),
  ),
  fixes: z.array(
    z.strictObject({
      title: z.string(),
      applicability: z.enum(["safe", "unsafe", "display"]),
      diff: z.string(),
      diff_is_cut: z.boolean(),
    }),
  ),
  /** A better fix that something in the program forbids. */
  stopped_fix: z.strictObject({ title: z.string(), path: z.string(), line: z.int(), reason: z.string() }).optional(),
});

type Explanation = z.infer<typeof output>;

export const explainFindingTool: Tool = defineTool({
  name: "explain_finding",
  title: "Explain a finding",
  description:
    "Why a finding of `check` is one: the source around it, every hop to its cause with the line of code, and each fix as a diff. Call it before changing code by hand, not for every finding of a list.",
  input: argumentsOf({ id: z.string().min(1).max(300).describe("`id` of a finding of `check`") }),
  output,
  annotations: readsOnly,
  run: async (engine, { id }) => {
    const [found] = await findByIds(engine, [id]);
    if (found === undefined) throw new Error("a finding that was found is gone");
    const data = explain(found, engine);
    return { data, text: render(data, renderFinding(found, engine).text) };
  },
});

function explain(found: Found, engine: Engine): Explanation {
  const { program, diagnostic } = found;
  const { base } = engine.options.confinement;
  const view = viewSources(program, engine);
  const { path, start, end } = diagnostic.location;
  return {
    finding: renderFinding(found, engine).data,
    rule: diagnostic.name,
    why: diagnostic.why,
    source: view.around(path, start.line, end.line),
    trace: diagnostic.trace.map(({ functionName, target, location }) => ({
      function: functionName,
      runs: target,
      path: shownPath(base, location.path),
      line: location.start.line,
      code: view.line(location.path, location.start.line),
    })),
    fixes: describeFixes(found, view),
    ...describeStoppedFix(found, base),
  };
}

function describeStoppedFix({ program, diagnostic }: Found, base: string): Pick<Explanation, "stopped_fix"> {
  const fix = stoppedFixOf(diagnostic, program.session);
  if (fix?.obstacle === undefined) return {};
  const { location, reason } = fix.obstacle;
  const path = shownPath(base, location.path);
  return { stopped_fix: { title: fix.title, path, line: location.start.line, reason } };
}

function describeFixes({ program, diagnostic }: Found, view: SourceView): Explanation["fixes"] {
  const fixes = program.session.fixesOf(diagnostic).filter(({ obstacle }) => obstacle === undefined);
  const shown = fixes.slice(0, mostFixes);
  return shown.map((fix) => {
    const { text, isCut } = cutText(view.diff(fix), tokensOfDiffs / shown.length);
    return { title: fix.title, applicability: fix.applicability, diff: text, diff_is_cut: isCut };
  });
}

function render({ rule, why, source, trace, fixes, stopped_fix: stopped }: Explanation, row: string): string {
  const hops = trace.map(
    ({ function: name, runs, path, line, code }) => `  ${name} runs ${runs} ${path}:${line}: ${code}`,
  );
  const shown = fixes.map(({ title, applicability, diff, diff_is_cut: isCut }) => {
    return `${applicability} fix: ${title}\n${diff}${isCut ? "(cut: `fix` with this id shows all of it)\n" : ""}`;
  });
  const parts = [
    `${row}rule: ${rule}${why === "" ? "" : `\nwhy: ${why}`}\n`,
    source === "" ? "" : `${source}\n`,
    hops.length === 0 ? "" : `path:\n${hops.join("\n")}\n`,
    shown.join("\n"),
    stopped === undefined ? "" : `not possible: ${stopped.title}: ${stopped.path}:${stopped.line} ${stopped.reason}\n`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}
