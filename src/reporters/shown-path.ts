import { relative } from "node:path";
import type { Position } from "../diagnostics/diagnostic.ts";
import { printable } from "./display-width.ts";

/** A path as findings show it: relative to the working directory, unless that would climb far up. */
export function shownPath(workingDirectory: string, path: string): string {
  const shown = relative(workingDirectory, path);
  const climbs = /^(?:\.\.[\\/]){3}/.test(shown);
  return printable(shown === "" || climbs ? path : shown);
}

/** `path:line:column`. */
export function shownPosition(workingDirectory: string, path: string, position: Position): string {
  return `${shownPath(workingDirectory, path)}:${position.line}:${position.column}`;
}
