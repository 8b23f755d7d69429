#!/usr/bin/env node
import { UserError } from "../config/user-error.ts";
import { exitClean, exitFailure, type OptionSpec } from "./command.ts";
import type { ParsedArguments } from "./parse-arguments.ts";

process.exitCode = await runCommandLine(process.argv.slice(2));

/** Runs a command line. Returns the exit code; never throws. */
async function runCommandLine(argumentList: readonly string[]): Promise<number> {
  try {
    return await dispatch(argumentList);
  } catch (error) {
    if (error instanceof UserError) {
      const hint = error.hint === "" ? "" : `\nhelp: ${error.hint}`;
      process.stderr.write(`error: ${error.message}${hint}\n`);
    } else {
      process.stderr.write(describeCrash(error));
    }
    return exitFailure;
  }
}

async function dispatch([name, ...rest]: readonly string[]): Promise<number> {
  if (name === "--version" || name === "-V") return (await import("./version.ts")).command.run(await parse([], []));
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return showHelp(rest);
  const { findCommand } = await import("./help.ts");
  const { command } = await findCommand(name).load();
  const parsed = await parse(rest, command.options);
  return parsed.hasFlag("help")
    ? showHelp([command.name, ...colorArguments(parsed.valueOf("color"))])
    : command.run(parsed);
}

async function showHelp(argumentList: readonly string[]): Promise<number> {
  const { findCommand, renderCommandHelp, renderHelp } = await import("./help.ts");
  const { outputStyle, writeOutput } = await import("./terminal.ts");
  const parsed = await parse(argumentList, []);
  const { painter } = outputStyle(parsed.valueOf("color"));
  const [name] = parsed.positionals;
  const text =
    name === undefined ? renderHelp(painter) : renderCommandHelp((await findCommand(name).load()).command, painter);
  await writeOutput(text);
  return exitClean;
}

function colorArguments(when: string | undefined): string[] {
  return when === undefined ? [] : [`--color=${when}`];
}

/** Loads the parser on the way: `uncoil help` and crashes at start-up need nothing of it. */
async function parse(argumentList: readonly string[], options: readonly OptionSpec[]): Promise<ParsedArguments> {
  const { parseArguments } = await import("./parse-arguments.ts");
  return parseArguments(argumentList, options);
}

function describeCrash(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  if ((process.env["UNCOIL_DEBUG"] ?? "") !== "") return `error: uncoil crashed\n${stack}\n`;
  return `error: uncoil crashed: ${message}\nhelp: this is a bug; please report it with what UNCOIL_DEBUG=1 prints for the same command\n`;
}
