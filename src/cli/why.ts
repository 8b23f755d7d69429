import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import { say } from "../language/say.ts";
import { splitLines } from "../reporters/code-frame.ts";
import { describeHop } from "../reporters/json.ts";
import type { TextStyle } from "../reporters/report.ts";
import { renderTrace } from "../reporters/trace.ts";
import type { LoopPath } from "../session.ts";
import { readSource } from "../workspace/read-source.ts";
import { type Command, exitClean } from "./command.ts";
import { openProject } from "./open-project.ts";
import type { ParsedArguments } from "./parse-arguments.ts";
import { createProgress, isWatched } from "./progress.ts";
import { projectOptions } from "./project-options.ts";
import { createSourceReader } from "../workspace/source-reader.ts";
import { outputStyle, writeOutput } from "./terminal.ts";

const formats = ["full", "json"] as const;
/** Cells before the names of a path. */
const traceIndent = 4;

export const command: Command = {
  name: "why",
  usage: "why [OPTIONS] FILE:LINE",
  summary: "Show every path by which a line reaches the event loop",
  description:
    "Reads the whole project the file is in, and prints each way from a function on the loop down to the line.",
  options: [
    {
      name: "output-format",
      kind: "value",
      placeholder: "FORMAT",
      choices: formats,
      description: "How paths are printed (default: full)",
    },
    ...projectOptions,
  ],
  examples: ["uncoil why app/db.py:42"],
  run: runWhy,
};

async function runWhy(parsed: ParsedArguments): Promise<number> {
  const { path, line } = readPlace(parsed.positionals);
  const progress = createProgress(isWatched());
  const { session } = await openProject({
    parsed,
    options: {},
    paths: [path],
    isWholeProject: true,
    replacements: new Map(),
    progress,
  });
  progress.show(say`linking`);
  const paths = session.pathsToLoop(path, line);
  progress.clear();
  const isJson = parsed.valueOf("output-format") === "json";
  const style = outputStyle(parsed.valueOf("color"));
  writeOutput(isJson ? renderJson(paths) : renderPaths(paths, parsed.positionals[0] ?? "", style));
  return exitClean;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

/** Reads `FILE:LINE`, or `FILE:LINE:COLUMN` as editors and findings give it. */
function readPlace(positionals: readonly string[]): Place {
  const [place, ...rest] = positionals;
  const usage = say`give one place as FILE:LINE, for example \`uncoil why app/db.py:42\``;
  if (place === undefined || rest.length > 0) throw new UserError(say`\`uncoil why\` needs one place`, usage);
  const [, file = "", digits = ""] = /^(.+?):([0-9]+)(?::[0-9]+)?$/.exec(place) ?? [];
  const line = Number(digits);
  if (file === "" || line < 1) throw new UserError(say`\`${place}\` is not a place`, usage);
  const path = resolve(file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(say`no such file: ${file}`);
  if (!stats.isFile()) throw new UserError(say`not a file: ${file}`, usage);
  const bytes = readSource(path).bytes;
  const lineCount = bytes === undefined ? line : splitLines(new TextDecoder("latin1").decode(bytes)).length;
  if (line > lineCount) throw new UserError(say`${file} has ${lineCount} lines, not ${line}`, usage);
  return { path, line };
}

function renderJson(paths: readonly LoopPath[]): string {
  const described = paths.map(({ confidence, hops }) => ({ confidence, trace: hops.map(describeHop) }));
  return `${JSON.stringify(described, undefined, 2)}\n`;
}

function renderPaths(paths: readonly LoopPath[], place: string, style: TextStyle): string {
  const { painter } = style;
  if (paths.length === 0)
    return say`${painter.bold(place)} is never reached from the event loop, as far as can be told.` + "\n";
  const report = { workingDirectory: process.cwd(), sourceOf: createSourceReader(new Map()) };
  const layout = { indent: traceIndent, mark: "•", paint: painter.cyan };
  const blocks = paths.map(({ confidence, hops }, index) => {
    const doubt = confidence === "likely" ? say` (likely)` : "";
    const rows = renderTrace(hops, report, style, layout).map((row, at) => (at === 0 ? `    ${row}` : row));
    return `${painter.bold(say`path ${index + 1}`)}${doubt}\n${rows.join("\n")}\n`;
  });
  const shown = painter.bold(place);
  const lead =
    paths.length === 1
      ? say`${shown} runs on the event loop by one path:`
      : say`${shown} runs on the event loop by ${paths.length} paths:`;
  return `${lead}\n\n${blocks.join("\n")}`;
}
