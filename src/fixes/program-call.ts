/** The arguments of a call that runs a program, read for another function that is to be given them. */
import type { ProgramResult } from "../diagnostics/twin-repair.ts";
import type { ScopeId } from "../semantic/semantic-index.ts";
import { dataOf, endOf, Kind, kindOf, nameOf, startOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import { argumentsOf } from "./call-fixes.ts";
import { isText } from "./written-value.ts";
import { childrenOf, textOf, type SourceFile } from "./source-file.ts";
import { importedName } from "./wanted-name.ts";

/** Where a stream of the program goes: `inherited` also stands for a file or the other stream; nothing is read from it. */
type Stream = "inherited" | "pipe";

export interface ProgramCall {
  /** The list, or the line for the shell. */
  readonly command: NodeId;
  readonly isShell: boolean;
  /** Elements of a list that stands in the call itself. */
  readonly elements: readonly NodeId[] | undefined;
  /** Keyword arguments that mean the same to every function that starts a program. */
  readonly options: readonly NodeId[];
  readonly input: NodeId | undefined;
  /** Seconds after which it is killed. */
  readonly timeout: NodeId | undefined;
  readonly captures: boolean;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Keyword arguments among `options` that say where a stream goes. */
  readonly redirected: ReadonlySet<string>;
  readonly checks: boolean;
  /** `.decode()` with its arguments, where text is wanted; else "". */
  readonly decoding: string;
}

type Draft = { -readonly [Key in keyof ProgramCall]: ProgramCall[Key] } & { readonly options: NodeId[] };

const passedOn: ReadonlySet<string> = new Set([
  "close_fds",
  "creationflags",
  "cwd",
  "env",
  "executable",
  "extra_groups",
  "group",
  "pass_fds",
  "preexec_fn",
  "process_group",
  "restore_signals",
  "start_new_session",
  "startupinfo",
  "umask",
  "user",
]);

/** Undefined when an argument cannot be handed on, or it cannot be told what it is. `isList`: what is run is a list for sure. */
export function readProgramCall(
  file: SourceFile,
  scope: ScopeId,
  call: NodeId,
  gives: ProgramResult,
  isList: boolean,
): ProgramCall | undefined {
  const { tree } = file;
  const [command, ...rest] = argumentsOf(tree, call);
  if (command === undefined || kindOf(tree, command) === Kind.Keyword || hasComment(file, call)) return undefined;
  const keywords = new Map<string, NodeId>();
  for (const argument of rest) {
    if (kindOf(tree, argument) !== Kind.Keyword || dataOf(tree, argument) < 0) return undefined;
    keywords.set(nameOf(tree, argument), argument);
  }
  const draft: Draft = {
    command,
    isShell: false,
    elements: isDisplay(tree, command) ? childrenOf(tree, command) : undefined,
    options: [],
    input: undefined,
    timeout: undefined,
    captures: false,
    stdout: gives === "output" ? "pipe" : "inherited",
    stderr: "inherited",
    redirected: new Set(["stdin", "stdout", "stderr"].filter((name) => keywords.has(name))),
    checks: gives === "checked-status" || gives === "output",
    decoding: "",
  };
  for (const [name, keyword] of keywords) {
    if (passedOn.has(name)) draft.options.push(keyword);
    else if (!readOption(file, scope, draft, gives, name, keyword)) return undefined;
  }
  draft.decoding = decodingOf(file, keywords);
  return isTranslatable(file, scope, draft, gives, isList) ? draft : undefined;
}

function isDisplay(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node) === Kind.List || kindOf(tree, node) === Kind.Tuple;
}

/** Takes what an option says; false when nobody can tell. */
function readOption(
  file: SourceFile,
  scope: ScopeId,
  draft: Draft,
  gives: ProgramResult,
  name: string,
  keyword: NodeId,
): boolean {
  const { tree } = file;
  const value = keyword + 1;
  const kind = kindOf(tree, value);
  const isSwitch = kind === Kind.True || kind === Kind.False;
  switch (name) {
    case "shell":
      draft.isShell = kind === Kind.True;
      return isSwitch;
    case "check":
      draft.checks = kind === Kind.True;
      return isSwitch && gives === "completed";
    case "capture_output":
      draft.captures = kind === Kind.True;
      if (draft.captures) draft.stdout = draft.stderr = "pipe";
      return isSwitch && gives === "completed";
    case "input":
      draft.input = kind === Kind.None ? undefined : value;
      return true;
    case "timeout":
      draft.timeout = kind === Kind.None ? undefined : value;
      return true;
    case "text":
    case "universal_newlines":
      return isSwitch;
    case "encoding":
    case "errors":
      return kind === Kind.String;
    case "stdin":
    case "stdout":
    case "stderr": {
      const stream = streamOf(file, scope, value);
      if (stream === undefined || (name === "stdout" && gives === "output")) return false;
      if (name === "stdout") draft.stdout = stream;
      if (name === "stderr") draft.stderr = stream;
      draft.options.push(keyword);
      return name !== "stdin" || stream === "inherited";
    }
    default:
      return false;
  }
}

/** Undefined for a value that may be a pipe or not. */
function streamOf(file: SourceFile, scope: ScopeId, value: NodeId): Stream | undefined {
  const { tree } = file;
  if (kindOf(tree, value) === Kind.None) return "inherited";
  const name = importedName(file, scope, value) ?? "";
  if (name.endsWith("subprocess.PIPE")) return "pipe";
  return /subprocess\.(DEVNULL|STDOUT)$/.test(name) ? "inherited" : undefined;
}

function decodingOf(file: SourceFile, keywords: ReadonlyMap<string, NodeId>): string {
  const { tree } = file;
  const textFor = (name: string): string | undefined => {
    const keyword = keywords.get(name);
    return keyword === undefined ? undefined : textOf(file, keyword + 1);
  };
  const encoding = textFor("encoding");
  const errors = textFor("errors");
  const wantsText = ["text", "universal_newlines"].some((name) => {
    const keyword = keywords.get(name);
    return keyword !== undefined && kindOf(tree, keyword + 1) === Kind.True;
  });
  const parts = [...(encoding === undefined ? [] : [encoding]), ...(errors === undefined ? [] : [`errors=${errors}`])];
  return wantsText || parts.length > 0 ? `.decode(${parts.join(", ")})` : "";
}

function isTranslatable(
  file: SourceFile,
  scope: ScopeId,
  call: ProgramCall,
  gives: ProgramResult,
  isList: boolean,
): boolean {
  const { tree } = file;
  const kind = kindOf(tree, call.command);
  const isLine = kind === Kind.String || kind === Kind.JoinedStr;
  // A list given to a shell is something else, and a name alone may be a list or one program.
  if (call.isShell ? isList || call.elements !== undefined : !(isList || call.elements !== undefined) || isLine)
    return false;
  const pipes = call.stdout === "pipe" || call.stderr === "pipe";
  if ((gives === "status" || gives === "checked-status") && (pipes || call.input !== undefined)) return false;
  if (call.captures && (call.redirected.has("stdout") || call.redirected.has("stderr"))) return false;
  if (call.input === undefined) return true;
  // What is None runs without a pipe.
  return !call.redirected.has("stdin") && (call.decoding === "" || isText(file, scope, call.input));
}

function hasComment({ tree }: SourceFile, node: NodeId): boolean {
  const { comments } = tree;
  for (let at = 0; at < comments.length; at += 2)
    if ((comments[at] ?? 0) >= startOf(tree, node) && (comments[at] ?? 0) < endOf(tree, node)) return true;
  return false;
}

/** Whether an expression is evaluated before all else that its statement does, and always: lines may be put above. */
export function isEvaluatedFirst(tree: SyntaxTree, path: readonly NodeId[], statement: NodeId): boolean {
  const inner = path.slice(path.indexOf(statement));
  return inner.slice(1).every((node, index) => {
    const parent = inner[index] ?? 0;
    return parent === statement ? isFirstOfStatement(tree, statement, node) : isFirstOf(tree, parent, node);
  });
}

function isFirstOfStatement(tree: SyntaxTree, statement: NodeId, node: NodeId): boolean {
  const children = childrenOf(tree, statement);
  switch (kindOf(tree, statement)) {
    case Kind.ExpressionStatement:
    case Kind.Return:
      return true;
    case Kind.Assign:
      return node === children.at(-1);
    case Kind.AnnAssign:
      return node === children.at(-1) && kindOf(tree, statement + 1) === Kind.Name;
    case Kind.For:
      return node === children[1];
    case Kind.If:
      // Not of an `elif`.
      return node === children[0] && tree.source[startOf(tree, statement)] === 105;
    default:
      return false;
  }
}

function isFirstOf(tree: SyntaxTree, parent: NodeId, node: NodeId): boolean {
  if (kindOf(tree, node) === Kind.ArgumentList) return isDottedName(tree, parent + 1);
  if (node !== parent + 1) return false;
  switch (kindOf(tree, parent)) {
    case Kind.ArgumentList:
    case Kind.Attribute:
    case Kind.BinOp:
    case Kind.BoolOp:
    case Kind.Call:
    case Kind.Compare:
    case Kind.Keyword:
    case Kind.List:
    case Kind.Subscript:
    case Kind.Tuple:
    case Kind.UnaryOp:
      return true;
    default:
      return false;
  }
}

function isDottedName(tree: SyntaxTree, expression: NodeId): boolean {
  let node = expression;
  while (kindOf(tree, node) === Kind.Attribute) node++;
  return kindOf(tree, node) === Kind.Name;
}
