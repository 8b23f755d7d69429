import * as z from "zod";
import { UserError } from "../config/user-error.ts";
import type { Survey, SurveyEntry } from "../diagnostics/survey.ts";
import { countOf } from "../language/say.ts";
import { entriesNamed } from "../reporters/entries-named.ts";
import { createPainter } from "../reporters/painter.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { reportEntries } from "../reporters/survey-tree.ts";
import { readVersions, withVersions } from "../workspace/read-versions.ts";
import { cutText, type Rendered, takePage, tokensOfPage } from "./budget.ts";
import { describeRest } from "./describe-rest.ts";
import type { Program } from "./engine.ts";
import { argumentsOf, defineTool, readsOnly, type Tool } from "./tool.ts";

const mostEntries = 100;
const mostLibraries = 25;
const mostParts = 15;
const mostExamples = 3;
const tokensOfFrame = 950;
const tokensOfTree = 900;

const contextSchema = z.enum(["loop", "worker", "startup", "unknown"]);

const entryShape = z.strictObject({
  entry: z.string(),
  kind: z.string(),
  runs_on: contextSchema,
  path: z.string(),
  line: z.int(),
  /** I/O that stops the event loop, or would: `network: requests.get app/client.py:7`. */
  blocks: z.array(z.string()),
});

const projectShape = z.strictObject({
  root: z.string(),
  files: z.int(),
  functions: z.int(),
  coroutines: z.int(),
  /** Functions by where they were seen to run. */
  contexts: z.strictObject({ loop: z.int(), worker: z.int(), startup: z.int(), unknown: z.int() }),
  libraries: z.array(z.strictObject({ name: z.string(), role: z.string(), version: z.string().optional() })),
  /** Calls by kind and how they are done: `network: 3 blocking, 7 awaited`. */
  io: z.array(z.string()),
  parts: z.array(z.strictObject({ name: z.string(), verdict: z.string() })),
});

const output = z.strictObject({
  projects: z.array(projectShape),
  entries: z.array(entryShape),
  total_entries: z.int(),
  tree: z.string().optional(),
  next_cursor: z.string().optional(),
});

type Entry = z.infer<typeof entryShape>;
type Project = z.infer<typeof projectShape>;

interface Listed {
  readonly entry: SurveyEntry;
  readonly survey: Survey;
}

export const surveyTool: Tool = defineTool({
  name: "survey",
  title: "Survey a project",
  description:
    "What a Python project is, before anything is judged: frameworks, entry points with the I/O below each (worst first), where functions run, a verdict on each part. Call it first in a project you do not know. With `entry`, the call tree below that entry point.",
  input: argumentsOf({
    entry: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe("A route (`GET /books/{isbn}`), a function, or part of either"),
    limit: z.int().min(1).max(mostEntries).default(mostEntries).describe("Most entry points of an answer"),
    cursor: z.string().optional().describe("`next_cursor` of the last answer, the other arguments unchanged"),
  }),
  output,
  annotations: readsOnly,
  run: async (engine, { entry, limit, cursor }) => {
    const { base } = engine.options.confinement;
    const programs = await engine.programs();
    const surveys = programs.map((program) => program.survey());
    const listed = surveys.flatMap((survey) => chooseEntries(survey, entry, surveys.length > 1));
    if (entry !== undefined && listed.length === 0) throw new UserError(`there is no entry point \`${entry}\``);
    // What stands around the entries is on the first page only.
    const isFirst = cursor === undefined && entry === undefined;
    const projects = isFirst
      ? await Promise.all(programs.map((program) => describeProject(program, base, programs.length)))
      : [];
    const tree = entry === undefined ? undefined : renderTrees(listed, base);
    const page = takePage({
      items: listed,
      cursor,
      question: entry,
      limit,
      tokens: tokensOfPage - (isFirst || tree !== undefined ? tokensOfFrame : 0),
      keyOf: (item) => `${item.entry.name} ${item.entry.label}`,
      render: (item) => renderEntry(item.entry, base),
    });
    const next = page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor };
    const shownTree = tree === undefined ? {} : { tree };
    return {
      data: { projects, entries: [...page.data], total_entries: listed.length, ...shownTree, ...next },
      text: [
        ...projects.map(renderProject),
        `${countOf(listed.length, "entry point")}, those that block the loop first:\n`,
        page.text,
        describeRest(page.left, page.nextCursor),
        tree === undefined ? "" : `\n${tree}`,
      ].join(""),
    };
  },
});

function chooseEntries(survey: Survey, name: string | undefined, isOneOfMany: boolean): readonly Listed[] {
  try {
    const entries = name === undefined ? survey.entries : entriesNamed(survey, name);
    return entries.map((entry) => ({ entry, survey }));
  } catch (error) {
    // Another root may have it.
    if (isOneOfMany && error instanceof UserError) return [];
    throw error;
  }
}

function renderTrees(listed: readonly Listed[], base: string): string {
  const style = { painter: createPainter(false), width: 100, wraps: false };
  const trees = listed.map(({ entry, survey }) => reportEntries(survey, [entry], style, base));
  const { text, isCut } = cutText(trees.join("\n"), tokensOfTree);
  return isCut ? `${text}… cut: name one of the functions below as the target of \`blocking_paths\`\n` : text;
}

async function describeProject(program: Program, base: string, count: number): Promise<Project> {
  const { settings, sitePackages, root } = program;
  const { counts, contexts, libraries, io, parts } = program.survey();
  const versions = await readVersions({ projectRoot: settings.projectRoot, sitePackages });
  const kinds = [...new Set(io.map(({ kind }) => kind))];
  return {
    root: shownPath(base, root),
    files: counts.files,
    functions: counts.functions,
    coroutines: counts.coroutines,
    contexts: {
      loop: contexts.loop,
      worker: contexts.worker,
      startup: contexts.startup,
      unknown: contexts.unknown,
    },
    libraries: withVersions(libraries, versions)
      .slice(0, Math.ceil(mostLibraries / count))
      .map(({ name, role, version }) => ({ name, role, ...(version === undefined ? {} : { version: version.text }) })),
    io: kinds.map((kind) => {
      const own = io.filter((item) => item.kind === kind).map(({ how, count }) => `${count} ${how}`);
      return `${kind}: ${own.join(", ")}`;
    }),
    parts: parts.slice(0, Math.ceil(mostParts / count)).map(({ name, title }) => ({ name, verdict: title })),
  };
}

function renderProject({ root, files, functions, coroutines, contexts, libraries, io, parts }: Project): string {
  const used = libraries.map(
    ({ name, version, role }) => `${name}${version === undefined ? "" : ` ${version}`} (${role})`,
  );
  const rows = [
    `${root}: ${countOf(files, "file")}, ${countOf(functions, "function")}, ${countOf(coroutines, "coroutine")}`,
    `runs on: loop ${contexts.loop}, threads ${contexts.worker}, start-up ${contexts.startup}, unknown ${contexts.unknown}`,
    `libraries: ${used.join(", ")}`,
    `I/O: ${io.join("; ")}`,
    ...parts.map(({ name, verdict }) => `part ${name}: ${verdict}`),
  ];
  return `${rows.join("\n")}\n`;
}

function renderEntry(entry: SurveyEntry, base: string): Rendered<Entry> {
  const blocks = entry.examples
    .filter(({ how }) => how === "blocking")
    .slice(0, mostExamples)
    .map(({ kind, name, path, line }) => `${kind}: ${name} ${shownPath(base, path)}:${line}`);
  const { label, kind, context, line } = entry;
  const path = shownPath(base, entry.path);
  const io = blocks.length === 0 ? "" : `, blocks: ${blocks.join("; ")}`;
  return {
    data: { entry: label, kind, runs_on: context, path, line, blocks },
    text: `  ${label} ${path}:${line} (${kind}, ${context})${io}\n`,
  };
}
