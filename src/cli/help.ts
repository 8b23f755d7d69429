import type { Painter } from "../reporters/painter.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import type { Command, OptionSpec } from "./command.ts";
import { commands } from "./commands.ts";
import { commonOptions } from "./parse-arguments.ts";

const helpWidth = 80;
const indent = 2;

/** The help of `uncoil` itself. */
export function renderHelp(painter: Painter): string {
  const rows = commands.map(({ name, summary }) => `  ${painter.bold(painter.cyan(name.padEnd(10)))} ${summary}`);
  return `Uncoil finds the bugs that make async Python slow or wrong.

${heading("Usage", painter)} uncoil COMMAND [OPTIONS]

${heading("Commands", painter)}
${rows.join("\n")}
  ${painter.bold(painter.cyan("help".padEnd(10)))} Show the help of a command

${heading("Options", painter)}
${renderOptions([...commonOptions, { name: "version", short: "V", kind: "flag", description: "Print the version" }], painter)}

${heading("Examples", painter)}
  uncoil check                      check the working directory
  uncoil check src --select AIO1    only what blocks the event loop
  uncoil survey                     what the project is: entry points, I/O, verdicts
  uncoil rule blocking-network      what a rule means, and what to do
  uncoil why app/db.py:42           how a line comes to run on the event loop

Exit codes: 0 nothing found, 1 something found, 2 misuse or failure.
`;
}

/** The help of one command. */
export function renderCommandHelp(command: Command, painter: Painter): string {
  const parts = [
    `${command.summary}.`,
    command.description === "" ? "" : wrapText(command.description, helpWidth).join("\n"),
    `${heading("Usage", painter)} uncoil ${command.usage}`,
    `${heading("Options", painter)}\n${renderOptions([...command.options, ...commonOptions], painter)}`,
    command.examples.length === 0
      ? ""
      : `${heading("Examples", painter)}\n${command.examples.map((example) => `  ${example}`).join("\n")}`,
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
    const text =
      option.choices === undefined ? option.description : `${option.description} [${option.choices.join("|")}]`;
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

function signatureOf({ name, short, kind, placeholder }: OptionSpec): string {
  const letters = short === undefined ? "    " : `-${short}, `;
  return `${letters}--${name}${kind === "flag" ? "" : ` ${placeholder ?? "VALUE"}`}`;
}
