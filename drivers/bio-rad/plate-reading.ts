/** From a transfer to the reading of the product's own words. */
import {
  type AbsorbancePlane,
  missing,
  type PlateReading,
  type ReadingWarning,
  type WellValue,
} from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../src/domain/well.ts";
import { isSubtracted, type PlateCopy } from "./plate-copy.ts";

/** The 680 names a filter by its wavelength, the 550 by its position 1-4; no wavelength is that short. */
const HIGHEST_POSITION = 8;

/**
 * The reading of a transfer: one plane for each block, 96 values in reading order. Rows that did not arrive are
 * `not-read`, so a damaged transfer gives what there is. `filtersNm` (by position) explains the positions of a 550;
 * without it the wavelength is null.
 */
export function toReading(
  copy: PlateCopy,
  filtersNm: readonly (number | null)[] | null,
  warnings: readonly ReadingWarning[] = [],
): PlateReading {
  const plane = (role: AbsorbancePlane["role"], index: number): AbsorbancePlane => {
    const token = role === "measurement" ? copy.measurementFilter : copy.referenceFilter;
    return {
      role,
      wavelengthNm: wavelengthOf(token, filtersNm),
      filterToken: token ?? "",
      values: allValues(copy.blocks[index]?.rows ?? []),
    };
  };
  const planes = [plane("measurement", 0)];
  if (copy.blocks.length > 1) planes.push(plane("reference", 1));
  return {
    planes,
    referenceSubtracted: isSubtracted(copy),
    readerClock: copy.clock,
    readerModel: copy.header,
    warnings: [...warnings, ...textWarnings(copy)],
  };
}

/** What a filter line means in nm; null without the line, and for a position that nothing explains. */
export function wavelengthOf(
  token: string | null,
  filtersNm: readonly (number | null)[] | null,
): number | null {
  if (token === null) return null;
  const number = Number(token);
  return number > HIGHEST_POSITION ? number : (filtersNm?.[number - 1] ?? null);
}

function allValues(rows: readonly (readonly WellValue[] | null)[]): WellValue[] {
  return Array.from({ length: ROW_COUNT }, (_, row) => {
    const values = rows[row] ?? null;
    return values ?? Array.from({ length: COLUMN_COUNT }, () => missing("", "not-read"));
  }).flat();
}

function textWarnings(copy: PlateCopy): ReadingWarning[] {
  const warnings = copy.unexpected.map((text) => ({
    code: "UNEXPECTED_TEXT",
    message: `The reader sent a line before the values that is not known: ${text.trim()}`,
  }));
  if (copy.blocks.some((block) => block.ended && block.checksumLine === null)) {
    const message = "The reader sent no checksum, so a changed digit would not be noticed.";
    warnings.push({ code: "NO_CHECKSUM", message });
  }
  return warnings;
}
