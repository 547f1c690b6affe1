/** From a plate as an export file gives it to a reading of the assay. Pure. */
import {
  type AbsorbancePlane,
  missing,
  type PlateReading,
  type ReadingBar,
  type ReadingWarning,
  type WellValue,
} from "../domain/reading.ts";
import { ALL_WELLS } from "../domain/well.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import type { ImportedPlate, ImportedRead, ImportedWell } from "../instrument/exports/contract.ts";

/** With what a file is read: the assay's wavelengths, and what its arrival alone tells against it. */
export interface FileRequest extends ReadRequest {
  readonly bars?: readonly ReadingBar[];
}

/** Why a reading of another wavelength than the assay's must wait; null where it fits, or does not say. */
export function wavelengthBar(
  measurementNm: number | null,
  request: ReadRequest,
): ReadingBar | null {
  if (measurementNm === null) return null;
  if (Math.abs(measurementNm - request.measurementNm) <= MEASUREMENT_WITHIN_NM) return null;
  const sentence = `It was read at ${measurementNm} nm; this bench measures at ${request.measurementNm} nm.`;
  return { code: "WAVELENGTH_OF_ANOTHER_ASSAY", sentence };
}

/** A formazan band is broad: readers differ in the filters they have, within these distances of the assay's. */
const MEASUREMENT_WITHIN_NM = 25;
const REFERENCE_WITHIN_NM = 40;

function distance(read: ImportedRead, wavelengthNm: number): number {
  return read.wavelengthNm === null
    ? Number.POSITIVE_INFINITY
    : Math.abs(read.wavelengthNm - wavelengthNm);
}

function nearest(
  reads: readonly ImportedRead[],
  wavelengthNm: number,
  withinNm: number,
): ImportedRead | null {
  const near = reads.filter((read) => distance(read, wavelengthNm) <= withinNm);
  const best = Math.min(...near.map((read) => distance(read, wavelengthNm)));
  return near.find((read) => distance(read, wavelengthNm) === best) ?? null;
}

function wellValue(well: ImportedWell | undefined): WellValue {
  if (well === undefined) return missing("", "not-read");
  if (well.absorbance !== null) return { absorbance: well.absorbance, token: well.token };
  const direction = well.remark?.direction;
  const isRange = direction === "over-range" || direction === "under-range";
  return missing(well.token, isRange ? direction : "not-read");
}

function planeOf(read: ImportedRead, role: AbsorbancePlane["role"]): AbsorbancePlane {
  return {
    role,
    wavelengthNm: read.wavelengthNm,
    filterToken: read.label ?? (read.wavelengthNm === null ? "" : String(read.wavelengthNm)),
    values: ALL_WELLS.map((well) => wellValue(read.wells[well])),
  };
}

function nm(read: ImportedRead): string {
  return read.wavelengthNm === null ? "an unknown wavelength" : `${read.wavelengthNm} nm`;
}

interface Chosen {
  readonly measurement: ImportedRead;
  readonly reference: ImportedRead | null;
  readonly bars: readonly ReadingBar[];
  readonly warnings: readonly ReadingWarning[];
}

/** Which reads the assay uses. What is not plainly the assay's own wavelength waits for a person. */
function choose(reads: readonly ImportedRead[], first: ImportedRead, request: ReadRequest): Chosen {
  const bars: ReadingBar[] = [];
  const warnings: ReadingWarning[] = [];
  const fitting = nearest(reads, request.measurementNm, MEASUREMENT_WITHIN_NM);
  const measurement = fitting ?? first;
  if (fitting === null) {
    const code =
      measurement.wavelengthNm === null ? "WAVELENGTH_UNKNOWN" : "WAVELENGTH_OF_ANOTHER_ASSAY";
    const sentence = `The file was read at ${reads.map(nm).join(", ")}; this bench measures at ${request.measurementNm} nm.`;
    bars.push({ code, sentence });
  }
  const others = reads.filter((read) => read !== measurement);
  const reference =
    request.referenceNm === null
      ? null
      : nearest(
          others.filter((read) => read.wavelengthNm !== measurement.wavelengthNm),
          request.referenceNm,
          REFERENCE_WITHIN_NM,
        );
  for (const [read, wantedNm] of [
    [fitting, request.measurementNm],
    [reference, request.referenceNm],
  ] as const) {
    if (read === null || read.wavelengthNm === wantedNm) continue;
    const message = `Read at ${nm(read)} in place of ${wantedNm} nm.`;
    warnings.push({ code: "WAVELENGTH_DIFFERS", message });
  }
  if (request.referenceNm !== null && reference === null) {
    const message = `The file has no read near ${request.referenceNm} nm: no reference is taken off.`;
    warnings.push({ code: "NO_REFERENCE", message });
  }
  const repeated = reads.filter((read) => read.wavelengthNm === measurement.wavelengthNm);
  if (repeated.length > 1) {
    const sentence = `The file holds ${repeated.length} reads at ${nm(measurement)}; the first one would count.`;
    bars.push({ code: "SEVERAL_READS", sentence });
  }
  return { measurement, reference, bars, warnings };
}

function maskedWells(read: ImportedRead): readonly string[] {
  return ALL_WELLS.filter((well) => {
    const found = read.wells[well];
    return found?.absorbance !== null && found?.remark?.direction === "masked";
  });
}

/**
 * The reading that a plate of a file is for this assay; null when the plate has no read at all. The measurement is the
 * read nearest to the assay's wavelength, the reference likewise; all others are kept with the role `other`. Wells the
 * file has nothing for are not read, never zero. The bars of the request come last.
 */
export function fileReading(plate: ImportedPlate, request: FileRequest): PlateReading | null {
  const [first] = plate.reads;
  if (first === undefined) return null;
  const { measurement, reference, warnings, ...chosen } = choose(plate.reads, first, request);
  const bars = [...plate.bars, ...chosen.bars, ...(request.bars ?? [])];
  const others = plate.reads.filter((read) => read !== measurement && read !== reference);
  const masked = maskedWells(measurement);
  const maskedWarning: readonly ReadingWarning[] =
    masked.length === 0
      ? []
      : [
          {
            code: "MASKED_BY_VENDOR",
            message: `The vendor's program masks ${masked.join(", ")}; the values are shown and used.`,
          },
        ];
  return {
    planes: [
      planeOf(measurement, "measurement"),
      ...(reference === null ? [] : [planeOf(reference, "reference")]),
      ...others.map((read) => planeOf(read, "other")),
    ],
    referenceSubtracted: measurement.referenceSubtracted,
    readerClock: plate.readAtLocal,
    readerModel: plate.readerModel ?? "",
    ...(plate.temperatureC === null ? {} : { temperatureC: plate.temperatureC }),
    ...(plate.plateId === null ? {} : { plateBarcode: plate.plateId }),
    ...(plate.barcodeCandidates.length === 0 ? {} : { barcodeCandidates: plate.barcodeCandidates }),
    ...(bars.length === 0 ? {} : { bars }),
    warnings: [...plate.warnings, ...warnings, ...maskedWarning],
  };
}
