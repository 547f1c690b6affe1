/** `docs/errors.md` and the tables in the code say the same, both ways. */
import { expect, test } from "vitest";
import { DRIVERS, SERVER_DRIVERS } from "../../drivers/index.ts";
import type { ErrorEntry } from "../../src/domain/error-entry.ts";
import { ERRORS } from "../../src/domain/error-table.ts";
import { tableRows } from "./markdown.ts";
import { readText } from "./source-files.ts";

const DOCUMENT = readText("docs/errors.md");

/** A row as it must stand in the document; a failing test prints it, ready to be pasted. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

test("errors: each code with blame, status, what and remedy", () => {
  const documented = tableRows(DOCUMENT, "code").map(row);
  const table = Object.entries(ERRORS).map(([code, entry]) =>
    row([
      `\`${code}\``,
      entry.blame,
      String(entry.httpStatus),
      yesNo((entry as ErrorEntry).retry ?? false),
      entry.what,
      entry.remedy,
    ]),
  );
  expect(documented).toEqual(table.sort());
});

test("faults of the drivers: each with sentence and remedy", () => {
  const documented = tableRows(DOCUMENT, "driver").map(row);
  const tables = [...DRIVERS, ...SERVER_DRIVERS].flatMap((driver) =>
    Object.entries(driver.faults).map(([fault, entry]) =>
      row([
        driver.id,
        `\`${fault}\``,
        yesNo(entry.needsOperator),
        yesNo(entry.retry),
        entry.sentence,
        entry.remedy,
      ]),
    ),
  );
  expect(documented).toEqual(tables.sort());
});
