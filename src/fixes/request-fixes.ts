/** Fixes that open a client for one request. */
import type { AskClient } from "../diagnostics/twin-repair.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { awaitPlace } from "./await-place.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { freeLocal } from "./free-name.ts";
import { endsLine, indentationBefore, scopeAround, statementAround, type SourceFile } from "./source-file.ts";
import { indentedLines, unitBelow } from "./indentation.ts";
import type { WrittenBlock } from "./statement-fixes.ts";
import { wantName } from "./wanted-name.ts";

const simple: ReadonlySet<number> = new Set([Kind.Assign, Kind.AnnAssign, Kind.ExpressionStatement, Kind.Return]);

/** `x = requests.get(u)` → `async with httpx.AsyncClient() as client:` around `x = await client.get(u, …)` */
export function writeAskClient(file: SourceFile, path: readonly NodeId[], ask: AskClient): WrittenBlock | undefined {
  const { tree, newline } = file;
  const call = path.at(-1) ?? 0;
  const statement = statementAround(tree, path);
  const start = startOf(tree, statement);
  const end = endOf(tree, statement);
  const indent = indentationBefore(file, start);
  const place = awaitPlace(file, path);
  const client = wantName(file, scopeAround(file, path), ask.client, start);
  const isWhole = simple.has(kindOf(tree, statement)) && endsLine(tree, end);
  if (kindOf(tree, call) !== Kind.Call || !isWhole || indent === undefined) return undefined;
  if (place === undefined || client === undefined) return undefined;
  const unit = unitBelow(indent);
  const name = freeLocal(file, path, "client");
  const callee = call + 1;
  const opening = `async with ${client.text}() as ${name}:${newline}${indent}${unit}`;
  const asked = {
    start: startOf(tree, callee),
    end: endOf(tree, callee),
    text: `${place.before}${name}.${ask.method}`,
  };
  const edits: TextEdit[] = [
    ...client.edits,
    ...(asked.start === start ? [{ ...asked, text: opening + asked.text }] : [insertion(start, opening), asked]),
    ...argumentEdits(file, call, unit, ask),
    ...(place.after === "" ? [] : [insertion(endOf(tree, call), place.after)]),
    ...indentedLines(file, start, end, unit),
  ];
  return { title: say`Ask \`${ask.client}\``, edits, claims: [{ start, end }] };
}

function argumentEdits(file: SourceFile, call: NodeId, unit: string, { renamed, added }: AskClient): TextEdit[] {
  const { tree, newline } = file;
  const args = argumentsOf(tree, call);
  const edits: TextEdit[] = [];
  for (const argument of args) {
    if (kindOf(tree, argument) !== Kind.Keyword) continue;
    const start = startOf(tree, argument);
    for (const [from, to] of renamed)
      if (nameOf(tree, argument) === from) edits.push({ start, end: start + from.length, text: to });
  }
  const last = args.at(-1);
  if (last === undefined || added.length === 0) return edits;
  // Arguments that stand on lines of their own are joined by others on such lines.
  const indent = indentationBefore(file, startOf(tree, last));
  const gap = indent === undefined ? ", " : `,${newline}${indent}${unit}`;
  edits.push(insertion(endOf(tree, last), added.map((argument) => gap + argument).join("")));
  return edits;
}
