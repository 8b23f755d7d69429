import { createPainter } from "../reporters/painter.ts";
import type { TextStyle } from "../reporters/report.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour output to a stream. `--color` decides; then `FORCE_COLOR` and `CLICOLOR_FORCE`, which win over
 * `NO_COLOR`; then `TERM=dumb`; then whether it is a terminal.
 */
export function wantsColor(option: string | undefined, variables: Environment, isTerminal: boolean): boolean {
  if (option === "always") return true;
  if (option === "never") return false;
  const force = variables["FORCE_COLOR"] ?? variables["CLICOLOR_FORCE"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if ((variables["NO_COLOR"] ?? "") !== "" || variables["TERM"] === "dumb") return false;
  return isTerminal;
}

/** How to write text to standard output. */
export function outputStyle(colorOption: string | undefined): TextStyle {
  const isTerminal = process.stdout.isTTY;
  const given = Number(process.env["COLUMNS"]);
  const columns = given > 0 ? given : isTerminal ? process.stdout.columns : undefined;
  return {
    painter: createPainter(wantsColor(colorOption, process.env, isTerminal)),
    width: Math.max(40, columns ?? 100),
    wraps: columns !== undefined,
  };
}

/** Writes to standard output, all at once; resolves when it is handed over. A closed pipe is no error. */
export function writeOutput(text: string): Promise<void> {
  if (text === "") return Promise.resolve();
  return new Promise((resolve, reject) => {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") resolve();
      else reject(error);
    });
    process.stdout.write(text, () => resolve());
  });
}

/** Writes a row of help, warning or error to standard error. */
export function writeNotice(text: string): void {
  process.stderr.write(`${text}\n`);
}
