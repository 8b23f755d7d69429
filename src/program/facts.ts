import type { Severity } from "../diagnostics/diagnostic.ts";
import type { ProgramResult } from "../diagnostics/twin-repair.ts";
import type { ClassRef } from "./shape.ts";

/** What kinds of work stop a thread; one rule reports each. `deadlock` waits for the very loop it stops. */
export const blockingKinds = [
  "sleep",
  "network",
  "database",
  "process",
  "file",
  "input",
  "lock",
  "cpu",
  "deadlock",
] as const;

export type BlockingKind = (typeof blockingKinds)[number];

export interface Blocking {
  readonly kind: BlockingKind;
  /** The asynchronous way, or "". */
  readonly instead: string;
  /** Dotted name of what wraps a function to run it in the thread where this belongs, or "" where any thread will do. */
  readonly thread: string;
  /** The kind it is of when the whole program runs one loop. */
  readonly alone: BlockingKind | undefined;
  /** Lowers the severity of the kind. */
  readonly severity: Severity | undefined;
  /** Arguments for which the call does not block. */
  readonly unless: readonly Harmless[];
}

/** A parameter and what it is given: a constant (as in a summary), with the text of a string, or an instance of a class. */
export interface Harmless {
  readonly parameter: string;
  readonly constant: number;
  readonly text: string;
  readonly cls: ClassRef | undefined;
}

/** What a model (or a pragma) says of a function or class; see src/models/README.md for each. */
export interface Facts {
  readonly blocks: Blocking | undefined;
  readonly isNonblocking: boolean;
  readonly offloads: readonly string[];
  readonly returnsFuture: boolean;
  readonly spawns: readonly string[];
  readonly isTaskOwner: boolean;
  readonly schedules: readonly string[];
  readonly calls: readonly string[];
  readonly consumes: readonly string[];
  readonly awaits: readonly string[];
  readonly entersLoop: boolean;
  /** Parameter holding the coroutine a loop is run for, or "". */
  readonly mainParameter: string;
  readonly checksLoop: boolean;
  readonly serves: boolean;
  readonly startup: readonly string[];
  readonly injects: string;
  /** `loop` or `worker`: who calls the method, or the parameter named in `entryParameter`. */
  readonly entry: "loop" | "worker" | undefined;
  readonly entryParameter: string;
  /** Names of the methods that close the resource; none when it is none. */
  readonly closeMethods: readonly string[];
  /** Parameters: given one of them, what is opened is a wrapper around what others keep. */
  readonly borrows: readonly string[];
  /** A class whose objects belong to one event loop; a method that only the loop's own thread may call. */
  readonly isLoopBound: boolean;
  /** A client that keeps connections: made once and used by many. */
  readonly isShared: boolean;
  /** Where an application keeps what lives as long as it does. */
  readonly keeper: Keeper | undefined;
  /** Its methods may be awaited at the same time. */
  readonly isConcurrent: boolean;
  /** Changes nothing: may be done in any order. */
  readonly isRead: boolean;
  /** Parameter with SQL, or the method of a request, of a function that changes nothing when that does not; or "". */
  readonly query: string;
  /** A lock that stops threads. */
  readonly isThreadLock: boolean;
  /** Dotted names of the locks of async libraries that can take its place. */
  readonly asyncLocks: readonly string[];
  /** What awaiting it waits for. */
  readonly waits: BlockingKind | undefined;
  /** Parameters it turns into text. */
  readonly formats: readonly string[];
  /** Parameters it calls as plain functions, throwing away what they give. */
  readonly drops: readonly string[];
  /** Parameters a framework calls for each request, message or event, and which of these. */
  readonly handles: readonly string[];
  readonly handledKind: string;
  /** Parameter that makes it hand back exceptions instead of raising them, or "". */
  readonly collectsErrors: string;
  /** Gives a loop whether or not one is running, or a new one. */
  readonly givesLoop: "any" | "new" | undefined;
  /** An exception by which a task is cancelled. */
  readonly isCancellation: boolean;
  /** Parameters: classes of exceptions that end here. */
  readonly suppresses: readonly string[];
  readonly twin: string;
  /** Parameters whose arguments mean something else to the twin; of a function with a way by a client: other ways. */
  readonly twinForeign: readonly string[];
  /** Parameter without which what it gives is plain data, not what its model declares; or "". */
  readonly streams: string;
  /** What it gives may as well be collected before it is gone through. */
  readonly isListing: boolean;
  /** Runs a program to its end, like `Popen` and a wait, and gives this of it. */
  readonly runsProgram: ProgramResult | undefined;
  readonly isAwaitable: boolean;
  readonly isTask: boolean;
  /** Methods of the same object that do not block once this one was asked (`done()` before `result()`). */
  readonly settles: readonly string[];
  /** Waits for the end of work that may be over: after an `await` it cannot be told. */
  readonly waitsForEnd: boolean;
  /** A context in which calls are meant to fail (`pytest.raises`). */
  readonly expectsError: boolean;
  /** A decorator that makes the function run once for the same arguments; "awaited": it knows of coroutines. */
  readonly caches: "returned" | "awaited" | undefined;
  readonly isAbstract: boolean;
  readonly isOverload: boolean;
}

/** Where an application keeps things, and how those who serve a request reach them. */
export interface Keeper {
  /** An attribute of the application, or `[]` for the application itself. */
  readonly attribute: string;
  /** What takes generators that run around its life (`cleanup_ctx.append`); "" when its constructor does. */
  readonly around: string;
  /** `fastapi.Request.app`: the class a handler may ask for, and the attribute of it that is the application; or "". */
  readonly asked: string;
  /** The same of a class that every handler is given first. */
  readonly given: string;
}

export const noFacts: Facts = {
  blocks: undefined,
  isNonblocking: false,
  offloads: [],
  returnsFuture: false,
  spawns: [],
  isTaskOwner: false,
  schedules: [],
  calls: [],
  consumes: [],
  awaits: [],
  entersLoop: false,
  mainParameter: "",
  checksLoop: false,
  serves: false,
  startup: [],
  injects: "",
  entry: undefined,
  entryParameter: "",
  closeMethods: [],
  borrows: [],
  isLoopBound: false,
  isShared: false,
  keeper: undefined,
  isConcurrent: false,
  isRead: false,
  query: "",
  isThreadLock: false,
  asyncLocks: [],
  waits: undefined,
  formats: [],
  drops: [],
  handles: [],
  handledKind: "",
  collectsErrors: "",
  givesLoop: undefined,
  isCancellation: false,
  suppresses: [],
  twin: "",
  twinForeign: [],
  streams: "",
  isListing: false,
  runsProgram: undefined,
  isAwaitable: false,
  isTask: false,
  settles: [],
  waitsForEnd: false,
  expectsError: false,
  caches: undefined,
  isAbstract: false,
  isOverload: false,
};
