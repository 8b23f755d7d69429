/** Turns what rules say would mend a finding into edits. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fix } from "../diagnostics/fix.ts";
import type { Repair, RepairAction } from "../diagnostics/repair.ts";
import { say } from "../language/say.ts";
import type { NodeId } from "../syntax/index.ts";
import {
  writeAwait,
  writeAwaitArgument,
  writeCallDirectly,
  writeCallInstead,
  writeCollect,
  writeOffloads,
  writePassCallable,
  writeUnpack,
  writeWrappedCallee,
} from "./call-fixes.ts";
import { writeCloseAttribute } from "./attribute-fixes.ts";
import { writeTurnAsync } from "./chain-fixes.ts";
import { writeAppClient } from "./app-fixes.ts";
import { writeClassClient } from "./class-fixes.ts";
import { writeShareClient } from "./client-fixes.ts";
import { writeGather, writeGatherEach } from "./gather-fixes.ts";
import { writeLetCancellationPass } from "./handler-fixes.ts";
import { writeAsyncLock } from "./lock-fixes.ts";
import { writeRun } from "./loop-fixes.ts";
import { nodesAround, type SourceFile } from "./source-file.ts";
import { compareEdits, type ByteRange } from "../diagnostics/text-edit.ts";
import { writeCloseResource } from "./resource-fixes.ts";
import { writeAwaitReturned } from "./return-fixes.ts";
import { writeAsync, writeCloseGenerator, type WrittenBlock } from "./statement-fixes.ts";
import {
  writeKeepTask,
  writeLogFailure,
  writeLogResults,
  writeShareResult,
  writeStartInGroup,
  writeStartTask,
} from "./task-fixes.ts";
import { writeAskClient } from "./request-fixes.ts";
import { writeRunProgram } from "./program-fixes.ts";
import { writeSwitch } from "./switch-fixes.ts";

/** The fixes of a finding that can be written in its file as it is now, the best first. */
export function writeFixes(diagnostic: Diagnostic, open: (path: string) => SourceFile | undefined): Fix[] {
  const { repairs = [], location } = diagnostic;
  if (repairs.length === 0) return [];
  const file = open(location.path);
  if (file === undefined) return [];
  const fixes = repairs.flatMap((repair) => {
    const { action } = repair;
    if (isWide(action)) return writeAcross(file, { ...repair, action }, open) ?? [];
    const written = write(file, action, repair);
    return written === undefined ? [] : toFix(diagnostic, repair, written);
  });
  // What is only shown is no better than what can be done.
  const isShown = ({ applicability }: Fix): number => (applicability === "display" ? 1 : 0);
  return fixes.toSorted((left, right) => isShown(left) - isShown(right));
}

/** What may change several files. */
type WideAction = Extract<
  RepairAction,
  { readonly kind: "switch" | "share-client" | "class-client" | "app-client" | "async-lock" | "turn-async" }
>;
/** What changes the one file of the finding. */
type LocalAction = Exclude<RepairAction, WideAction>;

const wideKinds: ReadonlySet<string> = new Set([
  "switch",
  "share-client",
  "class-client",
  "app-client",
  "async-lock",
  "turn-async",
]);

function isWide(action: RepairAction): action is WideAction {
  return wideKinds.has(action.kind);
}

function writeAcross(
  file: SourceFile,
  { action, applicability, start, end }: Repair & { readonly action: WideAction },
  open: (path: string) => SourceFile | undefined,
): Fix | undefined {
  switch (action.kind) {
    case "switch": {
      const exchange = action.exchange();
      const edits = exchange && writeSwitch(exchange.steps, open);
      return exchange && edits && { title: say`Use \`${exchange.to}\``, applicability, edits };
    }
    case "share-client": {
      const plan = action.plan();
      const shared = plan && writeShareClient(file, nodesAround(file.tree, start, end), plan, open);
      return shared && { ...shared, applicability };
    }
    case "class-client": {
      const plan = action.plan();
      const written = plan && writeClassClient(file, nodesAround(file.tree, start, end), plan);
      return written && { ...written, applicability };
    }
    case "app-client": {
      const plan = action.plan();
      const written = plan && writeAppClient(file, nodesAround(file.tree, start, end), plan, open);
      return written && { ...written, applicability };
    }
    case "async-lock": {
      const plan = action.plan();
      const replaced = plan && writeAsyncLock(plan, action.to, open);
      return replaced && { ...replaced, applicability };
    }
    case "turn-async":
      return writeTurnAsync(action.chain(), open);
  }
}

/** What is only likely wrong is never changed as if it were sure. */
function toFix(diagnostic: Diagnostic, repair: Repair, { title, edits, claims, offloaded }: WrittenBlock): Fix {
  const { path } = diagnostic.location;
  const isDoubtful = diagnostic.confidence === "likely" && repair.applicability === "safe";
  return {
    title,
    applicability: isDoubtful ? "unsafe" : repair.applicability,
    edits: new Map([[path, edits.toSorted(compareEdits)]]),
    ...(claims === undefined ? {} : { claims: new Map([[path, claims]]) }),
    ...(offloaded === undefined ? {} : { offloaded }),
  };
}

function write(file: SourceFile, action: LocalAction, { start, end }: ByteRange): WrittenBlock | undefined {
  if (action.kind === "let-cancellation-pass") return writeLetCancellationPass(file, start);
  const path = nodesAround(file.tree, start, end);
  return path.length === 0 ? undefined : writeAt(file, path, action);
}

/** Writes an action on the last of some nodes, from the module down. */
function writeAt(
  file: SourceFile,
  path: readonly NodeId[],
  action: Exclude<LocalAction, { readonly kind: "let-cancellation-pass" }>,
): WrittenBlock | undefined {
  switch (action.kind) {
    case "await":
      return writeAwait(file, path);
    case "call-instead":
      return writeCallInstead(file, path, action.callee, action.isAwaited);
    case "offload":
      return writeOffloads(file, path, action.helper, action.others ?? []);
    case "wrap-callee":
      return writeWrappedCallee(file, path, action.wrapper);
    case "add-async":
      return writeAsync(file, path, true);
    case "remove-async":
      return writeAsync(file, path, false);
    case "unpack-argument":
      return writeUnpack(file, path);
    case "await-argument":
      return writeAwaitArgument(file, path);
    case "pass-callable":
      return writePassCallable(file, path);
    case "call-directly":
      return writeCallDirectly(file, path);
    case "start-in-group":
      return writeStartInGroup(file, path);
    case "keep-task":
      return writeKeepTask(file, path);
    case "gather":
      return writeGather(file, path, action.others, action.fitsGroup);
    case "gather-each":
      return writeGatherEach(file, path, action.fitsGroup);
    case "close-generator":
      return writeCloseGenerator(file, path);
    case "log-failure":
      return writeLogFailure(file, path);
    case "log-results":
      return writeLogResults(file, path);
    case "start-task":
      return writeStartTask(file, path, action.argument);
    case "share-result":
      return writeShareResult(file, path);
    case "run":
      return writeRun(file, path);
    case "close-resource":
      return writeCloseResource(file, path, action);
    case "close-attribute":
      return writeCloseAttribute(file, path, action);
    case "await-returned":
      return writeAwaitReturned(file, path);
    case "collect":
      return writeCollect(file, path, action.helper);
    case "ask-client":
      return writeAskClient(file, path, action);
    case "run-program":
      return writeRunProgram(file, path, action);
  }
}
