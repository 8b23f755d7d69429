/** Entry of the thread that runs the tools, so that the one that speaks the protocol always answers. `engine-client.ts` starts it. */
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../config/user-error.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Language } from "../language/languages.ts";
import { speak } from "../language/say.ts";
import { createEngine, type ServerOptions, shownFindings } from "./engine.ts";
import type { ToolAnswer } from "./tool.ts";
import { tools } from "./tools.ts";
import { openWriteLock } from "./write-lock.ts";

/** What the thread is started with. */
export interface EngineData {
  readonly options: ServerOptions;
  readonly lock: Int32Array;
  readonly language: Language;
}

/** What the thread can be asked. */
export type EngineQuestion =
  /** `input` has been checked against the tool's schema. */
  | { readonly kind: "tool"; readonly tool: string; readonly input: unknown }
  /** What a person would be shown, without repairs. */
  | { readonly kind: "findings" };

/** What it answers. */
export type EngineAnswer<Question extends EngineQuestion> = Question extends { readonly kind: "tool" }
  ? ToolAnswer
  : readonly Diagnostic[];

export interface EngineCall {
  readonly id: number;
  readonly question: EngineQuestion;
}

/** What became of a call: an answer, what the caller should do otherwise, or a crash. */
export type EngineResult =
  | { readonly id: number; readonly kind: "answer"; readonly answer: EngineAnswer<EngineQuestion> }
  | { readonly id: number; readonly kind: "refused"; readonly message: string; readonly hint: string }
  | { readonly id: number; readonly kind: "crashed"; readonly message: string; readonly stack: string };

const { options, lock, language } = workerData as EngineData;
const engine = createEngine(options, openWriteLock(lock));

// One call at a time: a call that reads the project while another brings it up to date would see half of each.
let last: Promise<void> = speak(language);
parentPort?.on("message", (call: EngineCall) => {
  last = last.then(async () => parentPort?.postMessage(await runCall(call)));
});

async function runCall({ id, question }: EngineCall): Promise<EngineResult> {
  try {
    return { id, kind: "answer", answer: await answerTo(question) };
  } catch (error) {
    if (error instanceof UserError) return { id, kind: "refused", message: error.message, hint: error.hint };
    const message = error instanceof Error ? error.message : String(error);
    return { id, kind: "crashed", message, stack: error instanceof Error ? (error.stack ?? message) : message };
  }
}

async function answerTo(question: EngineQuestion): Promise<EngineAnswer<EngineQuestion>> {
  if (question.kind === "findings") {
    const programs = await engine.programs();
    // Repairs ask the program, which stays here.
    return programs.flatMap((program) => shownFindings(program).shown.map((finding) => ({ ...finding, repairs: [] })));
  }
  const tool = tools.find(({ name }) => name === question.tool);
  if (tool === undefined) throw new UserError(`there is no tool \`${question.tool}\``);
  return tool.run(engine, question.input);
}
