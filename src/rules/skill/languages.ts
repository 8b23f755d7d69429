/** The languages the skill is written in. English is the one a missing translation falls back to. */
export const skillLanguages = ["en", "pt-BR"] as const;

export type SkillLanguage = (typeof skillLanguages)[number];
