import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { HiddenCounts } from "../diagnostics/filter-diagnostics.ts";
import type { ShownFix } from "../diagnostics/shown-fix.ts";
import type { Painter } from "./painter.ts";

/** What a reporter is given: findings already filtered and in order. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly hidden: HiddenCounts;
  /** How many files were analysed. */
  readonly fileCount: number;
  /** Paths are shown relative to this directory. */
  readonly workingDirectory: string;
  /** The text of a file findings are in, or undefined when it cannot be read any more. */
  readonly sourceOf: (path: string) => string | undefined;
  /** The fixes of a finding, the best first; missing where nobody asks for any. */
  readonly fixesOf?: (diagnostic: Diagnostic) => readonly ShownFix[];
  /** Whether unsafe fixes count as fixes: `--unsafe-fixes`. */
  readonly allowsUnsafe?: boolean;
}

/** How a text reporter writes. */
export interface TextStyle {
  readonly painter: Painter;
  /** Cells of a row. */
  readonly width: number;
  /** Whether sentences are broken at `width`: in a terminal, not in a file, where they would be hard to search. */
  readonly wraps: boolean;
}
