import type { Survey } from "../diagnostics/survey.ts";

/** The survey as it is, with the field names of the other JSON output: `unknown_calls`. */
export function reportSurveyJson(survey: Survey): string {
  return `${JSON.stringify(withSnakeNames({ version: 1, ...survey }), undefined, 2)}\n`;
}

function withSnakeNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSnakeNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      withSnakeNames(field ?? null),
    ]),
  );
}
