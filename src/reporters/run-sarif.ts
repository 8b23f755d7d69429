import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, Location, Severity } from "../diagnostics/diagnostic.ts";
import type { RunFrame, RunReport } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { describeCounts } from "./run-text.ts";

/** What a SARIF log says of its maker, and how paths are written. */
export interface SarifContext {
  /** Uncoil's version. */
  readonly version: string;
  /** Files below it are named relative to it. */
  readonly workingDirectory: string;
}

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  information: "note",
};

/**
 * The problems of a run, and the findings of the source with what became of them, as a SARIF 2.1.0 log. A finding that was
 * confirmed is no result of its own: its problem names it as a related location.
 */
export function reportRunSarif(report: RunReport, { version, workingDirectory }: SarifContext): string {
  const findings = report.findings ?? [];
  const unconfirmed = findings.filter(({ status }) => status !== "confirmed");
  const codes = [...report.problems, ...unconfirmed].map(({ diagnostic }) => diagnostic);
  const rules = [...new Map(codes.map((diagnostic) => [diagnostic.code, describeRule(diagnostic)])).values()];
  const place = (location: Location): object => physicalLocation(location, workingDirectory);
  const resultOf = (diagnostic: Diagnostic, properties: object): object => ({
    ruleId: diagnostic.code,
    ruleIndex: rules.findIndex(({ id }) => id === diagnostic.code),
    level: levels[diagnostic.severity],
    message: { text: [diagnostic.message, diagnostic.why, diagnostic.help].filter((part) => part !== "").join(". ") },
    locations: [{ physicalLocation: place(diagnostic.location) }],
    partialFingerprints: { "uncoil/v1": diagnostic.fingerprint },
    properties,
  });
  const results = [
    ...report.problems.map((problem) => ({
      ...resultOf(problem.diagnostic, { runtime: "observed", seen: describeCounts(problem) }),
      occurrenceCount: problem.count,
      stacks: [
        { message: { text: "Stack" }, frames: problem.stack.map((frame) => stackFrame(frame, workingDirectory)) },
      ],
      relatedLocations: problem.confirms.flatMap((index) => {
        const finding = findings[index];
        if (finding === undefined) return [];
        const { code, message, location } = finding.diagnostic;
        return [{ physicalLocation: place(location), message: { text: say`Confirms ${code}: ${message}` } }];
      }),
    })),
    ...unconfirmed.map(({ diagnostic, status }) => resultOf(diagnostic, { runtime: status })),
  ];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "uncoil", semanticVersion: version, rules } },
        columnKind: "unicodeCodePoints",
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(workingDirectory).href}/` } },
        invocations: [
          {
            commandLine: report.command.join(" "),
            exitCode: report.exitCode,
            executionSuccessful: !report.isTimedOut,
            ...(report.signal === undefined ? {} : { exitSignalName: report.signal }),
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly defaultConfiguration: object;
}

function describeRule({ code, name, severity }: Diagnostic): SarifRule {
  return { id: code, name, defaultConfiguration: { level: levels[severity] } };
}

function physicalLocation({ path, start, end }: Location, workingDirectory: string): object {
  return {
    artifactLocation: artifactLocation(path, workingDirectory),
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  };
}

function stackFrame({ path, line, name }: RunFrame, workingDirectory: string): object {
  return {
    location: {
      logicalLocations: [{ name }],
      physicalLocation: { artifactLocation: artifactLocation(path, workingDirectory), region: { startLine: line } },
    },
  };
}

function artifactLocation(path: string, workingDirectory: string): object {
  const below = relative(workingDirectory, path).replaceAll("\\", "/");
  const isBelow = below !== "" && !below.startsWith("../") && !/^[A-Za-z]:/.test(below);
  if (isBelow && !path.startsWith("<")) return { uri: encodeURI(below), uriBaseId: "ROOT" };
  return { uri: path.startsWith("<") ? encodeURIComponent(path) : pathToFileURL(path).href };
}
