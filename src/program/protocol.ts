/** What awaiting, iterating, entering and unpacking a shape gives. Unknown wherever the protocol is not known. */
import * as S from "../summary/module-summary.ts";
import { generatorReturnType, substitute } from "./annotation.ts";
import { membersOf, unionOf, unknown } from "./shape.ts";
import type { FunctionShape, InstanceShape, Shape } from "./shape.ts";
import type { ProgramState } from "./state.ts";

function mapMembers(state: ProgramState, shape: Shape, map: (member: Shape) => Shape): Shape {
  return shape.kind === "union" ? unionOf(state.shapes, shape.members.map(map)) : map(shape);
}

export function awaitedShape(state: ProgramState, shape: Shape): Shape {
  return mapMembers(state, shape, (member) => {
    switch (member.kind) {
      case "coroutine":
      case "awaitable":
        return member.result;
      case "instance":
        return awaitedInstance(state, member);
      default:
        return unknown;
    }
  });
}

function awaitedInstance(state: ProgramState, instance: InstanceShape): Shape {
  const facts = state.ask.classFacts(state, instance.ref);
  if (facts.isTask || facts.isAwaitable) {
    if (instance.element !== undefined) return instance.element;
  }
  const method = state.ask.attribute(state, instance, "__await__");
  if (method.kind !== "function") return unknown;
  const { module, index } = method.ref;
  const annotation = S.functionColumn(module.summary, index, S.FunctionAnnotation);
  return substitute(state, generatorReturnType(state, module, annotation), instance.element ?? unknown);
}

export function elementShape(state: ProgramState, shape: Shape, isAsync: boolean): Shape {
  return mapMembers(state, shape, (member) => {
    switch (member.kind) {
      case "container":
        return member.container === "dict" ? unknown : member.element;
      case "tuple":
        return unionOf(state.shapes, member.elements);
      case "generator":
        return yieldedShape(state, member.fn);
      case "instance":
        return isAsync
          ? awaitedShape(state, callMethod(state, callMethod(state, member, "__aiter__"), "__anext__"))
          : iteratedInstance(state, member);
      default:
        return unknown;
    }
  });
}

function iteratedInstance(state: ProgramState, instance: InstanceShape): Shape {
  const iterator = callMethod(state, instance, "__iter__");
  if (iterator.kind === "generator" || iterator.kind === "container") return elementShape(state, iterator, false);
  return callMethod(state, iterator, "__next__");
}

function callMethod(state: ProgramState, object: Shape, name: string): Shape {
  if (object.kind === "unknown") return unknown;
  const method = state.ask.attribute(state, object, name);
  return method.kind === "unknown" ? unknown : state.ask.call(state, method, []);
}

/** What a generator function yields. */
export function yieldedShape(state: ProgramState, fn: FunctionShape): Shape {
  return state.ask.yielded(state, fn);
}

export function enteredShape(state: ProgramState, shape: Shape, isAsync: boolean): Shape {
  return mapMembers(state, shape, (member) => {
    if (member.kind === "contextManager") {
      if (member.entered !== undefined) return member.entered;
      return member.fn === undefined ? unknown : yieldedShape(state, member.fn);
    }
    if (member.kind === "awaitable" && isAsync) return unknown;
    if (member.kind !== "instance") return unknown;
    const entered = callMethod(state, member, isAsync ? "__aenter__" : "__enter__");
    return isAsync ? awaitedShape(state, entered) : entered;
  });
}

export function unpackedShape(state: ProgramState, shape: Shape, position: number): Shape {
  return mapMembers(state, shape, (member) => {
    if (member.kind === "tuple") return position < 0 ? unknown : (member.elements[position] ?? unknown);
    if (member.kind === "container") return member.container === "dict" || position < 0 ? unknown : member.element;
    return unknown;
  });
}

/** Whether every possible shape is known. */
export function isKnown(shape: Shape): boolean {
  return membersOf(shape).every((member) => member.kind !== "unknown");
}
