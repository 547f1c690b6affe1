/** How a classic reader writes the values of one wavelength. */
import type { Matrix } from "../../simulator/inserted-plate.ts";

/** What the reader still gives a number for, in AU. */
const HIGHEST_AU = 4;

const CELL_FILLER = " ".repeat(49);

/** Start, rows, temperature where it was wished for, end, and the sum as one raw byte. */
export function elxBlock(matrix: Matrix, temperature: string): string {
  const body = `${rowsOf(matrix)}${temperature}\x1a`;
  let total = 0;
  for (const byte of Buffer.from(body, "latin1")) total += byte;
  return `\r${body}${String.fromCharCode(total & 0xff)}`;
}

/** The older format: name of the assay and filler in place of a checksum. */
export function oldBlock(matrix: Matrix, assay: string, temperature = ""): string {
  return `\r${rowsOf(matrix)}${temperature}${assay.slice(0, 8).padEnd(8)}\r\n${CELL_FILLER}\x1a`;
}

function rowsOf(matrix: Matrix): string {
  return matrix.map((row) => `${row.map(cellOf).join("")}\r\n`).join("");
}

function cellOf(absorbance: number | null): string {
  if (absorbance === null || absorbance > HIGHEST_AU) return ",*****";
  const milli = Math.round(absorbance * 1000);
  return `,${milli < 0 ? "-" : "+"}${String(Math.abs(milli)).padStart(4, "0")}`;
}

/** Measurement minus reference, as a panel assay with two wavelengths prints it. */
export function difference(measurement: Matrix, reference: Matrix): Matrix {
  return measurement.map((row, r) =>
    row.map((value, c) => {
      const away = reference[r]?.[c] ?? null;
      return value === null || away === null || value > HIGHEST_AU ? null : value - away;
    }),
  );
}
