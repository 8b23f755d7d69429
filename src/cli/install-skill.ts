import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { replaceFile } from "./replace-file.ts";

/** Written beside an installed skill: what was written, so that changes are seen and exactly that is removed. */
const recordName = ".uncoil.json";

/** What is to be written: the text of each file by its path in the skill, with `/`. */
export type SkillFiles = ReadonlyMap<string, string>;

/**
 * What becomes of a file. `changed`: it is not what Uncoil wrote, so it is left alone unless forced. `missing`: it was written, and
 * is gone.
 */
export const fileFates = ["write", "update", "unchanged", "remove", "changed", "missing"] as const;

export type FileFate = (typeof fileFates)[number];

export interface PlannedFile {
  readonly path: string;
  readonly fate: FileFate;
}

interface InstallRecord {
  /** Version of Uncoil that wrote it. */
  readonly uncoil: string;
  /** SHA-256 of each file, by its path in the skill. */
  readonly files: Readonly<Record<string, string>>;
  /** How many of the skill's folder and those around it were made for it. */
  readonly madeDirectories: number;
}

/** The version of Uncoil that wrote the skill in a folder; undefined when none has. */
export function installedVersion(folder: string): string | undefined {
  return readRecord(folder)?.uncoil;
}

/** What installing would do in a folder, file by file. Writes nothing. */
export function planInstall(folder: string, files: SkillFiles): readonly PlannedFile[] {
  const written = readRecord(folder)?.files ?? {};
  return attempt(folder, sayUnreadable, () => {
    const current = [...files].map(([path, text]): PlannedFile => {
      const found = digestOf(join(folder, path));
      if (found === undefined) return { path, fate: "write" };
      if (found === digest(text)) return { path, fate: "unchanged" };
      return { path, fate: found === written[path] ? "update" : "changed" };
    });
    const former = Object.keys(written).filter((path) => !files.has(path));
    return [...current, ...former.map((path) => planRemoval(folder, path, written))];
  });
}

/** What uninstalling would do in a folder; undefined when Uncoil has written nothing there. */
export function planUninstall(folder: string): readonly PlannedFile[] | undefined {
  const record = readRecord(folder);
  if (record === undefined) return undefined;
  return attempt(folder, sayUnreadable, () =>
    Object.keys(record.files).map((path) => planRemoval(folder, path, record.files)),
  );
}

function planRemoval(folder: string, path: string, written: Readonly<Record<string, string>>): PlannedFile {
  const found = digestOf(join(folder, path));
  if (found === undefined) return { path, fate: "missing" };
  return { path, fate: found === written[path] ? "remove" : "changed" };
}

/** Writes a skill into its folder, as planned; files that are changed too. @throws UserError when the disk refuses. */
export function installSkill(folder: string, files: SkillFiles, uncoil: string): void {
  attempt(folder, sayUnwritable, () => {
    const record = readRecord(folder);
    const madeDirectories = record?.madeDirectories ?? countMissing(folder) + madeBySibling(folder);
    for (const path of Object.keys(record?.files ?? {}))
      if (!files.has(path)) rmSync(join(folder, path), { force: true });
    for (const [path, text] of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (digestOf(file) === digest(text)) continue;
      if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true) rmSync(file, { recursive: true });
      replaceFile(file, text);
    }
    const digests = Object.fromEntries([...files].map(([path, text]) => [path, digest(text)]));
    const written: InstallRecord = { uncoil, files: digests, madeDirectories };
    replaceFile(join(folder, recordName), `${JSON.stringify(written, undefined, 2)}\n`);
    removeEmptyBelow(folder);
  });
}

/**
 * Removes the planned files, the record, and the folders that were made for them, as far as they are empty.
 * @throws UserError when the disk refuses.
 */
export function uninstallSkill(folder: string, paths: readonly string[]): void {
  attempt(folder, sayUnremovable, () => {
    const { madeDirectories = 0 } = readRecord(folder) ?? {};
    for (const path of [...paths, recordName]) rmSync(join(folder, path), { force: true });
    removeEmptyBelow(folder);
    let directory = folder;
    for (let left = madeDirectories; left > 0 && readdirSync(directory).length === 0; left--) {
      rmdirSync(directory);
      directory = dirname(directory);
    }
  });
}

type SayProblem = (folder: string, problem: string) => string;

const sayUnreadable: SayProblem = (folder, problem) => say`cannot read the skill in ${folder}: ${problem}`;
const sayUnwritable: SayProblem = (folder, problem) => say`cannot write the skill in ${folder}: ${problem}`;
const sayUnremovable: SayProblem = (folder, problem) => say`cannot remove the skill in ${folder}: ${problem}`;

function attempt<Result>(folder: string, sayProblem: SayProblem, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      sayProblem(folder, error instanceof Error ? error.message : String(error)),
      say`see that the folder is yours to change, or choose the other of --user and --project`,
    );
  }
}

/** How many folders from this one upwards do not exist. */
function countMissing(folder: string): number {
  return existsSync(folder) ? 0 : 1 + countMissing(dirname(folder));
}

/** The folders around a skill may have been made for another one; whichever goes last takes them along. */
function madeBySibling(folder: string): number {
  const parent = dirname(folder);
  if (existsSync(folder) || !existsSync(parent)) return 0;
  const made = readdirSync(parent).map((name) => readRecord(join(parent, name))?.madeDirectories ?? 0);
  return Math.max(0, ...made.map((count) => count - 1));
}

function removeEmptyBelow(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && readdirSync(path).length === 0) rmdirSync(path);
  }
}

function readRecord(folder: string): InstallRecord | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, recordName), "utf8");
  } catch {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Reported below, as is JSON of another form.
  }
  throw new UserError(
    say`${join(folder, recordName)} is not what Uncoil wrote`,
    say`delete it: the skill's files are then treated as somebody else's`,
  );
}

function isRecord(value: unknown): value is InstallRecord {
  if (typeof value !== "object" || value === null) return false;
  if (!("uncoil" in value && "files" in value && "madeDirectories" in value)) return false;
  const { uncoil, files, madeDirectories } = value;
  if (typeof uncoil !== "string" || typeof madeDirectories !== "number") return false;
  if (typeof files !== "object" || files === null) return false;
  // A path that leads out of the folder would be removed there.
  return Object.entries(files).every(
    ([path, sum]) => typeof sum === "string" && /^(?:[\w-]+\/)?[\w-]+\.md$/.test(path),
  );
}

/** Of a file's contents; undefined when there is none. What is no plain file has no digest that could be expected. */
function digestOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isFile() ? digest(readFileSync(path)) : "";
}

function digest(contents: string | Uint8Array): string {
  return createHash("sha256").update(contents).digest("hex");
}
