import { suggestName } from "../config/closest-name.ts";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { paintCode } from "../reporters/painter.ts";
import type { TextStyle } from "../reporters/report.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import type { CallableDescription } from "../session.ts";
import { listModels, type ModelledPackage } from "../workspace/load-model.ts";
import { type Command, exitClean } from "./command.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress } from "./progress.ts";
import { projectOptions } from "./project-options.ts";
import { modelsDirectory } from "./shipped-files.ts";
import { outputStyle, writeOutput } from "./terminal.ts";

const formats = ["text", "json"] as const;

export const command: Command = {
  name: "models",
  usage: "models [OPTIONS] [NAME]",
  summary: "Show what is known of a library's callable, and from where",
  description:
    "NAME is a dotted name: of a package, module, class or function, modelled, installed or in the project. Without it, the packages Uncoil ships models of are listed.",
  options: [
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: formats,
      description: "How models are printed (default: text)",
    },
    ...projectOptions,
  ],
  examples: ["uncoil models", "uncoil models requests.Session.get"],
  run: runModels,
};

async function runModels(parsed: ParsedArguments): Promise<number> {
  const [name, ...rest] = parsed.positionals;
  if (rest.length > 0) throw new UserError(say`\`uncoil models\` describes one name at a time`);
  const isJson = parsed.valueOf("output-format") === "json";
  const style = outputStyle(parsed.valueOf("color"));
  if (name === undefined) {
    const packages = listModels(modelsDirectory);
    writeOutput(isJson ? toJson(packages) : renderPackages(packages, style));
  } else {
    const description = await describeName(name, parsed);
    writeOutput(isJson ? toJson(description) : renderDescription(description, style));
  }
  return exitClean;
}

async function describeName(name: string, parsed: ParsedArguments): Promise<CallableDescription> {
  const { openProject } = await import("./open-project.ts");
  const { session } = await openProject({
    parsed,
    options: {},
    paths: [],
    isWholeProject: false,
    replacements: new Map(),
    progress: createProgress(false),
  });
  const description = session.describe(name);
  if (description !== undefined) return description;
  const names = listModels(modelsDirectory).map((model) => model.name);
  throw new UserError(
    say`nothing is known of \`${name}\``,
    suggestName(name, names) ||
      say`give a dotted name such as \`requests.Session.get\`; \`uncoil models\` lists the modelled packages`,
  );
}

function renderPackages(packages: readonly ModelledPackage[], { painter }: TextStyle): string {
  const nameWidth = Math.max(0, ...packages.map(({ name }) => name.length));
  const rows = packages.map(
    ({ name, callables }) => `${painter.bold(name.padEnd(nameWidth))}  ${painter.dim(String(callables).padStart(5))}\n`,
  );
  const total = packages.reduce((sum, { callables }) => sum + callables, 0);
  return `${rows.join("")}\n${say`${packages.length} packages, ${total} callables.`}\n`;
}

function renderDescription(description: CallableDescription, style: TextStyle): string {
  const { painter } = style;
  const { name, origin, definedAt, signature, facts, members } = description;
  const rows = [
    painter.bold(painter.cyan(signature === "" ? name : signature)),
    painter.dim(`${origin}, ${definedAt}`),
  ];
  for (const fact of facts) rows.push(`- ${paintCode(fact, painter.bold)}`);
  if (members.length > 0) {
    const list = wrapText(members.join(", "), style.width - 2).map((row) => `  ${row}`);
    rows.push(painter.bold(say`members:`), ...list);
  }
  return `${rows.join("\n")}\n`;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
