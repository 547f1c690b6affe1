/** Lines of BMG files whose line ends were lost: seen with MARS 3.40 R2. */
import type { CellTable } from "../../src/instrument/exports/contract.ts";

/** A new line begins at each of these. */
const STARTS: readonly RegExp[] = [
  /(?=Test name\s*:)/gi,
  /(?=ID1\s*:)/gi,
  /(?=Absorbance)/gi,
  /(?=Raw Data\s*\()/gi,
  /(?<=\))(?=,1,2)/g,
  /(?<=[\d.,])(?=[A-P],-?[\d.,])/g,
];

/** The table with its lines restored when all of it stands in one line; any other table as it is. */
export function restoreLines(table: CellTable): CellTable {
  const filled = table.rows.filter((row) => row.some((cell) => cell.text.trim() !== ""));
  const [only, another] = filled;
  if (only === undefined || another !== undefined) return table;
  const text = only.map((cell) => cell.text).join(",");
  if (!/Raw Data/i.test(text)) return table;
  const lines = STARTS.reduce((cut, start) => cut.replace(start, "\n"), text).split("\n");
  const rows = lines.map((line) => line.split(",").map((cell) => ({ text: cell, number: null })));
  return { name: table.name, rows };
}
