import { threadHelperOf } from "../program/context.ts";
import type { Module } from "../program/shape.ts";

/** How this file would run several coroutines side by side: with the library it already uses. */
export function gatherHelp(module: Module): string {
  switch (threadHelperOf(module).split(".", 1)[0]) {
    case "trio":
      return "Start them in a nursery, if their order does not matter";
    case "anyio":
      return "Start them in a task group, if their order does not matter";
    default:
      return "Run them together with `asyncio.gather` or a task group, if their order does not matter";
  }
}
