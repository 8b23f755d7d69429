/** Fixes of calls that run a program to its end: the program is started, and awaited, by the library of the loop. */
import type { TwinAction } from "../diagnostics/twin-repair.ts";
import { sameEdit, type TextEdit } from "../diagnostics/text-edit.ts";
import { say } from "../language/say.ts";
import { endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId } from "../syntax/index.ts";
import { allowsAwait, awaitPlace, type AwaitPlace } from "./await-place.ts";
import { insertion, type Written } from "./call-fixes.ts";
import { freeLocal } from "./free-name.ts";
import { unitBelow } from "./indentation.ts";
import { isEvaluatedFirst, readProgramCall, type ProgramCall } from "./program-call.ts";
import { indentationBefore, scopeAround, statementAround, textOf, type SourceFile } from "./source-file.ts";
import { isBuiltin, isInPython, wantName } from "./wanted-name.ts";

type RunProgram = Extract<TwinAction, { readonly kind: "run-program" }>;

/** `subprocess.run(…)`, `call`, `check_call`, `check_output` → the same by asyncio, anyio or trio. */
export function writeRunProgram(file: SourceFile, path: readonly NodeId[], action: RunProgram): Written | undefined {
  const { tree } = file;
  const node = path.at(-1) ?? 0;
  if (kindOf(tree, node) !== Kind.Call || !allowsAwait(tree, path)) return undefined;
  const scope = scopeAround(file, path);
  const call = readProgramCall(file, scope, node, action.gives, action.command === "list");
  if (call === undefined) return undefined;
  const names = createNames(file, path);
  const written =
    action.library === "asyncio"
      ? writeProcess(file, path, action, call, names)
      : writeCall(file, path, action, call, names);
  const imports = names.imports();
  return written === undefined || imports === undefined
    ? undefined
    : { title: written.title, edits: [...imports, ...written.edits] };
}

/** Dotted names as the file can write them, and the imports they need. */
interface Names {
  readonly want: (dotted: string) => string;
  /** Undefined when a name cannot be had, or the imports would be in no order. */
  readonly imports: () => readonly TextEdit[] | undefined;
}

function createNames(file: SourceFile, path: readonly NodeId[]): Names {
  const edits: TextEdit[] = [];
  let isMissing = false;
  const scope = scopeAround(file, path);
  return {
    want: (dotted) => {
      const name = wantName(file, scope, dotted, startOf(file.tree, path.at(-1) ?? 0));
      if (name === undefined) isMissing = true;
      for (const edit of name?.edits ?? []) if (!edits.some((other) => sameEdit(edit, other))) edits.push(edit);
      return name?.text ?? dotted;
    },
    imports: () => {
      const isCrowded = edits.some((edit) => edits.some((other) => other !== edit && other.start === edit.start));
      return isMissing || isCrowded ? undefined : edits;
    },
  };
}

/** How the value of the call is used, and the node that gives way to what stands for it. */
interface Use {
  readonly node: NodeId;
  readonly part: "nothing" | "everything" | "returncode" | "stdout" | "stderr";
}

function useOf({ tree }: SourceFile, path: readonly NodeId[]): Use {
  const node = path.at(-1) ?? 0;
  const parent = path.at(-2) ?? 0;
  if (kindOf(tree, parent) === Kind.ExpressionStatement) return { node, part: "nothing" };
  const name = kindOf(tree, parent) === Kind.Attribute ? nameOf(tree, parent) : "";
  if (name === "returncode" || name === "stdout" || name === "stderr") return { node: parent, part: name };
  return { node, part: "everything" };
}

const longestLine = 88;

/** `create_subprocess_exec` and what waits for it, in lines above the statement. */
function writeProcess(
  file: SourceFile,
  path: readonly NodeId[],
  { gives }: RunProgram,
  call: ProgramCall,
  names: Names,
): Written | undefined {
  const { tree, newline } = file;
  const statement = statementAround(tree, path);
  const indent = indentationBefore(file, startOf(tree, statement));
  const use = useOf(file, path);
  if (indent === undefined || !isEvaluatedFirst(tree, path, statement)) return undefined;
  if (gives === "checked-status" && use.part !== "nothing") return undefined;
  const plan = planProcess(file, path, gives, call, use, names);
  const value = valueOf(file, path, plan, gives, use, names);
  if (value === undefined) return undefined;
  const { lines } = plan;
  const gap = newline + indent;
  const creator = call.isShell ? "shell" : "exec";
  const title = say`Run the program with \`asyncio.create_subprocess_${creator}\``;
  const replaced = startOf(tree, use.node);
  if (use.part === "nothing")
    return { title, edits: [{ start: replaced, end: endOf(tree, use.node), text: lines.join(gap) }] };
  const above = lines.map((line) => line + gap).join("");
  const start = startOf(tree, statement);
  const edits: TextEdit[] =
    start === replaced
      ? [{ start, end: endOf(tree, use.node), text: above + value }]
      : [insertion(start, above), { start: replaced, end: endOf(tree, use.node), text: value }];
  return { title, edits };
}

/** The lines above, and what they bind. */
interface Plan {
  readonly lines: readonly string[];
  readonly process: string;
  /** The command, where it has a name. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
}

function planProcess(
  file: SourceFile,
  path: readonly NodeId[],
  gives: RunProgram["gives"],
  call: ProgramCall,
  use: Use,
  names: Names,
): Plan {
  const { tree } = file;
  const needsCommand =
    call.checks || call.timeout !== undefined || (gives === "completed" && use.part === "everything");
  const isNamed = kindOf(tree, call.command) === Kind.Name;
  const written = textOf(file, call.command);
  const command = isNamed ? written : needsCommand ? freeLocal(file, path, "command") : "";
  const process = freeLocal(file, path, "process");
  const lines = command === "" || isNamed ? [] : [`${command} = ${written}`];
  lines.push(...startingLines(file, path, call, process, command, names));
  const isRead = call.checks || use.part !== "nothing";
  const outputs = (["stdout", "stderr"] as const).map((name) => {
    const isWanted = call[name] === "pipe" && (call.checks || use.part === "everything" || use.part === name);
    const isOutput = name === "stdout" && gives === "output" && use.part !== "nothing";
    return isWanted || isOutput ? freeLocal(file, path, name) : "";
  });
  const [stdout = "", stderr = ""] = outputs;
  const pipes = call.stdout === "pipe" || call.stderr === "pipe" || call.input !== undefined;
  const encoding = call.decoding.replace(".decode", ".encode");
  const input = call.input === undefined ? "" : textOf(file, call.input) + encoding;
  // `_` may be the function that translates texts.
  const unused = tree.names.includes("_") ? freeLocal(file, path, "_unused") : "_";
  const bound = stdout + stderr === "" ? "" : `${stdout || unused}, ${stderr || unused} = `;
  const waits =
    !pipes && isRead && call.timeout === undefined && (call.checks || gives === "status" || use.part === "returncode");
  const waiting = pipes ? `${bound}await ${process}.communicate(${input})` : `await ${process}.wait()`;
  if (call.timeout !== undefined)
    lines.push(...limitedLines(file, path, call.timeout, { waiting, process, command }, names));
  else if (!waits) lines.push(waiting);
  if (call.checks) {
    const status = waits ? `await ${process}.wait()` : `${process}.returncode`;
    const parts = withoutTrailingNone([decoded(stdout, call), decoded(stderr, call)]);
    const error = `${names.want("subprocess.CalledProcessError")}(${[`${process}.returncode`, command, ...parts].join(", ")})`;
    lines.push(`if ${status} != 0:`, `${unitOf(file, path)}raise ${error}`);
  }
  return { lines, process, command, stdout: decoded(stdout, call), stderr: decoded(stderr, call) };
}

/** Waits for so many seconds; then kills the program and raises `TimeoutExpired`, as `run` does. */
function limitedLines(
  file: SourceFile,
  path: readonly NodeId[],
  limit: NodeId,
  { waiting, process, command }: { readonly waiting: string; readonly process: string; readonly command: string },
  names: Names,
): string[] {
  const unit = unitOf(file, path);
  const kind = kindOf(file.tree, limit);
  const written = textOf(file, limit);
  const isSimple = kind === Kind.Name || kind === Kind.Number;
  const timeout = isSimple ? written : freeLocal(file, path, "timeout");
  const [, bound = "", awaited = ""] = /^(.*?)await (.*)$/s.exec(waiting) ?? [];
  const hasScope = isInPython(file, "asyncio.timeout");
  const limited = hasScope
    ? [`${unit}async with ${names.want("asyncio.timeout")}(${timeout}):`, `${unit}${unit}${waiting}`]
    : [`${unit}${bound}await ${names.want("asyncio.wait_for")}(${awaited}, ${timeout})`];
  // An alias of the builtin from 3.11 on.
  const error = hasScope && isBuiltin(file, "TimeoutError") ? "TimeoutError" : names.want("asyncio.TimeoutError");
  return [
    ...(isSimple ? [] : [`${timeout} = ${written}`]),
    "try:",
    ...limited,
    `except ${error}:`,
    `${unit}if ${process}.returncode is None:`,
    `${unit}${unit}${process}.kill()`,
    `${unit}await ${process}.wait()`,
    `${unit}raise ${names.want("subprocess.TimeoutExpired")}(${command}, ${timeout}) from None`,
  ];
}

function decoded(stream: string, { decoding }: ProgramCall): string {
  return stream === "" ? "None" : stream + decoding;
}

function withoutTrailingNone(parts: readonly string[]): readonly string[] {
  const last = parts.findLastIndex((part) => part !== "None");
  return parts.slice(0, last + 1);
}

/** `process = await asyncio.create_subprocess_exec(…)`, on one line or with each argument on its own. */
function startingLines(
  file: SourceFile,
  path: readonly NodeId[],
  call: ProgramCall,
  process: string,
  command: string,
  names: Names,
): string[] {
  const creator = names.want(`asyncio.create_subprocess_${call.isShell ? "shell" : "exec"}`);
  const pipe = (): string => names.want("subprocess.PIPE");
  const isNeeded = (name: "stdout" | "stderr"): boolean => call[name] === "pipe" && !call.redirected.has(name);
  const program =
    command === "" && call.elements !== undefined
      ? call.elements.map((element) => textOf(file, element))
      : [`${call.isShell ? "" : "*"}${command === "" ? textOf(file, call.command) : command}`];
  const options = [
    ...call.options.map((option) => textOf(file, option)),
    ...(call.input === undefined ? [] : [`stdin=${pipe()}`]),
    ...(isNeeded("stdout") ? [`stdout=${pipe()}`] : []),
    ...(isNeeded("stderr") ? [`stderr=${pipe()}`] : []),
  ];
  const args = [...program, ...options.toSorted((left, right) => streamOrder(left) - streamOrder(right))];
  const opening = `${process} = await ${creator}(`;
  const indent = indentationBefore(file, startOf(file.tree, statementAround(file.tree, path))) ?? "";
  const line = `${opening}${args.join(", ")})`;
  if (indent.length + line.length <= longestLine || args.some((arg) => /[\n\r]/.test(arg))) return [line];
  return [opening, ...args.map((arg) => `${unitOf(file, path)}${arg},`), ")"];
}

/** The streams come last, in their usual order. */
function streamOrder(option: string): number {
  return ["stdin=", "stdout=", "stderr="].findIndex((start) => option.startsWith(start));
}

/** One more level of indentation. */
function unitOf(file: SourceFile, path: readonly NodeId[]): string {
  const statement = statementAround(file.tree, path);
  const indent = indentationBefore(file, startOf(file.tree, statement)) ?? "";
  return unitBelow(indent);
}

/** What stands in the place of the call. */
function valueOf(
  file: SourceFile,
  path: readonly NodeId[],
  plan: Plan,
  gives: RunProgram["gives"],
  use: Use,
  names: Names,
): string | undefined {
  const { process } = plan;
  if (gives === "output") return plan.stdout;
  const waiting = plan.lines.some((line) => /\.(wait|communicate)\(/.test(line)) ? undefined : `${process}.wait()`;
  const status = (): string | undefined => {
    if (waiting === undefined) return `${process}.returncode`;
    const place = awaitPlace(file, path.slice(0, path.indexOf(use.node) + 1));
    return place && awaited(place, waiting);
  };
  if (gives === "status" || use.part === "returncode") return status();
  if (use.part === "stdout" || use.part === "stderr") return plan[use.part];
  if (use.part === "nothing") return "";
  const parts = [`${process}.returncode`, ...withoutTrailingNone([plan.stdout, plan.stderr])];
  return `${names.want("subprocess.CompletedProcess")}(${[plan.command, ...parts].join(", ")})`;
}

function awaited({ before, after }: AwaitPlace, text: string): string {
  return `${before}${text}${after}`;
}

/** `await anyio.run_process(…)`, `await trio.run_process(…)`: where what they give is the same. */
function writeCall(
  file: SourceFile,
  path: readonly NodeId[],
  { gives, library }: RunProgram,
  call: ProgramCall,
  names: Names,
): Written | undefined {
  const { tree } = file;
  const node = path.at(-1) ?? 0;
  const isDropped = useOf(file, path).part === "nothing";
  const place = awaitPlace(file, path);
  if (
    place === undefined ||
    call.decoding !== "" ||
    call.timeout !== undefined ||
    (gives === "checked-status" && !isDropped)
  )
    return undefined;
  const suffix = gives === "status" ? ".returncode" : gives === "output" && !isDropped ? ".stdout" : "";
  const options = library === "anyio" ? anyioOptions(file, call) : trioOptions(file, call);
  if (options === undefined) return undefined;
  if (!call.checks) options.push("check=False");
  const args = [textOf(file, call.command), ...call.options.map((option) => textOf(file, option)), ...options];
  const callee = `${library}.run_process`;
  const text = `${names.want(callee)}(${args.join(", ")})`;
  const waiting = suffix === "" ? awaited(place, text) : `(await ${text})${suffix}`;
  return {
    title: say`Run the program with \`${callee}\``,
    edits: [{ start: startOf(tree, node), end: endOf(tree, node), text: waiting }],
  };
}

/** Both streams are read, unless they are said to go elsewhere. */
function anyioOptions(file: SourceFile, call: ProgramCall): string[] | undefined {
  const options: string[] = [];
  if (call.input !== undefined) options.push(`input=${textOf(file, call.input)}`);
  for (const name of ["stdout", "stderr"] as const)
    if (call[name] === "inherited" && !call.redirected.has(name)) options.push(`${name}=None`);
  return options;
}

/** Nothing is read unless asked for, and nothing is given to the program either. */
function trioOptions(file: SourceFile, call: ProgramCall): string[] | undefined {
  if (call.redirected.has("stdin") || (call.redirected.size > 0 && [call.stdout, call.stderr].includes("pipe")))
    return undefined;
  const options = [`stdin=${call.input === undefined ? "None" : textOf(file, call.input)}`];
  if (call.stdout === "pipe") options.push("capture_stdout=True");
  if (call.stderr === "pipe") options.push("capture_stderr=True");
  if (call.isShell) options.push("shell=True");
  return options;
}
