import { say, translate } from "../language/say.ts";
import type { Painter } from "../reporters/painter.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import type { Command, OptionSpec } from "./command.ts";
import { commands } from "./commands.ts";
import { commonOptions } from "./parse-arguments.ts";

const helpWidth = 80;
const indent = 2;

/** The help of `uncoil` itself. */
export function renderHelp(painter: Painter): string {
  const rows = commands.map(
    ({ name, summary }) => `  ${painter.bold(painter.cyan(name.padEnd(10)))} ${translate(summary)}`,
  );
  const helpRow = `  ${painter.bold(painter.cyan("help".padEnd(10)))} ${say`Show the help of a command`}`;
  const version: OptionSpec = { name: "version", short: "V", kind: "flag", description: "Print the version" };
  const parts = [
    say`Uncoil finds the bugs that make async Python slow or wrong.`,
    `${heading(say`Usage`, painter)} uncoil ${say`COMMAND [OPTIONS]`}`,
    [heading(say`Commands`, painter), ...rows, helpRow].join("\n"),
    `${heading(say`Options`, painter)}\n${renderOptions([...commonOptions, version], painter)}`,
    `${heading(say`Examples`, painter)}\n${renderExamples()}`,
    say`Exit codes: 0 nothing found, 1 something found, 2 misuse or failure.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderExamples(): string {
  const examples = [
    ["uncoil check", say`check the working directory`],
    ["uncoil check src --select AIO1", say`only what blocks the event loop`],
    ["uncoil survey", say`what the project is: entry points, I/O, verdicts`],
    ["uncoil rule blocking-network", say`what a rule means, and what to do`],
    ["uncoil why app/db.py:42", say`how a line comes to run on the event loop`],
  ] as const;
  const width = Math.max(...examples.map(([example]) => example.length)) + 4;
  return examples.map(([example, use]) => `  ${example.padEnd(width)}${use}`).join("\n");
}

/** The help of one command. */
export function renderCommandHelp(command: Command, painter: Painter): string {
  const parts = [
    `${translate(command.summary)}.`,
    command.description === "" ? "" : wrapText(translate(command.description), helpWidth).join("\n"),
    `${heading(say`Usage`, painter)} uncoil ${translate(command.usage)}`,
    `${heading(say`Options`, painter)}\n${renderOptions([...command.options, ...commonOptions], painter)}`,
    command.examples.length === 0
      ? ""
      : `${heading(say`Examples`, painter)}\n${command.examples.map((example) => `  ${example}`).join("\n")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function heading(title: string, painter: Painter): string {
  return painter.bold(painter.green(`${title}:`));
}

function renderOptions(options: readonly OptionSpec[], painter: Painter): string {
  const signatures = options.map(signatureOf);
  const width = Math.min(30, Math.max(...signatures.map((signature) => signature.length)));
  const rows = options.flatMap((option, index) => {
    const signature = signatures[index] ?? "";
    const text = describeOption(option);
    const [first = "", ...rest] = wrapText(text, helpWidth - width - indent * 2);
    const margin = " ".repeat(width + indent * 2);
    const painted = painter.bold(painter.cyan(signature));
    const head =
      signature.length > width
        ? [`${" ".repeat(indent)}${painted}`, margin + first]
        : [`${" ".repeat(indent)}${painted}${" ".repeat(width - signature.length + indent)}${first}`];
    return [...head, ...rest.map((row) => margin + row)];
  });
  return rows.join("\n");
}

function describeOption({ description, choices }: OptionSpec): string {
  return choices === undefined ? translate(description) : `${translate(description)} [${choices.join("|")}]`;
}

function signatureOf({ name, short, kind, placeholder }: OptionSpec): string {
  const letters = short === undefined ? "    " : `-${short}, `;
  return `${letters}--${name}${kind === "flag" ? "" : ` ${translate(placeholder ?? "VALUE")}`}`;
}
