/** Which of the four protocols a shape has: `with`, `async with`, `for`, `async for`. */
import { flagsOf } from "./call.ts";
import { hasSubclassWith, memberOf, mroOf } from "./members.ts";
import type { FunctionRef, InstanceShape, Shape } from "./shape.ts";
import { FunctionIsStub } from "../summary/module-summary.ts";
import type { ProgramState } from "./state.ts";

export type Answer = "yes" | "no" | "unknown";

export interface Support {
  readonly enters: Answer;
  readonly entersAsync: Answer;
  readonly iterates: Answer;
  readonly iteratesAsync: Answer;
  /** A subclass in the program has a protocol this class has not. */
  readonly isOverridable: boolean;
}

const nothing: Support = { enters: "no", entersAsync: "no", iterates: "no", iteratesAsync: "no", isOverridable: false };
const unknowable: Support = {
  enters: "unknown",
  entersAsync: "unknown",
  iterates: "unknown",
  iteratesAsync: "unknown",
  isOverridable: false,
};

export function supportOf(state: ProgramState, shape: Shape): Support {
  switch (shape.kind) {
    case "instance":
      return supportOfInstance(state, shape);
    case "coroutine":
      // What overrides an empty `async def` may well be an async generator.
      return isStub(shape.fn.ref) ? unknowable : nothing;
    case "generator":
      return { ...nothing, iterates: shape.isAsync ? "no" : "yes", iteratesAsync: shape.isAsync ? "yes" : "no" };
    case "contextManager":
      return { ...nothing, enters: shape.isAsync ? "no" : "yes", entersAsync: shape.isAsync ? "yes" : "no" };
    case "container":
    case "tuple": {
      const isAsync = shape.kind === "container" && shape.container === "asyncIterator";
      // An annotation names the least that is promised: what is annotated as an iterator may be more.
      const isPromise = shape.kind === "container" && shape.container.endsWith("terator");
      const other = isPromise ? "unknown" : "no";
      return { ...nothing, iterates: isAsync ? other : "yes", iteratesAsync: isAsync ? "yes" : other };
    }
    default:
      return unknowable;
  }
}

function isStub(ref: FunctionRef): boolean {
  return ref.module.origin !== "model" && (flagsOf(ref) & FunctionIsStub) !== 0;
}

const protocolMethods: readonly string[] = ["__enter__", "__aenter__", "__iter__", "__aiter__"];

function supportOfInstance(state: ProgramState, instance: InstanceShape): Support {
  mroOf(state, instance.ref);
  if (instance.ref.hasUnknownBase) return unknowable;
  const answer = (name: string): Answer => (memberOf(state, instance.ref, name) === undefined ? "no" : "yes");
  // A class that answers to any attribute may answer to these.
  if (memberOf(state, instance.ref, "__getattr__") !== undefined) return unknowable;
  const iterates = memberOf(state, instance.ref, "__getitem__") === undefined ? answer("__iter__") : "yes";
  return {
    enters: answer("__enter__"),
    entersAsync: answer("__aenter__"),
    iterates,
    iteratesAsync: answer("__aiter__"),
    isOverridable: protocolMethods.some(
      (name) => memberOf(state, instance.ref, name) === undefined && hasSubclassWith(state, instance.ref, name),
    ),
  };
}
