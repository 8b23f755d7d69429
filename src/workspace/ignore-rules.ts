import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { ancestorsOf } from "./path-relations.ts";

/** The ignore rules in force in a directory: its own files' and those of the directories above, nearest first. */
export interface IgnoreRules {
  readonly directory: string;
  readonly ofDirectories: Ignore;
  /** The rules that can match a Python file at all: most cannot, and files are many. */
  readonly ofPythonFiles: Ignore | undefined;
  readonly outer: IgnoreRules | undefined;
}

const ignoreFileNames = [".gitignore", ".ignore"];

/**
 * Whether a directory or Python file is ignored: the nearest file with a rule for it decides, negated or not. The
 * directories above it must not be ignored themselves.
 */
export function isIgnored(rules: IgnoreRules | undefined, path: string, isDirectory: boolean): boolean {
  for (let layer = rules; layer !== undefined; layer = layer.outer) {
    const matcher = isDirectory ? layer.ofDirectories : layer.ofPythonFiles;
    if (matcher === undefined) continue;
    const inside = slashed(path.slice(layer.directory.length + (layer.directory.endsWith(sep) ? 0 : 1)));
    const { ignored, unignored } = matcher.test(isDirectory ? `${inside}/` : inside);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** The rules in force inside a directory; `names` are its entries', so that missing files cost nothing. */
export function enterDirectory(
  outer: IgnoreRules | undefined,
  directory: string,
  names: ReadonlySet<string>,
): IgnoreRules | undefined {
  const texts = ignoreFileNames.filter((name) => names.has(name)).map((name) => readText(join(directory, name)));
  if (names.has(".git")) texts.unshift(readText(join(directory, ".git", "info", "exclude")));
  return addLayer(outer, directory, texts);
}

/**
 * The rules a walk starts with: those of the directories above `start` up to the root of its repository. None when they
 * ignore `start` itself: whoever names an ignored directory wants it read.
 */
export function rulesAbove(start: string): IgnoreRules | undefined {
  const above = ancestorsOf(start);
  const rootIndex = above.findIndex((directory) => existsSync(join(directory, ".git")));
  if (rootIndex < 0) return undefined;
  let rules: IgnoreRules | undefined;
  for (const directory of above.slice(1, rootIndex + 1).reverse()) {
    const texts = ignoreFileNames.map((name) => readText(join(directory, name)));
    texts.unshift(readText(join(directory, ".git", "info", "exclude")));
    rules = addLayer(rules, directory, texts);
  }
  return isIgnored(rules, start, true) ? undefined : rules;
}

function addLayer(
  outer: IgnoreRules | undefined,
  directory: string,
  texts: readonly (string | undefined)[],
): IgnoreRules | undefined {
  const lines = texts.flatMap((text) => (text ?? "").split(/\r?\n/)).filter((line) => /^[^#]/.test(line));
  if (lines.length === 0) return outer;
  const ofFiles = lines.filter(canMatchPythonFile);
  return {
    directory,
    ofDirectories: ignore().add(lines),
    ofPythonFiles: ofFiles.length === 0 ? undefined : ignore().add(ofFiles),
    outer,
  };
}

/** Whether the letters after the last wildcard of a rule can be the last ones of `….py`. */
function canMatchPythonFile(rule: string): boolean {
  if (rule.includes("\\")) return true;
  const line = rule.trimEnd();
  if (line.endsWith("/")) return false;
  const name = line.slice(line.lastIndexOf("/") + 1).replace(/^!/, "");
  const literal = /[^*?\]]*$/.exec(name)?.[0] ?? "";
  return literal.endsWith(".py") || (literal.length < name.length && ".py".endsWith(literal));
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
