import type { Survey, SurveyEntry } from "../diagnostics/survey.ts";
export function reportSurveyHtml(survey: Survey, options: { title: string; entry: SurveyEntry | undefined }): string {
  return JSON.stringify([survey, options]);
}
