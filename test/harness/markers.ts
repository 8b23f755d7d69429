/**
 * Markers are comments that say which findings a line must have:
 *
 *     # error: [AIO101]                      exactly this severity, confidence `certain`
 *     # warning: [AIO105] "part of the text" message, why or help contains the text
 *     # likely: [AIO102]                     any severity, confidence `likely`
 *     # missed: [AIO101]                     known miss: fails once the finding appears
 *     # error                                in a rule's own page: the page's rule
 *
 * A line may carry several. A finding without a marker and a marker without a finding both fail.
 */
import type { Diagnostic, Severity } from "../../src/diagnostics/diagnostic.ts";
import type { ProjectFile } from "./markdown-tests.ts";

export type MarkerKind = Severity | "likely" | "missed";

export interface Marker {
  readonly kind: MarkerKind;
  readonly code: string;
  readonly text: string | undefined;
  readonly path: string;
  /** 1-based line of the file. */
  readonly line: number;
  /** 1-based line of the Markdown. */
  readonly markdownLine: number;
}

/** A finding as far as markers care; `path` is relative to the project's root. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly diagnostic: Pick<Diagnostic, "code" | "severity" | "confidence" | "message" | "why" | "help">;
}

const markerPattern: RegExp =
  /#\s*(error|warning|information|likely|missed)(?::\s*\[([\w-]+)\](?:\s*"([^"]*)")?)?(?=\s*(?:#|$))/g;
const looseMarkerPattern: RegExp = /#\s*(?:error|warning|information|likely|missed)\b\s*(?::|\[|$)/g;

/** Throws when a comment looks like a marker and is none, or a bare marker stands outside a rule's page. */
export function readMarkers(markdownPath: string, file: ProjectFile, ownCode: string | undefined): Marker[] {
  return file.lines.flatMap((text, index) => {
    const markdownLine = file.markdownLines[index]!;
    const found = [...text.matchAll(markerPattern)];
    if (found.length !== [...text.matchAll(looseMarkerPattern)].length) {
      throw new Error(`${markdownPath}:${markdownLine}: cannot read the marker in: ${text.trim()}`);
    }
    return found.map((match): Marker => {
      const code = match[2] ?? ownCode;
      if (code === undefined) {
        throw new Error(`${markdownPath}:${markdownLine}: a marker without a code, outside the page of a rule`);
      }
      const kind = match[1] as MarkerKind;
      return { kind, code, text: match[3], path: file.path, line: index + 1, markdownLine };
    });
  });
}

/** What is wrong, one line per problem, each with the line of the Markdown where there is one. */
export function compareWithMarkers(
  markdownPath: string,
  findings: readonly Finding[],
  markers: readonly Marker[],
  markdownLineOf: (path: string, line: number) => number | undefined,
): string[] {
  const problems: string[] = [];
  const open = new Set(findings);
  const placed = (marker: Marker): string => `${markdownPath}:${marker.markdownLine}`;
  for (const marker of markers.filter(({ kind }) => kind !== "missed")) {
    const exact = [...open].find((finding) => agrees(marker, finding));
    if (exact === undefined) {
      const near = [...open].filter((finding) => isAt(marker, finding)).map(describe);
      const instead = near.length === 0 ? "nothing is reported" : `found instead: ${near.join("; ")}`;
      problems.push(`${placed(marker)}: expected ${describeMarker(marker)}, ${instead}`);
    } else {
      open.delete(exact);
    }
  }
  for (const marker of markers.filter(({ kind }) => kind === "missed")) {
    const found = [...open].find((finding) => isAt(marker, finding) && finding.diagnostic.code === marker.code);
    if (found === undefined) continue;
    open.delete(found);
    problems.push(`${placed(marker)}: no longer missed, so write the marker of: ${describe(found)}`);
  }
  for (const finding of open) {
    const line = markdownLineOf(finding.path, finding.line);
    const where = line === undefined ? `${markdownPath}: ${finding.path}:${finding.line}` : `${markdownPath}:${line}`;
    problems.push(`${where}: unexpected ${describe(finding)}`);
  }
  return problems;
}

function isAt(marker: Marker, finding: Finding): boolean {
  return finding.path === marker.path && finding.line === marker.line;
}

function agrees(marker: Marker, finding: Finding): boolean {
  const { code, severity, confidence, message, why, help } = finding.diagnostic;
  if (!isAt(marker, finding) || code !== marker.code) return false;
  const isKind =
    marker.kind === "likely" ? confidence === "likely" : confidence === "certain" && severity === marker.kind;
  return isKind && (marker.text === undefined || `${message}\n${why}\n${help}`.includes(marker.text));
}

function describeMarker({ kind, code, text }: Marker): string {
  return `${kind}: [${code}]${text === undefined ? "" : ` "${text}"`}`;
}

function describe({ path, line, column, diagnostic }: Finding): string {
  const { severity, confidence, code, message } = diagnostic;
  return `${confidence === "likely" ? "likely " : ""}${severity}: [${code}] "${message}" (${path}:${line}:${column})`;
}
