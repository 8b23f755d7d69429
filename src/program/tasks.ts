/** Which calls start a task that only their caller holds. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { argumentNamed, isAsync, isGenerator } from "./call.ts";
import { argumentsOf } from "./evaluate.ts";
import type { Program } from "./program.ts";
import { instanceShape, membersOf } from "./shape.ts";
import type { FunctionShape, Module, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";

const maximumHelpers = 4;

/** Whether a Call value gives a task that was just started and that nobody else keeps, whatever its callee turns out to be. */
export function isFreshTask(program: Program, module: Module, call: number): boolean {
  return startsTask(program.state, module, call, 0);
}

function startsTask(state: ProgramState, module: Module, call: number, depth: number): boolean {
  const callee = state.ask.evaluate(state, module, S.valueA(module.summary, call), undefined);
  const members = membersOf(callee);
  if (members.length === 0 || !members.every((member) => calleeStartsTask(state, member, depth))) return false;
  return members.every((member) => member.kind !== "function" || startsItself(state, module, call, member));
}

/** What is given a future hands it back (`ensure_future(task)`): only a coroutine is surely started here. */
function startsItself(state: ProgramState, module: Module, call: number, fn: FunctionShape): boolean {
  const parameters = state.ask.facts(state, fn.ref).spawns.filter((parameter) => /futures?$/.test(parameter));
  if (parameters.length === 0) return true;
  const args = argumentsOf(state, module, call, undefined);
  const given = parameters.flatMap((parameter) => argumentNamed(fn, args, parameter));
  return given.length > 0 && given.every((shape) => shape.kind === "coroutine");
}

function calleeStartsTask(state: ProgramState, callee: Shape, depth: number): boolean {
  if (callee.kind === "class") {
    const constructor = state.ask.attribute(state, instanceShape(state.shapes, callee.ref), "__init__");
    return constructor.kind === "function" && isTaskStarter(state, constructor);
  }
  if (callee.kind !== "function" || isAsync(callee.ref) || isGenerator(callee.ref)) return false;
  if (isTaskStarter(state, callee)) return isTask(state, state.ask.returned(state, callee, callee.frame));
  return callee.ref.module.origin !== "model" && depth < maximumHelpers && returnsFreshTask(state, callee, depth);
}

function isTaskStarter(state: ProgramState, fn: FunctionShape): boolean {
  const facts = state.ask.facts(state, fn.ref);
  if (facts.spawns.length === 0 || facts.isTaskOwner) return false;
  const cls = S.functionColumn(fn.ref.module.summary, fn.ref.index, S.FunctionClass);
  if (cls < 0) return true;
  const owner = state.ask.ownerOf(state, fn.ref.module, cls);
  return !state.ask.classFacts(state, owner).isTaskOwner;
}

function isTask(state: ProgramState, shape: Shape): boolean {
  return membersOf(shape).every(
    (member) =>
      (member.kind === "awaitable" && member.isTask) ||
      (member.kind === "instance" && state.ask.classFacts(state, member.ref).isTask),
  );
}

/** A helper of the user that hands back the task it starts, and gives it to nobody else. */
function returnsFreshTask(state: ProgramState, fn: FunctionShape, depth: number): boolean {
  const { module, index } = fn.ref;
  const { summary } = module;
  const returns = S.listItems(summary, S.functionColumn(summary, index, S.FunctionReturns));
  return (
    returns.length > 0 &&
    returns.every((value) => {
      const call = callBehind(module, value);
      return call >= 0 && startsTask(state, module, call, depth + 1);
    })
  );
}

/** The Call a returned value is: itself, or through a local that is read nowhere else. */
function callBehind(module: Module, value: number): number {
  const { summary } = module;
  if (S.valueKindOf(summary, value) === Value.Call) return value;
  if (S.valueKindOf(summary, value) !== Value.Reaching) return -1;
  const bindings = S.listItems(summary, S.valueA(summary, value));
  const reads = S.symbolColumn(summary, S.valueB(summary, value), S.SymbolFlags) >> S.SymbolReadShift;
  if (bindings.length !== 1 || reads !== 1) return -1;
  const bound = S.bindingColumn(summary, bindings[0] ?? 0, S.BindingValue);
  return S.valueKindOf(summary, bound) === Value.Call ? bound : -1;
}

/** The function a Call value calls, if it is one. */
export function startedBy(program: Program, module: Module, call: number): FunctionShape | undefined {
  const callee = program.state.ask.evaluate(program.state, module, S.valueA(module.summary, call), undefined);
  return membersOf(callee).find((member) => member.kind === "function");
}
