/**
 * The oldest Python that a project says it runs on. A version of Python 3 is written as its minor number here: 11 for 3.11.
 */
import { parse, TomlError } from "smol-toml";

/**
 * What the text of a `pyproject.toml` (`requires-python`, or the `python` of Poetry) or a `setup.cfg` (`python_requires`) says;
 * undefined when it says nothing, or nothing that can be read.
 */
export function readMinimumPython(fileName: "pyproject.toml" | "setup.cfg", text: string): number | undefined {
  const specifier = fileName === "setup.cfg" ? specifierOfSetup(text) : specifierOfProject(text);
  return specifier === undefined ? undefined : oldestMinor(specifier);
}

/**
 * The oldest minor version of Python 3 that a specifier lets in: 9 for `>=3.9,<4` and for `^3.9 || ^3.11`. Undefined when it
 * lets in any, or says only that it is Python 3.
 */
export function oldestMinor(specifier: string): number | undefined {
  const oldest = specifier.split("||").map(lowerBound);
  const known = oldest.filter((minor) => minor !== undefined);
  return known.length < oldest.length ? undefined : Math.min(...known);
}

const clause = /(===?|~=|[<>]=?|!=|[~^])?\s*v?(\d+)(?:\.(\d+))?[\w.*]*/g;
const upper: ReadonlySet<string> = new Set(["<", "<=", "!="]);

function lowerBound(specifier: string): number | undefined {
  const minors = Array.from(specifier.matchAll(clause))
    .filter(([, operator = "", major, minor]) => !upper.has(operator) && major === "3" && minor !== undefined)
    .map(([, , , minor]) => Number(minor));
  return minors.length === 0 ? undefined : Math.max(...minors);
}

function specifierOfProject(text: string): string | undefined {
  const document = readToml(text);
  const required = fieldsOf(document["project"])["requires-python"];
  if (typeof required === "string") return required;
  const python = fieldsOf(fieldsOf(fieldsOf(document["tool"])["poetry"])["dependencies"])["python"];
  const asked = typeof python === "string" ? python : fieldsOf(python)["version"];
  return typeof asked === "string" ? asked : undefined;
}

/** Mistakes in a file that is not ours are not ours to tell: it says nothing then. */
function readToml(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}

function specifierOfSetup(text: string): string | undefined {
  const [, section = ""] = /^\[options\][^\n]*\n((?:(?!\[)[^\n]*(?:\n|$))*)/m.exec(text.replaceAll("\r", "")) ?? [];
  return /^python_requires\s*[=:]\s*(.+)$/m.exec(section)?.[1];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
