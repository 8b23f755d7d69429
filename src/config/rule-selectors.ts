import { say } from "../language/say.ts";
import { closestName } from "./closest-name.ts";
import type { Settings } from "./settings.ts";
import { UserError } from "./user-error.ts";

/** What a selector is compared with. `Rule` satisfies it. */
export interface SelectableRule {
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly isOffByDefault?: boolean;
}

/** How exactly a selector names a rule: 0 not at all, 1 `ALL`, then longer prefixes, the whole code or name most. */
export function selectorSpecificity(selector: string, rule: SelectableRule): number {
  const upper = selector.toUpperCase();
  if (upper === "ALL") return 1;
  if (upper === rule.code || selector.toLowerCase() === rule.name) return rule.code.length + 1;
  return selector !== "" && rule.code.startsWith(upper) ? selector.length + 1 : 0;
}

/**
 * Whether a rule is on. The most specific selector that matches it decides, `ignore` where both are as specific. Rules
 * off by default need a code, a name, or a prefix longer than `AIO`.
 */
export function isRuleOn(
  rule: SelectableRule,
  settings: Pick<Settings, "select" | "extendSelect" | "ignore">,
): boolean {
  const mostSpecific = (selectors: readonly string[]): number =>
    selectors.reduce((most, selector) => Math.max(most, selectorSpecificity(selector, rule)), 0);
  const byDefault = settings.select === undefined && !rule.isOffByDefault ? 1 : 0;
  const selected = Math.max(byDefault, mostSpecific(settings.select ?? []), mostSpecific(settings.extendSelect));
  const isNamed = !rule.isOffByDefault || selected > "AIO".length + 1;
  return selected > 0 && isNamed && selected > mostSpecific(settings.ignore);
}

/**
 * Checks that every selector written names a rule.
 * @throws UserError naming the selector and the nearest rule, or our code for another linter's.
 */
export function checkSelectors(settings: Settings, rules: readonly SelectableRule[]): void {
  if (rules.length === 0) return;
  const selectors = [
    ...(settings.select ?? []),
    ...settings.extendSelect,
    ...settings.ignore,
    ...[...settings.perFileIgnores.values()].flat(),
  ];
  for (const selector of selectors) {
    if (rules.some((rule) => selectorSpecificity(selector, rule) > 0)) continue;
    throw new UserError(say`unknown rule selector \`${selector}\``, suggestRule(selector, rules));
  }
}

/**
 * The rule a person means by a code, a name, or the code of another linter.
 * @throws UserError naming the nearest.
 */
export function findRule<Rule extends SelectableRule>(wanted: string, rules: readonly Rule[]): Rule {
  const upper = wanted.toUpperCase();
  const lower = wanted.toLowerCase();
  const found =
    rules.find((rule) => rule.code === upper || rule.name === lower) ??
    rules.find((rule) => rule.aliases.includes(upper));
  if (found === undefined) throw new UserError(say`unknown rule \`${wanted}\``, suggestRule(wanted, rules));
  return found;
}

/** A hint for a rule that does not exist: our rule for another linter's code, or the nearest code or name. */
export function suggestRule(wanted: string, rules: readonly SelectableRule[]): string {
  const aliased = rules.find((rule) => rule.aliases.includes(wanted.toUpperCase()));
  if (aliased !== undefined) return say`\`${wanted}\` is \`${aliased.code}\` (${aliased.name}) here`;
  const closest = closestName(
    wanted,
    rules.flatMap((rule) => [rule.code, rule.name]),
  );
  return closest === undefined
    ? say`run \`uncoil rule\` for the list of rules`
    : say`did you mean \`${closest}\`? (\`uncoil rule\` lists all of them)`;
}
