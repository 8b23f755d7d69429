import packageDescription from "../../package.json" with { type: "json" };
import { type Command, exitClean } from "./command.ts";
import { writeOutput } from "./terminal.ts";

export const version: string = packageDescription.version;

export const command: Command = {
  name: "version",
  usage: "version",
  summary: "Print the version",
  description: "",
  options: [],
  examples: [],
  run: async () => {
    writeOutput(`uncoil ${version}\n`);
    return exitClean;
  },
};
