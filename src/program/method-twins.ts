/** The coroutine method or function beside a blocking one, on the same object: `ainvoke` beside `invoke`. */
import * as S from "../summary/module-summary.ts";
import * as Value from "../summary/value-kind.ts";
import { isAsync, isGenerator } from "./call.ts";
import { acceptsArguments } from "./given.ts";
import { shapeOf } from "./program.ts";
import type { Program } from "./program.ts";
import { membersOf } from "./shape.ts";
import type { FunctionShape, Module, Shape } from "./shape.ts";

/** A function, and the one to call in its place. */
export interface MethodTwin {
  readonly name: string;
  readonly today: FunctionShape;
  readonly switched: FunctionShape;
}

/**
 * The coroutine function to call in place of the one a Call value runs, with the same arguments; undefined where the object has
 * none of the name its model gives. `instead` is what the model says of the blocking function.
 */
export function coroutineTwinOf(
  program: Program,
  module: Module,
  call: number,
  instead: string,
): MethodTwin | undefined {
  return twinBeside(program, module, call, instead, ({ ref }) => isAsync(ref) && !isGenerator(ref));
}

/** The same for what is iterated: a function that gives what `async for` goes over. */
export function iterableTwinOf(
  program: Program,
  module: Module,
  call: number,
  instead: string,
): MethodTwin | undefined {
  return twinBeside(program, module, call, instead, (fn) => {
    // What a coroutine function gives must be awaited first.
    const isCalledAlone = !isAsync(fn.ref) || isGenerator(fn.ref);
    return isCalledAlone && isAsyncIterable(program, program.state.ask.call(program.state, fn, []));
  });
}

/** Whether `async for` goes over every shape a value may have. */
export function isAsyncIterable(program: Program, shape: Shape): boolean {
  const { state } = program;
  return membersOf(shape).every(
    (member) =>
      (member.kind === "container" && member.container === "asyncIterator") ||
      (member.kind === "generator" && member.isAsync) ||
      (member.kind === "instance" && state.ask.attribute(state, member, "__aiter__").kind === "function"),
  );
}

function twinBeside(
  program: Program,
  module: Module,
  call: number,
  instead: string,
  isTwin: (fn: FunctionShape) => boolean,
): MethodTwin | undefined {
  const { summary } = module;
  const callee = S.valueA(summary, call);
  const name = /[^.]*$/.exec(instead)?.[0] ?? "";
  if (S.valueKindOf(summary, callee) !== Value.Attribute || !/^\w+$/.test(name)) return undefined;
  if (S.stringAt(summary, S.valueB(summary, callee)) === name) return undefined;
  const { state } = program;
  const object = shapeOf(program, module, S.valueA(summary, callee));
  const today = shapeOf(program, module, callee);
  const switched = state.ask.attribute(state, object, name);
  if (today.kind !== "function" || switched.kind !== "function" || !isTwin(switched)) return undefined;
  return acceptsArguments(program, module, call, switched) ? { name, today, switched } : undefined;
}
