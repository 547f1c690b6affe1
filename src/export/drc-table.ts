import type { GatheredPlate, GatheredWell } from "./gather-plates.ts";
import { numberColumn, type Table, tableOf, textColumn } from "./table.ts";

interface CurvePoint {
  readonly plate: GatheredPlate;
  readonly well: GatheredWell;
}

/** Wells of the plate's arms that count, in reading order; each has a dose and a survival. */
export function curveWells(plate: GatheredPlate): readonly GatheredWell[] {
  const arms = new Set(plate.arms.map((arm) => arm.arm));
  return plate.wells.filter(
    ({ layout, result }) =>
      layout.arm !== null &&
      arms.has(layout.arm) &&
      layout.prednisoloneUgPerMl !== null &&
      result.maskReason === null &&
      result.survivalPercent !== null,
  );
}

/**
 * The long data frame that R's drc takes: `drm(response ~ dose, curve, data = d, fct = LL.4())`. One row a well that
 * counts; zero doses stay 0, as drc wants them. Wells that are masked or without a number are not there.
 */
export function drcTable(plates: readonly GatheredPlate[]): Table {
  const rows = plates.flatMap((plate) =>
    curveWells(plate).map((well): CurvePoint => ({ plate, well })),
  );
  return tableOf<CurvePoint>(
    "drc",
    [
      numberColumn(
        "dose",
        "µg/mL",
        "Prednisolone, exact; 0 is the arm's own control.",
        ({ well }) => well.layout.prednisoloneUgPerMl,
      ),
      numberColumn(
        "response",
        "%",
        "Survival of the well against its arm's own control.",
        ({ well }) => well.result.survivalPercent,
      ),
      textColumn(
        "curve",
        "Sample, plate and arm, with a stroke between: what drc calls curveid.",
        ({ plate, well }) => `${plate.sample.name}/${plate.barcode}/${well.layout.arm ?? ""}`,
      ),
      textColumn(
        "sample",
        "Cells of one patient, one date, one state.",
        (row) => row.plate.sample.name,
      ),
      textColumn("plate", "Barcode of the plate.", (row) => row.plate.barcode),
      textColumn("arm", "The arm.", (row) => row.well.layout.arm),
      textColumn("well", "A1 to H12.", (row) => row.well.well),
    ],
    rows,
  );
}
