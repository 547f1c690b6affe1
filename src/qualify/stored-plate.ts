/** What is stored of a plate against what lay in the simulated reader. */
import type { InsertedPlate, Matrix } from "../../drivers/simulator/inserted-plate.ts";
import type { PlateReading } from "../domain/reading.ts";
import { ALL_WELLS } from "../domain/well.ts";
import type { Store } from "../store/open-store.ts";

/** Readers send three decimals. */
const HALF_A_STEP_AU = 0.000_51;

function differences(reading: PlateReading, role: string, wanted: Matrix): string[] {
  const plane = reading.planes.find((one) => one.role === role);
  if (plane === undefined) return [`no ${role} wavelength`];
  return wanted.flat().flatMap((value, index) => {
    const found = plane.values[index]?.absorbance ?? null;
    const same = value !== null && found !== null && Math.abs(found - value) < HALF_A_STEP_AU;
    return same || value === found ? [] : [`${ALL_WELLS[index]}: sent ${value}, stored ${found}`];
  });
}

/** One line for every well that is not what was sent; for a plate that is there not exactly once, that alone. */
export function plateDifferences(store: Store, barcode: string, sent: InsertedPlate): string[] {
  const plate = store.plates.byBarcode(barcode);
  const versions = plate === null ? [] : store.plates.versions(plate.id);
  const [version, ...more] = versions;
  if (version === undefined || more.length > 0)
    return [`the plate is stored ${versions.length} times`];
  const row = store.readings.byId(version.reading_id);
  if (row?.body == null) return ["the plate has no reading"];
  const reading = JSON.parse(row.body) as PlateReading;
  return [
    ...differences(reading, "measurement", sent.measurement),
    ...(sent.reference === null ? [] : differences(reading, "reference", sent.reference)),
  ];
}

export function warningsOf(store: Store, barcode: string): readonly string[] {
  const plate = store.plates.byBarcode(barcode);
  const reading = plate === null ? null : store.plates.versions(plate.id)[0]?.reading_id;
  const row = reading == null ? null : store.readings.byId(reading);
  if (row?.body == null) return [];
  return (JSON.parse(row.body) as PlateReading).warnings.map(({ code }) => code);
}
