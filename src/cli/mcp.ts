import { resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { agentConfigurations } from "../mcp/agent-configuration.ts";
import { realDirectory } from "../workspace/confine-path.ts";
import { commonDirectory, isDirectory, isInside } from "../workspace/path-relations.ts";
import { type Command, exitClean } from "./command.ts";
import { readConfigurationChoice, readJobs, readProjectOptions } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { projectOptions } from "./project-options.ts";
import { agentDirectory, modelsDirectory, rulePagesDirectory } from "./shipped-files.ts";
import { writeNotice, writeOutput } from "./terminal.ts";
import { version } from "./version.ts";

const agents = agentConfigurations([]).map(({ agent }) => agent);
const secondsByDefault = 300;

export const command: Command = {
  name: "mcp",
  usage: "mcp [OPTIONS] [DIRECTORY…]",
  summary: "Serve coding agents over the Model Context Protocol",
  description:
    "Speaks the protocol on standard input and output, for an agent that starts it. Reads the directories (default: the working directory) and nothing outside of them but installed packages, keeps the program in memory, and notices changed files. Writes only what `fix` and `suppress` are asked to write.",
  options: [
    {
      name: "print-config",
      kind: "value",
      placeholder: "AGENT",
      choices: agents,
      description: "Print the entry for an agent's configuration file, with the other options given, and end",
    },
    {
      name: "allow-run",
      kind: "flag",
      description: "Offer `run` and `explore` too, which run code of the project",
    },
    {
      name: "time-limit",
      kind: "value",
      placeholder: "SECONDS",
      description: `Give up a call that takes longer (default: ${secondsByDefault})`,
    },
    ...projectOptions.filter(({ name }) => name !== "verbose"),
  ],
  examples: ["uncoil mcp", "uncoil mcp services/api services/worker", "uncoil mcp --print-config claude --allow-run"],
  run: runMcp,
};

async function runMcp(parsed: ParsedArguments): Promise<number> {
  const agent = agentConfigurations(givenWords(parsed)).find((item) => item.agent === parsed.valueOf("print-config"));
  if (agent !== undefined) {
    writeOutput(agent.text);
    writeNotice(say`note: this goes into ${agent.place}`);
    return exitClean;
  }
  const roots = readRoots(parsed.positionals);
  if (process.stdin.isTTY)
    writeNotice(
      say`note: waiting for a coding agent on standard input; \`--print-config\` prints what makes one start this`,
    );
  const { serve } = await import("../mcp/server.ts");
  serve({
    options: {
      confinement: { base: commonDirectory(roots, process.cwd()), roots },
      configuration: await readConfigurationChoice(parsed),
      options: readProjectOptions(parsed),
      jobs: readJobs(parsed),
      modelsDirectory,
      rulePagesDirectory,
      agentDirectory,
    },
    version,
    allowsRun: parsed.hasFlag("allow-run"),
    timeLimit: readTimeLimit(parsed) * 1000,
    onProblem: (error) => writeNotice(say`error: ${isDebugged() ? (error.stack ?? error.message) : error.message}`),
  });
  return exitClean;
}

/** The options and directories of the command line, but for `--print-config`. */
function givenWords(parsed: ParsedArguments): readonly string[] {
  const options = command.options.filter(({ name }) => name !== "print-config");
  const words = options.flatMap(({ name, kind }) => {
    if (kind === "flag") return parsed.hasFlag(name) ? [`--${name}`] : [];
    return (parsed.valuesOf(name) ?? []).flatMap((value) => [`--${name}`, value]);
  });
  return [...words, ...parsed.positionals];
}

function isDebugged(): boolean {
  return (process.env["UNCOIL_DEBUG"] ?? "") !== "";
}

/** Real paths, each once, without those inside of others. @throws UserError for what is no directory. */
function readRoots(positionals: readonly string[]): readonly string[] {
  const given = (positionals.length === 0 ? ["."] : positionals).map((path) => {
    const root = realDirectory(resolve(path));
    if (!isDirectory(root)) throw new UserError(say`not a directory: ${path}`, say`give the project's directory`);
    return root;
  });
  const roots = [...new Set(given)];
  return roots.filter((root) => roots.every((other) => other === root || !isInside(root, other)));
}

function readTimeLimit(parsed: ParsedArguments): number {
  const given = parsed.valueOf("time-limit");
  const seconds = given === undefined ? secondsByDefault : Number(given);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new UserError(say`\`--time-limit\` must be a number of seconds, not \`${given ?? ""}\``);
}
