import type { IoCount, IoExample, IoHow, Part, Survey, SurveyEntry } from "../diagnostics/survey.ts";
import { countOf, say, spokenLanguage, translate } from "../language/say.ts";
import { displayWidth, padToWidth, printable } from "./display-width.ts";
import type { Paint, Painter } from "./painter.ts";
import type { TextStyle } from "./report.ts";
import { shownPath } from "./shown-path.ts";
import { wrapText } from "./wrap-text.ts";

const mostEntries = 20;
const mostParts = 12;
const widestLabel = 40;

/** The survey for reading in a terminal. */
export function reportSurvey(survey: Survey, style: TextStyle, workingDirectory: string): string {
  const sections = [
    heading(survey, style.painter),
    librariesOf(survey, style),
    contextsOf(survey, style.painter),
    partsOf(survey, style),
    entriesOf(survey, style, workingDirectory),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading({ name, counts, syntaxErrors }: Survey, { bold, yellow }: Painter): string {
  const tests = counts.testFiles === 0 ? "" : ` (${countOf(counts.testFiles, "test", grouped)})`;
  const facts = [
    `${countOf(counts.files, "file", grouped)}${tests}`,
    say`${countOf(counts.functions, "function", grouped)}, ${counts.coroutines} of them async`,
  ];
  if (counts.unknownCalls > 0)
    facts.push(
      say`${percent(counts.calls - counts.unknownCalls, counts.calls)} of ${countOf(counts.calls, "call", grouped)} followed`,
    );
  const broken =
    syntaxErrors.length === 0
      ? ""
      : `\n${yellow(say`${countOf(syntaxErrors.length, "file", grouped)} with syntax errors: what could not be read is missing here`)}`;
  return `${bold(printable(name))}  ${facts.join(" · ")}${broken}`;
}

function librariesOf({ libraries }: Survey, { painter, width }: TextStyle): string {
  const byRole = new Map<string, string[]>();
  for (const { name, role, version } of libraries) {
    const text = version === undefined ? name : `${name} ${version.text}`;
    byRole.set(translate(role), [...(byRole.get(translate(role)) ?? []), text]);
  }
  if (byRole.size === 0) return "";
  const roleWidth = Math.max(...[...byRole.keys()].map((role) => role.length));
  const rows = [...byRole].flatMap(([role, names]) => {
    const wrapped = wrapText(names.map((name) => name.replaceAll(" ", "\u00A0")).join(", "), width - roleWidth - 4);
    return wrapped.map((row, index) => {
      const head = index === 0 ? role : "";
      return `  ${painter.dim(head.padEnd(roleWidth))}  ${row.replaceAll("\u00A0", " ")}`;
    });
  });
  const sources = [...new Set(libraries.flatMap(({ version }) => (version === undefined ? [] : [version.source])))];
  const note = sources.length === 0 ? "" : painter.dim(say` (versions: ${sources.join(", ")})`);
  return `${painter.bold(say`Libraries`)}${note}\n${rows.join("\n")}`;
}

function contextsOf({ contexts }: Survey, painter: Painter): string {
  if (contexts.total === 0) return "";
  const both = contexts.loopAndWorker === 0 ? "" : painter.dim(say` (${contexts.loopAndWorker} on both)`);
  const facts = [
    painter.cyan(say`${contexts.loop} on the event loop`),
    `${painter.blue(say`${contexts.worker} in threads`)}${both}`,
    say`${contexts.startup} at start-up only`,
    painter.dim(say`${contexts.unknown} seen in none of these`),
  ];
  return `${painter.bold(say`Where functions run`)}\n  ${facts.join(" · ")}`;
}

function partsOf({ parts }: Survey, style: TextStyle): string {
  if (parts.length === 0) return "";
  const { painter } = style;
  const shown = parts.filter(({ verdict }) => verdict !== "none");
  const silent = parts.length - shown.length;
  const blocks = shown.slice(0, mostParts).map((part) => renderPart(part, style));
  const hidden = shown.length - mostParts;
  if (hidden > 0)
    blocks.push(painter.dim(`  ${hidden === 1 ? say`… 1 more part with I/O` : say`… ${hidden} more parts with I/O`}`));
  if (silent > 0) {
    const names = parts.filter(({ verdict }) => verdict === "none").map(({ name }) => name);
    const listed =
      names.length > 6 ? say`${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ");
    blocks.push(painter.dim(`  ${say`no I/O seen in ${listed}`}`));
  }
  return `${painter.bold(say`Verdict`)}\n${blocks.join("\n\n")}`;
}

function renderPart(part: Part, { painter, width }: TextStyle): string {
  const paints: Readonly<Record<string, Paint>> = {
    async: painter.green,
    mixed: painter.yellow,
    synchronous: painter.red,
    cpu: painter.yellow,
  };
  const paint = paints[part.verdict] ?? painter.dim;
  const rows = wrapText(part.reasons.join(" "), width - 6).map((row) => `      ${row}`);
  return [`  ${painter.bold(printable(part.name))}  ${paint(part.title)}`, ...rows].join("\n");
}

function entriesOf({ entries }: Survey, style: TextStyle, workingDirectory: string): string {
  const { painter } = style;
  if (entries.length === 0) return `${painter.bold(say`Entry points`)}\n  ${say`none found`}`;
  const shown = entries.slice(0, mostEntries);
  const labelWidth = Math.min(widestLabel, Math.max(...shown.map(({ label }) => displayWidth(printable(label)))));
  const kindWidth = Math.max(...shown.map(({ kind }) => translate(kind).length));
  const rows = shown.flatMap((entry) => renderEntry(entry, labelWidth, kindWidth, style, workingDirectory));
  const hidden = entries.length - shown.length;
  if (hidden > 0) rows.push(painter.dim(`  ${say`… ${hidden} more: \`--output-format html\` shows all of them`}`));
  const hint = painter.dim(say`\`uncoil survey --entry NAME\` shows what is below one`);
  const order = say`${entries.length}, what hurts most first`;
  return `${painter.bold(say`Entry points`)} (${order})\n${rows.join("\n")}\n\n${hint}`;
}

function renderEntry(
  entry: SurveyEntry,
  labelWidth: number,
  kindWidth: number,
  { painter }: TextStyle,
  workingDirectory: string,
): string[] {
  const name = painter.bold(padToWidth(printable(entry.label), labelWidth));
  const io = describeIo(entry.io, painter);
  const head = `  ${name}  ${painter.dim(translate(entry.kind).padEnd(kindWidth))}  ${io}`;
  const [worst] = entry.examples;
  if (worst?.how !== "blocking") return [head];
  return [head, `      ${describeExample(worst, painter, workingDirectory)}`];
}

/** `blocks: 2 network, 1 file · awaits: 3 database`. */
export function describeIo(io: readonly IoCount[], painter: Painter): string {
  const words: readonly (readonly [IoHow, string, Paint])[] = [
    ["blocking", say`blocks the loop:`, painter.red],
    ["synchronous", say`waits for:`, painter.yellow],
    ["offloaded", say`in threads:`, painter.blue],
    ["awaited", say`awaits:`, painter.green],
  ];
  const parts = words.flatMap(([how, word, paint]) => {
    const own = io.filter((item) => item.how === how);
    const kinds = own.map(({ kind, count }) => `${count} ${translate(kind)}`);
    const doubt = own.every(({ count, likely }) => count === likely) ? say` (likely)` : "";
    return kinds.length === 0 ? [] : [paint(`${word} ${kinds.join(", ")}${doubt}`)];
  });
  return parts.length === 0 ? painter.dim(say`no I/O seen`) : parts.join(" · ");
}

function describeExample(
  { name, path, line, via, confidence }: IoExample,
  painter: Painter,
  directory: string,
): string {
  const way = via.length === 0 ? "" : painter.dim(say` via ${shortWay(via)}`);
  const doubt = confidence === "likely" ? say` (likely)` : "";
  return say`${painter.red(printable(name))}${doubt} at ${painter.cyan(`${shownPath(directory, path)}:${line}`)}${way}`;
}

function shortWay(via: readonly string[]): string {
  const shown = via.length > 4 ? [...via.slice(0, 2), "…", ...via.slice(-2)] : via;
  return shown.map(printable).join(" → ");
}

/** `7,512`, as the language groups digits. */
function grouped(number: number): string {
  return number.toLocaleString(spokenLanguage());
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.floor((part / whole) * 100)} %`;
}
