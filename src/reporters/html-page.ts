import { say, wordsOfPages } from "../language/say.ts";

/** What a page is made of, besides its data. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

export interface HtmlPage extends PageAssets {
  readonly title: string;
  /** HTML; what comes from outside is escaped already. */
  readonly body: string;
  /** JSON that the script finds in `#data`. */
  readonly data: string;
}

/** One page that needs nothing else: style, script and data are in it, and it may load nothing. */
export function renderHtmlPage({ title, body, data, style, script }: HtmlPage): string {
  const words = wordsOfPages();
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeText(title)}</title>
<style>
${style}</style>
</head>
<body>
${body}
<noscript><p>${escapeText(say`This page needs JavaScript to show its data.`)}</p></noscript>
<script type="application/json" id="words">${escapeData(JSON.stringify(words))}</script>
<script type="application/json" id="data">${escapeData(data)}</script>
<script>
${script.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}

/** JSON that ends no script and opens no comment. */
function escapeData(json: string): string {
  return json.replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Text for HTML. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
