/**
 * Codes of rules that are planted in `examples/` and promised in `docs/skill.md` before they exist.
 * Delete this file, and what asks for it, when the last of them is in the registry.
 */
export const comingCodes: readonly string[] = [
  "AIO108",
  "AIO202",
  "AIO203",
  "AIO204",
  "AIO205",
  "AIO206",
  "AIO208",
  "AIO209",
  "AIO302",
  "AIO303",
  "AIO307",
  "AIO401",
  "AIO402",
  "AIO502",
  "AIO503",
  "AIO601",
  "AIO604",
  "AIO701",
  "AIO702",
  "AIO703",
];
