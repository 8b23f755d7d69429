/** Fixes of `except` handlers. */
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, nextOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { insertion, type Written } from "./call-fixes.ts";
import { linesBelow } from "./indentation.ts";
import { childrenOf, endsLine, indentationBefore, type SourceFile } from "./source-file.ts";
import { isBuiltin } from "./wanted-name.ts";

/** Lets a cancellation through the handler whose `except` stands at an offset. */
export function writeLetCancellationPass(file: SourceFile, start: number): Written | undefined {
  const { tree } = file;
  let handler = 1;
  while (handler < tree.length && !(kindOf(tree, handler) === Kind.ExceptHandler && startOf(tree, handler) === start))
    handler++;
  if (handler >= tree.length) return undefined;
  const type = handler + 1;
  const kind = kindOf(tree, type);
  const title = say`Catch \`Exception\`, which a cancellation is not`;
  if (kind === Kind.Absent && isBuiltin(file, "Exception"))
    return { title, edits: [insertion(start + "except".length, " Exception")] };
  if (kind === Kind.Name && nameOf(tree, type) === "BaseException") {
    if (!isBuiltin(file, "Exception") || !isBuiltin(file, "BaseException")) return undefined;
    return { title, edits: [{ start: startOf(tree, type), end: endOf(tree, type), text: "Exception" }] };
  }
  return kind === Kind.Name || kind === Kind.Attribute ? writeRaise(file, nextOf(tree, type)) : undefined;
}

/** `raise` at the end of a handler, in place of a `pass` or `continue` there. */
function writeRaise(file: SourceFile, block: NodeId): Written | undefined {
  const { tree } = file;
  const last = childrenOf(tree, block).at(-1) ?? 0;
  const start = startOf(tree, last);
  const end = endOf(tree, last);
  const title = say`Raise the cancellation again`;
  const kind = kindOf(tree, last);
  if (kind === Kind.Pass || kind === Kind.Continue) return { title, edits: [{ start, end, text: "raise" }] };
  const isSimple = kind === Kind.ExpressionStatement || kind === Kind.Assign || kind === Kind.AugAssign;
  if (!isSimple || indentationBefore(file, start) === undefined || !endsLine(tree, end)) return undefined;
  return { title, edits: [linesBelow(file, last, ["raise"])] };
}
