/** The plate that is laid into a simulated reader. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { InsertedPlate, Matrix } from "../../drivers/simulator/inserted-plate.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

const ROWS = 8;
const COLUMNS = 12;

/** A number, or null for an empty cell and for words such as OVER: the reader cannot measure that well. */
function cellValue(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() === "" || Number.isNaN(value) ? null : value;
}

/** The cells of a line without a row letter before them. */
function cellsOf(line: string): string[] {
  const cells = line.split(/[,;\t]/).map((cell) => cell.trim());
  return /^[A-Ha-h]$/.test(cells[0] ?? "") ? cells.slice(1) : cells;
}

function isHeader(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => cell !== "");
  return numbers.length === COLUMNS && numbers.every((cell, index) => cell === String(index + 1));
}

/**
 * Eight rows of twelve absorbances in AU, with a point as decimal mark, and if there are sixteen the last eight are the
 * reference wavelength. Letters before rows and numbers above columns may stand there. Throws SIMULATOR_FAILED.
 */
export function parsePlateCsv(text: string, name: string): InsertedPlate {
  const rows = text
    .split(/\r\n|\r|\n/)
    .filter((line) => /[^\s,;]/.test(line))
    .map(cellsOf)
    .filter((cells) => !isHeader(cells));
  const wrong = rows.findIndex((cells) => cells.length !== COLUMNS);
  if (wrong >= 0 || (rows.length !== ROWS && rows.length !== 2 * ROWS)) {
    const what =
      wrong >= 0
        ? `row ${wrong + 1} has ${rows[wrong]?.length ?? 0} values, not ${COLUMNS}`
        : `it has ${rows.length} rows, not ${ROWS} or ${2 * ROWS}`;
    throw new PlatewardenError("SIMULATOR_FAILED", `${name} is no plate: ${what}.`, {
      detail: { file: name },
    });
  }
  const values = rows.map((cells) => cells.map(cellValue));
  return {
    id: name,
    measurement: values.slice(0, ROWS),
    reference: values.length > ROWS ? values.slice(ROWS) : null,
  };
}

/** Each well another number, from which one sees whether rows or columns were changed over. */
function examplePlate(): InsertedPlate {
  const matrix = (base: number, rowStep: number, columnStep: number): Matrix =>
    Array.from({ length: ROWS }, (_, row) =>
      Array.from({ length: COLUMNS }, (__, column) =>
        Number((base + row * rowStep + column * columnStep).toFixed(3)),
      ),
    );
  return { id: "example", measurement: matrix(0.1, 0.13, 0.01), reference: matrix(0.04, 0.001, 0) };
}

/** The plate of a file, or `example`. Throws FILE_UNREADABLE or SIMULATOR_FAILED. */
export function readSimulatedPlate(file: string): InsertedPlate {
  if (file === "example") return examplePlate();
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatewardenError("FILE_UNREADABLE", `${file} cannot be read: ${fileReason(error)}.`, {
      detail: { file },
      cause: error,
    });
  }
  return parsePlateCsv(text, basename(file));
}
