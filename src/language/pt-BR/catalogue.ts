import type { Catalogue } from "../say.ts";
import { commandLine } from "./command-line.ts";
import { explore } from "./explore.ts";
import { fixes } from "./fixes.ts";
import { help } from "./help.ts";
import { kinds } from "./kinds.ts";
import { models } from "./models.ts";
import { nouns } from "./nouns.ts";
import { pages } from "./pages.ts";
import { reports } from "./reports.ts";
import { ruleSummaries } from "./rule-summaries.ts";
import { rules } from "./rules.ts";
import { run } from "./run.ts";
import { survey } from "./survey.ts";
import { told } from "./told.ts";

/** Brazilian Portuguese. */
export const catalogue: Catalogue = {
  sentences: {
    ...rules,
    ...ruleSummaries,
    ...models,
    ...fixes,
    ...help,
    ...commandLine,
    ...reports,
    ...kinds,
    ...survey,
    ...run,
    ...explore,
    ...pages,
  },
  nouns,
  told,
  pages: { ...pages, ...kinds, ...survey, ...run },
};
