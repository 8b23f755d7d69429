import type { TextStyle } from "./report.ts";
import { wrapText } from "./wrap-text.ts";

/**
 * A rule's page for the terminal: headings bold, code indented and dimmed, paragraphs and lists wrapped. Covers what our
 * own pages use; anything else is printed as written.
 */
export function renderMarkdown(markdown: string, style: TextStyle): string {
  const rows: string[] = [];
  let paragraph: string[] = [];
  let fence: string | undefined;
  const endParagraph = (): void => {
    if (paragraph.length > 0) rows.push(...renderParagraph(paragraph, style));
    paragraph = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const fenceMark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (fenceMark?.startsWith(fence)) fence = undefined;
      else rows.push(line === "" ? "" : `    ${style.painter.dim(line)}`);
    } else if (fenceMark !== undefined) {
      endParagraph();
      fence = fenceMark;
    } else if (/^#{1,6} /.test(line)) {
      endParagraph();
      rows.push(renderHeading(line, style));
    } else if (line.trim() === "" || line.startsWith("|")) {
      endParagraph();
      rows.push(line.trimEnd());
    } else {
      if (/^\s*(?:[-*+]|\d+\.) /.test(line)) endParagraph();
      paragraph.push(line);
    }
  }
  endParagraph();
  return `${rows.join("\n").trimEnd()}\n`;
}

function renderHeading(line: string, { painter }: TextStyle): string {
  const [, marks = "", title = ""] = /^(#+) +(.*?)(?: +#+)?$/.exec(line) ?? [];
  const plain = title.replaceAll("`", "");
  return marks.length === 1 ? painter.bold(painter.cyan(plain)) : painter.bold(plain);
}

/** Lines that belong together; those of a list item hang under its text. */
function renderParagraph(lines: readonly string[], style: TextStyle): string[] {
  const [, lead = "", marker = ""] = /^(\s*)((?:[-*+]|\d+\.) +)?/.exec(lines[0] ?? "") ?? [];
  const hanging = " ".repeat(lead.length + marker.length);
  const text = lines
    .map((line) => line.trim())
    .join(" ")
    .slice(marker.length)
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, target: string) => `${label} (${target})`)
    .replace(span, (whole) => whole.replaceAll(" ", unbreakable));
  const rows = style.wraps ? wrapText(text, style.width - hanging.length) : [text];
  return rows.map(
    (row, index) => (index === 0 ? lead + marker.replace(/^[*+]/, "-") : hanging) + renderSpans(row, style),
  );
}

/** Code and bold text. */
const span = /`([^`]+)`|\*\*([^*]+)\*\*/g;

/** Stands for a blank inside a span while its paragraph is wrapped, so that no span is broken. */
const unbreakable = "\u0000";

function renderSpans(text: string, { painter }: TextStyle): string {
  return text
    .replaceAll(unbreakable, " ")
    .replace(span, (whole: string, code: string | undefined, strong: string | undefined) => {
      if (strong !== undefined) return painter.bold(strong);
      return code === undefined ? whole : painter.cyan(`\`${code}\``);
    });
}
