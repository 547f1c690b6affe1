import { formatQuantity, parseQuantity } from "../domain/quantity.ts";
import type { WellName } from "../domain/well.ts";
import type { ImportedValue } from "./imported-plate.ts";
import type { Problem } from "./problem.ts";

/** What tables write for a cell that says nothing. */
const MISSING: ReadonlySet<string> = new Set(["", "na", "n/a", "nan", "-", "--"]);

export function isMissing(text: string): boolean {
  return MISSING.has(text.trim().toLowerCase());
}

/**
 * The concentration of a cell as a text with unit: its own, or that of its column. Null when the cell is empty or
 * wrong; a bare number without a unit anywhere is wrong, and reported.
 */
export function importedQuantity(
  well: WellName,
  value: ImportedValue,
  problems: Problem[],
): string | null {
  const { text, column } = value;
  if (isMissing(text)) return null;
  const isBare = /^\s*[+-]?[\d.,]+(e[+-]?\d+)?\s*$/iu.test(text);
  const read = parseQuantity(
    isBare && column.unit !== null ? `${text.trim()} ${column.unit}` : text,
  );
  if (read.ok) return formatQuantity(read.quantity);
  const { message, remedy } = read.problem;
  problems.push({
    severity: "error",
    check: "quantity",
    line: value.line,
    column: value.place,
    well,
    wells: [well],
    message,
    remedy:
      isBare && column.unit === null
        ? `${remedy} Or name the unit with the column: “${column.field} (ug/mL)” or “(uM)”.`
        : remedy,
  });
  return null;
}
