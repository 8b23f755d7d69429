import { asyncCallbackDropped } from "./async-callback-dropped.ts";
import { awaitInLoop } from "./await-in-loop.ts";
import { blockingCpu } from "./blocking-cpu.ts";
import { blockingDatabase } from "./blocking-database.ts";
import { blockingFile } from "./blocking-file.ts";
import { blockingInput } from "./blocking-input.ts";
import { blockingNetwork } from "./blocking-network.ts";
import { blockingProcess } from "./blocking-process.ts";
import { blockingSleep } from "./blocking-sleep.ts";
import { blockingWait } from "./blocking-wait.ts";
import { cachedCoroutine } from "./cached-coroutine.ts";
import { clientPerRequest } from "./client-per-request.ts";
import { coroutineFormatted } from "./coroutine-formatted.ts";
import { coroutineNeverConsumed } from "./coroutine-never-consumed.ts";
import { coroutineOutlivesScope } from "./coroutine-outlives-scope.ts";
import { coroutineTruthValue } from "./coroutine-truth-value.ts";
import { danglingTask } from "./dangling-task.ts";
import { ignoredGatherResults } from "./ignored-gather-results.ts";
import { loopDeadlock } from "./loop-deadlock.ts";
import { loopObjectFromThread } from "./loop-object-from-thread.ts";
import { manualLoop } from "./manual-loop.ts";
import { missingAwait } from "./missing-await.ts";
import { nestedLoop } from "./nested-loop.ts";
import { offloadedCoroutine } from "./offloaded-coroutine.ts";
import { sequentialAwaits } from "./sequential-awaits.ts";
import { swallowedCancellation } from "./swallowed-cancellation.ts";
import { threadLockAcrossAwait } from "./thread-lock-across-await.ts";
import { unclosedAsyncGenerator } from "./unclosed-async-generator.ts";
import { unclosedResource } from "./unclosed-resource.ts";
import { unobservedTask } from "./unobserved-task.ts";
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
  blockingCpu,
  missingAwait,
  coroutineTruthValue,
  coroutineFormatted,
  coroutineNeverConsumed,
  asyncCallbackDropped,
  cachedCoroutine,
  offloadedCoroutine,
  coroutineOutlivesScope,
  wrongProtocol,
  danglingTask,
  sequentialAwaits,
  awaitInLoop,
  unobservedTask,
  swallowedCancellation,
  ignoredGatherResults,
  nestedLoop,
  loopDeadlock,
  manualLoop,
  threadLockAcrossAwait,
  loopObjectFromThread,
  unclosedResource,
  clientPerRequest,
  unclosedAsyncGenerator,
];
