import type { RunFinding, RunProblem, RunReport } from "../diagnostics/run-report.ts";
import { say } from "../language/say.ts";
import { describeCounts } from "./run-text.ts";
import { shownPath } from "./shown-path.ts";

/**
 * A run as a JUnit report: a suite of the problems, each a test that failed, and one of the findings of the source, where what was
 * confirmed has failed and what did not run is skipped.
 */
export function reportRunJunit(report: RunReport, workingDirectory: string): string {
  const problems = report.problems.map((problem) => problemCase(problem, workingDirectory));
  const seen = problems.length > 0 ? problems : [testCase("run", say`no problem was seen`, "")];
  const suites = [suite("uncoil run", seen, report.duration)];
  if (report.findings !== undefined) {
    suites.push(
      suite(
        "uncoil check",
        report.findings.map((finding) => findingCase(finding, workingDirectory)),
        0,
      ),
    );
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="uncoil">\n${suites.join("")}</testsuites>\n`;
}

function suite(name: string, cases: readonly string[], milliseconds: number): string {
  const count = (tag: string): number => cases.filter((text) => text.includes(`<${tag}`)).length;
  return `  <testsuite name="${escapeXml(name)}" tests="${cases.length}" failures="${count("failure")}" errors="0" skipped="${count("skipped")}" time="${(milliseconds / 1000).toFixed(3)}">\n${cases.join("")}  </testsuite>\n`;
}

function problemCase(problem: RunProblem, workingDirectory: string): string {
  const { diagnostic, stack } = problem;
  const place = (path: string, line: number): string => `${shownPath(workingDirectory, path)}:${line}`;
  const rows = [
    `${place(diagnostic.location.path, diagnostic.location.start.line)}: ${diagnostic.message}`,
    diagnostic.why,
    diagnostic.help,
    say`seen ${describeCounts(problem)}`,
    ...stack.map(({ path, line, name }) => `  ${name} ${place(path, line)}`),
  ];
  const isBad = diagnostic.severity !== "information";
  const text = escapeXml(rows.filter((row) => row !== "").join("\n"));
  const body = isBad
    ? `      <failure type="${diagnostic.code}" message="${escapeXml(diagnostic.message)}">${text}</failure>\n`
    : `      <system-out>${text}</system-out>\n`;
  return testCase(diagnostic.code, place(diagnostic.location.path, diagnostic.location.start.line), body);
}

function findingCase({ diagnostic, status }: RunFinding, workingDirectory: string): string {
  const { path, start } = diagnostic.location;
  const name = `${shownPath(workingDirectory, path)}:${start.line}:${start.column}`;
  const message = escapeXml(diagnostic.message);
  const bodies: Readonly<Record<RunFinding["status"], string>> = {
    confirmed: `      <failure type="${diagnostic.code}" message="${message}">confirmed by the run</failure>\n`,
    exercised: "",
    "not-exercised": `      <skipped message="the line did not run: ${message}"/>\n`,
    "not-observed": `      <skipped message="whether the line ran is not known: ${message}"/>\n`,
  };
  return testCase(`${diagnostic.code} ${diagnostic.name}`, name, bodies[status]);
}

function testCase(group: string, name: string, body: string): string {
  const head = `    <testcase classname="${escapeXml(group)}" name="${escapeXml(name)}"`;
  return body === "" ? `${head}/>\n` : `${head}>\n${body}    </testcase>\n`;
}

/** Text for XML 1.0: what it cannot hold, such as control characters, is replaced. */
function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what XML cannot hold
  const held = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, "\uFFFD");
  return held.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
