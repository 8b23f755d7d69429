import { join } from "node:path";
import { spokenLanguage } from "../language/say.ts";
import { readText } from "./read-if-there.ts";

/**
 * The page of a rule, Markdown, from the directory the pages are shipped in; undefined where it is not there. In the language
 * that is spoken, or in English where that page is missing.
 */
export function readRulePage(name: string, directory: string): string | undefined {
  const language = spokenLanguage();
  const translated = language === "en" ? undefined : readText(join(directory, language, `${name}.md`));
  // A translation begins with a comment that says which English page it was made from.
  return translated?.replace(/^<!--.*-->\s*/, "") ?? readText(join(directory, `${name}.md`));
}
