import * as z from "zod";
import { UserError } from "../config/user-error.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { writeSuppression } from "../fixes/write-suppression.ts";
import { shownPath } from "../reporters/shown-path.ts";
import { unifiedDiff } from "../reporters/unified-diff.ts";
import { readSource } from "../workspace/read-source.ts";
import { decodeText } from "../workspace/source-reader.ts";
import { everything, type Found } from "./engine.ts";
import { findByIds, idOf } from "./finding-id.ts";
import { argumentsOf, defineTool, mayWrite, type Tool } from "./tool.ts";
import { type Change, writeChanges } from "./write-changes.ts";

const input = argumentsOf({
  id: z.string().min(1).max(300).describe("`id` of a finding of `check`"),
  reason: z
    .string()
    .trim()
    .min(3)
    .max(200)
    .regex(/^[^\n\r#]*$/, "must be one line without `#`")
    .describe("Why the finding is acceptable here; it is written into the comment"),
  at: z
    .enum(["finding", "cause"])
    .default("finding")
    .describe("`cause` silences every path that ends at the same blocking call"),
  write: z.boolean().default(true).describe("`false` shows the diff and writes nothing"),
});

const output = z.strictObject({
  written: z.boolean(),
  path: z.string(),
  line: z.int(),
  /** Ids of the findings that are silenced. */
  silenced: z.array(z.string()),
  diff: z.string(),
});

export const suppressTool: Tool = defineTool({
  name: "suppress",
  title: "Suppress a finding",
  description:
    "Writes a comment with a reason that silences one finding: `# uncoil: ignore[AIO102] reason`. Only for findings that are wrong or accepted by the people who own the code; mend the others with `fix`.",
  input,
  output,
  annotations: mayWrite,
  run: async (engine, { id, reason, at, write }) => {
    const [found] = await findByIds(engine, [id]);
    if (found === undefined) throw new Error("a finding that was found is gone");
    const { path, line } = placeOf(found, at);
    // What the settings hide must not change either.
    const programs = await engine.programs(everything);
    const program = programs.find(({ root }) => root === found.program.root) ?? found.program;
    const comment = `# uncoil: ignore[${found.diagnostic.code}] ${reason}`;
    const { change, silenced } = findComment({ ...found, program }, path, line, comment);
    const shown = shownPath(engine.options.confinement.base, path);
    if (write) {
      const [problem] = writeChanges(engine, new Map([[path, change]]));
      if (problem !== undefined) throw new UserError(problem, "call `check` again, and then this");
    }
    const diff = unifiedDiff(shown, decodeText(change.before), decodeText(change.after));
    const ids = silenced.map(idOf);
    const lead = `${write ? "Suppressed" : "Would suppress"} ${ids.join(", ")} in ${shown}`;
    return { data: { written: write, path: shown, line, silenced: ids, diff }, text: `${lead}\n${diff}` };
  },
});

interface Place {
  readonly path: string;
  readonly line: number;
}

function placeOf({ program, diagnostic }: Found, at: "finding" | "cause"): Place {
  if (!/^AIO\d{3}$/.test(diagnostic.code))
    throw new UserError(`${diagnostic.code} is about the file itself and cannot be suppressed`, "mend the file");
  const { location } = (at === "cause" ? diagnostic.trace.at(-1) : undefined) ?? diagnostic;
  if (!program.files.includes(location.path))
    throw new UserError("the cause is in an installed package", 'send `at: "finding"`');
  return { path: location.path, line: location.start.line };
}

interface Comment {
  readonly change: Change;
  readonly silenced: readonly Diagnostic[];
}

/** The first place of the comment where it silences the finding and does nothing else. */
function findComment({ program, diagnostic }: Found, path: string, line: number, comment: string): Comment {
  const { bytes, problem } = readSource(path);
  if (bytes === undefined) throw new UserError(`${path} ${problem}`);
  const before = program.findings().filter(({ code }) => code !== "E902");
  for (const after of writeSuppression(path, bytes, line, comment)) {
    const scratch = program.openScratch();
    scratch.openFile(path, after);
    const left = scratch.diagnostics(program.settings);
    const silenced = missingFrom(left, before);
    const isSilenced = silenced.some(({ fingerprint }) => fingerprint === diagnostic.fingerprint);
    if (isSilenced && missingFrom(before, left).length === 0) return { change: { before: bytes, after }, silenced };
  }
  throw new UserError(
    "no comment on these lines silences the finding alone",
    "rewrite the statement so that it stands on lines of its own, or turn the rule off for the file in `per-file-ignores`",
  );
}

/** Findings of `all` that are not among `some`. Where several have equal fingerprints but for their order, the last ones. */
function missingFrom(some: readonly Diagnostic[], all: readonly Diagnostic[]): Diagnostic[] {
  const known = new Set(some.map(({ fingerprint, location }) => `${location.path} ${fingerprint}`));
  return all.filter(({ fingerprint, location }) => !known.has(`${location.path} ${fingerprint}`));
}
