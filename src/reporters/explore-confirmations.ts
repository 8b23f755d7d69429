import type { Confirmation } from "../diagnostics/confirmation.ts";
import { countOf, say } from "../language/say.ts";
import { printable } from "./display-width.ts";
import { replayCommand } from "./explore-words.ts";
import type { TextStyle } from "./report.ts";
import { shownPosition } from "./shown-path.ts";

/** What became of each finding: confirmed, not confirmed, not explored. */
export function reportConfirmations(
  confirmations: readonly Confirmation[],
  workingDirectory: string,
  style: TextStyle,
): string {
  if (confirmations.length === 0) return `${say`The check finds nothing that running could confirm.`}\n`;
  const rows = confirmations.flatMap((confirmation) => renderConfirmation(confirmation, workingDirectory, style));
  const count = confirmations.filter(({ verdict }) => verdict === "confirmed").length;
  const told = say`${count} of ${countOf(confirmations.length, "finding")} confirmed by running the code`;
  return `${rows.join("\n")}\n\n${told}\n`;
}

const verdictWords: Readonly<Record<Confirmation["verdict"], () => string>> = {
  confirmed: () => say`confirmed`,
  "not confirmed": () => say`not confirmed`,
  "not explored": () => say`not explored`,
};

function renderConfirmation(
  { diagnostic, verdict, targets, confirmedBy, reason }: Confirmation,
  workingDirectory: string,
  { painter }: TextStyle,
): string[] {
  const { code, name, location, message } = diagnostic;
  const paint = verdict === "confirmed" ? painter.red : verdict === "not confirmed" ? painter.green : painter.dim;
  const place = shownPosition(workingDirectory, location.path, location.start);
  const row = `${painter.bold(paint(`${verdictWords[verdict]()}:`))} ${place} ${code} ${name}: ${printable(message)}`;
  if (confirmedBy !== undefined) {
    const { target, id } = confirmedBy;
    const how = id === undefined ? `${target}: ${reason}` : replayCommand(target, { id });
    return [row, `  ${printable(how)}`];
  }
  if (targets.length > 0) return [row, `  ${say`explored: ${printable(targets.join(", "))}`}`];
  const why = reason === "" ? say`no test and no coroutine function without arguments comes to it` : reason;
  return [row, `  ${printable(why)}`];
}
