/**
 * The one façade over the engine for every front end: command line, editor, agents, playground.
 * It imports nothing from `node:`: files arrive through `SessionHost`.
 */
import type { Settings } from "./config/settings.ts";
import type { Diagnostic, TraceHop } from "./diagnostics/diagnostic.ts";
import type { ModuleSummary } from "./summary/module-summary.ts";

/** How the session reads what it was not handed: installed packages, on demand. All paths are absolute. */
export interface SessionHost {
  /** The file's bytes, or undefined when there is no such file. Must not throw. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** Whether a directory exists (namespace packages). */
  readonly isDirectory: (path: string) => boolean;
  /** The compiled model of a module (`requests`, `os.path`), or undefined. */
  readonly loadModel: (moduleName: string) => ModuleSummary | undefined;
  /** Import roots of the user's code, most specific first: project root, `src`, configured ones. */
  readonly roots: readonly string[];
  /** `site-packages` directories of the chosen environment. */
  readonly sitePackages: readonly string[];
}

/** A model, or any callable the program knows, as `uncoil models` shows it. */
export interface CallableDescription {
  /** Dotted name asked for. */
  readonly name: string;
  /** `model`, `installed` or `project`. */
  readonly origin: "model" | "installed" | "project";
  /** Where it is defined, `path:line`. */
  readonly definedAt: string;
  readonly signature: string;
  /** Sentences: `blocks the event loop (network)`, `use httpx.AsyncClient.get instead`… */
  readonly facts: readonly string[];
  /** Names of members, when it is a module or class. */
  readonly members: readonly string[];
}

/** One way by which a line reaches the event loop: from the loop function down to the line. */
export interface LoopPath {
  readonly confidence: "certain" | "likely";
  readonly hops: readonly TraceHop[];
}

export interface Session {
  /** Adds or replaces a file from its bytes; returns after summarising it. */
  readonly openFile: (path: string, bytes: Uint8Array) => void;
  /** Adds or replaces a file whose summary was made elsewhere (a worker, a cache). */
  readonly openSummary: (path: string, summary: ModuleSummary) => void;
  readonly closeFile: (path: string) => void;
  /** Findings of every open file, in order of report, suppressions applied, severities and confidences not filtered. */
  readonly diagnostics: (settings: Settings) => Diagnostic[];
  /** Every path by which the given 1-based line runs on the loop. */
  readonly pathsToLoop: (path: string, line: number) => LoopPath[];
  /** What is known of a dotted name; undefined when nothing is. */
  readonly describe: (name: string) => CallableDescription | undefined;
}

export function createSession(_host: SessionHost): Session {
  throw new Error("not linked yet");
}
