/** The protocol's side: tools, resources and prompts, over standard input and output. */
import { constants } from "node:os";
import { McpServer, ResourceTemplate, type CallToolResult, type ServerContext } from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import * as z from "zod";
import { configurationSchema } from "../config/json-schema.ts";
import { findRule } from "../config/rule-selectors.ts";
import { UserError } from "../config/user-error.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { translate } from "../language/say.ts";
import { rules } from "../rules/registry.ts";
import type { ServerOptions } from "./engine.ts";
import { type EngineClient, startEngine } from "./engine-client.ts";
import { pageOf } from "./explain-rule.ts";
import { prompts } from "./prompts.ts";
import { programTools } from "./program-tools.ts";
import { startProgress } from "./report-progress.ts";
import type { ProgramTool, Tool, ToolAnswer } from "./tool.ts";
import { tools } from "./tools.ts";

export interface ServeRequest {
  readonly options: ServerOptions;
  readonly version: string;
  /** Whether tools that execute the project's code are offered. */
  readonly allowsRun: boolean;
  /** Milliseconds a call may take. */
  readonly timeLimit: number;
  /** Is told what goes wrong; nothing of it reaches the client. */
  readonly onProblem: (error: Error) => void;
}

/** What runs of the project's code: none of it outlives the server. */
type Running = Set<Promise<unknown>>;

/** Serves until standard input ends, or a signal ends the process. */
export function serve(request: ServeRequest): void {
  const engine = startEngine(request.options, request.timeLimit);
  const running: Running = new Set();
  // Calls that are not answered are cancelled when the connection is closed.
  const handle = serveStdio(() => createServer(request, engine, running), {
    transport: openTransport(request.allowsRun),
    onerror: request.onProblem,
  });
  let isEnding = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exitCode = 128 + constants.signals[signal];
    if (isEnding) process.exit(exitCode);
    isEnding = true;
    await handle.close();
    await Promise.allSettled(running);
    process.exit(exitCode);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(signal));
}

/** Standard input and output. To the call of a tool that is not offered the library says only that there is none. */
function openTransport(allowsRun: boolean): StdioServerTransport {
  const transport = new StdioServerTransport();
  const send = transport.send.bind(transport);
  const withheld = new Map(programTools.map(({ name }) => [`Tool ${name} not found`, name]));
  transport.send = (message) => {
    const name = !allowsRun && "error" in message ? withheld.get(message.error.message) : undefined;
    if (name === undefined || !("error" in message)) return send(message);
    const text = `\`${name}\` executes code of the project: it is there when the server is started with \`--allow-run\``;
    return send({ ...message, error: { ...message.error, message: text } });
  };
  return transport;
}

function createServer(request: ServeRequest, engine: EngineClient, running: Running): McpServer {
  const { options, version, allowsRun, onProblem } = request;
  const { base, roots } = options.confinement;
  const order = `survey, check, explain_finding, fix (read the diff, then write: true)${allowsRun ? ", run" : ""}, check`;
  const server = new McpServer(
    { name: "uncoil", title: "Uncoil", version },
    {
      instructions: `Uncoil finds async bugs in Python programs by following calls across files. Read: ${roots.join(", ")}. Paths are relative to ${base}. Work in this order: ${order}. Findings are certain unless marked likely; silence is no proof. Changed files are noticed: nothing needs to be reopened.`,
    },
  );
  for (const tool of tools)
    registerTool(server, tool, onProblem, (input, { mcpReq }) =>
      engine.ask({ kind: "tool", tool: tool.name, input }, mcpReq.signal),
    );
  for (const tool of allowsRun ? programTools : [])
    registerTool(server, tool, onProblem, (input, context) => {
      const call = callProgramTool(tool, input, context, request, engine);
      running.add(call);
      return call.finally(() => running.delete(call));
    });
  registerResources(server, options);
  registerPrompts(server, allowsRun);
  return server;
}

async function callProgramTool(
  tool: ProgramTool,
  input: unknown,
  context: ServerContext,
  { options, timeLimit }: ServeRequest,
  engine: EngineClient,
): Promise<ToolAnswer> {
  const { signal } = context.mcpReq;
  const progress = startProgress(context);
  const findings = (): Promise<readonly Diagnostic[]> => engine.ask({ kind: "findings" }, signal);
  try {
    return await tool.run({ options, timeLimit, signal, findings, onProgress: progress.tell }, input);
  } finally {
    progress.stop();
  }
}

function registerTool(
  server: McpServer,
  { name, title, description, input, output, annotations }: Omit<Tool, "run">,
  onProblem: (error: Error) => void,
  run: (given: unknown, context: ServerContext) => Promise<ToolAnswer>,
): void {
  const definition = { title, description, inputSchema: input, outputSchema: output, annotations };
  server.registerTool(name, definition, async (given, context): Promise<CallToolResult> => {
    try {
      const { text, data } = await run(given, context);
      return { content: [{ type: "text", text }], structuredContent: { ...data } };
    } catch (error) {
      if (!(error instanceof UserError)) onProblem(error instanceof Error ? error : new Error(String(error)));
      return { content: [{ type: "text", text: describeFailure(error) }], isError: true };
    }
  });
}

/** What went wrong, and what to send instead. */
function describeFailure(error: unknown): string {
  if (error instanceof UserError) return error.hint === "" ? error.message : `${error.message}\n${error.hint}`;
  return `${error instanceof Error ? error.message : String(error)}\nThis is a bug of Uncoil; the server goes on, other calls work.`;
}

function registerResources(server: McpServer, { rulePagesDirectory }: ServerOptions): void {
  const template = new ResourceTemplate("uncoil://rules/{code}", {
    list: () => ({
      resources: rules.map(({ code, name, summary }) => ({
        uri: `uncoil://rules/${code}`,
        name: `${code} ${name}`,
        description: translate(summary),
        mimeType: "text/markdown",
      })),
    }),
  });
  const page = {
    title: "Page of a rule",
    description: "What it finds, why, examples, fixes",
    mimeType: "text/markdown",
  };
  server.registerResource("rule", template, page, (uri, { code }) => {
    const text = pageOf(findRule(String(code), rules), rulePagesDirectory);
    return { contents: [{ uri: uri.href, mimeType: page.mimeType, text }] };
  });
  const schema = {
    title: "Configuration schema",
    description: "JSON Schema of [tool.uncoil] and uncoil.toml",
    mimeType: "application/schema+json",
  };
  server.registerResource("configuration", "uncoil://configuration/schema", schema, (uri) => {
    const text = JSON.stringify(configurationSchema(), undefined, 2);
    return { contents: [{ uri: uri.href, mimeType: schema.mimeType, text }] };
  });
}

function registerPrompts(server: McpServer, allowsRun: boolean): void {
  for (const { name, title, description, argument, render } of prompts) {
    const told = (given: string | undefined) => ({
      messages: [{ role: "user" as const, content: { type: "text" as const, text: render(given, allowsRun) } }],
    });
    if (argument === undefined) {
      server.registerPrompt(name, { title, description }, () => told(undefined));
      continue;
    }
    const value = z.string().max(2000).describe(argument.description);
    const argsSchema = z.object({ [argument.name]: argument.isRequired ? value : value.optional() });
    server.registerPrompt(name, { title, description, argsSchema }, (given) => told(given[argument.name]));
  }
}
