import * as z from "zod";
import { UserError } from "../config/user-error.ts";
import { defaultSettings } from "../config/settings.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { FixOutcome, WithdrawnFix } from "../fixes/fix-all.ts";
import type { AppliedFix } from "../fixes/trial.ts";
import { countOf } from "../language/say.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { unifiedDiff } from "../reporters/unified-diff.ts";
import { decodeText } from "../workspace/source-reader.ts";
import { cutText, itemsWithin, takePage, tokensOfPage } from "./budget.ts";
import { type Engine, everything, pathTest, type Program, shownFindings } from "./engine.ts";
import { findByIds, idOf } from "./finding-id.ts";
import { argumentsOf, defineTool, mayWrite, type Tool } from "./tool.ts";
import { writeChanges } from "./write-changes.ts";

const mostFiles = 20;
const tokensOfFixed = 450;
const tokensOfLeftAlone = 250;
const tokensOfFiles = 150;

const input = argumentsOf({
  ids: z
    .array(z.string().min(1).max(300))
    .max(200)
    .optional()
    .describe("Findings of `check` to mend; all when left out"),
  rules: z.array(z.string()).max(100).optional().describe("Mend findings of these rules only"),
  paths: z.array(z.string()).max(200).optional().describe("Mend, and change, only files at or below these"),
  unsafe: z
    .boolean()
    .default(false)
    .describe("Apply fixes that may change behaviour too: most that move calls to threads"),
  write: z.boolean().default(false).describe("Write the files; otherwise nothing is changed and the diff is shown"),
  cursor: z.string().optional().describe("`next_cursor` of the last diff, the other arguments unchanged"),
});

const mended = z.strictObject({ id: z.string(), code: z.string(), place: z.string(), title: z.string() });

const output = z.strictObject({
  written: z.boolean(),
  fixed: z.int(),
  fixes: z.array(mended),
  left_alone: z.array(mended.extend({ reason: z.string() })),
  files_changed: z.int(),
  files: z.array(z.string()),
  not_written: z.array(z.string()),
  still_found: z.int(),
  diff: z.string().optional(),
  next_cursor: z.string().optional(),
});

type Answer = z.infer<typeof output>;

export const fixTool: Tool = defineTool({
  name: "fix",
  title: "Fix findings",
  description:
    "Mends findings and checks the result: each file still parses, the finding is gone and no other has come. By default nothing is written and the diff is shown; send `write: true` with the same arguments to write it. Safe fixes only, unless `unsafe`.",
  input,
  output,
  annotations: mayWrite,
  run: async (engine, asked) => {
    const outcomes = await fixPrograms(engine, asked);
    return asked.write ? writeOutcomes(engine, outcomes) : showOutcomes(engine, outcomes, asked);
  },
});

type Outcome = FixOutcome & { readonly changed: readonly string[] };

/** The last outcome: the next page of its diff, or writing it, asks for the same again. */
const lastOutcomes = new WeakMap<Engine, { readonly key: string; readonly outcomes: readonly Outcome[] }>();

async function fixPrograms(engine: Engine, asked: z.output<typeof input>): Promise<readonly Outcome[]> {
  const { ids, rules, paths, unsafe } = asked;
  if (ids !== undefined && rules !== undefined)
    throw new UserError("`ids` and `rules` cannot be used together", "send the ids alone: each names its finding");
  const isWanted = pathTest(paths, engine);
  const named = ids === undefined ? undefined : await findByIds(engine, ids);
  const programs = await engine.programs(rules === undefined ? {} : { select: rules });
  const state = programs.map(({ revision, settings }) => [revision, settings, [...settings.perFileIgnores]]);
  const key = JSON.stringify([ids, rules, paths, unsafe, state]);
  const last = lastOutcomes.get(engine);
  if (last?.key === key) return last.outcomes;
  const outcomes = programs.map((program) => {
    const own = named?.filter((found) => found.program.root === program.root).map(({ diagnostic }) => diagnostic);
    const files = new Set(program.files);
    return program.openScratch().fixAll(settingsFor(program, own), {
      allowsUnsafe: unsafe,
      mayChange: (path) => files.has(path) && isWanted(path),
      ...(own === undefined ? {} : { only: new Set(own.map(({ fingerprint }) => fingerprint)) }),
    });
  });
  lastOutcomes.set(engine, { key, outcomes });
  return outcomes;
}

/** Findings that the settings hide are mended as well when they are named. */
function settingsFor(program: Program, named: readonly Diagnostic[] | undefined): Program["settings"] {
  const { settings } = program;
  const shown = new Set(shownFindings(program).shown.map(({ fingerprint }) => fingerprint));
  if (named === undefined || named.every(({ fingerprint }) => shown.has(fingerprint))) return settings;
  return defaultSettings(settings.projectRoot, everything);
}

function describeOutcomes(engine: Engine, outcomes: readonly Outcome[]): Omit<Answer, "written" | "not_written"> {
  const { base } = engine.options.confinement;
  const describe = ({ diagnostic, fix }: AppliedFix): Answer["fixes"][number] => ({
    id: idOf(diagnostic),
    code: diagnostic.code,
    place: `${shownPath(base, diagnostic.location.path)}:${diagnostic.location.start.line}`,
    title: fix.title,
  });
  const applied = outcomes.flatMap((outcome) => outcome.applied);
  const files = outcomes.flatMap((outcome) => [...outcome.files.keys()]).map((path) => shownPath(base, path));
  const withdrawn = outcomes.flatMap((outcome): readonly WithdrawnFix[] => outcome.withdrawn);
  return {
    fixed: applied.length,
    fixes: itemsWithin(applied.map(describe), tokensOfFixed),
    left_alone: itemsWithin(
      withdrawn.map((item) => ({ ...describe(item), reason: item.reason })),
      tokensOfLeftAlone,
    ),
    files_changed: files.length,
    files: files.slice(0, mostFiles),
    still_found: outcomes.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0),
  };
}

function writeOutcomes(engine: Engine, outcomes: readonly Outcome[]): { text: string; data: Answer } {
  const changes = outcomes.flatMap(({ files }) => [...files]);
  const problems = writeChanges(engine, new Map(changes));
  const { base } = engine.options.confinement;
  for (const path of outcomes.flatMap(({ changed }) => changed))
    problems.push(`${shownPath(base, path)} has changed since it was read: left alone`);
  const data = { written: problems.length === 0, ...describeOutcomes(engine, outcomes), not_written: problems };
  const rows = problems.map((problem) => `not written: ${problem}\n`);
  return { data, text: `${describeFixed(data, "Fixed")}${rows.join("")}` };
}

function showOutcomes(
  engine: Engine,
  outcomes: readonly Outcome[],
  { cursor, ...question }: z.output<typeof input>,
): { text: string; data: Answer } {
  const { base } = engine.options.confinement;
  const described = describeOutcomes(engine, outcomes);
  const tokens = tokensOfPage - tokensOfFixed - tokensOfLeftAlone - tokensOfFiles;
  const page = takePage({
    items: outcomes.flatMap(({ files }) => [...files]),
    cursor,
    question,
    limit: Math.max(1, described.files_changed),
    tokens,
    keyOf: ([path]) => shownPath(base, path),
    render: ([path, { before, after }]) => {
      const { text, isCut } = cutText(
        unifiedDiff(shownPath(base, path), decodeText(before), decodeText(after)),
        tokens,
      );
      const diff = `${text}${isCut ? `(the rest of ${shownPath(base, path)} is not shown)\n` : ""}`;
      return { text: diff, data: diff };
    },
  });
  const diff = page.data.join("");
  const next = page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor };
  const rest =
    page.nextCursor === undefined
      ? ""
      : `${countOf(page.left, "file")} more: call again with cursor "${page.nextCursor}"\n`;
  const data = { written: false, ...described, not_written: [], diff, ...next };
  return { data, text: `${describeFixed(data, "Would fix")}${diff}${rest}` };
}

function describeFixed(
  { fixed, fixes, left_alone, files_changed, still_found }: Answer,
  verb: "Fixed" | "Would fix",
): string {
  const lead =
    fixed === 0 ? "Nothing to fix" : `${verb} ${countOf(fixed, "finding")} in ${countOf(files_changed, "file")}`;
  const unlisted = fixed - fixes.length;
  const rows = [
    ...fixes.map(({ id, code, place, title }) => `  ${id} ${place} ${code} ${title}\n`),
    unlisted === 0 ? "" : `  and ${unlisted} more\n`,
    ...left_alone.map(({ id, code, place, reason }) => `  left alone: ${id} ${place} ${code}: ${reason}\n`),
  ];
  const rest = `${countOf(still_found, "finding")} ${verb === "Fixed" ? "left" : "would be left"}`;
  return `${lead}; ${rest}\n${rows.join("")}`;
}
