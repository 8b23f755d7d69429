/** What `npm run real-world` prints: findings to be judged by hand, and the tables of docs/real-world.md. */
import { existsSync, readFileSync } from "node:fs";
import { isShown, shownFile, type Finding, type Position, type Run } from "./real-world-run.ts";

const contextOfFinding = 6;
const contextOfHop = 3;

/** A finding with the code around it and around every hop of its trace. */
export function renderFinding(finding: Finding, directory: string): string {
  const { code, name, message, severity, confidence, why, help } = finding;
  const place = renderPlace(directory, finding.filename, finding.location);
  const rows = [
    `${severity}[${code}] ${name} (${confidence}): ${message}`,
    `  ${place}`,
    ...renderCode(finding.filename, finding.location.row, contextOfFinding),
  ];
  finding.trace.forEach((hop, i) => {
    const title = `${hop.function ?? "?"} → ${hop.target ?? "?"}`;
    rows.push(`  ${i + 1}. ${title}  ${renderPlace(directory, hop.filename, hop.location)}`);
    const isSamePlace = hop.filename === finding.filename && hop.location.row === finding.location.row;
    if (!isSamePlace) rows.push(...renderCode(hop.filename, hop.location.row, contextOfHop));
  });
  return [...rows, `  why:  ${why}`, `  help: ${help}`, ""].join("\n");
}

/** The rule of a finding, and the call its trace ends at. */
export function describeCause(finding: Finding, directory: string): string {
  const { filename, location, target } = finding.trace.at(-1) ?? { ...finding, target: finding.message };
  return `${finding.code}  ${target ?? "?"}  ${renderPlace(directory, filename, location)}`;
}

function renderPlace(directory: string, filename: string, location: Position): string {
  return `${shownFile(directory, filename)}:${location.row}:${location.column}`;
}

function renderCode(filename: string, row: number, context: number): readonly string[] {
  if (!existsSync(filename)) return [];
  const lines = readFileSync(filename, "utf8").split(/\r\n|\r|\n/);
  const first = Math.max(1, row - context);
  return lines
    .slice(first - 1, row + context)
    .map((line, i) => `  ${first + i === row ? ">" : " "} ${String(first + i).padStart(5)} │ ${line}`);
}

/** The generated part of the page. */
export function renderSection(runs: readonly Run[]): string {
  const heading = ["package", "version", "files", "lines", "time", "findings", "hidden", "syntax errors"];
  const alignment = heading.map((name, i) => (i < 2 || name === "findings" ? "---" : "--:"));
  return [
    "Findings at the default level (certain, at least a warning), with every rule on; *hidden* are those with `likely`",
    "confidence or of information severity. The time is that of the whole process, on two shared cores. A dash stands for none.",
    "",
    ...renderTable([heading, alignment, ...runs.map(renderRow), renderTotal(runs)]),
    "",
    ...renderProblems(runs),
    "",
    "By rule:",
    "",
    ...renderTable([
      ["rule", "findings", "packages", "hidden", "packages with hidden ones"],
      ["---", "--:", "--:", "--:", "--:"],
      ...codesIn(runs.flatMap(({ findings }) => findings)).map((code) => renderRule(runs, code)),
    ]),
  ].join("\n");
}

function renderTable(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map((cells) => `| ${cells.join(" | ")} |`);
}

function codesIn(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ code }) => code))].sort();
}

function renderRow(run: Run): readonly string[] {
  const { package: wanted, files, lines, seconds, findings, syntaxErrors } = run;
  return [
    wanted.name,
    wanted.version,
    String(files),
    String(lines),
    run.failure === undefined ? `${seconds.toFixed(1)} s` : "failed",
    ...renderCounts(findings),
    renderCount(syntaxErrors.length),
  ];
}

function renderTotal(runs: readonly Run[]): readonly string[] {
  const sum = (count: (run: Run) => number): number => runs.reduce((total, run) => total + count(run), 0);
  return [
    "**all**",
    "",
    String(sum(({ files }) => files)),
    String(sum(({ lines }) => lines)),
    `${sum(({ seconds }) => seconds).toFixed(0)} s`,
    ...renderCounts(runs.flatMap(({ findings }) => findings)),
    renderCount(sum(({ syntaxErrors }) => syntaxErrors.length)),
  ];
}

/** How often each rule speaks up, and how many findings are hidden. */
function renderCounts(findings: readonly Finding[]): readonly string[] {
  const shown = findings.filter(isShown);
  const perRule = codesIn(shown).map((code) => `${code} ${shown.filter((finding) => finding.code === code).length}`);
  return [perRule.length === 0 ? "–" : perRule.join(", "), renderCount(findings.length - shown.length)];
}

function renderRule(runs: readonly Run[], code: string): readonly string[] {
  const count = (isWanted: (finding: Finding) => boolean): readonly string[] => {
    const perRun = runs.map(
      ({ findings }) => findings.filter((found) => found.code === code && isWanted(found)).length,
    );
    return [
      renderCount(perRun.reduce((total, found) => total + found, 0)),
      renderCount(perRun.filter((found) => found > 0).length),
    ];
  };
  return [code, ...count(isShown), ...count((finding) => !isShown(finding))];
}

function renderCount(count: number): string {
  return count === 0 ? "–" : String(count);
}

function renderProblems(runs: readonly Run[]): readonly string[] {
  const rows = runs.flatMap((run) => [
    ...(run.failure === undefined ? [] : [`- ${run.package.name}: ${run.failure}`]),
    ...run.syntaxErrors.map((error) => {
      const file = shownFile(run.directory, error.filename);
      return `- ${run.package.name}: \`${file}:${error.location.row}\`: ${error.message}`;
    }),
  ]);
  return rows.length === 0
    ? ["No run failed, and every file was parsed."]
    : ["Files that could not be parsed, and runs that failed:", "", ...rows];
}
