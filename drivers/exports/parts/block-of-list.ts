/** A column of a list of wells as a block of a plate, so that lists and grids are read by the same code. */
import { wellPosition } from "../../../src/domain/well.ts";
import type { ListColumn, WellList } from "../list-columns.ts";
import type { BlockCell, BlockLine, PlateBlock } from "./plate-block.ts";
import { duplicatePlate, placeOf } from "./refuse.ts";

const COLUMNS = 12;

/** Wells that the list does not have are empty cells. Throws DUPLICATE_PLATE for a well that comes twice. */
export function blockOfList(list: WellList, { column, label }: ListColumn): PlateBlock {
  const { table, rows } = list;
  const top = rows[0]?.row ?? 0;
  const cells = new Map<string, BlockCell>();
  for (const { row, well } of rows) {
    if (cells.has(well)) throw duplicatePlate(`${well}, ${placeOf(table.name, row)}`);
    cells.set(well, { cell: table.rows[row]?.[column], tableRow: row, tableColumn: column });
  }
  const plateRows = [...new Set(rows.map(({ well }) => wellPosition(well).row))].sort(
    (a, b) => a - b,
  );
  const missing: BlockCell = { cell: undefined, tableRow: top, tableColumn: column };
  const lines = plateRows.map(
    (plateRow): BlockLine => ({
      plateRow,
      tableRow: top,
      label: null,
      cells: Array.from({ length: COLUMNS }, (_, index) => {
        return cells.get(`${String.fromCharCode(65 + plateRow)}${index + 1}`) ?? missing;
      }),
    }),
  );
  return {
    form: "list",
    table,
    top,
    bottom: rows.at(-1)?.row ?? top,
    left: column,
    right: column,
    plateColumns: Array.from({ length: COLUMNS }, (_, index) => index),
    lines,
    corner: label ?? "",
    shortRow: null,
    longRow: null,
  };
}
