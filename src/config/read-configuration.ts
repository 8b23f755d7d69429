import { say } from "../language/say.ts";
import { parse, TomlError } from "smol-toml";
import { type Options, optionTable, readOptions } from "./options.ts";
import { UserError } from "./user-error.ts";

/**
 * The options of a configuration file's text, or undefined when it has none (`pyproject.toml` without
 * `[tool.uncoil]`). `shownPath` is how errors name the file; `isPyproject` says where in it the options are.
 * @throws UserError for broken TOML, with line and column, and for unknown options and values of a wrong type.
 */
export function readConfiguration(text: string, shownPath: string, isPyproject: boolean): Options | undefined {
  const document = parseToml(text, shownPath);
  if (!isPyproject) return readOptions(document, shownPath);
  const tool = document["tool"];
  const table = isTable(tool) ? tool["uncoil"] : undefined;
  if (table === undefined) return undefined;
  if (!isTable(table)) throw new UserError(say`${shownPath}: \`tool.uncoil\` must be a table`);
  return readOptions(table, `${shownPath} [tool.uncoil]`);
}

/**
 * The options of `--config KEY=VALUE`, the value as TOML; quotes and brackets may be left out where the option's type
 * says what is meant (`confidence=likely`, `select=AIO101,AIO102`).
 * @throws UserError as `readConfiguration`.
 */
export function readInlineOption(text: string): Options {
  const origin = `--config ${text}`;
  const [, key = "", value = ""] = /^\s*([\w-]+)\s*=\s*(.*)$/s.exec(text) ?? [];
  try {
    return readOptions(parse(text), origin);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const definition = Object.values(optionTable).find((candidate) => candidate.key === key);
    // An option that does not exist is said to, whatever its value looks like.
    if (definition === undefined && key !== "") return readOptions({ [key]: value }, origin);
    if (definition === undefined || /["'[\]{}]/.test(value)) throw new UserError(`${origin}: ${firstLine(error)}`);
    const isList = "type" in definition.schema && definition.schema.type === "array";
    return readOptions({ [key]: isList ? value.split(",").map((item) => item.trim()) : value.trim() }, origin);
  }
}

function parseToml(text: string, shownPath: string): Record<string, unknown> {
  try {
    return parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new UserError(
      `${shownPath}:${error.line}:${error.column}: ${firstLine(error)}\n${error.codeblock.trimEnd()}`,
    );
  }
}

/** smol-toml's messages carry the excerpt after the first line. */
function firstLine(error: Error): string {
  return (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, say`invalid TOML: `);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
