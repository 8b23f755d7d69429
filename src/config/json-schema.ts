import { optionTable } from "./options.ts";

/** The JSON Schema (draft 2020-12) of `[tool.uncoil]`, and of `uncoil.toml` as a whole. */
export function configurationSchema(): object {
  const options = Object.values(optionTable);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Uncoil's configuration",
    description: "The options of [tool.uncoil] in pyproject.toml, or of uncoil.toml",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(options.map(({ key, description, schema }) => [key, { description, ...schema }])),
  };
}
