import type { OptionSpec } from "./command.ts";

/** Options of the commands that read a project. */
export const projectOptions: readonly OptionSpec[] = [
  {
    name: "config",
    kind: "values",
    placeholder: "KEY=VALUE|PATH",
    description: "Set one option as in the configuration file (repeatable), or read this file instead of the closest",
  },
  { name: "isolated", kind: "flag", description: "Ignore configuration files" },
  {
    name: "python",
    kind: "value",
    placeholder: "PATH",
    description: "Interpreter, or environment directory, whose installed packages are followed",
  },
  {
    name: "exclude",
    kind: "list",
    placeholder: "GLOBS",
    description: "Files and directories to leave out, instead of the usual ones",
  },
  {
    name: "extend-exclude",
    kind: "list",
    placeholder: "GLOBS",
    description: "Files and directories to leave out, besides the usual ones",
  },
  {
    name: "jobs",
    short: "j",
    kind: "value",
    placeholder: "N",
    description: "Threads to read files with (default: one less than cores)",
  },
  {
    name: "verbose",
    short: "v",
    kind: "flag",
    description: "Say on standard error what was found and how long each stage took",
  },
];
