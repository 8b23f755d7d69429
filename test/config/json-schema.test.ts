import assert from "node:assert/strict";
import { test } from "node:test";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/client/validators/ajv";
import { configurationSchema } from "../../src/config/json-schema.ts";
import { optionTable, readOptions } from "../../src/config/options.ts";

const validate = new AjvJsonSchemaValidator().getValidator(configurationSchema() as Record<string, unknown>);

function isRead(table: Record<string, unknown>): boolean {
  try {
    readOptions(table, "test");
    return true;
  } catch {
    return false;
  }
}

test("the JSON schema accepts what is read as configuration, and nothing else", () => {
  const values: readonly unknown[] = [
    true,
    1,
    "full",
    "agent",
    "likely",
    "warning",
    "py311",
    "nonsense",
    null,
    [],
    ["AIO1"],
    [1],
    ["AIO1", true],
    {},
    { "a/**": ["AIO1"] },
    { "a/**": "AIO1" },
    { "a/**": [1] },
  ];
  let accepted = 0;
  for (const { key } of Object.values(optionTable))
    for (const value of values) {
      const table = { [key]: value };
      assert.equal(validate(table).valid, isRead(table), JSON.stringify(table));
      accepted += Number(isRead(table));
    }
  assert.ok(accepted > Object.keys(optionTable).length);
  assert.equal(validate({ colour: true }).valid, false);
});

test("every option is described in the JSON schema", () => {
  const { properties } = configurationSchema() as { properties: Record<string, { description: string }> };
  assert.deepEqual(
    Object.keys(properties),
    Object.values(optionTable).map(({ key }) => key),
  );
  for (const [key, { description }] of Object.entries(properties)) assert.ok(description.length > 10, key);
});
