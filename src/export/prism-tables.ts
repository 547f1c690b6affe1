/** Tables as GraphPad Prism takes them: one column of X or of row titles, then data sets with replicates side by side. */
import type { GatheredPlate, GatheredWell } from "./gather-plates.ts";
import type { Cell } from "./table.ts";

/** Prism has no names of its own for subcolumns: a data set's name stands over each of its replicates. */
export interface PrismTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Where a zero dose stands on a logarithmic axis: so many decades below the lowest dose above zero. */
export const ZERO_DOSE_DECADES = 2;

/** Numbers of the dilution series in an arm, ascending. */
function replicatesOf(plate: GatheredPlate, arm: string): readonly number[] {
  const ofArm = plate.wells.filter(({ layout }) => layout.arm === arm);
  return [...new Set(ofArm.map(({ layout }) => layout.replicate ?? 1))].sort((a, b) => a - b);
}

function wellsAt(plate: GatheredPlate, arm: string, dose: number): readonly GatheredWell[] {
  return plate.wells.filter(
    ({ layout }) => layout.arm === arm && layout.prednisoloneUgPerMl === dose,
  );
}

/**
 * The survivals of one arm at one dose as subcolumns. A dilution series keeps its subcolumn at every dose, so that
 * Prism can match them; where a series has several control wells, the second ones stand behind the first ones of all
 * series. A well that is masked or has no number leaves its cell empty.
 */
function valuesAt(plate: GatheredPlate, arm: string, dose: number): readonly Cell[] {
  const replicates = replicatesOf(plate, arm);
  const seen = new Map<number, number>();
  const cells: Cell[] = [];
  for (const { layout, result } of wellsAt(plate, arm, dose)) {
    const replicate = layout.replicate ?? 1;
    const before = seen.get(replicate) ?? 0;
    seen.set(replicate, before + 1);
    const at = before * replicates.length + replicates.indexOf(replicate);
    cells[at] = result.maskReason === null ? result.survivalPercent : null;
  }
  return cells;
}

/** How many subcolumns every data set of some plates needs. */
function mostSubcolumns(plates: readonly GatheredPlate[]): number {
  const counts = plates.flatMap((plate) =>
    plate.arms.flatMap(({ arm, dose }) => dose.map((one) => valuesAt(plate, arm, one).length)),
  );
  return Math.max(1, ...counts);
}

function padded(values: readonly Cell[], length: number): readonly Cell[] {
  return Array.from({ length }, (_, index) => values[index] ?? null);
}

function repeated(names: readonly string[], times: number): readonly string[] {
  return names.flatMap((name) => Array.from({ length: times }, () => name));
}

/**
 * XY table of one plate: X is the prednisolone dose in µg/mL, or its log10; Y is survival in percent, a data set an
 * arm, the vehicle first. On the log10 axis the zero dose stands `ZERO_DOSE_DECADES` below the lowest dose above zero,
 * because the logarithm of zero does not exist. Null for a plate without arms.
 */
export function prismXyTable(plate: GatheredPlate, x: "dose" | "log10"): PrismTable | null {
  const arms = plate.arms.map((arm) => arm.arm);
  const doses = plate.arms[0]?.dose ?? [];
  if (arms.length === 0 || doses.length === 0) return null;
  const subcolumns = mostSubcolumns([plate]);
  const lowest = Math.min(...doses.filter((dose) => dose > 0));
  const xOf = (dose: number): number => {
    if (x === "dose") return dose;
    return dose > 0 ? Math.log10(dose) : Math.log10(lowest) - ZERO_DOSE_DECADES;
  };
  const title = x === "dose" ? "prednisolone (ug/mL)" : "log10 prednisolone (ug/mL)";
  return {
    head: [title, ...repeated(arms, subcolumns)],
    rows: doses.map((dose) => [
      xOf(dose),
      ...arms.flatMap((arm) => padded(valuesAt(plate, arm, dose), subcolumns)),
    ]),
  };
}

/** The dose of the bars: that of the comparisons, or the only one of the plate; null where there is none. */
function barsDose(plate: GatheredPlate): number | null {
  const only = plate.result.oneConcentration?.find((one) => one.plate === plate.barcode);
  return plate.comparisons[0]?.referenceDose ?? only?.prednisoloneUgPerMl ?? null;
}

/**
 * Grouped table for bars at the reference dose: a row a plate, named by sample, plate and dose; a data set an arm with
 * its replicates side by side. Arms are those of all plates, the vehicles first; an arm that a plate has not is empty.
 * Null when no plate has such a dose.
 */
export function prismBarsTable(plates: readonly GatheredPlate[]): PrismTable | null {
  const rows = plates.flatMap((plate) => {
    const dose = barsDose(plate);
    return dose === null ? [] : [{ plate, dose }];
  });
  if (rows.length === 0) return null;
  const all = rows.flatMap(({ plate }) => plate.arms);
  const vehicles = all.filter((arm) => arm.vehicle);
  const arms = [...new Set([...vehicles, ...all].map((arm) => arm.arm))];
  const subcolumns = mostSubcolumns(rows.map(({ plate }) => plate));
  return {
    head: ["sample, plate, prednisolone (ug/mL)", ...repeated(arms, subcolumns)],
    rows: rows.map(({ plate, dose }) => [
      `${plate.sample.name}, ${plate.barcode}, ${dose}`,
      ...arms.flatMap((arm) => padded(valuesAt(plate, arm, dose), subcolumns)),
    ]),
  };
}
