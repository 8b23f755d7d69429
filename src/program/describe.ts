/** What is known of a dotted name: `uncoil models requests.Session.get`. */
import { say, translate } from "../language/say.ts";
import * as S from "../summary/module-summary.ts";
import { flagsOf } from "./call.ts";
import type { Facts } from "./facts.ts";
import { attributeOf } from "./members.ts";
import { modelNamed, moduleOfFile } from "./module-table.ts";
import { resolveFromRoots } from "./module-table.ts";
import type { Program } from "./program.ts";
import { instanceShape, moduleShape } from "./shape.ts";
import type { ClassRef, FunctionRef, Module, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";
import { propertyOf } from "./members.ts";

export interface NameDescription {
  readonly name: string;
  readonly origin: "model" | "installed" | "project";
  readonly definedAt: string;
  readonly signature: string;
  readonly facts: readonly string[];
  readonly members: readonly string[];
}

export function describeName(program: Program, name: string): NameDescription | undefined {
  const { state } = program;
  const parts = name.split(".");
  const first = moduleNamed(program, parts[0] ?? "");
  const builtin = modelNamed(state.modules, "builtins");
  const inBuiltins = builtin === undefined ? undefined : follow(state, moduleShape(state.shapes, builtin), parts);
  const found = first === undefined ? undefined : follow(state, moduleShape(state.shapes, first), parts.slice(1));
  const shape = found ?? inBuiltins;
  return shape === undefined ? undefined : describeShape(state, name, shape);
}

function moduleNamed(program: Program, name: string): Module | undefined {
  const { modules } = program.state;
  for (const path of modules.open.keys()) {
    const module = moduleOfFile(modules, path);
    if (module?.name === name) return module;
  }
  return modelNamed(modules, name) ?? resolveFromRoots(modules, name);
}

function follow(state: ProgramState, start: Shape, parts: readonly string[]): Shape | undefined {
  let shape = start;
  for (const part of parts) {
    if (shape.kind === "class") {
      const instance = instanceShape(state.shapes, shape.ref);
      shape = propertyOf(state, instance, part) ?? attributeOf(state, shape, part);
    } else shape = attributeOf(state, shape, part);
    if (shape.kind === "unknown") return undefined;
  }
  return shape;
}

function describeShape(state: ProgramState, name: string, shape: Shape): NameDescription | undefined {
  if (shape.kind === "module") return describeModule(name, shape.module);
  if (shape.kind === "class") return describeClass(state, name, shape.ref);
  return shape.kind === "function" ? describeFunction(state, name, shape.ref) : undefined;
}

function originOf(module: Module): NameDescription["origin"] {
  return module.origin === "model" || module.origin === "installed" ? module.origin : "project";
}

function placeOf(module: Module, offset: number): string {
  const { path } = module.summary;
  // Shipped models have relative paths, the user's stubs absolute ones.
  const isShipped = module.origin === "model" && !/^([A-Za-z]:)?[/\\]/.test(path);
  return `${isShipped ? "models/" : ""}${path}:${S.positionOf(module.summary, offset).line}`;
}

function describeModule(name: string, module: Module): NameDescription {
  const members = [...module.names.keys()].filter((member) => !member.startsWith("_")).toSorted();
  return {
    name,
    origin: originOf(module),
    definedAt: placeOf(module, 0),
    signature: `module ${name}`,
    facts: [],
    members,
  };
}

function describeClass(state: ProgramState, name: string, ref: ClassRef): NameDescription {
  const { summary } = ref.module;
  const members: string[] = [];
  let symbol = S.classColumn(summary, ref.index, S.ClassFirstSymbol);
  for (; symbol >= 0; symbol = S.symbolColumn(summary, symbol, S.SymbolNext))
    members.push(S.stringAt(summary, S.symbolColumn(summary, symbol, S.SymbolName)));
  return {
    name,
    origin: originOf(ref.module),
    definedAt: placeOf(ref.module, S.classColumn(summary, ref.index, S.ClassNameStart)),
    signature: `class ${name}`,
    facts: describeFacts(state.ask.classFacts(state, ref)),
    members: members.filter((member) => !/^_(?!_)/.test(member)).toSorted(),
  };
}

function describeFunction(state: ProgramState, name: string, ref: FunctionRef): NameDescription {
  const { summary } = ref.module;
  const first = S.functionColumn(summary, ref.index, S.FunctionFirstParameter);
  const count = S.functionColumn(summary, ref.index, S.FunctionParameterCount);
  const parameters = Array.from({ length: count }, (_, i) => {
    const kind = S.parameterColumn(summary, first + i, S.ParameterKind);
    const stars = kind === 2 ? "*" : kind === 4 ? "**" : "";
    return `${stars}${S.stringAt(summary, S.parameterColumn(summary, first + i, S.ParameterName))}`;
  });
  const isAsync = (flagsOf(ref) & S.FunctionIsAsync) !== 0;
  const facts = describeFacts(state.ask.facts(state, ref));
  const nothing = isAsync ? say`is a coroutine function` : say`nothing is known to block here`;
  return {
    name,
    origin: originOf(ref.module),
    definedAt: placeOf(ref.module, S.functionColumn(summary, ref.index, S.FunctionNameStart)),
    signature: `${isAsync ? "async " : ""}def ${name}(${parameters.join(", ")})`,
    facts: facts.length === 0 ? [nothing] : facts,
    members: [],
  };
}

function describeFacts(facts: Facts): string[] {
  const sentences: string[] = [];
  const { blocks } = facts;
  if (blocks !== undefined) {
    const kind = translate(blocks.kind);
    sentences.push(
      blocks.severity === undefined
        ? say`blocks the calling thread (${kind})`
        : say`blocks the calling thread (${kind}, ${translate(blocks.severity)})`,
    );
    for (const { parameter } of blocks.unless) sentences.push(say`does not block with some value of \`${parameter}\``);
    if (blocks.instead !== "") sentences.push(say`use ${translate(blocks.instead)} instead`);
  }
  if (facts.isNonblocking) sentences.push(say`never blocks`);
  for (const parameter of facts.offloads) sentences.push(say`runs \`${parameter}\` in a thread or process`);
  for (const parameter of facts.spawns) sentences.push(say`runs \`${parameter}\` as a task`);
  if (facts.isTaskOwner) sentences.push(say`keeps the tasks it starts`);
  for (const parameter of facts.schedules) sentences.push(say`has the event loop call \`${parameter}\``);
  for (const parameter of facts.calls) sentences.push(say`calls \`${parameter}\``);
  for (const parameter of facts.consumes) sentences.push(say`iterates \`${parameter}\``);
  for (const parameter of facts.awaits) sentences.push(say`awaits \`${parameter}\``);
  if (facts.entersLoop) sentences.push(say`runs an event loop until it is done`);
  if (facts.checksLoop) sentences.push(say`tells whether an event loop is running`);
  if (facts.serves) sentences.push(say`serves from here on`);
  if (facts.injects !== "") sentences.push(say`gives what calling \`${facts.injects}\` gives`);
  if (facts.entry !== undefined)
    sentences.push(facts.entry === "loop" ? say`is called by the event loop` : say`is called in a worker thread`);
  if (facts.runsProgram !== undefined) sentences.push(say`runs a program to its end`);
  if (facts.twin !== "") sentences.push(say`asynchronous counterpart: ${facts.twin}`);
  return [...sentences, ...describeResource(facts)];
}

/** What is said of clients, locks, loops and exceptions. */
function describeResource(facts: Facts): string[] {
  const sentences: string[] = [];
  if (facts.closeMethods.length > 0)
    sentences.push(say`must be closed with ${facts.closeMethods.map((name) => `\`${name}\``).join(say` or `)}`);
  if (facts.isLoopBound) sentences.push(say`belongs to one event loop`);
  if (facts.isShared) sentences.push(say`keeps connections: is made once and shared`);
  if (facts.keeper !== undefined)
    sentences.push(say`keeps what lives as long as it does in \`${facts.keeper.attribute}\``);
  if (facts.isConcurrent) sentences.push(say`may be used by many tasks at the same time`);
  if (facts.isRead)
    sentences.push(facts.query === "" ? say`changes nothing` : say`changes nothing unless \`${facts.query}\` does`);
  if (facts.isThreadLock) sentences.push(say`is a lock of threads`);
  if (facts.waits !== undefined) sentences.push(say`awaiting it waits (${translate(facts.waits)})`);
  for (const parameter of facts.formats) sentences.push(say`turns \`${parameter}\` into text`);
  for (const parameter of facts.drops) sentences.push(say`calls \`${parameter}\` and throws away what it gives`);
  for (const parameter of facts.handles)
    sentences.push(say`has \`${parameter}\` called for each ${translate(facts.handledKind)}`);
  if (facts.collectsErrors !== "") sentences.push(say`hands back exceptions when \`${facts.collectsErrors}\` is true`);
  if (facts.givesLoop !== undefined)
    sentences.push(facts.givesLoop === "new" ? say`makes an event loop` : say`gives an event loop, running or not`);
  if (facts.isCancellation) sentences.push(say`is how a task is cancelled`);
  for (const parameter of facts.suppresses) sentences.push(say`ends the exceptions in \`${parameter}\``);
  return sentences;
}
