/** Which reader is there, and which filters it has. */
import type { Dialogue, ReaderIdentity } from "../../src/instrument/contract.ts";
import type { ByonoyOptions } from "./options.ts";
import { askForLine, fault } from "./session.ts";

export function* identify(options: ByonoyOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const filtersNm = yield* askFilters(options);
  const serialNumber = yield* askForLine(options, "!SN()");
  const firmware = yield* askForLine(options, "!VERSION()");
  const temperature = yield* askForLine(options, "!TEMP()");
  const error = yield* askForLine(options, "!ERROR()");
  return {
    model: "Absorbance 96",
    filtersNm,
    details: { serialNumber, firmware, temperature, error },
  };
}

/** The wavelengths in nm by slot, first slot first; null for a slot that is not named. Throws NOT_UNDERSTOOD. */
export function* askFilters(options: ByonoyOptions): Dialogue<(number | null)[]> {
  const text = yield* askForLine(options, "!GETFILT()");
  const filters = parseFilters(text);
  if (filters !== null) return filters;
  throw fault("NOT_UNDERSTOOD", `\`${text}\` is no list of filters`);
}

/** The largest slot number that is believed; the reader has four slots. */
const HIGHEST_SLOT = 15;

/** Reads `0=405,1=450,2=492,3=620`; null when the text is no such list. */
export function parseFilters(text: string): (number | null)[] | null {
  const filters: (number | null)[] = [];
  for (const part of text.split(",")) {
    const [, slot, wavelength] = /^\s*(\d{1,2})\s*=\s*(\d{3,4})\s*$/.exec(part) ?? [];
    const index = Number(slot);
    if (slot === undefined || index > HIGHEST_SLOT) return null;
    while (filters.length <= index) filters.push(null);
    if (filters[index] !== null) return null;
    filters[index] = Number(wavelength);
  }
  return filters;
}

/** The slot of a wavelength. Throws FILTER_NOT_INSTALLED with those that are. */
export function slotOf(wavelengthNm: number, filtersNm: readonly (number | null)[]): number {
  const slot = filtersNm.indexOf(wavelengthNm);
  if (slot >= 0) return slot;
  const installed = filtersNm.filter((filter) => filter !== null).join(", ");
  const message = `no ${wavelengthNm} nm filter is installed; the reader has ${installed} nm`;
  throw fault("FILTER_NOT_INSTALLED", message);
}
