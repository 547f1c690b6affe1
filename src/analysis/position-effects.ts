import { COLUMN_COUNT, ROW_COUNT } from "../domain/well.ts";
import { type CorrectedPlate, unmasked } from "./correct-plate.ts";
import type { PositionEffects } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import {
  type Coefficient,
  reduceByColumns,
  residualSquares,
  solveCoefficients,
} from "./statistics/householder.ts";
import { finiteOrNull, mean } from "./statistics/moments.ts";
import { twoSidedT } from "./statistics/tails.ts";

const NOT_ESTIMABLE: PositionEffects = {
  rowDriftPercent: null,
  rowDriftP: null,
  columnDriftPercent: null,
  columnDriftP: null,
  edgeEffectPercent: null,
  edgeEffectP: null,
  withinConditionCvPercent: null,
  withinConditionDf: null,
};

/** Steps between first and last row, first and last column, inside and rim. */
const ROW_STEPS = ROW_COUNT - 1;
const COLUMN_STEPS = COLUMN_COUNT - 1;
const RIM_STEPS = 1;

/** Residuals below this share of the sum of squares are rounding. */
const ROUNDING_SHARE = 1e-24;

/** Wells within conditions: y = log C, row, column and rim, each less its mean over the condition. */
interface CentredWells {
  readonly y: number[];
  readonly row: number[];
  readonly column: number[];
  readonly rim: number[];
  readonly conditions: number;
  readonly size: number;
}

/**
 * How corrected absorbance changes over the plate within conditions (arm x dose; untreated is one), so that a
 * treatment is never taken for a drift: least squares of log C on row, column and, if the centred design has rank 3,
 * rim. Only unmasked wells above a fraction of the vehicle control count. Percent across the whole plate, two-sided
 * P; null where not estimable. Source: analysis reference, 2.4.
 */
export function estimatePosition(
  plate: CorrectedPlate,
  settings: AnalysisSettings,
): PositionEffects {
  const control = plate.vehicle?.controlMean ?? null;
  if (control === null || !(control > 0)) return NOT_ESTIMABLE;
  const wells = centreWithinConditions(plate, settings.positionMinFraction * control);
  if (wells.y.length === 0) return NOT_ESTIMABLE;
  const withRim = reduceByColumns([wells.row, wells.column, wells.rim], wells.y);
  const reduction =
    withRim.kept.length === 3 ? withRim : reduceByColumns([wells.row, wells.column], wells.y);
  const df = wells.y.length - wells.conditions - reduction.kept.length;
  const residual = residualSquares(reduction);
  const sd = df > 0 ? finiteOrNull(Math.sqrt(residual / df)) : null;
  const testSd = sd !== null && residual > ROUNDING_SHARE * wells.size ? sd : null;
  const coefficients = solveCoefficients(reduction);
  const slope = (index: number): Coefficient | null => {
    if (isConfounded(wells, reduction.kept)) return null;
    return coefficients[reduction.kept.indexOf(index)] ?? null;
  };
  const [row, column, rim] = [slope(0), slope(1), slope(2)];
  return {
    rowDriftPercent: percentOver(ROW_STEPS, row),
    rowDriftP: pOf(row, testSd, df),
    columnDriftPercent: percentOver(COLUMN_STEPS, column),
    columnDriftP: pOf(column, testSd, df),
    edgeEffectPercent: percentOver(RIM_STEPS, rim),
    edgeEffectP: pOf(rim, testSd, df),
    withinConditionCvPercent: sd === null ? null : finiteOrNull(100 * sd),
    withinConditionDf: df,
  };
}

/** With one direction only, along which row and column both change, neither of them can be told from the other. */
function isConfounded(wells: CentredWells, kept: readonly number[]): boolean {
  return kept.length === 1 && kept[0] === 0 && wells.column.some((value) => value !== 0);
}

function percentOver(steps: number, slope: Coefficient | null): number | null {
  return slope === null ? null : finiteOrNull(100 * (Math.exp(steps * slope.value) - 1));
}

function pOf(slope: Coefficient | null, sd: number | null, df: number): number | null {
  if (slope === null || sd === null) return null;
  return twoSidedT(slope.value / (sd * slope.relativeStandardError), df);
}

function centreWithinConditions(plate: CorrectedPlate, aboveAu: number): CentredWells {
  const centred = { y: [], row: [], column: [], rim: [], conditions: 0, size: 0 } as {
    -readonly [Key in keyof CentredWells]: CentredWells[Key];
  };
  const conditions = [
    ...plate.design.arms.flatMap((arm) => arm.wellsByDose),
    plate.design.untreated,
  ];
  for (const condition of conditions) {
    const wells = unmasked(plate.masks, condition).filter(
      (well) => (plate.corrected[well] ?? 0) > aboveAu,
    );
    if (wells.length === 0) continue;
    centred.conditions += 1;
    const logs = wells.map((well) => Math.log(plate.corrected[well] ?? Number.NaN));
    centred.size += logs.reduce((sum, log) => sum + log * log + 1, 0);
    pushCentred(centred.y, logs);
    pushCentred(centred.row, wells.map(rowNumber));
    pushCentred(centred.column, wells.map(columnNumber));
    pushCentred(centred.rim, wells.map(isOnRim));
  }
  return centred;
}

function pushCentred(target: number[], values: readonly number[]): void {
  const centre = mean(values) ?? 0;
  for (const value of values) target.push(value - centre);
}

function rowNumber(well: number): number {
  return Math.floor(well / COLUMN_COUNT) + 1;
}

function columnNumber(well: number): number {
  return (well % COLUMN_COUNT) + 1;
}

function isOnRim(well: number): number {
  const row = rowNumber(well);
  const column = columnNumber(well);
  return row === 1 || row === ROW_COUNT || column === 1 || column === COLUMN_COUNT ? 1 : 0;
}
