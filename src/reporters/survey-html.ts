import { relative } from "node:path";
import { say } from "../language/say.ts";
import { escapeText, type PageAssets, renderHtmlPage } from "./html-page.ts";
import type { Survey, SurveyEntry, SurveyFunction, SurveyStep } from "../diagnostics/survey.ts";

export interface PageRequest {
  /** The entry to show first. */
  readonly entry: SurveyEntry | undefined;
}

/** One page that needs nothing else: style, script and data are in it, and it may load nothing. */
export function reportSurveyHtml(survey: Survey, { entry }: PageRequest, { style, script }: PageAssets): string {
  const chosen = entry === undefined ? 0 : Math.max(0, survey.entries.indexOf(entry));
  return renderHtmlPage({
    title: say`${survey.name}: survey by Uncoil`,
    body: `<header><h1>${escapeText(survey.name)}</h1><span class="soft" id="facts"></span><button type="button" id="theme">${escapeText(say`Light or dark`)}</button></header>
<main>
<div class="cards" id="summary"></div>
<h2>${escapeText(say`Verdict`)}</h2>
<div class="parts" id="parts"></div>
<p class="soft small" id="quiet"></p>
<h2>${escapeText(say`Libraries`)}</h2>
<div class="card roles" id="libraries"></div>
<h2>${escapeText(say`Entry points`)} <span class="soft small">${escapeText(say`what hurts most first`)}</span></h2>
<div class="explorer">
<section class="card list" aria-label="${escapeText(say`Entry points`)}">
<div class="filters">
<input type="search" id="search" placeholder="${escapeText(say`Filter: route, function, file, library`)}" aria-label="${escapeText(say`Filter entry points`)}">
<select id="kind" aria-label="${escapeText(say`Kind of entry point`)}"><option value="">${escapeText(say`all kinds`)}</option></select>
<label><input type="checkbox" id="blocking">${escapeText(say`blocks the loop`)}</label>
<span class="soft small" id="count" role="status"></span>
</div>
<ul class="entries" id="entries"></ul>
<button type="button" id="more" hidden></button>
</section>
<section class="card detail" id="detail" aria-label="${escapeText(say`Call tree`)}"></section>
</div>
</main>
<footer class="soft small">${escapeText(say`Made by uncoil survey from the source alone: nothing was run. Calls that could not be followed are not guessed.`)}</footer>`,
    data: compact(survey, chosen),
    style,
    script,
  });
}

/** The survey with each path written once, below the root. */
function compact(survey: Survey, chosen: number): string {
  const paths: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (path: string): number => {
    let number = numbers.get(path);
    if (number === undefined) {
      number = paths.length;
      const shown = relative(survey.root, path).replaceAll("\\", "/");
      paths.push(shown === "" || shown.startsWith("../../..") ? path : shown);
      numbers.set(path, number);
    }
    return number;
  };
  const functions = survey.functions.map((fn) => compactFunction(fn, numberOf(fn.path)));
  const entries = survey.entries.map(({ examples, registered: _registered, ...entry }, index) => ({
    ...entry,
    index,
    path: numberOf(entry.path),
    libraries: [...new Set(examples.map(({ name }) => name))].join(" "),
  }));
  const { functions: _, ...rest } = survey;
  return JSON.stringify({ chosen, survey: { ...rest, entries }, functions, paths });
}

function compactFunction(fn: SurveyFunction, path: number): object {
  return { ...fn, path, steps: fn.steps.map(compactStep) };
}

function compactStep({ line, how, to, io }: SurveyStep): object {
  if (io === undefined) return { line, how, to };
  return { line, how, io: { kind: io.kind, name: io.name, isLikely: io.confidence === "likely" } };
}
