import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { say } from "../language/say.ts";

/**
 * Replaces a file's contents, whole or not at all: a temporary file beside it is written, flushed and put in its place, with
 * the same permissions. A symbolic link stays one; the file it leads to is written. Returns why it was left alone, to end the
 * sentence `FILE …`; undefined when it was written.
 *
 * `expected` is what the file must hold: one that somebody else has changed since it was read is not touched.
 */
export function writeFile(path: string, contents: Uint8Array, expected: Uint8Array): string | undefined {
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    const { mode, uid, gid } = statSync(target);
    if ((mode & 0o222) === 0) return say`is read-only: left alone`;
    if (!isSame(readFileSync(target), expected)) return say`has changed since it was read: left alone`;
    temporary = join(dirname(target), `.${basename(target)}.uncoil-${process.pid}`);
    const descriptor = openSync(temporary, "wx", mode & 0o777);
    try {
      for (let written = 0; written < contents.length;) written += writeSync(descriptor, contents, written);
      // Whoever may write a file need not be its owner: then the new one is theirs.
      if (uid !== process.getuid?.() || gid !== process.getgid?.()) tryTo(() => fchownSync(descriptor, uid, gid));
      fchmodSync(descriptor, mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return say`cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function tryTo(action: () => void): void {
  try {
    action();
  } catch {
    // Only a superuser may give files away.
  }
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
