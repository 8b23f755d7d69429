import type { ParsedArguments } from "./parse-arguments.ts";

/** One option of a command. The table feeds the parser, the help, and suggestions. */
export interface OptionSpec {
  /** Long name without dashes. */
  readonly name: string;
  /** One letter, without a dash. */
  readonly short?: string;
  /** `flag`: no value. `value`: the last one counts. `list`: repeatable; values split at commas. `values`: repeatable, whole. */
  readonly kind: "flag" | "value" | "list" | "values";
  /** What help calls the value. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  readonly description: string;
}

/** One command of the command line: one file in this folder each. */
export interface Command {
  readonly name: string;
  /** After `uncoil`, as help shows it. */
  readonly usage: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** More, for the command's own help; "" where the summary says it all. */
  readonly description: string;
  readonly options: readonly OptionSpec[];
  /** Whether its arguments are the command line of another program, whose options are not ours. */
  readonly takesCommand?: boolean;
  readonly examples: readonly string[];
  /** Runs the command. Returns the exit code. */
  readonly run: (parsed: ParsedArguments) => Promise<number>;
}

/** Exit codes of every command. */
export const exitClean = 0;
export const exitFindings = 1;
export const exitFailure = 2;
