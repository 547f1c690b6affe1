/** The part of a plate that was to be read, against the wells that stand in the file. */
import { ALL_WELLS, parseWellName, type WellName, wellPosition } from "../../src/domain/well.ts";
import { truncatedGrid } from "./parts/refuse.ts";
import type { WellCell } from "./parts/well-cells.ts";

/**
 * Refuses results that were cut off: wells of the stated part have no cell at all, or, where no part is stated and the
 * file shows no end (`hasEnd`), some of the 96 have none. `part` is the file's text, e.g. `B2-G11` or `A1:H12`.
 */
export function checkPart(
  cells: readonly WellCell[],
  part: string | null,
  hasEnd: boolean,
  where: string,
): void {
  const found = new Set(cells.map(({ well }) => well));
  const stated = wellsOfPart(part);
  const wanted = stated ?? (hasEnd ? [] : ALL_WELLS);
  const lost = wanted.find((well) => !found.has(well));
  if (lost === undefined) return;
  throw truncatedGrid(
    stated === null
      ? `The results end before the well ${lost}, and the end time is missing`
      : `The results lack the well ${lost}, which was to be read`,
    where,
  );
}

/** The wells of one part or several; null when nothing is stated that can be understood. */
function wellsOfPart(text: string | null): readonly WellName[] | null {
  const parts = [...(text ?? "").matchAll(/([A-P]\d{1,2})\s*[-–:]\s*([A-P]\d{1,2})/gi)];
  const wells = parts.flatMap(([, from = "", to = ""]) => wellsBetween(from, to));
  return wells.length === 0 ? null : wells;
}

function wellsBetween(from: string, to: string): readonly WellName[] {
  const first = parseWellName(from);
  const last = parseWellName(to);
  if (first === null || last === null) return [];
  const start = wellPosition(first);
  const end = wellPosition(last);
  return ALL_WELLS.filter((well) => {
    const { row, column } = wellPosition(well);
    return row >= start.row && row <= end.row && column >= start.column && column <= end.column;
  });
}
