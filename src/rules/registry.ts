import { blockingDatabase } from "./blocking-database.ts";
import { blockingFile } from "./blocking-file.ts";
import { blockingInput } from "./blocking-input.ts";
import { blockingNetwork } from "./blocking-network.ts";
import { blockingProcess } from "./blocking-process.ts";
import { blockingSleep } from "./blocking-sleep.ts";
import { blockingWait } from "./blocking-wait.ts";
import { danglingTask } from "./dangling-task.ts";
import { missingAwait } from "./missing-await.ts";
import { nestedLoop } from "./nested-loop.ts";
import { wrongProtocol } from "./wrong-protocol.ts";
import type { Rule } from "./rule.ts";

/** Every rule, in the order of their codes. */
export const rules: readonly Rule[] = [
  blockingSleep,
  blockingNetwork,
  blockingDatabase,
  blockingProcess,
  blockingFile,
  blockingInput,
  blockingWait,
  missingAwait,
  wrongProtocol,
  danglingTask,
  nestedLoop,
];
