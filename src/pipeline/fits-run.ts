import { type PlateReading, planeOf } from "../domain/reading.ts";
import type { RunRow } from "../store/runs.ts";

/**
 * Why a reading that was made for a run must not become the run's plate without a person; null when it may. The reader
 * may have read another barcode on the plate, or at other wavelengths than it was told.
 */
export function objectionToReading(run: RunRow, reading: PlateReading): string | null {
  const own = reading.plateBarcode?.trim() ?? "";
  if (own !== "" && own.toUpperCase() !== run.barcode.toUpperCase()) {
    return `The reader read the barcode ${own} on the plate, and the run was started for ${run.barcode}.`;
  }
  if (planeOf(reading, "measurement") === null) {
    return "What the reader gave holds no measurement.";
  }
  const given = otherWavelengths(run, reading);
  if (given === null) return null;
  const asked = [run.measurement_nm, run.reference_nm].filter((nm) => nm !== null).join(" and ");
  return `The reader measured at ${given} nm, and the run asked for ${asked} nm.`;
}

/** The wavelengths of a reading where they are not what the run asked for; null where they are, or are not told. */
function otherWavelengths(run: RunRow, reading: PlateReading): string | null {
  const isAsked = (role: "measurement" | "reference", askedNm: number | null): boolean => {
    const plane = planeOf(reading, role);
    if (plane === null || askedNm === null) return plane === null && askedNm === null;
    return plane.wavelengthNm === null || plane.wavelengthNm === askedNm;
  };
  // A reader that takes the reference off itself has none to show.
  const isReferenced = reading.referenceSubtracted || isAsked("reference", run.reference_nm);
  if (isAsked("measurement", run.measurement_nm) && isReferenced) return null;
  return reading.planes.map((plane) => plane.wavelengthNm ?? "unknown").join(" and ");
}
