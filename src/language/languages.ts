/** The languages Uncoil speaks. English is the one a missing translation falls back to. */
export const languages = ["en", "pt-BR"] as const;

export type Language = (typeof languages)[number];

/** The language of the first locale that is set, in the order of POSIX: `pt_BR.UTF-8` is Portuguese, `C` is English. */
export function languageOf(variables: Readonly<Record<string, string | undefined>>): Language {
  const locale = [variables["LC_ALL"], variables["LC_MESSAGES"], variables["LANG"]].find(
    (value) => (value ?? "") !== "",
  );
  return /^pt(?![a-z])/i.test(locale ?? "") ? "pt-BR" : "en";
}
