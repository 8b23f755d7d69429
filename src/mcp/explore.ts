import * as z from "zod";
import type { Exploration } from "../diagnostics/exploration.ts";
import { countOf } from "../language/say.ts";
import { createShowPlace, describeProblem } from "../reporters/explore-words.ts";
import { reportExploration } from "../reporters/explore-text.ts";
import { createPainter } from "../reporters/painter.ts";
import { exploreTarget } from "../runtime/explore.ts";
import { findInterpreter } from "../runtime/find-interpreter.ts";
import { confinePath, leadsInside } from "../workspace/confine-path.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import { cutText, itemsWithin, tokensOfPage } from "./budget.ts";
import type { ServerOptions } from "./engine.ts";
import { secondsWithin, tooLong } from "./limits.ts";
import { argumentsOf, defineProgramTool, type ProgramTool, runsCode } from "./tool.ts";

const secondsByDefault = 30;
const tokensOfFailures = 900;
const tokensOfRest = 150;
const strategies = z.enum(["cancel", "timing", "order", "copies", "faults"]);

const output = z.strictObject({
  target: z.string(),
  python: z.string(),
  runs: z.int(),
  failures: z.array(
    z.strictObject({
      id: z.string(),
      severity: z.enum(["failure", "fragile"]),
      strategy: strategies,
      problem: z.string(),
      place: z.string(),
    }),
  ),
  total: z.int(),
  is_out_of_time: z.boolean(),
});

export const exploreTool: ProgramTool = defineProgramTool({
  name: "explore",
  title: "Run under disturbances",
  description:
    "Runs a coroutine function or test of the project many times with its interpreter, each time disturbed in one way the event loop allows (cancellation at an await, late timers and I/O, another order), and shows what fails and how to repeat it. It executes the project's code: call it on what is safe to run, a test best of all.",
  input: argumentsOf({
    target: z
      .string()
      .min(1)
      .max(300)
      .describe("`module:function`, a file with `async def main`, or a test: `tests/test_app.py::test_name`"),
    directory: z.string().default(".").describe("Where the target is run: what it imports is looked up there"),
    strategies: z.array(strategies).min(1).optional().describe("How to disturb: cancel, timing and order by default"),
    seconds: z.int().min(1).optional().describe(`Time for all runs together; ${secondsByDefault} by default`),
    replay: z.string().max(300).optional().describe("`id` of a failure to repeat"),
  }),
  output,
  annotations: runsCode,
  run: async (host, asked) => {
    const { confinement, options, agentDirectory } = host.options;
    const directory = confinePath(asked.directory, confinement);
    const [, file] = /^(.+?\.py)(?:::?.*)?$/.exec(asked.target) ?? [];
    if (file !== undefined) confinePath(file, { ...confinement, base: directory });
    const deadline = AbortSignal.timeout(host.timeLimit);
    const exploring = exploreTarget({
      target: asked.target,
      interpreter: findInterpreter({ projectRoot: directory, python: options.python, variables: process.env }),
      workingDirectory: directory,
      agentDirectory,
      settings: {
        strategies: asked.strategies,
        cancelPoints: undefined,
        timingSeeds: undefined,
        orderSeeds: undefined,
        copies: undefined,
        seed: undefined,
        cancelTasks: undefined,
        focus: [],
        first: false,
        timeLimit: secondsWithin(asked.seconds, secondsByDefault, host.timeLimit),
        replay: asked.replay,
      },
      onProgress: (stage, done, total) => host.onProgress(`${stage}: ${done} of ${total}`),
      signal: AbortSignal.any([host.signal, deadline]),
      isApart: true,
    });
    const exploration = await exploring.catch((error: unknown) => {
      throw deadline.aborted ? tooLong(host.timeLimit, "send fewer `seconds`") : error;
    });
    return { data: describeExploration(exploration, directory), text: render(exploration, directory, confinement) };
  },
});

function describeExploration(exploration: Exploration, directory: string): z.infer<typeof output> {
  const { target, python, runs, failures, isOutOfTime } = exploration;
  const show = createShowPlace(directory);
  const described = failures.map(({ id, severity, strategy, problem }) => {
    const place = problem.places.at(-1);
    return { id, severity, strategy, problem: describeProblem(problem), place: place === undefined ? "" : show(place) };
  });
  return {
    target,
    python,
    runs,
    failures: itemsWithin(described, tokensOfFailures),
    total: failures.length,
    is_out_of_time: isOutOfTime,
  };
}

function render(exploration: Exploration, directory: string, { roots }: ServerOptions["confinement"]): string {
  const read = createSourceReader(new Map());
  const sources = {
    workingDirectory: directory,
    sourceOf: (path: string) => (leadsInside(path, roots) ? read(path) : undefined),
  };
  const report = reportExploration(exploration, sources, { painter: createPainter(false), width: 100, wraps: false });
  const { text, isCut } = cutText(report, tokensOfPage - tokensOfRest);
  const failures = countOf(exploration.failures.length, "failure");
  return isCut ? `${failures}\n${text}… cut: send the \`id\` of a failure as \`replay\` to see it alone\n` : text;
}
