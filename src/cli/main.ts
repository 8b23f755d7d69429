#!/usr/bin/env node
import { UserError } from "../config/user-error.ts";
import { languageOf } from "../language/languages.ts";
import { say, speak } from "../language/say.ts";
import { exitClean, exitFailure } from "./command.ts";
import { findCommand } from "./commands.ts";
import { languageArgument, ownArguments, parseArguments } from "./parse-arguments.ts";
import { outputStyle, writeNotice, writeOutput } from "./terminal.ts";
import { tuneEngine } from "./tune-engine.ts";

tuneEngine();
// No top-level await: the bundle must be loadable with `require`, which starts faster than a module.
void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});

/** Runs a command line. Returns the exit code; never throws. */
async function runCommandLine(argumentList: readonly string[]): Promise<number> {
  try {
    return await dispatch(argumentList);
  } catch (error) {
    if (error instanceof UserError) {
      writeNotice(say`error: ${error.message}`);
      if (error.hint !== "") writeNotice(say`help: ${error.hint}`);
    } else {
      writeNotice(describeCrash(error));
    }
    return exitFailure;
  }
}

/** Speaks the language of `--lang`, else that of the locale: before anything else is read, for that may be wrong. */
async function speakAsAsked(argumentList: readonly string[]): Promise<void> {
  await speak(languageArgument(argumentList) ?? languageOf(process.env));
}

/** The command's name first: `--lang` may stand before it. */
function nameFirst(argumentList: readonly string[]): readonly string[] {
  const [first = ""] = argumentList;
  const length = first === "--lang" ? 2 : first.startsWith("--lang=") ? 1 : 0;
  const name = argumentList[length];
  return length === 0 || name === undefined
    ? argumentList
    : [name, ...argumentList.slice(0, length), ...argumentList.slice(length + 1)];
}

async function dispatch(argumentList: readonly string[]): Promise<number> {
  await speakAsAsked(argumentList);
  const [name, ...rest] = nameFirst(argumentList);
  if (name === "--version" || name === "-V") return (await import("./version.ts")).command.run(parseArguments([], []));
  if (name === undefined || name.startsWith("--lang")) return showHelp(argumentList);
  if (name === "help" || name === "--help" || name === "-h") return showHelp(rest);
  const { command } = await findCommand(name).load();
  if (command.takesCommand === true) await speakAsAsked(ownArguments(rest, command.options));
  const parsed = parseArguments(rest, command.options, command.takesCommand);
  return parsed.hasFlag("help")
    ? showHelp([command.name, ...colorArguments(parsed.valueOf("color"))])
    : command.run(parsed);
}

async function showHelp(argumentList: readonly string[]): Promise<number> {
  const { renderCommandHelp, renderHelp } = await import("./help.ts");
  const parsed = parseArguments(argumentList, []);
  const { painter } = outputStyle(parsed.valueOf("color"));
  const [name] = parsed.positionals;
  const text =
    name === undefined ? renderHelp(painter) : renderCommandHelp((await findCommand(name).load()).command, painter);
  writeOutput(text);
  return exitClean;
}

function colorArguments(when: string | undefined): string[] {
  return when === undefined ? [] : [`--color=${when}`];
}

function describeCrash(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  if ((process.env["UNCOIL_DEBUG"] ?? "") !== "") return `${say`error: uncoil crashed`}\n${stack}`;
  const hint = say`this is a bug; please report it with what UNCOIL_DEBUG=1 prints for the same command`;
  return `${say`error: uncoil crashed: ${message}`}\n${say`help: ${hint}`}`;
}
