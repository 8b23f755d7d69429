/** Turns what rules say would mend a finding into edits. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fix } from "../diagnostics/fix.ts";
import type { Repair } from "../diagnostics/repair.ts";
import type { NodeId } from "../syntax/index.ts";
import {
  writeAwait,
  writeAwaitArgument,
  writeCallDirectly,
  writeCallInstead,
  writeOffload,
  writePassCallable,
  writeUnpack,
} from "./call-fixes.ts";
import { nodesAround, type SourceFile } from "./source-file.ts";
import { compareEdits } from "../diagnostics/text-edit.ts";
import {
  writeAsync,
  writeCloseGenerator,
  writeKeepTask,
  writeStartInGroup,
  type WrittenBlock,
} from "./statement-fixes.ts";

/** The fixes of a finding that can be written in its file as it is now, the best first. */
export function writeFixes(diagnostic: Diagnostic, open: (path: string) => SourceFile | undefined): Fix[] {
  const { repairs = [], location } = diagnostic;
  if (repairs.length === 0) return [];
  const file = open(location.path);
  if (file === undefined) return [];
  const fixes: Fix[] = [];
  for (const repair of repairs) {
    const path = nodesAround(file.tree, repair.start, repair.end);
    const written = path.length === 0 ? undefined : write(file, path, repair);
    if (written !== undefined) fixes.push(toFix(diagnostic, repair, written));
  }
  return fixes;
}

/** What is only likely wrong is never changed as if it were sure. */
function toFix(diagnostic: Diagnostic, repair: Repair, { title, edits, claims }: WrittenBlock): Fix {
  const { path } = diagnostic.location;
  const isDoubtful = diagnostic.confidence === "likely" && repair.applicability === "safe";
  return {
    title,
    applicability: isDoubtful ? "unsafe" : repair.applicability,
    edits: new Map([[path, edits.toSorted(compareEdits)]]),
    ...(claims === undefined ? {} : { claims: new Map([[path, claims]]) }),
  };
}

function write(file: SourceFile, path: readonly NodeId[], { action }: Repair): WrittenBlock | undefined {
  switch (action.kind) {
    case "await":
      return writeAwait(file, path);
    case "call-instead":
      return writeCallInstead(file, path, action.callee, action.isAwaited);
    case "offload":
      return writeOffload(file, path, action.helper);
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
    case "close-generator":
      return writeCloseGenerator(file, path);
  }
}
