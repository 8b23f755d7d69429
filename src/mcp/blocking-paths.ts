import * as z from "zod";
import { suggestName } from "../config/closest-name.ts";
import { UserError } from "../config/user-error.ts";
import type { Context, Survey, SurveyEntry, SurveyFunction, SurveyStep } from "../diagnostics/survey.ts";
import { countOf } from "../language/say.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { confinePath } from "../workspace/confine-path.ts";
import { isInside } from "../workspace/path-relations.ts";
import { takePage, tokensOfPage } from "./budget.ts";
import { describeRest } from "./describe-rest.ts";
import type { Engine, Program } from "./engine.ts";
import { argumentsOf, defineTool, readsOnly, type Tool } from "./tool.ts";

const mostPaths = 100;
const tokensOfFrame = 150;
const usage = "send a dotted name (`app.db.load`, `Repo.load`), a library call (`requests.get`) or `FILE:LINE`";

const hopShape = z.strictObject({
  function: z.string(),
  path: z.string(),
  line: z.int(),
  how: z.enum(["calls", "awaits", "starts", "offloads", "injects"]),
});

const pathShape = z.strictObject({
  entry: z.string(),
  kind: z.string(),
  runs_on: z.enum(["loop", "worker", "startup", "unknown"]),
  hops: z.array(hopShape),
});

const output = z.strictObject({
  target: z.string(),
  total: z.int(),
  on_loop: z.int(),
  paths: z.array(pathShape),
  next_cursor: z.string().optional(),
});

/** A way from an entry point, or the innermost coroutine, down to the target. */
type BlockingPath = z.infer<typeof pathShape>;

export const blockingPathsTool: Tool = defineTool({
  name: "blocking_paths",
  title: "Find who reaches a callable",
  description:
    "Which entry points (routes, tasks, callbacks, commands) reach a function or library call, by which calls, and on which thread it then runs. Call it before changing a function, or to see whether something can block the event loop. FILE:LINE gives every way from the loop to that line.",
  input: argumentsOf({
    target: z.string().min(1).max(300).describe("Dotted name, library call, or FILE:LINE"),
    limit: z.int().min(1).max(mostPaths).default(mostPaths).describe("Most paths of an answer"),
    cursor: z.string().optional().describe("`next_cursor` of the last answer, the other arguments unchanged"),
  }),
  output,
  annotations: readsOnly,
  run: async (engine, { target, limit, cursor }) => {
    const place = /^(.+\.pyi?):(\d+)$/.exec(target);
    const programs = await engine.programs();
    const paths =
      place === null
        ? pathsToName(programs, target, engine)
        : pathsToLine(programs, place[1] ?? "", Number(place[2]), engine);
    const page = takePage({
      items: paths.toSorted(comparePaths),
      cursor,
      question: target,
      limit,
      tokens: tokensOfPage - tokensOfFrame,
      keyOf: (path) => path.hops.map((hop) => hop.function).join(">"),
      render: (path) => ({ data: path, text: renderPath(path) }),
    });
    const onLoop = paths.filter((path) => path.runs_on === "loop").length;
    const lead =
      paths.length === 0
        ? `Nothing is known to reach ${target}: no entry point does, or what happens there is no I/O\n`
        : `${target}: ${countOf(paths.length, "path")}, ${onLoop} on the event loop\n`;
    const next = page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor };
    return {
      data: { target, total: paths.length, on_loop: onLoop, paths: [...page.data], ...next },
      text: `${lead}${page.text}${describeRest(page.left, page.nextCursor)}`,
    };
  },
});

function pathsToLine(programs: readonly Program[], file: string, line: number, engine: Engine): BlockingPath[] {
  const { confinement } = engine.options;
  const path = confinePath(file, confinement);
  const program = programs.find(({ root }) => isInside(path, root));
  const found = program?.session.pathsToLoop(path, line) ?? [];
  return found.map(({ hops }) => ({
    entry: hops[0]?.functionName ?? "",
    kind: "coroutine or callback",
    runs_on: "loop",
    hops: hops.map(({ functionName, location }) => ({
      function: functionName,
      path: shownPath(confinement.base, location.path),
      line: location.start.line,
      how: "calls",
    })),
  }));
}

function pathsToName(programs: readonly Program[], name: string, engine: Engine): BlockingPath[] {
  const { base } = engine.options.confinement;
  const names = new Set<string>();
  let isKnown = false;
  const paths = programs.flatMap((program) => {
    const survey = program.survey();
    const isTarget = (candidate: string): boolean => candidate === name || candidate.endsWith(`.${name}`);
    for (const fn of survey.functions) names.add(dottedName(fn)).add(fn.name);
    const ends = findEnds(survey, isTarget);
    isKnown ||= ends.size > 0 || program.session.describe(name) !== undefined;
    return pathsFromEntries(survey, ends, base);
  });
  if (!isKnown) throw new UserError(`nothing is known of \`${name}\``, suggestName(name, [...names]) || usage);
  return paths;
}

function dottedName({ module, name }: SurveyFunction): string {
  return `${module}.${name}`;
}

/** Functions that are the target, or do the I/O that is: with the step that does it. */
function findEnds(survey: Survey, isTarget: (name: string) => boolean): Map<number, SurveyStep | undefined> {
  const ends = new Map<number, SurveyStep | undefined>();
  for (const [index, fn] of survey.functions.entries()) {
    const step = fn.steps.find(({ io }) => io !== undefined && isTarget(io.name));
    if (isTarget(dottedName(fn))) ends.set(index, undefined);
    else if (step !== undefined) ends.set(index, step);
  }
  return ends;
}

/** For each entry the shortest way to each of the ends below it. */
function pathsFromEntries(
  survey: Survey,
  ends: ReadonlyMap<number, SurveyStep | undefined>,
  base: string,
): BlockingPath[] {
  return survey.entries.flatMap((entry) => {
    const ways = waysBelow(survey, entry.function);
    return [...ends].flatMap(([end, step]) => {
      const way = ways.get(end);
      return way === undefined
        ? []
        : [describePath(survey, entry, step === undefined ? way : [...way, { at: end, step }], base)];
    });
  });
}

/** A step of a function, by the function's index. */
interface TakenStep {
  readonly at: number;
  readonly step: SurveyStep;
}

/** The shortest way from a function to every function below it. */
function waysBelow({ functions }: Survey, start: number): Map<number, readonly TakenStep[]> {
  const ways = new Map<number, readonly TakenStep[]>();
  if (start < 0) return ways;
  ways.set(start, []);
  // A map is iterated over what is added on the way, too.
  for (const [at, way] of ways)
    for (const step of functions[at]?.steps ?? [])
      if (step.to >= 0 && !ways.has(step.to)) ways.set(step.to, [...way, { at, step }]);
  return ways;
}

function describePath(survey: Survey, entry: SurveyEntry, way: readonly TakenStep[], base: string): BlockingPath {
  const hops = way.map(({ at, step }) => {
    const fn = survey.functions[at];
    return {
      function: fn?.name ?? entry.name,
      path: shownPath(base, fn?.path ?? entry.path),
      line: step.line,
      how: step.how,
    };
  });
  const own = { function: entry.name, path: shownPath(base, entry.path), line: entry.line, how: "calls" as const };
  return {
    entry: entry.label,
    kind: entry.kind,
    runs_on: threadOf(entry.context, way),
    hops: hops.length === 0 ? [own] : hops,
  };
}

function threadOf(context: Context, way: readonly TakenStep[]): Context {
  return way.some(({ step }) => step.how === "offloads") ? "worker" : context;
}

const order: readonly Context[] = ["loop", "unknown", "startup", "worker"];

function comparePaths(left: BlockingPath, right: BlockingPath): number {
  return order.indexOf(left.runs_on) - order.indexOf(right.runs_on) || left.hops.length - right.hops.length;
}

function renderPath({ entry, kind, runs_on, hops }: BlockingPath): string {
  const steps = hops.map((hop) => `${hop.function} ${hop.path}:${hop.line} ${hop.how}`);
  return `${entry} (${kind}, ${runs_on}): ${steps.join(" > ")}\n`;
}
