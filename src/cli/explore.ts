import { UserError } from "../config/user-error.ts";
import type { Confirmation } from "../diagnostics/confirmation.ts";
import type { Exploration, Strategy } from "../diagnostics/exploration.ts";
import { say } from "../language/say.ts";
import { reportExplorationsJson } from "../reporters/explore-json.ts";
import { reportConfirmations } from "../reporters/explore-confirmations.ts";
import { reportExploration } from "../reporters/explore-text.ts";
import { exploreTarget, type ExploreSettings, type FocusedLines } from "../runtime/explore.ts";
import { findInterpreter } from "../runtime/find-interpreter.ts";
import { type Command, exitClean, exitFindings } from "./command.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress, isWatched } from "./progress.ts";
import { agentDirectory } from "./shipped-files.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import { outputStyle, writeOutput } from "./terminal.ts";

const formats = ["text", "json"] as const;
const strategies: readonly Strategy[] = ["cancel", "timing", "order", "copies", "faults"];
const usualStrategies: readonly Strategy[] = ["cancel", "timing", "order"];
const defaultTimeLimit = 120;

export const command: Command = {
  name: "explore",
  usage: "explore [OPTIONS] TARGET|--from-check [PATH…]",
  summary: "Run a coroutine or a test under cancellations and other timings",
  description:
    "Runs TARGET many times with your interpreter, each time disturbed in one way the event loop allows, and shows what fails: the one disturbance that matters, the lines that ran beside those of a passing run, and a command that repeats it. TARGET is `module:function`, a file with `async def main`, or a test (`tests/test_app.py::test_name`). Failures make the exit code 1; what only relies on the start order of tasks is shown as fragile and does not.",
  options: [
    {
      name: "strategy",
      kind: "list",
      placeholder: "NAMES",
      description:
        "How to disturb: cancel, timing, order, copies, faults (default: cancel, timing, order; copies runs the target several times at once, faults breaks connections)",
    },
    { name: "first", kind: "flag", description: "Stop at the first failure" },
    {
      name: "time-limit",
      kind: "value",
      placeholder: "SECONDS",
      description: `Seconds for all runs together (default: ${defaultTimeLimit}); one run may take a sixth, and 10 at most`,
    },
    {
      name: "from-check",
      kind: "flag",
      description:
        "Explore what comes to the findings of `uncoil check` that running can confirm, at and below the paths given instead of TARGET",
    },
    { name: "replay", kind: "value", placeholder: "ID", description: "Repeat the run of a failure" },
    {
      name: "cancel",
      kind: "list",
      placeholder: "NAMES",
      description: "Cancel only tasks of these names or coroutine functions, whether or not the target expects it",
    },
    {
      name: "cancel-points",
      kind: "value",
      placeholder: "N",
      description: "At most so many cancellations (default: 200)",
    },
    { name: "timing-seeds", kind: "value", placeholder: "N", description: "So many timings (default: 60)" },
    { name: "order-seeds", kind: "value", placeholder: "N", description: "So many orders (default: 20)" },
    {
      name: "copies",
      kind: "value",
      placeholder: "N",
      description: "Run the target so many times at once, too (default with --strategy copies: 2)",
    },
    { name: "seed", kind: "value", placeholder: "N", description: "Where random choices start (default: 0)" },
    {
      name: "fail-on",
      kind: "value",
      placeholder: "LEVEL",
      choices: ["failure", "fragile"],
      description: "What makes the exit code 1 (default: failure)",
    },
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: formats,
      description: "How results are printed (default: text)",
    },
    {
      name: "python",
      kind: "value",
      placeholder: "PATH",
      description: "Interpreter, or environment directory, to run the target with",
    },
  ],
  examples: [
    "uncoil explore app.orders:place_order",
    "uncoil explore tests/test_orders.py::test_place_order --first",
    "uncoil explore --from-check app",
    "uncoil explore main.py --strategy cancel --cancel worker",
  ],
  run: runExplore,
};

async function runExplore(parsed: ParsedArguments): Promise<number> {
  if (parsed.hasFlag("from-check")) return runFromCheck(parsed);
  const [target, ...others] = parsed.positionals;
  if (target === undefined || others.length > 0) {
    const problem =
      target === undefined ? say`there is no target` : say`one target at a time, not ${others.length + 1}`;
    throw new UserError(
      problem,
      say`a target is \`module:function\`, a file with \`async def main\`, or a test: \`tests/test_app.py::test_name\``,
    );
  }
  const exploration = await explore(parsed, target, process.cwd(), []);
  return report({ explorations: [exploration] }, parsed);
}

async function runFromCheck(parsed: ParsedArguments): Promise<number> {
  if (parsed.valueOf("replay") !== undefined) {
    throw new UserError(
      say`\`--replay\` needs the target, not \`--from-check\``,
      say`the report of the failure has the command`,
    );
  }
  const { exploreFindings } = await import("./explore-findings.ts");
  const paths = parsed.positionals.length === 0 ? ["."] : parsed.positionals;
  const found = await exploreFindings(parsed, paths, (target, directory, focus) =>
    explore(parsed, target, directory, focus),
  );
  return report(found, parsed);
}

async function explore(
  parsed: ParsedArguments,
  target: string,
  workingDirectory: string,
  focus: readonly FocusedLines[],
): Promise<Exploration> {
  const progress = createProgress(isWatched());
  const interpreter = findInterpreter({
    projectRoot: process.cwd(),
    python: parsed.valueOf("python"),
    variables: process.env,
  });
  try {
    return await exploreTarget({
      target,
      interpreter,
      workingDirectory,
      agentDirectory,
      settings: readSettings(parsed, focus),
      onProgress: (stage, done, total) => progress.show(stage, done, total),
    });
  } finally {
    progress.clear();
  }
}

function readSettings(parsed: ParsedArguments, focus: readonly FocusedLines[]): ExploreSettings {
  return {
    strategies: readStrategies(parsed),
    cancelPoints: readCount(parsed, "cancel-points"),
    timingSeeds: readCount(parsed, "timing-seeds"),
    orderSeeds: readCount(parsed, "order-seeds"),
    copies: readCount(parsed, "copies", 2),
    seed: readCount(parsed, "seed"),
    cancelTasks: parsed.valuesOf("cancel"),
    focus,
    first: parsed.hasFlag("first"),
    timeLimit: readSeconds(parsed) ?? defaultTimeLimit,
    replay: parsed.valueOf("replay"),
  };
}

function readStrategies(parsed: ParsedArguments): readonly Strategy[] | undefined {
  const isForCopies = parsed.valueOf("copies") !== undefined && parsed.valuesOf("strategy") === undefined;
  if (isForCopies) return [...usualStrategies, "copies"];
  return parsed.valuesOf("strategy")?.map((name) => {
    const found = strategies.find((strategy) => strategy === name);
    if (found === undefined) {
      throw new UserError(say`\`--strategy\` knows no \`${name}\``, say`strategies are: ${strategies.join(", ")}`);
    }
    return found;
  });
}

function readCount(parsed: ParsedArguments, name: string, least = 0): number | undefined {
  const text = parsed.valueOf(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= least) return count;
  throw new UserError(say`\`--${name}\` must be a whole number of ${least} or more, not \`${text}\``);
}

function readSeconds(parsed: ParsedArguments): number | undefined {
  const text = parsed.valueOf("time-limit");
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text.trim() !== "" && seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new UserError(say`\`--time-limit\` must be a number of seconds above 0, not \`${text}\``);
}

interface Explored {
  readonly explorations: readonly Exploration[];
  /** What became of the findings of a check, where there was one. */
  readonly confirmations?: readonly Confirmation[];
}

function report({ explorations, confirmations }: Explored, parsed: ParsedArguments): number {
  const sources = { workingDirectory: process.cwd(), sourceOf: createSourceReader(new Map()) };
  const style = outputStyle(parsed.valueOf("color"));
  const parts = [
    ...explorations.map((exploration) => reportExploration(exploration, sources, style)),
    ...(confirmations === undefined ? [] : [reportConfirmations(confirmations, sources.workingDirectory, style)]),
  ];
  const isJson = parsed.choiceOf("output-format", formats) === "json";
  writeOutput(isJson ? reportExplorationsJson(explorations, confirmations) : parts.join("\n"));
  const failsOnFragile = parsed.valueOf("fail-on") === "fragile";
  const fails = explorations.some(({ failures }) =>
    failures.some(({ severity }) => failsOnFragile || severity === "failure"),
  );
  return fails ? exitFindings : exitClean;
}
