import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";

/**
 * Writes a file. Whoever reads it sees the old text or the new, never half of it.
 * @throws UserError when that is not possible.
 */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UserError(say`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
