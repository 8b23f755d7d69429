import { fstatSync, writeSync } from "node:fs";
import { createPainter } from "../reporters/painter.ts";
import type { TextStyle } from "../reporters/report.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour output to a stream. `--color` decides; then `FORCE_COLOR` and `CLICOLOR_FORCE`, which win over
 * `NO_COLOR`; then `TERM=dumb`; then whether it is a terminal.
 */
function wantsColor(option: string | undefined, variables: Environment, isOnTerminal: boolean): boolean {
  if (option === "always") return true;
  if (option === "never") return false;
  const force = variables["FORCE_COLOR"] ?? variables["CLICOLOR_FORCE"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if ((variables["NO_COLOR"] ?? "") !== "" || variables["TERM"] === "dumb") return false;
  return isOnTerminal;
}

/** How to write text to standard output, or to standard error. */
export function outputStyle(colorOption: string | undefined, descriptor: 1 | 2 = 1): TextStyle {
  const isOnTerminal = isTerminal(descriptor);
  const given = Number(process.env["COLUMNS"]);
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  const columns = given > 0 ? given : isOnTerminal ? stream.columns : undefined;
  return {
    painter: createPainter(wantsColor(colorOption, process.env, isOnTerminal)),
    width: Math.max(40, columns ?? 100),
    wraps: columns !== undefined,
  };
}

/**
 * Writes to standard output, all of it before returning. A closed pipe (`| head`) is no error. Written to the descriptor
 * itself: `process.stdout` loads Node's network streams first.
 */
export function writeOutput(text: string): void {
  writeTo(1, text);
}

/** Writes bytes to standard output as they are. */
export function writeBytes(bytes: Uint8Array): void {
  writeTo(1, bytes);
}

/** Writes a row of help, warning or error to standard error, as `writeOutput` does. */
export function writeNotice(text: string): void {
  writeTo(2, `${text}\n`);
}

function writeTo(descriptor: 1 | 2, contents: string | Uint8Array): void {
  const bytes = typeof contents === "string" ? Buffer.from(contents) : contents;
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      // The other end of a non-blocking pipe is busy: wait for it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** Whether standard output or error is a terminal, found out without making the stream where it is none. */
export function isTerminal(descriptor: 1 | 2): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  return descriptor === 1 ? process.stdout.isTTY : process.stderr.isTTY;
}
