/** Repairs that put the asynchronous counterpart a library offers in the place of what blocks. */
import type { ByteRange } from "./text-edit.ts";

/** What is given of a program that has run: all, its status, its status when that is 0, its output when its status is 0. */
export const programResults = ["completed", "status", "checked-status", "output"] as const;

export type ProgramResult = (typeof programResults)[number];

export type TwinAction =
  /** What blocks is exchanged, and every use of it is awaited. The program is searched when the fix is wanted. */
  | { readonly kind: "switch"; readonly exchange: () => ClientExchange | undefined }
  /** `requests.get(…)` → `await client.get(…)` inside `async with httpx.AsyncClient() as client:` around the statement. */
  | ({ readonly kind: "ask-client" } & AskClient)
  /**
   * `subprocess.run(…)` → `await asyncio.create_subprocess_exec(…)`, and what waits for it, in lines above; or one call of a
   * library that has such a function. `command` is what the first argument surely is.
   */
  | {
      readonly kind: "run-program";
      readonly gives: ProgramResult;
      readonly command: "list" | "other";
      readonly library: "asyncio" | "anyio" | "trio";
    };

/** Steps that are made together or not at all. */
export interface ClientExchange {
  /** Dotted name of the counterpart. */
  readonly to: string;
  readonly steps: readonly SwitchStep[];
}

/** A client that is opened for one request. */
export interface AskClient {
  /** Dotted name of its class, and its method. */
  readonly client: string;
  readonly method: string;
  /** What becomes of each argument of the call, in source order. */
  readonly arguments: readonly AskedArgument[];
  /** Keyword arguments as they are written, for what is left out and has another default there. */
  readonly added: readonly string[];
}

export interface AskedArgument {
  /** Its name there; "" where it is given by position. */
  readonly name: string;
  /** It goes to the client when that is made. */
  readonly isOfClient: boolean;
  /** What it must be, as it is written, to mean the same there; undefined for anything. */
  readonly form: ArgumentForm | undefined;
}

/**
 * `Form`: a display of texts and numbers. `Query`: the same, for an address that is a text without a `?`. `Pair`: two values in
 * a tuple. `Flag`: True or False. `Body`: a text, or bytes.
 */
export const argumentForms = ["Form", "Query", "Pair", "Flag", "Body"] as const;

export type ArgumentForm = (typeof argumentForms)[number];

/** One step, at a range of bytes of a file. */
export interface SwitchStep extends ByteRange {
  readonly path: string;
  readonly step: SwitchStepKind;
}

export type SwitchStepKind =
  /** `x.get(…)` → `x.aget(…)`; the range is the call. */
  | { readonly kind: "rename-method"; readonly name: string }
  /**
   * `OpenAI(…)` → `AsyncOpenAI(…)`, `Redis.from_url(…)` likewise; the range is the call. Both are dotted names. `added`: keyword
   * arguments as they are written.
   */
  | { readonly kind: "construct"; readonly from: string; readonly to: string; readonly added: readonly string[] }
  /** Nothing, if each argument of the call is what it must be as it is written; the range is the call. */
  | { readonly kind: "look-at-arguments"; readonly forms: readonly (ArgumentForm | undefined)[] }
  /** `f(x)` → `await f(x)` */
  | { readonly kind: "await" }
  /** `time.sleep(x)` → `await asyncio.sleep(x)`; a dotted name. */
  | { readonly kind: "sleep"; readonly callee: string }
  /** `def f():` → `async def f():`; the range is the function's name. */
  | { readonly kind: "turn-async" }
  /** `for … in x:` → `async for … in x:`, `with x:` → `async with x:`; the range is the iterable or context manager. */
  | { readonly kind: "add-async" };
