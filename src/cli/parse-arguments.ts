import { parseArgs, type ParseArgsConfig } from "node:util";
import { suggestName } from "../config/closest-name.ts";
import { UserError } from "../config/user-error.ts";
import { type Language, languages } from "../language/languages.ts";
import { say, translate } from "../language/say.ts";
import type { OptionSpec } from "./command.ts";

/** What was written on the command line, checked against a command's options. */
export interface ParsedArguments {
  readonly positionals: readonly string[];
  readonly hasFlag: (name: string) => boolean;
  /** The last value given, or undefined. */
  readonly valueOf: (name: string) => string | undefined;
  /** The value of an option with choices, or undefined. */
  readonly choiceOf: <Choice extends string>(name: string, choices: readonly Choice[]) => Choice | undefined;
  /** Every value given, or undefined when the option was not. */
  readonly valuesOf: (name: string) => readonly string[] | undefined;
}

/** Options every command has. */
export const commonOptions: readonly OptionSpec[] = [
  {
    name: "color",
    kind: "value",
    placeholder: "WHEN",
    choices: ["auto", "always", "never"],
    description: "When to colour output",
  },
  {
    name: "lang",
    kind: "value",
    placeholder: "LANG",
    choices: languages,
    description: "Language to answer in (default: that of LC_ALL, LC_MESSAGES or LANG)",
  },
  { name: "help", short: "h", kind: "flag", description: "Show this help" },
];

/**
 * Parses the arguments after a command's name. With `takesCommand` the positionals are a command line of its own, options and all.
 * @throws UserError for unknown options (with the nearest), missing values, and values that are none of the choices.
 */
export function parseArguments(
  argumentList: readonly string[],
  commandOptions: readonly OptionSpec[],
  takesCommand = false,
): ParsedArguments {
  const specs = [...commandOptions, ...commonOptions];
  const split = takesCommand ? indexOfCommand(argumentList, specs) : argumentList.length;
  const { tokens } = parseArgs({
    args: argumentList.slice(0, split),
    options: describeForNode(specs),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = specs.find(({ name }) => name === token.name);
    if (spec === undefined) throw unknownOption(token.rawName, specs);
    const values = given.get(spec.name) ?? [];
    values.push(...checkValue(spec, token.rawName, token.value, token.inlineValue ?? false));
    given.set(spec.name, values);
  }
  const command = argumentList.slice(argumentList[split] === "--" ? split + 1 : split);
  return {
    positionals: [...positionals, ...command],
    hasFlag: (name) => given.has(name),
    valueOf: (name) => given.get(name)?.at(-1),
    choiceOf: (name, choices) => choices.find((choice) => choice === given.get(name)?.at(-1)),
    valuesOf: (name) => given.get(name),
  };
}

/** What the last `--lang` of a command line asks for, which may be wrong in any way; undefined where that is no language. */
export function languageArgument(argumentList: readonly string[]): Language | undefined {
  const end = argumentList.indexOf("--");
  const own = end < 0 ? argumentList : argumentList.slice(0, end);
  const values = own.map((word, index) => (own[index - 1] === "--lang" ? word : /^--lang=(.*)$/.exec(word)?.[1]));
  const last = values.findLast((value) => value !== undefined);
  return languages.find((language) => language === last);
}

/** What stands before another program's command line. */
export function ownArguments(argumentList: readonly string[], options: readonly OptionSpec[]): readonly string[] {
  return argumentList.slice(0, indexOfCommand(argumentList, [...options, ...commonOptions]));
}

/** Where another program's command line begins: at `--`, or at the first word that is neither an option nor an option's value. */
function indexOfCommand(argumentList: readonly string[], specs: readonly OptionSpec[]): number {
  let at = 0;
  for (; at < argumentList.length; at++) {
    const word = argumentList[at] ?? "";
    if (word === "--" || !word.startsWith("-") || word === "-") break;
    const spec = specs.find(({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`));
    if (spec !== undefined && spec.kind !== "flag") at++;
  }
  return at;
}

function describeForNode(specs: readonly OptionSpec[]): NonNullable<ParseArgsConfig["options"]> {
  return Object.fromEntries(
    specs.map((spec) => {
      const type = spec.kind === "flag" ? ("boolean" as const) : ("string" as const);
      return [spec.name, { type, multiple: true, ...(spec.short === undefined ? {} : { short: spec.short }) }];
    }),
  );
}

function unknownOption(rawName: string, specs: readonly OptionSpec[]): UserError {
  const names = specs.map(({ name }) => `--${name}`);
  return new UserError(
    say`unknown option \`${rawName}\``,
    suggestName(rawName, names) || say`\`--help\` lists the options`,
  );
}

function checkValue(spec: OptionSpec, rawName: string, value: string | undefined, isInline: boolean): string[] {
  if (spec.kind === "flag") {
    if (value !== undefined) throw new UserError(say`option \`${rawName}\` takes no value`);
    return [""];
  }
  const isMissing = value === undefined || (!isInline && value.startsWith("-") && value.length > 1);
  if (isMissing)
    throw new UserError(say`option \`${rawName}\` needs a value: ${rawName} ${translate(spec.placeholder ?? "VALUE")}`);
  const items = spec.kind === "list" ? splitList(value) : [value];
  const { choices } = spec;
  const wrong = choices && items.find((item) => !choices.includes(item));
  if (choices !== undefined && wrong !== undefined) {
    throw new UserError(
      say`\`${rawName}\` must be one of ${choices.join(", ")}, not \`${wrong}\``,
      suggestName(wrong, choices),
    );
  }
  return items;
}

function splitList(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
