/** `docs/compliance.md` leaves nothing out, and what it says is met is shown by tests that are there. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeSpans, tableRows } from "./markdown.ts";
import { ROOT, readText } from "./source-files.ts";

const ITEMS = 24;

const rows = tableRows(readText("docs/compliance.md"), "#").map(
  ([number = "", expected = "", source = "", status = "", how = "", tests = ""]) => ({
    number: Number(number),
    expected,
    source,
    status,
    how,
    tests: codeSpans(tests),
  }),
);

test("every item of the list has its line", () => {
  expect(rows.map((row) => row.number)).toEqual(Array.from({ length: ITEMS }, (_, n) => n + 1));
  expect(rows.filter((row) => row.expected === "" || row.source === "")).toEqual([]);
});

test("each says met, partly or not met; what is missing is said", () => {
  const unclear = rows.filter(
    ({ status, how }) =>
      !["met", "partly", "not met"].includes(status) || (status !== "met" && how === ""),
  );
  expect(unclear).toEqual([]);
});

test("what is met, wholly or partly, is shown by tests", () => {
  expect(rows.filter((row) => row.status !== "not met" && row.tests.length === 0)).toEqual([]);
});

test("the tests are there", () => {
  const missing = rows
    .flatMap((row) => row.tests)
    .filter((path) => !/\.test\.ts$/.test(path) || !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
});
