import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Session } from "../session.ts";
import { unpackSummary } from "../summary/transfer.ts";
import { findBinaryContent, readSource, unreadableFile } from "./read-source.ts";

export interface LoadRequest {
  readonly session: Pick<Session, "openFile" | "openSummary">;
  /** Absolute paths, each once. */
  readonly files: readonly string[];
  /** Contents that stand for a file's on disk. */
  readonly replacements: ReadonlyMap<string, Uint8Array>;
  /** Threads to use; 1 is this one alone. */
  readonly jobs: number;
  /** Called after each file with how many are done. */
  readonly onProgress: (done: number) => void;
}

/** A worker starts in the time this many files of usual size take. */
const filesPerWorker = 100;

/** Opens every file in the session. Returns a finding for each that cannot be read; the others are still opened. */
export async function loadProject(request: LoadRequest): Promise<Diagnostic[]> {
  const { session, files, replacements, jobs, onProgress } = request;
  const problems: Diagnostic[] = [];
  let done = 0;
  const openFile = (path: string): void => {
    const replacement = replacements.get(path);
    const { bytes, problem } = replacement === undefined ? readSource(path) : checkContent(replacement);
    if (bytes === undefined) problems.push(unreadableFile(path, problem));
    else session.openFile(path, bytes);
    onProgress(++done);
  };
  const onDisk = files.filter((path) => !replacements.has(path));
  for (const path of replacements.keys()) openFile(path);
  const workerCount = Math.min(jobs - 1, Math.floor(onDisk.length / filesPerWorker));
  if (workerCount < 1) {
    for (const path of onDisk) openFile(path);
    return problems;
  }
  const { startWorkers } = await import("./worker-pool.ts");
  const pool = startWorkers(onDisk, workerCount, (path, summary) => {
    // Why a file cannot be read is said in this thread: the others speak no language.
    if (summary === undefined) openFile(path);
    else {
      session.openSummary(path, unpackSummary(summary));
      onProgress(++done);
    }
  });
  for (let path = pool.takeFile(); path !== undefined; path = pool.takeFile()) openFile(path);
  for (const path of await pool.finish()) openFile(path);
  return problems;
}

function checkContent(bytes: Uint8Array): ReturnType<typeof readSource> {
  const problem = findBinaryContent(bytes);
  return problem === undefined ? { bytes } : { problem };
}
