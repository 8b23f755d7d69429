/** Entry of the thread that runs the tools, so that the one that speaks the protocol always answers. `engine-client.ts` starts it. */
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../config/user-error.ts";
import type { Language } from "../language/languages.ts";
import { speak } from "../language/say.ts";
import { createEngine, type ServerOptions } from "./engine.ts";
import type { ToolAnswer } from "./tool.ts";
import { tools } from "./tools.ts";
import { openWriteLock } from "./write-lock.ts";

/** What the thread is started with. */
export interface EngineData {
  readonly options: ServerOptions;
  readonly lock: Int32Array;
  readonly language: Language;
}

/** A call of a tool. */
export interface EngineCall {
  readonly id: number;
  readonly tool: string;
  /** Checked against the tool's schema. */
  readonly input: unknown;
}

/** What became of a call: an answer, what the caller should do otherwise, or a crash. */
export type EngineResult =
  | { readonly id: number; readonly kind: "answer"; readonly answer: ToolAnswer }
  | { readonly id: number; readonly kind: "refused"; readonly message: string; readonly hint: string }
  | { readonly id: number; readonly kind: "crashed"; readonly message: string; readonly stack: string };

const { options, lock, language } = workerData as EngineData;
const engine = createEngine(options, openWriteLock(lock));

// One call at a time: a call that reads the project while another brings it up to date would see half of each.
let last: Promise<void> = speak(language);
parentPort?.on("message", (call: EngineCall) => {
  last = last.then(async () => parentPort?.postMessage(await runCall(call)));
});

async function runCall({ id, tool: name, input }: EngineCall): Promise<EngineResult> {
  try {
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new UserError(`there is no tool \`${name}\``);
    return { id, kind: "answer", answer: await tool.run(engine, input) };
  } catch (error) {
    if (error instanceof UserError) return { id, kind: "refused", message: error.message, hint: error.hint };
    const message = error instanceof Error ? error.message : String(error);
    return { id, kind: "crashed", message, stack: error instanceof Error ? (error.stack ?? message) : message };
  }
}
