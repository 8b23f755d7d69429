import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hashText } from "../diagnostics/hash-text.ts";
import { say } from "../language/say.ts";

/** Larger files are data, not code; reading them would take longer than everything else. */
const largestSourceBytes = 64 * 1024 * 1024;

const bytesLookedAtForBinary = 1024;

export type SourceResult =
  | { readonly bytes: Uint8Array; readonly problem?: undefined }
  | { readonly bytes?: undefined; readonly problem: string };

/** Reads a source file. Never throws: `problem` ends the sentence `FILE …`. */
export function readSource(path: string): SourceResult {
  let descriptor: number;
  try {
    // A named pipe would be waited for; Windows has none in its file system, and no such flag.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return { problem: describeReadError(error) };
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { problem: say`is not a regular file` };
    if (stats.size > largestSourceBytes) return { problem: describeSize(stats.size) };
    const bytes = readWhole(descriptor, stats.size);
    const problem = findBinaryContent(bytes);
    return problem === undefined ? { bytes } : { problem };
  } catch (error) {
    return { problem: describeReadError(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** Why bytes cannot be Python source, to end the sentence `FILE …`; undefined when they may be. */
export function findBinaryContent(bytes: Uint8Array): string | undefined {
  if (bytes.length > largestSourceBytes) return describeSize(bytes.length);
  if (!bytes.subarray(0, bytesLookedAtForBinary).includes(0)) return undefined;
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return say`is UTF-16 text, which Python cannot run: save it as UTF-8`;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return say`is a binary file, not Python source: exclude it with \`extend-exclude\``;
  }
}

/** The finding that says a file was not analysed. `reason` ends the sentence `FILE …`. */
export function unreadableFile(path: string, reason: string): Diagnostic {
  const position = { line: 1, column: 1 };
  return {
    code: "E902",
    name: "unreadable-file",
    severity: "error",
    confidence: "certain",
    location: { path, start: position, end: position },
    message: `\`${basename(path)}\` ${reason}`,
    why: "",
    help: "",
    trace: [],
    fingerprint: hashText(`E902\0${basename(path)}\0${reason}`),
  };
}

function readWhole(descriptor: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = readSync(descriptor, bytes, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM") return say`may not be read: check its permissions`;
  if (code === "ENOENT") return say`does not exist`;
  if (code === "ELOOP") return say`is a symbolic link that leads back to itself`;
  if (code === "EMFILE") return say`could not be opened: too many open files`;
  return say`could not be read (${error instanceof Error ? error.message : String(error)})`;
}

function describeSize(bytes: number): string {
  const megabytes = Math.round(bytes / 1024 / 1024);
  return say`is ${megabytes} MB: files above 64 MB are not analysed, exclude it with \`extend-exclude\``;
}
