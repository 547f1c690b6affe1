import { type WellName, wellAt, wellPosition } from "../../domain/well.ts";

/** All wells of the block that has these two at its corners, in the order of the plate. */
export function wellsBetween(one: WellName, other: WellName): readonly WellName[] {
  const [a, b] = [wellPosition(one), wellPosition(other)];
  const [top, bottom] = [Math.min(a.row, b.row), Math.max(a.row, b.row)];
  const [left, right] = [Math.min(a.column, b.column), Math.max(a.column, b.column)];
  const rows = Array.from({ length: bottom - top + 1 }, (_, index) => top + index);
  const columns = Array.from({ length: right - left + 1 }, (_, index) => left + index);
  return rows.flatMap((row) => columns.map((column) => wellAt(row, column)));
}
