import { blockingPathsTool } from "./blocking-paths.ts";
import { checkTool } from "./check.ts";
import { explainFindingTool } from "./explain-finding.ts";
import { explainRuleTool } from "./explain-rule.ts";
import { fixTool } from "./fix.ts";
import { suppressTool } from "./suppress.ts";
import { surveyTool } from "./survey.ts";
import type { Tool } from "./tool.ts";

/** Every tool, in the order in which they are of use. */
export const tools: readonly Tool[] = [
  surveyTool,
  checkTool,
  explainFindingTool,
  explainRuleTool,
  blockingPathsTool,
  fixTool,
  suppressTool,
];
