import { fileURLToPath } from "node:url";

/** The directory of the compiled models, beside the bundle. */
export const modelsDirectory: string = fileURLToPath(new URL("./models", import.meta.url));

/** The directory of the rules' pages, beside the bundle. */
export const rulePagesDirectory: string = fileURLToPath(new URL("./rules", import.meta.url));

/** The directory of the survey page's style and script, beside the bundle. */
export const surveyPageDirectory: string = fileURLToPath(new URL("./survey-page", import.meta.url));

/** The directory of the timeline page's style and script, beside the bundle. */
export const timelinePageDirectory: string = fileURLToPath(new URL("./timeline-page", import.meta.url));

/** The directory of the agent that goes into Python processes, beside the bundle. */
export const agentDirectory: string = fileURLToPath(new URL("./agent", import.meta.url));

/** The directory of the skills, beside the bundle: a folder for each, as agents read it. */
export const skillsDirectory: string = fileURLToPath(new URL("./skills", import.meta.url));
