import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSuppression, suppresses } from "../../src/diagnostics/suppression.ts";

const network = { code: "AIO102", name: "blocking-network", aliases: ["ASYNC210", "ASYNC211", "ASYNC212"] };

/** comment → whether it silences AIO102 blocking-network */
const silencing: readonly (readonly [comment: string, silences: boolean])[] = [
  ["# uncoil: ignore", true],
  ["#uncoil:ignore", true],
  ["# Uncoil: Ignore because the file is small", true],
  ["# uncoil: ignore[AIO102]", true],
  ["# uncoil: ignore[aio102] once a day", true],
  ["# uncoil: ignore[ AIO101 , AIO102 ]", true],
  ["# uncoil: ignore[blocking-network]", true],
  ["# uncoil: ignore[Blocking-Network]", true],
  ["# uncoil: ignore [AIO102]", true],
  ["# uncoil: ignore[AIO1]", true],
  ["# uncoil: ignore[ALL]", true],
  ["# uncoil: ignore[AIO101]", false],
  ["# uncoil: ignore[blocking]", false],
  ["# uncoil: ignore[AIO1022]", false],
  ["# uncoil: ignore[]", false],
  ["# uncoil: ignore[AIO102", false],
  ["# uncoil: ignored", false],
  ["# uncoil ignore", false],
  ["# uncoil: file-ignore", true],
  ["# uncoil: file-ignore[AIO102]", true],
  ["# uncoil: nonblocking", false],
  ["# noqa", true],
  ["#noqa", true],
  ["# NOQA", true],
  ["# noqa because", true],
  ["# noqa: AIO102", true],
  ["# noqa:AIO102", true],
  ["# noqa : AIO102", true],
  ["# noqa: aio102", true],
  ["# noqa: AIO102,ASYNC210", true],
  ["# noqa: E501, AIO102", true],
  ["# noqa: E501 AIO102 the client has no async way", true],
  ["# noqa: ASYNC210", true],
  ["# noqa: ASYNC2", true],
  ["# noqa: AIO1", true],
  ["# noqa: blocking-network", true],
  ["# noqa: E501", false],
  ["# noqa: E501 see AIO102", false],
  ["# noqa: ASYNC251", false],
  ["# noqa: RUF006", false],
  ["# noqa: this is fine", true],
  ["# noqa:", true],
  ["# noqatall", false],
  ["# noqa-file", false],
  ["# the word noqa alone", false],
  ["# type: ignore  # noqa: AIO102", true],
  ["# type: ignore[attr]  # noqa", true],
  ["# pylint: disable=x # noqa: E501 # uncoil: ignore[AIO102]", true],
  ["# noqa: E501  # type: ignore", false],
  ["# noqa: F401  # noqa: ASYNC212", true],
  ["# flake8: noqa", false],
  ["# flake8: noqa: ASYNC210", true],
  ["# ruff: noqa", false],
  ["# ruff: noqa: ASYNC210, E501", true],
  ["# ruff: noqa: E501", false],
  ["# ruff: ignore[ASYNC210]", true],
  ["# ruff: ignore[F401]", false],
  ["# ruff: file-ignore[ASYNC210]", true],
  ["# nothing here", false],
  ["#", false],
];

for (const [comment, silences] of silencing) {
  test(`${comment} ${silences ? "silences" : "does not silence"} AIO102`, () => {
    const suppression = parseSuppression(comment);
    assert.equal(suppression !== undefined && suppresses(suppression, network), silences);
  });
}

test("a comment that says nothing to us is no suppression", () => {
  for (const comment of ["# ordinary", "# flake8: noqa", "# uncoil: something", "# type: ignore"]) {
    assert.equal(parseSuppression(comment), undefined, comment);
  }
});

test("file scope is told from line scope, and wins when both are in a comment", () => {
  assert.equal(parseSuppression("# uncoil: ignore[AIO1]")?.scope, "line");
  assert.equal(parseSuppression("# noqa")?.scope, "line");
  assert.equal(parseSuppression("# uncoil: file-ignore[AIO1]")?.scope, "file");
  assert.equal(parseSuppression("# ruff: noqa: ASYNC210")?.scope, "file");
  assert.equal(parseSuppression("# noqa: E501  # uncoil: file-ignore[AIO1]")?.scope, "file");
});

test("ours is told from noqa", () => {
  assert.equal(parseSuppression("# uncoil: ignore")?.ownKind, "uncoil");
  assert.equal(parseSuppression("# noqa: AIO102")?.ownKind, "noqa");
});

test("selectors of all directives in a comment are joined", () => {
  assert.deepEqual(parseSuppression("# noqa: F401, E501 # uncoil: ignore[AIO102, missing-await]")?.selectors, [
    "AIO102",
    "missing-await",
    "F401",
    "E501",
  ]);
  assert.equal(parseSuppression("# noqa # uncoil: ignore[AIO102]")?.selectors, "all");
});

test("nonblocking is a declaration, and silences nothing by itself", () => {
  const suppression = parseSuppression("# uncoil: nonblocking  the cache is always warm");
  assert.equal(suppression?.isNonblocking, true);
  assert.deepEqual(suppression?.selectors, []);
  assert.equal(parseSuppression("# uncoil: ignore")?.isNonblocking, false);
});
