import { type PlateTurn, turnValues } from "./plate-turn.ts";
import type { WellName } from "./well.ts";

/** Why a well has no number. The direction matters: a saturated MTT well is full viability, never zero. */
export type MissingDirection = "over-range" | "under-range" | "not-read";

/** What the reader said of one well: a number, or the token it sent instead and what that token means. */
export type WellValue =
  | { readonly absorbance: number; readonly token: string }
  | { readonly absorbance: null; readonly token: string; readonly direction: MissingDirection };

/** 96 values of one wavelength in reading order (A1 … H12), in AU. */
export interface AbsorbancePlane {
  /** `other` is a further wavelength that the assay does not use. */
  readonly role: "measurement" | "reference" | "other";
  /** Null when the reader named only a filter position that the configuration does not explain. */
  readonly wavelengthNm: number | null;
  /** The reader's own words for the filter, e.g. `570` or `4`. */
  readonly filterToken: string;
  readonly values: readonly WellValue[];
}

/** Something in the transfer that did not stop the reading but belongs beside it. */
export interface ReadingWarning {
  /** Stable code, e.g. CHECKSUM, RETRANSMITTED, UNEXPECTED_TEXT. */
  readonly code: string;
  readonly message: string;
}

/** Why a reading must not enter a sample's results before a person has said why it may. */
export interface ReadingBar {
  /** Stable code, e.g. SIMULATION, MANUAL_ENTRY, SAVED_AGAIN, NO_SIGNATURE. */
  readonly code: string;
  /** One sentence for the person who decides. */
  readonly sentence: string;
}

/** One pass of a reader over a plate, as its driver understood it. */
export interface PlateReading {
  readonly planes: readonly AbsorbancePlane[];
  /** True when the reader itself took the reference from the measurement: overflow of it cannot be seen any more. */
  readonly referenceSubtracted: boolean;
  /** The reader's own clock as it printed it, without a zone; null when it prints none. */
  readonly readerClock: string | null;
  /** The reader's model line as it printed it. */
  readonly readerModel: string;
  /** In °C, where the reader told it. */
  readonly temperatureC?: number;
  /** What the reader itself, or the file, gave as the plate's barcode: it may decide which planned plate this is. */
  readonly plateBarcode?: string;
  /** Further texts that may be its barcode, likeliest first. */
  readonly barcodeCandidates?: readonly string[];
  /** Not empty: it waits until a person says why it may count. */
  readonly bars?: readonly ReadingBar[];
  readonly warnings: readonly ReadingWarning[];
}

export function missing(token: string, direction: MissingDirection): WellValue {
  return { absorbance: null, token, direction };
}

/** A mask a person put on a well; the reading stays as it is. */
export interface ReviewMask {
  readonly well: WellName;
  readonly reason: string;
}

/** Fewer numbers than this do not tell a plate from another one. */
const TELLING_NUMBERS = 24;

/**
 * The same text for the same numbers of the same plate, whatever form of file they came in; null where there are too few
 * numbers to tell. Clock and barcode are part of it, tokens and reader's words are not.
 */
export function readingNumbers(reading: PlateReading): string | null {
  const planes = reading.planes.map((plane) => [
    plane.role,
    plane.wavelengthNm,
    plane.values.map((value) => value.absorbance),
  ]);
  const numbers = reading.planes.flatMap((plane) =>
    plane.values.filter((value) => value.absorbance !== null),
  );
  if (numbers.length < TELLING_NUMBERS) return null;
  return JSON.stringify([planes, reading.readerClock, reading.plateBarcode ?? null]);
}

/**
 * The same text for the same plate content: reader clock, filters and every token, without transfer warnings.
 * Two transfers of one reading agree in it; it is what recovery and de-duplication compare (hashed by the store).
 */
export function readingContent(reading: PlateReading): string {
  const planes = reading.planes.map((plane) => [
    plane.role,
    plane.filterToken,
    plane.values.map((value) => value.token.trim()),
  ]);
  const named = reading.plateBarcode === undefined ? [] : [reading.plateBarcode];
  return JSON.stringify([
    reading.readerModel.trim(),
    reading.readerClock,
    reading.referenceSubtracted,
    planes,
    ...named,
  ]);
}

/** The plane of one role; null where the reading has none. */
export function planeOf(
  reading: PlateReading,
  role: AbsorbancePlane["role"],
): AbsorbancePlane | null {
  return reading.planes.find((plane) => plane.role === role) ?? null;
}

/** The same reading with its values laid as the plate lay: each with its own token. Doing it twice leads back. */
export function layReading(reading: PlateReading, turn: PlateTurn): PlateReading {
  if (turn === "as-read") return reading;
  const planes = reading.planes.map((plane) => ({
    ...plane,
    values: turnValues(plane.values, turn),
  }));
  return { ...reading, planes };
}

/** The absorbances of one role in reading order, AU, null for a well without a number; null where there is no such plane. */
export function planeNumbers(
  reading: PlateReading,
  role: AbsorbancePlane["role"],
): readonly (number | null)[] | null {
  return planeOf(reading, role)?.values.map((value) => value.absorbance) ?? null;
}
