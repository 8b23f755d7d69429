import type { Confidence, Severity } from "../diagnostics/diagnostic.ts";
import { say } from "../language/say.ts";
import { suggestName } from "./closest-name.ts";
import type { OutputFormat } from "./settings.ts";
import { UserError } from "./user-error.ts";

/** Options as written, in a configuration file or on the command line. What is missing was not written. */
export interface Options {
  select?: readonly string[];
  ignore?: readonly string[];
  extendSelect?: readonly string[];
  perFileIgnores?: ReadonlyMap<string, readonly string[]>;
  confidence?: Confidence;
  minSeverity?: Severity;
  exclude?: readonly string[];
  extendExclude?: readonly string[];
  models?: readonly string[];
  src?: readonly string[];
  python?: string;
  targetVersion?: number;
  outputFormat?: OutputFormat;
  fix?: boolean;
  unsafeFixes?: boolean;
  showFixes?: boolean;
}

/** What a value may be, as JSON Schema says it, as far as options need it. */
export type ValueSchema =
  | { readonly type: "boolean" | "string" }
  | { readonly enum: readonly string[] }
  | { readonly type: "array"; readonly items: ValueSchema }
  | { readonly type: "object"; readonly additionalProperties: ValueSchema };

/** How one option is written, checked and documented. */
export interface OptionDefinition<Value> {
  /** As written in `[tool.uncoil]`. */
  readonly key: string;
  /** What the value must be, to end the sentence `… must be`. */
  readonly expected: () => string;
  readonly description: string;
  /** What `read` accepts. */
  readonly schema: ValueSchema;
  /** The value, or undefined when it is not what is expected. */
  readonly read: (value: unknown) => Value | undefined;
}

export const confidences: readonly Confidence[] = ["certain", "likely"];
export const severities: readonly Severity[] = ["error", "warning", "information"];
/** As ruff and black write them. */
const targetVersions = ["py38", "py39", "py310", "py311", "py312", "py313", "py314", "py315"] as const;
export const outputFormats: readonly OutputFormat[] = ["full", "concise", "agent", "json"];

const stringListSchema: ValueSchema = { type: "array", items: { type: "string" } };

/** Every option of `[tool.uncoil]`, in the order of the documentation. */
export const optionTable: { readonly [Field in keyof Options]-?: OptionDefinition<NonNullable<Options[Field]>> } = {
  select: stringList("select", "Rules to turn on, instead of the default ones: codes, prefixes, names or ALL"),
  extendSelect: stringList("extend-select", "Rules to turn on besides the default or selected ones"),
  ignore: stringList("ignore", "Rules to turn off"),
  perFileIgnores: {
    key: "per-file-ignores",
    expected: () => say`a table of globs, each with a list of rules (\`"tests/**" = ["AIO105"]\`)`,
    description: "Rules to turn off in the files a glob matches",
    schema: { type: "object", additionalProperties: stringListSchema },
    read: readStringListTable,
  },
  confidence: choice("confidence", confidences, "Least confidence a finding needs to be shown"),
  minSeverity: choice("min-severity", severities, "Least severity a finding needs to be shown"),
  exclude: stringList("exclude", "Globs of files and directories to leave out, instead of the usual ones"),
  extendExclude: stringList("extend-exclude", "Globs of files and directories to leave out, besides the usual ones"),
  src: stringList("src", "Directories imports start from, besides the project's root and `src`"),
  models: stringList("models", "Stubs, or directories of stubs, saying what library calls do to the event loop"),
  python: {
    key: "python",
    expected: () => say`a string`,
    description: "Interpreter or environment directory whose installed packages are followed",
    schema: { type: "string" },
    read: readString,
  },
  targetVersion: {
    ...choice(
      "target-version",
      targetVersions,
      "Oldest Python that fixes must run on, instead of what the project says it requires",
    ),
    read: (value) => (targetVersions.some((version) => version === value) ? Number(String(value).slice(3)) : undefined),
  },
  outputFormat: choice("output-format", outputFormats, "How findings are printed"),
  fix: flag("fix", "Apply safe fixes"),
  unsafeFixes: flag("unsafe-fixes", "Apply fixes that may change behaviour too"),
  showFixes: flag("show-fixes", "List the fixes that were applied"),
};

/**
 * Checks a table of options. `origin` is the file (or the command-line option) named in errors.
 * @throws UserError for an unknown option, naming the nearest one, or a value of the wrong type.
 */
export function readOptions(table: Readonly<Record<string, unknown>>, origin: string): Options {
  const options: Options = {};
  const fields = Object.keys(optionTable) as (keyof Options)[];
  for (const [key, value] of Object.entries(table)) {
    const field = fields.find((candidate) => optionTable[candidate].key === key);
    if (field === undefined) {
      const keys = fields.map((candidate) => optionTable[candidate].key);
      throw new UserError(
        say`${origin}: unknown option \`${key}\``,
        suggestName(key, keys) || say`known are: ${keys.join(", ")}`,
      );
    }
    assignOption(options, field, value, origin);
  }
  return options;
}

function assignOption<Field extends keyof Options>(
  options: Options,
  field: Field,
  value: unknown,
  origin: string,
): void {
  const definition = optionTable[field];
  const read = definition.read(value);
  if (read === undefined) {
    throw new UserError(
      say`${origin}: \`${definition.key}\` must be ${definition.expected()}, not ${describeValue(value)}`,
    );
  }
  options[field] = read as Options[Field];
}

/** A value as an error message shows it: its kind, and itself when short. */
function describeValue(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  const kind = Array.isArray(value)
    ? say`the list`
    : typeof value === "object"
      ? say`the table`
      : typeof value === "string"
        ? say`the string`
        : say`the ${typeof value}`;
  return shown.length <= 60 ? `${kind} ${shown}` : kind;
}

function stringList(key: string, description: string): OptionDefinition<readonly string[]> {
  return { key, expected: () => say`a list of strings`, description, schema: stringListSchema, read: readStringList };
}

function choice<Value extends string>(
  key: string,
  values: readonly Value[],
  description: string,
): OptionDefinition<Value> {
  const quoted = values.map((value) => `"${value}"`);
  return {
    key,
    expected: () => say`one of ${quoted.join(", ")}`,
    description,
    schema: { enum: values },
    read: (written) => values.find((value) => value === written),
  };
}

function flag(key: string, description: string): OptionDefinition<boolean> {
  return {
    key,
    expected: () => say`true or false`,
    description,
    schema: { type: "boolean" },
    read: (value) => (typeof value === "boolean" ? value : undefined),
  };
}

function readString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function readStringList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function readStringListTable(value: unknown): ReadonlyMap<string, readonly string[]> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const table = new Map<string, readonly string[]>();
  for (const [key, item] of Object.entries(value)) {
    const list = readStringList(item);
    if (list === undefined) return undefined;
    table.set(key, list);
  }
  return table;
}
