import { statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { findEnvironment } from "../workspace/environment.ts";

export interface InterpreterRequest {
  readonly projectRoot: string;
  /** `--python`: an interpreter, a command on `PATH`, or an environment's directory. */
  readonly python: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * The interpreter that runs a script: the one given, that of the environment whose packages are followed, or `python3` or
 * `python` on `PATH`.
 * @throws UserError when there is none.
 */
export function findInterpreter({ projectRoot, python, variables }: InterpreterRequest): string {
  if (python !== undefined && isFile(python)) return python;
  const onPath = (name: string): string | undefined => findOnPath(name, variables["PATH"]);
  const named = python === undefined ? undefined : onPath(python);
  if (named !== undefined) return named;
  const environment = findEnvironment({ projectRoot, python, variables });
  const found =
    environment === undefined
      ? (onPath("python3") ?? onPath("python"))
      : ["bin/python", "bin/python3", "Scripts/python.exe", "python.exe"]
          .map((name) => join(environment.prefix, name))
          .find(isFile);
  if (found !== undefined) return found;
  throw new UserError(
    environment === undefined
      ? say`no Python interpreter found: neither \`python3\` nor \`python\` is on PATH`
      : say`no Python interpreter found in ${environment.prefix} (${environment.foundBy})`,
    say`name one with \`--python PATH\``,
  );
}

function findOnPath(name: string, searchPath: string | undefined): string | undefined {
  if (/[\\/]/.test(name)) return undefined;
  const directories = (searchPath ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories.flatMap((directory) => [join(directory, name), join(directory, `${name}.exe`)]).find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
