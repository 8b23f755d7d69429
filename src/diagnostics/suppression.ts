/**
 * Comments that silence findings: our own (`# uncoil: ignore[AIO102]`), and flake8's and ruff's `# noqa`, so that
 * suppressions written for flake8-async keep working. Pure text: whoever has the comment decides what it applies to.
 */

export interface Suppression {
  /** `line`: the logical line the comment is on; `file`: the whole file, wherever the comment is. */
  readonly scope: "line" | "file";
  /** Codes, prefixes of codes and kebab-case names, in upper case for codes and lower case for names; may be empty. */
  readonly selectors: "all" | readonly string[];
  /** Which comment it was: ours is meant for us alone, `noqa` may name rules of other tools. */
  readonly ownKind: "uncoil" | "noqa";
  /** `# uncoil: nonblocking` on a `def` line: the function never blocks, whatever it calls. */
  readonly isNonblocking: boolean;
}

/** What a suppression is compared with. `Rule` satisfies it. */
export interface SuppressibleRule {
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** One directive inside a comment: several may follow each other (`# type: ignore  # noqa: X`). */
interface Directive {
  readonly scope: "line" | "file";
  readonly selectors: "all" | readonly string[];
  readonly ownKind: "uncoil" | "noqa";
  readonly isNonblocking: boolean;
}

const mention = /noqa|uncoil|ruff/i;
const uncoilDirective = /#\s*uncoil\s*:\s*(ignore|file-ignore|nonblocking)(?![\w-])\s*(\[[^\]]*\]?)?/gi;
const noqaDirective = /#\s*noqa(?![\w-])(?:\s*:\s*([^#]*))?/gi;
const otherToolDirective = /#\s*(?:flake8|ruff)\s*:\s*noqa\s*:\s*([^#]*)/gi;
const ruffDirective = /#\s*ruff\s*:\s*(ignore|file-ignore)\s*\[([^\]]*)\]/gi;
const codeAtStart = /^[A-Za-z]+[0-9]+(?![\w-])/;
const nameAtStart = /^[A-Za-z]+[0-9]*(?:-[A-Za-z0-9]+)+/;

/**
 * The suppression a comment holds, or undefined. `text` is the comment with its `#`, without the line break.
 *
 * - `# noqa` silences everything; `# noqa: AIO102, ASYNC210 because…` the codes up to the first word that is none;
 *   `# noqa: some words` everything, as flake8 reads it.
 * - `# flake8: noqa: X`, `# ruff: noqa: X`, `# ruff: ignore[X]`, `# ruff: file-ignore[X]` with codes are followed. Without
 *   codes, the first two are not: they are addressed to another tool.
 * - Several directives in a comment are joined: the widest scope and every selector.
 */
export function parseSuppression(text: string): Suppression | undefined {
  if (!mention.test(text)) return undefined;
  const directives = [...uncoilDirectives(text), ...noqaDirectives(text), ...otherToolDirectives(text)];
  const [first, ...rest] = directives;
  return first && rest.reduce(joinDirectives, first);
}

/** Whether the suppression covers the rule: by code, prefix of a code, alias of another linter, or name. */
export function suppresses(suppression: Suppression, rule: SuppressibleRule): boolean {
  const { selectors } = suppression;
  return selectors === "all" || selectors.some((selector) => coversRule(selector, rule));
}

function coversRule(selector: string, rule: SuppressibleRule): boolean {
  const upper = selector.toUpperCase();
  if (upper === "ALL" || selector.toLowerCase() === rule.name) return true;
  if (rule.code.startsWith(upper)) return true;
  return rule.aliases.some((alias) => alias.toUpperCase().startsWith(upper));
}

function* uncoilDirectives(text: string): Generator<Directive> {
  for (const [, verb = "", brackets] of text.matchAll(uncoilDirective)) {
    const kind = verb.toLowerCase();
    if (kind === "nonblocking") {
      yield { scope: "line", selectors: [], ownKind: "uncoil", isNonblocking: true };
      continue;
    }
    // An unclosed bracket says less than its author meant: it silences nothing rather than everything.
    if (brackets !== undefined && !brackets.endsWith("]")) continue;
    const selectors = brackets === undefined ? "all" : splitSelectors(brackets.slice(1, -1));
    const scope = kind === "file-ignore" ? "file" : "line";
    yield { scope, selectors, ownKind: "uncoil", isNonblocking: false };
  }
}

function* noqaDirectives(text: string): Generator<Directive> {
  for (const [, list] of text.matchAll(noqaDirective)) {
    const selectors = list === undefined ? [] : leadingSelectors(list);
    yield {
      scope: "line",
      selectors: selectors.length === 0 ? "all" : selectors,
      ownKind: "noqa",
      isNonblocking: false,
    };
  }
}

function* otherToolDirectives(text: string): Generator<Directive> {
  for (const [, list = ""] of text.matchAll(otherToolDirective)) {
    const selectors = leadingSelectors(list);
    if (selectors.length > 0) yield { scope: "file", selectors, ownKind: "noqa", isNonblocking: false };
  }
  for (const [, verb = "", list = ""] of text.matchAll(ruffDirective)) {
    const scope = verb.toLowerCase() === "file-ignore" ? "file" : "line";
    yield { scope, selectors: splitSelectors(list), ownKind: "noqa", isNonblocking: false };
  }
}

function joinDirectives(left: Directive, right: Directive): Directive {
  return {
    scope: left.scope === "file" || right.scope === "file" ? "file" : "line",
    selectors: left.selectors === "all" || right.selectors === "all" ? "all" : [...left.selectors, ...right.selectors],
    ownKind: left.ownKind === "uncoil" || right.ownKind === "uncoil" ? "uncoil" : "noqa",
    isNonblocking: left.isNonblocking || right.isNonblocking,
  };
}

function splitSelectors(list: string): string[] {
  return list.split(/[\s,]+/).filter((selector) => selector !== "");
}

/** The codes and names a `noqa` list starts with, separated by commas or blanks; what follows is a remark. */
function leadingSelectors(list: string): string[] {
  const selectors: string[] = [];
  let rest = list.trimStart();
  for (;;) {
    const [selector] = nameAtStart.exec(rest) ?? codeAtStart.exec(rest) ?? [];
    if (selector === undefined) return selectors;
    selectors.push(selector);
    rest = rest.slice(selector.length).replace(/^[\s,]+/, "");
  }
}
