import type { Repair } from "../diagnostics/repair.ts";
import { say } from "../language/say.ts";
import { threadHelperOf } from "../program/context.ts";
import type { Program } from "../program/program.ts";
import { fitsTaskGroup } from "../program/failures.ts";
import type { Module } from "../program/shape.ts";
import { repairAt, siteRange } from "./repair-at.ts";

/** What runs awaited calls side by side, where the file uses asyncio. */
export function gatherRepairs(
  program: Program,
  module: Module,
  sites: readonly number[],
  isEach: boolean,
): readonly Repair[] {
  const [first, ...others] = sites;
  if (first === undefined || !threadHelperOf(module).startsWith("asyncio.")) return [];
  const ranges = others.map((site) => siteRange(module, site));
  const fitsGroup = sites.every((site) => fitsTaskGroup(program, module, site));
  const action = isEach ? ({ kind: "gather-each" } as const) : ({ kind: "gather", others: ranges } as const);
  return [repairAt(module, first, "unsafe", { ...action, fitsGroup })];
}

/** How this file would run several coroutines side by side: with the library it already uses. */
export function gatherHelp(module: Module): string {
  switch (threadHelperOf(module).split(".", 1)[0]) {
    case "trio":
      return say`Start them in a nursery, if their order does not matter`;
    case "anyio":
      return say`Start them in a task group, if their order does not matter`;
    default:
      return say`Run them together with \`asyncio.gather\` or a task group, if their order does not matter`;
  }
}
