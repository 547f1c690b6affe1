/** What may name a plate, and names that programs make up themselves. */
import { ExportRefused, type ImportedPlate } from "../../../src/instrument/exports/contract.ts";
import { duplicatePlate } from "./refuse.ts";

/** Names that programs give when nobody gave one. */
const MADE_UP =
  /^(?:(?:plate|platte|plaque|placa|plaat|untitled|unnamed|sheet|tabelle|feuille)[\s#_]*)?\d{0,2}$/i;

/** A name that a person may have given; null for an empty one and for one like `Plate 1`. */
export function givenName(text: string | null): string | null {
  const name = text?.trim() ?? "";
  return name === "" || MADE_UP.test(name) || /^(?:n\/a|none|-+)$/i.test(name) ? null : name;
}

/** False for dates, times, wavelengths and plate formats, and for texts without a digit. */
export function isNamePart(part: string): boolean {
  if (part.length < 4 || !/\d/.test(part)) return false;
  return !/^(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,4}[./]\d{1,2}[./]\d{1,4}|\d{6}|\d{8}|\d{4}-\d{2}-\d{2}|(?:abs|od|a)?\d{3}(?:nm)?|\d+-?wells?)$/i.test(
    part,
  );
}

/**
 * Throws DUPLICATE_PLATE when two plates of the file have the same name. `repeats` are the numbers that a file itself
 * gives to reads of one plate, in the order of the plates: they may have its name in common.
 */
export function refuseDuplicates(
  plates: readonly ImportedPlate[],
  repeats: readonly string[] = [],
): readonly ImportedPlate[] {
  const seen = new Set<string>();
  for (const [index, plate] of plates.entries()) {
    const name = plate.plateId ?? plate.label;
    if (name === null) continue;
    const key = `${name}\n${repeats[index] ?? ""}`;
    if (seen.has(key)) throw duplicatePlate(name);
    seen.add(key);
  }
  return plates;
}

/** Throws NO_RESULTS when no read of the plate has a well. */
export function requireWells(plate: ImportedPlate): ImportedPlate {
  if (plate.reads.some((read) => Object.keys(read.wells).length > 0)) return plate;
  throw new ExportRefused(
    "NO_RESULTS",
    `${plate.plateId ?? plate.label ?? "The plate"} has headings but no values: read the plate, then export again.`,
  );
}
