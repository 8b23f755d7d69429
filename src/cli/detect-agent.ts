type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What coding agents set for the commands they run, and nothing else does. Variables that an editor or a hosted shell also
 * sets for people (`REPL_ID`, `TERM_PROGRAM`, `EDITOR`) are not among them.
 */
const agentVariables = [
  "AI_AGENT",
  "CLAUDECODE",
  "CLAUDE_CODE",
  "GEMINI_CLI",
  "CODEX_SANDBOX",
  "CODEX_THREAD_ID",
  "COPILOT_CLI",
  "OPENCODE",
  "CURSOR_AGENT",
];

/** Whether a coding agent reads the output. Never where standard output is a terminal: a person may look at that. */
export function isReadByAgent(variables: Environment, isOnTerminal: boolean): boolean {
  if (isOnTerminal) return false;
  const isSet = (name: string): boolean => !["", "0", "false", undefined].includes(variables[name]);
  return agentVariables.some(isSet) || Object.keys(variables).some((name) => name.startsWith("JUNIE_") && isSet(name));
}
