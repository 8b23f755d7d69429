import type { Command } from "./command.ts";

/** A command as the list of commands shows it; the rest is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: "check",
    summary: "Find what blocks the event loop, is never awaited, or gets lost",
    load: () => import("./check.ts"),
  },
  {
    name: "why",
    summary: "Show every path by which a line reaches the event loop",
    load: () => import("./why.ts"),
  },
  { name: "rule", summary: "Explain a rule, or list all of them", load: () => import("./rule.ts") },
  {
    name: "models",
    summary: "Show what is known of a library's callable, and from where",
    load: () => import("./models.ts"),
  },
  { name: "version", summary: "Print the version", load: () => import("./version.ts") },
];
