import { ALL_WELLS, COLUMN_COUNT, ROW_COUNT } from "../../domain/well.ts";
import type { CorrectedPlate } from "../correct-plate.ts";
import { type Matrix, makeMatrix, presentValues } from "../matrix.ts";
import { FULL_CONVERGENCE, polishByMedians } from "../plate-quality/median-polish.ts";
import { describeUniformPlate, type UniformPlate } from "../plate-quality/uniform-plate.ts";
import type { AnalysisSettings } from "../settings.ts";
import type { Gaps, UniformPlateResult, UniformWarning } from "./sample-assays.ts";

/** B-scores beyond this are named. */
const UNEVEN_B_SCORE = 3;

/**
 * How even a plate is that holds the same in `wells`: spread, rim against inside, lines over rows and columns, and
 * B-scores from a median polish run to its end. Net absorbance of unmasked wells, blanks not taken off. Limits for
 * spread, drift and edge are those of a plate with samples; beyond `cvFail` the check has failed.
 * Source: analysis reference, 1.7.
 */
export function measureUniformPlate(
  plate: CorrectedPlate,
  wells: readonly number[],
  settings: AnalysisSettings,
): UniformPlateResult {
  const { reasons, netAbsorbance } = plate.masks;
  const matrix = matrixOf(wells, (well) => (reasons[well] === null ? netAbsorbance[well] : null));
  const evenness = describeUniformPlate(matrix);
  const hasSignal = evenness.mean !== null && evenness.mean > 0;
  const bScore = polishByMedians(matrix, FULL_CONVERGENCE)?.bScore ?? null;
  const masked = wells.some((well) => reasons[well] !== null);
  const figures = hasSignal ? figuresOf(evenness) : NO_FIGURES;
  const warnings = [
    ...warningsOf(figures, settings),
    ...(masked ? (["WELLS_MASKED"] as const) : []),
  ];
  const failed = !hasSignal || (figures.cvPercent ?? 0) > settings.cvFail;
  return {
    plate: plate.plate.plateId,
    n: evenness.n,
    meanAu: evenness.mean,
    sdAu: evenness.sd,
    ...figures,
    bScore,
    unevenWells:
      bScore?.flat().flatMap((score, index) => {
        const uneven = score !== null && Math.abs(score) > UNEVEN_B_SCORE;
        return uneven ? (ALL_WELLS[index] ?? []) : [];
      }) ?? [],
    verdict: failed ? "fail" : warnings.length > 0 ? "warn" : "pass",
    warnings,
    notReported: hasSignal
      ? scatterGaps({ ...figures, bScore: presentValues(bScore ?? []) })
      : { evenness: evenness.n === 0 ? "NO_USABLE_WELL" : "NO_SIGNAL" },
  };
}

/** With wells and signal only equal wells leave these without a number. */
function scatterGaps(found: Figures & { readonly bScore: readonly number[] }): Gaps {
  return {
    ...(found.bScore.length === 0 ? { bScore: "NO_SCATTER" } : {}),
    ...(found.edgeP === null ? { edgeP: "NO_SCATTER" } : {}),
    ...(found.rowDriftP === null ? { rowDriftP: "NO_SCATTER" } : {}),
    ...(found.columnDriftP === null ? { columnDriftP: "NO_SCATTER" } : {}),
  };
}

type Figures = Pick<
  UniformPlateResult,
  | "cvPercent"
  | "edgeRatio"
  | "edgeP"
  | "rowDriftPercent"
  | "rowDriftP"
  | "columnDriftPercent"
  | "columnDriftP"
>;

/** Shares of a mean that is not above zero say nothing. */
const NO_FIGURES: Figures = {
  cvPercent: null,
  edgeRatio: null,
  edgeP: null,
  rowDriftPercent: null,
  rowDriftP: null,
  columnDriftPercent: null,
  columnDriftP: null,
};

function figuresOf(evenness: UniformPlate): Figures {
  return {
    cvPercent: evenness.cvPercent,
    edgeRatio: evenness.edgeRatio,
    edgeP: evenness.edgeWelchP,
    rowDriftPercent: evenness.rowDriftPercent,
    rowDriftP: evenness.rowDriftP,
    columnDriftPercent: evenness.columnDriftPercent,
    columnDriftP: evenness.columnDriftP,
  };
}

function warningsOf(figures: Figures, settings: AnalysisSettings): UniformWarning[] {
  const { driftWarn, edgeWarn, driftP } = settings;
  const beyond = (percent: number | null, limit: number, p: number | null): boolean =>
    percent !== null && Math.abs(percent) > limit && p !== null && p < driftP;
  const edgePercent = figures.edgeRatio === null ? null : 100 * (figures.edgeRatio - 1);
  const found: Readonly<Record<Exclude<UniformWarning, "WELLS_MASKED">, boolean>> = {
    CV_HIGH: (figures.cvPercent ?? 0) > settings.cvWarn,
    ROW_DRIFT: beyond(figures.rowDriftPercent, driftWarn, figures.rowDriftP),
    COLUMN_DRIFT: beyond(figures.columnDriftPercent, driftWarn, figures.columnDriftP),
    EDGE_EFFECT: beyond(edgePercent, edgeWarn, figures.edgeP),
  };
  return (["CV_HIGH", "ROW_DRIFT", "COLUMN_DRIFT", "EDGE_EFFECT"] as const).filter(
    (warning) => found[warning],
  );
}

function matrixOf(
  wells: readonly number[],
  absorbanceAt: (well: number) => number | null | undefined,
): Matrix {
  const meant = new Set(wells);
  return makeMatrix(ROW_COUNT, COLUMN_COUNT, (row, column) => {
    const well = row * COLUMN_COUNT + column;
    return meant.has(well) ? (absorbanceAt(well) ?? null) : null;
  });
}
