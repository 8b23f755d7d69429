/** Fixes that open a client for one request. */
import type { AskClient, AskedArgument } from "../diagnostics/twin-repair.ts";
import type { TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { awaitPlace } from "./await-place.ts";
import { argumentsOf, insertion } from "./call-fixes.ts";
import { freeLocal } from "./free-name.ts";
import {
  endsLine,
  indentationBefore,
  scopeAround,
  statementAround,
  textBetween,
  textOf,
  type SourceFile,
} from "./source-file.ts";
import { indentedLines, unitBelow } from "./indentation.ts";
import type { WrittenBlock } from "./statement-fixes.ts";
import { wantName } from "./wanted-name.ts";
import { hasForm } from "./written-value.ts";

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
  const asked = askedArguments(file, path, unit, ask);
  if (asked === undefined) return undefined;
  const opening = `async with ${client.text}(${asked.opening}) as ${name}:${newline}${indent}${unit}`;
  const method = {
    start: startOf(tree, callee),
    end: endOf(tree, callee),
    text: `${place.before}${name}.${ask.method}`,
  };
  const edits: TextEdit[] = [
    ...client.edits,
    ...(method.start === start ? [{ ...method, text: opening + method.text }] : [insertion(start, opening), method]),
    ...asked.edits,
    ...(place.after === "" ? [] : [insertion(endOf(tree, call), place.after)]),
    ...indentedLines(file, start, end, unit).filter((line) => !asked.edits.some((edit) => isInside(line, edit))),
  ];
  return { title: say`Ask \`${ask.client}\``, edits, claims: [{ start, end }] };
}

function isInside({ start }: TextEdit, other: TextEdit): boolean {
  return other.start < start && start < other.end;
}

interface Asked {
  readonly edits: readonly TextEdit[];
  /** Arguments of the client. */
  readonly opening: string;
}

/** Undefined when an argument is not what it must be, as it is written, or cannot be moved. */
function askedArguments(file: SourceFile, path: readonly NodeId[], unit: string, ask: AskClient): Asked | undefined {
  const { tree, newline } = file;
  const args = argumentsOf(tree, path.at(-1) ?? 0);
  const valueOf = (argument: NodeId): NodeId => (kindOf(tree, argument) === Kind.Keyword ? argument + 1 : argument);
  const scope = scopeAround(file, path);
  const edits: TextEdit[] = [];
  const opening: string[] = [];
  let kept: NodeId | undefined;
  for (const [at, argument] of args.entries()) {
    const { name, isOfClient, form } = ask.arguments[at] ?? unchanged;
    const value = valueOf(argument);
    const [start, end] = [startOf(tree, argument), endOf(tree, argument)];
    if (form !== undefined && !hasForm(file, scope, value, form, valueOf(args[0] ?? 0))) return undefined;
    if (isOfClient) {
      const from = kept === undefined ? start : endOf(tree, kept);
      const removed = textBetween(file, from, end);
      if (kept === undefined || /#/.test(removed) || /[\n\r]/.test(textOf(file, value))) return undefined;
      opening.push(`${name}=${textOf(file, value)}`);
      edits.push({ start: from, end, text: "" });
      continue;
    }
    kept = argument;
    if (kindOf(tree, argument) !== Kind.Keyword) {
      if (name !== "") edits.push(insertion(start, `${name}=`));
    } else if (name !== "" && name !== nameOf(tree, argument))
      edits.push({ start, end: start + nameOf(tree, argument).length, text: name });
  }
  if (kept !== undefined && ask.added.length > 0) {
    // Arguments that stand on lines of their own are joined by others on such lines.
    const indent = indentationBefore(file, startOf(tree, kept));
    const gap = indent === undefined ? ", " : `,${newline}${indent}${unit}`;
    edits.push(insertion(endOf(tree, kept), ask.added.map((argument) => gap + argument).join("")));
  }
  return { edits, opening: opening.join(", ") };
}

const unchanged: AskedArgument = { name: "", isOfClient: false, form: undefined };
