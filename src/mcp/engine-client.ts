/** Calls of tools, run in a thread that can be ended: when a call is cancelled, takes too long, or crashes. */
import { Worker } from "node:worker_threads";
import { UserError } from "../config/user-error.ts";
import { spokenLanguage } from "../language/say.ts";
import type { ServerOptions } from "./engine.ts";
import type { EngineAnswer, EngineCall, EngineData, EngineQuestion, EngineResult } from "./engine-thread.ts";
import { cancelled, tooLong } from "./limits.ts";
import { createLockCell, mayEnd } from "./write-lock.ts";

export interface EngineClient {
  /**
   * Asks the engine's thread, after the calls before.
   * @throws UserError for what the caller can do otherwise: a bad argument, a call that took too long.
   */
  readonly ask: <Question extends EngineQuestion>(
    question: Question,
    signal: AbortSignal,
  ) => Promise<EngineAnswer<Question>>;
}

/** A thread that has not ended, and the calls it has not answered, in order. */
interface RunningThread {
  readonly worker: Worker;
  readonly lock: Int32Array;
  readonly waiting: Map<number, WaitingCall>;
}

interface WaitingCall extends EngineCall {
  readonly resolve: (answer: EngineAnswer<EngineQuestion>) => void;
  readonly reject: (error: Error) => void;
}

interface ClientState {
  readonly options: ServerOptions;
  readonly timeLimit: number;
  thread: RunningThread | undefined;
  lastId: number;
}

/** A thread that writes is asked again after so many milliseconds. */
const pauseWhileWriting = 20;

/** Starts the thread, which begins with the first call. `timeLimit` is in milliseconds, for each call. */
export function startEngine(options: ServerOptions, timeLimit: number): EngineClient {
  const state: ClientState = { options, timeLimit, thread: undefined, lastId: 0 };
  state.thread = startThread(state);
  return {
    ask: <Question extends EngineQuestion>(question: Question, signal: AbortSignal) =>
      askEngine(state, question, signal) as Promise<EngineAnswer<Question>>,
  };
}

function askEngine(
  state: ClientState,
  question: EngineQuestion,
  signal: AbortSignal,
): Promise<EngineAnswer<EngineQuestion>> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const id = ++state.lastId;
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
    const call: WaitingCall = {
      id,
      question,
      resolve: (answer) => {
        finish();
        resolve(answer);
      },
      reject: (error) => {
        finish();
        reject(error);
      },
    };
    const onAbort = (): void => endCall(state, id, cancelled());
    const onTimeout = (): void => endCall(state, id, tooLong(state.timeLimit, "ask about less (`paths`, `ids`)"));
    const timer = setTimeout(onTimeout, state.timeLimit);
    signal.addEventListener("abort", onAbort);
    state.thread ??= startThread(state);
    sendCall(state.thread, call);
  });
}

function sendCall({ worker, waiting }: RunningThread, call: WaitingCall): void {
  waiting.set(call.id, call);
  const { id, question } = call;
  worker.postMessage({ id, question } satisfies EngineCall);
}

function startThread(state: ClientState): RunningThread {
  const lock = createLockCell();
  const workerData: EngineData = { options: state.options, lock, language: spokenLanguage() };
  // What the thread printed would end up among the messages of the protocol.
  const worker = new Worker(new URL("./mcp-engine.js", import.meta.url), { workerData, stdout: true });
  const thread: RunningThread = { worker, lock, waiting: new Map() };
  worker.on("message", (result: EngineResult) => settleCall(thread, result));
  const fail = (message: string, stack: string): void => {
    if (state.thread === thread) state.thread = undefined;
    for (const { reject } of thread.waiting.values()) reject(crash(message, stack));
    thread.waiting.clear();
  };
  worker.on("error", (error) => fail(error.message, error.stack ?? error.message));
  worker.on("exit", (code) => fail(`its thread ended with ${code}`, ""));
  worker.unref();
  return thread;
}

function settleCall({ waiting }: RunningThread, result: EngineResult): void {
  const call = waiting.get(result.id);
  waiting.delete(result.id);
  if (call === undefined) return;
  if (result.kind === "answer") call.resolve(result.answer);
  else if (result.kind === "refused") call.reject(new UserError(result.message, result.hint));
  else call.reject(crash(result.message, result.stack));
}

/**
 * Gives a call up. Only the one that runs is worth ending the thread for, and a thread that writes is left to finish; calls
 * behind it go to a new thread.
 */
function endCall(state: ClientState, id: number, reason: Error): void {
  const { thread } = state;
  const call = thread?.waiting.get(id);
  if (thread === undefined || call === undefined) return;
  const [running] = thread.waiting.keys();
  if (running === id) {
    if (!mayEnd(thread.lock)) {
      setTimeout(() => endCall(state, id, reason), pauseWhileWriting);
      return;
    }
    state.thread = undefined;
    void thread.worker.terminate();
  }
  thread.waiting.delete(id);
  call.reject(reason);
  if (running !== id || thread.waiting.size === 0) return;
  state.thread = startThread(state);
  for (const other of thread.waiting.values()) sendCall(state.thread, other);
  thread.waiting.clear();
}

function crash(message: string, stack: string): Error {
  const error = new Error(`uncoil crashed: ${message}`);
  error.stack = stack;
  return error;
}
