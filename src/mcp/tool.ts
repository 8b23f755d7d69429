/** What a tool is. Each has a file of its own in this folder. */
import * as z from "zod";
import { closestName } from "../config/closest-name.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Engine, ServerOptions } from "./engine.ts";

/** What a tool answers: text for clients that know nothing else, and the same as data. */
export interface ToolAnswer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a client may assume of a tool, in the words of the protocol. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

interface ToolFor<Host> {
  readonly name: string;
  readonly title: string;
  /** When to use it, and what comes back. */
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly annotations: ToolAnnotations;
  /** `input` has been checked against the schema. @throws UserError for what the schema cannot tell. */
  readonly run: (host: Host, input: unknown) => Promise<ToolAnswer>;
}

/** A tool that asks the engine. */
export type Tool = ToolFor<Engine>;

interface Definition<Host, Input extends z.ZodObject, Output extends z.ZodObject> extends Omit<
  ToolFor<Host>,
  "input" | "output" | "run"
> {
  readonly input: Input;
  readonly output: Output;
  readonly run: (
    host: Host,
    input: z.output<Input>,
  ) => Promise<{ readonly text: string; readonly data: z.input<Output> }>;
}

/** A tool from its definition: what `run` gets and gives has the types of the schemas. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Definition<Engine, Input, Output>,
): Tool {
  return checkingInput(definition);
}

function checkingInput<Host, Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Definition<Host, Input, Output>,
): ToolFor<Host> {
  const { input } = definition;
  return { ...definition, run: async (host, given) => definition.run(host, input.parse(given)) };
}

/** What a tool that starts processes is given. */
export interface ProgramHost {
  readonly options: ServerOptions;
  /** Milliseconds that what is started may take. */
  readonly timeLimit: number;
  /** Ends what was started. */
  readonly signal: AbortSignal;
  /** What a person would be shown of the roots' programs, without repairs. */
  readonly findings: () => Promise<readonly Diagnostic[]>;
  /** What the client is told of a call that goes on, until something else is. */
  readonly onProgress: (message: string) => void;
}

/** A tool that starts processes, which can be ended: it needs no thread. */
export type ProgramTool = ToolFor<ProgramHost>;

/** As `defineTool`. */
export function defineProgramTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Definition<ProgramHost, Input, Output>,
): ProgramTool {
  return checkingInput(definition);
}

/** The schema of a tool's arguments. One that does not exist is refused with the nearest that does. */
export function argumentsOf<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const unknown = issue.keys.map((key) => {
        const closest = closestName(key, names);
        return `unknown argument \`${key}\`${closest === undefined ? "" : `: did you mean \`${closest}\`?`}`;
      });
      return `${unknown.join("; ")} (arguments are: ${names.join(", ")})`;
    },
  });
}

/** Reads the project and changes nothing. */
export const readsOnly: ToolAnnotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

/** Writes files of the project when asked to. */
export const mayWrite: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: true,
  openWorldHint: false,
};

/** Runs code of the project, which may do anything. */
export const runsCode: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};
