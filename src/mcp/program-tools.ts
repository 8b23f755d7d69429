import { exploreTool } from "./explore.ts";
import { runTool } from "./run.ts";
import type { ProgramTool } from "./tool.ts";

/** The tools that execute the project's code: offered only where the server was started with `--allow-run`. */
export const programTools: readonly ProgramTool[] = [runTool, exploreTool];
