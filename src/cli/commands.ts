import { suggestName } from "../config/closest-name.ts";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
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
    name: "survey",
    summary: "Show what a project is: its entry points, and the I/O each reaches",
    load: () => import("./survey.ts"),
  },
  {
    name: "run",
    summary: "Run a program, and see what happens on its event loop",
    load: () => import("./run.ts"),
  },
  {
    name: "why",
    summary: "Show every path by which a line reaches the event loop",
    load: () => import("./why.ts"),
  },
  {
    name: "explore",
    summary: "Run a coroutine or a test under cancellations and other timings",
    load: () => import("./explore.ts"),
  },
  { name: "rule", summary: "Explain a rule, or list all of them", load: () => import("./rule.ts") },
  {
    name: "models",
    summary: "Show what is known of a library's callable, and from where",
    load: () => import("./models.ts"),
  },
  {
    name: "skill",
    summary: "Teach coding agents to write async Python and to check it",
    load: () => import("./skill.ts"),
  },
  { name: "mcp", summary: "Serve coding agents over the Model Context Protocol", load: () => import("./mcp.ts") },
  { name: "version", summary: "Print the version", load: () => import("./version.ts") },
];

/** The command of a name. @throws UserError naming the nearest command. */
export function findCommand(name: string): CommandEntry {
  const found = commands.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const names = [...commands.map((entry) => entry.name), "help"];
  throw new UserError(
    say`unknown command \`${name}\``,
    suggestName(name, names) || say`commands are: ${names.join(", ")}`,
  );
}
