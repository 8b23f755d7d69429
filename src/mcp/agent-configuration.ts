/** What makes coding agents start the server: the entry of their configuration files. */
import { say } from "../language/say.ts";

export interface AgentConfiguration {
  readonly agent: string;
  /** Where the entry goes, for people. */
  readonly place: string;
  readonly text: string;
}

const command = "npx";

const json = (key: string, entry: object): string => `${JSON.stringify({ [key]: { uncoil: entry } }, undefined, 2)}\n`;

/** The agents whose format is known, each with its entry. `given` are words of the command line after `mcp`. */
export function agentConfigurations(given: readonly string[]): readonly AgentConfiguration[] {
  const args = ["-y", "uncoil", "mcp", ...given];
  return [
    {
      agent: "claude",
      place: say`.mcp.json in the project, or run: ${`claude mcp add uncoil -- ${[command, ...args].join(" ")}`}`,
      text: json("mcpServers", { type: "stdio", command, args }),
    },
    {
      agent: "codex",
      place: "~/.codex/config.toml",
      text: `[mcp_servers.uncoil]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}\n`,
    },
    {
      agent: "cursor",
      place: say`.cursor/mcp.json in the project, or ~/.cursor/mcp.json`,
      text: json("mcpServers", { command, args }),
    },
    {
      agent: "gemini",
      place: say`.gemini/settings.json in the project, or ~/.gemini/settings.json`,
      text: json("mcpServers", { command, args }),
    },
    {
      agent: "copilot",
      place: say`.vscode/mcp.json in the project`,
      text: json("servers", { type: "stdio", command, args }),
    },
  ];
}
