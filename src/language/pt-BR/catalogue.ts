import type { Catalogue } from "../say.ts";
import { commandLine } from "./command-line.ts";
import { fixes } from "./fixes.ts";
import { help } from "./help.ts";
import { models } from "./models.ts";
import { nouns } from "./nouns.ts";
import { ruleSummaries } from "./rule-summaries.ts";
import { rules } from "./rules.ts";

/** Brazilian Portuguese. A sentence that stands here twice says the same each time. */
export const catalogue: Catalogue = {
  sentences: { ...rules, ...ruleSummaries, ...fixes, ...models, ...commandLine, ...help },
  nouns,
};
