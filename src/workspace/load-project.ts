import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Session } from "../session.ts";
import { findBinaryContent, readSource, unreadableFile } from "./read-source.ts";

export interface LoadRequest {
  readonly session: Session;
  /** Absolute paths, each once. */
  readonly files: readonly string[];
  /** Contents that stand for a file's on disk. */
  readonly replacements: ReadonlyMap<string, Uint8Array>;
  /** Threads to use; 1 is this one alone. */
  readonly jobs: number;
  /** Called after each file with how many are done. */
  readonly onProgress: (done: number) => void;
}

/** Opens every file in the session. Returns a finding for each that cannot be read; the others are still opened. */
export async function loadProject(request: LoadRequest): Promise<Diagnostic[]> {
  const { session, files, replacements, onProgress } = request;
  const problems: Diagnostic[] = [];
  let done = 0;
  for (const path of files) {
    const replacement = replacements.get(path);
    const { bytes, problem } = replacement === undefined ? readSource(path) : checkContent(replacement);
    if (bytes === undefined) problems.push(unreadableFile(path, problem));
    else session.openFile(path, bytes);
    onProgress(++done);
  }
  return problems;
}

function checkContent(bytes: Uint8Array): ReturnType<typeof readSource> {
  const problem = findBinaryContent(bytes);
  return problem === undefined ? { bytes } : { problem };
}
